"""axe finds nothing, AAA rules included, on any public page: light and dark, narrow and wide."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.test_the_main_way import fill_in_the_form
from tests.live_site import LiveSite

RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "/",
    "/articles/",
    "/articles/trauma-and-relationships/",
    "/articles/when-home-is-not-safe/",
    "/series/",
    "/series/interpersonal-neurobiology/",
    "/topics/trauma/",
    "/about/",
    "/fees/",
    "/privacy/",
    "/urgent-help/",
    "/contact/",
    "/search/",
    "/search/?q=trauma",
    "/search/?q=nervus+sistem",
    f"/search/?q={'trauma+' * 40}",
    "/no-such-page/",
]


@pytest.fixture(params=[320, 1280])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(params=["light", "dark"])
def page_of_a_kind(
    request: pytest.FixtureRequest, browser: Browser, sample_site: LiveSite, width: int
) -> Any:
    context = browser.new_context(
        base_url=sample_site.url,
        color_scheme=request.param,
        viewport={"width": width, "height": 800},
    )
    yield context.new_page()
    context.close()


def complaints(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{page.url} {violation['id']}: {node['html']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


def sideways_scroll(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_every_page_is_accessible_and_fits_its_width(page_of_a_kind: Page) -> None:
    found: list[str] = []
    for path in PAGES:
        page_of_a_kind.goto(path)
        found += complaints(page_of_a_kind)
        if sideways_scroll(page_of_a_kind) > 0:
            found.append(f"{path} scrolls sideways")
    assert found == []


def test_the_form_with_its_errors_is_accessible(page_of_a_kind: Page) -> None:
    page_of_a_kind.goto("/contact/")
    page_of_a_kind.get_by_label("By e-mail").check()
    page_of_a_kind.get_by_role("button", name="Send").click()

    assert page_of_a_kind.get_by_role("alert").is_visible()
    assert complaints(page_of_a_kind) == []
    assert sideways_scroll(page_of_a_kind) <= 0


def test_the_confirmation_is_accessible(page_of_a_kind: Page) -> None:
    page_of_a_kind.goto("/contact/")
    fill_in_the_form(page_of_a_kind)

    assert page_of_a_kind.url.endswith("/contact/received/")
    assert complaints(page_of_a_kind) == []
