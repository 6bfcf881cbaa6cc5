from typing import Any

from django import template

from practice.addresses import absolute as on_site_url

register = template.Library()


@register.filter
def absolute(path: str) -> str:
    """The whole address of `path`, for machines that read a page elsewhere."""
    return on_site_url(path)


@register.simple_tag(takes_context=True)
def canonical_address(context: dict[str, Any]) -> str:
    """The one address of this page, whatever its query says. Each page of a list is its own."""
    number = getattr(context.get("page"), "number", 1)
    query = f"?page={number}" if number > 1 else ""
    return on_site_url(context["request"].path) + query
