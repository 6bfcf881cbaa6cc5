"""What changed between two texts, word by word."""

import random
import re

import pytest

from blog.differences import MOST_WORDS, marked

GONE = re.compile(r'<del><span class="visually-hidden"> Left out: </span>(.*?)</del>', re.DOTALL)
COME = re.compile(r'<ins><span class="visually-hidden"> Put in: </span>(.*?)</ins>', re.DOTALL)


def gone(before: str, after: str) -> list[str]:
    return [words.strip() for words in GONE.findall(marked(before, after))]


def come(before: str, after: str) -> list[str]:
    return [words.strip() for words in COME.findall(marked(before, after))]


@pytest.mark.parametrize(
    ("before", "after", "left_out", "put_in"),
    [
        ("a quiet day", "a bright day", ["quiet"], ["bright"]),
        ("one two", "one two three", ["two"], ["two three"]),
        ("one two three", "one three", ["two"], []),
        ("", "all new", [], ["all new"]),
        ("all gone", "", ["all gone"], []),
        ("same", "same", [], []),
    ],
)
def test_words_that_went_and_came_are_marked(
    before: str, after: str, left_out: list[str], put_in: list[str]
) -> None:
    assert gone(before, after) == left_out
    assert come(before, after) == put_in


def test_what_stays_is_shown_once() -> None:
    shown = marked("<p>It stays.</p><p>It goes.</p>", "<p>It stays.</p><p>It came.</p>")

    assert shown.count("stays") == 1


def test_everything_is_escaped() -> None:
    shown = marked("<script>alert(1)</script> & <b>", "<img src=x onerror=alert(1)> & <i>")

    assert re.findall(r"<(?!/?(?:ins|del|span)\b)", shown) == []
    assert "&lt;script&gt;" in shown
    assert "&amp; " in shown


def test_a_change_of_formatting_is_a_change() -> None:
    assert gone("<p>so <em>it</em> is</p>", "<p>so <strong>it</strong> is</p>") == [
        "&lt;em&gt;",
        "&lt;/em&gt;",
    ]


def test_a_change_of_a_link_is_a_change() -> None:
    assert come('<a href="/a/">x</a>', '<a href="/b/">x</a>') == ["&lt;a href=&quot;/b/&quot;&gt;"]


@pytest.mark.parametrize("seed", range(20))
def test_both_texts_can_be_read_out_of_it(seed: int) -> None:
    dice = random.Random(seed)
    pieces = ["<p>", "</p>", "\n", "a", "b ", " ", "c. ", "<em>", "<", ">", "&", '"', "é"]
    before, after = ("".join(dice.choices(pieces, k=dice.randrange(60))) for _ in range(2))
    shown = marked(before, after)
    old = re.sub(
        r'</?del>|<span class="visually-hidden"> Left out: </span>', "", COME.sub("", shown)
    )
    new = re.sub(r'</?ins>|<span class="visually-hidden"> Put in: </span>', "", GONE.sub("", shown))

    assert plain(old) == before
    assert plain(new) == after


def plain(escaped: str) -> str:
    for sign, name in [("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("&", "&amp;")]:
        escaped = escaped.replace(name, sign)
    return escaped


def test_another_text_altogether_is_shown_as_one() -> None:
    words = [f"w{number} " for number in range(MOST_WORDS)]
    before, after = "".join(words), "".join(reversed(words))
    shown = marked(before, after)

    assert shown.count("<del>") == shown.count("<ins>") == 1


def test_a_long_text_with_one_change_is_still_compared_by_words() -> None:
    paragraphs = [f"<p>paragraph {number} of many</p>" for number in range(MOST_WORDS)]
    before = "".join(paragraphs)

    assert gone(before, before.replace("4000 of", "4000 among")) == ["of"]
