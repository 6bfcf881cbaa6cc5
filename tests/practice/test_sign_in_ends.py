"""A sign-in ends: after a while without use, after a day's work, by the button, everywhere."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from practice import duties, unlocking
from practice.models import AuditLine, PracticeProfile, User
from practice.sign_in.browser_names import in_words
from tests.factories import PHRASE
from tests.practice import second_steps as she
from tests.practice.desk_keys import PHRASE_PAGE, is_unlocked, unlocks

pytestmark = pytest.mark.django_db

IDLE, AT_MOST = timedelta(minutes=75), timedelta(hours=12)
A_SECOND = timedelta(seconds=1)
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36"
)
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def therapist(profile: PracticeProfile) -> User:
    return she.make_therapist()


def signed_in(clock: time_machine.Traveller, **more: Any) -> Client:
    """Each sign-in is half a minute after the one before, so that the app shows another code."""
    clock.shift(timedelta(seconds=31))
    browser = Client(**more)
    she.signs_in(browser)
    assert she.is_in(browser)
    return browser


def test_it_ends_after_75_minutes_without_use(
    therapist: User, clock: time_machine.Traveller
) -> None:
    desk = signed_in(clock)
    clock.shift(IDLE - A_SECOND)
    assert she.is_in(desk)
    clock.shift(IDLE - A_SECOND)
    assert she.is_in(desk)
    clock.shift(IDLE)
    assert not she.is_in(desk)


def test_it_ends_after_twelve_hours_however_much_it_is_used(
    therapist: User, clock: time_machine.Traveller
) -> None:
    desk = signed_in(clock)
    for _ in range(11):
        clock.shift(timedelta(hours=1))
        assert she.is_in(desk)
    clock.shift(timedelta(hours=1) - A_SECOND)
    assert she.is_in(desk)
    clock.shift(A_SECOND)
    assert not she.is_in(desk)


def test_what_grew_old_leaves_no_row_of_its_session(
    therapist: User, clock: time_machine.Traveller
) -> None:
    desk = signed_in(clock)
    clock.shift(IDLE)
    she.is_in(desk)
    assert not Session.objects.exists()
    clock.shift(AT_MOST)
    duties.do_what_is_due(timezone.now())
    assert not UserSession.objects.exists()


def test_the_list_says_which_browser_and_when_and_keeps_no_address(
    therapist: User, clock: time_machine.Traveller
) -> None:
    signed_in(clock, HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="192.0.2.7")
    desk = signed_in(clock, HTTP_USER_AGENT=CHROME, REMOTE_ADDR="192.0.2.8")
    page = desk.get(she.WAYS).content.decode()
    assert "Firefox · Android" in page
    assert "Chrome · Windows (this one)" in " ".join(page.split())
    assert page.count("last used") == 3  # and the app
    kept = [str(row) for row in UserSession.objects.values_list()]
    assert not any("192.0.2" in row or "Mozilla" in row for row in kept)


@pytest.mark.parametrize(
    ("description", "words"),
    [
        (FIREFOX, "Firefox · Android"),
        (CHROME, "Chrome · Windows"),
        (CHROME + " Edg/140.0.0.0", "Edge · Windows"),
        (SAFARI, "Safari · iPhone"),
        (SAFARI.replace("Version/18.5", "CriOS/140.0"), "Chrome · iPhone"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_browsers_are_called_what_people_call_them(description: str, words: str) -> None:
    assert in_words(description) == words


def test_signing_out_takes_the_browser_from_the_list(
    therapist: User, clock: time_machine.Traveller
) -> None:
    desk, other = signed_in(clock), signed_in(clock)
    other.post("/admin/logout/")
    assert len(desk.get(she.WAYS).context["browsers"]) == 1


def test_signing_out_everywhere_ends_each_session_and_locks(
    therapist: User, clock: time_machine.Traveller
) -> None:
    here, there = signed_in(clock), signed_in(clock)
    assert unlocks(there, PHRASE).status_code == 302
    assert is_unlocked(there)
    assert here.post(she.EVERYWHERE)["Location"] == she.LOGIN
    for browser in (here, there):
        assert not she.is_in(browser)
        assert browser.get(PHRASE_PAGE)["Location"].startswith(she.LOGIN)
    assert not UserSession.objects.exists()
    assert not any(unlocking.IN_SESSION in it.get_decoded() for it in Session.objects.all())
    assert AuditLine.objects.filter(verb="signed_out").count() == 1


def test_a_session_whose_key_nobody_noted_ends_with_the_others(
    therapist: User, clock: time_machine.Traveller
) -> None:
    """As where the desk is unlocked at the moment at which she signs out elsewhere."""
    here, there = signed_in(clock), signed_in(clock)
    UserSession.objects.all().delete()
    here.post(she.EVERYWHERE)
    assert not she.is_in(there)


def test_another_password_ends_all_sessions_but_this_one(
    therapist: User, clock: time_machine.Traveller
) -> None:
    here, there = signed_in(clock), signed_in(clock)
    new = "quite-another-long-one"
    typed = {"old_password": she.PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/admin/password_change/", typed).status_code == 302
    assert she.is_in(here)
    assert not she.is_in(there)


def test_unlocking_gives_the_session_another_key_and_the_list_follows(
    therapist: User, clock: time_machine.Traveller
) -> None:
    desk = signed_in(clock)
    unlocks(desk, PHRASE)
    desk.get("/admin/")
    assert UserSession.objects.get().session_key == desk.session.session_key


def test_signing_in_keeps_nothing_of_the_session_before(therapist: User) -> None:
    browser = Client()
    session = browser.session
    session["planted"] = "by somebody else"
    session.save()
    browser.cookies["session"] = str(session.session_key)
    she.signs_in(browser)
    assert browser.session.session_key != session.session_key
    assert "planted" not in browser.session
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_to_change_how_she_signs_in_she_shows_the_second_factor_again(
    therapist: User, clock: time_machine.Traveller
) -> None:
    desk = signed_in(clock)
    assert desk.get(she.CODES).status_code == 200
    clock.shift(timedelta(minutes=15))
    asked = desk.get(she.CODES)
    assert unquote(asked["Location"]) == f"{she.AGAIN}?next={she.CODES}"
    assert desk.post(she.CODES)["Location"].startswith(she.AGAIN)
    assert desk.post(asked["Location"], {"code": "000000"}).status_code == 422
    assert desk.get(she.CODES).status_code == 302
    right = desk.post(asked["Location"], {"code": she.code_of()})
    assert right["Location"] == she.CODES
    assert desk.get(she.CODES).status_code == 200


def test_the_last_second_factor_stays(therapist: User, clock: time_machine.Traveller) -> None:
    desk = signed_in(clock)
    [app] = desk.get(she.WAYS).context["ways"]
    remove = f"/admin/sign-in/remove/{app.pk}/"
    assert "This is your last one" in desk.get(remove).content.decode()
    desk.post(remove)
    assert she.factors_of(therapist).filter(pk=app.pk).exists()


def test_after_a_way_is_removed_she_may_end_what_was_begun_with_it(
    therapist: User, clock: time_machine.Traveller
) -> None:
    desk = signed_in(clock)
    phone = Authenticator.objects.create(user=therapist, type="webauthn", data={"name": "Phone"})
    offer = 'form="everywhere"'
    assert offer not in desk.get(she.WAYS).content.decode()
    after = desk.post(f"/admin/sign-in/remove/{phone.pk}/", follow=True).content.decode()
    assert "It is removed." in after
    assert offer in after
    assert f'<form id="everywhere" method="post" action="{she.EVERYWHERE}">' in after


def test_nobody_removes_what_is_somebody_elses(
    therapist: User, clock: time_machine.Traveller
) -> None:
    desk = signed_in(clock)
    other = User.objects.create_superuser("another")
    desk_of_another = Client()
    desk_of_another.force_login(other)
    [app] = desk.get(she.WAYS).context["ways"]
    assert desk_of_another.post(f"/admin/sign-in/remove/{app.pk}/").status_code == 404


def test_another_app_takes_the_place_of_the_one_before(
    therapist: User, clock: time_machine.Traveller
) -> None:
    desk = signed_in(clock)
    seed = she.seed_on(desk.get(she.APP))
    assert desk.post(she.APP, {"code": she.code_of(seed)})["Location"] == she.WAYS
    assert she.seed_of(therapist) == seed
    assert she.factors_of(therapist).count() == 1


@pytest.mark.parametrize("address", [she.LOGIN, she.SECOND, she.ENROL, she.WAYS, she.CODES])
def test_no_page_of_signing_in_is_kept_by_a_cache(
    therapist: User, client: Client, address: str
) -> None:
    assert "no-store" in client.get(address)["Cache-Control"]
