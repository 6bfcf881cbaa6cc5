"""axe finds nothing in any page in any state, light and dark, narrow and wide. Nothing scrolls
sideways. The rules are AAA's.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Route

from tests.every_page import Document, every_page
from tests.live_site import LiveSite

Scheme = Literal["light", "dark"]

AAA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]
COLOURS = ["color-contrast-enhanced", "link-in-text-block"]
IMPLIED = {"color-contrast": {"enabled": False}}  # by the enhanced one; it is a third of the time
RULES: dict[Scheme, dict[str, object]] = {
    "light": {"type": "tag", "values": AAA},
    "dark": {"type": "rule", "values": COLOURS},  # all that can be amiss in the dark only
}
STAY = "HTMLFormElement.prototype.submit = () => {}"  # where a page would go on by itself
NARROW, BETWEEN, WIDE = 320, 768, 1280
# The colours of the dark are the same at every width.
LOOKED_AT_IN: dict[int, list[Scheme]] = {NARROW: ["light", "dark"], WIDE: ["light"]}
OF_THE_CONNECTION = {"content-length", "transfer-encoding", "set-cookie"}


def show(page: Page, site: LiveSite, document: Document) -> None:
    """Load a document where it was asked for, under its own headers; what it links to is live."""
    headers = document.answer.headers.items()
    kept = {name: value for name, value in headers if name.lower() not in OF_THE_CONNECTION}

    def answer(route: Route) -> None:
        if route.request.is_navigation_request() and route.request.frame == page.main_frame:
            route.fulfill(status=document.answer.status, headers=kept, body=document.answer.text)
        else:
            route.continue_()

    page.unroute_all()
    page.route(re.compile(f"^{re.escape(site.url + document.path)}$"), answer)
    page.goto(site.url + document.path)
    page.evaluate(AXE_SCRIPT)


LOOK = """options => axe.run(options).then(({violations}) => violations.flatMap(
    ({id, nodes}) => nodes.map(({html}) => `${id}: ${html}`)))"""


def complaints(page: Page, only: Mapping[str, object]) -> list[str]:
    """What axe finds in the page as it is shown now: each node, and which rule it breaks."""
    page.evaluate("document.getAnimations().map(it => it.finish())")  # colours that still change
    options = {"runOnly": only, "rules": IMPLIED, "resultTypes": ["violations"]}
    found: list[str] = page.evaluate(LOOK, options)
    return found


def in_every_way(page: Page) -> Iterator[str]:
    for width in (NARROW, BETWEEN, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"{width}: scrolls sideways"
        for scheme in LOOKED_AT_IN.get(width, ()):
            page.emulate_media(color_scheme=scheme)
            yield from (f"{width}, {scheme}: {it}" for it in complaints(page, RULES[scheme]))


def test_every_page_in_every_state_is_accessible_and_fits_its_width(
    browser: Browser, transactional_db: None, static_files: None
) -> None:
    found: list[str] = []
    page = browser.new_context().new_page()
    page.add_init_script(STAY)
    with every_page() as (site, documents):
        for document in documents:
            show(page, site, document)
            found += [f"{document.name}, {it}" for it in in_every_way(page)]
    page.context.close()

    assert len(documents) > 150
    assert found == []
