"""Django's lists, as they are on a phone: each value after its name, and filters in few words."""

from typing import Any

from django import template
from django.contrib.admin import ListFilter
from django.contrib.admin.templatetags.admin_list import result_list
from django.contrib.admin.views.main import ChangeList
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

register = template.Library()
AT_A_GLANCE = 8  # choices; more are folded, and the chosen one is named


@register.inclusion_tag("admin/change_list_results.html")
def labelled_list(cl: ChangeList) -> dict[str, Any]:
    """Render the rows; `data-label` says what a value is where the head is out of sight."""
    shown: dict[str, Any] = result_list(cl)
    heads = [head["text"] for head in shown["result_headers"]]
    for row in shown["results"]:
        row[:] = map(_labelled, row, heads)
    return shown


def _labelled(cell: str, head: str) -> str:
    if "<img" in cell:
        return cell
    label = escape(capfirst(head))
    return mark_safe(cell.replace("<td", f'<td data-label="{label}"', 1))  # noqa: S308 - as Django made it


@register.inclusion_tag("admin/includes/filter.html")
def plain_filter(cl: ChangeList, spec: ListFilter) -> dict[str, Any]:
    choices = list(spec.choices(cl))
    is_open = len(choices) <= AT_A_GLANCE
    chosen = next((it["display"] for it in choices[1:] if it["selected"]), "")
    return {"title": spec.title, "choices": choices, "is_open": is_open, "chosen": chosen}
