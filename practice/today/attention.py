"""What needs attention, and what to do about it. Pure: facts in, plain words out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contact.desk import calendar_words
from practice.today.ages import ago
from practice.today.facts import Facts, Trouble

MAIL_IS_LATE = timedelta(minutes=15)  # a mail server that puts off new senders takes ten
BACKUP_IS_OLD = timedelta(days=2)  # one night may fail
FIRST_BACKUP = timedelta(days=1)  # by then there was a night to make one in
LEAST_FREE = 1024**3  # bytes: some fifty large photos, or months of messages
FAILED_OFTEN = 3  # times in a row, which is half an hour at least


ENQUIRIES = "admin:contact_enquiry_changelist"
HELPLINES = "admin:first_helplines"
CALENDARS = "admin:contact_busycalendar_changelist"


@dataclass(frozen=True)
class Notice:
    """`words` say what is amiss, `to_do` what helps; `page` is one of the desk, "" for none."""

    words: str
    to_do: str
    page: str = ""
    page_words: str = ""


def notices(facts: Facts, now: datetime, *, is_live: bool) -> list[Notice]:
    """Return what is amiss, the gravest first; nothing where all is well.

    Before it `is_live`, the list of what is left to do says that numbers were never checked.
    """
    return [
        *_of_mail(facts, now),
        *_of_backups(facts, now),
        *_of_disk(facts),
        *_of_ledger(facts),
        *(_of_unchecked(facts) if is_live else ()),
        *_of_helplines(facts),
        *_of_calendars(facts),
    ]


def looked_at(facts: Facts, now: datetime) -> str:
    """The one line that stands there where all is well; "" while that cannot be known."""
    if facts.backed_up_at is None or facts.helplines_never_checked:
        return ""
    said = _("All is well. I looked at mail, backups, disk, urgent-help numbers and calendars.")
    if facts.mail_sent_at is None:
        return said
    return f"{said} {_('The last mail went out %(ago)s.') % {'ago': ago(facts.mail_sent_at, now)}}"


def _of_mail(facts: Facts, now: datetime) -> Iterator[Notice]:
    since, given_up = facts.mail_due_since, facts.mails_given_up
    if since and now - since > MAIL_IS_LATE:
        words = _("Mail does not go out: the oldest was due %(ago)s. It is kept, and tried again.")
        to_do = _to_operator(_("the worker or the mail server does not work."))
        yield Notice(words % {"ago": ago(since, now)}, to_do)
    if given_up:
        words = ngettext(
            "%(count)s mail could not be sent this week.",
            "%(count)s mails could not be sent this week.",
            given_up,
        )
        to_do = _(
            "What it was to say stands behind the number. In the list of messages you see whose."
        )
        yield Notice(words % {"count": given_up}, to_do, ENQUIRIES, _("Enquiries"))


def _of_backups(facts: Facts, now: datetime) -> Iterator[Notice]:
    made_at, begun_at = facts.backed_up_at, facts.begun_at
    if made_at is None:
        if begun_at is None or now - begun_at > FIRST_BACKUP:
            to_do = _to_operator(_("the runbook says how to make one."))
            yield Notice(_("I know of no backup."), to_do)
    elif now - made_at > BACKUP_IS_OLD:
        words = _("The last backup was %(ago)s.") % {"ago": ago(made_at, now)}
        yield Notice(words, _to_operator(_("a new one is not being made, or not being noted.")))


def _of_disk(facts: Facts) -> Iterator[Notice]:
    if facts.free is not None and facts.free < LEAST_FREE:
        words = _("The disk is nearly full: %(left)s are left.")
        left = filesizeformat(max(facts.free, 0))
        yield Notice(words % {"left": left}, _to_operator(_("there has to be more room.")))


def _of_ledger(facts: Facts) -> Iterator[Notice]:
    if facts.ledger_refused:
        words = _("What is erased is not noted outside the database: a backup could bring it back.")
        yield Notice(words, _to_operator(_("the erasure ledger cannot be written.")))


def _of_helplines(facts: Facts) -> Iterator[Notice]:
    number = facts.helplines_to_check
    if not facts.helplines:
        words = _("Your visitors find no urgent-help numbers for your country.")
        yield _of_numbers(words, _("Please enter some."))
    elif number:
        words = ngettext(
            "%(count)s urgent-help number has not been checked for half a year.",
            "%(count)s urgent-help numbers have not been checked for half a year.",
            number,
        )
        to_do = _("Please compare with the page that each comes from.")
        yield _of_numbers(words % {"count": number}, to_do)


def _of_unchecked(facts: Facts) -> Iterator[Notice]:
    number = facts.helplines_never_checked
    if number:
        words = ngettext(
            "%(count)s urgent-help number has never been checked.",
            "%(count)s urgent-help numbers have never been checked.",
            number,
        )
        to_do = _("Please compare with the page that each comes from.")
        yield _of_numbers(words % {"count": number}, to_do)


def _of_numbers(words: str, to_do: str) -> Notice:
    return Notice(words, to_do, HELPLINES, _("Urgent help"))


def _of_calendars(facts: Facts) -> Iterator[Notice]:
    for trouble in filter(_is_worth_a_word, facts.calendars):
        words = _("“%(name)s” is not read as it should be: offered times could be taken already.")
        because = calendar_words.in_words(trouble.failed_because)
        yield Notice(words % {"name": trouble.name}, because, CALENDARS, _("Other calendars"))


def _is_worth_a_word(trouble: Trouble) -> bool:
    """What mends itself is tried again first; what she can mend is said at once."""
    return calendar_words.is_hers(trouble.failed_because) or trouble.failures >= FAILED_OFTEN


def _to_operator(what: str) -> str:
    return _("Tell whoever looks after your server: %(what)s") % {"what": what}
