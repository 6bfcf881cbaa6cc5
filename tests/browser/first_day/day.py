"""What a day is played with, and what is asked of every page that she sees."""

from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.test_accessibility import RULES, complaints
from tests.smtp_server import SmtpServer

A_PHONE: ViewportSize = {"width": 390, "height": 844}
A_COMPUTER: ViewportSize = {"width": 1100, "height": 760}


@dataclass(frozen=True)
class Day:
    """Her phone, the phone of somebody who does not know her, and the mail that goes out.

    `album` is the folder that keeps pictures of what she sees; None where nobody wants them.
    """

    hers: Page
    robins: Page
    mail: SmtpServer
    album: Path | None

    def sees(self, heading: str, picture: str = "", *, scrolled_to: str = "") -> None:
        """She is on the page with this heading, and nothing is in anybody's way there.

        Where `picture` names one, it is kept in the album.
        """
        expect(self.hers.locator("h1")).to_contain_text(heading)
        self.hers.wait_for_load_state()
        assert_accessible(self.hers)
        if picture and self.album:
            show(self.hers, scrolled_to)
            self.hers.screenshot(path=self.album / f"{picture}.png")

    def sees_on_a_computer(self, heading: str, picture: str) -> None:
        """The same on a wide screen."""
        self.hers.set_viewport_size(A_COMPUTER)
        self.sees(heading, picture)
        self.hers.set_viewport_size(A_PHONE)


def assert_accessible(page: Page) -> None:
    page.evaluate(AXE_SCRIPT)
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme)
        found = complaints(page, rules)
        assert found == [], (page.url, scheme, found)
    page.emulate_media(color_scheme="light")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), page.url


def show(page: Page, selector: str) -> None:
    """Bring a part of the page to the top of the screen, or the page's own top."""
    page.evaluate("document.activeElement.blur()")
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    if selector:
        page.locator(selector).first.evaluate("it => it.scrollIntoView({behavior: 'instant'})")
