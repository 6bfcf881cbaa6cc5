from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from blog.checks import Finding
from blog.leads import look_through
from blog.models import Article
from blog.models.revised import Text
from blog.publishing import PUBLIC_FROM_ITS_TIME, Status

ALL_THE_SAME = "all_the_same"  # the button that publishes in spite of what was found


class Asking(forms.ModelForm[Article]):
    """Asks once before an article becomes public with something amiss."""

    asks_about: tuple[Finding, ...] = ()

    def ask_once(self, typed: dict[str, Any], now: datetime) -> None:
        """Refuse to go on where there are findings, until she says that it is all the same."""
        if self.errors or not self._becomes_public(typed) or ALL_THE_SAME in self.data:
            return
        self.asks_about = tuple(look_through(_text_of(typed), self._as_typed(typed), now))
        if self.asks_about:
            self.add_error(None, ValidationError(_("It is not public yet."), code="asks"))

    def _becomes_public(self, typed: dict[str, Any]) -> bool:
        already = self.instance.status in PUBLIC_FROM_ITS_TIME
        will_be = typed["status"] in PUBLIC_FROM_ITS_TIME and typed["publish_at"] is not None
        return will_be and not already

    def _as_typed(self, typed: dict[str, Any]) -> Article:
        names = ("slug", "series", "publish_at")
        return Article(pk=self.instance.pk, **{name: typed.get(name) for name in names})


def _text_of(typed: dict[str, Any]) -> Text:
    return Text(*(typed.get(name) or "" for name in Text._fields))


def checks_context(form: Any, article: Article | None, now: datetime) -> dict[str, Any]:
    """What stands under the text of an article: what was found, and whether she is asked."""
    asks = form.asks_about if isinstance(form, Asking) else ()
    found = asks or (look_through(article.text, article, now) if article else [])
    # Nothing that she typed is wrong: what is asked stands in a place of its own.
    hidden: dict[str, Any] = {"errors": []} if asks else {}
    return {"findings": found, "asks": _button(form) if asks else "", **hidden}


def _button(form: Any) -> str:
    """What the button says that goes on in spite of what was found."""
    if form.cleaned_data["status"] == Status.SCHEDULED:
        return _("Schedule all the same")
    return _("Publish all the same")
