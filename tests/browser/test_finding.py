"""Finding an article by its words, with the keyboard, without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.live_site import LiveSite

WITH_DATA_FOR_MACHINES = [
    "/",
    "/articles/trauma-and-relationships/",
    "/series/interpersonal-neurobiology/",
]


@pytest.fixture
def without_script(browser: Browser, sample_site: LiveSite) -> Iterator[Page]:
    context = browser.new_context(base_url=sample_site.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_reader_finds_a_part_with_the_keyboard_alone(without_script: Page) -> None:
    page = without_script
    page.goto("/articles/")
    page.get_by_label("Search the articles").focus()
    page.keyboard.type("Nervous SYSTEM")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q=Nervous\+SYSTEM$"))
    expect(page.get_by_role("heading", name="2 articles")).to_be_visible()
    expect(page.get_by_text("Part 2 of 3")).to_be_visible()
    expect(page.locator("mark").filter(has_text="nervous").first).to_be_visible()

    page.get_by_role("link", name="Trauma and relationships").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trauma and relationships")


def test_tab_leads_from_the_box_to_the_button_and_on_to_the_results(visitor: Page) -> None:
    visitor.goto("/search/?q=trauma")
    visitor.get_by_label("Search the articles").focus()
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("button", name="Search")).to_be_focused()
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("link", name="Trauma and relationships")).to_be_focused()


def test_a_slip_leads_to_what_was_meant(without_script: Page) -> None:
    without_script.goto("/search/?q=nervus+sistem")
    without_script.get_by_role("link", name="nervous system", exact=True).click()

    expect(without_script.get_by_role("heading", name="2 articles")).to_be_visible()
    expect(without_script.get_by_label("Search the articles")).to_have_value("nervous system")


def test_somebody_who_is_lost_can_search_from_the_page_that_is_not_there(visitor: Page) -> None:
    visitor.goto("/articles/no-such-article/")
    visitor.get_by_label("Search the articles").fill("first conversation")
    visitor.get_by_role("button", name="Search").click()

    expect(visitor.get_by_role("link", name="first conversation").first).to_be_visible()


@pytest.mark.parametrize("path", WITH_DATA_FOR_MACHINES)
def test_data_for_search_engines_is_no_script_to_the_browser(visitor: Page, path: str) -> None:
    said: list[str] = []
    visitor.on("console", lambda message: said.append(message.text))
    visitor.on("pageerror", lambda error: said.append(str(error)))
    visitor.goto(path, wait_until="networkidle")

    assert visitor.locator("script[type='application/ld+json']").count() == 1
    assert said == []


def test_an_ordinary_script_in_its_place_would_be_refused(visitor: Page) -> None:
    """Else the test above proves nothing."""
    said: list[str] = []
    visitor.on("console", lambda message: said.append(message.text))

    def with_a_script(route: Route) -> None:
        response = route.fetch()
        body = response.text().replace('type="application/ld+json"', "")
        route.fulfill(response=response, body=body)

    visitor.route("**/", with_a_script)
    visitor.goto("/", wait_until="networkidle")

    assert any("Content Security Policy" in text for text in said)
