"""From the link to the first question, on a phone, with a passkey."""

import pytest
from playwright.sync_api import Browser, expect

from practice.models import FirstLink, User
from practice.sign_in import second_factors
from tests.browser.test_passkeys import Device, window
from tests.live_site import live_site
from tests.practice.first_day import BEGIN, FIRST, NAME, PASSWORD, new_link


@pytest.mark.usefixtures("transactional_db", "static_files")
def test_the_link_and_a_passkey_lead_her_to_the_first_question(browser: Browser) -> None:
    with live_site(worker=False) as site, window(browser, site) as page:
        Device(page)
        page.goto(f"{BEGIN}#{new_link()}")
        expect(page.get_by_label("The words in your link")).to_be_hidden()
        assert "#" not in page.url
        page.get_by_label("A name to sign in with").fill(NAME)
        page.get_by_label("A password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("What to call it").fill("My phone")
        page.get_by_role("button", name="Make a passkey").click()
        expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
        page.get_by_role("link", name="I have them on paper").click()
        expect(page).to_have_url(f"http://localhost:{site.port}{FIRST}name/")
        expect(page.get_by_text("1 of 5")).to_be_visible()
    assert second_factors.has_one(User.objects.get(username=NAME))
    assert not FirstLink.objects.exists()
