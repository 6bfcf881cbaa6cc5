"""Nothing is sent by a route that was not called safe, and only at times that are."""

import ast
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from django.utils import timezone

from contact import time_mail
from contact.card_in_words import rule, voicemail_text
from contact.choices import MailSays, ReplyBy, SafeToWrite, Voicemail
from contact.models import Enquiry
from contact.safe_contact import SafeContact, may_send, write_to
from practice import safe_times
from practice.models import OutboxMail, PracticeProfile
from practice.outbox.letters import Recipient
from tests.factories import A_MONDAY, make_enquiry

ROOT = Path(__file__).resolve().parents[2]
MODULES = [path for app in ("practice", "blog", "contact") for path in (ROOT / app).rglob("*.py")]
# Templates; their subjects and what they say is tested below.
TO_ENQUIRERS = {"answer", "time_cancelled", "time_news", "time_offered", "time_reminder"}
NAMED = {"MAIL": "answer", "mail.template": "answer"}
TELLING = ["therap", "counsel", "session", "client", "clinic", "psych", "practice", "appointment"]


def card(**said: str) -> SafeContact:
    """An e-mail address that is safe to write to."""
    safe = {"reply_by": "email", "email": "robin@enquirer.example", "safe_to_write": "yes"}
    return SafeContact.of(safe | said)


def by_phone(**said: str) -> SafeContact:
    numbers = {"reply_by": "phone", "email": "", "phone": "01632 960 741", "safe_to_write": ""}
    return card(**numbers | said)


@pytest.mark.parametrize(
    ("reply_by", "safe_to_write"), list(product(["", *ReplyBy], ["", *SafeToWrite]))
)
def test_mail_goes_to_whom_chose_it_and_called_it_safe_and_to_nobody_else(
    reply_by: str, safe_to_write: str
) -> None:
    person = card(reply_by=reply_by, safe_to_write=safe_to_write, phone="01632 960 741")
    is_safe = (reply_by, safe_to_write) == ("email", "yes")
    assert may_send(person, ReplyBy.EMAIL, A_MONDAY).allowed == is_safe


@pytest.mark.parametrize("safe_to_write", ["", "no", "unsure"])
def test_no_text_message_goes_where_it_was_not_called_safe(safe_to_write: str) -> None:
    person = by_phone(reply_by="text", safe_to_write=safe_to_write)
    assert not may_send(person, ReplyBy.TEXT, A_MONDAY).allowed
    assert not person.may_be_reached


@pytest.mark.parametrize("route", list(ReplyBy))
def test_whoever_comes_back_with_the_number_is_sent_nothing(route: ReplyBy) -> None:
    assert not may_send(card(reply_by="code"), route, A_MONDAY).allowed


def test_without_an_address_nothing_is_sent() -> None:
    assert not may_send(card(email=""), ReplyBy.EMAIL, A_MONDAY).allowed
    assert not may_send(by_phone(phone=""), ReplyBy.PHONE, A_MONDAY).allowed


def test_a_card_that_cannot_be_read_allows_nothing() -> None:
    unread = SafeContact.of({})
    assert not any(may_send(unread, route, A_MONDAY).allowed for route in ReplyBy)
    assert rule(unread) == "Send nothing: the answer waits behind the number."


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (A_MONDAY, False),
        (A_MONDAY + timedelta(days=1), True),
        (A_MONDAY + timedelta(days=1, hours=3, seconds=-1), True),
        (A_MONDAY + timedelta(days=1, hours=3), False),
    ],
)
def test_safe_times_are_kept_to_the_second(at: datetime, *, allowed: bool) -> None:
    person = by_phone(safe_times="tue thu morning")
    assert may_send(person, ReplyBy.PHONE, at).allowed == allowed


