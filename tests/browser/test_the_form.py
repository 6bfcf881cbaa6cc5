"""The form as people use it: without JavaScript, with the keyboard only, sent twice."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from contact.models import Enquiry
from tests.browser.test_the_main_way import A_PERSON_TYPES_FOR, fill_in_the_form
from tests.factories import key_ring
from tests.live_site import LiveSite


@pytest.fixture
def without_javascript(browser: Browser, sample_site: LiveSite) -> Iterator[Page]:
    context = browser.new_context(base_url=sample_site.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_javascript_the_chosen_way_shows_its_questions_and_the_form_is_sent(
    without_javascript: Page,
) -> None:
    page = without_javascript
    page.goto("/contact/")
    expect(page.get_by_label("Your e-mail address")).to_be_hidden()
    expect(page.get_by_label("Your phone number")).to_be_hidden()

    page.get_by_label("By phone call").check()
    expect(page.get_by_label("Your phone number")).to_be_visible()
    expect(page.get_by_text("If I reach your voicemail")).to_be_visible()
    expect(page.get_by_label("Your e-mail address")).to_be_hidden()

    fill_in_the_form(page)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_each_answer_shows_what_hangs_on_it_and_what_others_could_see(
    without_javascript: Page,
) -> None:
    page = without_javascript
    page.goto("/contact/")
    mail_says, times = page.get_by_text("What may my e-mail say?"), page.get_by_text("Choose days")
    for hidden in (mail_says, times, page.get_by_text("Nothing is sent to you")):
        expect(hidden).to_be_hidden()

    page.get_by_label("By e-mail").check()
    expect(mail_says).to_be_hidden()
    page.get_by_label("Yes, it is safe").check()
    expect(mail_says).to_be_visible()
    expect(times).to_be_visible()
    expect(page.get_by_text("The e-mail is called “Your message”")).to_be_visible()

    page.get_by_label("I’m not sure").check()
    for hidden in (mail_says, times, page.get_by_text("The e-mail is called")):
        expect(hidden).to_be_hidden()
    expect(page.get_by_text("Nothing is sent to you")).to_be_visible()

    page.get_by_label("By phone call").check()
    expect(times).to_be_visible()
    expect(page.get_by_text("Nothing is sent to you")).to_be_hidden()
    page.get_by_label("Nowhere").check()
    expect(times).to_be_hidden()
    expect(page.get_by_text("Is it safe to write")).to_be_hidden()
    expect(page.get_by_text("Nothing is sent to you")).to_be_visible()


def test_days_and_times_open_with_the_keyboard_and_are_kept(visitor: Page) -> None:
    visitor.goto("/contact/")
    visitor.get_by_label("By e-mail").check()
    visitor.get_by_label("Yes, it is safe").check()
    expect(visitor.get_by_label("Tuesday")).to_be_hidden()
    visitor.get_by_text("Choose days and times").focus()
    for press in ["Enter", "Tab", "Tab", "Space"]:
        visitor.keyboard.press(press)
    expect(visitor.get_by_label("Tuesday")).to_be_checked()

    fill_in_the_form(visitor)
    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()
    assert Enquiry.objects.get().unseal(key_ring())["safe_times"] == "tue"


def test_nobody_sees_or_hears_the_field_for_programs(visitor: Page) -> None:
    visitor.goto("/contact/")
    trap = visitor.locator("#id_website")
    expect(trap).to_be_hidden()
    assert "leave this empty" not in visitor.locator("body").aria_snapshot()


def test_with_the_keyboard_only_the_form_can_be_filled_in_and_sent(visitor: Page) -> None:
    visitor.goto("/contact/")
    visitor.get_by_label("What should I call you?").focus()
    keys = visitor.keyboard
    keys.type("Robin")
    for press in ["Tab", "Space", "Tab"]:  # by e-mail
        keys.press(press)
    keys.type("robin@enquirer.example")
    for press in ["Tab", "Space", "Tab", "Tab", "Tab", "Space"]:
        keys.press(press)  # safe, (what a mail says, times), ask something
    for _ in range(5):  # past where to meet, message, pronouns, access; to the link on privacy
        keys.press("Tab")
    visitor.wait_for_timeout(A_PERSON_TYPES_FOR)
    for press in ["Tab", "Space", "Tab", "Enter"]:  # consent, send
        keys.press(press)

    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()


def test_the_first_tab_leads_to_a_link_that_skips_the_header(visitor: Page) -> None:
    visitor.goto("/articles/trauma-and-relationships/")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")

    assert visitor.url.endswith("#main")
    assert visitor.evaluate("document.activeElement.id") == "main"


def test_a_link_in_the_error_summary_leads_to_the_question(visitor: Page) -> None:
    visitor.goto("/contact/")
    visitor.get_by_role("button", name="Send").click()
    visitor.get_by_role("link", name="Please choose how I should reply.").click()

    expect(visitor.get_by_label("By e-mail")).to_be_focused()


def test_going_back_and_forward_and_reloading_sends_nothing_again(visitor: Page) -> None:
    before = Enquiry.objects.count()
    visitor.goto("/contact/")
    fill_in_the_form(visitor)
    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()
    visitor.reload()
    visitor.go_back()
    expect(visitor.get_by_label("What should I call you?")).to_have_value("")
    visitor.go_forward()

    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()
    assert Enquiry.objects.count() == before + 1
