"""The enquirer's half, in a real browser with JavaScript off: from "not safe" to gone."""

import re
from collections.abc import Iterator
from contextlib import suppress
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Error, Page, expect

from contact.models import Enquiry, Entry
from practice.models import AuditLine, OutboxMail, SealingKey
from tests.live_site import LiveSite
from tests.smtp_server import SmtpServer

WHAT_ROBIN_WROTE = "Nobody at home may see this."
ADDED = "Mornings are better."
ANSWER = "Thank you for writing. Would Thursday at ten do?"


@pytest.fixture
def robin(browser: Browser, sample_site: LiveSite) -> Iterator[Page]:
    """Robin's phone, without JavaScript."""
    context = browser.new_context(
        base_url=sample_site.url, java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    yield context.new_page()
    context.close()


def write_without_a_safe_way(page: Page) -> str:
    """Send the form, and return the number."""
    page.goto("/contact/")
    page.get_by_label("What should I call you?").fill("Robin")
    page.get_by_label("By e-mail").check()
    page.get_by_label("I’m not sure").check()
    page.get_by_label("Ask something").check()
    page.get_by_label("Anything you’d like me to know").fill(WHAT_ROBIN_WROTE)
    page.get_by_label("You may keep what I wrote").check()
    page.wait_for_timeout(2100)  # nobody is quicker but a machine
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Nothing is sent to you: come back with your number")).to_be_visible()
    return page.locator(".number").inner_text()


def come_back(page: Page, number: str) -> None:
    page.goto("/contact/return/")
    page.get_by_label("Your number").fill(number)
    page.get_by_role("button", name="Continue").click()


def choose(page: Page, action: str) -> None:
    page.locator("summary", has_text=action).click()


def step_back_and_insist(page: Page) -> None:
    """Go back to a page that was posted, and send it again where chromium would ask first."""
    with suppress(Error):
        page.go_back()
    page.wait_for_timeout(500)  # chromium's own page is no page to Playwright for a moment
    with suppress(Error):
        page.reload()
    page.wait_for_timeout(500)


def reply_to(enquiry: Enquiry) -> None:
    now = timezone.now()
    reply = Entry(
        pk=uuid4(),
        enquiry=enquiry,
        kind=Entry.Kind.REPLY,
        key=SealingKey.objects.current(),
        written_at=now,
        shown_from=now,
    )
    reply.seal({"text": ANSWER})
    reply.save(force_insert=True)
    Enquiry.objects.update(status="answered", answered_at=now)


def test_without_a_safe_way_everything_is_behind_the_number_until_it_is_erased(
    robin: Page, mail: SmtpServer
) -> None:
    number = write_without_a_safe_way(robin)
    assert re.fullmatch(r"(\d{4} ){4}\d{4}", number)
    robin.reload()
    expect(robin.get_by_text(number)).to_have_count(0)

    come_back(robin, number)
    expect(robin.get_by_text("have not answered it yet")).to_be_visible()
    choose(robin, "Add something")
    robin.get_by_label("What would you like to add?").fill(ADDED)
    robin.get_by_role("button", name="Send").click()
    expect(robin.get_by_text("It has arrived, and I am told of it.")).to_be_visible()

    reply_to(Enquiry.objects.get())
    come_back(robin, number)
    expect(robin.locator(".thread__line")).to_contain_text([ADDED, ANSWER])

    choose(robin, "Take this message back")
    robin.get_by_role("button", name="Take it back").click()
    expect(robin.get_by_text("You took this message back")).to_be_visible()

    choose(robin, "Erase everything")
    robin.get_by_role("button", name="Erase …").click()
    assert Enquiry.objects.exists()  # it asks once more
    robin.get_by_role("button", name="Yes, erase everything").click()
    expect(robin.get_by_role("heading", name="Nothing is kept here any more")).to_be_visible()

    assert not Enquiry.objects.exists()
    assert not Entry.objects.exists()
    assert list(OutboxMail.objects.values_list("template", "cause")) == []
    verbs = AuditLine.objects.filter(who="enquirer").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["withdrawn", "erased"]
    assert {told.message["To"] for told in mail.received} == {"hello@practice.example"}

    come_back(robin, number)
    expect(robin.get_by_role("heading", name="I have nothing under this number")).to_be_visible()


def test_paper_shows_the_number_and_nothing_else(robin: Page) -> None:
    number = write_without_a_safe_way(robin)
    robin.emulate_media(media="print")

    assert robin.locator("body").inner_text().split() == number.split()
    assert len(re.findall(rb"/Type\s*/Page\b", robin.pdf(format="A4"))) == 1


def test_stepping_back_or_loading_again_asks_for_the_number(robin: Page) -> None:
    number = write_without_a_safe_way(robin)
    come_back(robin, number)
    choose(robin, "Add something")
    robin.get_by_label("What would you like to add?").fill(ADDED)
    robin.get_by_role("button", name="Send").click()
    expect(robin.get_by_text(ADDED)).to_be_visible()

    robin.reload()
    expect(robin.get_by_label("Your number")).to_have_value("")
    for _ in range(4):
        assert ADDED not in robin.content()
        assert number.replace(" ", "") not in robin.content()
        step_back_and_insist(robin)
    assert Entry.objects.count() == 1


def test_with_the_keyboard_only_somebody_comes_back_and_adds_something(robin: Page) -> None:
    number = write_without_a_safe_way(robin)
    robin.goto("/contact/return/")
    robin.get_by_label("Your number").focus()
    robin.keyboard.type(number)
    robin.keyboard.press("Enter")
    robin.locator("summary", has_text="Add something").focus()
    for press in ["Enter", "Tab"]:
        robin.keyboard.press(press)
    robin.keyboard.type(ADDED)
    for press in ["Tab", "Enter"]:
        robin.keyboard.press(press)

    expect(robin.get_by_text("It has arrived, and I am told of it.")).to_be_visible()