@pytest.mark.django_db
def test_a_mail_waits_for_the_first_safe_moment(profile: PracticeProfile) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY)
    write_to(enquiry, card(safe_times="thu evening"), "answer", cause="x", at=A_MONDAY)
    mail = OutboxMail.objects.get(template="answer")
    assert mail.due_at == mail.next_try_at == A_MONDAY + timedelta(days=3, hours=9)
    assert Recipient.of(mail) == Recipient("robin@enquirer.example", "thu evening")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "person",
    [card(safe_to_write="no"), card(safe_to_write="unsure"), card(reply_by="code"), by_phone()],
)
def test_where_mail_is_not_safe_none_is_queued(
    profile: PracticeProfile, person: SafeContact
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY)
    assert write_to(enquiry, person, "answer", cause="x", at=A_MONDAY, text="Hello") is None
    assert not OutboxMail.objects.filter(template="answer").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("mail_says", ["", *MailSays])
def test_the_text_goes_along_only_where_that_was_chosen(
    profile: PracticeProfile, mail_says: str
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY)
    person = card(mail_says=mail_says)
    mail = write_to(enquiry, person, "answer", cause="x", at=A_MONDAY, text="Hello")
    assert mail
    assert (mail.text is not None) == (mail_says == "answer")


@pytest.mark.django_db
def test_what_waits_in_the_outbox_names_nobody_in_the_clear(profile: PracticeProfile) -> None:
    enquiry: Enquiry = make_enquiry(profile, now=A_MONDAY)
    person = card(mail_says="answer", safe_times="mon")
    write_to(enquiry, person, "answer", cause="x", at=A_MONDAY, text="Come on Tuesday")
    kept = str(OutboxMail.objects.values().get(template="answer"))
    assert "robin" not in kept
    assert "Tuesday" not in kept


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (
            by_phone(safe_times="tue thu morning", voicemail="first_name"),
            "Call only Tue and Thu mornings. Voicemail: first name only.",
        ),
        (by_phone(voicemail="nothing"), "Call at any time. Voicemail: say nothing, hang up."),
        (by_phone(), "Call at any time. Voicemail: say nothing, hang up."),
        (by_phone(voicemail="normal"), "Call at any time. Voicemail: a normal message."),
        (by_phone(reply_by="text", safe_to_write="yes"), "Text at any time."),
        (
            by_phone(reply_by="text", safe_to_write="yes", safe_times="mon"),
            "Text only Mon.",
        ),
        (card(), "Mail at any time. The mail says only that there is an answer."),
        (
            card(mail_says="answer", safe_times="evening"),
            "Mail only evenings. The mail may hold the answer itself.",
        ),
        (card(safe_to_write="no"), "Send nothing: the answer waits behind the number."),
        (
            by_phone(reply_by="text", safe_to_write="unsure"),
            "Send nothing: the answer waits behind the number.",
        ),
        (card(reply_by="code"), "Send nothing: the answer waits behind the number."),
    ],
)
def test_the_rule_is_said_in_words(person: SafeContact, words: str) -> None:
    assert rule(person) == words


@pytest.mark.parametrize(
    ("voicemail", "words"),
    [
        ("normal", "Hello Robin, this is Dr Miriam Vale. You asked me to ring. I will try again."),
        ("first_name", "Hello, this is … (your first name). I will ring again another time."),
        ("nothing", ""),
        ("", ""),
    ],
)
def test_what_is_said_after_the_beep_tells_a_stranger_nothing(voicemail: str, words: str) -> None:
    profile = PracticeProfile(name="Dr Miriam Vale", credentials="Psychotherapist")
    said = voicemail_text(by_phone(voicemail=voicemail), name="Robin", profile=profile)
    assert said == words
    assert not [word for word in TELLING if word in said.lower()]


def test_only_who_chose_a_call_gets_a_voicemail() -> None:
    profile = PracticeProfile(name="Dr Miriam Vale")
    for person in (card(voicemail="normal"), by_phone(phone="", voicemail=Voicemail.NORMAL)):
        assert voicemail_text(person, name="Robin", profile=profile) == ""


# --- Every sender goes through it ---------------------------------------------------------------


