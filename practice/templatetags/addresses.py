from typing import Any

from django import template

from practice import addresses

register = template.Library()


@register.filter
def absolute(path: str) -> str:
    """The whole address of `path`, for machines that read a page elsewhere."""
    return addresses.absolute(path)


@register.simple_tag
def address(view: str, *args: str) -> str:
    """As `{% url %}`, for pages that name many: looked up once in the life of a process."""
    return addresses.address(view, *args)


@register.simple_tag(takes_context=True)
def canonical_address(context: dict[str, Any]) -> str:
    """The one address of this page, whatever its query says. Each page of a list is its own."""
    number = getattr(context.get("page"), "number", 1)
    query = f"?page={number}" if number > 1 else ""
    return addresses.absolute(context["request"].path) + query
