from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml.html import HtmlElement

from blog.rendering.plain_text import plain_text

LISTS = ("ol", "ul")
CLASS = "references"


def wrap_references(root: HtmlElement) -> None:
    """Put the heading "References" and its list into a section, for screen and paper to style."""
    for heading in root.findall("h2"):
        items = heading.getnext()
        if items is not None and items.tag in LISTS and _is_called_references(heading):
            section = heading.makeelement("section", {"class": CLASS})
            section.tail, items.tail = items.tail, None
            heading.addprevious(section)
            section.extend([heading, items])


def references(root: HtmlElement) -> Iterator[HtmlElement]:
    return (section for section in root.iterchildren("section") if section.get("class") == CLASS)


def _is_called_references(heading: HtmlElement) -> bool:
    words = plain_text(heading).lstrip("0123456789. ").casefold()
    return words in ("references", _("References").casefold())
