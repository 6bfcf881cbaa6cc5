"""axe finds nothing in any page in any state, light and dark, narrow and wide: AAA rules included
for visitors, AA at the desk, much of which is Django's. Nothing scrolls sideways.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Route

from tests.every_page import Document, every_page
from tests.live_site import LiveSite

AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AAA = [*AA, "wcag2aaa", "best-practice"]
COLOURS_AA = ["color-contrast", "link-in-text-block"]  # all that can be amiss in the dark only
COLOURS_AAA = [*COLOURS_AA, "color-contrast-enhanced"]
NARROW, BETWEEN, WIDE = 320, 768, 1280
OF_THE_CONNECTION = {"content-length", "transfer-encoding", "set-cookie"}


def show(page: Page, site: LiveSite, document: Document) -> None:
    """Load a document where it was asked for, under its own headers; what it links to is live."""
    headers = document.answer.headers.items()
    kept = {name: value for name, value in headers if name.lower() not in OF_THE_CONNECTION}

    def answer(route: Route) -> None:
        if route.request.is_navigation_request():
            route.fulfill(status=document.answer.status, headers=kept, body=document.answer.text)
        else:
            route.continue_()

    page.unroute_all()
    page.route("**/*", answer)
    page.goto(site.url + document.path)
    page.evaluate(AXE_SCRIPT)


def complaints(page: Page, only: Mapping[str, object]) -> Iterator[str]:
    """What axe finds in the page as it is shown now."""
    page.evaluate("document.getAnimations().map(it => it.finish())")  # colours that still change
    options = {"runOnly": only, "resultTypes": ["violations"]}
    violations: list[dict[str, Any]] = page.evaluate(
        f"axe.run({json.dumps(options)}).then(found => found.violations)"
    )
    return (f"{it['id']}: {node['html']}" for it in violations for node in it["nodes"])


def in_every_way(page: Page, *, at_the_desk: bool) -> Iterator[str]:
    everything = {"type": "tag", "values": AA if at_the_desk else AAA}
    colours = {"type": "rule", "values": COLOURS_AA if at_the_desk else COLOURS_AAA}
    for width in (NARROW, BETWEEN, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"{width}: scrolls sideways"
        if width != BETWEEN:
            page.emulate_media(color_scheme="light")
            yield from (f"{width}, light: {it}" for it in complaints(page, everything))
            page.emulate_media(color_scheme="dark")
            yield from (f"{width}, dark: {it}" for it in complaints(page, colours))


def test_every_page_in_every_state_is_accessible_and_fits_its_width(
    browser: Browser, transactional_db: None, static_files: None
) -> None:
    found: list[str] = []
    page = browser.new_context().new_page()
    with every_page() as (site, documents):
        for document in documents:
            show(page, site, document)
            at_the_desk = document.path.startswith("/admin/")
            amiss = in_every_way(page, at_the_desk=at_the_desk)
            found += [f"{document.name}, {it}" for it in amiss]
    page.context.close()

    assert len(documents) > 70
    assert found == []
