"""Robin, who has read Part 1: chooses a time, writes, and comes back with a number."""

from playwright.sync_api import Page, expect

from tests.browser.first_day.arriving import EMAIL
from tests.browser.first_day.day import Day
from tests.browser.test_the_main_way import A_PERSON_TYPES_FOR, come_back

ROBIN, WROTE = "robin@enquirer.example", "I have read about the nights, and would like to talk."

# What no mail may say: who wrote, what, with which number, and what the answer was.
GIVEN_AWAY = ("Robin", "Hale", "nights", "talk", "suits", "Tuesday", "Thursday")


def robin_asks_for_a_time(day: Day) -> str:
    """Return the number to come back with."""
    page = day.robins
    page.goto("/times/")
    page.locator(".free-time").first.click()
    page.get_by_label("What should I call you?").fill("Robin Hale")
    page.get_by_label("By e-mail").check()
    page.get_by_label("Your e-mail address").fill(ROBIN)
    page.get_by_label("Yes, it is safe").check()
    page.get_by_label("Anything you’d like me to know").fill(WROTE)
    page.get_by_label("You may keep what I wrote").check()
    page.wait_for_timeout(A_PERSON_TYPES_FOR)
    page.get_by_role("button", name="Send").click()
    return page.locator(".number").inner_text()


def robin_reads_the_answer(page: Page, number: str, answer: str) -> None:
    come_back(page, number)
    expect(page.get_by_text(answer)).to_be_visible()


def robin_sees_that_it_is_agreed(page: Page, number: str) -> None:
    come_back(page, number)
    expect(page.get_by_text("We have agreed on a time.")).to_be_visible()


def no_mail_gives_anything_away(day: Day, number: str) -> None:
    """The test mail came first, then one of the enquiry, its answer and the agreed time."""
    mails = [(it.recipients, it.message) for it in day.mail.wait_for(4)]
    assert [whom for whom, _mail in mails] == [[EMAIL], [EMAIL], [ROBIN], [ROBIN]]
    for _whom, mail in mails:
        said = f"{mail['Subject']} {mail.get_content()}"
        found = [word for word in (*GIVEN_AWAY, number) if word in said]
        assert not found, found
