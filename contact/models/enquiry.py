from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Case, Exists, F, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contact.models.sealed import SealedRow
from contact.models.time_status import HAPPENED_AFTER, MET, STANDING
from contact.return_code import OpenedByCode, opened_by, public_half

# How long an enquiry is kept; docs/decisions/0062-how-long-enquiries-are-kept.md says why.
KEPT_AFTER_ANSWER = timedelta(days=180)
KEPT_AFTER_MEETING = timedelta(days=180)
KEPT_HELD = timedelta(days=30)
KEPT_CLOSED = timedelta(days=30)
KEPT_DECLINED = timedelta(days=90)  # so that the answer, with other services, can be read
KEPT_AT_MOST = timedelta(days=365)
KEPT_EXAMPLE = timedelta(days=7)  # long enough to practise on


class Status(models.TextChoices):
    """Where an enquiry stands.

    new → answered (and back if it was marked by mistake) → waiting | booked; each of these →
    closed. A "no" closes a new one too, and a new one can wait at once. waiting and what she closed
    → answered, or new where it never was. booked whose time is off → waiting, answered or new, as
    it was. held (it looks like spam) → new, or booked. contact/moves.py has the moves.
    """

    NEW = "new", _("New")
    HELD = "held", _("Held back")
    ANSWERED = "answered", _("Answered")
    BOOKED = "booked", _("Booked")
    WAITING = "waiting", _("On the waiting list")
    CLOSED = "closed", _("Closed")


# A time that agreed to itself, or a place on the list, answers nothing that was written beside it.
UNANSWERED_IN = [Status.NEW, Status.BOOKED, Status.WAITING]
UNANSWERED = Q(status__in=UNANSWERED_IN, answered_at=None)

# Where an answer can be written.
OPEN = [Status.NEW, Status.ANSWERED, Status.WAITING, Status.BOOKED]


class Pressing(models.IntegerChoices):
    """What is looked at first, in the order of the inbox. Postgres works it out, see `pressing`."""

    UNANSWERED = 0, _("Needs an answer")
    ADDED = 1, _("Something was added")  # since the last answer
    OPEN = 2, _("Open")
    CLOSED = 3, _("Closed")
    HELD = 4, _("Held back")


_PRESSING = Case(
    When(UNANSWERED, then=Pressing.UNANSWERED),
    When(status=Status.CLOSED, then=Pressing.CLOSED),
    When(status=Status.HELD, then=Pressing.HELD),
    When(added_at__gt=Greatest("answered_at", "replied_at"), then=Pressing.ADDED),
    default=Pressing.OPEN,
)
MOST_PRESSING_FIRST = ("pressing", "reply_due_on", "received_at", "id")


class ClosedBecause(models.TextChoices):
    """By whom and why it was closed."""

    DECLINED = "declined", _("I had no room")
    WITHDRAWN = "withdrawn", _("Withdrawn by the person who wrote")
    DONE = "done", _("Done")
    EXPIRED = "expired", _("Its time ran out")


def _erased_at() -> Least:
    """When each is erased: by its status, and at the latest a year after it came."""
    by_status = Case(
        When(is_example=True, then=F("received_at") + KEPT_EXAMPLE),
        When(status=Status.HELD, then=F("received_at") + KEPT_HELD),
        When(status=Status.ANSWERED, then=F("answered_at") + KEPT_AFTER_ANSWER),
        When(status=Status.BOOKED, then=_end_of_last([*STANDING, *MET]) + KEPT_AFTER_MEETING),
        When(closed_because=ClosedBecause.DECLINED, then=F("closed_at") + KEPT_DECLINED),
        When(status=Status.CLOSED, then=F("closed_at") + KEPT_CLOSED),
    )
    return Least(by_status, F("received_at") + KEPT_AT_MOST)  # Postgres passes over NULL


def _end_of_last(statuses: Sequence[str]) -> Subquery:
    """When the last appointment of an enquiry ends, of those that stand so."""
    rows = Enquiry.objects.filter(pk=OuterRef("pk"), appointments__status__in=statuses).order_by()
    return Subquery(rows.values("pk").values(last=Max("appointments__ends_at")))


