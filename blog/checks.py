"""What to look at before an article is public, in plain words. Pure: nothing here asks Postgres.

A finding never keeps anybody from saving: it says what a reader would stumble over, and what to do.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

import nh3
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from lxml.html import HtmlElement

from blog.models.revised import Text
from blog.rendering.plain_text import plain_text
from blog.rendering.sanitising import TAGS, UNREADABLE
from blog.rendering.tree import parsed

# Search engines give no number: they cut a title where its line ends (about 600 pixels on a wide
# screen) and a summary after two such lines. Measured again and again, that is as many signs:
# developers.google.com/search/docs/appearance/snippet and …/title-link say why it varies.
LONGEST_TITLE = 60
LONGEST_SUMMARY = 160

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NAME_OF_A_FILE = re.compile(
    r"\S+\.(jpe?g|png|heic|avif|webp|gif)|(img|dsc|pxl)[_-]?\d+", re.IGNORECASE
)
ELSEWHERE = ("http", "https", "mailto", "tel")
LONGEST_QUOTED = 60  # signs


class Lead(StrEnum):
    """What is at an address of this site, for who will read the article."""

    THERE = "there"
    NOTHING = "nothing"
    NOT_YET = "not public yet"
    TAKEN_BACK = "taken back"
    DESK = "of the desk"


class Finding(NamedTuple):
    """What is amiss, and what to do about it, each in a sentence."""

    what: str
    todo: str


@dataclass(frozen=True)
class Site:
    """What the site has: where its addresses lead, and its pictures with what they show.

    A picture that is decorative by her own word has None.
    """

    leads: Mapping[str, Lead] = field(default_factory=dict)
    pictures: Mapping[int, str | None] = field(default_factory=dict)


def findings(text: Text, site: Site) -> list[Finding]:
    """Return what to look at, in the order in which a reader would come upon it."""
    root = typed_tree(text.body)
    return [
        *_title(text.title),
        *_summary(text.summary),
        *_emptiness(root),
        *_headings(root),
        *_tables(root),
        *_pictures(root, site),
        *_links(root, site),
    ]


def typed_tree(body: str) -> HtmlElement:
    """What she typed as a tree, with headings of every level: saving leaves some of them out."""
    readable = UNREADABLE.sub("", body)
    kept = {"a": {"href"}, "img": {"data-image"}}
    return parsed(nh3.clean(readable, tags=TAGS | {*HEADINGS}, attributes=kept, link_rel=None))


def number_of(picture: HtmlElement) -> int:
    """Its number in the library; 0, which no picture has, where that is none."""
    typed = str(picture.get("data-image", ""))
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def paths_in(root: HtmlElement) -> set[str]:
    """The addresses of this site to which it links, without what follows "?" or "#"."""
    return {path for link in root.iter("a") if (path := _path(link))}


def _path(link: HtmlElement) -> str:
    """The path on this site to which a link leads, or "" where it leads elsewhere."""
    typed = _address(link)
    is_path = typed.startswith("/") and not typed.startswith("//")
    found = _read(settings.SITE_URL + typed if is_path else typed)
    is_here = f"{found.scheme}://{found.netloc}" == settings.SITE_URL
    return (found.path or "/") if is_here else ""


def _read(address: str) -> SplitResult:
    """An address that nobody can read leads nowhere, like none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _address(link: HtmlElement) -> str:
    return str(link.get("href", "")).strip()


def _title(title: str) -> Iterator[Finding]:
    if len(title) > LONGEST_TITLE:
        too_long = _("The title has %(signs)d signs; search results show about %(most)d.")
        yield Finding(
            too_long % {"signs": len(title), "most": LONGEST_TITLE},
            _("Say it more briefly, or put what matters first."),
        )


def _summary(summary: str) -> Iterator[Finding]:
    if not summary.strip():
        yield Finding(
            _("There is no summary."),
            _("Write a sentence or two: lists and search results show it under the title."),
        )
    elif len(summary) > LONGEST_SUMMARY:
        too_long = _("The summary has %(signs)d signs; search results show about %(most)d.")
        yield Finding(
            too_long % {"signs": len(summary), "most": LONGEST_SUMMARY},
            _("Shorten it, or put what matters first: the rest is cut off there."),
        )


def _emptiness(root: HtmlElement) -> Iterator[Finding]:
    if not plain_text(root):
        yield Finding(_("There is no text yet."), _("Write it, or leave the article a draft."))


def _headings(root: HtmlElement) -> Iterator[Finding]:
    """Headings go down one level at a time; the title of the page is above them all."""
    found = list(root.iter(*HEADINGS))
    levels = [1, *(int(heading.tag[1]) for heading in found)]
    for heading, (above, level) in zip(found, pairwise(levels), strict=True):
        if level > above + 1:
            skips = _("The heading “%(words)s” is smaller than its place asks for.")
            yield Finding(
                skips % {"words": _quoted(heading)},
                _("Make it a heading one step larger: who listens to the page goes by them."),
            )


def _tables(root: HtmlElement) -> Iterator[Finding]:
    if not all(_has_something(table) for table in root.iter("table")):
        yield Finding(
            _("A table in the text is empty."),
            _("Fill it in, or go into it and press “Remove table”: visitors see only its lines."),
        )


def _has_something(table: HtmlElement) -> bool:
    """Whether one of its cells has; its title alone is none."""
    return any(
        plain_text(cell) or cell.find(".//img") is not None for cell in table.iter("td", "th")
    )


def _pictures(root: HtmlElement, site: Site) -> Iterator[Finding]:
    for picture in root.iter("img"):
        number = number_of(picture)
        if number not in site.pictures:
            yield Finding(
                _("A picture in the text is not in your library."),
                _("Take it out, or choose another: visitors see nothing there."),
            )
        elif _says_nothing(site.pictures[number]):
            yield Finding(
                _("A picture has no words for who does not see it."),
                _("Open it in your library and say what it shows."),
            )


def _says_nothing(words: str | None) -> bool:
    """Whether it is empty, or the name of a file, which tells nobody anything."""
    return words is not None and (not words.strip() or bool(NAME_OF_A_FILE.fullmatch(words)))


def _links(root: HtmlElement, site: Site) -> Iterator[Finding]:
    for link in root.iter("a"):
        address = _address(link)
        todo = _amiss(link, site) if address else _("Give it an address, or make it plain words.")
        if todo:
            leads_nowhere = _("The link “%(words)s” leads nowhere that visitors can go.")
            yield Finding(leads_nowhere % {"words": _quoted(link) or address}, todo)


def _amiss(link: HtmlElement, site: Site) -> str:
    """What to do about a link, or "" where it leads somewhere."""
    address, path = _address(link), _path(link)
    if path:
        return str(_TODO[site.leads.get(path, Lead.NOTHING)])
    if address.startswith("#") or _read(address).scheme in ELSEWHERE:
        return ""
    return _("Begin its address with “https://”, or with “/” for a page of this site.")


_TODO = {
    Lead.THERE: "",
    Lead.NOTHING: _lazy("There is no such page on this site: look at its address."),
    Lead.NOT_YET: _lazy("That is not public yet: publish it first, or link to it later."),
    Lead.TAKEN_BACK: _lazy("You have taken that page back: take the link out."),
    Lead.DESK: _lazy("That is a page for you alone: link to the one that visitors read."),
}


def _quoted(element: HtmlElement) -> str:
    words = plain_text(element)
    return words if len(words) <= LONGEST_QUOTED else f"{words[: LONGEST_QUOTED - 1]}…"
