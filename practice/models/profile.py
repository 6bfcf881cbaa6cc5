from collections.abc import Callable
from datetime import date, datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import InterfaceError, OperationalError, models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.models.holiday import Holiday
from practice.opening import OpeningState
from practice.prepared import Prepared, Row
from practice.reply_date import reply_date

POSTGRES_IS_AWAY = (OperationalError, InterfaceError)


class Opening(models.TextChoices):
    """Whether new people can come. `PracticeProfile.opening_on` adds the dates."""

    OPEN = "open", _("Open to new clients")
    WAITING_LIST = "waiting_list", _("Waiting list only")
    CLOSED = "closed", _("Closed to new enquiries")


class KindOfBusiness(models.TextChoices):
    """What search engines are told that this is: a type of schema.org."""

    PROFESSIONAL = "ProfessionalService", _("A professional service")
    MEDICAL = "MedicalBusiness", _("A medical practice")


class Weekday(models.IntegerChoices):
    """Days as Python's date.weekday() counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class NotSetUpError(Exception):
    """Nobody has filled in the practice profile yet, so there is nothing to show a visitor."""


def _usual_working_days() -> list[int]:
    return [Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY]


class ProfileManager(models.Manager["PracticeProfile"]):
    # What this process last read: the phone number must be there when Postgres is away.
    _last_read: ClassVar["PracticeProfile | None"] = None

    def current(self) -> "PracticeProfile":
        """Return the practice's one profile; the copy last read while Postgres is away.

        Raises NotSetUpError before the therapist has filled it in.
        """
        try:
            rows = _stored()
        except POSTGRES_IS_AWAY:
            if ProfileManager._last_read is None:
                raise
            return ProfileManager._last_read
        if not rows:
            raise NotSetUpError
        profile = PracticeProfile.from_db(self.db, COLUMNS, rows[0])
        ProfileManager._last_read = profile
        return profile

    def last_read(self) -> "PracticeProfile | None":
        """Return what this process last read, without asking Postgres."""
        return ProfileManager._last_read


class PracticeProfile(models.Model):
    """Who the therapist is, when she answers, and whether she takes new people. One row."""

    ONLY: ClassVar = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    name = models.CharField(_("your name"), max_length=100)
    credentials = models.CharField(_("credentials"), max_length=200, blank=True)
    tagline = models.CharField(_("who you are for, in one sentence"), max_length=200, blank=True)
    welcome = models.TextField(
        _("welcome"),
        blank=True,
        help_text=_("The home page. An empty line starts a new paragraph."),
    )
    fee_line = models.CharField(_("what it costs, in one sentence"), max_length=200, blank=True)
    town = models.CharField(_("town"), max_length=100, blank=True)
    country = models.CharField(
        _("country"), max_length=2, default="GB", help_text=_("Chooses the urgent-help numbers.")
    )
    phone = models.CharField(_("phone number"), max_length=40, blank=True)
    email = models.EmailField(
        _("your e-mail address"), help_text=_("Where the site tells you of a new message.")
    )
    reply_days = models.PositiveSmallIntegerField(
        _("working days until you answer"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    working_days = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday.choices),
        verbose_name=_("working days"),
        default=_usual_working_days,
        validators=[MinLengthValidator(1, _("Choose at least one working day."))],
    )
    kind_of_business = models.CharField(
        _("for search engines, this is"),
        max_length=30,
        choices=KindOfBusiness.choices,
        default=KindOfBusiness.PROFESSIONAL,
    )
    other_services = models.TextField(
        _("other services"),
        blank=True,
        help_text=_("Where else people can turn, one a line: for when you have no room."),
    )
    opening = models.CharField(
        _("new clients"), max_length=20, choices=Opening.choices, default=Opening.OPEN
    )
    closed_until = models.DateField(_("opens again on"), null=True, blank=True)
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_until = models.DateField(_("away until, that day included"), null=True, blank=True)

    objects = ProfileManager()

    class Meta:
        verbose_name = _("practice profile")
        verbose_name_plural = _("practice profile")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_practice_profile"),
            models.CheckConstraint(
                condition=Q(reply_days__range=(1, 20)), name="answers_within_twenty_working_days"
            ),
            models.CheckConstraint(
                condition=Q(working_days__len__gte=1), name="at_least_one_working_day"
            ),
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None)
                | Q(away_from__isnull=False, away_until__isnull=False)
                & Q(away_until__gte=F("away_from")),
                name="away_ends_after_it_begins",
                violation_error_message=_("Give both days, the second not before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def dialable_phone(self) -> str:
        """The phone number as a `tel:` link wants it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    def clean(self) -> None:
        self.country = self.country.upper()

    def is_away_on(self, day: date) -> bool:
        return bool(self.away_from and self.away_until and self.away_from <= day <= self.away_until)

    def opening_on(self, day: date) -> OpeningState:
        """Whether the practice takes new people on `day`: the one truth that every page shows."""
        closed = self.opening == Opening.CLOSED
        if closed and (self.closed_until is None or day < self.closed_until):
            return OpeningState(kind="closed", until=self.closed_until)
        waiting = self.opening == Opening.WAITING_LIST
        back_on = self.away_until if self.is_away_on(day) else None
        return OpeningState(kind="waiting_list" if waiting else "open", away_until=back_on)

    def opening_now(self) -> OpeningState:
        return self.opening_on(timezone.localdate())

    def reply_due_on(self, received_at: datetime) -> date:
        """The day by which a message received then is answered, in the practice's time zone."""
        received_on = timezone.localdate(received_at)
        is_free = self.free_days_from(received_on)
        return reply_date(received_on, working_days=self.reply_days, is_free=is_free)

    def free_days_from(self, first: date) -> Callable[[date], bool]:
        """Return what says of a day, `first` at the earliest, whether she does not work on it."""
        holidays = set(Holiday.objects.filter(day__gte=first).values_list("day", flat=True))
        return lambda day: (
            day.weekday() not in self.working_days or day in holidays or self.is_away_on(day)
        )


COLUMNS = [field.attname for field in PracticeProfile._meta.concrete_fields]


@Prepared
def _stored() -> models.QuerySet[PracticeProfile, Row]:
    """Without a name it is not filled in yet: she has begun with another question."""
    rows = PracticeProfile.objects.filter(pk=PracticeProfile.ONLY).exclude(name="")
    return rows.values_list(*COLUMNS)
