"""What is kept, of whom, why, and for how long.

Every field of every model says so in a paragraph of practice/retention/site.py, blog/retention.py
or contact/retention.py; practice/retention/policy.py finds what was forgotten. The privacy page and
the records of processing are made from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Whose(Enum):
    """Whom data are about."""

    ENQUIRERS = _("people who write to me")
    VISITORS = _("people who visit this website")
    STAFF = _("those who may sign in to the desk")
    NOBODY = _("nobody, or what is meant for everybody to read")


@dataclass(frozen=True)
class DataClass:
    """A kind of data, in words for those whom it is about."""

    words: "StrOrPromise"
    whose: Whose


@dataclass(frozen=True)
class Kept:
    """One paragraph of the policy: `fields` of the model `where`, or "" for a file beside them."""

    where: str
    fields: str
    what: DataClass
    why: "StrOrPromise"
    how_long: "StrOrPromise"

    def labels(self) -> Sequence[str]:
        """Return its fields as "app.Model.field"."""
        return [f"{self.where}.{field}" for field in self.fields.split()]


# What nobody needs to ask for: it is there to be read, or only makes the site work.
PUBLIC = DataClass(_("What this website says"), Whose.NOBODY)
AT_WORK = DataClass(_("What the site needs in order to work"), Whose.NOBODY)
WHILE_THERE = _("until it is removed")


def _in_words(duration: timedelta) -> str:
    """Thirty days and 365 make a month and a year, as the worker counts them."""
    days = duration.days
    if days and days % 365 == 0:
        return ngettext("%(n)d year", "%(n)d years", days // 365) % {"n": days // 365}
    if days >= 60 and days % 30 == 0:
        return ngettext("%(n)d month", "%(n)d months", days // 30) % {"n": days // 30}
    if duration < timedelta(days=4):
        hours = round(duration / timedelta(hours=1))
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


in_words = lazy(_in_words, str)
