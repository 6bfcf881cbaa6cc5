"""The main job, end to end: a visitor reads Part 2 and writes, the therapist reads and answers."""

from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect

from contact.models import Entry
from contact.replying import UNDO_FOR
from practice.models import User
from tests.factories import PHRASE
from tests.live_site import LiveSite
from tests.signing_in import session_of
from tests.smtp_server import SmtpServer

PASSWORD = "a long enough sign-in"
A_PERSON_TYPES_FOR = 2000  # milliseconds at least; who is faster is taken for a program
A_PHONE: ViewportSize = {"width": 390, "height": 800}
WHAT_SHE_ANSWERED = "Thank you for writing. Would Thursday at ten do?"
WHAT_ROBIN_WROTE = "I read Part 2 and would like to talk to someone."


def read_part_two(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Trauma and relationships").click()
    expect(page.get_by_text("Part 2 of 3").first).to_be_visible()
    expect(page.get_by_role("heading", name="5. Resilient relationships")).to_be_visible()
    expect(page.get_by_text("Part 3, planned")).to_be_visible()


def fill_in_the_form(page: Page) -> None:
    page.get_by_label("What should I call you?").fill("Robin")
    page.get_by_label("By e-mail").check()
    page.get_by_label("Your e-mail address").fill("robin@enquirer.example")
    page.get_by_label("Yes, it is safe").check()
    page.get_by_label("Ask something").check()
    page.get_by_label("Anything you’d like me to know").fill(WHAT_ROBIN_WROTE)
    page.get_by_label("You may keep what I wrote").check()
    page.wait_for_timeout(A_PERSON_TYPES_FOR)
    page.get_by_role("button", name="Send").click()


def sign_in(page: Page) -> None:
    """As if by both steps, which tests/browser/test_passkeys.py takes."""
    page.goto("/admin/")
    session = session_of(User.objects.get(username="therapist"), now=timezone.now())
    key = str(session.session_key)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": key, "url": urljoin(page.url, "/")}])
    page.goto("/admin/")


def unlock(page: Page) -> None:
    page.get_by_label("Your reading phrase").fill(PHRASE)
    page.get_by_role("button", name="Unlock").last.click()


def write_without_a_safe_way(page: Page) -> str:
    """Send the form and return the number."""
    page.get_by_label("What should I call you?").fill("Robin")
    page.get_by_label("By e-mail").check()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Ask something").check()
    page.get_by_label("Anything you’d like me to know").fill(WHAT_ROBIN_WROTE)
    page.get_by_label("You may keep what I wrote").check()
    page.wait_for_timeout(A_PERSON_TYPES_FOR)
    page.get_by_role("button", name="Send").click()
    return page.locator(".number").inner_text()


def come_back(page: Page, number: str) -> None:
    page.goto("/contact/return/")
    page.get_by_label("Your number").fill(number)
    page.get_by_role("button", name="Continue").click()


def answer(desk: Page) -> None:
    desk.get_by_label("What do you want to say?").fill(WHAT_SHE_ANSWERED)
    desk.get_by_role("button", name="See what goes out").click()
    expect(desk.get_by_text("Nothing is sent. This stands behind the number.")).to_be_visible()
    desk.get_by_role("button", name="Put it there").click()
    expect(desk.get_by_text("Until then you can take it back.")).to_be_visible()


def let_three_minutes_pass() -> None:
    """For the answer that was just written; nothing else is made older."""
    earlier = timezone.now() - UNDO_FOR
    Entry.objects.update(written_at=earlier, shown_from=earlier)


def test_a_visitor_reads_part_two_and_writes_and_the_therapist_is_told_and_reads_it(
    browser: Browser, sample_site: LiveSite, visitor: Page, mail: SmtpServer
) -> None:
    User.objects.create_superuser("therapist", password=PASSWORD)
    said: list[str] = []

    read_part_two(visitor)
    visitor.get_by_role("link", name="write to me").click()
    fill_in_the_form(visitor)
    expect(visitor).to_have_url(f"{sample_site.url}/contact/received/")
    expect(visitor.get_by_text("You will hear from me by")).to_be_visible()

    told = mail.wait_for(1)[0].message
    assert told["Subject"] == "1 new message"
    assert told["To"] == "hello@practice.example"
    assert "Robin" not in told.as_string()
    assert "/admin/" in told.get_content()

    desk = browser.new_context(base_url=sample_site.url).new_page()
    desk.on("console", lambda message: said.append(message.text))
    sign_in(desk)
    desk.get_by_role("link", name="Enquiries").click()
    desk.locator(".inbox__who a").click()
    unlock(desk)
    expect(desk.get_by_text(WHAT_ROBIN_WROTE)).to_be_visible()
    expect(desk.get_by_text("robin@enquirer.example")).to_be_visible()
    desk.get_by_role("button", name="I have spoken to this person").click()
    expect(desk.get_by_text("Its status is: Answered.")).to_be_visible()
    assert said == []  # the desk's own scripts run under its Content-Security-Policy
    desk.context.close()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_an_enquiry_that_no_way_is_safe_for_is_answered_behind_the_number(
    browser: Browser, sample_site: LiveSite, mail: SmtpServer, *, javascript: bool
) -> None:
    User.objects.create_superuser("therapist", password=PASSWORD)
    mail.received.clear()
    robin = browser.new_context(
        base_url=sample_site.url, java_script_enabled=javascript, viewport=A_PHONE
    ).new_page()
    robin.goto("/contact/")
    number = write_without_a_safe_way(robin)
    come_back(robin, number)
    expect(robin.get_by_text("have not answered it yet")).to_be_visible()

    desk = browser.new_context(base_url=sample_site.url).new_page()
    sign_in(desk)
    desk.get_by_role("link", name="Enquiries").click()
    desk.locator(".inbox__who a").click()
    unlock(desk)
    expect(desk.get_by_text(WHAT_ROBIN_WROTE)).to_be_visible()
    rule = desk.get_by_text("Send nothing: the answer waits behind the number.")
    expect(rule.first).to_be_visible()
    answer(desk)

    come_back(robin, number)
    expect(robin.get_by_text(WHAT_SHE_ANSWERED)).to_have_count(0)
    expect(robin.get_by_text("have not answered it yet")).to_be_visible()
    let_three_minutes_pass()
    come_back(robin, number)
    expect(robin.get_by_text(WHAT_SHE_ANSWERED)).to_be_visible()

    robin.locator("summary", has_text="Take this message back").click()
    robin.get_by_role("button", name="Take it back").click()
    expect(robin.get_by_text("You took this message back")).to_be_visible()
    desk.goto("/admin/contact/enquiry/?show=closed")
    expect(desk.get_by_text("Withdrawn by the person who wrote")).to_be_visible()

    assert {told.recipients[0] for told in mail.wait_for(2)} == {"hello@practice.example"}
    for window in (robin, desk):
        window.context.close()
