"""A first conversation, the whole way: chosen, agreed to, moved, agreed to again, cancelled.

Real browsers on both sides, with JavaScript and without; the worker and the mail server are real.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event, EventStatus
from playwright.sync_api import Browser, Page, expect

from contact.models import Appointment, Availability, WeeklyHours
from practice.models import AuditLine, OutboxMail, User
from tests.browser.test_the_main_way import (
    A_PERSON_TYPES_FOR,
    A_PHONE,
    PASSWORD,
    come_back,
    sign_in,
)
from tests.factories import make_availability
from tests.live_site import LiveSite
from tests.smtp_server import SmtpServer

HERS = "Dentist"
ROBIN, THERAPIST = "robin@enquirer.example", "hello@practice.example"
GIVES_AWAY = re.compile("dentist|therap|counsel|session|client|clinic", re.IGNORECASE)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def robin(browser: Browser, sample_site: LiveSite, *, javascript: bool) -> Iterator[Page]:
    """Robin's phone."""
    context = browser.new_context(
        base_url=sample_site.url,
        java_script_enabled=javascript,
        viewport=A_PHONE,
        timezone_id="Europe/London",
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser, sample_site: LiveSite, *, javascript: bool) -> Iterator[Page]:
    """The therapist's browser, signed in."""
    User.objects.create_superuser("therapist", password=PASSWORD)
    context = browser.new_context(base_url=sample_site.url, java_script_enabled=javascript)
    page = context.new_page()
    sign_in(page)
    yield page
    context.close()


@pytest.fixture(autouse=True)
def hours(sample_site: LiveSite) -> None:
    """So that there is a time to move to, whatever the weekday, and none is too near to change."""
    WeeklyHours.objects.all().delete()
    Availability.objects.all().delete()
    make_availability(most_a_day=9, most_a_week=40, notice_hours=72, horizon_days=21)


def tap(page: Page, which: int) -> str:
    """Tap one of the free times; return what it says."""
    button = page.locator(".free-time").nth(which)
    said = " ".join((button.text_content() or "").split())
    button.click()
    return said


def choose(page: Page) -> str:
    page.goto("/times/")
    return tap(page, 0)


def write(page: Page) -> str:
    """Fill in the short form and send it; return the number."""
    page.get_by_label("What should I call you?").fill("Robin")
    page.get_by_label("By e-mail").check()
    page.get_by_label("Your e-mail address").fill(ROBIN)
    page.get_by_label("Yes, it is safe").check()
    page.get_by_label("Remind me the day before").check()
    page.get_by_label("You may keep what I wrote").check()
    page.wait_for_timeout(A_PERSON_TYPES_FOR)
    page.get_by_role("button", name="Send").click()
    return page.locator(".number").inner_text()


def agree(desk: Page, time: str) -> None:
    desk.goto("/admin/contact/appointment/")
    waiting = desk.locator(".diary__waiting")
    expect(waiting).to_contain_text(time.rpartition(",")[0])
    waiting.get_by_role("button", name="Agree").click()
    expect(desk.locator(".diary__waiting")).to_have_count(0)


def calendar_file(page: Page, *, called: str = "") -> tuple[str, Event]:
    """Take the file that the page offers; return its method and its event."""
    page.locator("summary", has_text="calendar").click()
    if called:
        page.get_by_label("What should it be called?").fill(called)
    with page.expect_download() as download:
        page.get_by_role("button", name="Get the file").click()
    assert download.value.suggested_filename == "appointment.ics"
    calendar = IcsCalendarStream.calendar_from_ics(Path(download.value.path()).read_text("utf-8"))
    [event] = calendar.events
    return str(calendar.method), event


def test_a_first_conversation_is_chosen_agreed_moved_agreed_again_and_cancelled(
    robin: Page, desk: Page, mail: SmtpServer
) -> None:
    mail.received.clear()
    chosen = choose(robin)
    expect(robin.locator(".chosen-time")).to_contain_text(chosen)
    number = write(robin)
    expect(robin.get_by_text(chosen).first).to_be_visible()
    held = Appointment.objects.get()
    assert held.status == "held"

    come_back(robin, number)
    expect(robin.locator(".chosen-time")).to_have_text(chosen)
    expect(robin.get_by_text("It is kept for you.")).to_be_visible()
    method, first = calendar_file(robin, called=HERS)
    assert (method, first.summary, first.status) == ("PUBLISH", HERS, EventStatus.TENTATIVE)
    assert first.start == held.starts_at

    agree(desk, chosen)
    told(mail, THERAPIST, ROBIN)
    come_back(robin, number)
    expect(robin.get_by_text("We have agreed on a time.")).to_be_visible()

    robin.get_by_role("button", name="Move it …").click()
    expect(robin.get_by_text(f"You have {chosen}.")).to_be_visible()
    other = tap(robin, 12)
    expect(robin.get_by_role("heading", name="Move it to this time?")).to_be_visible()
    expect(robin.get_by_label("Remind me the day before")).to_be_checked()
    robin.get_by_role("button", name="Yes, move it").click()
    expect(robin.get_by_text("This time is kept for you, and I am told of it.")).to_be_visible()
    expect(robin.locator(".chosen-time")).to_have_text(other)
    moved = Appointment.objects.get(status="held")
    method, second = calendar_file(robin)
    assert (method, second.uid) == ("PUBLISH", first.uid)
    assert second.start == moved.starts_at
    assert int(second.sequence or 0) > int(first.sequence or 0)

    agree(desk, other)
    told(mail, THERAPIST, ROBIN, THERAPIST, ROBIN)
    come_back(robin, number)
    robin.get_by_role("button", name="Cancel it …").click()
    expect(robin.get_by_role("heading", name="Cancel this time?")).to_be_visible()
    robin.get_by_role("button", name="Yes, cancel it").click()
    expect(robin.get_by_text("It is cancelled, and I am told of it.")).to_be_visible()
    method, last = calendar_file(robin)
    assert (method, last.uid, last.status) == ("CANCEL", first.uid, EventStatus.CANCELLED)
    assert int(last.sequence or 0) > int(second.sequence or 0)

    assert list(Appointment.objects.order_by("made_at").values_list("status", flat=True)) == [
        "moved",
        "cancelled",
    ]
    verbs = AuditLine.objects.filter(thing__startswith="appointment:").order_by("pk")
    assert list(verbs.values_list("who", "verb")) == [
        ("therapist", "confirmed"),
        ("enquirer", "moved"),
        ("therapist", "confirmed"),
        ("enquirer", "cancelled"),
    ]
    nothing_is_left_to_send_to_her()
    told(mail, THERAPIST, ROBIN, THERAPIST, ROBIN, THERAPIST)
    for each in mail.received:
        assert not GIVES_AWAY.search(each.message.as_string().replace(THERAPIST, ""))
        assert number not in each.message.as_string()


def nothing_is_left_to_send_to_her() -> None:
    assert not OutboxMail.objects.unsent().exclude(address=None).exists()


def told(mail: SmtpServer, *whom: str) -> None:
    """Wait until each of these, and nobody else, has been sent a mail, in any order."""
    received = mail.wait_for(len(whom))
    assert sorted(each.recipients[0] for each in received) == sorted(whom)
