"""All that is done with an enquiry, by keyboard alone on a phone; axe looks at each page."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from contact.models import Enquiry, Entry, Snippet
from practice import sample_content
from practice.models import PracticeProfile, User
from tests.browser.test_accessibility import AAA, complaints
from tests.browser.test_the_main_way import PASSWORD, sign_in
from tests.factories import PHRASE, make_enquiry, make_key
from tests.live_site import LiveSite, live_site

INBOX = "/admin/contact/enquiry/"
MOST_STOPS = 80  # on one page
THUMB, HEIGHT = 44, "one => one.getBoundingClientRect().height"  # pixels
# What a screen reader would say of where the focus is: its label, or its words.
HERE = """() => {
    const here = document.activeElement
    const label = here.ariaLabel ?? here.labels?.[0]?.textContent
    return (label ?? (here.textContent || here.value)).trim().replace(/\\s+/g, " ")
}"""


@pytest.fixture
def site(transactional_db: None, static_files: None) -> Iterator[LiveSite]:
    sample_content.load(timezone.now())
    make_key()
    User.objects.create_superuser("therapist", password=PASSWORD)
    Snippet.objects.create(title="Ring me", text="Dear {name}, please ring me: {phone}.")
    with live_site(worker=False) as running:
        yield running


@pytest.fixture
def page(browser: Browser, site: LiveSite) -> Iterator[Page]:
    """Her phone, on which she has signed in."""
    context = browser.new_context(base_url=site.url, viewport={"width": 390, "height": 800})
    page = context.new_page()
    sign_in(page)
    yield page
    context.close()


def go_to(page: Page, name: str) -> None:
    """Press Tab until the focus is at what is called so."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(HERE).startswith(name):
            return
    pytest.fail(f"Tab never came to {name}")


def press(page: Page, name: str) -> None:
    go_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert_accessible(page)


def type_into(page: Page, name: str, text: str) -> None:
    go_to(page, name)
    page.keyboard.type(text)


def assert_accessible(page: Page) -> None:
    page.evaluate(AXE_SCRIPT)
    found = complaints(page, {"type": "tag", "values": AAA})
    assert found == [], page.url
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), page.url


def test_an_enquiry_is_dealt_with_by_keyboard_alone(page: Page, site: LiveSite) -> None:
    said = {"email": "robin@enquirer.example", "reply_by": "email", "safe_to_write": "yes"}
    words = {"message": "I read Part 2.", "safe_times": "tue thu morning"}
    enquiry = make_enquiry(PracticeProfile.objects.get(), now=timezone.now(), **said, **words)
    reference = enquiry.pk.hex[:6].upper()

    page.goto(INBOX)
    assert_accessible(page)
    assert page.get_by_role("link", name=reference).evaluate(HEIGHT) >= THUMB
    go_to(page, "Shown: All")
    page.keyboard.press("Enter")
    press(page, "Needs an answer")
    go_to(page, "Search")
    page.keyboard.press("Enter")
    type_into(page, "What are you", "part")
    press(page, "Search")
    press(page, "Unlock to search")
    type_into(page, "Your reading phrase", PHRASE)
    press(page, "Unlock")
    type_into(page, "What are you", "part")
    press(page, "Search")
    expect(page.get_by_text("Looked through 1 message")).to_be_visible()
    press(page, reference)
    expect(page.get_by_text("Mail only Tue and Thu mornings.")).to_be_visible()

    press(page, "Ring me")
    press(page, "See what goes out")
    press(page, "Send it")
    press(page, "Take it back")
    assert not Entry.objects.exists()
    type_into(page, "A note for yourself", "Sounded tired.")
    press(page, "Keep this note")
    expect(page.get_by_text("Sounded tired.")).to_be_visible()
    day = timezone.localdate() + timedelta(days=3)
    type_into(page, "Day", day.strftime("%m%d%Y"))
    press(page, "Keep this day")
    expect(page.get_by_text("You wanted to come back to this on")).to_be_visible()
    press(page, "Put on the waiting list")
    press(page, "Take off the waiting list")
    press(page, "All that is held on this person")
    expect(page.get_by_text("Sounded tired.")).to_be_visible()
    press(page, "Back to the message")
    press(page, "No, I have no room")
    press(page, "Send it")
    assert Enquiry.objects.get().closed_because == "declined"
    assert Enquiry.objects.get().follow_up_on == day

    press(page, "Erase it")
    press(page, "Yes")
    assert not Enquiry.objects.exists()
    expect(page.get_by_text("Nobody has written yet.")).to_be_visible()
