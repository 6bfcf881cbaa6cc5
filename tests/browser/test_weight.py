"""What a page costs a reader on a bad connection. Asserted in bytes and requests, never seconds."""

import pytest
from playwright.sync_api import Browser

from tests.browser.traffic import Traffic, traffic_of
from tests.live_site import LiveSite

ARTICLE = "/articles/trauma-and-relationships/"
READING_PAGES = ["/", "/articles/", ARTICLE, "/series/interpersonal-neurobiology/", "/about/"]


@pytest.fixture
def article(browser: Browser, sample_site: LiveSite) -> Traffic:
    return traffic_of(browser, sample_site.url + ARTICLE)


def test_an_article_with_its_style_weighs_at_most_12_kb_in_two_requests(article: Traffic) -> None:
    assert article.kinds == ["Document", "Stylesheet"]
    assert sum(article.bytes_of.values()) <= 12_000


def test_home_with_its_style_weighs_at_most_15_kb(browser: Browser, sample_site: LiveSite) -> None:
    home = traffic_of(browser, sample_site.url)

    assert sum(home.bytes_of.values()) <= 15_000


@pytest.mark.parametrize("path", READING_PAGES)
def test_reading_runs_no_script_keeps_no_cookie_and_asks_no_third_party(
    browser: Browser, sample_site: LiveSite, path: str
) -> None:
    traffic = traffic_of(browser, sample_site.url + path)

    assert "Script" not in traffic.kinds
    assert traffic.cookies == []
    assert traffic.hosts == {sample_site.url.removeprefix("http://")}
