"""What the site itself keeps, and for how long: Django's own models too."""

from datetime import timedelta

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from practice.models.outbox_mail import KEEP_TRYING_FOR
from practice.models.tally import TALLIES_ARE_KEPT
from practice.retention import AT_WORK, PUBLIC, WHILE_THERE, DataClass, Kept, Whose, in_words
from practice.retention.periods import DONE_MAIL_IS_KEPT, JOURNAL_IS_KEPT

ADDRESS = DataClass(
    _(
        "Your e-mail address, and my answer or the time if you chose to have it by mail, while that"
        " mail waits to be sent, or to be needed. It is encrypted, but this website has the key:"
        " else it could not send it."
    ),
    Whose.ENQUIRERS,
)
MAIL = DataClass(
    _("That a mail was queued, tried and sent, without address and words"), Whose.ENQUIRERS
)
TRIES = DataClass(
    _("A number made from your network address, and how often it tried; not the address itself"),
    Whose.VISITORS,
)
AUDIT = DataClass(
    _(
        "Who opened, saw in a list, answered, handed out or erased which message; who offered,"
        " agreed to, declined, moved, gave back or cancelled which time, or noted what became of"
        " it; and when. All of it by random numbers."
    ),
    Whose.ENQUIRERS,
)
ACCOUNT = DataClass(_("The account, with name, address and a hash of the password"), Whose.STAFF)
SECOND_FACTORS = DataClass(
    _("Passkeys (their public half), the seeds of app and recovery codes (encrypted)"), Whose.STAFF
)
BROWSERS = DataClass(
    _("In which browsers somebody is signed in, as “Firefox · Android”, without address, and when"),
    Whose.STAFF,
)
SIGNED_IN = DataClass(_("Who is signed in; the key of an unlocked desk, encrypted"), Whose.STAFF)
JOURNAL = DataClass(_("What was added, changed or removed at the desk, and by whom"), Whose.STAFF)
FIRST_LINK = DataClass(
    _("What the link for the first sign-in is checked against, not the link itself"), Whose.STAFF
)
FIGURES = DataClass(
    _(
        "How many messages came in a week and how soon they were answered, how many conversations"
        " there were in a month, how often a feed was fetched and the search was used on a day:"
        " numbers, which refer to nobody"
    ),
    Whose.NOBODY,
)
KEYS = DataClass(_("The key that opens messages, wrapped by phrase and by sheet"), Whose.STAFF)

TO_WRITE_TO_YOU = _("To send you the mail that you asked for.")
TO_LOSE_NO_MAIL = _("So that no mail is lost, and none is sent twice without need.")
TO_KEEP_MACHINES_OUT = _("So that machines can neither flood the form nor guess numbers.")
TO_ACCOUNT_FOR_IT = _("So that every look at a message can be accounted for.")
TO_SIGN_IN = _("To let in those who may, and nobody else.")
TO_BEGIN_WELL = _("To remember what is still to be done before the site is in use.")
TO_LOOK_BACK = _("To find out who changed what.")
TO_SEE_HOW_IT_GOES = _("To see how the practice goes.")
TO_BE_READ = _("To be read by everybody.")
TO_REACH_ME = _("So that people know who I am, when I answer and whether I have room.")
TO_LEAD_ON = _("So that old addresses lead to the new ones.")
TO_SEAL = _("So that only I can open what you write.")

UNTIL_SENT = format_lazy(
    _("until it is sent or taken back, {late} after it was due at the latest"),
    late=in_words(KEEP_TRYING_FOR),
)
AFTER_SENDING = format_lazy(
    _("{kept} after it was sent or given up"), kept=in_words(DONE_MAIL_IS_KEPT)
)
A_DAY = _("a day at most")
FOR_GOOD = _("stays: the lines cannot be changed or removed, and hold nothing of any message")
UNTIL_FIRST_USE = _("until somebody has come in by it")
AS_AN_ACCOUNT = _("until the account is removed")
AS_A_WAY = _("until it is removed, or the account is")
A_SESSION = format_lazy(
    _("until the end of the session, {most} at most"),
    most=in_words(timedelta(seconds=settings.SESSION_COOKIE_AGE)),
)
AS_FIGURES = in_words(TALLIES_ARE_KEPT)
AS_JOURNAL = in_words(JOURNAL_IS_KEPT)
WHILE_IT_OPENS = _("as long as messages are sealed with it")

