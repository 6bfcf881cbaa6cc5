"""Feeds and searches are counted as numbers of a day; nobody waits for it."""

import http.client
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from practice.figures import counting
from practice.figures.kinds import Key, Kind
from practice.models import Tally
from practice.models.tally import TallyManager
from tests.factories import make_article, make_profile
from tests.live_site import HOST, live_site
from tests.practice.cached_pages import CachedSite, cached_site, one_connection

FEED = "/feed.atom"


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    counting._since.clear()
    yield
    counting._since.clear()


@pytest.fixture
def site(db: None) -> Iterator[CachedSite]:
    make_profile()
    make_article(body="<p>Harbour.</p>")
    with one_connection():
        yield cached_site()


def counted() -> dict[str, int]:
    return {str(kind): number for kind, number in counting._since.items()}


def kept() -> dict[str, int]:
    return {key.kind: n for key, n in Tally.objects.since(timezone.localdate()).items()}


def test_each_fetch_is_counted_once_whoever_answers_it(site: CachedSite) -> None:
    tag = site.get(FEED).headers["etag"]
    site.get(FEED, HTTP_IF_NONE_MATCH=tag)
    site.clock.now += 2  # rendered anew, which is nobody's fetch
    site.get(FEED)
    site.get(FEED, "v=1")  # Django answers
    assert counted() == {"feed": 4}


def test_nothing_else_is_counted(site: CachedSite) -> None:
    site.get(FEED, REQUEST_METHOD="HEAD")
    site.get(FEED, "v=1", REQUEST_METHOD="HEAD")
    for path in ("/articles/an-article/", "/search/", "/series/none/feed.atom", "/"):
        site.get(path)
    assert counted() == {}


def test_a_search_is_a_number_and_another_where_it_finds_nothing(site: CachedSite) -> None:
    client = Client()
    for query in ("harbour", "nowhere", "", "   "):
        client.get("/search/", {"q": query})
    client.get("/search/", {"q": "harbour", "page": "1"})
    client.head("/search/", {"q": "harbour"})
    assert counted() == {"search": 1, "nothing": 1}


def test_what_is_kept_is_added_to_what_is_there(site: CachedSite) -> None:
    for kinds in ([Kind.FEED, Kind.FEED, Kind.SEARCH], [Kind.FEED], []):
        for kind in kinds:
            counting.count(kind)
        counting.keep()
    assert kept().items() >= {"feed": 3, "search": 1}.items()
    assert counted() == {}


def test_while_postgres_is_away_it_waits_with_its_day_and_is_counted_once(
    site: CachedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: TallyManager, counts: Counter[Key]) -> None:
        raise OperationalError

    yesterday, today = timezone.localdate() - timedelta(days=1), timezone.localdate()
    with monkeypatch.context() as patch:
        patch.setattr(TallyManager, "add", refuse)
        patch.setattr(timezone, "localdate", lambda: yesterday)
        for _ in range(3):
            counting.count(Kind.FEED)
            counting.keep()
    counting.count(Kind.FEED)
    for _ in range(2):
        counting.keep()
    days = {key.day: n for key, n in Tally.objects.since(yesterday).items() if key.kind == "feed"}
    assert days == {yesterday: 3, today: 1}


@pytest.mark.usefixtures("transactional_db")
def test_a_web_process_that_is_asked_to_end_adds_what_it_has_counted() -> None:
    make_profile()
    with live_site(worker=False) as live:
        for _ in range(3):
            connection = http.client.HTTPConnection(HOST, live.port, timeout=15)
            connection.request("GET", FEED)
            connection.getresponse().read()
            connection.close()
        assert "feed" not in kept()
        live.web.ask_to_stop()
        live.web.exit_code()
    assert kept()["feed"] == 3
