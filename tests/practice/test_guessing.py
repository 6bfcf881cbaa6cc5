"""Guessing at name, password and code: slow from everywhere, and the owner gets in all the same."""

import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.utils import timezone

from practice.models import RateCount, User
from practice.sign_in import second_factors, tries
from tests.practice import second_steps as she
from tests.practice.second_steps import LOGIN, PASSWORD

pytestmark = pytest.mark.django_db

HERS, HIS = "192.0.2.1", "198.51.100.1"


@pytest.fixture
def therapist() -> User:
    return she.make_therapist()


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def guess(browser: Client, word: str = "guess", address: str = HIS, **more: Any) -> Any:
    return she.gives_password(browser, word, REMOTE_ADDR=address, **more)


def guess_often(number: int, address: str = HIS, **more: Any) -> None:
    browser = Client()
    for _ in range(number):
        guess(browser, address=address, **more)


def test_the_pause_grows_with_wrong_tries_up_to_a_minute(
    therapist: User, clock: time_machine.Traveller
) -> None:
    thief, waits = Client(), []
    for _ in range(20):
        answer = guess(thief)
        if answer.status_code == 429:
            waits.append(int(answer["Retry-After"]))
            clock.shift(waits[-1])
    assert waits[:7] == [2, 4, 8, 16, 32, 60, 60]
    assert set(waits[7:]) == {60}


def test_while_a_pause_lasts_even_the_right_password_is_not_looked_at(therapist: User) -> None:
    guess_often(5)
    thief = Client()
    refused = guess(thief, PASSWORD)
    assert refused.status_code == 429
    assert "Please wait" in refused.content.decode()
    assert not Session.objects.exists()


def test_from_another_address_she_gets_in_while_somebody_guesses(therapist: User) -> None:
    guess_often(25)
    owner = Client()
    assert she.gives_password(owner, REMOTE_ADDR=HERS)["Location"] == she.SECOND


def test_from_his_own_address_she_gets_in_with_a_browser_that_was_signed_in_before(
    therapist: User,
) -> None:
    owner = Client()
    she.signs_in(owner)
    owner.post("/admin/logout/")
    assert not she.is_in(owner)
    guess_often(40)
    assert she.gives_password(owner, REMOTE_ADDR=HIS)["Location"] == she.SECOND
    assert she.gives_password(Client(), REMOTE_ADDR=HIS).status_code == 429


def test_a_browser_that_was_signed_in_before_is_slowed_down_by_its_own_guesses(
    therapist: User,
) -> None:
    stolen = Client()
    she.signs_in(stolen)
    stolen.post("/admin/logout/")
    answers = [guess(stolen).status_code for _ in range(8)]
    assert answers[:3] == [422] * 3
    assert answers[5:] == [429] * 3


def test_a_browser_that_was_signed_in_to_another_account_is_not_known(therapist: User) -> None:
    User.objects.create_superuser("another", password=PASSWORD)
    hers = Client()
    she.signs_in(hers)
    hers.post("/admin/logout/")
    fields = {"username": "another"}
    guess_often(5, fields=fields)
    assert guess(hers, PASSWORD, fields=fields).status_code == 429
    assert guess(hers, PASSWORD).status_code == 302


@pytest.mark.parametrize("forged", ["", "x", "e30:1abc:xyz", "\0"])
def test_a_forged_cookie_makes_no_known_browser(therapist: User, forged: str) -> None:
    guess_often(8)
    browser = Client()
    browser.cookies["known"] = forged
    assert guess(browser, PASSWORD).status_code == 429


def test_one_address_gets_thirty_tries_at_whatever_names(
    therapist: User, clock: time_machine.Traveller
) -> None:
    browser = Client()
    answers = [
        guess(browser, fields={"username": f"name {number}"}).status_code for number in range(32)
    ]
    assert answers == [422] * 30 + [429] * 2
    clock.shift(timedelta(minutes=21))
    assert guess(browser, fields={"username": "name"}).status_code == 422


def test_known_and_unknown_names_get_the_same_words(therapist: User) -> None:
    for password in ("guess", "guess", "guess", "guess", "guess"):
        known, unknown = (
            Client().post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=name)
            for name in ("therapist", "theropist")
        )
        assert known.status_code == unknown.status_code
        assert she.words_of(known) == she.words_of(unknown).replace("theropist", "therapist")
        assert set(known.headers) == set(unknown.headers)
        assert set(known.cookies) == set(unknown.cookies)


