from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

# Roles of what leads to a note and back again: numbers and arrows, which are nobody's words.
NOTE_REFERENCE, BACK_LINK = "doc-noteref", "doc-backlink"
BLOCKS = {
    "p", "h2", "h3", "ul", "ol", "li", "blockquote", "br", "hr", "figure", "figcaption",
    "table", "thead", "tbody", "tr", "th", "td", "caption", "section", "picture",
}  # fmt: skip


def plain_text(element: HtmlElement) -> str:
    """Return the words of `element` on one line; blocks are kept apart by a space."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(root: HtmlElement) -> Iterator[str]:
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if element.tag in BLOCKS:
            yield " "
        if event == "end":
            yield (element.tail or "") if element is not root else ""
        elif element.get("role") in (NOTE_REFERENCE, BACK_LINK):
            walk.skip_subtree()
        else:
            yield element.text or ""