def _has_time() -> Exists:
    """Whether a time is to come, or was until yesterday: the worker notes it as over then."""
    return Exists(Enquiry.objects.filter(pk=OuterRef("pk"), appointments__status__in=STANDING))


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def unanswered(self) -> "EnquiryQuerySet":
        return self.filter(pressing=Pressing.UNANSWERED)

    def to_follow_up(self, day: date) -> "EnquiryQuerySet":
        """Those that she wanted to come back to on `day`, or before."""
        return self.filter(status__in=OPEN, follow_up_on__lte=day)

    def by_reference(self, reference: str) -> "EnquiryQuerySet":
        """Those that six hexadecimal digits stand for, as `reference_of` makes them: mostly one."""
        first, last = (UUID(hex=reference + filler * 26) for filler in "0f")
        return self.filter(pk__gte=first, pk__lte=last).order_by("pk")

    def due_for_erasure(self, now: datetime) -> "EnquiryQuerySet":
        """What has been kept for as long as its status says, and has no time to come."""
        return self.alias(erased_at=_erased_at()).filter(~_has_time(), erased_at__lte=now)

    def erasure_day(self, pk: UUID) -> date:
        """The day on which that enquiry goes away by itself, as it stands now."""
        not_before = _end_of_last(STANDING) + HAPPENED_AFTER
        rows = self.filter(pk=pk).values_list(Greatest(_erased_at(), not_before))
        return timezone.localdate(rows[0][0])

    def real(self) -> "EnquiryQuerySet":
        """Those that a person wrote, and not the site itself: whoever counts people starts here."""
        return self.filter(is_example=False)

    def held_and_due_by(self, day: date) -> "EnquiryQuerySet":
        """Those that look like spam; the page promised them an answer all the same."""
        return self.filter(status=Status.HELD, reply_due_on__lte=day)

    def due_by(self, day: date) -> "EnquiryQuerySet":
        """Those whose answer is promised for `day`, or was before."""
        return self.real().unanswered().filter(reply_due_on__lte=day)

    def by_code(self, typed: str) -> "tuple[Enquiry, OpenedByCode] | None":
        """Return the enquiry of this return code, and what opens it; None for every other code.

        An unknown and a wrong code take the same work.
        """
        return opened_by(typed, lambda lookup: self.filter(code_lookup=lookup).first())


class Enquiry(SealedRow):
    """What somebody wrote to the therapist, sealed twice; nothing else names her.

    `sealed` opens with the therapist's key, `sealed_for_code` with the enquirer's return code.
    `submission` comes with the form: the same form sent twice is the same enquiry. `added_at` and
    `replied_at` are the latest of its entries of that kind; a trigger keeps them.
    """

    Status = Status
    ClosedBecause = ClosedBecause

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    submission = models.UUIDField(editable=False)
    sealed_for_code = models.BinaryField(editable=False)
    code_public = models.BinaryField(editable=False)  # of a key pair of this enquiry's own, marked
    code_private = models.BinaryField(editable=False)  # wrapped by the return code
    code_lookup = models.BinaryField(editable=False)  # finds the row,
    code_proof = models.BinaryField(editable=False)  # and is compared in constant time
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.NEW, editable=False
    )
    closed_because = models.CharField(
        _("closed because"),
        max_length=10,
        choices=ClosedBecause.choices,
        blank=True,
        editable=False,
    )
    received_at = models.DateTimeField(_("received"), editable=False)
    reply_due_on = models.DateField(_("answer due"), editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    added_at = models.DateTimeField(_("last added to"), null=True, editable=False)
    replied_at = models.DateTimeField(_("last replied to"), null=True, editable=False)
    follow_up_on = models.DateField(_("come back to it on"), null=True, editable=False)
    pressing = models.GeneratedField(
        verbose_name=_("how pressing"),
        expression=_PRESSING,
        output_field=models.SmallIntegerField(choices=Pressing.choices),
        db_persist=True,
    )
    # Nobody wrote it: for her to practise on, see contact/example.py.
    is_example = models.BooleanField(_("example"), default=False, db_default=False, editable=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["reply_due_on", "received_at"]
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        constraints = [
            models.UniqueConstraint(fields=["submission"], name="one_enquiry_per_submission"),
            models.UniqueConstraint(fields=["code_lookup"], name="one_enquiry_per_code"),
            models.UniqueConstraint(
                fields=["is_example"], condition=Q(is_example=True), name="one_example"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.ANSWERED) | Q(answered_at__isnull=False),
                name="answered_enquiries_have_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.NEW, Status.HELD]) | Q(answered_at=None),
                name="new_enquiries_are_not_answered",
            ),
            models.CheckConstraint(
                condition=(Q(status=Status.CLOSED, closed_at__isnull=False) & ~Q(closed_because=""))
                | (~Q(status=Status.CLOSED) & Q(closed_at=None, closed_because="")),
                name="closed_enquiries_say_when_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=MOST_PRESSING_FIRST, name="enquiries_most_pressing_first"),
            models.Index(fields=["status", *MOST_PRESSING_FIRST], name="enquiries_by_status"),
            models.Index(fields=["received_at", "id"], name="enquiries_by_day"),
            models.Index(
                fields=["follow_up_on", "received_at", "id"],
                condition=Q(status__in=OPEN, follow_up_on__isnull=False),
                name="enquiries_to_follow_up",
            ),
        ]

    def __str__(self) -> str:
        day = date_format(timezone.localtime(self.received_at), "j F Y, H:i")
        return gettext("Enquiry of %(day)s") % {"day": day}

    @property
    def is_unanswered(self) -> bool:
        """What UNANSWERED finds."""
        return self.status in UNANSWERED_IN and self.answered_at is None

    @property
    def has_news(self) -> bool:
        """Whether something was added that no answer followed."""
        said = [at for at in (self.answered_at, self.replied_at) if at]
        return self.added_at is not None and (not said or self.added_at > max(said))

    @property
    def thing(self) -> str:
        return f"enquiry:{self.pk}"

    def seal(self, contents: dict[str, str]) -> None:
        """Put `contents` under both seals. Wants `key` and `code_public`; saves nothing.

        Raises sealing.TooLongError, and CannotSealError where `code_public` is not ours.
        """
        public = public_half(self)
        self.seal_for_therapist(contents)
        self.seal_for_code(contents, public)
