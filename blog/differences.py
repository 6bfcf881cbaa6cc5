"""What changed between two texts, word by word, as HTML that screen readers read out too."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# A tag, or a word with the space after it; so a space alone never counts as a change.
WORDS = re.compile(r"<[^>]*>\s*|[^\s<]+\s*|<|\s+")
# Where a text is cut before it is compared: paragraphs first, and words only where those differ.
BLOCKS = re.compile(r"(?<=</p>)|(?<=</h2>)|(?<=</h3>)|(?<=</li>)|(?<=</blockquote>)|(?<=\n)")

# What is compared word by word at once; the time it takes grows with the square of it. More than
# that without one paragraph in common is another text, and shown as one.
MOST_WORDS = 8_000


def marked(before: str, after: str) -> SafeString:
    """Return both in one text, with `<del>` around what went and `<ins>` around what came.

    All of it is escaped, tags too: what is shown is the text as it is kept.
    """
    return format_html_join("", "{}", ((piece,) for piece in _blocks(before, after)))


def _blocks(before: str, after: str) -> Iterator[str]:
    old, new = BLOCKS.split(before), BLOCKS.split(after)
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "".join(old[i:j])
        else:
            yield from _words("".join(old[i:j]), "".join(new[k:m]))


def _words(before: str, after: str) -> Iterator[str]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        yield from _change(old, new)
        return
    for kind, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            yield "".join(old[i:j])
        else:
            yield from _change(old[i:j], new[k:m])


def _change(gone: Sequence[str], come: Sequence[str]) -> Iterator[SafeString]:
    # Screen readers pass over <del> and <ins>, so hidden words say it.
    said = '<{0}><span class="visually-hidden"> {1} </span>{2}</{0}>'
    if gone:
        yield format_html(said, "del", _("Left out:"), "".join(gone))
    if come:
        yield format_html(said, "ins", _("Put in:"), "".join(come))
