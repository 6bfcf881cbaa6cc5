"""An article with a picture, notes and references: on the screen, by keyboard and on paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from blog.models import Article
from practice.images import forget
from practice.models import Image
from tests.browser.traffic import traffic_of
from tests.live_site import LiveSite, wait_until
from tests.pictures import drawn, encoded, kept

ARTICLE = "/articles/interpersonal-neurobiology-foundations/"
SAMPLES = [ARTICLE, "/articles/trauma-and-relationships/", "/articles/when-home-is-not-safe/"]
ELSEWHERE = '<p>Read <a href="https://line.example/a">this</a>.</p>'


@pytest.fixture
def pictures(sample_site: LiveSite) -> Iterator[list[Image]]:
    """Two pictures on a sample article: after its first paragraph, and far below."""
    both = [
        kept(encoded(drawn(2000, 1200)), credit="Ada Example"),
        kept(encoded(drawn(300, 400)), alt="", is_decorative=True),
    ]
    article = Article.objects.get(slug="interpersonal-neurobiology-foundations")
    figures = [f'<figure><img data-image="{image.pk}">%s</figure>' for image in both]
    above = figures[0] % "<figcaption>The harbour.</figcaption>"
    article.body = article.body.replace("</p>", f"</p>{above}", 1)
    article.body = article.body.replace("<h2>Ref", f"{ELSEWHERE}{figures[1] % ''}<h2>Ref")
    article.save()
    yield both
    for image in both:
        forget(image.digest)


@pytest.fixture
def reader(browser: Browser, sample_site: LiveSite, pictures: list[Image]) -> Iterator[Page]:
    context = browser.new_context(
        base_url=sample_site.url, viewport={"width": 390, "height": 800}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(ARTICLE)
    yield page
    context.close()


def shown_sources(page: Page) -> list[str]:
    """The end of the address of each picture that the browser has fetched."""
    loaded: list[str] = page.evaluate(
        "[...document.querySelectorAll('.prose img')].map(i => i.complete ? i.currentSrc : '')"
    )
    return [address.rpartition("/")[2] for address in loaded]


def test_a_phone_fetches_a_small_avif_and_the_picture_below_only_when_it_is_near(
    reader: Page,
) -> None:
    reader.wait_for_load_state("networkidle")
    assert shown_sources(reader) == ["480.avif", ""]

    reader.locator(".prose img").last.scroll_into_view_if_needed()
    wait_until(lambda: shown_sources(reader) == ["480.avif", "300.avif"], seconds=10)


def test_a_picture_has_its_place_before_it_is_there(reader: Page) -> None:
    boxes = reader.evaluate(
        "[...document.querySelectorAll('.prose img')].map(i => [i.clientWidth, i.clientHeight])"
    )

    measure = boxes[0][0]
    assert 340 <= measure <= 390
    assert boxes[0][1] == pytest.approx(measure * 1200 / 2000, abs=1)
    assert boxes[1] == [300, 400]  # never wider than it is


def test_a_picture_is_announced_by_its_words_and_a_decorative_one_not_at_all(reader: Page) -> None:
    expect(reader.get_by_role("img")).to_have_count(1)
    expect(reader.get_by_role("img", name="A harbour")).to_be_visible()
    expect(reader.get_by_role("figure").first).to_contain_text("Picture: Ada Example")


def test_a_note_is_reached_with_the_keyboard_and_left_again(reader: Page) -> None:
    reader.locator("[aria-label='Note 1']").focus()
    reader.keyboard.press("Enter")
    expect(reader.locator("[id='note.1']")).to_be_in_viewport()

    reader.keyboard.press("Tab")
    focused = reader.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == "Back to note 1 in the text"
    reader.keyboard.press("Enter")
    expect(reader.locator("[id='note.1.back']")).to_be_in_viewport()


def test_note_and_picture_need_no_script(
    browser: Browser, sample_site: LiveSite, pictures: list[Image]
) -> None:
    context = browser.new_context(base_url=sample_site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(ARTICLE)
    page.locator("[aria-label='Note 2']").click()

    expect(page.locator("[id='note.2']")).to_be_in_viewport()
    assert page.url.endswith("#note.2")
    context.close()


ON_PAPER = [".prose", ".prose img", ".notes", ".references", ".printed-from", ".site-name"]
NOT_ON_PAPER = [
    ".site-header nav",
    ".site-footer",
    ".opening",
    ".contents",
    ".parts",
    ".part-steps",
    ".all-parts",
    ".write-to-me",
    ".skip",
    "[role=doc-backlink]",
]


def test_on_paper_there_is_the_text_with_its_notes_and_references_and_nothing_to_press(
    reader: Page,
) -> None:
    reader.emulate_media(media="print")

    for selector in ON_PAPER:
        expect(reader.locator(selector).first).to_be_visible()
    for selector in NOT_ON_PAPER:
        assert reader.locator(selector).count() > 0, selector
        expect(reader.locator(selector).first).to_be_hidden()


def test_on_paper_a_link_says_where_it_leads_once(reader: Page) -> None:
    after = "link => getComputedStyle(link, '::after').content"
    elsewhere = reader.locator("[href='https://line.example/a']")
    doi = reader.locator(".references a").first
    assert elsewhere.evaluate(after) == "none"

    reader.emulate_media(media="print")
    assert elsewhere.evaluate(after) == '" (https://line.example/a)"'
    assert doi.evaluate(after) == "none"  # its words are its address
    assert doi.inner_text() == doi.get_attribute("href")


def test_on_paper_a_link_within_the_site_says_its_path_and_one_within_the_page_nothing(
    reader: Page,
) -> None:
    reader.emulate_media(media="print")
    after = "link => getComputedStyle(link, '::after').content"
    assert reader.locator("[role=doc-noteref]").first.evaluate(after) == "none"

    reader.goto("/articles/trauma-and-relationships/")
    assert reader.locator(".prose a").first.evaluate(after) == f'" ({ARTICLE})"'


def test_on_paper_the_text_says_where_it_comes_from(reader: Page, sample_site: LiveSite) -> None:
    expect(reader.locator(".printed-from")).to_be_hidden()
    reader.emulate_media(media="print")

    assert reader.locator(".printed-from").inner_text() == sample_site.url + ARTICLE


def test_on_paper_everything_is_dark_on_white_whatever_the_screen_shows(reader: Page) -> None:
    reader.emulate_media(media="print", color_scheme="dark")
    colours = reader.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )

    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


@pytest.mark.parametrize("path", SAMPLES)
def test_an_article_with_its_style_weighs_at_most_12_kb(
    browser: Browser, sample_site: LiveSite, path: str
) -> None:
    traffic = traffic_of(browser, sample_site.url + path)

    assert traffic.bytes_of["Document"] + traffic.bytes_of["Stylesheet"] <= 12_000


def test_a_sensitive_article_opens_with_one_plain_line(
    browser: Browser, sample_site: LiveSite
) -> None:
    context = browser.new_context(base_url=sample_site.url)
    page = context.new_page()
    page.goto("/articles/when-home-is-not-safe/")

    line = page.locator(".about-line")
    expect(line).to_have_text("This article is about: Relationships, Safety.")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert line.evaluate("line => line.nextElementSibling") is None  # it ends the opening
    context.close()
