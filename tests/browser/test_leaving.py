"""The quick exit in a real browser: after it, not one typed word is to be found."""

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect
from playwright.sync_api import Error as NotShownAgain

from tests.browser.test_the_main_way import WHAT_ROBIN_WROTE, fill_in_the_form
from tests.contact.canaries import spellings
from tests.live_site import HOST, LiveSite, live_site

SENSITIVE = "/articles/when-home-is-not-safe/"
WORDS = ("Canary-Wrenfield", "canary.larkspur@enquirer.example", "canary-the-door-was-ämber")
THUMB = 44  # pixels
NOTED_AFTER = 4000  # milliseconds; a browser notes every few seconds which tabs it would restore


class Weather(BaseHTTPRequestHandler):
    """An ordinary page elsewhere."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><html lang=en><title>Weather</title><h1>Dry</h1>")

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    with ThreadingHTTPServer((HOST, 0), Weather) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://{HOST}:{server.server_port}/weather"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def running_site(
    django_db_setup: None, django_db_blocker: Any, static_files: None, elsewhere: str
) -> Iterator[LiveSite]:
    with django_db_blocker.unblock(), live_site(worker=False, LEAVE_TO=elsewhere) as site:
        yield site


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def context(
    request: pytest.FixtureRequest, browser: Browser, sample_site: LiveSite
) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=sample_site.url,
        viewport={"width": 360, "height": 640},
        java_script_enabled=request.param == "with JavaScript",
    )
    yield context
    context.close()


def type_words(page: Page) -> None:
    name, email, message = WORDS
    page.get_by_label("What should I call you?").fill(name)
    page.get_by_label("By e-mail").check()
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("Anything you’d like me to know").fill(message)


def leave(page: Page) -> None:
    page.get_by_role("link", name="Leave this page", exact=True).click()


def shown(page: Page) -> str:
    """All that the page says, and all that stands in its fields."""
    fields = page.locator("input:not([type=hidden]), textarea")
    values = [fields.nth(at).input_value() for at in range(fields.count())]
    return page.content() + "\n".join(values)


def typed_words_in(text: str) -> list[str]:
    return [word for word in WORDS if word in text]


def kept_by(context: BrowserContext) -> str:
    return json.dumps(context.storage_state(), ensure_ascii=False)


def test_after_leaving_back_and_reload_show_not_one_typed_word(
    context: BrowserContext, elsewhere: str
) -> None:
    page = context.new_page()
    page.goto("/about/")
    page.goto("/contact/")
    type_words(page)
    leave(page)
    expect(page).to_have_url(elsewhere)
    assert context.cookies() == []
    assert typed_words_in(kept_by(context)) == []
    for step in (page.go_back, page.reload, page.go_forward, page.go_back):
        step()
        assert typed_words_in(shown(page)) == []
    assert typed_words_in(kept_by(context)) == []


def test_after_leaving_a_form_with_errors_its_words_are_nowhere_either(
    context: BrowserContext, elsewhere: str
) -> None:
    page = context.new_page()
    page.goto("/contact/")
    type_words(page)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert typed_words_in(shown(page)) == list(WORDS)
    leave(page)
    expect(page).to_have_url(elsewhere)
    for _ in range(2):
        with suppress(NotShownAgain):  # without JavaScript: the form's answer is in the history
            page.go_back()
        assert typed_words_in(shown(page)) == []


def test_after_leaving_the_confirmation_the_number_is_nowhere(
    context: BrowserContext, elsewhere: str
) -> None:
    page = context.new_page()
    page.goto("/contact/")
    fill_in_the_form(page)
    number = page.locator(".number").inner_text()
    leave(page)
    expect(page).to_have_url(elsewhere)
    assert context.cookies() == []
    page.go_back()
    assert number not in shown(page)


def test_with_javascript_the_page_is_not_in_the_history_of_the_tab(
    visitor: Page, elsewhere: str
) -> None:
    visitor.goto("/about/")
    visitor.goto("/contact/")
    leave(visitor)
    expect(visitor).to_have_url(elsewhere)
    visitor.go_back()
    assert visitor.url.endswith("/about/")


@pytest.mark.parametrize("path", ["/contact/", "/contact/return/", SENSITIVE])
def test_shift_three_times_leaves(visitor: Page, elsewhere: str, path: str) -> None:
    visitor.goto(path)
    for _ in range(3):
        visitor.keyboard.press("Shift")
    expect(visitor).to_have_url(elsewhere)


def test_who_types_capital_letters_stays(visitor: Page, sample_site: LiveSite) -> None:
    visitor.goto("/contact/")
    visitor.get_by_label("Anything you’d like me to know").focus()
    for key in ["Shift", "Shift+A", "Shift", "Shift", "b", "Shift"]:
        visitor.keyboard.press(key)
    visitor.wait_for_timeout(2100)
    for _ in range(2):
        visitor.keyboard.press("Shift")
    expect(visitor).to_have_url(f"{sample_site.url}/contact/")


def test_the_words_are_gone_before_the_other_page_is_there(
    visitor: Page, sample_site: LiveSite
) -> None:
    visitor.goto("/contact/")
    type_words(visitor)
    visitor.route("**/leave/", lambda route: route.fulfill(status=204))  # it does not come
    visitor.evaluate("document.querySelector('.leave__link').click()")
    assert typed_words_in(shown(visitor)) == []
    assert visitor.locator("body").inner_text() == ""
    assert visitor.title() == "…"


def test_the_exit_stays_in_reach_of_a_thumb(context: BrowserContext) -> None:
    page = context.new_page()
    for path in ("/contact/", SENSITIVE):
        page.goto(path)
        page.mouse.wheel(0, 1500)
        link = page.get_by_role("link", name="Leave this page", exact=True)
        expect(link).to_be_in_viewport(ratio=1)
        box = link.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= THUMB


def test_only_with_javascript_shift_is_offered(browser: Browser, sample_site: LiveSite) -> None:
    for enabled in (True, False):
        context = browser.new_context(base_url=sample_site.url, java_script_enabled=enabled)
        page = context.new_page()
        page.goto("/contact/")
        assert page.get_by_text("Pressing the Shift key").is_visible() is enabled
        context.close()


def test_the_browser_writes_no_typed_word_to_its_disk(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    sample_site: LiveSite,
    elsewhere: str,
    tmp_path: Path,
) -> None:
    args = browser_type_launch_args | {"base_url": sample_site.url}
    with browser_type.launch_persistent_context(tmp_path, **args) as context:
        page = context.pages[0]
        for is_sent in (False, True):
            page.goto("/contact/")
            type_words(page)
            page.wait_for_timeout(NOTED_AFTER)
            if is_sent:
                fill_in_the_form(page)
            leave(page)
            expect(page).to_have_url(elsewhere)
    written = b"\n".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert f"{sample_site.url}/contact/".encode() in written  # as the page says: the history stays
    typed = (*WORDS, WHAT_ROBIN_WROTE)
    assert [word for word in typed if any(spelt in written for spelt in spellings(word))] == []
