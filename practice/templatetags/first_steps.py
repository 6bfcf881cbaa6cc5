from typing import Any

from django import template
from django.template.context import RequestContext

from practice.first_steps import before_going_live
from practice.first_steps.before_going_live import IN_SESSION

register = template.Library()


@register.inclusion_tag("admin/first/before_you_go_live.html", takes_context=True)
def before_you_go_live(context: RequestContext) -> dict[str, Any]:
    """What is left to do before the site is in use: nothing for an editor."""
    session = context["request"].session
    if session.get(IN_SESSION) or not context["user"].has_perm("practice.change_practiceprofile"):
        return {"rows": []}
    rows = before_going_live.rows()
    if not rows:
        session[IN_SESSION] = True
    return {"rows": rows}
