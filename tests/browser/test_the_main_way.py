"""The main job, end to end: a visitor reads Part 2, writes, and the therapist sees it."""

from playwright.sync_api import Browser, Page, expect

from practice.models import User
from tests.live_site import LiveSite
from tests.smtp_server import SmtpServer

PASSWORD = "a long enough sign-in"
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
    page.get_by_role("button", name="Send").click()


def sign_in(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("therapist")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


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
    desk.get_by_role("link", name="Enquiry of").click()
    expect(desk.get_by_text(WHAT_ROBIN_WROTE)).to_be_visible()
    expect(desk.get_by_text("robin@enquirer.example")).to_be_visible()
    desk.get_by_role("button", name="Mark as answered").click()
    expect(desk.get_by_role("cell", name="Answered")).to_be_visible()
    assert said == []  # the desk's own scripts run under its Content-Security-Policy
    desk.context.close()
