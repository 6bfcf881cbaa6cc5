"""A page is fresh for a second; then one request renders it and the others do not wait."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from blog.models import Article
from practice.page_cache.flights import Flight, Flights
from practice.page_cache.shelf import Key
from tests.factories import make_article, make_readable_site
from tests.live_site import live_site, wait_until
from tests.practice.cached_pages import CachedSite, Prepared, cached_site, one_connection
from tests.visitor import Visitor

ARTICLE = "/articles/first-part/"
FRESH_FOR = 1.0  # second


@pytest.fixture
def site(db: None) -> Iterator[CachedSite]:
    make_readable_site()
    with one_connection():
        yield cached_site()


def retitle(title: str) -> None:
    article = Article.objects.get(slug="first-part")
    article.title = title
    article.save()


def test_an_edit_shows_after_one_second_and_not_before(site: CachedSite) -> None:
    site.get(ARTICLE)
    retitle("A new title")
    site.clock.now += FRESH_FOR - 0.001
    before = site.get(ARTICLE)
    site.clock.now += 0.001
    after = site.get(ARTICLE)

    assert "A new title" not in before.text
    assert "A new title" in after.text
    assert site.renderings == 2


def test_each_second_is_counted_from_the_moment_that_the_rendering_began() -> None:
    def slow(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        slow_site.clock.now += 0.75
        return Prepared()(environ, start_response)

    slow_site = cached_site(django=slow)
    for _ in range(2):  # rendering took three quarters of a second, so one quarter is left
        slow_site.get("/")
    assert slow_site.renderings == 1
    slow_site.clock.now += 0.25
    slow_site.get("/")

    assert slow_site.renderings == 2


def test_a_scheduled_article_appears_in_its_second_everywhere(site: CachedSite) -> None:
    due = timezone.now() + timedelta(minutes=1)
    make_article("scheduled", status=Article.Status.SCHEDULED, publish_at=due)
    with time_machine.travel(due - timedelta(seconds=1), tick=False) as today:
        assert site.get("/articles/scheduled/").status == 404
        assert "/articles/scheduled/" not in site.get("/").text
        today.shift(timedelta(seconds=1))
        site.clock.now += 1

        assert site.get("/articles/scheduled/").status == 200
        assert "/articles/scheduled/" in site.get("/").text


@pytest.mark.parametrize("seconds", [1, 3600])
def test_an_article_that_is_withdrawn_is_gone_and_not_a_failure(
    site: CachedSite, seconds: int
) -> None:
    site.get(ARTICLE)
    Article.objects.filter(slug="first-part").update(status=Article.Status.DRAFT)
    site.clock.now += seconds

    assert [site.get(ARTICLE).status for _ in range(2)] == [404, 404]


class Kitchen:
    """Renders only when it is let; notes how many are at it and how many it has done."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.begun = 0
        self.text = b"the first"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.begun += 1
        text = self.text
        assert self.may_go_on.wait(30)
        if text == b"a crash":
            raise SystemExit
        return Prepared(body=text)(environ, start_response)


@pytest.fixture
def kitchen() -> Iterator[Kitchen]:
    kitchen = Kitchen()
    yield kitchen
    kitchen.may_go_on.set()


def at_once(count: int, do: Callable[[], bytes]) -> list[bytes]:
    """What so many callers get who all begin in the same moment."""
    together = threading.Barrier(count)

    def one(_: int) -> bytes:
        together.wait(30)
        return do()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def nobody_waits(flight: Flight, seconds: float) -> bool:
    raise AssertionError


def test_fifty_at_once_on_expiry_cost_one_rendering_and_nobody_else_waits(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Flight, "wait", nobody_waits)
    site = cached_site(django=kitchen)
    kitchen.may_go_on.set()
    site.get("/")
    kitchen.may_go_on.clear()
    kitchen.text = b"the second"
    site.clock.now += FRESH_FOR
    with ThreadPoolExecutor(1) as first:
        renewing = first.submit(lambda: site.get("/").body)
        wait_until(lambda: kitchen.begun == 2)
        others = at_once(49, lambda: site.get("/").body)
        kitchen.may_go_on.set()

        assert renewing.result(30) == b"the second"
    assert others == [b"the first"] * 49
    assert site.get("/").body == b"the second"
    assert site.renderings == 2


