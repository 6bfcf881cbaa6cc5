"""Passkeys in a real chromium, with a virtual device that has a finger or a PIN to ask for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from practice.models import AuditLine, User
from tests.browser.test_keys import tab_to
from tests.factories import make_profile
from tests.live_site import LiveSite, live_site
from tests.practice.second_steps import NAME, PASSWORD, code_of, factors_of, make_therapist, seed_of

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(transactional_db: None, static_files: None) -> Iterator[LiveSite]:
    make_profile()
    with live_site(worker=False) as running:
        yield running


class Device:
    """What her phone or computer has for passkeys; it outlives the pages of its browser."""

    def __init__(self, page: Page) -> None:
        self._page = page.context.new_cdp_session(page)
        self._page.send("WebAuthn.enable")
        added = self._page.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self._id = {"authenticatorId": added["authenticatorId"]}

    def knows_her(self, *, verified: bool) -> None:
        """Whether finger or PIN are right."""
        says = {"isUserVerified": verified}
        self._page.send("WebAuthn.setUserVerified", self._id | says)

    def passkeys(self) -> list[dict[str, Any]]:
        kept: list[dict[str, Any]] = self._page.send("WebAuthn.getCredentials", self._id)[
            "credentials"
        ]
        return kept


@contextmanager
def window(browser: Browser, site: LiveSite, host: str = "localhost") -> Iterator[Page]:
    """It complains of whatever its console says, but for the answers that say no."""
    address = f"http://{host}:{site.port}"
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 800})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert [line for line in said if "422" not in line] == []


def give_password(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def enrol(page: Page) -> None:
    give_password(page)
    page.get_by_label("What to call it").fill("My phone")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have them on paper").click()
    expect(page.get_by_role("heading", name="Today", exact=True, level=1)).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()


def test_she_makes_a_passkey_at_the_first_sign_in_and_needs_no_password_again(
    browser: Browser, site: LiveSite
) -> None:
    make_therapist(has_app=False)
    with window(browser, site) as page:
        device = Device(page)
        enrol(page)
        [kept] = device.passkeys()
        assert kept["isResidentCredential"]
        assert kept["rpId"] == "localhost"
        sign_out(page)
        page.goto("/admin/blog/article/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page).to_have_url(f"http://localhost:{site.port}/admin/blog/article/")
    assert AuditLine.objects.filter(verb="signed_in").count() == 2


def test_after_the_password_a_passkey_is_the_second_step(browser: Browser, site: LiveSite) -> None:
    make_therapist(has_app=False)
    with window(browser, site) as page:
        Device(page)
        enrol(page)
        sign_out(page)
        give_password(page)
        expect(page.get_by_role("heading", name="One more step")).to_be_visible()
        page.goto("/admin/")
        expect(page.get_by_role("button", name="Go on")).to_be_visible()  # half-way in is nobody
        give_password(page)
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_role("heading", name="Today", exact=True, level=1)).to_be_visible()


def test_a_device_that_does_not_know_her_lets_nobody_in(browser: Browser, site: LiveSite) -> None:
    make_therapist(has_app=False)
    with window(browser, site) as page:
        device = Device(page)
        enrol(page)
        sign_out(page)
        device.knows_her(verified=False)
        page.goto("/admin/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_text("That did not work.")).to_be_visible()
        device.knows_her(verified=True)
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_role("heading", name="Today", exact=True, level=1)).to_be_visible()


def test_somebody_elses_passkey_is_not_her_second_step(browser: Browser, site: LiveSite) -> None:
    make_therapist()
    User.objects.create_superuser("another", password=PASSWORD)
    with window(browser, site) as page:
        Device(page)
        page.goto("/admin/")
        page.get_by_label("Username").fill("another")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Make a passkey").click()
        answer: list[str] = []
        page.get_by_role("link", name="I have them on paper").click()
        sign_out(page)
        page.goto("/admin/")
        page.on("request", lambda request: answer.append(request.post_data or ""))
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_role("heading", name="Today", exact=True, level=1)).to_be_visible()
        sign_out(page)
        give_password(page)
        page.evaluate(REPLAY, next(it for it in answer if "credential" in it))
        expect(page.get_by_text("That passkey does not fit.")).to_be_visible()
        page.goto("/admin/")
        expect(page.get_by_role("button", name="Go on")).to_be_visible()


# Sends an answer of before, of another account, in place of one of hers.
REPLAY = """(sent) => {
  const form = document.querySelector(".keys__form");
  const field = document.createElement("input");
  field.type = "hidden"; field.name = "credential";
  field.value = new URLSearchParams(sent).get("credential");
  form.append(field); form.submit();
}"""


def test_at_the_desk_she_adds_a_passkey_and_removes_her_app(
    browser: Browser, site: LiveSite
) -> None:
    therapist = make_therapist()
    with window(browser, site) as page:
        Device(page)
        give_password(page)
        page.get_by_label("Code").fill(code_of())
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Settings").click()
        page.get_by_role("link", name="Signing in").click()
        page.get_by_role("link", name="Add a passkey").click()
        page.get_by_label("What to call it").fill("My laptop")
        page.get_by_role("button", name="Make a passkey").click()
        expect(page.get_by_text("Your passkey is added.")).to_be_visible()
        expect(page.get_by_text("My laptop").first).to_be_visible()
        page.get_by_role("link", name="Remove TOTP").click()
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_text("It is removed.")).to_be_visible()
    assert [way.type for way in factors_of(therapist)] == ["webauthn"]


def test_with_numbers_for_an_address_she_is_told_and_takes_an_app(
    browser: Browser, site: LiveSite
) -> None:
    therapist = make_therapist(has_app=False)
    with window(browser, site, "127.0.0.1") as page:
        page.goto("/admin/")
        expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
        give_password(page)
        expect(page.get_by_text("browsers make no passkeys")).to_be_visible()
        seed = page.locator(".sign-in__seed").inner_text().replace(" ", "")
        page.get_by_label("Code").fill(code_of(seed))
        page.get_by_role("button", name="Use this app").click()
        expect(page.locator(".sign-in__codes li")).to_have_count(10)
    assert seed_of(therapist) == seed


def test_without_script_she_signs_in_with_password_and_code(
    browser: Browser, site: LiveSite
) -> None:
    make_therapist()
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/admin/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    give_password(page)
    page.get_by_label("Code").fill(code_of())
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Today", exact=True, level=1)).to_be_visible()
    context.close()


def test_by_keyboard_alone_she_signs_in_and_out_everywhere(
    browser: Browser, site: LiveSite
) -> None:
    make_therapist()
    with window(browser, site) as page:
        page.goto("/admin/")
        tab_to(page, "id_username")
        page.keyboard.type(NAME)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="One more step")).to_be_visible()
        tab_to(page, "id_code")
        page.keyboard.type(code_of())
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Today", exact=True, level=1)).to_be_visible()
        page.goto("/admin/sign-in/")
        tab_to(page, "sign-out-everywhere")
        page.keyboard.press("Enter")
        expect(page.get_by_text("You are signed out everywhere.")).to_be_visible()
