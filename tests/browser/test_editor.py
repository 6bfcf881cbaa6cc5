"""The editor in a real browser: nothing is lost in it, and everything is done by keyboard."""

import re

from playwright.sync_api import Browser, Page, expect

from blog.models import Article
from blog.rendering import render, sanitised
from practice.models import Image
from practice.models import Page as SitePage
from tests.browser.test_the_main_way import sign_in
from tests.browser.test_writing_at_the_desk import change, desk, draft, said, site, window
from tests.browser.traffic import Traffic
from tests.factories import make_article
from tests.live_site import LiveSite
from tests.pictures import make_image

__all__ = ["desk", "draft", "said", "site"]  # fixtures of the desk with its sample content

MOST_BYTES = 280_000  # of the whole page; 145,000 are Tiptap and ProseMirror, 60,000 Django's
# All that a text may hold, as the sanitiser leaves it.
EVERYTHING = """<p>Words, <em>said</em> <strong>loudly</strong>, H<sub>2</sub>O, 1<sup>st</sup>, an
<abbr title="Post-traumatic stress">PTSD</abbr>, a <cite>book</cite>, a<br>break<footnote>A note
with <a href="https://line.example/a?b=c&amp;d=e">a <em>link</em></a>.</footnote>.</p>
<hr>
<h2>A list</h2><ul><li>One<ol start="3"><li>Three</li></ol></li><li><p>Two</p><p>parts</p></li></ul>
<h3>Below</h3><blockquote><p>Quoted.</p><p>Twice.</p></blockquote>
<table><caption>Sizes</caption><thead><tr><th scope="col">Who</th><th scope="col">How</th></tr>
</thead><tbody><tr><th scope="row">A</th><td>1</td></tr></tbody></table>
<p><a href="mailto:a@line.example" title="Write">Mail</a> <a href="tel:+441632960123">Ring</a></p>
<figure><img data-image="12"><figcaption>The <em>harbour</em>.</figcaption></figure>
<figure><img data-image="12"></figure>
<h2>References</h2><ul><li>Example, A. (2020). https://doi.org/10.1000/182</li></ul>"""

# Types a sign and takes it back, so that the editor writes what it holds into the form.
AND_BACK = ["Control+End", "x", "Backspace"]


def rewritten(page: Page, address: str) -> tuple[str, str]:
    """What the form holds, before and after the editor has written it."""
    page.goto(address)
    box = page.locator("#id_body")
    before = box.input_value().replace("\r\n", "\n")
    page.get_by_role("textbox", name="Text").focus()
    for key in AND_BACK:
        page.keyboard.press(key)
    return before, box.input_value()


def test_every_text_there_is_comes_out_of_the_editor_as_it_went_in(
    desk: Page, site: LiveSite, said: list[str]
) -> None:
    make_image(12)
    everything = make_article("everything", body=EVERYTHING)
    for article in Article.objects.exclude(body=""):
        before, after = rewritten(desk, change(article))
        wanted, made = (
            render(sanitised(it), Image.objects.all().in_bulk()) for it in (before, after)
        )
        assert plain(made.html) == plain(wanted.html), article
        words = f"Words: {len(made.text.split())}. Minutes to read: {made.minutes}."
        expect(desk.get_by_text(words)).to_be_visible()
        if article != everything:
            assert after == before
    for page in SitePage.objects.all():
        before, after = rewritten(desk, f"/admin/practice/page/{page.pk}/change/")
        assert after == before
    assert all("404" in it for it in said)  # the picture, of which there is only a row


def plain(html: str) -> str:
    """As a browser shows it: with no space between blocks, and one for any other."""
    return re.sub(r">\s+<", "><", " ".join(html.split()))


def by_keyboard(page: Page, button: str) -> None:
    """Go from the text to a button above it, and press it."""
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Home")
    wanted = page.get_by_role("toolbar").get_by_role("button", name=button, exact=True)
    for _step in range(30):
        if wanted.evaluate("it => it === document.activeElement"):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")


