"""The piece of a text that a reader is shown of it, with the words that she looked for marked.

Postgres knows which words match, since it knows their stems; it is asked on the text without
accents, where nothing is escaped. The piece itself is cut here, from the text as it is read.
"""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from blog.folding import folded
from blog.rendering.headings import HEADINGS
from blog.rendering.plain_text import plain_text
from blog.rendering.tree import parsed

MARKS = ("\ue000", "\ue001")  # for private use: no text that people type holds them
MARKED = re.compile("{}(.*?){}".format(*MARKS), re.DOTALL)
# Letters and digits, with accents that stand as signs of their own, soft hyphens and joiners.
WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u00ad\u200b-\u200d\u2060]+[^\W_]*)*")

LENGTH = 260  # signs of a passage
LEAD = 60  # of which so many stand before the first word that was looked for
PLACES = 200  # so many places in a text are weighed against each other
ELLIPSIS, DASH = "…", "–"


def readable_text(body_html: str) -> str:
    """Return the words of a rendered article on one line, accents and all."""
    root = parsed(body_html)
    for heading in root.iter(*HEADINGS):
        heading.tail = f" {DASH} {heading.tail or ''}"  # else it would run into the text below it
    return plain_text(root)


def matched_words(headline: str) -> frozenset[str]:
    """Return the words that Postgres put marks around, in the form in which they are compared."""
    marked = MARKED.findall(headline)
    return frozenset(compared(word) for piece in marked for word in WORD.findall(piece))


def compared(word: str) -> str:
    """Return `word` without accents and capitals."""
    return word.lower() if word.isascii() else folded(word).lower()


def passage(text: str, words: frozenset[str]) -> str:
    """Return the piece of `text` that holds most of `words`, or "" where it holds none."""
    found = [(place.start(), compared(place[0])) for place in WORD.finditer(text)]
    places = [(start, word) for start, word in found if word in words][:PLACES]
    if not places:
        return ""
    best = max(places, key=lambda place: _different_words(places, place[0]))
    return _cut(text, best[0])


def highlighted(text: str, words: frozenset[str]) -> SafeString:
    """Return `text` as HTML, escaped, with each of `words` in <mark>."""
    pieces: list[tuple[str, str]] = []
    end = 0
    for place in WORD.finditer(text):
        if compared(place[0]) in words:
            pieces.append((text[end : place.start()], place[0]))
            end = place.end()
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[end:])


def _different_words(places: list[tuple[int, str]], start: int) -> int:
    end = start + LENGTH - LEAD
    return len({word for place, word in places if start <= place < end})


def _cut(text: str, place: int) -> str:
    """Cut LENGTH signs around `place`, at spaces where there are any near."""
    start = _after_a_space(text, place - LEAD, place) if place > LEAD else 0
    end = min(start + LENGTH, len(text))
    if end < len(text):
        space = text.rfind(" ", place, end)
        end = space if space > 0 else end
    before, after = ELLIPSIS if start else "", ELLIPSIS if end < len(text) else ""
    piece = text[start:end].strip(f" {DASH}" if after else None)
    return f"{before}{piece.rstrip('.,;:') if after else piece}{after}"


def _after_a_space(text: str, start: int, end: int) -> int:
    space = text.find(" ", start, end)
    return space + 1 if space >= 0 else start
