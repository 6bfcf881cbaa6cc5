"""Reading sets no cookie, runs no script and asks nothing of anybody else."""

import gzip
import re
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from django.test import Client

from practice.stylesheet import sheet
from tests.factories import READABLE, make_readable_site
from tests.pages import Element, page_at, values

NOT_THERE = ["/no-such-page/", "/articles/no-such-article/", "/articles/?page=99"]
TO_READ = [*READABLE, *NOT_THERE]
EVERY_PAGE = [*TO_READ, "/contact/"]
# A canonical or alternate address is told, not fetched; structured data is read, not run.
FETCHED = "//link[not(@rel='canonical' or @rel='alternate' or @rel='prev' or @rel='next')]/@href"
LOADED = ["//@src", "//@srcset", "//@poster", "//@data", FETCHED, "//object/@data"]
RUNS = "//script[not(@type='application/ld+json')]"


@pytest.fixture(autouse=True)
def site(db: None) -> None:
    make_readable_site()


def status_of(address: str) -> int:
    return 404 if address in NOT_THERE else 200


def fetched(client: Client, address: str) -> dict[str, str]:
    """The headers of a static file that is there. Its response holds a file, so it is closed."""
    headers = {"Accept-Encoding": "br"}
    with closing(client.get(address, headers=headers)) as response:
        assert response.status_code == 200
        return dict(response.headers)


def directives(client: Client, address: str) -> dict[str, str]:
    policy = client.get(address)["Content-Security-Policy"]
    return dict(directive.strip().split(" ", 1) for directive in policy.split(";"))


def loaded_by(page: Element) -> Iterator[str]:
    """Every address that a browser asks for by itself when it shows the page."""
    for path in LOADED:
        yield from values(page, path)


@pytest.mark.parametrize("address", [*READABLE, *NOT_THERE])
def test_no_cookie_is_set(client: Client, address: str) -> None:
    response = client.get(address)

    assert not response.cookies
    assert "Set-Cookie" not in response.headers


def test_a_walk_through_the_site_leaves_the_browser_without_cookies(client: Client) -> None:
    for address in [*READABLE, *NOT_THERE]:
        client.get(address)

    assert not client.cookies


@pytest.mark.parametrize("address", TO_READ)
def test_the_policy_allows_nothing_but_our_own_styles_images_and_form(
    client: Client, address: str
) -> None:
    assert directives(client, address) == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_every_page_is_sent_with_its_headers(client: Client, address: str) -> None:
    response = client.get(address)

    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(
        response["Permissions-Policy"].split(", ")
    )


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_refusal_is_sent_with_its_headers_and_without_cookies(
    client: Client, method: str
) -> None:
    response = getattr(client, method)("/articles/")

    assert response.status_code == 405
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_a_page_loads_only_our_own_files(client: Client, address: str) -> None:
    loaded = list(loaded_by(page_at(client, address, status=status_of(address))))

    assert loaded
    assert [address for address in loaded if urlsplit(address).netloc] == []
    assert all(address.startswith("/static/") for address in loaded)
    assert all(fetched(client, address) for address in loaded)


@pytest.mark.parametrize("address", TO_READ)
def test_a_page_runs_nothing_and_styles_nothing_inline(client: Client, address: str) -> None:
    page = page_at(client, address, status=status_of(address))

    assert page.xpath(f"{RUNS} | //style | //iframe | //object | //embed | //@style") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []


def test_the_stylesheet_asks_nothing_of_anybody_else() -> None:
    styles = sheet().decode()

    assert len(styles) > 1000
    assert re.findall(r"@import|url\(\s*['\"]?(?:https?:)?//", styles) == []


@pytest.mark.parametrize("address", [*READABLE, "/no-such-page/"])
def test_html_is_sent_compressed(client: Client, address: str) -> None:
    plain = client.get(address)
    compressed = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert compressed["Content-Encoding"] == "gzip"
    assert len(compressed.content) < len(plain.content)
    assert gzip.decompress(compressed.content) == plain.content
    assert "Accept-Encoding" in compressed["Vary"]


def test_the_stylesheet_is_sent_compressed_and_kept_for_ever(client: Client) -> None:
    (address,) = values(page_at(client, "/"), "//link[@rel='stylesheet']/@href")
    headers = fetched(client, address)

    assert headers["Content-Encoding"] == "br"
    assert "immutable" in headers["Cache-Control"]
