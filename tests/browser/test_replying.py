"""Reading and answering at the desk in a browser: by keyboard, and without JavaScript."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from contact.models import Enquiry, Entry, Snippet
from practice import sample_content
from practice.models import PracticeProfile, User
from tests.browser.test_the_main_way import PASSWORD, sign_in
from tests.factories import PHRASE, make_enquiry, make_key
from tests.live_site import LiveSite, live_site


@pytest.fixture
def site(transactional_db: None, static_files: None) -> Iterator[LiveSite]:
    """A process for each test: the desk remembers the numbers of content types."""
    sample_content.load(timezone.now())
    make_key()
    User.objects.create_superuser("therapist", password=PASSWORD)
    Snippet.objects.create(title="Ring me", text="Dear {name}, please ring me: {phone}.")
    with live_site(worker=False) as running:
        yield running


@pytest.fixture
def enquiry(site: LiveSite) -> Enquiry:
    said = {"email": "robin@enquirer.example", "reply_by": "email", "safe_to_write": "yes"}
    said |= {"message": "I read Part 2 and would like to talk.", "safe_times": "tue thu morning"}
    return make_enquiry(PracticeProfile.objects.current(), now=timezone.now(), **said)


@contextmanager
def desk(browser: Browser, site: LiveSite, **options: object) -> Iterator[Page]:
    """A browser of its own in which she has signed in."""
    context = browser.new_context(base_url=site.url, **options)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page)
    yield page
    context.close()


def open_enquiry(page: Page, enquiry: Enquiry) -> None:
    page.goto(f"/admin/contact/enquiry/{enquiry.pk}/change/")
    page.get_by_label("Your reading phrase").fill(PHRASE)
    page.get_by_role("button", name="Unlock").last.click()
    expect(page.get_by_text("I read Part 2")).to_be_visible()


def test_she_answers_without_javascript(browser: Browser, site: LiveSite, enquiry: Enquiry) -> None:
    with desk(browser, site, java_script_enabled=False) as page:
        open_enquiry(page, enquiry)
        expect(page.get_by_text("Mail only Tue and Thu mornings.")).to_be_visible()
        page.get_by_role("button", name="Ring me").click()
        box = page.get_by_label("What do you want to say?")
        expect(box).to_have_value("Dear Robin, please ring me: 01632 960 123.")

        page.get_by_role("button", name="See what goes out").click()
        expect(page.get_by_text("There is an answer to your message.")).to_be_visible()
        page.get_by_role("button", name="Send it").click()
        expect(page.get_by_text("Until then you can take it back.")).to_be_visible()
        assert Enquiry.objects.get().status == "answered"

        page.get_by_role("button", name="Take it back").click()
        expect(page.get_by_text("Nobody has seen it.")).to_be_visible()
        expect(box).to_have_value("Dear Robin, please ring me: 01632 960 123.")
    assert not Entry.objects.exists()


def test_she_answers_by_keyboard_alone(browser: Browser, site: LiveSite, enquiry: Enquiry) -> None:
    with desk(browser, site) as page:
        open_enquiry(page, enquiry)
        page.get_by_label("What do you want to say?").focus()
        page.keyboard.type("Come on Tuesday.")
        for _ in range(3):  # past the snippet and "This is a no"
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="What stands behind the number")).to_be_visible()
        page.get_by_role("button", name="Send it").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Take it back")).to_be_visible()


def test_locked_in_the_midst_of_it_she_goes_on_where_she_was(
    browser: Browser, site: LiveSite, enquiry: Enquiry
) -> None:
    with desk(browser, site) as page:
        open_enquiry(page, enquiry)
        page.get_by_label("What do you want to say?").fill("A long and careful answer.")
        page.context.clear_cookies(name="unlock")
        page.get_by_role("button", name="See what goes out").click()
        expect(page.get_by_text("Your desk has locked itself.")).to_be_visible()

        with page.context.expect_page() as opened:
            page.get_by_role("link", name="Unlock it in a new tab").click()
        tab = opened.value
        tab.get_by_label("Your reading phrase").fill(PHRASE)
        tab.get_by_role("button", name="Unlock").last.click()
        expect(tab.get_by_text("I read Part 2")).to_be_visible()

        page.get_by_role("button", name="Go on").click()
        box = page.get_by_label("What do you want to say?")
        expect(box).to_have_value("A long and careful answer.")


def test_the_pages_of_an_enquiry_keep_to_the_policy(
    browser: Browser, site: LiveSite, enquiry: Enquiry
) -> None:
    said: list[str] = []
    with desk(browser, site) as page:
        page.on("console", lambda message: said.append(message.text))
        open_enquiry(page, enquiry)
        page.get_by_label("A note for yourself").fill("Sounded tired.")
        page.get_by_role("button", name="Keep this note").click()
        page.get_by_role("button", name="No, I have no room").click()
        page.get_by_role("button", name="Send it").click()
        expect(page.get_by_role("button", name="Take it back")).to_be_visible()
    assert said == []