@pytest.mark.parametrize("idle", [FRESH_FOR, 3600])
def test_fifty_at_once_after_any_time_cost_one_rendering(kitchen: Kitchen, idle: float) -> None:
    site = cached_site(django=kitchen)
    kitchen.may_go_on.set()
    site.get("/")
    site.clock.now += idle
    at_once(50, lambda: site.get("/").body)

    assert site.renderings == 2


def test_fifty_at_once_on_the_first_day_cost_one_rendering(kitchen: Kitchen) -> None:
    site = cached_site(django=kitchen)
    with ThreadPoolExecutor(50) as pool:
        asked = [pool.submit(lambda: site.get("/").body) for _ in range(50)]
        wait_until(lambda: kitchen.begun == 1)
        kitchen.may_go_on.set()

        assert [it.result(30) for it in asked] == [b"the first"] * 50
    assert site.renderings == 1


def test_nobody_gets_an_hour_old_copy_while_another_renders(kitchen: Kitchen) -> None:
    site = cached_site(django=kitchen)
    kitchen.may_go_on.set()
    site.get("/")
    kitchen.may_go_on.clear()
    kitchen.text = b"the second"
    site.clock.now += 3600
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(lambda: site.get("/").body)
        wait_until(lambda: kitchen.begun == 2)
        second = pool.submit(lambda: site.get("/").body)
        kitchen.may_go_on.set()

        assert [first.result(30), second.result(30)] == [b"the second"] * 2


def test_who_comes_just_too_late_takes_what_was_made_in_that_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = cached_site(django=Prepared())
    begin = Flights.begin

    def late(flights: Flights, key: Key, *, has_old_copy: bool) -> tuple[Flight | None, bool]:
        """Between the look at a stale copy and this, another request came and went."""
        monkeypatch.setattr(Flights, "begin", begin)
        site.get("/")
        return begin(flights, key, has_old_copy=has_old_copy)

    site.get("/")
    site.clock.now += FRESH_FOR
    monkeypatch.setattr(Flights, "begin", late)
    site.get("/")

    assert site.renderings == 2


def test_pages_do_not_wait_for_each_other(kitchen: Kitchen) -> None:
    site = cached_site(django=kitchen)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(site.get, path) for path in ("/", "/about/")]
        wait_until(lambda: kitchen.begun == 2)
        kitchen.may_go_on.set()

        assert [it.result(30).status for it in asked] == [200, 200]


def test_a_crash_of_the_one_who_renders_lets_the_others_go_on(kitchen: Kitchen) -> None:
    site = cached_site(django=kitchen)
    kitchen.text = b"a crash"
    with ThreadPoolExecutor(1) as pool:
        crashing = pool.submit(site.get, "/")
        wait_until(lambda: kitchen.begun == 1)
        kitchen.text = b"the second"
        kitchen.may_go_on.set()
        with pytest.raises(SystemExit):
            crashing.result(30)

    assert site.get("/").body == b"the second"
    assert site.cache._flights._under_way == {}


@pytest.mark.usefixtures("transactional_db")
def test_fifty_visitors_of_the_real_site_cost_django_one_rendering() -> None:
    make_readable_site()
    site = cached_site()

    def visit() -> bytes:
        try:
            return site.get(ARTICLE).body
        finally:
            connections.close_all()

    first = at_once(50, visit)
    site.clock.now += FRESH_FOR
    second = at_once(50, visit)

    assert len({*first, *second}) == 1
    assert site.renderings == 2


@pytest.mark.usefixtures("transactional_db")
def test_an_edit_shows_after_a_second_in_every_process_of_granian() -> None:
    make_readable_site()
    with live_site(worker=False, GRANIAN_WORKERS="2") as live:
        assert len(workers_of(live.web.process.pid)) == 2
        for title in ("Edited once", "Edited twice"):
            visits = [Visitor(live).get(ARTICLE).text for _ in range(20)]
            assert not [text for text in visits if title in text]
            retitle(title)
            time.sleep(FRESH_FOR)

            visits = [Visitor(live).get(ARTICLE).text for _ in range(20)]
            assert not [text for text in visits if title not in text]


def workers_of(pid: int) -> list[str]:
    """The web processes that granian has started, by their ids; its resource tracker is none."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [child for task in tasks for child in (task / "children").read_text().split()]
    return [child for child in children if b"tracker" not in command(child)]


def command(pid: str) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()
