"""What somebody is told of her time by mail: as far as she called it safe, and no more."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from contact import booking, time_mail
from contact.booking import Wanted
from contact.models import Availability, Enquiry
from contact.safe_contact import follow
from practice import audit
from practice.models import OutboxMail, PracticeProfile
from practice.outbox.sending import give_up_mail_to_enquirers, send_next
from tests.contact.told import (
    A_DAY_BEFORE,
    ADDRESS,
    AN_HOUR_BEFORE,
    DAY,
    FRIDAY_AT_TEN,
    HELD_UNTIL,
    HOUR,
    SAFE,
    SECOND,
    THURSDAY_AT_TWO,
    card,
    held,
    send_all,
    sent_to_her,
    to_therapist,
    waiting,
)
from tests.factories import A_MONDAY, make_availability, make_enquiry
from tests.smtp_server import SmtpServer


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    make_availability()
    return make_enquiry(profile, now=A_MONDAY, **SAFE)


def test_a_held_time_has_one_mail_that_is_due_when_it_runs_out(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer
) -> None:
    made = held(enquiry, profile)
    time_mail.expect(enquiry, card(), made, remind=False, now=A_MONDAY)
    assert waiting() == {"time_news": HELD_UNTIL}
    assert sent_to_her(post, HELD_UNTIL - SECOND) == []
    assert sent_to_her(post, HELD_UNTIL) == ["Your message"]


@pytest.mark.parametrize("decide", [booking.confirm, booking.decline])
def test_an_answer_to_it_goes_out_at_once_and_only_once(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer, decide: object
) -> None:
    made = held(enquiry, profile)
    assert decide(made, who="therapist", now=A_MONDAY + HOUR)  # type: ignore[operator]
    assert sent_to_her(post, A_MONDAY + HOUR) == ["Your message"]
    assert sent_to_her(post, HELD_UNTIL) == ["Your message"]
    assert to_therapist() == []


def test_the_news_say_neither_when_nor_what(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer, settings: Settings
) -> None:
    made = held(enquiry, profile)
    booking.confirm(made, who="therapist", now=A_MONDAY)
    send_all(A_MONDAY)
    letter = post.wait_for(1)[0]
    text = letter.message.get_content()
    assert f"{settings.SITE_URL}/contact/return/" in text.split()
    for telling in ("Thursday", "14:00", "agreed", "time", profile.name, str(made.pk)):
        assert telling not in text
    assert letter.message["Reply-To"] is None


@pytest.mark.parametrize(
    "said",
    [
        {"safe_to_write": "no"},
        {"safe_to_write": "unsure"},
        {"email": ""},
        {"reply_by": "phone", "phone": "01632 960 001"},
        {"reply_by": "text", "phone": "01632 960 001"},
        {"reply_by": "code"},
    ],
)
def test_nothing_is_queued_for_a_way_that_is_not_safe(
    enquiry: Enquiry, profile: PracticeProfile, said: dict[str, str]
) -> None:
    held(enquiry, profile, remind=True, **said)
    assert waiting() == {}


def test_news_keep_to_the_safe_times(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer
) -> None:
    made = held(enquiry, profile, safe_times="tue evening")
    booking.confirm(made, who="therapist", now=A_MONDAY)
    on_tuesday_at_six = A_MONDAY + timedelta(days=1, hours=9)
    assert waiting() == {"time_news": on_tuesday_at_six}
    assert sent_to_her(post, on_tuesday_at_six - SECOND) == []
    assert sent_to_her(post, on_tuesday_at_six) == ["Your message"]


def test_an_agreed_time_is_reminded_of_a_day_before_by_its_subject_alone(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer
) -> None:
    made = held(enquiry, profile, remind=True)
    booking.confirm(made, who="therapist", now=A_MONDAY)
    assert sent_to_her(post, A_DAY_BEFORE - SECOND) == ["Your message"]
    assert sent_to_her(post, A_DAY_BEFORE) == ["Your message", "Thursday 14:00"]
    letter = post.received[-1]
    assert "14:00" not in letter.message.get_content()
    assert letter.message["Reply-To"] is None
    assert not OutboxMail.objects.exclude(address=None, text=None).exists()


def test_the_reminder_promises_no_change_since_it_may_come_after_the_cut_off(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer
) -> None:
    made = held(enquiry, profile, remind=True)
    booking.confirm(made, who="therapist", now=A_MONDAY)
    send_all(A_DAY_BEFORE + SECOND)
    assert not booking.can_be_changed(made, Availability.objects.current(), A_DAY_BEFORE + SECOND)
    letter = post.wait_for(2)[-1]
    text = " ".join(letter.message.get_content().split())
    assert "If something has to change, this page says how" in text
    assert "you can do so" not in text


def test_a_time_that_is_not_agreed_is_not_reminded_of(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer
) -> None:
    Availability.objects.update(hold_hours=24 * 14)
    held(enquiry, profile, remind=True)
    for now in (A_DAY_BEFORE, AN_HOUR_BEFORE):
        assert sent_to_her(post, now) == []
    assert waiting() == {"time_news": THURSDAY_AT_TWO.start}
    assert not OutboxMail.objects.filter(template="not_sent").exists()  # nothing went wrong


def test_a_time_that_is_agreed_late_is_reminded_of_at_once(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer
) -> None:
    Availability.objects.update(hold_hours=24 * 14)
    made = held(enquiry, profile, remind=True)
    late = AN_HOUR_BEFORE - SECOND
    booking.confirm(made, who="therapist", now=late)
    assert sorted(sent_to_her(post, late)) == ["Thursday 14:00", "Your message"]


def test_within_the_last_hour_nobody_is_reminded_any_more(
    enquiry: Enquiry, profile: PracticeProfile
) -> None:
    Availability.objects.update(hold_hours=24 * 14)
    made = held(enquiry, profile, remind=True)
    booking.confirm(made, who="therapist", now=AN_HOUR_BEFORE)
    assert waiting() == {"time_news": AN_HOUR_BEFORE}


def test_a_reminder_that_would_wait_for_a_safe_time_until_too_late_is_not_queued(
    enquiry: Enquiry, profile: PracticeProfile
) -> None:
    held(enquiry, profile, remind=True, safe_times="thu evening")
    assert set(waiting()) == {"time_news"}


def test_what_was_only_just_chosen_for_tomorrow_is_not_reminded_of(
    enquiry: Enquiry, profile: PracticeProfile
) -> None:
    Availability.objects.update(notice_hours=0)
    tomorrow = Wanted(A_MONDAY + DAY, "online")
    made = booking.hold(enquiry, tomorrow, profile=profile, now=A_MONDAY)
    time_mail.expect(enquiry, card(), made, remind=True, now=A_MONDAY)
    assert set(waiting()) == {"time_news"}


def test_a_reminder_that_cannot_be_sent_in_time_is_given_up_aloud(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer
) -> None:
    made = held(enquiry, profile, remind=True)
    booking.confirm(made, who="therapist", now=A_MONDAY)
    send_all(A_MONDAY)
    post.answer = "451 Come back later"
    mail = OutboxMail.objects.get(template="time_reminder")
    while not mail.given_up_at:
        assert send_next(mail.next_try_at)
        mail.refresh_from_db()
    assert (mail.given_up_at, mail.address, mail.text) == (AN_HOUR_BEFORE, None, None)
    assert mail.tries > 20
    assert to_therapist() == ["not_sent"]


@pytest.mark.parametrize("agreed", [False, True])
def test_what_was_given_back_is_told_and_reminded_of_no_more(
    enquiry: Enquiry, profile: PracticeProfile, *, agreed: bool
) -> None:
    made = held(enquiry, profile, remind=True)
    if agreed:
        booking.confirm(made, who="therapist", now=A_MONDAY)
    booking.give_back(made, who=audit.ENQUIRER, now=A_MONDAY)
    assert waiting() == {}
    assert to_therapist() == ["time_changed"]


def test_moving_takes_the_old_reminder_back_and_the_new_one_names_the_new_time(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer
) -> None:
    made = held(enquiry, profile, remind=True)
    booking.confirm(made, who="therapist", now=A_MONDAY)
    send_all(A_MONDAY)
    remind = time_mail.reminds(made)
    who = audit.ENQUIRER
    new = booking.move(made, FRIDAY_AT_TEN, profile=profile, who=who, now=A_MONDAY)
    assert waiting() == {}
    time_mail.expect(enquiry, card(), new, remind=remind, now=A_MONDAY)
    booking.confirm(new, who="therapist", now=A_MONDAY)
    send_all(A_MONDAY)
    subjects = sent_to_her(post, FRIDAY_AT_TEN.start - DAY)
    assert subjects == ["Your message", "Your message", "Friday 10:00"]


def test_a_time_that_confirms_itself_has_no_mail_but_the_reminder(
    enquiry: Enquiry, profile: PracticeProfile
) -> None:
    Availability.objects.update(confirms_itself=True)
    held(enquiry, profile, remind=True)
    assert waiting() == {"time_reminder": A_DAY_BEFORE}


def test_another_card_takes_the_mail_along_or_stops_it(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer
) -> None:
    made = held(enquiry, profile, remind=True)
    follow(enquiry, card(safe_times="evening"), A_MONDAY + HOUR)
    assert waiting() == {
        "time_news": HELD_UNTIL + timedelta(hours=9),
        "time_reminder": AN_HOUR_BEFORE,  # parked still
    }
    booking.confirm(made, who="therapist", now=A_MONDAY + HOUR)
    assert waiting() == {
        "time_news": A_MONDAY + timedelta(hours=9),
        "time_reminder": A_DAY_BEFORE + timedelta(hours=4),
    }
    follow(enquiry, card(), A_MONDAY + 2 * HOUR)
    assert waiting() == {"time_news": A_MONDAY + 2 * HOUR, "time_reminder": A_DAY_BEFORE}
    assert sent_to_her(post, A_DAY_BEFORE) == ["Your message", "Thursday 14:00"]

    follow(enquiry, card(safe_to_write="no"), A_MONDAY + 2 * HOUR)
    assert waiting() == {}


def test_72_hours_after_it_was_due_its_address_is_gone(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer
) -> None:
    made = held(enquiry, profile)
    booking.confirm(made, who="therapist", now=A_MONDAY)
    send_all(A_MONDAY + timedelta(hours=72))
    assert not OutboxMail.objects.exclude(address=None).exists()
    assert not [mail for mail in post.received if mail.recipients == [ADDRESS]]


def test_after_a_restore_no_such_mail_goes_out_and_what_was_parked_alarms_nobody(
    enquiry: Enquiry, profile: PracticeProfile
) -> None:
    held(enquiry, profile, remind=True)
    assert give_up_mail_to_enquirers(A_MONDAY) == 2
    assert waiting() == {}
    assert to_therapist() == ["not_sent"]  # of the news alone
