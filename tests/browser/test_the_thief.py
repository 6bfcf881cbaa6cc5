"""A thief with her password, then with a copy of her cookies: what he gets, on a phone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from contact.models import Enquiry
from practice.models import AuditLine
from practice.sign_in import standing
from tests.browser.test_passkeys import Device, enrol, give_password, window
from tests.factories import PHRASE, make_enquiry, make_profile
from tests.live_site import LiveSite, live_site
from tests.practice.second_steps import make_therapist

WHO_WROTE = "Robin Only-For-Her"
# Every way past the second step that somebody who has the password would try.
WAYS_ROUND = [
    "/admin/",
    "/admin/contact/enquiry/",
    "/admin/login/enrol/",
    "/admin/sign-in/passkey/",
    "/admin/sign-in/app/",
    "/admin/sign-in/codes/",
    "/admin/password_change/",
    "/admin/unlock/",
]


@pytest.fixture
def site(transactional_db: None, static_files: None) -> Iterator[LiveSite]:
    profile = make_profile()
    make_enquiry(profile, now=timezone.now(), name=WHO_WROTE)
    make_therapist(has_app=False)
    with live_site(worker=False) as running:
        yield running


@contextmanager
def her_phone(browser: Browser, site: LiveSite) -> Iterator[Page]:
    """She has a passkey in it, is signed in, and has typed her phrase."""
    with window(browser, site) as page:
        Device(page)
        enrol(page)
        page.goto("/admin/unlock/")
        page.get_by_label("Your reading phrase").fill(PHRASE)
        page.get_by_role("button", name="Unlock").last.click()
        yield page


def with_her_cookies(thief: Page, phone: Page) -> None:
    thief.context.add_cookies(
        [
            {
                "name": cookie["name"],
                "value": cookie["value"],
                "domain": cookie["domain"],
                "path": cookie["path"],
            }
            for cookie in phone.context.cookies()
            if cookie["name"] != "unlock"  # kept in memory only: no copy of her disk has it
        ]
    )


def a_quarter_of_an_hour_later() -> None:
    """Since she showed her second factor: until then she may change how she signs in."""
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        if standing.IN_SESSION in session:
            session[standing.IN_SESSION] |= {"proved": 0}
            session.save()


def is_at_the_first_step(page: Page) -> None:
    expect(page.get_by_label("Username")).to_be_visible()
    expect(page.get_by_label("Password")).to_be_visible()


def an_enquiry(page: Page) -> None:
    page.goto(f"/admin/contact/enquiry/{Enquiry.objects.get().pk}/change/")


def test_with_her_password_he_gets_as_far_as_the_second_step(
    browser: Browser, site: LiveSite
) -> None:
    with her_phone(browser, site) as phone, window(browser, site) as thief:
        Device(thief)  # with no passkey of hers
        give_password(thief)
        expect(thief.get_by_role("heading", name="One more step")).to_be_visible()
        for way in WAYS_ROUND:
            thief.goto(way)
            is_at_the_first_step(thief)
        give_password(thief)
        for code in range(3):
            thief.get_by_label("Code").fill(f"00000{code}")
            thief.get_by_role("button", name="Sign in").click()
            expect(thief.get_by_text("That code does not fit")).to_be_visible()
        an_enquiry(phone)
        expect(phone.get_by_text(WHO_WROTE).first).to_be_visible()
    assert AuditLine.objects.filter(verb="signed_in").count() == 1


def test_with_a_copy_of_her_cookies_he_reads_nothing_changes_nothing_and_is_put_out(
    browser: Browser, site: LiveSite
) -> None:
    with her_phone(browser, site) as phone, window(browser, site) as thief:
        with_her_cookies(thief, phone)
        a_quarter_of_an_hour_later()
        an_enquiry(thief)
        expect(thief.get_by_label("Your reading phrase")).to_be_visible()
        assert WHO_WROTE not in thief.content()
        for change in ("passkey", "app", "codes"):
            thief.goto(f"/admin/sign-in/{change}/")
            expect(thief.get_by_role("heading", name="Is it you?")).to_be_visible()
        phone.goto("/admin/sign-in/")
        phone.get_by_role("button", name="Sign out everywhere").click()
        thief.goto("/admin/")
        is_at_the_first_step(thief)
    assert AuditLine.objects.filter(verb="signed_out").count() == 1
