from datetime import datetime

from django import template

from blog.models import Article
from blog.parts import Part

register = template.Library()


@register.simple_tag
def part_of(article: Article, now: datetime) -> Part | None:
    """Return which part of its series `article` is. The series comes from `with_part_numbers`."""
    return article.series.parts(now).place_of(article) if article.series else None
