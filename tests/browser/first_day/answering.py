"""Somebody wrote: she reads, answers, and says yes to a time."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Locator, expect

from contact.models import Appointment
from contact.replying import UNDO_FOR
from practice.models import OutboxMail
from tests.browser.first_day.day import Day
from tests.browser.first_day.writing_to_her import WROTE
from tests.browser.test_the_main_way import let_three_minutes_pass

ANSWER = "Thank you for writing, Robin. The time suits me well."


def reads_what_came(day: Day) -> None:
    page = day.hers
    page.goto("/admin/")
    expect(waiting(day).get_by_role("listitem")).to_have_count(1)
    day.sees("Today", "today", scrolled_to="[aria-labelledby=waiting]")
    page.get_by_role("link", name="Enquiries", exact=True).click()
    day.sees("Enquiries", "inbox")
    page.locator(".inbox__who a").click()
    expect(page.get_by_text(WROTE)).to_be_visible()
    day.sees("Enquiry of", "enquiry", scrolled_to=".standing")


def waiting(day: Day) -> Locator:
    return day.hers.get_by_role("region", name="Who waits for you")


def answers_it(day: Day) -> None:
    page = day.hers
    page.get_by_label("What do you want to say?").fill(ANSWER)
    page.get_by_role("button", name="See what goes out").click()
    day.sees("This is what goes out", "what-goes-out")
    page.get_by_role("button", name="Send it").click()
    day.sees("Enquiry of")
    expect(page.get_by_text("Until then you can take it back.")).to_be_visible()
    let_three_minutes_pass()
    let_mail_go()


def let_mail_go() -> None:
    """What was to wait for those three minutes."""
    earlier = timezone.now() - UNDO_FOR
    OutboxMail.objects.unsent().update(due_at=earlier, not_before=earlier, next_try_at=earlier)


def agrees_to_the_time(day: Day) -> None:
    day.hers.goto("/admin/")
    waiting(day).get_by_role("button", name="Agree").click()
    expect(day.hers.get_by_text("Nobody waits for you.")).to_be_visible()
    assert Appointment.objects.get().status == "confirmed"


def the_day_before_comes() -> None:
    """Her lists know today and tomorrow; the time that Robin chose may be further off."""
    one, tomorrow = Appointment.objects.get(), timezone.localdate() + timedelta(days=1)
    begins = timezone.localtime(one.starts_at).replace(
        year=tomorrow.year, month=tomorrow.month, day=tomorrow.day
    )
    ends = begins + (one.ends_at - one.starts_at)
    Appointment.objects.update(starts_at=begins, ends_at=ends, during=(begins, ends))


def sees_it_at_today(day: Day) -> None:
    begins, ends = Appointment.objects.values_list("starts_at", "ends_at").get()
    clock = "–".join(f"{timezone.localtime(it):%H:%M}" for it in (begins, ends))
    day.hers.goto("/admin/")
    conversations = day.hers.get_by_role("region", name="Conversations")
    expect(conversations.get_by_role("listitem")).to_contain_text([clock])
    day.sees("Today", "tomorrow", scrolled_to="[aria-labelledby=conversations]")
