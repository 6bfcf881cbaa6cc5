"""Who somebody is, as a list says it: by a reference, and by name once the desk is unlocked."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import Error as DatabaseError
from django.http import HttpRequest

from contact.glancing import Glance, glance_at
from contact.models import Enquiry
from practice import discretion, unlocking

log = logging.getLogger("attune.contact")


@dataclass(frozen=True, repr=False)
class Person:
    """`name` is as the screen may show it, `rule` says how she may be reached; "" while locked."""

    reference: str = ""
    name: str = ""
    rule: str = ""


NOBODY = Person()


@dataclass(frozen=True, repr=False)
class People:
    """What was opened for one page. Not `noted`: the audit refused, so nothing was."""

    glances: dict[UUID, Glance]
    only_initials: bool
    noted: bool = True

    def of(self, pk: UUID | None, reference: str) -> Person:
        glance = self.glances.get(pk) if pk else None
        if glance is None:
            return Person(reference)
        name = discretion.as_shown(glance.name, only_initials=self.only_initials)
        return Person(reference, name, glance.rule)


def seen_by(request: HttpRequest, enquiries: Iterable[Enquiry], now: datetime) -> People:
    """Open them where the desk is unlocked."""
    only_initials, ring = discretion.is_on(request), unlocking.key_ring(request, now)
    if ring is None:
        return People({}, only_initials)
    once, who = {enquiry.pk: enquiry for enquiry in enquiries}, request.user.get_username()
    try:
        return People(glance_at(once.values(), ring, who=who, now=now), only_initials)
    except DatabaseError as error:
        log.error("names in a list could not be noted (%s)", type(error).__name__)
        return People({}, only_initials, noted=False)