def test_known_and_unknown_names_take_the_same_time(therapist: User) -> None:
    """The work is compared and not the clock, so that a busy machine says the same."""
    work: dict[str, list[float]] = {"therapist": [], "theropist": []}
    for number in range(7):
        for name, spent in work.items():
            browser = Client()
            browser.get(LOGIN)
            began = time.thread_time()
            fields = {"username": name, "password": "guess"}
            answer = browser.post(LOGIN, fields, REMOTE_ADDR=f"192.0.2.{number}")
            spent.append(time.thread_time() - began)
            assert answer.status_code == 422
        RateCount.objects.all().delete()
    known, unknown = (statistics.median(spent) for spent in work.values())
    assert min(known, unknown) > 0.05  # a password was hashed for both
    assert abs(known - unknown) < 0.15 * max(known, unknown)


def test_what_is_refused_costs_no_hash(therapist: User) -> None:
    guess_often(31)
    browser = Client()
    began = time.thread_time()
    assert guess(browser).status_code == 429
    assert time.thread_time() - began < 0.05


def test_six_digits_are_guessed_slowly_from_however_many_addresses(
    therapist: User, clock: time_machine.Traveller
) -> None:
    looked_at = 0
    for number in range(15):
        thief = Client()
        where = {"REMOTE_ADDR": f"198.51.{number}.1"}
        she.gives_password(thief, **where)
        answer = she.gives_code(thief, "000000", **where)
        looked_at += "does not fit" in answer.content.decode()
    assert looked_at == 6  # five are free, and the first of the pause that begins then


def pause_of_codes(rf: RequestFactory, user: User) -> Any:
    return tries.for_code(rf.get("/", REMOTE_ADDR=HIS), user, is_recovery=False)


def test_unknown_browsers_try_some_three_hundred_codes_a_day(
    therapist: User, rf: RequestFactory
) -> None:
    began, looked_at = timezone.now(), 0
    pause, now = pause_of_codes(rf, therapist), began
    while now < began + timedelta(days=1) and looked_at < 2_000:
        wait = pause.too_soon(now)
        looked_at += wait is None
        now += wait / 2 if wait else timedelta()
    assert 290 < looked_at < 305


def test_codes_that_are_sent_at_once_are_counted_before_they_are_looked_at(
    therapist: User, rf: RequestFactory
) -> None:
    at_once = [pause_of_codes(rf, therapist).too_soon(timezone.now()) for _ in range(20)]
    assert at_once.count(None) == 6


def test_what_was_right_counts_as_no_guess(therapist: User) -> None:
    she.signs_in(Client(), REMOTE_ADDR=HERS)
    thief = Client()
    assert [guess(thief).status_code for _ in range(5)] == [422] * 4 + [429]

    she.gives_password(thief, REMOTE_ADDR=HERS)
    tried = [she.gives_code(thief, "000000").content.decode() for _ in range(7)]
    assert ["does not fit" in answer for answer in tried] == [True] * 6 + [False]


def test_whoever_guesses_codes_keeps_neither_recovery_codes_nor_known_browsers_out(
    therapist: User,
) -> None:
    [code, *_others] = second_factors.new_recovery_codes(therapist)
    known = Client()
    she.signs_in(known)
    known.post("/admin/logout/")
    thief = Client()
    she.gives_password(thief, REMOTE_ADDR=HIS)
    for _ in range(20):
        she.gives_code(thief, "000000", REMOTE_ADDR=HIS)

    new = Client()
    she.gives_password(new, REMOTE_ADDR=HERS)
    assert she.gives_code(new, she.code_of(), REMOTE_ADDR=HERS).status_code == 422
    assert she.gives_code(new, code, REMOTE_ADDR=HERS).status_code == 302
    Authenticator.objects.filter(type="totp").update(data={"secret": _seed(therapist)})
    she.gives_password(known, REMOTE_ADDR=HERS)
    assert she.gives_code(known, she.code_of(), REMOTE_ADDR=HERS).status_code == 302


def _seed(therapist: User) -> str:
    return str(she.factors_of(therapist).get(type="totp").data["secret"])


def test_what_is_kept_of_tries_names_nobody_and_goes_away(
    therapist: User, clock: time_machine.Traveller
) -> None:
    guess_often(4)
    kept = b"".join(bytes(row.key) for row in RateCount.objects.all())
    for word in (b"therapist", HIS.encode()):
        assert word not in kept
    from practice.rate_limit import forget_expired

    forget_expired(timezone.now() + timedelta(days=1))
    assert not RateCount.objects.exists()
