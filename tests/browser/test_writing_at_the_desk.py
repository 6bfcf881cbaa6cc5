"""Writing in a real browser: kept by itself, offered again, previewed, compared, put in order."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from blog.models import Article, Revision, Series
from practice import sample_content
from practice.models import User
from tests.browser.test_the_main_way import PASSWORD, sign_in
from tests.live_site import LiveSite, live_site, wait_until

A_LITTLE_MORE_THAN_THE_REST = 8_000  # milliseconds


@contextmanager
def window(browser: Browser, site: LiveSite, **options: object) -> Iterator[Page]:
    """A browser of its own."""
    context = browser.new_context(base_url=site.url, **options)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture
def site(transactional_db: None, static_files: None) -> Iterator[LiveSite]:
    """The site with its sample content; a process for each test.

    The desk notes who changed what by the numbers of content types, which a process remembers and
    which are others after the database was emptied.
    """
    sample_content.load(timezone.now())
    with live_site(worker=False) as running:
        yield running


@pytest.fixture
def said() -> list[str]:
    """What the console said."""
    return []


@pytest.fixture
def desk(browser: Browser, site: LiveSite, said: list[str]) -> Iterator[Page]:
    User.objects.create_superuser("therapist", password=PASSWORD)
    with window(browser, site) as page:
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        sign_in(page)
        yield page


@pytest.fixture
def draft(site: LiveSite) -> Article:
    return Article.objects.get(slug="after-the-quarrel")


def change(article: Article) -> str:
    return f"/admin/blog/article/{article.pk}/change/"


def added_to_the_desk(article: Article) -> list[str]:
    return [
        change(article),
        f"/admin/blog/article/{article.pk}/versions/",
        f"/admin/blog/series/{article.series_id}/change/",
        "/admin/practice/redirect/add/",
    ]


def type_into(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Text").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def expect_text(page: Page, text: str) -> None:
    expect(page.get_by_role("textbox", name="Text")).to_have_text(text)


def test_what_is_typed_is_kept_once_the_keys_rest_and_offered_again(
    desk: Page, draft: Article, said: list[str]
) -> None:
    desk.goto(change(draft))
    type_into(desk, "Repair begins with a breath.")
    line = desk.get_by_role("status").filter(has_text="Kept at")
    expect(line).to_be_visible(timeout=A_LITTLE_MORE_THAN_THE_REST)
    draft.refresh_from_db()
    assert draft.body == ""

    desk.goto(change(draft))
    expect_text(desk, "")
    desk.get_by_role("link", name="Continue with what was kept at").click()
    expect_text(desk, "Repair begins with a breath.")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("It is a draft: only you can read it.")).to_be_visible()

    assert Article.objects.get(pk=draft.pk).body == "<p>Repair begins with a breath.</p>"
    assert not Revision.objects.filter(autosaved=True).exists()
    assert said == []  # all of it under the policy of the desk


def test_leaving_the_page_keeps_it_without_waiting(desk: Page, draft: Article) -> None:
    desk.goto(change(draft))
    type_into(desk, "In a hurry.")
    desk.goto("/admin/")

    kept = Revision.objects.filter(autosaved=True, body="<p>In a hurry.</p>")
    wait_until(kept.exists, seconds=3)


def test_without_a_connection_it_says_so_and_keeps_it_once_there_is_one(
    desk: Page, draft: Article
) -> None:
    desk.goto(change(draft))
    desk.context.set_offline(True)
    type_into(desk, "On the train.")
    failed = desk.get_by_role("status").filter(has_text="Could not be kept: are you offline?")
    expect(failed).to_be_visible(timeout=A_LITTLE_MORE_THAN_THE_REST)

    desk.context.set_offline(False)
    kept = desk.get_by_role("status").filter(has_text="Kept at")
    expect(kept).to_be_visible(timeout=A_LITTLE_MORE_THAN_THE_REST)
    assert Revision.objects.get(autosaved=True).body == "<p>On the train.</p>"


def test_signed_out_in_the_meantime_it_says_so_and_the_text_stays(
    desk: Page, draft: Article
) -> None:
    desk.goto(change(draft))
    desk.context.clear_cookies(name="session")
    type_into(desk, "Too late.")
    line = desk.get_by_role("status").filter(has_text="Not kept: you are signed out.")
    expect(line).to_be_visible(timeout=A_LITTLE_MORE_THAN_THE_REST)

    expect_text(desk, "Too late.")


def test_a_save_soon_after_typing_leaves_nothing_to_offer(desk: Page, draft: Article) -> None:
    desk.goto(change(draft))
    type_into(desk, "Done at once.")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Saved.")).to_be_visible()

    assert Article.objects.get(pk=draft.pk).body == "<p>Done at once.</p>"
    assert not Revision.objects.filter(autosaved=True).exists()
    assert desk.get_by_role("heading", name="There is a text").count() == 0


def test_a_colleague_reads_the_preview_without_an_account(
    desk: Page, browser: Browser, site: LiveSite, draft: Article
) -> None:
    desk.goto(change(draft))
    desk.get_by_role("button", name="Make a link that is open for 7 days").click()
    address = desk.get_by_role("textbox", name="Open until").input_value()
    with window(browser, site) as colleague:
        colleague.goto(address)
        expect(colleague.get_by_role("heading", level=1)).to_have_text("After the quarrel")
        expect(colleague.get_by_text("This is a preview, open until")).to_be_visible()
        assert colleague.context.cookies() == []

        desk.get_by_role("button", name="Revoke").click()
        expect(desk.get_by_text("opens nothing any more")).to_be_visible()
        colleague.reload()
        expect(colleague.get_by_role("heading", level=1)).to_have_text("There is no page here")


def test_parts_are_put_in_order_by_keyboard_without_javascript(
    browser: Browser, site: LiveSite, draft: Article
) -> None:
    User.objects.create_superuser("therapist", password=PASSWORD)
    series = Series.objects.get()
    with window(browser, site, java_script_enabled=False) as page:
        sign_in(page)
        page.goto(f"/admin/blog/series/{series.pk}/change/")
        page.get_by_role("button", name="Up After the quarrel").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("“After the quarrel” is now number 2.")).to_be_visible()

        page.keyboard.press("Tab")  # from where the row begins: its title
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_text("“After the quarrel” is now number 1.")).to_be_visible()

    draft.refresh_from_db()
    assert draft.position == 1


def test_without_javascript_an_article_is_written_and_published(
    browser: Browser, site: LiveSite, draft: Article
) -> None:
    User.objects.create_superuser("therapist", password=PASSWORD)
    with window(browser, site, java_script_enabled=False) as page:
        sign_in(page)
        page.goto(change(draft))
        page.get_by_label("Text", exact=True).fill("<p>Repair begins with a breath.</p>")
        page.get_by_label("Everybody, now").check()
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name=draft.get_absolute_url()).first.click()

        expect(page.get_by_text("Repair begins with a breath.")).to_be_visible()
        expect(page.get_by_text("Part 3 of 3").first).to_be_visible()


def test_what_we_add_to_the_desk_keeps_to_its_policy(
    desk: Page, draft: Article, said: list[str]
) -> None:
    for path in added_to_the_desk(draft):
        desk.goto(path)

    assert said == []
