"""Whoever changes an agreed time, at the desk or with the number: the other is told of it."""

import pytest

from contact import booking
from contact.models import Appointment, Enquiry
from practice import audit
from practice.models import OutboxMail, PracticeProfile
from tests.contact.told import (
    A_DAY_BEFORE,
    DAY,
    FRIDAY_AT_TEN,
    HOUR,
    SAFE,
    THURSDAY_AT_TWO,
    held,
    send_all,
    sent_to_her,
    to_therapist,
    waiting,
)
from tests.factories import A_MONDAY, key_ring, make_availability, make_enquiry
from tests.smtp_server import SmtpServer


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    make_availability()
    return make_enquiry(profile, now=A_MONDAY, **SAFE)


def test_the_therapist_cancels_an_agreed_time_and_she_hears_of_it(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer
) -> None:
    made = held(enquiry, profile, remind=True)
    booking.confirm(made, who="therapist", now=A_MONDAY)
    send_all(A_MONDAY)
    with pytest.raises(booking.LockedError):
        booking.cancel_for_therapist(made, ring=None, who="therapist", now=A_MONDAY)
    assert booking.cancel_for_therapist(made, ring=key_ring(), who="therapist", now=A_MONDAY)
    assert not booking.cancel_for_therapist(made, ring=key_ring(), who="therapist", now=A_MONDAY)
    assert waiting() == {"time_cancelled": A_MONDAY}
    assert sent_to_her(post, A_DAY_BEFORE) == ["Your message", "Your message"]
    assert to_therapist() == []


def test_the_therapist_cancels_for_somebody_who_may_not_be_mailed(
    profile: PracticeProfile,
) -> None:
    make_availability(confirms_itself=True)
    unsafe = make_enquiry(profile, now=A_MONDAY, **SAFE | {"safe_to_write": "no"})
    made = booking.hold(unsafe, THURSDAY_AT_TWO, profile=profile, now=A_MONDAY)
    assert booking.cancel_for_therapist(made, ring=key_ring(), who="therapist", now=A_MONDAY)
    assert waiting() == {}


def test_the_therapist_moves_it_and_she_hears_of_it_and_is_reminded_of_the_new_time(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer
) -> None:
    made = held(enquiry, profile, remind=True)
    booking.confirm(made, who="therapist", now=A_MONDAY)
    send_all(A_MONDAY)
    new = booking.move_for_therapist(
        made, FRIDAY_AT_TEN, ring=key_ring(), who="therapist", now=A_MONDAY
    )
    assert new.status == Appointment.Status.CONFIRMED
    send_all(A_MONDAY)
    subjects = sent_to_her(post, FRIDAY_AT_TEN.start - DAY)
    assert subjects == ["Your message", "Your message", "Friday 10:00"]


def test_changes_of_hers_tell_the_therapist_each_time_and_say_nothing(
    enquiry: Enquiry, profile: PracticeProfile, post: SmtpServer
) -> None:
    later, who = A_MONDAY + HOUR, audit.ENQUIRER
    OutboxMail.objects.all().delete()
    made = booking.hold(enquiry, THURSDAY_AT_TWO, profile=profile, now=later)
    new = booking.move(made, FRIDAY_AT_TEN, profile=profile, who=who, now=later)
    booking.give_back(new, who=who, now=later)
    booking.give_back(new, who=who, now=later)
    assert to_therapist() == ["time_changed"] * 3
    send_all(later)
    for letter in post.wait_for(3):
        assert letter.message["Subject"] == "1 time has changed"
        said = f"{letter.message['Subject']} {letter.message.get_payload()}"
        for telling in ("Thursday", "Friday", ":00", "Robin", str(enquiry.pk), str(new.pk)):
            assert telling not in said
