"""The table of what is kept can be read on any screen, and heard as the table it is."""

import pytest
from playwright.sync_api import Browser

from tests.factories import make_pages
from tests.live_site import LiveSite

# Wide at the right of its box, a cell would be cut off or painted over its neighbour.
SPILLING = """() => [...document.querySelectorAll('.kept tbody :is(th, td)')]
    .filter(cell => cell.scrollWidth > cell.clientWidth + 1).length"""


@pytest.mark.usefixtures("transactional_db", "profile")
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_table_of_what_is_kept_is_whole_at_every_width(
    browser: Browser, running_site: LiveSite, width: int
) -> None:
    make_pages()
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{running_site.url}/privacy/")

    assert page.evaluate(SPILLING) == 0
    assert page.get_by_role("row").count() > 6
    labels = page.locator(".kept span").first
    assert labels.is_visible() == (width < 576)
    context.close()
