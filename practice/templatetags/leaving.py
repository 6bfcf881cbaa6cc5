from typing import Any

from django import template
from django.utils.safestring import SafeString

from practice.leaving import script_for

register = template.Library()


@register.simple_tag(takes_context=True)
def leave_script(context: dict[str, Any]) -> SafeString:
    """The script of the quick exit. Its page gets a Content-Security-Policy that lets it run."""
    return script_for(context["request"])


@register.simple_tag(takes_context=True)
def script(context: dict[str, Any], name: str) -> SafeString:
    """Another script, on a page that has the quick exit."""
    return script_for(context["request"], name)
