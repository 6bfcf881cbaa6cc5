"""Initials in place of names: on at every sign-in, switched by a button, for this session alone."""

from typing import Any

import lxml.html
import pytest
from django.test import Client

from practice.discretion import initials_of
from practice.models import PracticeProfile, User
from tests.factories import A_MONDAY, make_enquiry

SWITCH, TODAY = "/admin/discretion/", "/admin/"
NAMES, INITIALS = {"only_initials": "0"}, {"only_initials": "1"}


@pytest.fixture(autouse=True)
def enquiry(profile: PracticeProfile) -> None:
    make_enquiry(profile, now=A_MONDAY, name="Robin Bell")


def page(browser: Client) -> Any:
    return lxml.html.document_fromstring(browser.get(TODAY).content.decode())


def shows_the_name(browser: Client) -> bool:
    return "Robin Bell" in page(browser).text_content()


def test_it_is_on_until_she_says_otherwise_and_again_at_the_next_sign_in(
    unlocked_desk: Client, therapist: User
) -> None:
    assert not shows_the_name(unlocked_desk)
    assert "R. B." in page(unlocked_desk).text_content()
    unlocked_desk.post(SWITCH, NAMES)
    assert shows_the_name(unlocked_desk)

    unlocked_desk.force_login(therapist)
    assert unlocked_desk.session.get("shows_names") is None


def test_its_button_says_what_it_does_and_the_same_again_changes_nothing(
    unlocked_desk: Client,
) -> None:
    for press, words, name_is_shown in (
        (NAMES, "Show initials only", True),
        (NAMES, "Show initials only", True),
        (INITIALS, "Show names", False),
        (INITIALS, "Show names", False),
    ):
        answer = unlocked_desk.post(SWITCH, press | {"next": TODAY}, follow=True)
        assert answer.redirect_chain == [(TODAY, 302)]
        assert page(unlocked_desk).xpath("//form[@class='discretion']//button/text()") == [words]
        assert shows_the_name(unlocked_desk) is name_is_shown


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "/"])
def test_it_leads_back_to_a_page_of_the_desk_only(unlocked_desk: Client, elsewhere: str) -> None:
    answer = unlocked_desk.post(SWITCH, NAMES | {"next": elsewhere})
    assert answer["Location"] == TODAY


def test_to_look_at_its_address_changes_nothing(unlocked_desk: Client) -> None:
    assert unlocked_desk.get(SWITCH, NAMES).status_code == 405
    assert not shows_the_name(unlocked_desk)


def test_no_title_holds_a_name(unlocked_desk: Client) -> None:
    unlocked_desk.post(SWITCH, NAMES)
    assert shows_the_name(unlocked_desk)
    (title,) = page(unlocked_desk).xpath("//title/text()")
    assert "Robin" not in title


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Robin", "R."),
        ("robin bell", "R. B."),
        ("Ana María de la Cruz", "A. M."),
        ("  ", ""),
        ("", ""),
    ],
)
def test_initials_are_two_at_most(name: str, initials: str) -> None:
    assert initials_of(name) == initials
