from collections.abc import Collection
from datetime import datetime, timedelta
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

LONGEST_THING = 44  # signs: "enquiry:" and a UUID
KEEP_TRYING_FOR = timedelta(hours=72)  # then an enquirer's address must be gone


def new_message_id() -> str:
    return make_msgid(domain=urlsplit(settings.SITE_URL).hostname)


class OutboxMailQuerySet(models.QuerySet["OutboxMail"]):
    def unsent(self) -> "OutboxMailQuerySet":
        return self.filter(sent_at=None, given_up_at=None)

    def due(self, now: datetime) -> "OutboxMailQuerySet":
        return self.unsent().filter(next_try_at__lte=now)

    def given_up(self) -> "OutboxMailQuerySet":
        return self.exclude(given_up_at=None)

    def given_up_about(self, things: Collection[str]) -> "set[str]":
        """Which of these things some mail was to tell of that was given up."""
        about = self.given_up().annotate(thing=Left("cause", LONGEST_THING))
        found = about.filter(thing__in=things).values_list("thing", flat=True)
        return set(found)

    def done_before(self, moment: datetime) -> "OutboxMailQuerySet":
        return self.filter(Q(sent_at__lt=moment) | Q(given_up_at__lt=moment))

    def about(self, thing: str) -> "OutboxMailQuerySet":
        """What tells of `thing`, such as "enquiry:<uuid>", or of what came of it."""
        return self.filter(Q(cause=thing) | Q(cause__startswith=f"{thing} "))


class OutboxMail(models.Model):
    """A mail, written in the transaction of its cause and sent by the worker.

    To the therapist it holds no address, and no text but how many: `template` names the words, and
    the address is read from the practice profile when it is sent. To an enquirer it holds her
    address with her safe times, encrypted under ENCRYPTION_KEY, and the text where she chose that;
    both are wiped once it is sent or given up, 72 hours after it was due at the latest. The same
    `message_id` goes out at every try, so that a mail that was accepted but not confirmed can be
    recognised as the same one.

    It is meant for `not_before`, and goes then or at the first safe time after it. From `not_after`
    on it would be too late (None: it never is). What is parked waits for somebody to `release` it,
    and is dropped at `not_after`.
    """

    cause = models.CharField(_("tells of"), max_length=100)
    template = models.CharField(_("words"), max_length=50)
    message_id = models.CharField(_("message id"), max_length=250, default=new_message_id)
    created_at = models.DateTimeField(_("queued"))
    due_at = models.DateTimeField(_("due"))
    not_before = models.DateTimeField(_("not before"), null=True)
    not_after = models.DateTimeField(_("not after"), null=True)
    next_try_at = models.DateTimeField(_("next try"))
    tries = models.PositiveIntegerField(_("tries"), default=0)
    last_error = models.CharField(_("last error"), max_length=100, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up"), null=True, blank=True)
    address = models.BinaryField(null=True, editable=False)
    text = models.BinaryField(null=True, editable=False)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        constraints = [
            models.UniqueConstraint(fields=["cause", "template"], name="one_mail_per_cause"),
            models.UniqueConstraint(fields=["message_id"], name="message_id_is_unique"),
            models.CheckConstraint(
                condition=Q(sent_at=None, given_up_at=None) | Q(address=None, text=None),
                name="mail_that_is_done_holds_no_address",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(given_up_at=None), name="mail_is_sent_or_given_up"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="unsent_mail_by_due_time",
                condition=Q(sent_at=None, given_up_at=None),
            ),
            models.Index(
                Left("cause", LONGEST_THING),
                name="mail_given_up_by_thing",
                condition=Q(given_up_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"

    @property
    def is_parked(self) -> bool:
        return self.not_after is not None and self.due_at >= self.not_after

    def park(self, not_after: datetime) -> None:
        """Hold it back; saves nothing."""
        self.not_after = self.due_at = self.next_try_at = not_after

    def release(self, at: datetime, safe_at: datetime) -> None:
        """Let it go from `at` on, earlier than it was due, and at `safe_at`, which is then due."""
        self.not_before, self.due_at, self.next_try_at = at, safe_at, safe_at
        self.save(update_fields=["not_before", "due_at", "next_try_at"])

    @property
    def gives_up_at(self) -> datetime | None:
        """When it is too late for an enquirer. None for the therapist's own: never."""
        if self.address is None:
            return None
        at_most = self.due_at + KEEP_TRYING_FOR
        return min(at_most, self.not_after) if self.not_after else at_most

    def record_success(self, now: datetime) -> None:
        self.tries += 1
        self.sent_at, self.last_error = now, ""
        self.address = self.text = None
        self.save(update_fields=["tries", "sent_at", "last_error", "address", "text"])

    def record_failure(self, now: datetime, *, error: str, pause: timedelta) -> None:
        self.tries += 1
        self.last_error = error
        self.postpone(now + pause)

    def postpone(self, until: datetime) -> None:
        """Look at it again then, or when it is time to give up."""
        self.next_try_at = min(until, self.gives_up_at or until)
        self.save(update_fields=["tries", "last_error", "next_try_at"])

    def give_up(self, now: datetime) -> None:
        self.given_up_at = now
        self.address = self.text = None
        self.save(update_fields=["given_up_at", "address", "text"])
