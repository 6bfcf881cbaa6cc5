"""The first page of the desk on a phone: one thumb, or the keyboard alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from contact import booking
from contact.booking import Wanted
from contact.timetable import Timetable
from practice import sample_content
from practice.models import PracticeProfile, User
from tests.factories import PHRASE, make_enquiry, make_key
from tests.live_site import live_site

A_PHONE = {"width": 360, "height": 740}
TOO_SMALL = """[...document.querySelectorAll('main :is(a, button)')]
    .map(one => [one.textContent.trim(), one.getBoundingClientRect()])
    .filter(([words, box]) => box.height < 44 || box.width < 44)
    .map(([words]) => words)"""


@pytest.fixture
def today(browser: Browser, transactional_db: None, static_files: None) -> Iterator[Page]:
    """Somebody waits, and wants a time; the desk is locked."""
    now = timezone.now()
    sample_content.load(now)
    make_key()
    therapist, profile = User.objects.create_superuser("therapist"), PracticeProfile.objects.get()
    enquiry = make_enquiry(profile, now=now - timedelta(days=9), name="Robin Bell")
    slot = Timetable.read(profile, now).free_slots()[0]
    booking.hold(enquiry, Wanted(slot.start, slot.modalities[0]), profile=profile, now=now)
    signed_in = Client()
    signed_in.force_login(therapist)
    with live_site(worker=False) as site:
        context = browser.new_context(base_url=site.url, viewport=A_PHONE)  # type: ignore[arg-type]
        cookies = signed_in.cookies.items()
        context.add_cookies(
            [{"name": name, "value": one.value, "url": site.url} for name, one in cookies]
        )
        page = context.new_page()
        page.goto("/admin/")
        yield page
        context.close()


def press(page: Page, words: str) -> None:
    """By the keyboard alone."""
    button = page.get_by_text(words, exact=True)
    for _stop in range(60):
        if button.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")


def test_who_waits_is_named_and_agreed_with_on_a_phone_by_keyboard(today: Page) -> None:
    expect(today.get_by_text("Robin Bell")).to_have_count(0)
    press(today, "Unlock to see who it is")
    today.get_by_label("Reading phrase").fill(PHRASE)
    today.keyboard.press("Enter")
    expect(today.get_by_text("R. B.")).to_be_visible()
    press(today, "Show names")
    expect(today.get_by_text("Robin Bell")).to_be_visible()

    assert today.evaluate(TOO_SMALL) == []
    assert today.evaluate("document.documentElement.scrollWidth") == A_PHONE["width"]

    press(today, "Agree")
    expect(today).to_have_url("/admin/")
    expect(today.get_by_text("agreed.")).to_be_visible()
