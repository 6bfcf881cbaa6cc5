"""Choosing a time as people do: on a small phone, without JavaScript, by keyboard, from abroad."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from contact import booking
from contact.booking import Wanted
from contact.models import Appointment, Availability, WeeklyHours
from contact.timetable import Timetable
from practice.models import PracticeProfile
from tests.browser.test_the_main_way import A_PERSON_TYPES_FOR
from tests.browser.traffic import traffic_of
from tests.factories import make_availability, make_enquiry
from tests.live_site import LiveSite

TIMES = "/times/"
NARROW = {"width": 320, "height": 640}
THUMB = 44  # pixels
HOME, FAR_AWAY = "Europe/London", "Pacific/Auckland"


@pytest.fixture(autouse=True)
def hours(sample_site: LiveSite) -> None:
    WeeklyHours.objects.all().delete()
    Availability.objects.all().delete()
    make_availability(horizon_days=90)


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def narrow(
    request: pytest.FixtureRequest, browser: Browser, sample_site: LiveSite
) -> Iterator[Page]:
    context = browser.new_context(
        base_url=sample_site.url,
        viewport={"width": 320, "height": 640},
        timezone_id=HOME,
        java_script_enabled=request.param == "with JavaScript",
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def abroad(browser: Browser, sample_site: LiveSite) -> Iterator[Page]:
    context = browser.new_context(base_url=sample_site.url, timezone_id=FAR_AWAY)
    yield context.new_page()
    context.close()


def answer_the_rest(page: Page) -> None:
    page.get_by_label("What should I call you?").fill("Robin")
    page.get_by_label("Nowhere").check()
    page.get_by_label("You may keep what I wrote").check()
    page.wait_for_timeout(A_PERSON_TYPES_FOR)
    page.get_by_role("button", name="Send").click()


def first_time(page: Page) -> str:
    """Tap the first; return what it says."""
    button = page.locator(".free-time").first
    said = re.sub(r"\s+", " ", button.text_content() or "").strip()
    button.click()
    return said


def test_one_tap_and_a_few_answers_and_the_time_is_kept(narrow: Page) -> None:
    narrow.goto("/")
    narrow.get_by_role("link", name="look whether a time suits you").click()
    chosen = first_time(narrow)
    assert re.fullmatch(r"\w+day \d+ \w+, \d\d:\d\d, (online|in person)", chosen)
    expect(narrow).to_have_url(re.compile("/contact/$"))
    expect(narrow.locator(".chosen-time strong")).to_have_text(chosen)
    answer_the_rest(narrow)
    expect(narrow.get_by_text(f"I keep this time for you: {chosen}.")).to_be_visible()
    expect(narrow).to_have_title("Contact")
    assert Appointment.objects.get().status == Appointment.Status.HELD


def test_every_button_is_as_large_as_a_thumb_and_nothing_scrolls_sideways(narrow: Page) -> None:
    for address in (TIMES, f"{TIMES}?zone={FAR_AWAY}"):
        narrow.goto(address)
        for each in narrow.locator("main button, main select, .free-more a").all():
            box = each.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= THUMB
        assert narrow.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_later_and_earlier_times_are_links(narrow: Page) -> None:
    narrow.goto(TIMES)
    days = narrow.locator(".free-day")
    first = days.first.inner_text()
    narrow.get_by_role("link", name="Later times").click()
    assert days.first.inner_text() != first
    narrow.get_by_role("link", name="Earlier times").click()
    expect(days.first).to_have_text(first)


def test_a_zone_is_chosen_in_a_plain_form(narrow: Page) -> None:
    narrow.goto(TIMES)
    narrow.get_by_label("Times as the clocks show them in").select_option("Auckland")
    narrow.get_by_role("button", name="Show").click()
    expect(narrow).to_have_url(re.compile(r"/times/\?zone=Pacific%2FAuckland$"))
    expect(narrow.locator(".free-time").first).to_contain_text("in London")
    chosen = first_time(narrow)
    expect(narrow.locator(".chosen-time strong")).to_have_text(chosen)


def test_a_browser_abroad_finds_its_zone_and_does_so_once(abroad: Page) -> None:
    abroad.goto(TIMES)
    expect(abroad).to_have_url(re.compile(r"/times/\?zone=Pacific%2FAuckland$"))
    expect(abroad.get_by_label("Times as the clocks show them in")).to_have_value(FAR_AWAY)
    expect(abroad.locator(".free-time").first).to_contain_text("in London")
    assert abroad.evaluate("history.length") == 2  # the empty tab, and this page


def test_a_zone_that_somebody_chose_is_left_as_it_is(abroad: Page) -> None:
    abroad.goto(f"{TIMES}?zone={HOME}")
    expect(abroad.get_by_label("Times as the clocks show them in")).to_have_value(HOME)
    expect(abroad.locator(".free-time").first).not_to_contain_text("in London")


def test_nothing_is_stored_in_the_browser(abroad: Page) -> None:
    abroad.goto(TIMES)
    expect(abroad).to_have_url(re.compile("zone="))
    kept = abroad.context.storage_state()
    assert {cookie["name"] for cookie in kept["cookies"]} == {"csrftoken"}
    assert kept["origins"] == []


def test_with_the_keyboard_only_a_time_is_chosen_and_sent(narrow: Page) -> None:
    narrow.goto(TIMES)
    narrow.get_by_role("button", name="Show").focus()
    narrow.keyboard.press("Tab")
    expect(narrow.locator(".free-time").first).to_be_focused()
    narrow.keyboard.press("Enter")
    narrow.get_by_role("link", name="Choose another time").focus()
    expect(narrow.get_by_label("What should I call you?")).to_be_visible()
    narrow.get_by_label("What should I call you?").focus()
    keys = narrow.keyboard
    keys.type("Robin")
    for press in ["Tab", "Space", "ArrowUp", "Tab"]:  # from the first way back to the last
        keys.press(press)
    expect(narrow.get_by_label("Nowhere")).to_be_checked()
    narrow.get_by_label("You may keep what I wrote").focus()
    narrow.wait_for_timeout(A_PERSON_TYPES_FOR)
    for press in ["Space", "Tab", "Enter"]:
        keys.press(press)
    expect(narrow.get_by_role("heading", name="Thank you")).to_be_visible()


def test_whoever_comes_second_picks_another_and_has_lost_nothing(narrow: Page) -> None:
    narrow.goto(TIMES)
    taken = narrow.locator(".free-time").first.get_attribute("value") or ""
    first_time(narrow)
    narrow.get_by_label("Anything you’d like me to know").fill("Kept.")
    somebody_else_takes(taken)
    answer_the_rest(narrow)
    expect(narrow.get_by_role("heading", name="has just been taken")).to_be_visible()
    expect(narrow.get_by_label("Anything you’d like me to know")).to_have_value("Kept.")
    expect(narrow.get_by_label("What should I call you?")).to_have_value("Robin")
    narrow.get_by_text("More times").click()
    narrow.get_by_role("link", name="choose one").click()
    narrow.locator("[name=slot][type=radio]").first.check()
    narrow.get_by_role("button", name="Send").click()
    expect(narrow.get_by_text("I keep this time for you")).to_be_visible()
    assert Appointment.objects.count() == 2


def somebody_else_takes(value: str) -> None:
    profile, now = PracticeProfile.objects.get(), timezone.now()
    start = next(
        slot.start
        for slot in Timetable.read(profile, now).free_slots()
        if slot.start.strftime("%Y-%m-%dT%H:%MZ") == value[:17]
    )
    enquiry = make_enquiry(profile, now=now, name="Kim")
    modality = value.partition(" ")[2]
    booking.hold(enquiry, Wanted(start, modality), profile=profile, now=now)


@pytest.mark.parametrize("busy", [True, False], ids=["with zones apart", "at home"])
def test_ninety_days_of_times_weigh_at_most_15_kb_in_one_page(
    browser: Browser, sample_site: LiveSite, *, busy: bool
) -> None:
    Availability.objects.update(step=5, notice_hours=0)
    address = sample_site.url + TIMES + (f"?zone={FAR_AWAY}" if busy else "")
    traffic = traffic_of(browser, address, timezone=HOME)
    scripts = ["Script"] if busy else ["Script", "Script"]
    assert sorted(traffic.kinds) == ["Document", *scripts, "Stylesheet", "Stylesheet"]
    assert sum(traffic.bytes_of.values()) <= 15_000
    assert traffic.hosts == {sample_site.url.removeprefix("http://")}


def test_the_reminder_is_asked_only_of_those_whom_mail_reaches_safely(narrow: Page) -> None:
    narrow.goto(TIMES)
    first_time(narrow)
    reminder = narrow.get_by_label("Remind me the day before")
    expect(reminder).to_be_hidden()
    narrow.get_by_label("By e-mail").check()
    expect(reminder).to_be_hidden()
    narrow.get_by_label("Yes, it is safe").check()
    expect(reminder).to_be_visible()
    narrow.get_by_label("By phone call").check()
    expect(reminder).to_be_hidden()


def test_what_is_to_be_looked_at_again_is_seen_at_once_on_a_phone(narrow: Page) -> None:
    narrow.set_viewport_size({"width": 360, "height": 740})
    narrow.goto(TIMES)
    first_time(narrow)
    narrow.wait_for_timeout(A_PERSON_TYPES_FOR)
    narrow.get_by_role("button", name="Send").click()
    expect(narrow.get_by_role("alert").get_by_role("link").first).to_be_in_viewport(ratio=1)
