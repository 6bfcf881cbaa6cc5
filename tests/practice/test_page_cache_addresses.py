"""Which addresses lead to a finished page: host, scheme, path and query string."""

from collections.abc import Iterator

import pytest
from django.core.wsgi import get_wsgi_application
from pytest_django import Settings

from practice.page_cache.admission import Admission
from tests.factories import make_article, make_readable_site
from tests.practice.cached_pages import CachedSite, ask, cached_site, one_connection

ARTICLE = "/articles/first-part/"


@pytest.fixture
def site(db: None) -> Iterator[CachedSite]:
    make_readable_site()
    with one_connection():
        yield cached_site()


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
