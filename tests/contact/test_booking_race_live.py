"""Fifty people want one time at one moment, from three web processes: one has it, and all know."""

import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

import lxml.html
import pytest
from django.db import connection
from django.utils import timezone

from contact.chosen import value_of, wanted_of
from contact.models import Appointment, Enquiry
from contact.slots import Slot
from contact.timetable import Timetable
from practice.models import OutboxMail, PracticeProfile
from tests.factories import form_data, make_availability
from tests.live_site import LiveSite, live_site
from tests.visitor import TYPED, Answer, Visitor, pressing_send

PROCESSES, PEOPLE, ROUNDS = 3, 50, 10
SENT, TAKEN = 303, 409
# A machine that is busy with other things is no reason to be told "please try again".
NO_HURRY = "-c statement_timeout=40000 -c lock_timeout=30000"
OFTEN = {"notice_hours": 0, "horizon_days": 7, "step": 60}

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("profile")]


@contextmanager
def three_web_processes() -> Iterator[list[Visitor]]:
    """Yield a visitor of each, who has the cookie that forms are sent with.

    At the end nothing has gone wrong that only the log or Postgres would tell of.
    """
    before = deadlocks()
    with ExitStack() as stack:
        start = partial(live_site, worker=False, TRUSTED_PROXIES="1", PGOPTIONS=NO_HURRY)
        sites = [stack.enter_context(start()) for _ in range(PROCESSES)]
        try:
            yield [visitor_of(site) for site in sites]
        finally:
            printed = "".join(site.web.printed() for site in sites)
            sys.stdout.write(printed)  # seen where a test fails
    assert "Traceback" not in printed
    assert "was not taken" not in printed
    assert deadlocks() == before


def visitor_of(site: LiveSite) -> Visitor:
    visitor = Visitor(site)
    visitor.patience = 60.0  # of fifty, one is the last
    visitor.open_form()
    return visitor


def deadlocks() -> int:
    """How many Postgres has had to end in this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def free_slots() -> list[Slot]:
    """Those of the next days that are still free in an hour."""
    now = timezone.now()
    soon = now + timedelta(hours=1)
    slots = Timetable.read(PracticeProfile.objects.get(), now).free_slots()
    return [slot for slot in slots if slot.start > soon]


def value(slot: Slot) -> str:
    """As a button of /times/ has it, for a conversation online."""
    wanted = wanted_of(f"{slot.start:%Y-%m-%dT%H:%MZ}", "online")
    assert wanted
    return value_of(wanted)


def form_of(person: int, slot: str) -> dict[str, str]:
    return form_data(slot=slot, name=f"Robin {person}", message=f"Kept: {person}.")


def send_at_once(visitors: Sequence[Visitor], forms: Sequence[dict[str, str]]) -> list[Answer]:
    """Press Send in as many browsers as there are forms, at one moment, each from another place."""
    ready = threading.Barrier(len(forms))

    def send(person: int) -> Answer:
        visitor = visitors[person % len(visitors)]
        token = visitor.cookies["csrftoken"].value
        body = urlencode(forms[person] | {"csrfmiddlewaretoken": token}).encode()
        whence = f"2001:db8:{forms[person]['submission'][:4]}:{person}::1"
        ready.wait()
        return visitor.ask(
            "POST", "/contact/", body, {"Content-Type": TYPED, "X-Forwarded-For": whence}
        )

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, range(len(forms))))


def other_times(page: str) -> list[str]:
    """What can be chosen instead."""
    document: Any = lxml.html.document_fromstring(page)
    return [str(value) for value in document.xpath("//input[@type='radio'][@name='slot']/@value")]


def assert_kept(answer: Answer, form: dict[str, str], slot: str) -> None:
    """The form came back with every word in it, and with other times."""
    again = pressing_send(answer.text)
    for name in ("name", "email", "reply_by", "safe_to_write", "message", "consent"):
        assert again[name] == form[name]
    assert slot not in other_times(answer.text)
    assert len(other_times(answer.text)) > 3


def rows() -> Counter[str]:
    models = (Enquiry, Appointment, OutboxMail)
    return Counter({model.__name__: model._default_manager.count() for model in models})


def test_of_fifty_people_who_want_one_time_one_has_it_ten_times_over() -> None:
    make_availability(**OFTEN, most_a_day=50, most_a_week=200)
    with three_web_processes() as visitors:
        each_round = []
        for _round in range(ROUNDS):
            before, slot = rows(), value(free_slots()[0])
            forms = [form_of(person, slot) for person in range(PEOPLE)]
            answers = send_at_once(visitors, forms)
            assert Counter(answer.status for answer in answers) == {SENT: 1, TAKEN: PEOPLE - 1}
            for answer, form in zip(answers, forms, strict=True):
                if answer.status == TAKEN:
                    assert_kept(answer, form, slot)
            each_round.append(rows() - before)
    assert {(new["Enquiry"], new["Appointment"]) for new in each_round} == {(1, 1)}
    assert len({frozenset(new.items()) for new in each_round}) == 1  # nor any mail too many
    assert Appointment.objects.values("starts_at").distinct().count() == ROUNDS


def test_the_most_a_day_holds_where_many_want_different_times_of_it_at_once() -> None:
    make_availability(**OFTEN, most_a_day=2, most_a_week=200)
    slots = free_slots()
    [(day, _most)] = Counter(slot.start.date() for slot in slots).most_common(1)
    of_that_day = [value(slot) for slot in slots if slot.start.date() == day]
    forms = [form_of(n, slot) for n, slot in enumerate(of_that_day * 4)]
    with three_web_processes() as visitors:
        statuses = Counter(answer.status for answer in send_at_once(visitors, forms))
    assert len(of_that_day) > 2
    assert statuses == {SENT: 2, TAKEN: len(forms) - 2}
    assert rows()["Enquiry"] == rows()["Appointment"] == 2
