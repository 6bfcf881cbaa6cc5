"""So many tries within a while from one address, and from all together; in one statement."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from practice.models import RateCount, RateSalt
from practice.rate_limit import Limit, forget_expired, tries_of
from practice.visitor_address import address_of
from tests.factories import A_MONDAY

LIMIT = Limit("a test", within=timedelta(minutes=15), from_one=3, from_all=5)
SECOND = timedelta(seconds=1)
NO_WAIT = timedelta()


def asked_by(address: str, forwarded: str = "") -> HttpRequest:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


def allowed(address: str = "192.0.2.1", now: datetime = A_MONDAY, limit: Limit = LIMIT) -> bool:
    return limit.take(asked_by(address), now) == NO_WAIT


def use_up(address: str = "192.0.2.1") -> None:
    assert [allowed(address) for _ in range(3)] == [True, True, True]


@pytest.mark.django_db
def test_one_address_may_try_so_often_and_no_more() -> None:
    use_up()
    assert not allowed()
    assert allowed("192.0.2.2")


@pytest.mark.django_db
def test_the_while_begins_with_the_first_try_and_trying_on_does_not_lengthen_it() -> None:
    use_up()
    assert LIMIT.take(asked_by("192.0.2.1"), A_MONDAY + SECOND) == LIMIT.within - SECOND
    assert not allowed(now=A_MONDAY + LIMIT.within - SECOND)
    assert allowed(now=A_MONDAY + LIMIT.within)


@pytest.mark.django_db
def test_all_addresses_together_may_try_so_often_and_no_more() -> None:
    use_up()
    assert [allowed(f"192.0.2.{host}") for host in (2, 3, 4)] == [True, True, False]


@pytest.mark.django_db
def test_whoever_tries_on_beyond_her_limit_uses_up_nobody_elses() -> None:
    use_up()
    assert not any(allowed() for _ in range(10))
    assert allowed("192.0.2.2")


@pytest.mark.django_db
def test_a_try_that_is_given_back_does_not_count_for_one_or_for_all() -> None:
    for _ in range(20):
        assert allowed()
        LIMIT.give_back(asked_by("192.0.2.1"), A_MONDAY)
    use_up()
    assert allowed("192.0.2.2")


@pytest.mark.django_db
def test_giving_back_what_was_forgotten_meanwhile_gives_no_extra_try() -> None:
    LIMIT.give_back(asked_by("192.0.2.1"), A_MONDAY)
    use_up()
    assert not allowed()


@pytest.mark.django_db
def test_two_limits_do_not_count_for_each_other() -> None:
    use_up()
    assert allowed(limit=Limit("another", LIMIT.within, from_one=1, from_all=1))


@pytest.mark.django_db
def test_a_try_costs_one_statement() -> None:
    for _ in range(2):  # the first of a day makes the salt
        with CaptureQueriesContext(connection) as asked:
            allowed()
            tries_of(asked_by("192.0.2.1"), "x", within=LIMIT.within, now=A_MONDAY)
        assert len(asked) == 2


@pytest.mark.django_db
def test_no_address_is_kept_and_not_the_same_sign_for_it_on_another_day() -> None:
    keys = set()
    for day in range(2):
        RateCount.objects.all().delete()
        allowed(now=A_MONDAY + timedelta(days=day))
        keys |= {bytes(key) for key in RateCount.objects.values_list("key", flat=True)}
    assert len(keys) == 4
    assert not any(b"192.0.2.1" in key for key in keys)


@pytest.mark.django_db
def test_the_sign_of_an_address_depends_on_a_salt_that_is_gone_after_its_day() -> None:
    allowed()
    before = set(RateCount.objects.values_list("key", flat=True))
    forget_expired(A_MONDAY)
    assert len(bytes(RateSalt.objects.get().salt)) == 32

    forget_expired(A_MONDAY + timedelta(days=1))
    assert not RateSalt.objects.exists()
    allowed()
    assert before.isdisjoint(RateCount.objects.values_list("key", flat=True))


@pytest.mark.django_db
def test_no_row_tells_the_moment_of_a_try() -> None:
    odd = A_MONDAY + timedelta(minutes=7, seconds=31, microseconds=17)
    day = timedelta(days=1)
    tries_of(asked_by("192.0.2.1"), "x", within=day, now=odd)
    assert RateCount.objects.get().expires_at == A_MONDAY + day
    RateCount.objects.all().delete()

    assert LIMIT.take(asked_by("192.0.2.1"), odd) == NO_WAIT
    told = set(RateCount.objects.values_list("expires_at", flat=True))
    assert told == {A_MONDAY + timedelta(minutes=25)}


@pytest.mark.django_db
def test_what_has_run_out_is_forgotten_at_its_second() -> None:
    allowed()
    forget_expired(A_MONDAY + LIMIT.within - SECOND)
    assert RateCount.objects.count() == 2
    forget_expired(A_MONDAY + LIMIT.within)
    assert RateCount.objects.count() == 0


@pytest.mark.django_db
def test_tries_are_counted_for_an_address() -> None:
    def tries(address: str) -> int:
        return tries_of(asked_by(address), "x", within=LIMIT.within, now=A_MONDAY)

    assert [tries("192.0.2.1"), tries("192.0.2.1"), tries("192.0.2.2")] == [1, 2, 1]


@pytest.mark.django_db(transaction=True)
def test_the_first_tries_of_a_day_agree_on_one_salt() -> None:
    def attempt(_: int) -> int:
        try:
            return tries_of(asked_by("192.0.2.1"), "x", within=LIMIT.within, now=A_MONDAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(attempt, range(8))) == list(range(1, 9))
    assert RateSalt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_get_no_more_than_one_after_the_other() -> None:
    def attempt(number: int) -> bool:
        try:
            return allowed(f"192.0.2.{number % 2}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(40))) == LIMIT.from_all


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9,198.51.100.1, 192.0.2.9", "198.51.100.1"),
        (2, "198.51.100.1", "198.51.100.1"),
        (1, "198.51.100.1, made-up", "192.0.2.1"),
        (1, "198.51.100.1,", "192.0.2.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2::9", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_an_address_is_believed_as_far_as_the_proxies_are_known(
    settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert address_of(asked_by("192.0.2.1", forwarded)) == address


def test_a_request_from_nowhere_has_some_address_all_the_same() -> None:
    assert address_of(asked_by("")) == ""