POLICY = [
    Kept("practice.OutboxMail", "address text", ADDRESS, TO_WRITE_TO_YOU, UNTIL_SENT),
    Kept(
        "practice.OutboxMail",
        "cause template message_id created_at due_at not_before not_after next_try_at tries"
        " last_error sent_at given_up_at",
        MAIL,
        TO_LOSE_NO_MAIL,
        AFTER_SENDING,
    ),
    Kept("practice.RateCount", "key count expires_at", TRIES, TO_KEEP_MACHINES_OUT, A_DAY),
    Kept("practice.RateSalt", "day salt", TRIES, TO_KEEP_MACHINES_OUT, A_DAY),
    Kept("practice.AuditLine", "at who verb thing", AUDIT, TO_ACCOUNT_FOR_IT, FOR_GOOD),
    Kept(
        "practice.User",
        "username first_name last_name email password last_login date_joined is_active is_staff"
        " is_superuser groups user_permissions is_editor session_round",
        ACCOUNT,
        TO_SIGN_IN,
        AS_AN_ACCOUNT,
    ),
    Kept(
        "mfa.Authenticator",
        "user type data created_at last_used_at",
        SECOND_FACTORS,
        TO_SIGN_IN,
        AS_A_WAY,
    ),
    Kept(
        "usersessions.UserSession",
        "user created_at ip last_seen_at session_key user_agent data",
        BROWSERS,
        TO_SIGN_IN,
        A_SESSION,
    ),
    Kept(
        "sessions.Session", "session_key session_data expire_date", SIGNED_IN, TO_SIGN_IN, A_SESSION
    ),
    Kept(
        "admin.LogEntry",
        "action_time user content_type object_id object_repr action_flag change_message",
        JOURNAL,
        TO_LOOK_BACK,
        AS_JOURNAL,
    ),
    Kept(
        "practice.SealingKey",
        "public pin by_phrase by_sheet by_new_phrase by_successor status phrase_typed_at"
        " sheet_typed_at made_at",
        KEYS,
        TO_SEAL,
        WHILE_IT_OPENS,
    ),
    Kept(
        "practice.PracticeProfile",
        "id name credentials tagline welcome fee_line town country phone email reply_days"
        " working_days kind_of_business other_services opening closed_until away_from away_until",
        PUBLIC,
        TO_REACH_ME,
        WHILE_THERE,
    ),
    Kept("practice.FirstLink", "id digest made_at", FIRST_LINK, TO_SIGN_IN, UNTIL_FIRST_USE),
    Kept(
        "practice.FirstSteps",
        "id answered mail_digest mail_asked_at mail_received_at privacy_read_at",
        AT_WORK,
        TO_BEGIN_WELL,
        WHILE_THERE,
    ),
    Kept("practice.Tally", "kind day working_days count", FIGURES, TO_SEE_HOW_IT_GOES, AS_FIGURES),
    Kept("practice.Holiday", "day name", AT_WORK, TO_REACH_ME, WHILE_THERE),
    Kept("practice.Page", "slug title body updated_at", PUBLIC, TO_BE_READ, WHILE_THERE),
    Kept(
        "practice.Helpline",
        "country name number tel text hours cost source checked_on position",
        PUBLIC,
        TO_BE_READ,
        WHILE_THERE,
    ),
    Kept(
        "practice.Image",
        "digest width height alt is_decorative credit added_at",
        PUBLIC,
        TO_BE_READ,
        WHILE_THERE,
    ),
    Kept(
        "practice.Redirect", "old_path new_path hits created_at", AT_WORK, TO_LEAD_ON, WHILE_THERE
    ),
]

# Django's own and allauth's, made at installation; this site puts nothing into them.
NOT_OURS = {
    "auth.Group",
    "auth.Permission",
    "contenttypes.ContentType",
    "account.EmailAddress",
    "account.EmailConfirmation",
}
