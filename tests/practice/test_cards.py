"""A card is a picture of 1200 × 630 pixels on which every title can be read."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from practice import cards
from practice.cards import MEASURE, Words, drawn, font, in_the_font

LONGEST_TITLE = (
    "What happens between two people when one of them was hurt long ago, and what both of them can"
    " do about it on an ordinary Tuesday evening in the kitchen at home."
)
A_LONG_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
TITLES = {
    "short": "Rest",
    "usual": "Trauma and relationships",
    "160 characters": LONGEST_TITLE.ljust(160, "!")[:160],
    "umlauts": "Über Ängste, Übermut und Größe: “früher” und heute – déjà vu",
    "a long word": f"{A_LONG_WORD} verstehen",
    "one word of 160": "x" * 160,
    "160 wide letters": "W" * 160,
    "160 short words": "a " * 80,
    "Greek and Russian": "Ψυχή и душа",
}


def picture(title: str, above: str = "Part 2 · On closeness", name: str = "Dr Vale") -> Image.Image:
    content = drawn(Words(title, above, name))
    card = Image.open(BytesIO(content), formats=["PNG"])
    assert card.size == (1200, 630)
    assert len(content) < 60_000
    return card.convert("RGB")


def inked(card: Image.Image) -> tuple[int, int, int, int]:
    """The box around all that is written, the bar at the left left out."""
    words = card.crop((cards.BAR + 2, 0, *card.size))
    paper = Image.new("RGB", words.size, words.getpixel((words.width - 1, 0)))
    box = ImageChops.difference(words, paper).getbbox()
    assert box
    return box[0] + cards.BAR + 2, box[1], box[2] + cards.BAR + 2, box[3]


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_words_stay_within_the_edges(title: str) -> None:
    left, top, right, bottom = inked(picture(title))

    assert left > cards.EDGE - 12
    assert top > cards.EDGE - 12
    assert right < 1200 - cards.EDGE + 12
    assert bottom < 630 - cards.EDGE + 24


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_the_title_stays_clear_of_the_lines_above_and_below_it(title: str) -> None:
    _left, top, _right, bottom = inked(picture(title, above="", name=""))

    assert top > cards.EDGE + cards.SMALL + 10
    assert bottom < 630 - cards.EDGE - cards.SMALL


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_no_word_of_a_title_is_lost(title: str) -> None:
    block = cards._set(title)

    joined = " ".join(block.lines).replace("- ", "")
    assert joined.split() == title.split()
    assert all(font(block.size).getlength(line) <= MEASURE for line in block.lines)


def test_type_is_made_smaller_rather_than_breaking_a_word() -> None:
    block = cards._set("Donaudampfschifffahrtsgesellschaftskapitän verstehen")

    assert block.lines == ["Donaudampfschifffahrtsgesellschaftskapitän", "verstehen"]


def test_a_word_that_is_too_long_in_the_smallest_type_is_broken_with_a_hyphen() -> None:
    first, second = cards._set(A_LONG_WORD).lines

    assert f"{first.removesuffix('-')}{second}" == A_LONG_WORD


@pytest.mark.parametrize(
    "title",
    [
        "What happens in a first conversation",
        "When home is not a safe place for you",
        LONGEST_TITLE,
    ],
)
def test_lines_are_about_equally_long(title: str) -> None:
    block = cards._set(title)
    lengths = [font(block.size).getlength(line) for line in block.lines]

    assert min(lengths) > 0.7 * max(lengths)


def test_a_longer_title_is_set_smaller() -> None:
    assert cards._set("Rest").size > cards._set(TITLES["160 characters"]).size


def test_a_series_line_that_is_too_long_keeps_its_part() -> None:
    short = cards._shortened("Part 12 · " + "A very long series " * 20, font(cards.SMALL))

    assert short.startswith("Part 12 · A very long series")
    assert short.endswith("…")


def test_title_series_and_name_are_all_on_it() -> None:
    whole = picture("Rest", "Part 2 · On closeness", "Dr Vale")

    for missing in range(3):
        fewer = ["Rest", "Part 2 · On closeness", "Dr Vale"]
        fewer[missing] = ""
        assert ImageChops.difference(whole, picture(*fewer)).getbbox()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Calm 🧘 now", "Calm now"),
        ("静か rest", "rest"),
        ("a\u202eb\u0007c", "abc"),
        ("Größe", "Größe"),
    ],
)
def test_signs_that_the_font_has_not_leave_no_boxes(typed: str, shown: str) -> None:
    assert in_the_font(typed) == shown


def test_a_title_of_which_nothing_can_be_drawn_still_makes_a_card() -> None:
    assert picture("静か")


def test_the_font_s_licence_lies_beside_it() -> None:
    licence = (cards.FONT.parent / "OFL.txt").read_text()

    assert cards.FONT.name in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
