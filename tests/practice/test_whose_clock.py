"""Hours are by the practice's clock, which is set on the server: she reads which one it is."""

from typing import Any

import pytest
from django.test import Client

from practice.models import PracticeProfile
from tests.practice.first_day import FIRST, LIVE

SAYS = "If yours is another, tell whoever looks after your server"


def words(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_beside_the_hours_it_says_by_which_clock(desk: Client, settings: Any) -> None:
    settings.TIME_ZONE = "America/New_York"
    asked = words(desk.get(f"{FIRST}hours/"))
    assert asked.count("By your practice’s clock: New York.") == 2


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("DE", "Europe/London"),
        ("GB", "UTC"),  # the same in winter alone
        ("US", "Europe/London"),
        ("FR", "Europe/London"),  # a country whose clocks are not known here
    ],
)
def test_where_the_clock_may_be_wrong_the_last_page_says_so(
    desk: Client, profile: PracticeProfile, settings: Any, country: str, zone: str
) -> None:
    PracticeProfile.objects.update(country=country)
    settings.TIME_ZONE = zone
    shown = words(desk.get(LIVE))
    assert f"Your site goes by the clock of {zone.rpartition('/')[2]}. {SAYS}" in shown
    assert "TIME_ZONE" in shown


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("GB", "Europe/London"),
        ("IE", "Europe/London"),
        ("AT", "Europe/Berlin"),
        ("US", "America/Denver"),
    ],
)
def test_a_clock_of_her_country_is_not_talked_about(
    desk: Client, profile: PracticeProfile, settings: Any, country: str, zone: str
) -> None:
    PracticeProfile.objects.update(country=country)
    settings.TIME_ZONE = zone
    assert SAYS not in words(desk.get(LIVE))
