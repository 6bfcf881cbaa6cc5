"""The therapist says when she has time: with one thumb, by keyboard alone, without scripts."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from contact.models import Availability, ClosedDays, WeeklyHours
from practice import sample_content
from practice.models import User
from tests.browser.test_the_main_way import PASSWORD, sign_in
from tests.contact.times_page import PAGE, entered
from tests.factories import make_key
from tests.live_site import LiveSite, live_site

A_PHONE = {"width": 360, "height": 740}
PRESSED = ".times-page :is(button, summary, label, li > a, nav a)"
TOO_SMALL = """(pressed) => [...document.querySelectorAll(pressed)]
    .filter(one => one.matches(':not(label), .tick') && !one.matches('.visually-hidden'))
    .map(one => [one.getBoundingClientRect(), one.outerHTML])
    .filter(([box]) => box.width && (box.width < 44 || box.height < 44))"""


@pytest.fixture
def site(transactional_db: None, static_files: None) -> Iterator[LiveSite]:
    """A process for each test: the desk remembers the numbers of content types."""
    sample_content.load(timezone.now())
    make_key()
    User.objects.create_superuser("therapist", password=PASSWORD)
    WeeklyHours.objects.all().delete()
    Availability.objects.all().delete()
    with live_site(worker=False) as running:
        yield running


@contextmanager
def desk(browser: Browser, site: LiveSite) -> Iterator[Page]:
    """A phone without JavaScript on which she has signed in."""
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": A_PHONE["width"], "height": A_PHONE["height"]},
        java_script_enabled=False,
        has_touch=True,
    )
    page = context.new_page()
    sign_in(page)
    yield page
    context.close()


def row(page: Page, kind: str, number: int) -> Locator:
    return page.locator(f"#{kind}-{number - 1}")


def test_with_one_thumb_she_says_her_hours_and_sees_what_comes_of_them(
    browser: Browser, site: LiveSite
) -> None:
    with desk(browser, site) as page:
        page.get_by_role("link", name="Settings", exact=True).tap()
        page.get_by_role("link", name="Your hours").tap()
        expect(page.get_by_text("You have not said yet when you have time")).to_be_visible()
        for day in ("Tuesday", "Thursday"):
            row(page, "weekly", 1).get_by_text(day).tap()
        row(page, "weekly", 1).get_by_label("From").fill("09:00")
        row(page, "weekly", 1).get_by_label("To").fill("12:00")
        row(page, "weekly", 1).get_by_text("By phone").tap()
        page.get_by_role("button", name="One more row Weekly hours").tap()
        page.wait_for_url("**/#weekly-1")
        row(page, "weekly", 2).get_by_text("Friday").tap()
        row(page, "weekly", 2).get_by_label("From").fill("10:00")
        row(page, "weekly", 2).get_by_label("To").fill("09:00")
        row(page, "weekly", 2).get_by_text("Online").tap()
        page.get_by_role("button", name="Save").tap()

        expect(page.get_by_role("alert")).to_contain_text("This must be later than 10:00.")
        row(page, "weekly", 2).get_by_label("To").fill("13:00")
        page.get_by_role("button", name="Show the picture").last.tap()
        picture = page.locator("#picture")
        expect(picture).to_be_in_viewport()
        expect(picture).to_contain_text("if you saved this")
        page.get_by_role("button", name="Week after").tap()
        expect(picture.locator(".week__day").nth(1)).to_contain_text("09:00–11:50")
        assert entered() == []
        picture.get_by_role("button", name="Save").tap()

        expect(page.locator(".messagelist")).to_contain_text("times to choose from")
        expect(page.get_by_text("Tuesday and Thursday, 09:00–12:00: by phone")).to_be_visible()
    assert entered() == [
        "Tuesday 09:00–12:00 phone",
        "Thursday 09:00–12:00 phone",
        "Friday 10:00–13:00 online",
    ]


def test_by_keyboard_alone_enter_draws_and_saves_nothing(browser: Browser, site: LiveSite) -> None:
    with desk(browser, site) as page:
        page.goto(PAGE)
        row(page, "weekly", 1).get_by_label("Monday").focus()
        page.keyboard.press("Space")
        row(page, "weekly", 1).get_by_label("From").focus()
        page.keyboard.type("0900AM")
        row(page, "weekly", 1).get_by_label("To").focus()
        page.keyboard.type("1100AM")
        page.keyboard.press("Tab")  # beside the clock
        row(page, "weekly", 1).get_by_label("Online").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.locator("#picture")).to_contain_text("Can begin at 09:00, 09:30, 10:00")
        assert entered() == []

        page.get_by_role("button", name="Save").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".messagelist")).to_contain_text("Saved.")
    assert entered() == ["Monday 09:00–11:00 online"]


def test_what_is_there_is_opened_changed_and_taken_away(browser: Browser, site: LiveSite) -> None:
    WeeklyHours.objects.create(weekday=0, begins="09:00", ends="11:00", modality="phone")
    today = timezone.localdate()
    ClosedDays.objects.create(first=today, last=today)
    with desk(browser, site) as page:
        page.goto(PAGE)
        page.get_by_text("Monday, 09:00–11:00: by phone").tap()
        row(page, "weekly", 1).get_by_text("Monday").tap()
        row(page, "weekly", 1).get_by_text("Sunday").tap()
        page.locator("#closed summary").tap()
        row(page, "closed", 1).get_by_text("Remove this row").tap()
        page.get_by_role("button", name="Save").tap()
        expect(page.locator(".messagelist")).to_contain_text("Saved.")
    assert entered() == ["Sunday 09:00–11:00 phone"]


def test_everything_is_wide_enough_for_a_thumb(browser: Browser, site: LiveSite) -> None:
    WeeklyHours.objects.create(weekday=0, begins="09:00", ends="11:00", modality="phone")
    with browser.new_context(
        base_url=site.url, viewport={"width": A_PHONE["width"], "height": A_PHONE["height"]}
    ) as context:
        page = context.new_page()
        sign_in(page)
        page.goto(PAGE)
        page.locator("summary").click()
        assert page.evaluate(TOO_SMALL, PRESSED) == []
        assert page.evaluate("document.documentElement.scrollWidth") == A_PHONE["width"]
        page.get_by_role("button", name="One more row Days off").click()
        row(page, "closed", 2).get_by_label("From").fill("1999-01-01")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert page.evaluate(TOO_SMALL, PRESSED) == []
