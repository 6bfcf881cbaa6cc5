"""What is kept and what is not, and that it never grows beyond its bound."""

import os
import random

import pytest
from django.core.signals import request_finished
from django.http import StreamingHttpResponse

from practice.page_cache.page import OVERHEAD
from practice.page_cache.shelf import LARGEST_SHARE
from tests.practice.cached_pages import CachedSite, Prepared, ask, cached_site, one_connection

PAGE = "/articles/a-page/"


@pytest.mark.parametrize(
    "answer",
    [
        Prepared(headers={"Cache-Control": "no-store"}),
        Prepared(headers={"Cache-Control": "max-age=60, No-Store"}),
        Prepared(headers={"Cache-Control": "private"}),
        Prepared(headers={"Set-Cookie": "csrftoken=abc"}),
        Prepared(headers={"Vary": "Cookie, Accept-Language"}),
        Prepared(headers={"Vary": "*"}),
        Prepared(headers={"Content-Encoding": "gzip"}),
        Prepared(status="301 Moved Permanently", headers={"Location": "/articles/new/"}),
        Prepared(status="302 Found", headers={"Location": "/articles/new/"}),
        Prepared(status="400 Bad Request"),
        Prepared(status="404 Not Found"),
        Prepared(status="410 Gone"),
        Prepared(status="500 Internal Server Error"),
        Prepared(status="503 Service Unavailable"),
        Prepared(status="206 Partial Content"),
    ],
    ids=lambda answer: f"{answer.status} {answer.headers}",
)
def test_what_is_somebodys_own_or_no_page_is_answered_and_not_kept(answer: Prepared) -> None:
    site = cached_site(django=answer)
    first = site.get(PAGE)
    asked_once = site.renderings
    second = site.get(PAGE)

    assert first == second
    assert (first.status, first.body) == (int(answer.status[:3]), answer.body)
    assert answer.headers.items() <= {k.title(): v for k, v in first.headers.items()}.items()
    assert site.renderings == 2 * asked_once
    assert site.cache._shelf.taken == 0


def test_a_cookie_is_set_for_the_visitor_who_asked_and_by_her_own_request() -> None:
    site = cached_site(django=Prepared(headers={"Set-Cookie": "csrftoken=abc"}))
    site.get(PAGE, HTTP_COOKIE="csrftoken=hers")

    assert site.django.requests[-1]["HTTP_COOKIE"] == "csrftoken=hers"


@pytest.mark.parametrize("header", [("Cache-Control", "no-store"), ("Set-Cookie", "a=b")])
def test_a_page_that_is_no_longer_for_everyone_is_forgotten(header: tuple[str, str]) -> None:
    answer = Prepared()
    site = cached_site(django=answer)
    site.get(PAGE)
    answer.headers |= dict([header])
    site.clock.now += 1
    site.get(PAGE)

    assert site.cache._shelf.taken == 0


@pytest.mark.django_db
def test_django_is_told_of_the_end_of_every_rendering() -> None:
    ended: list[object] = []

    def note(**_: object) -> None:
        ended.append(None)

    with one_connection():
        request_finished.connect(note)
        cached_site().get("/articles/nothing/")
        request_finished.disconnect(note)

    assert len(ended) == 1


def test_a_stream_is_passed_on_as_it_comes(db: None) -> None:
    site = cached_site(django=streaming)
    for _ in range(2):
        assert site.get(PAGE).body == b"onetwo"

    assert site.cache._shelf.taken == 0


def streaming(environ: object, start_response: object) -> StreamingHttpResponse:
    response = StreamingHttpResponse([b"one", b"two"])
    start_response("200 OK", list(response.items()))  # type: ignore[operator]
    return response


def incompressible(size: int) -> Prepared:
    return Prepared(body=os.urandom(size))


def pages(site: CachedSite, numbers: range) -> None:
    for number in numbers:
        site.get(f"/articles/page-{number}/")
        site.clock.now += 0.001


def test_it_never_takes_more_than_its_bound_whatever_is_asked_for() -> None:
    limit = 200_000
    site = cached_site(limit, django=incompressible(10_000))
    for _ in range(500):
        site.get(f"/articles/page-{random.randrange(100)}/")
        site.clock.now += random.random()
        kept = site.cache._shelf._pages.values()
        assert site.cache._shelf.taken == sum(page.weight for page in kept) <= limit

    assert len(kept) == limit // (10_000 + OVERHEAD)


def test_every_coding_counts() -> None:
    site = cached_site(django=Prepared(body=b"a page " * 1000))
    coded = [site.get(PAGE, HTTP_ACCEPT_ENCODING=it).body for it in ("", "gzip", "br")]

    assert site.cache._shelf.taken == OVERHEAD + sum(map(len, coded))


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    site = cached_site(9 * (10_000 + OVERHEAD), django=incompressible(10_000))
    pages(site, range(9))
    site.get("/articles/page-0/")
    pages(site, range(9, 10))
    asked = site.renderings
    pages(site, range(1))  # asked for again just now: still there
    assert site.renderings == asked
    pages(site, range(1, 2))  # the oldest: gone

    assert site.renderings == asked + 1


def test_a_page_that_would_drive_out_the_others_is_answered_and_not_kept() -> None:
    limit = 400_000
    site = cached_site(limit, django=incompressible(limit // LARGEST_SHARE))
    answers = [site.get(PAGE) for _ in range(2)]

    assert [len(it.body) for it in answers] == [limit // LARGEST_SHARE] * 2
    assert (site.renderings, site.cache._shelf.taken) == (2, 0)


def test_a_page_that_has_grown_too_large_leaves_no_older_copy() -> None:
    answer = incompressible(1000)
    site = cached_site(400_000, django=answer)
    site.get(PAGE)
    answer.body = os.urandom(400_000)
    site.clock.now += 1

    assert site.get(PAGE).body == answer.body
    assert site.cache._shelf.taken == 0


def test_a_page_that_is_read_again_is_compressed_as_finely_as_it_goes_and_only_once() -> None:
    site = cached_site(django=Prepared(body="".join(map(str, range(5000))).encode()))
    sizes, forms = [], []
    for _ in range(4):
        sizes.append(len(site.get(PAGE, HTTP_ACCEPT_ENCODING="br").body))
        forms.append(site.cache._shelf._pages[PAGE, ""]._forms)
        site.clock.now += 1

    assert sizes[0] > sizes[1] == sizes[2] == sizes[3]
    assert forms[1] is forms[2] is forms[3]


def test_a_short_page_is_kept_as_it_is() -> None:
    site = cached_site(django=Prepared(body=b"ok"))

    assert "content-encoding" not in site.get(PAGE, HTTP_ACCEPT_ENCODING="br").headers


def test_it_is_asked_of_the_application_directly_where_there_is_no_room() -> None:
    site = cached_site(0, django=Prepared())

    assert [ask(site.cache, PAGE).status for _ in range(2)] == [200, 200]
    assert site.cache._shelf.taken == 0
