"""What is not confirmed in time is free again, and both are told: by the worker, as it runs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from contact import booking, lapsing, time_mail
from contact.booking import NotFreeError, Wanted
from contact.models import Appointment, Availability, Enquiry
from contact.safe_contact import SafeContact
from practice import audit
from practice.models import AuditLine, OutboxMail, PracticeProfile
from tests.factories import A_MONDAY, make_availability, make_enquiry, make_profile
from tests.live_site import live_worker
from tests.smtp_server import SmtpServer

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
SAFE = {"reply_by": "email", "email": "robin@enquirer.example", "safe_to_write": "yes"}
THURSDAY_AT_TWO = Wanted(A_MONDAY + timedelta(days=3, hours=5), "online")
HELD_UNTIL = A_MONDAY + timedelta(hours=48)

Status = Appointment.Status


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    make_availability()
    return make_enquiry(profile, now=A_MONDAY, **SAFE)


@pytest.fixture
def held(enquiry: Enquiry, profile: PracticeProfile) -> Appointment:
    return booking.hold(enquiry, THURSDAY_AT_TWO, profile=profile, now=A_MONDAY)


def status_of(appointment: Appointment) -> str:
    appointment.refresh_from_db()
    return appointment.status


def told_therapist() -> list[str]:
    rows = OutboxMail.objects.filter(template__startswith="time_", address=None)
    return sorted(rows.values_list("template", flat=True))


def test_it_runs_out_to_the_second(held: Appointment) -> None:
    lapsing.lapse(HELD_UNTIL - SECOND)
    assert status_of(held) == Status.HELD
    lapsing.lapse(HELD_UNTIL)
    lapsing.lapse(HELD_UNTIL)
    assert status_of(held) == Status.EXPIRED
    assert told_therapist() == ["time_run_out"]
    assert AuditLine.objects.get(verb="time_expired").who == audit.WORKER


def test_a_second_before_it_can_be_confirmed_and_then_not_any_more(held: Appointment) -> None:
    assert not booking.confirm(held, who="therapist", now=HELD_UNTIL)
    assert status_of(held) == Status.HELD
    assert booking.confirm(held, who="therapist", now=HELD_UNTIL - SECOND)
    lapsing.lapse(HELD_UNTIL)
    assert status_of(held) == Status.CONFIRMED


def test_the_hours_are_those_that_the_therapist_set(
    enquiry: Enquiry, profile: PracticeProfile
) -> None:
    Availability.objects.update(hold_hours=1)
    held = booking.hold(enquiry, THURSDAY_AT_TWO, profile=profile, now=A_MONDAY)
    lapsing.lapse(A_MONDAY + HOUR - SECOND)
    assert status_of(held) == Status.HELD
    lapsing.lapse(A_MONDAY + HOUR)
    assert status_of(held) == Status.EXPIRED


def test_whoever_wants_it_next_need_not_wait_for_the_worker_and_both_are_told_all_the_same(
    held: Appointment, profile: PracticeProfile
) -> None:
    another = make_enquiry(profile, now=A_MONDAY, name="Kim")
    booking.hold(another, THURSDAY_AT_TWO, profile=profile, now=HELD_UNTIL)
    assert status_of(held) == Status.EXPIRED
    assert "time_run_out" in told_therapist()


def test_an_enquiry_whose_agreed_time_was_moved_and_ran_out_is_not_booked_any_more(
    held: Appointment, enquiry: Enquiry, profile: PracticeProfile
) -> None:
    booking.confirm(held, who="therapist", now=A_MONDAY)
    at_ten = Wanted(THURSDAY_AT_TWO.start + timedelta(hours=20), "online")
    booking.move(held, at_ten, profile=profile, who=audit.ENQUIRER, now=A_MONDAY)
    lapsing.lapse(HELD_UNTIL - SECOND)
    enquiry.refresh_from_db()
    assert enquiry.status == "booked"
    lapsing.lapse(HELD_UNTIL)
    enquiry.refresh_from_db()
    assert enquiry.status == "answered"


def test_an_offer_that_she_may_not_take_any_more_is_refused_clearly(
    profile: PracticeProfile,
) -> None:
    waiting = make_enquiry(profile, now=A_MONDAY)
    until, who = A_MONDAY + HOUR, audit.ENQUIRER
    offered = booking.offer(waiting, THURSDAY_AT_TWO, until=until, who="therapist", now=A_MONDAY)
    assert not booking.confirm(offered, who=who, now=until)
    assert booking.confirm(offered, who=who, now=until - SECOND)


@pytest.mark.django_db(transaction=True)
def test_the_worker_frees_it_and_tells_both_by_a_real_mail_server(post: SmtpServer) -> None:
    profile = make_profile()
    make_availability(notice_hours=0, most_a_day=50)
    now = timezone.now()
    enquiry = make_enquiry(profile, now=now, **SAFE)
    OutboxMail.objects.all().delete()
    start = datetime.combine(now.date() + 3 * DAY, datetime.min.time(), UTC) + 10 * HOUR
    held = booking.offer(
        enquiry, Wanted(start, "online"), until=now + 2 * SECOND, who="therapist", now=now
    )
    time_mail.expect(enquiry, SafeContact.of(SAFE), held, remind=False, now=now)
    with live_worker(EMAIL_URL=post.url, MAIL_FROM="site@practice.example"):
        letters = post.wait_for(2, seconds=90)
    assert status_of(held) == Status.EXPIRED
    subjects = {letter.recipients[0]: letter.message["Subject"] for letter in letters}
    assert subjects == {
        "robin@enquirer.example": "Your message",
        "hello@practice.example": "1 time has run out",
    }
    assert not OutboxMail.objects.exclude(address=None).exists()
    for letter in letters:
        for telling in (b"10:00", b"Robin", str(enquiry.pk).encode(), str(held.pk).encode()):
            assert telling not in letter.raw


@pytest.mark.parametrize("who", ["therapist", audit.ENQUIRER])
def test_what_ran_out_is_not_had_by_declining_or_giving_it_back_twice(
    held: Appointment, who: str
) -> None:
    lapsing.lapse(HELD_UNTIL)
    assert not booking.decline(held, who=who, now=HELD_UNTIL)
    assert not booking.give_back(held, who=who, now=HELD_UNTIL)
    assert status_of(held) == Status.EXPIRED


def test_nobody_agrees_for_the_therapist(held: Appointment) -> None:
    assert not booking.confirm(held, who=audit.ENQUIRER, now=A_MONDAY)
    assert status_of(held) == Status.HELD


def test_a_time_that_is_held_is_not_offered_as_well(
    held: Appointment, profile: PracticeProfile
) -> None:
    another = make_enquiry(profile, now=A_MONDAY)
    with pytest.raises(NotFreeError):
        booking.offer(
            another, THURSDAY_AT_TWO, until=HELD_UNTIL, who="therapist", now=HELD_UNTIL - SECOND
        )
