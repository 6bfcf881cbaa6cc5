"""What is kept can be read on any screen: the table for everybody, the export for one person."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from practice.models import PracticeProfile
from tests.browser.test_accessibility import complaints, sideways_scroll
from tests.contact.canaries import CANARIES
from tests.factories import A_MONDAY, make_enquiry, make_pages
from tests.live_site import LiveSite

# Wide at the right of its box, a cell would be cut off or painted over its neighbour.
SPILLING = """() => [...document.querySelectorAll('.kept tbody :is(th, td)')]
    .filter(cell => cell.scrollWidth > cell.clientWidth + 1).length"""


@pytest.fixture(params=["light", "dark"])
def context(
    request: pytest.FixtureRequest, browser: Browser, running_site: LiveSite
) -> Iterator[Any]:
    context = browser.new_context(base_url=running_site.url, color_scheme=request.param)
    yield context
    context.close()


@pytest.mark.usefixtures("transactional_db", "profile")
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_table_of_what_is_kept_is_whole_at_every_width(
    context: BrowserContext, width: int
) -> None:
    make_pages()
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/privacy/")

    assert complaints(page) == []
    assert sideways_scroll(page) <= 0
    assert page.evaluate(SPILLING) == 0
    assert page.get_by_role("row").count() > 6  # a table still, for those who hear it
    labels = page.locator(".kept span").first
    assert labels.is_visible() == (width < 576)


def signed_in(context: BrowserContext, desk: Client, site: LiveSite) -> Page:
    context.add_cookies(
        [{"name": name, "value": one.value, "url": site.url} for name, one in desk.cookies.items()]
    )
    return context.new_page()


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("width", [360, 1280])
def test_the_export_is_accessible_and_fits(
    context: BrowserContext,
    running_site: LiveSite,
    unlocked_desk: Client,
    profile: PracticeProfile,
    width: int,
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY, **CANARIES)
    page = signed_in(context, unlocked_desk, running_site)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/admin/contact/enquiry/{enquiry.pk}/export/")

    assert page.get_by_text(CANARIES["message"]).is_visible()
    assert complaints(page) == []
    assert sideways_scroll(page) <= 0