def test_a_text_with_all_that_it_may_hold_is_written_without_a_mouse(
    desk: Page, draft: Article, said: list[str]
) -> None:
    image = make_image(alt="A harbour")
    keys = desk.keyboard
    desk.goto(change(draft))
    desk.get_by_role("textbox", name="Text").focus()
    by_keyboard(desk, "Heading")
    pressed = desk.get_by_role("button", name="Heading", exact=True)
    expect(pressed).to_have_attribute("aria-pressed", "true")
    keys.type("Evening")
    keys.press("Enter")
    keys.type("Breathe")
    by_keyboard(desk, "Note")
    keys.type("Slowly.")
    keys.press("Tab")
    keys.press("Enter")
    keys.type(" and ")
    by_keyboard(desk, "Link")
    keys.type("line.example/rest")
    keys.press("Enter")
    keys.press("Enter")
    by_keyboard(desk, "Picture")
    expect(desk.get_by_role("button", name="A harbour")).to_be_visible()
    for _step in range(2):
        keys.press("Tab")
    keys.press("Enter")
    keys.type("The quay.")
    keys.press("Enter")
    by_keyboard(desk, "Table")
    keys.type("Night")
    by_keyboard(desk, "Remove row")
    by_keyboard(desk, "Title")
    keys.type("Hours")
    keys.press("Enter")
    expect(desk.get_by_role("table", name="Hours")).to_be_visible()
    keys.type("Six")

    figure = f'<figure><img data-image="{image.pk}"><figcaption>The quay.</figcaption></figure>'
    link = '<a href="https://line.example/rest">line.example/rest</a>'
    table = "<table><caption>Hours</caption><tbody>" + 2 * "<tr><td></td><td></td></tr>"
    held = desk.locator("#id_body").input_value().replace("Six", "")
    assert held.split("\n\n") == [
        "<h2>Evening</h2>",
        f"<p>Breathe<footnote>Slowly.</footnote> and {link}</p>",
        figure,
        table + "</tbody></table>",
    ]
    assert all("404" in it for it in said)  # the picture, of which there is only a row


def test_on_a_phone_the_daily_tools_come_first_and_the_rest_fades_out_of_sight(
    desk: Page, draft: Article
) -> None:
    desk.set_viewport_size({"width": 390, "height": 800})
    desk.goto(change(draft))
    bar = desk.get_by_role("toolbar")
    for daily in ("Heading", "List", "Link", "Picture"):
        button = bar.get_by_role("button", name=daily, exact=True)
        box, around = button.bounding_box(), bar.bounding_box()
        assert box
        assert around
        assert box["x"] + box["width"] <= around["x"] + around["width"] - 24, daily  # the fade
    fade = bar.evaluate("it => getComputedStyle(it, '::after').position")
    assert fade == "sticky"
    first = bar.locator(".editor-group:not([hidden])").first
    expect(first).to_have_css("border-left-width", "0px")

    bar.get_by_role("button", name="Picture", exact=True).click()
    told = desk.get_by_role("dialog").get_by_role("status")
    expect(told).to_have_text("Your library is empty yet.")
    desk.get_by_role("dialog").get_by_role("searchbox").fill("harbour")
    expect(told).to_have_text("There is no such picture.")


def test_what_the_editor_weighs(
    browser: Browser, site: LiveSite, desk: Page, draft: Article
) -> None:
    traffic = Traffic()
    with window(browser, site) as page:
        sign_in(page)
        page.goto("/livez")
        log = page.context.new_cdp_session(page)
        log.send("Network.enable")
        log.send("Network.setCacheDisabled", {"cacheDisabled": True})
        log.on("Network.requestWillBeSent", traffic.note_request)
        log.on("Network.loadingFinished", traffic.note_end)
        page.goto(change(draft), wait_until="networkidle")

    assert sum(traffic.bytes_of.values()) <= MOST_BYTES, traffic.bytes_of
    assert "Font" not in traffic.bytes_of
