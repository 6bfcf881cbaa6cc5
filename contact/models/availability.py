from datetime import timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contact.choices import MEETINGS, Modality
from practice.models.profile import Weekday


class AvailabilityManager(models.Manager["Availability"]):
    def current(self) -> "Availability":
        """Return the one row; what stands in a new one before the therapist has saved hers."""
        return self.filter(pk=Availability.ONLY).first() or Availability()


class Availability(models.Model):
    """How first conversations are offered; the hours themselves are WeeklyHours and so on. One row.

    Lengths in minutes where nothing else is said.
    """

    ONLY: ClassVar = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    length = models.PositiveSmallIntegerField(
        _("length of a first conversation, in minutes"),
        default=50,
        validators=[MinValueValidator(10), MaxValueValidator(240)],
    )
    step = models.PositiveSmallIntegerField(
        _("a conversation can begin every … minutes"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
    )
    before = models.PositiveSmallIntegerField(
        _("minutes to keep free before"), default=0, validators=[MaxValueValidator(240)]
    )
    after = models.PositiveSmallIntegerField(
        _("minutes to keep free after"), default=10, validators=[MaxValueValidator(240)]
    )
    notice_hours = models.PositiveSmallIntegerField(
        _("hours of notice that you need"), default=24, validators=[MaxValueValidator(24 * 30)]
    )
    horizon_days = models.PositiveSmallIntegerField(
        _("days ahead that can be chosen"),
        default=28,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    most_a_day = models.PositiveSmallIntegerField(
        _("first conversations a day, at most"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    most_a_week = models.PositiveSmallIntegerField(
        _("first conversations a week, at most"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
    )
    hold_hours = models.PositiveSmallIntegerField(
        _("hours that a time is kept until you confirm it"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 14)],
    )
    confirms_itself = models.BooleanField(
        _("confirm by itself"),
        default=False,
        help_text=_("A chosen time is then agreed at once, and you need not confirm it."),
    )
    change_hours = models.PositiveSmallIntegerField(
        _("hours before, until which it can be moved or cancelled here"),
        default=24,
        validators=[MaxValueValidator(24 * 14)],
        help_text=_("After that, people are asked to ring you."),
    )
    how_online = models.CharField(_("how you meet online"), max_length=300, blank=True)
    how_in_person = models.CharField(_("how you meet in person"), max_length=300, blank=True)
    how_by_phone = models.CharField(_("how you meet by phone"), max_length=300, blank=True)

    objects = AvailabilityManager()

    class Meta:
        verbose_name = _("times for first conversations")
        verbose_name_plural = _("times for first conversations")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_availability"),
            models.CheckConstraint(
                condition=Q(length__range=(10, 240), step__range=(5, 240)),
                name="conversations_have_a_length_and_a_step",
            ),
            models.CheckConstraint(
                condition=Q(before__lte=240, after__lte=240), name="buffers_are_four_hours_at_most"
            ),
            models.CheckConstraint(
                condition=Q(horizon_days__range=(1, 365), most_a_day__gte=1, most_a_week__gte=1),
                name="something_can_be_offered",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def hold_for(self) -> timedelta:
        return timedelta(hours=self.hold_hours)

    @property
    def change_until(self) -> timedelta:
        """How long before its start an appointment can still be moved or cancelled."""
        return timedelta(hours=self.change_hours)

    def line_about(self, modality: str) -> str:
        """Return what the therapist says of how one meets in that way; "" for nothing."""
        lines = {
            Modality.ONLINE: self.how_online,
            Modality.IN_PERSON: self.how_in_person,
            Modality.PHONE: self.how_by_phone,
        }
        return lines[Modality(modality)]


class _Hours(models.Model):
    """From `begins` to `ends` on the wall clock of the practice."""

    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))
    modality = models.CharField(_("how you meet"), max_length=10, choices=MEETINGS)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")),
                name="%(class)s_end_after_they_begin",
                violation_error_message=_("The second time must be after the first."),
            )
        ]


class WeeklyHours(_Hours):
    """Hours that come every week."""

    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)

    class Meta(_Hours.Meta):
        ordering = ["weekday", "begins", "modality"]
        verbose_name = _("weekly hours")
        verbose_name_plural = _("weekly hours")
        constraints = [
            *_Hours.Meta.constraints,
            models.UniqueConstraint(
                fields=["weekday", "begins", "modality"],
                name="weekly_hours_are_there_once",
                violation_error_message=_("These hours are there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.begins:%H:%M}–{self.ends:%H:%M}"


class ExtraHours(_Hours):
    """Hours of one day, besides the weekly ones."""

    day = models.DateField(_("day"))

    class Meta(_Hours.Meta):
        ordering = ["day", "begins", "modality"]
        verbose_name = _("extra hours")
        verbose_name_plural = _("extra hours")
        constraints = [
            *_Hours.Meta.constraints,
            models.UniqueConstraint(
                fields=["day", "begins", "modality"],
                name="extra_hours_are_there_once",
                violation_error_message=_("These hours are there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.begins:%H:%M}–{self.ends:%H:%M}"


class ClosedDays(models.Model):
    """Days without first conversations, both included; stronger than any hours."""

    first = models.DateField(_("from"))
    last = models.DateField(_("to, that day included"))

    class Meta:
        ordering = ["first"]
        verbose_name = _("closed days")
        verbose_name_plural = _("closed days")
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="closed_days_end_after_they_begin",
                violation_error_message=_("The second day must not be before the first."),
            ),
            models.UniqueConstraint(
                fields=["first", "last"],
                name="closed_days_are_there_once",
                violation_error_message=_("These days are there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"
