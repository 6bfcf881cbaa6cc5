from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from blog.models import Article
from blog.parts import Part, Parts

register = template.Library()

HERE = '\n<li class="all-parts__here" aria-current="page">{} <span>{}</span></li>\n\n'
TO_READ = '\n<li><a href="{}">{}</a></li>\n\n'
PLANNED = "\n<li>{} <span>{}</span></li>\n\n"


@register.simple_tag
def part_of(article: Article, now: datetime) -> Part | None:
    """Return which part of its series `article` is. The series comes from `with_part_numbers`."""
    return article.series.parts(now).place_of(article) if article.series else None


@register.simple_tag
def list_items(parts: Parts, here: Part | None) -> SafeString:
    """Every part as an item of a list, in which the reader is `here`.

    Not a loop in the template, which takes twice as long.
    """
    items = [_item(part, here) for part in parts]
    return format_html("{}" * len(items), *items)


def _item(part: Part, here: Part | None) -> SafeString:
    if part is here:
        return format_html(HERE, part.title, _("you are here"))
    if part.is_published:
        return format_html(TO_READ, part.address, part.title)
    return format_html(PLANNED, part.title, _planned(part))


def _planned(part: Part) -> str:
    return (
        _("planned: %(expected)s") % {"expected": part.expected} if part.expected else _("planned")
    )
