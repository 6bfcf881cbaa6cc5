"""What a text that nobody has summed up is about, for search engines and shared links."""

from textwrap import shorten

from blog.rendering.plain_text import plain_text
from blog.rendering.tree import parsed

LONGEST = 150  # signs; search engines show about so many
LOOKED_AT = 5000  # signs of HTML, pictures with all their addresses included


def opening_words(html: str) -> str:
    """Return the first words of rendered HTML, or "" where it begins with none."""
    return cut_short(plain_text(parsed(html[:LOOKED_AT])))


def cut_short(text: str) -> str:
    """Return `text`, cut between two words where it is too long."""
    words = shorten(text, LONGEST, placeholder=" …")
    # Of a first word that is too long by itself, `shorten` leaves nothing.
    return words if words != "…" else f"{text[: LONGEST - 1]}…"
