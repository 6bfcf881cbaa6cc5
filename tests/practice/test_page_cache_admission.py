"""Who is answered with a finished page, and who must be answered by Django."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import parse_cookie
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from practice.page_cache.admission import is_reading_page
from tests.factories import READABLE, make_draft, make_readable_site
from tests.practice.cached_pages import CachedSite, cached_site, one_connection

ARTICLE = "/articles/first-part/"

# What the cache may keep, by the names that urls.py gives. Everything else is Django's.
READING_VIEWS = {
    "blog:atom",
    "blog:json",
    "blog:series_atom",
    "blog:series_json",
    "machines:sitemap",
    "practice:home",
    "practice:about",
    "practice:fees",
    "practice:privacy",
    "practice:urgent-help",
    "blog:articles",
    "blog:article",
    "blog:all_series",
    "blog:series",
    "blog:topic",
    "blog:search",
}


@pytest.fixture
def site(db: None) -> Iterator[CachedSite]:
    make_readable_site()
    with one_connection():
        yield cached_site()


@pytest.mark.parametrize("address", READABLE)
def test_a_second_reader_is_answered_without_asking_django(site: CachedSite, address: str) -> None:
    first = site.get(address)
    second = site.get(address)

    assert site.renderings == 1
    assert (first.status, first) == (200, second)


def test_an_article_from_the_cache_asks_postgres_nothing_and_past_it_four_things_at_most(
    site: CachedSite,
) -> None:
    site.get(ARTICLE)
    with CaptureQueriesContext(connection) as cached:
        assert site.get(ARTICLE).status == 200
    with CaptureQueriesContext(connection) as past:
        assert site.get(ARTICLE, "past-the-cache").status == 200

    assert len(cached) == 0
    assert 1 <= len(past) <= 4


@pytest.mark.parametrize(
    "path",
    [
        "/contact/",
        "/contact/received/",
        "/contact/return/",
        "/admin/",
        "/admin/login/",
        "/leave/",
        "/times/",
        "/livez",
        "/readyz",
        "/articles/a-draft/",
        "/preview/abc/",
        "/articles/first-part/preview/abc/",
        "/static/site.css",
        "/media/picture.jpg",
    ],
)
def test_django_answers_each_time_what_is_not_a_reading_page(site: CachedSite, path: str) -> None:
    make_draft()
    for _ in range(2):
        site.get(path)

    assert site.renderings == 2


def _views(resolver: URLResolver, names: str = "") -> Iterator[str]:
    for it in resolver.url_patterns:
        if isinstance(it, URLResolver):
            yield from _views(it, names + (f"{it.namespace}:" if it.namespace else ""))
        elif isinstance(it, URLPattern) and it.name:
            yield names + it.name


def test_no_address_of_the_site_is_kept_but_those_of_the_reading_pages() -> None:
    slugs = {"slug": "abc", "series_slug": "abc"}
    kept = set()
    for view in {*_views(get_resolver())}:
        for arguments in ({}, {"slug": "abc"}, slugs):
            try:
                address = reverse(view, kwargs=arguments)
            except Exception:  # noqa: BLE001, S112 - it wants other arguments, so it is no reading page
                continue
            if is_reading_page(address, ""):
                kept.add(view)

    assert {"practice:home", "blog:article", "blog:series"} <= kept
    assert kept <= READING_VIEWS


def test_staff_see_the_page_uncached_and_nobody_else_sees_theirs(
    site: CachedSite, desk: Client
) -> None:
    cookie = f"session={desk.cookies['session'].value}"
    before = site.get(ARTICLE)
    hers = [site.get(ARTICLE, HTTP_COOKIE=cookie) for _ in range(2)]
    after = site.get(ARTICLE)

    assert [("Edit this article" in it.text) for it in hers] == [True, True]
    assert "Edit this article" not in before.text + after.text
    assert site.renderings == 3


def test_staff_come_first_and_what_they_saw_is_not_kept(site: CachedSite, desk: Client) -> None:
    site.get(ARTICLE, HTTP_COOKIE=f"session={desk.cookies['session'].value}")

    assert "Edit this article" not in site.get(ARTICLE).text


@pytest.mark.parametrize(
    "header",
    [
        "session=abc",
        "a=b; session=abc",
        "a=b;session=abc",
        "a=b; session =abc",
        "a=b;\tsession=abc",
        "session=; a=b",
        'a="b; session=abc"',
        "a=b; session=abc; session=def",
        "messages=abc",
    ],
)
def test_no_spelling_of_a_personal_cookie_is_overlooked(site: CachedSite, header: str) -> None:
    assert parse_cookie(header).keys() & {"session", "messages"}
    site.get(ARTICLE)
    for _ in range(2):
        site.get(ARTICLE, HTTP_COOKIE=header)

    assert site.renderings == 3


def test_other_cookies_change_nothing_and_do_not_reach_the_rendering(site: CachedSite) -> None:
    with_cookies = site.get(ARTICLE, HTTP_COOKIE="csrftoken=" + "x" * 32 + "; received=abc")
    without = site.get(ARTICLE)

    assert with_cookies == without
    assert "HTTP_COOKIE" not in site.django.requests[0]
    assert site.renderings == 1


def test_nothing_that_a_visitor_sends_reaches_the_rendering(site: CachedSite) -> None:
    site.get(
        ARTICLE,
        HTTP_HOST="127.0.0.1:666",
        HTTP_X_FORWARDED_HOST="evil.example",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_ACCEPT_LANGUAGE="xx",
        HTTP_USER_AGENT="evil",
        HTTP_REFERER="https://evil.example/",
        HTTP_AUTHORIZATION="Basic evil",
        CONTENT_LENGTH="5",
        REMOTE_ADDR="203.0.113.9",
        REMOTE_USER="evil",
    )
    [request] = site.django.requests

    assert {name for name in request if name.startswith("HTTP_")} == {"HTTP_HOST"}
    assert request["HTTP_HOST"] == "127.0.0.1:8000"
    assert not {"CONTENT_LENGTH", "REMOTE_USER"} & request.keys()
    assert "203.0.113.9" not in request.values()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_djangos_though_the_page_is_kept(site: CachedSite, method: str) -> None:
    site.get(ARTICLE)
    answer = site.get(ARTICLE, REQUEST_METHOD=method)

    assert site.renderings == 2
    assert answer.status != 200
