"""The therapist's week in a browser: on a phone, without JavaScript, by keyboard alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from contact import booking
from contact.booking import Wanted
from contact.models import Appointment, Availability, BusySpan, WeeklyHours
from contact.models.appointment import Status
from practice import sample_content
from practice.models import PracticeProfile, User
from tests.browser.test_the_main_way import PASSWORD, sign_in
from tests.factories import make_availability, make_enquiry, make_key
from tests.live_site import LiveSite, live_site

WEEK = "/admin/contact/appointment/"
A_PHONE = {"width": 360, "height": 740}
TOO_SMALL = """[...document.querySelectorAll('.diary :is(a.button, button, summary)')]
    .map(one => one.getBoundingClientRect())
    .filter(box => box.width && (box.width < 44 || box.height < 44)).length"""


@pytest.fixture
def site(transactional_db: None, static_files: None) -> Iterator[LiveSite]:
    """A process for each test: the desk remembers the numbers of content types."""
    sample_content.load(timezone.now())
    make_key()
    User.objects.create_superuser("therapist", password=PASSWORD)
    WeeklyHours.objects.all().delete()
    Availability.objects.all().delete()
    make_availability()
    with live_site(worker=False) as running:
        yield running


@pytest.fixture
def held(site: LiveSite) -> Appointment:
    """Next week's Tuesday at ten."""
    today, now = timezone.localdate(), timezone.now()
    tuesday = today + timedelta(days=8 - today.weekday())
    start = datetime.combine(tuesday, time(10), timezone.get_default_timezone()).astimezone(UTC)
    profile = PracticeProfile.objects.current()
    enquiry = make_enquiry(profile, now=now)
    return booking.hold(enquiry, Wanted(start, "online"), profile=profile, now=now)


@contextmanager
def desk(browser: Browser, site: LiveSite, **options: object) -> Iterator[Page]:
    """A phone of her own on which she has signed in."""
    how = {"base_url": site.url, "viewport": A_PHONE} | options
    context = browser.new_context(**how)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page)
    yield page
    context.close()


def week_of(one: Appointment) -> str:
    return f"{WEEK}?week={timezone.localdate(one.starts_at)}"


def day_of(page: Page, one: Appointment) -> Locator:
    return page.locator(f"#day-{timezone.localdate(one.starts_at)}")


def test_on_a_phone_she_agrees_with_one_tap(
    browser: Browser, site: LiveSite, held: Appointment
) -> None:
    with desk(browser, site, java_script_enabled=False, has_touch=True) as page:
        page.get_by_role("link", name="Calendar", exact=True).tap()
        page.get_by_role("button", name=f"Agree: {held.reference}").first.tap()
        expect(page.locator(".messagelist")).to_contain_text("agreed")
        assert page.url.endswith(f"#day-{timezone.localdate(held.starts_at)}")
    held.refresh_from_db()
    assert held.status == Status.CONFIRMED


def test_on_a_phone_she_blocks_a_time_and_frees_it_again(
    browser: Browser, site: LiveSite, held: Appointment
) -> None:
    with desk(browser, site, java_script_enabled=False, has_touch=True) as page:
        page.goto(week_of(held))
        day = day_of(page, held)
        day.get_by_text("Only a part of it").first.tap()
        day.get_by_role("button", name="13:30–14:20").tap()
        expect(day).to_contain_text("13:30–14:20")
        expect(day).to_contain_text("blocked by you")
        day.get_by_role("button", name="Free again").tap()
        expect(day).not_to_contain_text("blocked by you")
        day.get_by_role("button", name="Block the day").tap()
        expect(page.locator(".messagelist")).to_contain_text("The appointment at 10:00 stands")
    assert BusySpan.objects.count() == 1


def test_on_a_phone_she_adds_somebody_who_rang(
    browser: Browser, site: LiveSite, held: Appointment
) -> None:
    with desk(browser, site, java_script_enabled=False, has_touch=True) as page:
        page.goto(week_of(held))
        day = day_of(page, held)
        day.get_by_role("link", name="Add").tap()
        page.get_by_label("Time").fill("10:30")
        page.get_by_label("Initials").fill("MV")
        page.get_by_role("button", name="Add it").tap()
        expect(page.get_by_text("There is another appointment then")).to_be_visible()
        expect(page.get_by_label("Initials")).to_have_value("MV")
        page.get_by_label("Time").fill("15:00")
        page.get_by_role("button", name="Add it").tap()
        expect(day).to_contain_text("MV: online, agreed")


def test_all_of_it_goes_by_keyboard(browser: Browser, site: LiveSite, held: Appointment) -> None:
    with desk(browser, site) as page:
        page.goto(WEEK)
        for _ in range(40):
            page.keyboard.press("Tab")
            name = page.evaluate("document.activeElement.getAttribute('aria-label') || ''")
            if name.startswith("Decline"):
                break
        page.keyboard.press("Enter")
        expect(page.locator(".messagelist")).to_contain_text("declined")
    held.refresh_from_db()
    assert held.status == Status.DECLINED


def test_from_the_month_a_tap_leads_to_the_day(
    browser: Browser, site: LiveSite, held: Appointment
) -> None:
    day = timezone.localdate(held.starts_at)
    with desk(browser, site, has_touch=True) as page:
        page.goto(f"{WEEK}month/?month={day:%Y-%m}")
        page.get_by_role("link", name="1 waits for your yes").tap()
        expect(page.locator(f"#day-{day}")).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_is_too_small_to_press_and_nothing_scrolls_sideways(
    browser: Browser, site: LiveSite, held: Appointment, width: int
) -> None:
    said: list[str] = []
    viewport = {"width": width, "height": 740}
    with desk(browser, site, viewport=viewport) as page:
        page.on("console", lambda message: said.append(message.text))
        for path in (week_of(held), f"{WEEK}month/", f"{WEEK}add/", f"{WEEK}{held.pk}/change/"):
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert page.evaluate(TOO_SMALL) == 0, path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert said == []
