"""What the enquiry form and the answers leave, and for how long."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from contact.models.appointment import KEPT_WITHOUT_ENQUIRY
from contact.models.enquiry import (
    KEPT_AFTER_ANSWER,
    KEPT_AFTER_MEETING,
    KEPT_AT_MOST,
    KEPT_CLOSED,
    KEPT_DECLINED,
    KEPT_HELD,
)
from practice.retention import AT_WORK, WHILE_THERE, DataClass, Kept, Whose, in_words

WRITTEN = DataClass(
    _("What you write to me, what I answer, and what I note for myself. It is sealed."),
    Whose.ENQUIRERS,
)
NUMBER = DataClass(
    _("What your number is checked against. The number itself is kept nowhere."),
    Whose.ENQUIRERS,
)
PROGRESS = DataClass(
    _("The days on which your message came, is due, was answered or closed, and where it stands"),
    Whose.ENQUIRERS,
)
ERASED_ID = DataClass(
    _("A random number in place of an erased message, in a file outside the database"),
    Whose.ENQUIRERS,
)

APPOINTMENT = DataClass(
    _(
        "When we meet or were to meet, how, and what became of it; for those who rang, their"
        " initials at most"
    ),
    Whose.ENQUIRERS,
)

UNTIL_ERASED = format_lazy(
    _(
        "{answered} after my answer; {met} after we met or were to meet; {declined} after I said"
        " that I have no room; {closed} after it was closed for another reason; {held} where it"
        " looks like advertising. Never longer than {at_most} after it came, unless our time is"
        " still to come. You can erase it earlier yourself, with your number."
    ),
    answered=in_words(KEPT_AFTER_ANSWER),
    met=in_words(KEPT_AFTER_MEETING),
    declined=in_words(KEPT_DECLINED),
    closed=in_words(KEPT_CLOSED),
    held=in_words(KEPT_HELD),
    at_most=in_words(KEPT_AT_MOST),
)
LIKE_THE_MESSAGE = _("as long as your message")
LIKE_THE_MESSAGE_OR = format_lazy(
    _("as long as your message; without one, {kept} after that time"),
    kept=in_words(KEPT_WITHOUT_ENQUIRY),
)

TO_ANSWER = _("To read it and to answer you.")
TO_COME_BACK = _("So that you can come back to your message without an account.")
TO_BE_IN_TIME = _("So that you hear from me in time, and your message is erased in time.")
TO_STAY_ERASED = _("So that a message that was erased does not come back with a backup.")
TO_WRITE_FASTER = _("Pieces of text that the answers are made of.")
TO_KEEP_A_TIME = _("To keep that time for you, and for nobody else.")
TO_OFFER_TIMES = _("To know which times I can offer.")
TO_SEE_TIMES = _("To see my appointments in my own calendar, without names.")

HOURS = "begins ends modality"

POLICY = [
    Kept("contact.Enquiry", "sealed sealed_for_code", WRITTEN, TO_ANSWER, UNTIL_ERASED),
    Kept(
        "contact.Enquiry",
        "code_public code_private code_lookup code_proof",
        NUMBER,
        TO_COME_BACK,
        LIKE_THE_MESSAGE,
    ),
    Kept(
        "contact.Enquiry",
        "id submission key status closed_because received_at reply_due_on answered_at closed_at"
        " added_at replied_at follow_up_on pressing is_example",
        PROGRESS,
        TO_BE_IN_TIME,
        LIKE_THE_MESSAGE,
    ),
    Kept("contact.Entry", "sealed sealed_for_code", WRITTEN, TO_ANSWER, UNTIL_ERASED),
    Kept(
        "contact.Entry",
        "id enquiry kind key written_at shown_from",
        PROGRESS,
        TO_BE_IN_TIME,
        LIKE_THE_MESSAGE,
    ),
    Kept("contact.Snippet", "title text", AT_WORK, TO_WRITE_FASTER, WHILE_THERE),
    Kept(
        "contact.Appointment",
        "id enquiry initials status waits_for starts_at ends_at during modality held_until made_at"
        " changed_at calendar_id sequence",
        APPOINTMENT,
        TO_KEEP_A_TIME,
        LIKE_THE_MESSAGE_OR,
    ),
    Kept(
        "contact.Availability",
        "id length step before after notice_hours horizon_days most_a_day most_a_week hold_hours"
        " confirms_itself change_hours how_online how_in_person how_by_phone",
        AT_WORK,
        TO_OFFER_TIMES,
        WHILE_THERE,
    ),
    Kept("contact.WeeklyHours", HOURS + " weekday", AT_WORK, TO_OFFER_TIMES, WHILE_THERE),
    Kept("contact.ExtraHours", HOURS + " day", AT_WORK, TO_OFFER_TIMES, WHILE_THERE),
    Kept("contact.ClosedDays", "first last", AT_WORK, TO_OFFER_TIMES, WHILE_THERE),
    Kept(
        "contact.BusyCalendar",
        "name address address_mark read_at tried_at failed_because failures due_at",
        AT_WORK,
        TO_OFFER_TIMES,
        WHILE_THERE,
    ),
    Kept("contact.BusySpan", "calendar during", AT_WORK, TO_OFFER_TIMES, WHILE_THERE),
    Kept("contact.FeedToken", "id digest made_at", AT_WORK, TO_SEE_TIMES, WHILE_THERE),
    Kept("", "", ERASED_ID, TO_STAY_ERASED, _("as long as there are older backups")),
]
