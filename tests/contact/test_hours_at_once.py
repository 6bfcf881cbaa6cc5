"""Two windows save the times at the same moment: one after the other, and nothing twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest
from django.db import transaction
from django.utils import timezone

from contact import hours
from contact.hours import ChangedElsewhereError, Plan
from contact.models import Availability, WeeklyHours
from contact.slots import Hours
from tests.at_once import meanwhile, wait_until_it_waits

pytestmark = pytest.mark.django_db(transaction=True)

NINE_TO_TWELVE = Hours(time(9), time(12), "online")
ONE_TO_TWO = Hours(time(13), time(14), "phone")


@pytest.fixture(params=["before there is anything", "later"])
def base(request: pytest.FixtureRequest) -> Plan:
    if request.param == "later":
        Availability.objects.create()
        WeeklyHours.objects.create(weekday=4, begins=time(9), ends=time(10), modality="phone")
    return hours.stored(timezone.localdate())


def saving(plan: Plan, based_on: Plan, today: date) -> Callable[[], list[str]]:
    return lambda: hours.replace(plan, based_on=based_on.version, today=today)


def both(first: Plan, second: Plan, base: Plan) -> list[str]:
    """Save the first, and the second while the first is not done. Returns what the second did."""
    today = timezone.localdate()
    with transaction.atomic():
        saving(first, base, today)()
        later = meanwhile(saving(second, base, today))
        wait_until_it_waits()
    changed: list[str] = later.result(timeout=10)
    return changed


def test_the_same_twice_is_saved_once(base: Plan) -> None:
    plan = replace(base, weekly=frozenset({(0, NINE_TO_TWELVE), (1, ONE_TO_TWO)}))

    assert both(plan, plan, base) == []
    assert hours.stored(timezone.localdate()) == plan
    assert WeeklyHours.objects.count() == 2


def test_of_two_that_differ_the_second_is_asked(base: Plan) -> None:
    first = replace(base, weekly=frozenset({(0, NINE_TO_TWELVE)}))
    second = replace(base, weekly=frozenset({(1, ONE_TO_TWO)}))
    with pytest.raises(ChangedElsewhereError):
        both(first, second, base)

    assert hours.stored(timezone.localdate()) == first
