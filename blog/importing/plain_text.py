"""Reads an article as it comes out of a page builder's export: lines of plain text.

Numbered lines become section headings; page furniture (editing controls, contact lines) is left out
and reported, never dropped in silence.
"""

import re
from dataclasses import dataclass, field
from html import escape

from blog.rendering.sanitising import UNREADABLE

SECTION = re.compile(r"^(?P<number>\d{1,2})[.)]\s+(?P<title>\S.{0,158}?):?$")
CONTROLS = re.compile(
    r"^(edit (content|page|post|with \w+)|read more|share( this( post)?)?|leave a comment|"
    r"(previous|next)( post)?|skip to content)$",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"\b(someone to talk to|(get in touch|contact|here for|call|write to) (me|us|you)\b|"
    r"book (a|an|your)\b)",
    re.IGNORECASE,
)
LONGEST_FURNITURE = 160  # characters; a line longer than this is somebody's prose


@dataclass(frozen=True)
class LeftOut:
    line: int  # counted from 1, as an editor shows it
    text: str


@dataclass
class ImportedText:
    """What was found, as blocks of HTML, and what was left out."""

    blocks: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    sections: int = 0

    @property
    def paragraphs(self) -> int:
        return len(self.blocks) - self.sections

    @property
    def html(self) -> str:
        return "\n".join(self.blocks)


def _is_furniture(line: str, *, in_text: bool) -> bool:
    """Editing controls are furniture anywhere, contact lines only above or below the text."""
    if CONTROLS.match(line):
        return True
    return not in_text and len(line) <= LONGEST_FURNITURE and bool(CONTACT.search(line))


def _text_bounds(lines: list[str]) -> tuple[int, int]:
    """Return the first and last line that is clearly prose."""
    prose = [i for i, line in enumerate(lines) if len(line) > LONGEST_FURNITURE]
    return (prose[0], prose[-1]) if prose else (0, len(lines) - 1)


def read(text: str) -> ImportedText:
    """Read exported text. A text without a paragraph gives an ImportedText without blocks."""
    readable = UNREADABLE.sub(" ", text.removeprefix("\ufeff"))
    lines = [" ".join(line.split()) for line in readable.splitlines()]
    first, last = _text_bounds(lines)
    found = ImportedText()
    for index, line in enumerate(lines):
        if not line:
            continue
        if _is_furniture(line, in_text=first <= index <= last):
            found.left_out.append(LeftOut(index + 1, line))
        elif section := SECTION.match(line):
            found.sections += 1
            found.blocks.append(f"<h2>{section['number']}. {escape(section['title'])}</h2>")
        else:
            found.blocks.append(f"<p>{escape(line, quote=False)}</p>")
    return found
