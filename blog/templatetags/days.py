from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.filter(expects_localtime=True)
def day(moment: datetime) -> SafeString:
    """The day of `moment`, for people and for machines."""
    return _element(moment.date(), get_language())


@lru_cache(512)
def _element(day: date, language: str) -> SafeString:
    words = date_format(day, "j F Y")
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), words)
