from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from practice import discretion
from practice.today import page, writing
from practice.views.next_page import next_page

READS, WRITES = "contact.view_enquiry", "blog.view_article"


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show the desk's first page; to an editor what is being written, and nothing else."""
    now = timezone.now()
    texts = writing.texts(now) if request.user.has_perm(WRITES) else []
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Today"),
        "day": timezone.localdate(now),
        "texts": texts[: writing.AT_MOST],
        "has_more_texts": len(texts) > writing.AT_MOST,
        "hers": page.hers(request, now) if request.user.has_perm(READS) else None,
    }
    return TemplateResponse(request, "admin/today/today.html", context)


@require_POST
def switch_names(request: HttpRequest) -> HttpResponse:
    """Show initials or names, as the button says, and lead back to where it was pressed."""
    if not request.user.has_perm(READS):
        raise PermissionDenied
    discretion.switch(request, on=request.POST.get("only_initials") == "1")
    return redirect(next_page(request))
