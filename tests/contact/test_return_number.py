"""The number is posted, tried a few times at most, and a wrong one learns nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contact import return_code
from contact.models import Enquiry
from contact.views.returning import LIMIT
from practice.models import RateCount
from practice.page_cache.admission import is_reading_page
from practice.sealing import wrapping
from tests.contact.returning import RETURN, WRONG, come_back, send, text
from tests.factories import A_MONDAY

pytestmark = pytest.mark.usefixtures("profile")

MALFORMED = ["", " ", "1234", "1" * 21, "abcd", "½" * 20, "٣" * 20, "\x00", "1" * 5000, "<b>"]


def without_what_was_typed(response: Any) -> str:
    """The page without its CSRF token and the number that it shows again."""
    return re.sub(
        r'(name="(?:csrfmiddlewaretoken|number)".*?) value="[^"]*"', r"\1", page(response)
    )


def page(response: Any) -> str:
    return str(response.content.decode())


def damaged_proof(number: str) -> str:
    """Make the row of this number one that is found by it and does not fit it."""
    Enquiry.objects.update(code_proof=bytes(return_code.PROOF_BYTES))
    return number


def test_the_page_asks_for_the_number(client: Client) -> None:
    response = client.get(RETURN)
    assert response.status_code == 200
    assert "Your number" in text(response)


@pytest.mark.parametrize(
    "typed",
    ["{0} {1} {2} {3} {4}", "{0}{1}{2}{3}{4}", " {0}-{1}-{2}-{3}-{4}. ", "No. {0}/{1}\n{2}{3} {4}"],
)
def test_spaces_and_other_signs_between_the_digits_do_not_matter(
    client: Client, typed: str
) -> None:
    number = send(client)
    response = come_back(client, typed.format(*number.split()))
    assert response.status_code == 200
    assert "I have your message" in text(response)


def test_another_browser_may_come_back_too(client: Client) -> None:
    assert come_back(Client(), send(client)).status_code == 200


def test_the_number_is_taken_from_nowhere_but_the_body_of_a_post(client: Client) -> None:
    number = send(client)
    assert "Your number" in text(client.get(RETURN, {"number": number}))
    assert client.post(f"{RETURN}?number={number}").status_code == 422


def test_wrong_unknown_and_impossible_numbers_get_the_same_answer(client: Client) -> None:
    number = send(client)
    unknown = come_back(client, WRONG)
    wrong = come_back(client, damaged_proof(number))
    assert unknown.status_code == wrong.status_code == 422
    assert without_what_was_typed(unknown) == without_what_was_typed(wrong)
    for typed in MALFORMED:
        RateCount.objects.all().delete()
        impossible = come_back(client, typed)
        assert impossible.status_code == 422
        assert without_what_was_typed(impossible) == without_what_was_typed(unknown)


def test_wrong_unknown_and_impossible_numbers_take_the_same_work(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, derived, derive = send(client), list[str](), return_code.derive

    def noted(code: str) -> return_code.Derived:
        derived.append(code)
        return derive(code)

    monkeypatch.setattr(return_code, "derive", noted)

    def work(typed: str) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            come_back(client, typed)
        # The profile is asked for by a prepared question, whose SQL Django does not always know.
        return [
            re.sub(r"'[^']*'|\d+", "?", query["sql"])
            for query in asked
            if query["sql"] and "practice_practiceprofile" not in query["sql"]
        ]

    damaged_proof(number)
    assert work(number) == work(WRONG) == work("") == work("x" * 50)
    assert [len(code) for code in derived] == [20, 20, 0, 0]


def test_deriving_costs_what_was_decided(client: Client) -> None:
    """Under a millisecond and 2 MiB: measured when it was decided, and 5 ms are allowed."""
    assert (wrapping.DIGITS_MEMORY, wrapping.DIGITS_PASSES) == (2048, 1)


def test_a_wrong_number_is_shown_again_to_be_corrected_and_cannot_carry_html(
    client: Client,
) -> None:
    assert f'value="{WRONG}"' in page(come_back(client, WRONG))
    assert "<b>" not in page(come_back(client, '"><b>'))


def test_after_ten_wrong_numbers_there_is_a_pause_that_says_whom_to_ring(client: Client) -> None:
    with time_machine.travel(A_MONDAY, tick=False) as clock:
        number = send(client)
        assert {come_back(client, WRONG).status_code for _ in range(10)} == {422}
        clock.shift(timedelta(minutes=1))
        for typed in (WRONG, number):
            refused = come_back(client, typed)
            assert (refused.status_code, refused["Retry-After"]) == (429, "840")
            assert "no-store" in refused["Cache-Control"]
            assert 'href="tel:01632960123"' in page(refused)
        clock.shift(timedelta(minutes=14))
        assert come_back(client, number).status_code == 200


def test_right_numbers_are_not_counted(client: Client) -> None:
    number = send(client)
    for _ in range(9):
        come_back(client, WRONG)
    assert {come_back(client, number).status_code for _ in range(15)} == {200}
    assert come_back(client, WRONG).status_code == 422
    assert come_back(client, WRONG).status_code == 429


def test_another_address_is_not_kept_waiting(client: Client) -> None:
    number = send(client)
    for _ in range(11):
        come_back(client, WRONG)
    assert come_back(Client(REMOTE_ADDR="192.0.2.7"), number).status_code == 200


def test_all_addresses_together_are_counted_too() -> None:
    assert (LIMIT.from_one, LIMIT.from_all) == (10, 1000)
    RateCount.objects.all().delete()
    come_back(Client(REMOTE_ADDR="192.0.2.7"), WRONG)
    RateCount.objects.update(count=1000)
    assert come_back(Client(REMOTE_ADDR="192.0.2.8"), WRONG).status_code == 429


@pytest.mark.parametrize("status", [200, 422, 429])
def test_no_page_is_stored_anywhere(client: Client, status: int) -> None:
    number = send(client)
    for _ in range(11 if status == 429 else 0):
        come_back(client, WRONG)
    response = come_back(client, number if status == 200 else WRONG)
    assert response.status_code == status
    assert "no-store" in response["Cache-Control"]
    assert not is_reading_page(RETURN, "")


def test_the_name_of_each_page_tells_nothing(client: Client) -> None:
    number = send(client)
    pages = [client.get(RETURN), come_back(client, WRONG)]
    pages += [come_back(client, number, do=do) for do in ("", "route", "erase", "withdraw")]
    pages += [come_back(client, number, do="erase_now")]
    titles = {re.findall("<title>(.*?)</title>", page(response))[0] for response in pages}
    assert titles == {"Contact"}


def test_no_number_and_no_session_are_left_in_the_browser(client: Client) -> None:
    number = send(client)
    client.cookies.clear()
    response = come_back(client, number)
    assert not response.cookies.keys() - {"csrftoken"}
    assert not Session.objects.exists()


def test_only_reading_and_posting_are_known_here(client: Client) -> None:
    assert client.put(RETURN).status_code == 405


@pytest.mark.parametrize("do", ["nonsense", "", "\x00", "constructor"])
def test_an_action_that_there_is_not_shows_the_page(client: Client, do: str) -> None:
    assert "I have your message" in text(come_back(client, send(client), do=do))
