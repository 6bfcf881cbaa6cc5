"""The therapist's keys in a real browser: set up, printed, typed in, changed; by keyboard too."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import Browser, Page, expect

from contact import resealing
from contact.models import Entry
from practice import sample_content
from practice.models import PracticeProfile, SealingKey, User
from tests.browser.test_the_main_way import PASSWORD, sign_in
from tests.contact.test_resealing import copies, make_note
from tests.factories import A_MONDAY, PHRASE, SHEET, make_enquiry, make_key
from tests.live_site import LiveSite, live_site

WRONG = "abacus abdomen abdominal abide abiding ability"


@contextmanager
def window(browser: Browser, site: LiveSite, **options: Any) -> Iterator[Page]:
    """A browser in which she has signed in; it complains of whatever its console says."""
    context = browser.new_context(base_url=site.url, **options)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    sign_in(page)
    yield page
    context.close()
    assert [line for line in said if "422" not in line] == []


@pytest.fixture
def site(transactional_db: None, static_files: None) -> Iterator[LiveSite]:
    """The site as it is before the therapist has keys."""
    sample_content.load(timezone.now())
    User.objects.create_superuser("therapist", password=PASSWORD)
    with live_site(worker=False) as running:
        yield running


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def has_script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def desk(browser: Browser, site: LiveSite, *, has_script: bool) -> Iterator[Page]:
    with window(browser, site, java_script_enabled=has_script) as page:
        yield page


def secrets_on(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".keys__secret").all_inner_texts()]


def test_she_sets_up_her_keys_and_the_form_opens(desk: Page, site: LiveSite) -> None:
    desk.goto("/admin/")
    expect(desk.get_by_text("The form is closed.")).to_be_visible()
    link = desk.locator(".key-notice").get_by_role("link", name="Your keys")
    assert link.evaluate("one => one.getBoundingClientRect().height") >= 44  # pixels, for a thumb
    link.click()
    desk.get_by_role("link", name="Set up your keys").click()
    desk.get_by_role("button", name="Make my keys").click()
    phrase, sheet = secrets_on(desk)
    assert len(phrase.split()) == 6
    assert len(sheet.split()) == 8

    desk.get_by_role("link", name="I have both on paper: go on").click()
    desk.get_by_label("Your reading phrase").fill(WRONG)
    desk.get_by_label("The letters on your recovery sheet").fill(sheet.lower())
    desk.get_by_role("button", name="This is what I have on paper").click()
    expect(desk.get_by_text("These six words do not open it.")).to_be_visible()
    expect(desk.get_by_label("Your reading phrase")).to_have_value(WRONG)
    expect(desk.get_by_label("The letters on your recovery sheet")).to_have_value(sheet.lower())
    desk.get_by_label("Your reading phrase").fill(phrase.title().replace(" ", ", "))
    desk.get_by_role("button", name="This is what I have on paper").click()

    expect(desk.get_by_text("Your keys are in use, and your desk is unlocked.")).to_be_visible()
    assert SealingKey.objects.current().opened_by_phrase(phrase)
    assert desk.request.get("/contact/").status == 200


def test_only_the_sheet_comes_out_on_paper(browser: Browser, site: LiveSite) -> None:
    with window(browser, site) as desk:
        desk.goto("/admin/keys/set-up/")
        desk.get_by_role("button", name="Make my keys").click()
        phrase, sheet = secrets_on(desk)
        expect(desk.get_by_role("button", name="Print")).to_be_visible()
        desk.emulate_media(media="print")
        on_paper = desk.locator("body").inner_text()

    assert sheet in on_paper
    assert f"Made on {date_format(timezone.localdate(), 'j F Y')}." in on_paper
    assert "when the reading phrase is lost" in on_paper
    assert "Keep it like a passport" in on_paper
    assert on_paper.startswith("Recovery sheet")
    for elsewhere in (phrase, phrase.split()[0], "Sign out", "Your desk", "go on", "Print"):
        assert elsewhere not in on_paper


def test_by_keyboard_alone_she_unlocks_and_locks(browser: Browser, site: LiveSite) -> None:
    make_key()
    with window(browser, site) as desk:
        desk.goto("/admin/unlock/?next=/admin/keys/")
        tab_to(desk, "id_phrase")
        desk.keyboard.type(PHRASE)
        desk.keyboard.press("Enter")
        expect(desk.get_by_text("your desk is unlocked")).to_be_visible()
        expect(desk).to_have_url(f"{site.url}/admin/keys/")
        tab_to(desk, "lock-button")
        desk.keyboard.press("Enter")
        expect(desk.get_by_text("Your desk is locked.")).to_be_visible()


def tab_to(page: Page, name: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == name:
            return
    raise AssertionError(f"{name} is not reached")  # noqa: EM102 - the name is what helps


def test_she_changes_her_keys_and_everything_is_sealed_anew(
    desk: Page, *, has_script: bool
) -> None:
    make_key()
    enquiry = make_enquiry(PracticeProfile.objects.get(), now=A_MONDAY)
    a_step = resealing.BATCH * resealing.BATCHES_A_STEP
    Entry.objects.bulk_create(copies(make_note(enquiry, "a note"), a_step + 20))
    unlock(desk)
    desk.goto("/admin/keys/set-up/")
    desk.get_by_role("button", name="Make my keys").click()
    phrase, sheet = secrets_on(desk)
    desk.get_by_role("link", name="I have both on paper: go on").click()
    desk.get_by_label("Your reading phrase").fill(phrase)
    desk.get_by_label("The letters on your recovery sheet").fill(sheet)
    desk.get_by_role("button", name="This is what I have on paper").click()
    expect(desk.get_by_text(f"0 of {a_step + 22} are sealed to your new key.")).to_be_visible()
    desk.get_by_role("button", name="Go on").click()
    if not has_script:
        expect(desk.get_by_role("progressbar")).to_be_visible()
        desk.get_by_role("button", name="Go on").click()
    expect(desk.get_by_text("Everything is sealed to your new key.")).to_be_visible()
    assert not Entry.objects.exclude(key=SealingKey.objects.current()).exists()


def unlock(page: Page) -> None:
    page.goto("/admin/unlock/")
    page.get_by_label("Your reading phrase").fill(PHRASE)
    page.get_by_role("button", name="Unlock").click()


def test_the_sheet_helps_when_the_phrase_is_lost(desk: Page) -> None:
    make_key()
    desk.goto("/admin/unlock/")
    desk.get_by_role("link", name="I have lost my phrase").click()
    desk.get_by_label("The letters on your recovery sheet").fill(SHEET)
    desk.get_by_role("button", name="Unlock with my sheet").click()
    desk.get_by_role("button", name="Make a new phrase").click()
    [phrase] = secrets_on(desk)
    desk.get_by_role("link", name="I have it on paper: go on").click()
    desk.get_by_label("Your reading phrase").fill(phrase)
    desk.get_by_role("button", name="This is what I have on paper").click()
    expect(desk.get_by_text("Your new phrase is in use")).to_be_visible()
