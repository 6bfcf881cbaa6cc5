"""A form at the desk with the editor in it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from blog.rendering import WORDS_PER_MINUTE, render, sanitised
from practice.editor.head import Head


def edit(form: forms.BaseModelForm[Any]) -> None:
    """Put the editor in the place of the field `body`, which stays a textarea without scripts."""
    field = form.fields["body"]
    field.widget.attrs |= {"data-editor": "", "rows": 24}
    field.help_text = format_html(
        '<span data-by-hand>{} </span><span data-says="{}">{}</span>',
        _(
            "A note stands in its sentence: <footnote>…</footnote>. For a picture, paste the line"
            " that the library shows beside it. A list under a heading “References” is set apart."
        ),
        _counted("{words}", "{minutes}"),
        _as_saved(form.instance.body),
    )


def _as_saved(body: str) -> str:
    rendered = render(sanitised(body))
    words = len(rendered.text.split())
    return _counted(str(words), str(rendered.minutes)) if words else ""


def _counted(words: str, minutes: str) -> str:
    counts = {"words": words, "minutes": minutes}
    return _("Words: %(words)s. Minutes to read: %(minutes)s.") % counts


class WithEditor(admin.ModelAdmin[Any]):
    """Serves a form whose field `body` was given to `edit`."""

    change_form_template = "admin/editor/change_form.html"

    class Media:
        css = {"all": ["desk/editor.css"]}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if kwargs["add"]:  # what is new has no text yet
            return super().render_change_form(request, context, *args, **kwargs)
        head = Head()
        context |= {"editor": head, "words_per_minute": WORDS_PER_MINUTE}
        response = super().render_change_form(request, context, *args, **kwargs)
        head.allow(response)
        return response
