"""While pages cannot be rendered, the last good copies are shown; what is gone is gone."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from practice import local_postgres
from tests.live_site import REPOSITORY, live_site, wait_until
from tests.practice.cached_pages import CachedSite, Prepared, cached_site
from tests.practice.postgres_homes import ask as ask_postgres
from tests.practice.postgres_homes import new_home
from tests.visitor import Visitor


class Moody:
    """Renders the address, unless told to fail or to hang."""

    def __init__(self) -> None:
        self.failure: str | Exception = ""
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        assert self.may_go_on.wait(30)
        if isinstance(self.failure, Exception):
            raise self.failure
        body = f"{environ['PATH_INFO']} {self.failure}".encode()
        return Prepared(body=body, status=self.failure or "200 OK")(environ, start_response)


@pytest.fixture
def django() -> Iterator[Moody]:
    django = Moody()
    yield django
    django.may_go_on.set()


@pytest.fixture
def site(django: Moody) -> CachedSite:
    site = cached_site(django=django)
    for path in ("/", "/about/", "/fees/"):
        site.get(path)
    return site


FAILURES = ["500 Internal Server Error", "503 Service Unavailable", RuntimeError("broken")]


@pytest.mark.parametrize("failure", FAILURES, ids=str)
def test_the_last_good_copy_is_shown_as_if_nothing_were_amiss(
    site: CachedSite, django: Moody, failure: str | Exception
) -> None:
    good = site.get("/")
    django.failure = failure
    for _ in range(100):
        site.clock.now += 3600
        assert site.get("/") == good

    assert site.get("/", HTTP_IF_NONE_MATCH=good.headers["etag"]).status == 304


@pytest.mark.parametrize("failure", FAILURES, ids=str)
def test_while_it_fails_a_page_is_tried_once_a_second(
    site: CachedSite, django: Moody, failure: str | Exception
) -> None:
    django.failure = failure
    before = site.renderings
    site.clock.now += 1
    for _ in range(10):
        site.get("/")

    assert site.renderings == before + 1


def test_what_was_repaired_shows_within_a_second(site: CachedSite, django: Moody) -> None:
    django.failure = "500 Internal Server Error"
    site.clock.now += 1
    site.get("/")
    django.failure = "200 OK"
    site.clock.now += 1

    assert site.get("/").body == b"/ 200 OK"


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "301 Moved Permanently"])
def test_what_is_gone_did_not_fail(site: CachedSite, django: Moody, status: str) -> None:
    django.failure = status
    site.clock.now += 1
    assert site.get("/").status == int(status[:3])
    django.failure = "503 Service Unavailable"

    assert site.get("/").status == 503


def test_a_page_that_nobody_has_read_yet_fails_as_it_would_without_a_cache(
    site: CachedSite, django: Moody
) -> None:
    django.failure = "503 Service Unavailable"
    assert site.get("/privacy/").status == 503
    django.failure = RuntimeError("broken")
    with pytest.raises(RuntimeError, match="broken"):
        site.get("/privacy/")
    django.failure = ""

    assert site.get("/privacy/").status == 200


def test_while_it_fails_one_visitor_at_a_time_tries_and_no_other_page_is_held_up(
    site: CachedSite, django: Moody
) -> None:
    django.failure = "503 Service Unavailable"
    site.clock.now += 1
    site.get("/")  # from now on it is known to fail
    django.may_go_on.clear()
    site.clock.now += 3600
    with ThreadPoolExecutor(1) as pool:
        before = site.renderings
        trying = pool.submit(site.get, "/")
        wait_until(lambda: site.renderings == before + 1)

        assert [site.get(path).status for path in ("/about/", "/fees/")] == [200, 200]
        assert site.renderings == before + 1
        django.may_go_on.set()
        assert trying.result(30).status == 200


def test_an_outage_and_its_end_are_logged_once(
    site: CachedSite, django: Moody, caplog: pytest.LogCaptureFixture
) -> None:
    for failure in ("500 Internal Server Error", ""):
        django.failure = failure
        for _ in range(3):
            site.clock.now += 1
            site.get("/")

    assert [it.message for it in caplog.records if it.name == "attune.page_cache"] == [
        "pages cannot be rendered; the last good copies are shown",
        "pages can be rendered again",
    ]


def test_what_was_read_can_be_read_while_postgres_is_stopped() -> None:
    with new_home() as home:
        database_url = local_postgres.start(home)
        fill(database_url)
        read, unread, *_ = (f"/articles/{slug}/" for slug in published(home))
        with live_site(worker=False, DATABASE_URL=database_url) as live:
            visitor = Visitor(live)
            good = visitor.get(read)
            local_postgres.stop(home)
            wait_until(lambda: visitor.get(unread).status == 503)
            for _ in range(2):
                time.sleep(1.1)  # the copy is stale, and cannot be made anew
                assert visitor.get(read).text == good.text

            local_postgres.start(home)
            ask_postgres(home, "UPDATE blog_article SET title = 'Edited since'")
            wait_until(lambda: "Edited since" in visitor.get(read).text)
            assert visitor.get(unread).status == 200


def published(home: Path) -> list[str]:
    """The addresses of the articles that can be read."""
    query = "SELECT string_agg(slug, ' ') FROM blog_article WHERE status = 'published'"
    return ask_postgres(home, query).split()


def fill(database_url: str) -> None:
    """Migrate, and load the sample content."""
    for command in (("migrate", "-v0", "--noinput"), ("load_sample_content", "-v0")):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=REPOSITORY,
            env=os.environ
            | {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "practice.settings"},
            check=True,
        )
