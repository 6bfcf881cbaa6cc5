"""What a finished page looks like on the wire: compressed once, known by its tag, whole."""

import http.client
from collections.abc import Iterator

import pytest
from django.core.wsgi import get_wsgi_application

from blog.models import Article
from tests.factories import make_readable_site
from tests.live_site import HOST, LiveSite, live_site
from tests.practice.cached_pages import (
    Answer,
    CachedSite,
    Prepared,
    ask,
    cached_site,
    one_connection,
)

ARTICLE = "/articles/first-part/"
LONG = "<p>" + "A sentence that says little. " * 200 + "</p>"

LIKED = {
    "": "identity",
    "gzip": "gzip",
    "br": "br",
    "gzip, deflate, br, zstd": "br",
    "gzip, deflate": "gzip",
    "GZIP": "gzip",
    "gzip;q=0": "identity",
    "gzip; q=0.000": "identity",
    "gzip;q=0, *": "br",
    "br;q=0, *": "gzip",
    "*": "br",
    "*;q=0": "identity",
    "br;q=0.2, gzip;q=0.8": "gzip",
    "br;q=0.5, gzip;q=0.5": "br",
    "gzip;q=0.5, identity": "identity",
    "gzip, identity;q=0.5": "gzip",
    "deflate": "identity",
    "x-gzip": "identity",
    "gzip;q=nonsense": "identity",
    "br;q=nan": "identity",
    "gzip;q=2": "identity",
    "gzip;q=-1": "identity",
    "gzip;level=9": "gzip",
    ",;=,": "identity",
    "gzip," * 1000: "identity",
}


@pytest.fixture
def site(db: None) -> Iterator[CachedSite]:
    make_readable_site()
    Article.objects.get(slug="first-part").save()
    with one_connection():
        yield cached_site()


@pytest.fixture
def long_article(site: CachedSite) -> Article:
    article = Article.objects.get(slug="first-part")
    article.body = LONG
    article.save()
    return article


@pytest.mark.parametrize("header", LIKED)
@pytest.mark.usefixtures("long_article")
def test_a_visitor_gets_the_coding_that_she_likes_best(site: CachedSite, header: str) -> None:
    plain = site.get(ARTICLE)
    answer = site.get(ARTICLE, HTTP_ACCEPT_ENCODING=header)

    assert answer.headers.get("content-encoding", "identity") == LIKED[header]
    assert answer.text == plain.text
    assert answer.headers["content-length"] == str(len(answer.body))
    assert site.renderings == 1


@pytest.mark.usefixtures("long_article")
def test_what_is_compressed_is_smaller_and_says_that_it_varies(site: CachedSite) -> None:
    plain, gzipped, brotli = (
        site.get(ARTICLE, HTTP_ACCEPT_ENCODING=coding) for coding in ("", "gzip", "br")
    )

    assert len(plain.body) > 2 * len(gzipped.body) > 2 * len(brotli.body)
    for answer in (plain, gzipped, brotli):
        assert "Accept-Encoding" in answer.headers["vary"]
        assert "Cookie" in answer.headers["vary"]


def test_every_header_is_there_that_django_sends(site: CachedSite) -> None:
    djangos = ask(get_wsgi_application(), ARTICLE)
    cached = [site.get(ARTICLE) for _ in range(2)][1]

    assert cached.body == djangos.body
    assert djangos.headers.items() <= cached.headers.items()
    assert cached.headers.keys() - djangos.headers.keys() == {"etag", "cache-control"}


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_head_is_the_same_without_the_page(site: CachedSite, coding: str) -> None:
    for _ in range(2):
        head = site.get(ARTICLE, REQUEST_METHOD="HEAD", HTTP_ACCEPT_ENCODING=coding)
        whole = site.get(ARTICLE, HTTP_ACCEPT_ENCODING=coding)
        assert (head.status, head.headers, head.body) == (200, whole.headers, b"")

    assert site.renderings == 1


def test_who_has_the_page_gets_304_without_a_body_in_any_coding(site: CachedSite) -> None:
    page = site.get(ARTICLE, HTTP_ACCEPT_ENCODING="gzip")
    for coding in ("", "gzip", "br"):
        again = site.get(
            ARTICLE, HTTP_IF_NONE_MATCH=page.headers["etag"], HTTP_ACCEPT_ENCODING=coding
        )
        assert (again.status, again.body) == (304, b"")
        assert again.headers == {
            name: page.headers[name] for name in ("etag", "vary", "cache-control")
        }


@pytest.mark.parametrize("header", ["{}", '"x", {}', '{}, "x"', "*", "{strong}", '"x",{strong}'])
def test_every_spelling_of_its_tag_is_known(site: CachedSite, header: str) -> None:
    tag = site.get(ARTICLE).headers["etag"]
    header = header.format(tag, strong=tag.removeprefix("W/"))

    assert site.get(ARTICLE, HTTP_IF_NONE_MATCH=header).status == 304


