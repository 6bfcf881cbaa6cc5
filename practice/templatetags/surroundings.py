"""What stands around the text of every page: rendered once for each state of what it shows."""

from collections.abc import Hashable
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from practice.models import PracticeProfile

register = template.Library()

KEPT = 64  # pieces of a page; each of three or four is kept for each place in the navigation


class Letterhead(NamedTuple):
    """What surroundings may say of the practice. By its values, it is told from an older one."""

    name: str
    credentials: str
    town: str
    phone: str
    dialable_phone: str

    @classmethod
    def of(cls, practice: PracticeProfile) -> "Letterhead":
        return cls._make(_its_words(practice))


_its_words = attrgetter(*Letterhead._fields)


@register.simple_tag(takes_context=True)
def surroundings(context: dict[str, Any], name: str, **shown: Hashable) -> SafeString:
    """Include the template of that name. It knows `practice` and what is `shown`, and no more.

    So what was rendered from the same, in the same language, is the same to the byte.
    """
    render = _rendered.__wrapped__ if settings.DEBUG else _rendered
    return render(name, get_language(), Letterhead.of(context["practice"]), **shown)


@lru_cache(KEPT)
def _rendered(name: str, language: str, practice: Letterhead, **shown: Hashable) -> SafeString:
    return render_to_string(name, {"practice": practice, **shown})


@register.simple_tag
def language() -> str:
    """The language that the page is in."""
    return get_language()


@register.simple_tag
@cache
def stylesheet_address() -> str:
    return static("css/site.css")
