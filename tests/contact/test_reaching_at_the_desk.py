"""A thumb on the page rings or texts: by the route that was called safe, and while it is."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from practice.models import PracticeProfile
from tests.contact.desk_pages import parsed
from tests.factories import make_enquiry

PHONE = {"reply_by": "phone", "phone": "+44 (1632) 960 741"}
TEXT = PHONE | {"reply_by": "text", "safe_to_write": "yes"}
MAIL = PHONE | {"reply_by": "email", "email": "robin@enquirer.example", "safe_to_write": "yes"}


def not_today() -> str:
    return (timezone.localtime() - timedelta(days=1)).strftime("%a").lower()


def ways(desk: Client, profile: PracticeProfile, **said: str) -> list[tuple[str, str]]:
    """Each link of the page that leaves the site for a phone: its words, and where it leads."""
    page = parsed(desk, make_enquiry(profile, now=timezone.now(), **said))
    found = page.xpath("//a[starts-with(@href, 'tel:') or starts-with(@href, 'sms:')]")
    return [(link.text_content(), link.get("href")) for link in found]


def test_a_number_that_may_be_rung_is_pressed(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    [(words, to)] = ways(unlocked_desk, profile, **PHONE)
    assert (words, to) == ("Call +44 (1632) 960 741", "tel:+441632960741")


def test_a_number_that_may_be_texted_is_pressed(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    [(words, to)] = ways(unlocked_desk, profile, **TEXT)
    assert (words, to) == ("Text +44 (1632) 960 741", "sms:+441632960741")


def test_a_nought_in_brackets_is_not_dialled(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    [(_words, to)] = ways(unlocked_desk, profile, **PHONE | {"phone": "+44 (0)1632 960741"})
    assert to == "tel:+441632960741"


@pytest.mark.parametrize(
    "said",
    [MAIL, TEXT | {"safe_to_write": "no"}, PHONE | {"reply_by": "code"}, PHONE | {"phone": ""}],
    ids=["by mail", "texting is not safe", "by the number alone", "no number"],
)
def test_no_other_way_is_offered(
    unlocked_desk: Client, profile: PracticeProfile, said: dict[str, str]
) -> None:
    assert ways(unlocked_desk, profile, **said) == []


def test_outside_the_safe_times_no_thumb_slips(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    assert ways(unlocked_desk, profile, **PHONE | {"safe_times": not_today()}) == []
