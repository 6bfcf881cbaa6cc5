from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """What was done."""

    OPENED = "opened", _("opened")
    ANSWERED = "answered", _("answered")
    EXPORTED = "exported", _("exported")
    ERASED = "erased", _("erased")
    WITHDRAWN = "withdrawn", _("withdrawn")
    WAITING = "waiting", _("put on the waiting list")
    DECLINED = "declined", _("declined")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("opened again")
    NEW_AGAIN = "new_again", _("marked as new again")
    TAKEN_IN = "taken_in", _("taken in as a real message")
    CONFIRMED = "confirmed", _("agreed to the time")
    OFFERED = "offered", _("offered a time")
    TIME_DECLINED = "time_declined", _("declined the time")
    TIME_EXPIRED = "time_expired", _("time ran out")
    TIME_WITHDRAWN = "time_withdrawn", _("gave the time back")
    MOVED = "moved", _("moved to another time")
    CANCELLED = "cancelled", _("cancelled")
    HAPPENED = "happened", _("took place")
    MISSED = "missed", _("nobody came")
    NOTE_REMOVED = "note_removed", _("note removed")
    UNLOCKED = "unlocked", _("unlocked")
    LOCKED = "locked", _("locked")
    KEY_CHANGED = "key_changed", _("key changed")
    PHRASE_CHANGED = "phrase_changed", _("phrase changed")
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out everywhere")
    WAY_ADDED = "way_added", _("way of signing in added")
    WAY_REMOVED = "way_removed", _("way of signing in removed")
    NEW_CODES = "new_codes", _("new recovery codes")
    RESCUED = "rescued", _("let in again by the operator")
    LINK_MADE = "link_made", _("first link made")
    LINK_USED = "link_used", _("first link opened")
    LISTED = "listed", _("shown in a list")
    BACKED_UP = "backed_up", _("backup made")
    SEARCHED = "searched", _("searched")
    FOLLOW_UP = "follow_up", _("changed the day to come back to it")


class AuditLine(models.Model):
    """Who did what to which thing, and when; nothing of what it holds.

    Lines are only ever added: a trigger refuses UPDATE, DELETE and TRUNCATE.
    """

    Verb = Verb

    at = models.DateTimeField(_("when"))
    # A name and not a link: the line stays when the account or the enquiry is gone.
    who = models.CharField(_("who"), max_length=150)
    verb = models.CharField(_("what"), max_length=20, choices=Verb.choices)
    thing = models.CharField(_("of what"), max_length=80)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("audit line")
        verbose_name_plural = _("audit")
        indexes = [models.Index(fields=["thing"], name="audit_lines_by_thing")]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing}"
