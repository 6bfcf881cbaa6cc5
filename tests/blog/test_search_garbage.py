"""Whatever is typed into the search: a page, soon, and not a word of it in any log."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.search import LONGEST, Query
from tests.factories import make_article
from tests.pages import page_at, text_of, values

pytestmark = pytest.mark.usefixtures("profile")

GARBAGE = {
    "a NUL": "trauma%00",
    "only NULs": "%00%00",
    "operators": "%26+%7C+%21+%3A%2A+%3C-%3E+%28%29",
    "one quote": "%22",
    "a quote that stays open": "%22trauma",
    "quotes in quotes": "%22%22%22trauma%22+%22%22",
    "only stop words": "the+and+of",
    "only a minus": "-",
    "all but one word": "-trauma",
    "all but a stop word": "the+-the",
    "or alone": "or+or+OR",
    "a backslash": "%5C+%5C%27",
    "SQL": "%27%3B+DROP+TABLE+blog_article%3B+--",
    "weights": "trauma%3AA+trauma%3A%2A",
    "markup": "%3Cscript%3Ealert%281%29%3C%2Fscript%3E",
    "right to left": "%D7%9E%D7%99%D7%9C%D7%94+%E2%80%AEtrauma",
    "a lone surrogate": "%ED%A0%80trauma",
    "no UTF-8": "%FF%FE%C0%80",
    "a percent sign cut off": "%E2%82%",
    "signs for private use": "%EE%80%80trauma%EE%80%81",
    "emoji": "%F0%9F%A7%98%F0%9F%8F%BD%E2%80%8D%E2%99%80%EF%B8%8F",
    "one sign that folds into eighteen": "%EF%B7%BA" * 40,
    "a tower of accents": "e" + "%CC%81" * 3000,
    "10 kB of words": "trauma+" * 1500,
    "10 kB of one word": "x" * 10_000,
    "10 kB of quotes": "%22" * 10_000,
    "10 kB of minuses": "-" * 10_000,
    "minuses of other widths": "%EF%B9%A3%EF%BC%8D" * 100,
    "minuses in brackets": "-(" * 100,
    "10 kB of or": "or+" * 3400,
}


@pytest.fixture(autouse=True)
def article(profile: object) -> None:
    make_article("one", body="<p>Trauma, and what the SQL script alerts.</p>")


@pytest.mark.parametrize("typed", GARBAGE.values(), ids=GARBAGE)
def test_a_page_answers_with_at_most_five_questions_to_postgres(client: Client, typed: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        page = page_at(client, f"/search/?q={typed}")

    assert len(captured) <= 5
    assert page.xpath("//script") == []
    (shown,) = values(page, "//input[@name='q']/@value")
    assert len(shown) <= LONGEST
    assert shown.isprintable()


@pytest.mark.parametrize("query", ["q=one&q=two", "q[]=x", "Q=x", "q", "&&&=&q=", "page=2"])
def test_odd_query_strings_do_no_harm(client: Client, query: str) -> None:
    assert client.get(f"/search/?{query}").status_code == 200


def test_what_is_too_long_is_cut_at_a_space_and_the_page_says_so(client: Client) -> None:
    page = page_at(client, "/search/?q=" + "trauma+" * 1500)

    assert f"first {LONGEST} characters" in text_of(page)
    assert values(page, "//input[@name='q']/@value") == [" ".join(["trauma"] * 17)]


def test_a_query_as_long_as_may_be_is_not_cut() -> None:
    assert Query.typed("x" * LONGEST) == Query("x" * LONGEST, was_cut=False)
    assert Query.typed("x" * (LONGEST + 1)) == Query("x" * LONGEST, was_cut=True)


@pytest.mark.parametrize("typed", ["-trauma", "the -trauma", "trauma or -trauma"])
def test_everything_but_a_word_finds_nothing_rather_than_everything(
    client: Client, typed: str
) -> None:
    make_article("two", body="<p>Something else.</p>")

    assert page_at(client, f"/search/?q={typed}").find_class("card") == []


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_search_is_only_ever_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/search/?q=trauma").status_code == 405


def test_nothing_of_what_was_looked_for_is_logged(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        for query in ("q=canary", "q=canary&page=99", "q=canary%00%22"):
            client.get(f"/search/?{query}")
        client.post("/search/?q=canary")

    assert caplog.records
    assert "canary" not in caplog.text
