"""The desk is unlocked once a session, and locks by itself."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from practice.models import PracticeProfile, SealingKey, User
from tests.factories import A_MONDAY, PHRASE, SHEET, key_ring
from tests.practice.desk_keys import (
    KEYS,
    LOCK,
    PHRASE_PAGE,
    RECOVER,
    UNLOCK,
    is_unlocked,
    noted,
    unlocks,
)

WRONG = "abacus abdomen abdominal abide abiding ability"
pytestmark = pytest.mark.usefixtures("profile")


def test_a_locked_desk_leads_to_the_phrase_and_on_from_there(desk: Client) -> None:
    assert not is_unlocked(desk)
    address = desk.get(PHRASE_PAGE).headers["Location"]
    assert address == "/admin/unlock/?next=%2Fadmin%2Fkeys%2Fphrase%2F"
    page = desk.get(address).content.decode()
    assert '<input type="hidden" name="next" value="/admin/keys/phrase/">' in page

    assert unlocks(desk, PHRASE, next=PHRASE_PAGE).headers["Location"] == PHRASE_PAGE
    assert is_unlocked(desk)


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "evil", "javascript:alert(1)",
     "/\t/evil.example", "", "/leave/", "/", "/administration/", "/admin/../leave/",
     "/admin/%2e%2e/leave/"],
)  # fmt: skip
def test_it_leads_on_within_the_desk_only(desk: Client, elsewhere: str) -> None:
    assert unlocks(desk, PHRASE, next=elsewhere).headers["Location"] == "/admin/"


def test_a_wrong_phrase_opens_nothing_and_stays_in_its_field(desk: Client) -> None:
    response = unlocks(desk, WRONG)
    assert response.status_code == 422
    assert f'value="{WRONG}"' in response.content.decode()
    assert not is_unlocked(desk)
    assert noted() == []


@pytest.mark.parametrize("where", [UNLOCK, KEYS, RECOVER])
def test_nobody_else_gets_as_far_as_the_phrase(client: Client, where: str) -> None:
    assert client.get(where).headers["Location"].startswith("/admin/login/")


def test_the_button_locks(desk: Client) -> None:
    unlocks(desk, PHRASE)
    assert 'action="/admin/lock/"' in desk.get("/admin/").content.decode()
    assert desk.get(LOCK).status_code == 405
    assert is_unlocked(desk)

    response = desk.post(LOCK)
    assert response.cookies["unlock"].value == ""
    assert not is_unlocked(desk)
    assert 'action="/admin/lock/"' not in desk.get("/admin/").content.decode()


def test_signing_out_locks(desk: Client, therapist: User) -> None:
    unlocks(desk, PHRASE)
    assert desk.post("/admin/logout/").cookies["unlock"].value == ""
    desk.force_login(therapist)
    assert not is_unlocked(desk)


def test_each_unlock_and_lock_leaves_one_line(desk: Client) -> None:
    unlocks(desk, PHRASE)
    desk.post(LOCK)
    desk.post(LOCK)
    unlocks(desk, PHRASE)
    desk.post("/admin/logout/")
    assert [(verb, thing) for _who, verb, thing in noted()] == [
        ("unlocked", "key"),
        ("locked", "desk"),
        ("unlocked", "key"),
        ("locked", "desk"),
    ]


def test_it_locks_after_half_an_hour_without_use(desk: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        unlocks(desk, PHRASE)
        for _ in range(3):
            clock.shift(timedelta(minutes=30, seconds=-1))
            assert is_unlocked(desk)
        clock.shift(timedelta(minutes=30))
        assert not is_unlocked(desk)
        clock.shift(-timedelta(minutes=1))
        assert not is_unlocked(desk)


def test_to_look_at_the_lock_is_no_use_of_it(desk: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        unlocks(desk, PHRASE)
        clock.shift(timedelta(minutes=29))
        assert "Lock</button>" in desk.get("/admin/settings/").content.decode()
        clock.shift(timedelta(minutes=1))
        assert "Lock</button>" not in desk.get("/admin/settings/").content.decode()
        assert not is_unlocked(desk)


@pytest.mark.parametrize(("early", "open_"), [(1, True), (0, False)])
def test_it_locks_after_eight_hours_in_any_case(desk: Client, *, early: int, open_: bool) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        unlocks(desk, PHRASE)
        for _ in range(23):
            clock.shift(timedelta(minutes=20))
            assert is_unlocked(desk)
        clock.shift(timedelta(minutes=20) - timedelta(seconds=early))
        assert is_unlocked(desk) == open_


def test_both_times_are_settings(desk: Client, settings: Settings) -> None:
    settings.UNLOCK_IDLE = timedelta(minutes=5)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        unlocks(desk, PHRASE)
        clock.shift(timedelta(minutes=5))
        assert not is_unlocked(desk)


def test_neither_the_session_nor_the_cookie_opens_it_alone(desk: Client) -> None:
    unlocks(desk, PHRASE)
    cookie = desk.cookies.pop("unlock")
    assert not is_unlocked(desk)

    unlocks(desk, PHRASE)
    desk.cookies["unlock"] = cookie.value  # of another time
    assert not is_unlocked(desk)


def test_the_session_of_another_person_does_not_open_with_the_cookie(
    desk: Client, client: Client
) -> None:
    unlocks(desk, PHRASE)
    kept, cookie = desk.session["unlocked"], desk.cookies["unlock"].value
    other = Client()
    other.force_login(User.objects.create_superuser("another"))
    session = other.session
    session["unlocked"] = kept
    session.save()
    other.cookies["unlock"] = cookie
    assert not is_unlocked(other)


def test_the_cookie_is_for_the_server_alone_and_goes_with_the_browser(desk: Client) -> None:
    cookie = unlocks(desk, PHRASE).cookies["unlock"]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_under_https_it_is_a_host_cookie(desk: Client, settings: Settings) -> None:
    settings.UNLOCK_COOKIE_NAME, settings.HTTPS = "__Host-unlock", True
    assert unlocks(desk, PHRASE).cookies["__Host-unlock"]["secure"] is True
    gone = desk.post(LOCK).cookies["__Host-unlock"]
    assert (gone.value, gone["secure"], gone["max-age"]) == ("", True, 0)


def test_unlocking_changes_the_key_of_the_session(desk: Client) -> None:
    before = desk.cookies["session"].value
    unlocks(desk, PHRASE)
    assert desk.cookies["session"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_session_holds_the_key_in_no_spelling(desk: Client) -> None:
    unlocks(desk, PHRASE)
    private = key_ring().private
    kept = json.dumps(dict(desk.session)).encode() + Session.objects.get().session_data.encode()
    for spelt in (private, private.hex().encode(), base64.b64encode(private)[:-1]):
        assert spelt not in kept
    assert PHRASE.encode() not in kept


def test_a_key_that_was_put_in_use_elsewhere_locks_this_desk(desk: Client) -> None:
    unlocks(desk, PHRASE)
    SealingKey.objects.update(status="unconfirmed")
    other = SealingKey.new(bytes(range(32)), phrase=WRONG, sheet=SHEET, now=A_MONDAY)
    other.status, other.phrase_typed_at, other.sheet_typed_at = "current", A_MONDAY, A_MONDAY
    other.save()
    assert not is_unlocked(desk)


# --- Guessing --------------------------------------------------------------------------------


def says(response: Any) -> str:
    return str(response.context["form"].errors["phrase"][0])


def test_guessing_grows_slow_and_the_owner_never_waits_for_long(desk: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        unlocks(desk, PHRASE)  # what is right is no guess
        desk.post(LOCK)
        for _ in range(4):
            assert says(unlocks(desk, WRONG)).startswith("These six words do not open it.")
        assert says(unlocks(desk, PHRASE)).startswith("Please wait 2 seconds")

        pauses = []
        for _ in range(8):
            clock.shift(timedelta(seconds=31))
            assert says(unlocks(desk, WRONG)).startswith("These six words")
            pauses.append(int(says(unlocks(desk, PHRASE)).split()[2]))
        assert pauses == [4, 8, 16, 30, 30, 30, 30, 30]

        clock.shift(timedelta(seconds=30))
        assert unlocks(desk, PHRASE).status_code == 302


def test_a_press_too_soon_makes_the_pause_no_longer(desk: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(4):
            unlocks(desk, WRONG)
        for _ in range(20):
            unlocks(desk, PHRASE)
        clock.shift(timedelta(seconds=2))
        assert unlocks(desk, PHRASE).status_code == 302


def test_somebody_who_guesses_does_not_keep_the_owner_from_her_first_try(
    desk: Client, therapist: User
) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        for _ in range(6):
            unlocks(desk, WRONG)
        assert says(unlocks(desk, WRONG)).startswith("Please wait")

        owner = Client()
        owner.force_login(therapist)
        assert unlocks(owner, PHRASE).status_code == 302


def test_after_a_quarter_of_an_hour_it_is_forgotten(desk: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            unlocks(desk, WRONG)
        clock.shift(timedelta(minutes=15))
        for _ in range(3):
            assert says(unlocks(desk, WRONG)).startswith("These six words")


def test_guessing_at_the_sheet_counts_too(desk: Client, profile: PracticeProfile) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        for _ in range(4):
            desk.post(RECOVER, {"sheet": "A" * 32})
        assert says(unlocks(desk, PHRASE)).startswith("Please wait")
