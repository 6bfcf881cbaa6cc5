"""Turns what was typed or imported into HTML that is safe to show, with a contents list.

The order matters: sanitise first, so that everything after it works on known tags only.
"""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

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
SECTION_LEVEL = 2
IDS_OF_THE_PAGE = {"main", "contents"}  # taken by what stands around the text

# Control signs, lone surrogates and non-characters: nobody types them, and parsers trip over them.
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What a browser takes for "//host/…": it skips spaces before it and line ends inside it.
HOST_WITHOUT_SCHEME = re.compile(r"[\x00-\x20]*[/\\][\t\r\n]*[/\\]")


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
    if attribute == "href" and HOST_WITHOUT_SCHEME.match(value):
        return None
    return value


def sanitised(typed: str) -> str:
    """Return `typed` with every tag and attribute removed that an article may not have."""
    return nh3.clean(
        UNREADABLE.sub("", typed),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_only_named_links,
        url_schemes=SCHEMES,
        link_rel=None,
    ).strip()


def render(clean: str) -> Rendered:
    """Render sanitised HTML: headings get stable anchors, links elsewhere no way back to us."""
    root = html.fragment_fromstring(f"<div>{clean}</div>")
    contents = list(_with_anchors(root))
    for link in root.iter("a"):
        if link.get("href", "").lstrip().lower().startswith(("http:", "https:")):
            link.set("rel", "noopener")
    words = len(root.text_content().split())
    inner = html.tostring(root, encoding="unicode")
    body = inner.removeprefix("<div>").removesuffix("</div>")
    return Rendered(body, contents, max(1, math.ceil(words / WORDS_PER_MINUTE)))


def _with_anchors(root: HtmlElement) -> Iterator[Heading]:
    taken = set(IDS_OF_THE_PAGE)
    for element in root.iter(*HEADINGS):
        text = " ".join(element.text_content().split())
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
