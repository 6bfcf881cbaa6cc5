"""Who is answered with a finished page, and who must be answered by Django."""

from collections.abc import Iterator

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import parse_cookie
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from practice.page_cache.admission import Admission, is_reading_page
from tests.factories import READABLE, make_article, make_draft, make_readable_site
from tests.practice.cached_pages import CachedSite, ask, cached_site, one_connection

ARTICLE = "/articles/first-part/"

# What the cache may keep, by the names that urls.py gives. Everything else is Django's.
READING_VIEWS = {
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
    "blog:feed",
    "blog:json_feed",
    "blog:series_feed",
    "blog:series_json_feed",
    "blog:sitemap",
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


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "",
        "127.0.0.1@evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1:abc",
        "127.0.0.1,evil.example",
        "127.0.0.1 ",
        "127.0.0.1/",
        "127.0.0.1\x00",
        "[::1",
    ],
)
def test_a_bad_host_is_refused_as_by_django_though_the_page_is_kept(
    site: CachedSite, host: str
) -> None:
    kept = site.get(ARTICLE)
    refused = site.get(ARTICLE, HTTP_HOST=host)

    assert refused == ask(get_wsgi_application(), ARTICLE, HTTP_HOST=host)
    assert refused.status == 400
    assert site.get(ARTICLE) == kept


def test_a_bad_host_that_comes_first_is_refused_and_leaves_nothing(site: CachedSite) -> None:
    assert site.get(ARTICLE, HTTP_HOST="evil.example").status == 400
    assert site.get(ARTICLE).status == 200


def test_where_the_sites_own_address_is_refused_nothing_is_kept_and_django_answers(
    settings: Settings, db: None
) -> None:
    settings.SITE_URL = "http://misspelt.example"
    make_readable_site()
    with one_connection():
        site = cached_site()

        assert [site.get(ARTICLE).status for _ in range(2)] == [200, 200]
    assert site.cache._shelf.taken == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "LOCALHOST."])
def test_every_allowed_spelling_of_the_host_gets_the_same_copy(site: CachedSite, host: str) -> None:
    kept = site.get(ARTICLE)

    assert site.get(ARTICLE, HTTP_HOST=host) == kept
    assert site.renderings == 1


def test_ten_thousand_spellings_of_the_host_do_not_fill_the_memory() -> None:
    admission = Admission()
    for port in range(10_000):
        admission._allows(f"127.0.0.1:{port}")

    assert admission._allows.cache_info().currsize <= 64


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_djangos_though_the_page_is_kept(site: CachedSite, method: str) -> None:
    site.get(ARTICLE)
    answer = site.get(ARTICLE, REQUEST_METHOD=method)

    assert site.renderings == 2
    assert answer.status != 200


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (ARTICLE, "utm_source=x"),
        (ARTICLE, "page=1"),
        ("/", "page=1"),
        ("/articles/", "page=01"),
        ("/articles/", "page=1&utm_source=x"),
        ("/articles/", "page=%31"),
        ("/articles/", "page=1\n"),
        ("/articles/", "page=١"),
        ("/articles/", "page=10000"),
        ("/search/", "q=trust"),
    ],
)
def test_a_query_string_that_is_not_known_goes_past_the_cache(
    site: CachedSite, path: str, query: str
) -> None:
    for _ in range(2):
        site.get(path, query.encode().decode("latin-1"))

    assert site.renderings == 2


def test_a_page_number_is_known(site: CachedSite) -> None:
    for number in range(13):
        make_article(f"article-{number}")
    second = [site.get("/articles/", "page=2") for _ in range(2)]

    assert second[0] == second[1] != site.get("/articles/")
    assert site.renderings == 2


@pytest.mark.parametrize(
    "path",
    [
        "//articles/first-part/",
        "/articles//first-part/",
        "/articles/first-part",
        "/articles/first-part//",
        "/articles/first-part/\n",
        "/articles/first-part/\x00",
        "/articles/first-part\x00/",
        "/articles/./first-part/",
        "/articles/x/../first-part/",
        "/articles/first-part/?page=2",
        "/articles/first%2Dpart/",
        "/ARTICLES/first-part/",
        "/articles/första/",
        "",
    ],
)
def test_no_spelling_of_a_path_gets_what_django_would_not_give(site: CachedSite, path: str) -> None:
    site.get(ARTICLE)
    latin = path.encode().decode("latin-1")

    assert site.get(latin).status == ask(get_wsgi_application(), latin).status
    assert site.renderings == 2


def test_a_question_mark_within_the_path_is_not_a_query_string(site: CachedSite) -> None:
    for number in range(13):
        make_article(f"article-{number}")
    site.get("/articles/", "page=2")

    assert site.get("/articles/?page=2").status == 404


def test_behind_a_prefix_django_answers(site: CachedSite) -> None:
    for _ in range(2):
        site.get(ARTICLE, SCRIPT_NAME="/prefix")

    assert site.renderings == 2


@pytest.fixture
def https_site(settings: Settings, db: None) -> Iterator[CachedSite]:
    settings.SITE_URL = "https://practice.example"
    settings.ALLOWED_HOSTS = ["practice.example"]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 3600
    make_readable_site()
    with one_connection():
        yield cached_site()


@pytest.mark.parametrize("scheme", ["https", "https, http", " https "])
def test_what_came_by_https_is_answered_with_its_headers(
    https_site: CachedSite, scheme: str
) -> None:
    asked = {"HTTP_HOST": "practice.example", "HTTP_X_FORWARDED_PROTO": scheme}
    answers = [https_site.get(ARTICLE, **asked) for _ in range(2)]

    assert [it.status for it in answers] == [200, 200]
    assert "max-age=3600" in answers[1].headers["strict-transport-security"]
    assert https_site.renderings == 1


@pytest.mark.parametrize("scheme", ["http", "", "HTTPS", "http, https"])
def test_what_came_by_http_is_sent_to_https_though_the_page_is_kept(
    https_site: CachedSite, scheme: str
) -> None:
    asked = {"HTTP_HOST": "practice.example"}
    https_site.get(ARTICLE, HTTP_X_FORWARDED_PROTO="https", **asked)
    answer = https_site.get(ARTICLE, HTTP_X_FORWARDED_PROTO=scheme, **asked)

    assert answer.status == 301
    assert answer.headers["location"] == f"https://practice.example{ARTICLE}"