def calls(name: str) -> list[tuple[str, str, ast.Call]]:
    """Where something called `name` is called: module, function, call."""
    found = []
    for path in MODULES:
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                found += [
                    (path.relative_to(ROOT).as_posix(), function.name, call)
                    for call in ast.walk(function)
                    if isinstance(call, ast.Call) and called(call) == name
                ]
    return found


def called(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", "") or getattr(call.func, "id", ""))


def test_an_address_reaches_the_outbox_by_one_way_only() -> None:
    drafted = {(module, function) for module, function, _call in calls("drafted")}
    assert drafted == {
        ("practice/outbox/__init__.py", "queue"),
        ("contact/safe_contact.py", "drafted_to"),
    }
    with_address = [
        function
        for _module, function, call in calls("drafted")
        if "address" in {keyword.arg for keyword in call.keywords}
    ]
    assert with_address == ["drafted_to"]


def test_drafts_are_queued_by_that_way_only() -> None:
    called_put = [found for found in calls("put") if "page_cache" not in found[0]]
    put = {(module, function) for module, function, _call in called_put}
    assert put == {
        ("practice/outbox/__init__.py", "queue"),
        ("contact/safe_contact.py", "write_to"),
    }
    for maker in ("OutboxMail", "bulk_create"):
        makers = {module for module, _function, call in calls(maker) if is_about_mail(call)}
        assert makers <= {"practice/outbox/__init__.py"}, maker


def is_about_mail(call: ast.Call) -> bool:
    return "OutboxMail" in ast.unparse(call)


def test_that_way_asks_the_card_first() -> None:
    asked = {function for module, function, _call in calls("may_send") if "safe_contact" in module}
    assert "drafted_to" in asked


OTHER_SENDERS = [
    "send_mail",
    "send_mass_mail",
    "mail_admins",
    "mail_managers",
    "get_connection",
    "EmailMultiAlternatives",
    "SMTP",
    "SMTP_SSL",
    "LMTP",
]


def test_mail_is_sent_by_the_worker_alone() -> None:
    senders = {module for module, _function, _call in calls("EmailMessage")}
    assert senders == {"practice/outbox/letters.py"}
    for name in OTHER_SENDERS:
        assert calls(name) == [], name


def test_no_address_is_put_into_the_outbox_beside_that_way() -> None:
    for maker in ("create", "get_or_create", "update_or_create", "bulk_update"):
        assert not [found for found in calls(maker) if is_about_mail(found[2])], maker
    for name in ("update", "values_update"):
        changed = {word.arg for found in calls(name) for word in found[2].keywords}
        assert not changed & {"address", "text"}, name


def test_every_mail_to_an_enquirer_is_one_that_was_looked_at() -> None:
    sent = set()
    for _module, _function, call in calls("write_to"):
        template = ast.unparse(call.args[2])
        sent.add(NAMED.get(template) or getattr(time_mail, template))
    assert sent == TO_ENQUIRERS


@pytest.mark.parametrize("template", sorted(TO_ENQUIRERS))
def test_subjects_are_neutral_and_a_notice_says_nothing(template: str) -> None:
    folder = ROOT / "templates" / "emails"
    subject = (folder / f"{template}.subject.txt").read_text("utf-8")
    body = (folder / f"{template}.body.txt").read_text("utf-8")
    assert ("{{ text }}" if template == "time_reminder" else "Your message") in subject
    assert not [word for word in TELLING if word in (subject + body).lower()]
    assert "desk" not in body


@pytest.mark.parametrize("times", ["", "mon", "sun evening", "morning", "tue thu morning evening"])
def test_the_next_safe_moment_is_safe_and_none_before_it_is(times: str) -> None:
    safe_at = safe_times.next_safe(times, A_MONDAY)
    assert safe_times.is_safe(times, safe_at)
    assert safe_at - A_MONDAY < timedelta(days=8)
    minutes = int((safe_at - A_MONDAY).total_seconds() // 60)
    earlier = (A_MONDAY + timedelta(minutes=at) for at in range(0, minutes, 15))
    assert not any(safe_times.is_safe(times, timezone.localtime(at)) for at in earlier)
