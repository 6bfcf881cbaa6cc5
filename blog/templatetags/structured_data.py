from typing import Any

from django import template
from django.utils.safestring import SafeString

from blog.structured_data import posting, whole_series
from practice.structured_data import as_script, business

register = template.Library()


@register.simple_tag(takes_context=True)
def posting_data(context: dict[str, Any]) -> SafeString:
    """What search engines are told of the article of this page."""
    return as_script(posting(context["article"], context.get("part"), context["practice"]))


@register.simple_tag(takes_context=True)
def series_data(context: dict[str, Any]) -> SafeString:
    return as_script(whole_series(context["series"], context["parts"], context["practice"]))


@register.simple_tag(takes_context=True)
def business_data(context: dict[str, Any]) -> SafeString:
    return as_script(business(context["practice"]))