@pytest.mark.parametrize("header", ['"x"', 'W/"x"', "", "nonsense", '"', "W/", '"*"'])
def test_another_tag_gets_the_page(site: CachedSite, header: str) -> None:
    assert site.get(ARTICLE, HTTP_IF_NONE_MATCH=header).status == 200


def test_who_has_the_page_of_before_an_edit_gets_the_new_one(site: CachedSite) -> None:
    tag = site.get(ARTICLE).headers["etag"]
    Article.objects.filter(slug="first-part").update(title="Another title")
    site.clock.now += 1
    answer = site.get(ARTICLE, HTTP_IF_NONE_MATCH=tag)

    assert answer.status == 200
    assert "Another title" in answer.text


def test_a_changed_header_is_a_changed_page() -> None:
    tags = {
        cached_site(django=Prepared(headers={"X-Policy": policy})).get("/").headers["etag"]
        for policy in ("one", "two")
    }

    assert len(tags) == 2


CHANGED = "Sun, 01 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (CHANGED, 304),
        ("Sun, 01 Nov 2026 10:00:01 GMT", 304),
        ("Sun, 01 Nov 2026 09:59:59 GMT", 200),
        ("nonsense", 200),
        ("", 200),
    ],
)
def test_a_page_with_a_date_is_known_by_it(since: str, status: int) -> None:
    site = cached_site(django=Prepared(headers={"Last-Modified": CHANGED}))

    assert site.get("/feed.atom", HTTP_IF_MODIFIED_SINCE=since).status == status


def test_the_tag_counts_for_more_than_the_date() -> None:
    site = cached_site(django=Prepared(headers={"Last-Modified": CHANGED}))
    asked = {"HTTP_IF_MODIFIED_SINCE": CHANGED, "HTTP_IF_NONE_MATCH": '"another"'}

    assert site.get("/feed.atom", **asked).status == 200


def test_a_page_without_a_date_is_never_known_by_one(site: CachedSite) -> None:
    assert site.get(ARTICLE, HTTP_IF_MODIFIED_SINCE=CHANGED).status == 200


def test_an_error_has_no_tag_and_is_never_known(site: CachedSite) -> None:
    missing = site.get("/articles/nothing/")
    again = site.get("/articles/nothing/", HTTP_IF_NONE_MATCH="*")

    assert (missing.status, again.status) == (404, 404)
    assert "etag" not in missing.headers
    assert missing.headers["cache-control"] == "no-store"


def test_the_view_decides_how_long_a_browser_keeps_the_page() -> None:
    site = cached_site(django=Prepared(headers={"Cache-Control": "max-age=60"}))

    assert site.get("/").headers["cache-control"] == "max-age=60"


def test_a_server_that_adds_headers_adds_them_to_its_own_copy(site: CachedSite) -> None:
    site.get(ARTICLE)

    def meddle(status: str, headers: list[tuple[str, str]], *_: object) -> None:
        headers.append(("X-Meddled", "yes"))

    for asked in ({}, {"HTTP_IF_NONE_MATCH": "*"}):
        request = ask_environ() | asked
        site.cache(request, meddle)  # type: ignore[arg-type]
        assert "x-meddled" not in site.get(ARTICLE, **asked).headers


def ask_environ() -> dict[str, str]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": ARTICLE,
        "HTTP_HOST": HOST,
        "wsgi.url_scheme": "http",
    }


@pytest.mark.usefixtures("transactional_db")
def test_on_the_wire_it_is_whole_in_each_coding_and_short_for_who_has_it() -> None:
    make_readable_site()
    with live_site(worker=False) as live:
        for _ in range(2):  # past the first rendering, and from the cache
            plain, gzipped, brotli = (over_http(live, coding) for coding in ("", "gzip", "br"))
            assert plain.text == gzipped.text == brotli.text
            for answer in (plain, gzipped, brotli):
                assert answer.headers["content-length"] == str(len(answer.body))
                assert "transfer-encoding" not in answer.headers
        head = over_http(live, "gzip", method="HEAD")
        known = over_http(live, "gzip", {"If-None-Match": plain.headers["etag"]})

    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(gzipped.body))
    assert (known.status, known.body) == (304, b"")


def over_http(
    live: LiveSite, coding: str, headers: dict[str, str] | None = None, *, method: str = "GET"
) -> Answer:
    connection = http.client.HTTPConnection(HOST, live.port, timeout=15)
    connection.request(method, ARTICLE, headers={"Accept-Encoding": coding} | (headers or {}))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    fields = {name.lower(): value for name, value in answer.getheaders()}
    return Answer(answer.status, fields, body)
