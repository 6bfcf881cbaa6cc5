"""Two parts of a series: one is public, the other comes by itself."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from blog.models import Article
from tests.browser.first_day.day import Day
from tests.browser.first_day.picture import a_lamp
from tests.browser.test_pasting import IN_TIME, paste, say_what_it_shows
from tests.pictures import encoded

FROM_WORD = Path(__file__).with_name("from_word.html")
SERIES = "Nights"
ONE, TWO = "Why we lie awake", "What helps at three in the morning"
SUMMARY = "Worry is loudest in the dark. Why that is so, and what is at work then."
SHOWS = "A lamp by a window at night"


def writes_part_one(day: Day) -> None:
    page = day.hers
    begins_an_article(day, ONE)
    day.sees(ONE)
    paste(text_of(page), FROM_WORD.read_text(), encoded(a_lamp(), "PNG"))
    expect(page.get_by_role("dialog", name="What does this picture show?")).to_be_visible()
    day.sees(ONE, "picture")
    say_what_it_shows(page, SHOWS)
    expect(page.get_by_role("img", name=SHOWS)).to_be_visible(timeout=IN_TIME)
    page.get_by_label("Summary").fill(SUMMARY)
    page.get_by_text("Series and topics").click()
    page.get_by_label("Or begin a new series").fill(SERIES)


def begins_an_article(day: Day, title: str) -> None:
    page = day.hers
    page.goto("/admin/")
    page.get_by_role("link", name="Write an article").click()
    day.sees("Write an article")
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Begin").click()


def text_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Text")


def puts_it_into_the_series(page: Page) -> None:
    page.get_by_text("Series and topics").click()
    page.get_by_label("Series", exact=True).select_option(label=SERIES)


def publishes_it(day: Day) -> None:
    page = day.hers
    page.get_by_label("Everybody, now").check()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Everybody can read it:").first).to_be_visible()
    day.sees(ONE)


def writes_part_two_for_tomorrow(day: Day) -> None:
    page = day.hers
    begins_an_article(day, TWO)
    text_of(page).focus()
    page.keyboard.type("Get up, and sit somewhere else until you are tired.")
    page.get_by_label("Summary").fill("A short list for the small hours.")
    puts_it_into_the_series(page)
    page.get_by_label("Everybody, from the time below on").check()
    page.get_by_role("button", name="Tomorrow, 07:00").click()
    expect(page.locator(".when__says")).to_contain_text("at 07:00, tomorrow")
    day.sees(TWO, "schedule", scrolled_to="fieldset:has([name=status])")
    page.get_by_role("button", name="Schedule").click()
    day.sees(TWO)
    expect(page.get_by_text("It appears on").first).to_be_visible()


def strangers_read_part_one_only(day: Day) -> None:
    page, (one, two) = day.robins, (Article.objects.get(title=title) for title in (ONE, TWO))
    page.goto(one.get_absolute_url())
    expect(page.get_by_role("heading", name="What worry is for")).to_be_visible()
    picture = page.get_by_role("img", name=SHOWS)
    picture.scroll_into_view_if_needed()
    page.wait_for_function("it => it.complete && it.naturalWidth > 0", arg=picture.element_handle())
    expect(page.get_by_text(TWO)).to_have_count(0)
    page.get_by_role("link", name=SERIES).first.click()
    expect(page.get_by_role("link", name=ONE).first).to_be_visible()
    expect(page.get_by_text(TWO)).to_have_count(0)
    assert page.request.get(two.get_absolute_url()).status == 404
