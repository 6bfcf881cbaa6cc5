from collections.abc import Iterator
from typing import NamedTuple

from django.utils.text import slugify
from lxml.html import HtmlElement

from blog.rendering.plain_text import plain_text

SECTION_LEVEL = 2
HEADINGS = ("h2", "h3")
IDS_OF_THE_PAGE = {"main", "contents", "all-parts", "related"}  # of what is around the text


class Heading(NamedTuple):
    level: int
    anchor: str
    text: str


def with_anchors(root: HtmlElement) -> Iterator[Heading]:
    """Give every heading that has words an id, and yield what the contents list says of it."""
    taken = set(IDS_OF_THE_PAGE)
    for element in root.iter(*HEADINGS):
        text = plain_text(element)
        if not text:
            continue
        anchor = _anchor(text, taken)
        element.set("id", anchor)
        yield Heading(int(element.tag[1]), anchor, text)


def _anchor(text: str, taken: set[str]) -> str:
    """Make an anchor from the words, so that it stays when sections are renumbered."""
    words = slugify(text.lstrip("0123456789. ")) or "section"
    anchor, count = words, 1
    while anchor in taken:
        count += 1
        anchor = f"{words}-{count}"
    taken.add(anchor)
    return anchor
