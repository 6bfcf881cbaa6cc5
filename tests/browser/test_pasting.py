"""What other programs put on the clipboard becomes a text of ours, in a real browser.

The files in tests/browser/clipboard/ are built as Word, Google Docs and browsers build theirs.
"""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from blog.models import Article
from practice.models import Image, User
from tests.browser.test_the_main_way import PASSWORD, sign_in
from tests.browser.test_writing_at_the_desk import change, window
from tests.factories import make_draft, make_profile
from tests.live_site import LiveSite, live_site
from tests.pictures import drawn, encoded

FOLDER = Path(__file__).with_name("clipboard")
SOURCES = ["word", "google_docs", "web_page"]
IN_TIME = 30_000  # milliseconds, in which the files of a picture are made
# Pastes as the browser does: an event that carries each kind, and the files beside them.
PASTE = """(element, {html, text, files, type}) => {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    if (text) data.setData("text/plain", text);
    for (const {name, kind, content} of files) {
        const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
        data.items.add(new File([bytes], name, {type: kind}));
    }
    const options = {bubbles: true, cancelable: true};
    element.firstElementChild.scrollIntoView({block: "center"});
    const {left, top} = element.firstElementChild.getBoundingClientRect();
    const place = {clientX: left + 5, clientY: top + 5};
    element.dispatchEvent(type === "drop"
        ? new DragEvent("drop", {...options, ...place, dataTransfer: data})
        : new ClipboardEvent("paste", {...options, clipboardData: data}));
}"""


@pytest.fixture
def site(transactional_db: None, static_files: None) -> Iterator[LiveSite]:
    make_profile()
    with live_site(worker=False) as running:
        yield running


@pytest.fixture
def said() -> list[str]:
    """What the console said."""
    return []


@pytest.fixture
def draft(site: LiveSite) -> Article:
    return make_draft(body="")


@pytest.fixture
def text(browser: Browser, site: LiveSite, draft: Article, said: list[str]) -> Iterator[Locator]:
    """The editor of an empty draft, open on a phone."""
    User.objects.create_superuser("therapist", password=PASSWORD)
    with window(browser, site, viewport={"width": 390, "height": 800}) as page:
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        sign_in(page)
        page.goto(change(draft))
        yield page.get_by_role("textbox", name="Text")


def paste(into: Locator, html: str = "", *files: bytes, how: str = "paste") -> None:
    content = [
        {"name": f"image{number}.png", "kind": "image/png", "content": b64encode(it).decode()}
        for number, it in enumerate(files, start=1)
    ]
    into.focus()
    into.evaluate(PASTE, {"html": html, "text": "", "files": content, "type": how})


def typed(page: Page) -> str:
    return page.locator("#id_body").input_value()


def test_from_word_google_docs_and_web_pages_comes_the_structure_and_nothing_else(
    text: Locator, draft: Article, said: list[str]
) -> None:
    for source in SOURCES:
        text.press("Control+A")
        text.press("Delete")
        paste(text, (FOLDER / f"{source}.html").read_text())
        wanted = (FOLDER / f"{source}.expected.html").read_text().rstrip()
        assert (source, typed(text.page)) == (source, wanted)

    text.page.get_by_role("button", name="Save").first.click()
    expect(text.page.get_by_text("Saved.")).to_be_visible()
    draft.refresh_from_db()
    assert draft.body == wanted  # the sanitiser found nothing to take away
    assert said == []


def asked(page: Page) -> Locator:
    return page.get_by_role("dialog", name="What does this picture show?")


def say_what_it_shows(page: Page, words: str) -> None:
    asked(page).get_by_label("In a sentence").fill(words)
    asked(page).get_by_role("button", name="Put it in").click()


def test_a_picture_that_is_pasted_or_dropped_is_placed_once_she_said_what_it_shows(
    text: Locator, said: list[str]
) -> None:
    page = text.page
    word = '<p>Before<img src="file:///C:/clip_image001.png" alt="x"></p><p>After</p>'
    paste(text, word, encoded(drawn(), "PNG"))
    say_what_it_shows(page, "")
    expect(asked(page).get_by_role("alert")).to_contain_text("Say what it shows", timeout=IN_TIME)
    assert not Image.objects.exists()
    say_what_it_shows(page, "A harbour at night")
    expect(page.get_by_role("img", name="A harbour at night")).to_be_visible(timeout=IN_TIME)
    first = Image.objects.get(alt="A harbour at night")
    figure = f'<figure><img data-image="{first.pk}"></figure>'
    assert typed(page) == f"<p>Before</p>\n\n{figure}\n\n<p>After</p>"

    paste(text, "", encoded(drawn(300, 400), "PNG"), how="drop")
    asked(page).get_by_role("button", name="Leave it out").click()
    assert Image.objects.count() == 1
    paste(text, '<p>Far<img src="https://elsewhere.example/x.png" data-image="1"></p>')
    expect(page.get_by_text("Pictures did not come along.")).to_be_visible()
    paste(text, "", encoded(drawn(300, 400), "PNG"), how="drop")
    asked(page).get_by_label("It is decorative").check()
    asked(page).get_by_role("button", name="Put it in").click()
    expect(page.locator(".editor figure")).to_have_count(2, timeout=IN_TIME)
    assert Image.objects.filter(is_decorative=True).count() == 1
    assert typed(page).count("data-image") == 2
    assert all("422" in it for it in said)  # the refusal; nothing broke its policy
