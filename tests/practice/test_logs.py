"""A log says what went wrong and where, and never what somebody typed."""

import logging
import os
import sys
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from practice.local_postgres import database_url
from practice.logs import ContentFreeFormatter
from tests.contact.canaries import CANARIES, found_in
from tests.live_site import LiveSite, live_site
from tests.settings import HOME
from tests.visitor import TYPED, Answer, Visitor

TYPED_WORDS = "what somebody typed"


def record(*, status: int | None = None) -> logging.LogRecord:
    """What is logged of an error with typed words in it, and in the one that it came from."""
    try:
        try:
            raise KeyError(TYPED_WORDS)
        except KeyError as error:
            raise ValueError(TYPED_WORDS) from error
    except ValueError:
        made = logging.LogRecord("x", logging.ERROR, __file__, 1, "Oh", (), sys.exc_info())
    if status:
        made.status_code = status
    return made


@pytest.fixture
def site(transactional_db: None) -> Iterator[LiveSite]:
    """The site with two views that fail, and its real log."""
    with live_site(
        worker=False, answers="/livez", DJANGO_SETTINGS_MODULE="tests.practice.faulty_settings"
    ) as site:
        yield site


def send(site: LiveSite, path: str) -> Answer:
    visitor = Visitor(site)
    visitor.cookies["csrftoken"] = "t" * 32
    fields = CANARIES | {"csrfmiddlewaretoken": "t" * 32}
    return visitor.ask("POST", path, urlencode(fields).encode(), {"Content-Type": TYPED})


def test_an_error_is_told_by_its_kind_and_its_place() -> None:
    text = ContentFreeFormatter().format(record())
    assert "ValueError" in text
    assert "test_logs.py" in text
    assert "in record" in text


def test_the_words_of_an_error_are_left_out() -> None:
    assert TYPED_WORDS not in ContentFreeFormatter().format(record())


def test_words_that_another_formatter_left_behind_are_left_out() -> None:
    made = record()
    assert TYPED_WORDS in logging.Formatter().format(made)
    assert TYPED_WORDS not in ContentFreeFormatter().format(made)


def test_another_formatter_finds_the_record_as_it_was() -> None:
    made = record()
    before = dict(vars(made))
    ContentFreeFormatter().format(made)
    assert vars(made) == before


def test_a_refused_request_is_one_line() -> None:
    assert ContentFreeFormatter().format(record(status=499)) == "Oh"
    assert "ValueError" in ContentFreeFormatter().format(record(status=500))


def test_a_view_that_fails_prints_nothing_that_was_typed(site: LiveSite) -> None:
    for path, kind in [("/fails/raises/", "ValueError"), ("/fails/asks/", "DataError")]:
        answer = send(site, path)
        assert answer.status == 500
        assert found_in(answer.text.encode()) == set()
        assert "Something went wrong here" in answer.text
        assert f"{kind} (its words are left out)" in site.web.printed()
    assert "faulty_urls.py" in site.web.printed()
    assert found_in(site.web.printed().encode()) == set()


@pytest.mark.skipif(
    os.environ["DATABASE_URL"] != database_url(HOME), reason="the tests were given another Postgres"
)
def test_the_embedded_postgres_prints_nothing_that_was_typed(site: LiveSite) -> None:
    assert send(site, "/fails/asks/").status == 500
    printed = (HOME / "postgres" / "server.log").read_bytes()
    assert printed
    assert found_in(printed) == set()
