from copy import copy
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.admin.checking import Asking
from blog.admin.naming import NamesItself, free_address, says
from blog.admin.scheduling import ByThePracticesClock, DateAndTime, unless_the_same
from blog.models import Article, Series
from blog.publishing import Status
from practice.editor.desk import edit

# What the therapist chooses between. What was public once cannot become a secret again.
BEFORE = [
    (Status.DRAFT, _("Only you: it is a draft")),
    (Status.SCHEDULED, _("Everybody, from the time below on")),
    (Status.PUBLISHED, _("Everybody, now")),
]
AFTER = [
    (Status.PUBLISHED, _("Everybody")),
    (Status.UNPUBLISHED, _("Nobody any more: its address says that you have taken it back")),
]


class ArticleForm(NamesItself, Asking):
    status = forms.ChoiceField(
        label=_("Who can read it"), choices=Status.choices, widget=forms.RadioSelect
    )
    begins = forms.CharField(
        label=_("Or begin a new series"),
        max_length=120,
        required=False,
        help_text=_("Type its title: this article is its first part."),
    )

    class Meta:
        model = Article
        fields = "__all__"
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "topics": forms.CheckboxSelectMultiple,
            "publish_at": DateAndTime,
        }
        field_classes = {"publish_at": ByThePracticesClock}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = timezone.now()
        self.stored = copy(self.instance)  # what is typed goes into the other
        self.was_public = self.instance.was_public(self.now)
        self.initial["status"] = self._standing()
        self.fields["status"].widget.choices = AFTER if self.was_public else BEFORE
        edit(self)
        self.fields["publish_at"].label = _("From when")
        self.fields["publish_at"].help_text = _("Visitors see the day above the text.")
        self.fields["position"].help_text = _("Leave it empty: the part then comes last.")
        # Parts may be moved while this page is open: only what was typed here is a wish.
        self.fields["position"].show_hidden_initial = True
        if self.was_public:
            self.fields["slug"].help_text = _("Whoever knows the old address is led to the new.")

    def _standing(self) -> str:
        """Its status; one whose time has come is public, whether or not the worker has noted it."""
        public = self.instance.is_published(self.now)
        return Status.PUBLISHED if public else self.instance.status

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        self._name_again(typed)
        self._place_among_parts(typed)
        if "status" in typed and "publish_at" in typed:
            typed["publish_at"] = unless_the_same(typed["publish_at"], self.instance.publish_at)
            self._settle(typed)
        self.ask_once(typed, self.now)
        return typed

    def _name_again(self, typed: dict[str, Any]) -> None:
        """Let an address that nobody has read yet go on saying the title it was made of."""
        kept = typed.get("slug") == self.stored.slug and not self.was_public
        if kept and "title" in self.changed_data and says(self.stored.slug, self.stored.title):
            typed["slug"] = free_address(Article, typed.get("title", ""))

    def _settle(self, typed: dict[str, Any]) -> None:
        """Bring status and time into agreement, in the sense of what was chosen."""
        at: datetime | None = typed["publish_at"]
        chosen = typed["status"]
        if chosen == Status.SCHEDULED and (self.was_public or (at and at <= self.now)):
            chosen = Status.PUBLISHED  # the page was opened before its time had come
        if chosen == Status.PUBLISHED:
            self._settle_published(typed, at)
        elif chosen in (Status.DRAFT, Status.UNPUBLISHED):
            self._settle_hidden(typed)

    def _settle_published(self, typed: dict[str, Any], at: datetime | None) -> None:
        typed["status"] = Status.PUBLISHED
        if at is None:
            typed["publish_at"] = self.instance.publish_at if self.was_public else self.now
        elif at > self.now and not self.was_public:
            typed["publish_at"] = self.now  # boxes that "now" does not show
        elif at > self.now:
            self.add_error("publish_at", _("That lies ahead, and everybody is to read it now."))

    def _settle_hidden(self, typed: dict[str, Any]) -> None:
        typed["status"] = Status.UNPUBLISHED if self.was_public else Status.DRAFT
        if self.was_public:
            typed["publish_at"] = typed["publish_at"] or self.instance.publish_at
        if self.instance.is_published(self.now):
            typed["announced"], typed["expected"] = False, ""  # what announced it is over

    def _place_among_parts(self, typed: dict[str, Any]) -> None:
        """Put a new part last, and leave an old one where it was moved to in the meantime."""
        series, begins = typed.get("series"), typed.get("begins")
        if series and begins:
            both = _("Choose a series above, or begin one here: not both.")
            self.add_error("begins", both)
        if begins and not series:
            typed["position"] = None  # until it is saved, there is no series to be a part of
        elif series and "position" not in self.errors:
            self._place_in(series, typed)

    def _place_in(self, series: Series, typed: dict[str, Any]) -> None:
        series.lock()
        stored = Article.objects.filter(pk=self.instance.pk, series=series).first()
        if stored and "position" not in self.changed_data:
            typed["position"] = stored.position
        elif typed.get("position") is None:
            typed["position"] = stored.position if stored else series.next_position()

    def _get_validation_exclusions(self) -> set[str]:
        """Whether only parts are announced is asked of one that is about to be a part."""
        # A hook of Django's that its types do not know.
        left_out: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return left_out | {"series"} if self.cleaned_data.get("begins") else left_out

    def begin_series(self) -> None:
        """Make the series that was asked for, and what is saved next its first part."""
        title = self.cleaned_data.get("begins")
        if title:
            slug = free_address(Series, title)
            self.instance.series = Series.objects.create(title=title, slug=slug)
            self.instance.position = 1
