"""Footnotes: written where they belong, as <footnote>…</footnote>, and shown in a list at the end.

Their ids hold a dot, which no anchor of a heading can: "note.3" is the third note, "note.3.back"
the place in the text that leads to it.
"""

from django.utils.translation import gettext as _
from lxml import etree
from lxml.html import HtmlElement

from blog.rendering.plain_text import BACK_LINK, NOTE_REFERENCE, plain_text
from blog.rendering.references import references

BACK = "↩\ufe0e"  # with the sign that asks for the font's own arrow, not a coloured picture


def place_notes(root: HtmlElement) -> None:
    """Put a numbered link in the place of each note, and the notes themselves at the end."""
    _tidy(root)
    notes = list(root.iter("footnote"))
    if not notes:
        return
    section = root.makeelement("section", {"class": "notes", "role": "doc-endnotes"})
    etree.SubElement(section, "h2").text = _("Notes")
    items = etree.SubElement(section, "ol")
    for number, note in enumerate(notes, start=1):
        _put_reference(note, number)
        note.drop_tree()
        items.append(_as_item(note, number))
    _put_before_the_references(root, section)


def _tidy(root: HtmlElement) -> None:
    """A note within a note belongs to the outer one; a note without words is none."""
    for note in list(root.iter("footnote")):
        if next(note.iterancestors("footnote"), None) is not None:
            note.drop_tag()
        elif not plain_text(note):
            note.drop_tree()


def _put_reference(note: HtmlElement, number: int) -> None:
    reference = note.makeelement("sup")
    link = etree.SubElement(reference, "a", {"href": f"#note.{number}", "role": NOTE_REFERENCE})
    link.set("id", f"note.{number}.back")
    link.set("aria-label", _("Note %(number)d") % {"number": number})
    link.text = str(number)
    around = next(note.iterancestors("a"), None)
    if around is None:
        note.addprevious(reference)
    else:  # a link cannot stand within a link
        reference.tail, around.tail = around.tail, None
        around.addnext(reference)


def _as_item(note: HtmlElement, number: int) -> HtmlElement:
    note.tag, note.tail = "li", None
    note.set("id", f"note.{number}")
    link = etree.SubElement(note, "a", {"href": f"#note.{number}.back", "role": BACK_LINK})
    link.set("aria-label", _("Back to note %(number)d in the text") % {"number": number})
    link.text = BACK
    before = link.getprevious()
    if before is None:
        note.text = f"{(note.text or '').strip()}\u00a0"
    else:
        before.tail = f"{(before.tail or '').rstrip()}\u00a0"
    return note


def _put_before_the_references(root: HtmlElement, section: HtmlElement) -> None:
    first = next(references(root), None)
    if first is None:
        root.append(section)
    else:
        first.addprevious(section)
