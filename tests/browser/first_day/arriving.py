"""From the operator's link to a site that strangers can read and write to."""

import re
from io import StringIO
from urllib.parse import urlsplit

from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.browser.first_day.day import Day
from tests.browser.test_passkeys import Device

NAME, EMAIL = "Dr Miriam Vale", "hello@practice.example"


def opens_the_link(day: Day) -> None:
    page = day.hers
    Device(page)
    page.goto(link())
    day.sees("Welcome")
    page.get_by_label("A name to sign in with").fill("miriam")
    page.get_by_label("A password").fill("four-quiet-lamps")
    go_on(page)


def link() -> str:
    """What the operator gives her, without the host: a phone asks for passkeys by a name only."""
    printed = StringIO()
    call_command("first_link", stdout=printed)
    address = urlsplit(printed.getvalue().split()[0])
    return f"{address.path}#{address.fragment}"


def makes_a_passkey(day: Day) -> None:
    page = day.hers
    day.sees("Set up your second step")
    page.get_by_label("What to call it").fill("My phone")
    page.get_by_role("button", name="Make a passkey").click()
    day.sees("Your recovery codes")
    page.get_by_role("link", name="I have them on paper").click()


def answers_five_questions(day: Day) -> None:
    page = day.hers
    day.sees("Who are you?", "question")
    page.get_by_label("Your name, as visitors read it").fill(NAME)
    page.get_by_label("What you are").fill("Psychotherapist, MSc")
    page.get_by_label("Your e-mail address").fill(EMAIL)
    go_on(page)
    day.sees("When have you time")
    says_when(page)
    go_on(page)
    day.sees("How soon do you answer?")
    go_on(page)
    day.sees("Have you room")
    page.get_by_role("radio").first.check()
    go_on(page)
    day.sees("Which country?")
    page.get_by_label("United Kingdom").check()
    go_on(page)


def says_when(page: Page) -> None:
    for weekday in ("Tuesday", "Thursday"):
        page.get_by_label(weekday).check()
    page.get_by_label("From", exact=True).fill("10:00")
    page.get_by_label("To", exact=True).fill("15:00")
    page.get_by_label("Online").check()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Go on").click()


def makes_her_keys(day: Day) -> None:
    page = day.hers
    day.sees("Set up your keys")
    page.get_by_role("button", name="Make my keys").click()
    day.sees("Your phrase and your sheet", "reading-phrase")
    phrase, sheet = (it.strip() for it in page.locator(".keys__secret").all_inner_texts())
    page.get_by_role("link", name="I have both on paper: go on").click()
    day.sees("Type in")
    page.get_by_label("Your reading phrase").fill(phrase)
    page.get_by_label("The letters on your recovery sheet").fill(sheet)
    page.get_by_role("button", name="This is what I have on paper").click()


def is_live(day: Day) -> None:
    day.sees("What visitors see now")
    expect(day.hers.get_by_text("The form is open.")).to_be_visible()
    day.robins.goto("/")
    expect(day.robins.get_by_text(NAME).first).to_be_visible()


def sees_that_mail_arrives(day: Day) -> None:
    page = day.hers
    page.goto("/admin/")
    day.sees("Today", "before-you-go-live")
    page.get_by_role("link", name="See that mail reaches you").click()
    page.get_by_role("button", name="Send me a test mail").click()
    [mail] = day.mail.wait_for(1)
    number = re.search(r"\b\d{3} \d{3}\b", mail.message.get_content())
    assert number
    day.sees("Does mail reach you?")
    page.get_by_label("The number in the mail").fill(number[0])
    page.get_by_role("button", name="This is the number").click()
    expect(page.get_by_text("Mail reaches you.")).to_be_visible()
