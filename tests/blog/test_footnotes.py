"""A note is written where it belongs, and read at the end and back again."""

from typing import Any

import pytest
from lxml import html

from blog.rendering import render, sanitised

Tree = Any


def shown(typed: str) -> Tree:
    return html.fragment_fromstring(f"<div>{render(sanitised(typed)).html}</div>")


def texts(found: list[Any]) -> list[str]:
    return [" ".join(str(element.text_content()).split()) for element in found]


def notes(page: Tree) -> list[str]:
    return texts(page.xpath("//section[@class='notes']/ol/li"))


def marks(page: Tree) -> list[str]:
    return texts(page.xpath("//a[@role='doc-noteref']"))


def test_a_note_becomes_a_number_that_leads_to_its_text_and_back() -> None:
    page = shown("<p>Calm<footnote>Borrowed <em>first</em>.</footnote> returns.</p>")

    [mark] = page.xpath("//p/sup/a")
    [note] = page.xpath("//section/ol/li")
    [back] = note.xpath("./a")
    assert (mark.text, mark.get("aria-label")) == ("1", "Note 1")
    assert mark.get("href") == f"#{note.get('id')}"
    assert back.get("href") == f"#{mark.get('id')}"
    assert back.get("aria-label") == "Back to note 1 in the text"
    assert texts(page.xpath("//p")) == ["Calm1 returns."]
    assert texts(page.xpath("//section")) == ["NotesBorrowed first. ↩\ufe0e"]
    assert html.tostring(note.xpath("./em")[0], encoding="unicode", with_tail=False) == (
        "<em>first</em>"
    )


def test_the_notes_stand_in_a_numbered_list_under_a_heading() -> None:
    rendered = render(sanitised("<p>a<footnote>b</footnote></p>"))
    page = html.fragment_fromstring(f"<div>{rendered.html}</div>")

    assert texts(page.xpath("//section[@role='doc-endnotes']/h2")) == ["Notes"]
    assert rendered.contents == [(2, "notes", "Notes")]


def test_several_notes_are_numbered_in_the_order_of_the_text() -> None:
    page = shown(
        "<h2>One<footnote>in a heading</footnote></h2><p>two<footnote>in a line</footnote></p>"
        "<ul><li>three<footnote>in a list</footnote></li></ul>"
        "<table><tbody><tr><td>four<footnote>in a table</footnote></td></tr></tbody></table>"
    )

    assert marks(page) == ["1", "2", "3", "4"]
    assert [note.split("\u00a0")[0].split(" ↩")[0] for note in notes(page)] == [
        "in a heading",
        "in a line",
        "in a list",
        "in a table",
    ]


def test_every_way_there_and_back_leads_somewhere_and_no_id_is_twice() -> None:
    page = shown("<h2>Note 1</h2><h2>Notes</h2>" + "<p>a<footnote>b</footnote></p>" * 12)
    ids = page.xpath("//@id")

    assert len(ids) == len(set(ids)) == 3 + 24
    assert {address.removeprefix("#") for address in page.xpath("//a/@href")} <= set(ids)


@pytest.mark.parametrize(
    "typed",
    [
        "<p>no note</p>",
        "<p>a<footnote></footnote> b</p>",
        "<p>a<footnote> <em> </em></footnote> b</p>",
        "<p>a<footnote>\u00a0</footnote> b</p>",
    ],
)
def test_without_words_there_is_no_note_and_no_heading(typed: str) -> None:
    page = shown(typed)

    assert notes(page) == marks(page) == []
    assert page.xpath("//section") == []


def test_what_follows_an_empty_note_stays() -> None:
    assert "".join(shown("<p>a<footnote></footnote> b</p>").itertext()) == "a b"


def test_a_note_within_a_note_belongs_to_the_outer_one() -> None:
    page = shown("<p>a<footnote>b <footnote>c</footnote> d</footnote></p>")

    assert marks(page) == ["1"]
    assert notes(page) == ["b c d ↩\ufe0e"]


def test_the_number_of_a_note_in_a_link_stands_after_the_link() -> None:
    page = shown('<p><a href="/fees/">the <em>fee<footnote>b</footnote>s</em></a> are</p>')

    assert page.xpath("//a//a") == []
    assert texts(page.xpath("//p")) == ["the fees1 are"]


def test_a_note_keeps_its_own_links() -> None:
    page = shown('<p>a<footnote>see <a href="https://x.example/">x</a></footnote></p>')

    assert page.xpath("//li/a/@href")[0] == "https://x.example/"
    assert page.xpath("//li/a/@rel") == ["noopener"]


def test_a_paragraph_within_a_note_loses_no_words() -> None:
    rendered = render(sanitised("<p>a<footnote><p>b</p></footnote> c</p>"))

    assert rendered.text == "a b c"


def test_the_contents_list_shows_no_numbers_of_notes() -> None:
    rendered = render(sanitised("<h2>Rest<footnote>a</footnote></h2>"))

    assert rendered.contents[0] == (2, "rest", "Rest")


def test_notes_stand_before_the_references() -> None:
    page = shown("<p>a<footnote>b</footnote></p><h2>References</h2><ol><li>c</li></ol>")

    assert page.xpath("//section/@class") == ["notes", "references"]


@pytest.mark.parametrize("name", ["References", "references", "7. References", "REFERENCES"])
@pytest.mark.parametrize("kind", ["ol", "ul"])
def test_the_references_stand_in_a_section_of_their_own(name: str, kind: str) -> None:
    page = shown(f"<h2>{name}</h2>\n<{kind}><li>a</li></{kind}><p>after</p>")

    [section] = page.xpath("//section[@class='references']")
    assert [child.tag for child in section] == ["h2", kind]
    assert section[0].get("id") == "references"
    assert section.getnext().text == "after"


@pytest.mark.parametrize(
    "typed",
    [
        "<h2>References</h2><p>none yet</p>",
        "<h2>References</h2>",
        "<h2>Reference letters</h2><ol><li>a</li></ol>",
        "<h3>References</h3><ol><li>a</li></ol>",
    ],
)
def test_what_is_no_list_of_references_is_left_alone(typed: str) -> None:
    assert shown(typed).xpath("//section") == []
