"""Turns what was typed or imported into HTML that is safe to show, with what goes around it.

The order matters: sanitise first, so that every step after it works on known tags only; references
before notes, which stand above them; headings once all of them are there.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from blog.rendering.footnotes import place_notes
from blog.rendering.headings import SECTION_LEVEL, Heading, with_anchors
from blog.rendering.links import mark_links
from blog.rendering.pictures import show_pictures
from blog.rendering.plain_text import plain_text
from blog.rendering.references import wrap_references
from blog.rendering.sanitising import sanitised
from blog.rendering.tree import parsed, written

if TYPE_CHECKING:
    from practice.models import Image

__all__ = ["RENDERER_VERSION", "SECTION_LEVEL", "Heading", "Rendered", "render", "sanitised"]

# To be raised whenever the same text comes out otherwise: `manage.py render_articles` then
# renders anew what was rendered by an older one.
RENDERER_VERSION = 2
WORDS_PER_MINUTE = 220  # Brysbaert (2019) measured 238 for English non-fiction; rounded to be kind
NO_IMAGES: "Mapping[int, Image]" = MappingProxyType({})


class Rendered(NamedTuple):
    html: str
    contents: list[Heading]
    minutes: int
    text: str  # its words alone, for search


def render(clean: str, images: "Mapping[int, Image]" = NO_IMAGES) -> Rendered:
    """Render sanitised HTML. `images` holds the pictures that it may show, by their number."""
    root = parsed(clean)
    wrap_references(root)
    place_notes(root)
    contents = list(with_anchors(root))
    mark_links(root)
    show_pictures(root, images)
    text = plain_text(root)
    minutes = math.ceil(len(text.split()) / WORDS_PER_MINUTE)
    return Rendered(written(root), contents, max(1, minutes), text)
