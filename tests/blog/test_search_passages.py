"""A result shows the piece of text that was looked for: as it is written, marked, escaped."""

from urllib.parse import quote

import pytest
from django.test import Client

from blog.passages import LENGTH, MARKS, highlighted, matched_words, passage
from tests.factories import make_article
from tests.pages import Element, page_at, text_of

FILLER = "Something else is written here, sentence after sentence. "


def result(client: Client, words: str) -> Element:
    (found,) = page_at(client, f"/search/?q={quote(words)}").find_class("card")
    return found


def marked(element: Element) -> list[str]:
    return [text_of(mark) for mark in element.iter("mark")]


@pytest.mark.usefixtures("profile")
def test_the_reader_sees_the_accents_that_the_search_left_out(client: Client) -> None:
    make_article("one", title="One", body=f"<p>{FILLER * 20} Trauma é curável. {FILLER * 20}</p>")

    for typed in ("trauma curavel", "TRAUMA CURÁVEL", "trauma e curável"):
        found = result(client, typed)
        assert "Trauma é curável." in text_of(found)
        assert {"Trauma", "curável"} <= set(marked(found))


@pytest.mark.usefixtures("profile")
@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Nähe", "nahe"),
        ("Na\u0308he", "nähe"),  # the accent as a sign of its own
        ("größer", "grosser"),
        ("ﬁnden", "finden"),  # one sign that folds into two
        ("Be\u00adziehung", "beziehung"),  # with a soft hyphen
        ("EMDR", "emdr"),
    ],
)
def test_a_word_that_folds_into_more_or_fewer_signs_is_marked_whole(
    client: Client, written: str, typed: str
) -> None:
    make_article("one", title="One", body=f"<p>ééé ßßß {written} ééé</p>")

    found = result(client, typed)
    assert [mark.text for mark in found.iter("mark")] == [written]


@pytest.mark.usefixtures("profile")
def test_other_forms_of_the_word_are_marked_too_and_parts_of_words_are_not(client: Client) -> None:
    make_article("one", title="Healing", body="<p>She heals, he healed; healthy is another.</p>")

    assert marked(result(client, "heal")) == ["Healing", "heals", "healed"]


@pytest.mark.usefixtures("profile")
def test_nothing_in_title_or_text_becomes_markup(client: Client) -> None:
    make_article(
        "one",
        title="<b>Attunement</b> & more",
        body="<p>Write &lt;img src=x onerror=alert(1)&gt; for attunement &amp; more.</p>",
    )
    found = result(client, "attunement")

    assert text_of(found.find_class("card__title")[0]) == "<b>Attunement</b> & more"
    assert "<img src=x onerror=alert(1)> for attunement & more." in text_of(found)
    assert found.xpath(".//img | .//b") == []
    assert marked(found) == ["Attunement", "attunement"]


@pytest.mark.usefixtures("profile")
def test_signs_that_serve_as_marks_inside_do_no_harm_in_a_text(client: Client) -> None:
    start, stop = MARKS
    make_article("one", title="One", body=f"<p>{start} Not {stop} this, attunement.</p>")

    assert "attunement" in marked(result(client, "attunement"))


@pytest.mark.usefixtures("profile")
def test_a_match_in_the_title_alone_shows_the_summary(client: Client) -> None:
    make_article("one", title="Attunement", summary="In short.", body=f"<p>{FILLER}</p>")

    assert "In short." in text_of(result(client, "attunement"))


@pytest.mark.usefixtures("profile")
def test_a_heading_does_not_run_into_the_text_below_it(client: Client) -> None:
    make_article("one", title="One", body="<h2>What attunement is</h2><p>It is this.</p>")

    assert "What attunement is – It is this." in text_of(result(client, "attunement"))


def test_the_piece_is_chosen_where_most_of_the_words_are() -> None:
    text = f"calm {FILLER * 10} calm and quiet {FILLER * 10}"

    assert "calm and quiet" in passage(text, frozenset({"calm", "quiet"}))


@pytest.mark.parametrize("text", [FILLER * 40 + "calm " + FILLER * 40, "x" * 5000 + " calm"])
def test_a_piece_is_short_and_holds_the_word(text: str) -> None:
    piece = passage(text, frozenset({"calm"}))

    assert "calm" in piece
    assert len(piece) <= LENGTH + 2


def test_a_piece_is_cut_at_spaces_and_says_so() -> None:
    piece = passage(f"{FILLER * 9}calm {FILLER * 9}", frozenset({"calm"}))

    assert piece.startswith("…")
    assert piece.endswith("…")
    whole_words = {word.strip(",.") for word in f"{FILLER} calm".split()}
    assert {word.strip(",.…") for word in piece.split()} <= whole_words


def test_a_text_without_the_word_has_no_piece() -> None:
    assert passage(FILLER, frozenset({"calm"})) == ""


def test_marking_changes_nothing_but_the_marks() -> None:
    text = "calm & <calm> Cálm"

    assert highlighted(text, frozenset({"calm"})) == (
        "<mark>calm</mark> &amp; &lt;<mark>calm</mark>&gt; <mark>Cálm</mark>"
    )
    assert highlighted(text, frozenset()) == "calm &amp; &lt;calm&gt; Cálm"


def test_what_postgres_marked_is_taken_word_by_word() -> None:
    start, stop = MARKS

    headline = f"a {start}Self-help{stop} b {start}Calm{stop}"
    assert matched_words(headline) == {"self", "help", "calm"}
