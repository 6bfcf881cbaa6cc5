"""Turns what was typed or imported into HTML that is safe to show, with a contents list.

The order matters: sanitise first, so that everything after it works on known tags only.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import nh3
from django.utils.text import slugify
from lxml import html
from lxml.html import HtmlElement

WORDS_PER_MINUTE = 220  # Brysbaert (2019) measured 238 for English non-fiction; rounded to be kind
TAGS = {
    "p", "h2", "h3", "ul", "ol", "li", "blockquote", "cite", "em", "strong", "a", "br", "hr",
    "sup", "sub", "table", "thead", "tbody", "tr", "th", "td", "caption", "abbr",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "abbr": {"title"}, "th": {"scope"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto", "tel"}
HEADINGS = ("h2", "h3")


class Heading(NamedTuple):
    level: int
    anchor: str
    text: str


class Rendered(NamedTuple):
    html: str
    contents: list[Heading]
    minutes: int


def _only_named_links(tag: str, attribute: str, value: str) -> str | None:
    # nh3 lets "//host/…" pass, which is an address elsewhere without saying so.
    if attribute == "href" and value.startswith(("//", "/\\")):
        return None
    return value


def sanitised(typed: str) -> str:
    """Return `typed` with every tag and attribute removed that an article may not have."""
    return nh3.clean(
        typed,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_only_named_links,
        url_schemes=SCHEMES,
        link_rel=None,
    ).strip()


def render(clean: str) -> Rendered:
    """Render sanitised HTML: headings get stable anchors, links elsewhere no way back to us."""
    root = html.fragment_fromstring(clean, create_parent="div")
    contents = list(_with_anchors(root))
    for link in root.iter("a"):
        if urlsplit(link.get("href", "")).netloc:
            link.set("rel", "noopener")
    words = len(root.text_content().split())
    inner = html.tostring(root, encoding="unicode")
    body = inner.removeprefix("<div>").removesuffix("</div>")
    return Rendered(body, contents, max(1, math.ceil(words / WORDS_PER_MINUTE)))


def _with_anchors(root: HtmlElement) -> Iterator[Heading]:
    taken: set[str] = set()
    for element in root.iter(*HEADINGS):
        text = " ".join(element.text_content().split())
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
