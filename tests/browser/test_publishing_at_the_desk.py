"""Publishing in a real browser: parts dragged into order, two frames, words for a time."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from blog.models import Article, Series
from practice import sample_content
from practice.models import User
from tests.browser.test_the_main_way import sign_in
from tests.live_site import LiveSite, live_site

FOUNDATIONS, TRAUMA, QUARREL = (
    "How relationships shape the nervous system",
    "Trauma and relationships",
    "After the quarrel",
)
THUMB, HEIGHT = 44, "one => one.getBoundingClientRect().height"  # pixels


@pytest.fixture
def site(transactional_db: None, static_files: None) -> Iterator[LiveSite]:
    sample_content.load(timezone.now())
    with live_site(worker=False) as running:
        yield running


@pytest.fixture
def desk(browser: Browser, site: LiveSite) -> Iterator[Page]:
    User.objects.create_superuser("therapist")
    viewport = {"width": 390, "height": 800}
    context = browser.new_context(base_url=site.url, viewport=viewport)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page)
    yield page
    context.close()


def in_order() -> list[str]:
    parts = Article.objects.filter(series__isnull=False).order_by("position")
    return list(parts.values_list("title", flat=True))


def handle(page: Page, title: str) -> Locator:
    return page.get_by_role("button", name=f"Move {title}")


def drag(page: Page, title: str, *, to: str) -> None:
    """Take a part by its handle and let it go at the "first" place or the "last"."""
    handle(page, title).scroll_into_view_if_needed()
    taken, rows = handle(page, title).bounding_box(), page.locator(".part-rows").bounding_box()
    assert taken
    assert rows
    y = rows["y"] + 5 if to == "first" else rows["y"] + rows["height"] - 5
    page.mouse.move(taken["x"] + 5, taken["y"] + 5)
    page.mouse.down()
    page.mouse.move(taken["x"] + 5, y, steps=8)
    page.mouse.up()


def test_parts_are_put_in_order_by_mouse_and_by_keyboard(desk: Page) -> None:
    desk.set_viewport_size({"width": 1280, "height": 1400})
    desk.goto(f"/admin/blog/series/{Series.objects.get().pk}/change/")
    said, part = desk.locator("#parts-said"), desk.get_by_role("link", name=TRAUMA)
    assert part.evaluate(HEIGHT) >= THUMB
    drag(desk, QUARREL, to="first")
    expect(said).to_have_text(f"“{QUARREL}” is now number 1.")
    assert in_order() == [QUARREL, FOUNDATIONS, TRAUMA]

    handle(desk, QUARREL).focus()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")  # at once: the second does not wait for the first
    expect(said).to_have_text(f"“{QUARREL}” is now number 3.")
    expect(handle(desk, QUARREL)).to_be_focused()
    assert in_order() == [FOUNDATIONS, TRAUMA, QUARREL]
    expect(desk.get_by_role("button", name=f"Down {QUARREL}")).to_be_disabled()

    desk.context.set_offline(True)
    desk.keyboard.press("ArrowUp")
    expect(said).to_contain_text("Could not be moved")
    expect(desk.locator(".part-row__title").last).to_contain_text(QUARREL)
    desk.context.set_offline(False)
    drag(desk, FOUNDATIONS, to="last")
    expect(said).to_have_text(f"“{FOUNDATIONS}” is now number 3.")
    desk.reload()
    expect(desk.locator(".part-row__title").last).to_contain_text(FOUNDATIONS)


def test_she_reads_when_it_appears_and_sees_how_it_looks(desk: Page) -> None:
    draft = Article.objects.get(title=QUARREL)
    desk.goto(f"/admin/blog/article/{draft.pk}/change/")
    save = desk.locator("[name=_save]")
    expect(save).to_have_value("Save draft")
    desk.get_by_label("Everybody, from the time below on").check()
    expect(save).to_have_value("Schedule")
    desk.get_by_role("button", name="Tomorrow, 07:00").click()
    expect(desk.locator(".when__says")).to_contain_text("at 07:00, tomorrow (your practice’s")
    desk.get_by_label("Time", exact=True).fill("08:30")
    desk.get_by_label("Date", exact=True).click()
    expect(desk.locator(".when__says")).to_contain_text("at 08:30, tomorrow")

    desk.get_by_role("link", name="See how it looks").click()
    phone = desk.frame_locator("iframe[width='390']")
    expect(phone.get_by_role("heading", level=1)).to_have_text(QUARREL)
    article = phone.locator("main").evaluate("document.documentElement.clientWidth")
    assert article == 390
    shown = desk.locator("iframe[width='1024']").bounding_box()
    assert shown
    assert shown["width"] <= 390
    with desk.expect_popup() as opened:
        phone.get_by_role("link", name="Fees").first.click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Fees")
