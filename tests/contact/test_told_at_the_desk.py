"""The desk says how somebody hears of what was done with her time, late or never as it may be."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from contact import booking, time_mail
from contact.booking import Wanted
from contact.models import Appointment, Enquiry
from contact.safe_contact import SafeContact
from practice import audit
from practice.models import OutboxMail, PracticeProfile
from tests.contact.appointment_pages import (
    BY_HAND,
    DAY,
    HOUR,
    TUESDAY_AT_TEN,
    add,
    page_of,
    parsed,
    press,
    said,
    status_of,
)
from tests.contact.told import SAFE
from tests.factories import A_MONDAY, make_availability, make_enquiry

ON_SATURDAYS = SAFE | {"safe_times": "sat morning"}
BY_PHONE = {"reply_by": "phone", "phone": "01632 960 001", "voicemail": "normal"}
IS_LATE = "A mail goes only on Saturday 6 March, 08:00, after that time"


@pytest.fixture(autouse=True)
def monday(profile: PracticeProfile) -> Iterator[None]:
    make_availability(most_a_day=50, most_a_week=200)
    with time_machine.travel(A_MONDAY, tick=False):
        yield


def asked_for(profile: PracticeProfile, **card: str) -> Appointment:
    """As the form leaves it: what may have to be told later is queued."""
    enquiry = make_enquiry(profile, now=A_MONDAY, **card)
    wanted = Wanted(TUESDAY_AT_TEN, "online")
    one = booking.hold(enquiry, wanted, profile=profile, now=A_MONDAY)
    time_mail.expect(enquiry, SafeContact.of(card), one, remind=False, now=A_MONDAY)
    return one


def agreed(profile: PracticeProfile, **card: str) -> Appointment:
    enquiry = make_enquiry(profile, now=A_MONDAY, **card)
    wanted = Wanted(TUESDAY_AT_TEN, "online")
    one = booking.hold(enquiry, wanted, profile=profile, now=A_MONDAY)
    booking.confirm(one, who="therapist", now=A_MONDAY)
    return one


@pytest.mark.parametrize(
    ("card", "told"),
    [
        (SAFE, "A mail tells this person that there is news."),
        (
            SAFE | {"safe_times": "mon evening"},
            "A mail tells this person that there is news on Monday 1 March, 18:00",
        ),
        (ON_SATURDAYS, IS_LATE),
        (BY_PHONE, "Nobody is told of this by itself: Call at any time."),
        ({"reply_by": "code"}, "Nothing is sent: it waits behind the number."),
        (SAFE | {"safe_to_write": "no"}, "Nothing is sent: it waits behind the number."),
    ],
)
def test_calling_off_and_moving_say_how_she_hears_of_it(
    unlocked_desk: Client, profile: PracticeProfile, card: dict[str, str], told: str
) -> None:
    one = agreed(profile, **card)
    moved = unlocked_desk.post(page_of(one), BY_HAND | {"time": "14:00"}, follow=True)
    assert f"It is now Tuesday 2 March 2027, 14:00. {told}" in said(moved)
    follower = Appointment.objects.get(status="confirmed")
    off = unlocked_desk.post(page_of(follower), {"off": "1"}, follow=True)
    assert f"Called off: Tuesday 2 March 2027, 14:00. {told}" in said(off)


@pytest.mark.parametrize("to", ["agree", "decline"])
@pytest.mark.parametrize(
    ("card", "told"),
    [
        (SAFE, "A mail tells this person that there is news."),
        (
            SAFE | {"safe_times": "mon evening"},
            "A mail tells this person that there is news on Monday 1 March, 18:00",
        ),
        (BY_PHONE, "Nobody is told of this by itself: Call at any time."),
        ({"reply_by": "code"}, "Nothing is sent: it waits behind the number."),
    ],
)
def test_a_yes_and_a_no_say_how_she_hears_of_it(
    unlocked_desk: Client, profile: PracticeProfile, card: dict[str, str], told: str, to: str
) -> None:
    one = asked_for(profile, **card)
    assert f"10:00: {'agreed' if to == 'agree' else 'declined'}. {told}" in said(
        press(unlocked_desk, one, to)
    )


def test_a_locked_desk_says_whether_a_mail_goes(desk: Client, profile: PracticeProfile) -> None:
    mailed = asked_for(profile, **SAFE)
    assert "A mail tells this person that there is news." in said(press(desk, mailed, "decline"))
    rung = asked_for(profile, **BY_PHONE)
    words = "Nothing is sent. Open the message: it says how to tell them."
    assert words in said(press(desk, rung, "agree"))


def test_what_she_notes_for_herself_is_told_to_nobody(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    one = agreed(profile, **SAFE)
    Appointment.objects.update(starts_at=A_MONDAY - HOUR, during=(A_MONDAY - HOUR, one.ends_at))
    assert said(press(unlocked_desk, one, "missed")).endswith("nobody came.")


def test_a_mail_after_the_time_that_she_knows_of_is_late_though_the_new_time_is_later(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    one = agreed(profile, **ON_SATURDAYS)
    next_week = BY_HAND | {"day": "2027-03-09"}
    assert IS_LATE in said(unlocked_desk.post(page_of(one), next_week, follow=True))


@pytest.mark.parametrize(
    ("card", "told"),
    [
        (SAFE, "A mail tells this person that there is news."),
        (ON_SATURDAYS, "No mail can go in time: the next safe moment for one is Saturday 6 March"),
    ],
)
def test_another_time_for_one_that_was_only_asked_for_is_said_to_be_an_offer(
    unlocked_desk: Client, profile: PracticeProfile, card: dict[str, str], told: str
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY, **card)
    wanted = Wanted(TUESDAY_AT_TEN, "online")
    one = booking.hold(enquiry, wanted, profile=profile, now=A_MONDAY)
    moved = unlocked_desk.post(page_of(one), BY_HAND | {"time": "14:00"}, follow=True)
    assert f"Offered instead: Tuesday 2 March 2027, 14:00. {told}" in said(moved)


def test_who_rang_has_to_be_rung(desk: Client) -> None:
    add(desk)
    off = desk.post(page_of(Appointment.objects.get()), {"off": "1"}, follow=True)
    assert "this person rang you, so please ring back." in said(off)


def test_what_cannot_be_opened_is_called_off_and_said(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    one = agreed(profile, **SAFE)
    Enquiry.objects.update(sealed=b"damaged")
    off = unlocked_desk.post(page_of(one), {"off": "1"}, follow=True)
    assert status_of(one) == "cancelled"
    assert "Nothing is sent: the message cannot be opened" in said(off)


def test_a_second_press_tells_nothing_new(unlocked_desk: Client, profile: PracticeProfile) -> None:
    one = agreed(profile, **SAFE)
    unlocked_desk.post(page_of(one), {"off": "1"}, follow=True)
    again = unlocked_desk.post(page_of(one), {"off": "1"}, follow=True)
    assert said(again) == "There was nothing to call off: Tuesday 2 March 2027, 10:00."


def offered(profile: PracticeProfile, **card: str) -> Appointment:
    enquiry = make_enquiry(profile, now=A_MONDAY, **card)
    Enquiry.objects.update(status="waiting", answered_at=A_MONDAY)
    wanted, until = Wanted(TUESDAY_AT_TEN, "online"), A_MONDAY + 24 * HOUR
    return booking.offer(enquiry, wanted, until=until, who="therapist", now=A_MONDAY)


def test_an_offer_is_taken_back_at_a_locked_desk(desk: Client, profile: PracticeProfile) -> None:
    one = offered(profile, **SAFE)
    off = desk.post(page_of(one), {"off": "1"}, follow=True)
    assert status_of(one) == "withdrawn"
    assert "Open the message: it says how to tell them." in said(off)


def test_an_offer_that_she_takes_meanwhile_is_not_called_off_without_a_word_to_her(
    profile: PracticeProfile,
) -> None:
    as_the_desk_saw_it = offered(profile, **SAFE)
    assert booking.confirm(as_the_desk_saw_it, who=audit.ENQUIRER, now=A_MONDAY)
    assert as_the_desk_saw_it.status == "held"
    who = "therapist"
    assert not booking.give_back(as_the_desk_saw_it, who=who, now=A_MONDAY)
    with pytest.raises(booking.LockedError):
        booking.cancel_for_therapist(as_the_desk_saw_it, ring=None, who=who, now=A_MONDAY)
    assert status_of(as_the_desk_saw_it) == "confirmed"
    assert not OutboxMail.objects.filter(template="time_cancelled").exists()


def test_the_desk_decides_by_what_is_so_and_not_by_what_it_saw(
    desk: Client, profile: PracticeProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Her yes comes between the reading of the page and the lock."""
    one = offered(profile, **SAFE)
    cancel = booking.cancel_for_therapist

    def after_her_yes(*args: object, **more: object) -> bool:
        booking.confirm(one, who=audit.ENQUIRER, now=A_MONDAY)
        return cancel(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(booking, "cancel_for_therapist", after_her_yes)
    answer = desk.post(page_of(one), {"off": "1"})
    assert status_of(one) == "confirmed"
    assert b"/admin/unlock/?next=" in answer.content


def test_the_offer_page_says_when_a_mail_can_go(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY, **ON_SATURDAYS)
    Enquiry.objects.update(status="waiting", answered_at=A_MONDAY)
    path = f"/admin/contact/enquiry/{enquiry.pk}/offer/"
    page = unlocked_desk.get(path).content.decode()
    assert "there is news on Saturday 6 March, 08:00, the next safe time." in page
    slot = f"{A_MONDAY + 4 * DAY:%Y-%m-%dT%H:%MZ} online"
    answer = unlocked_desk.post(path, {"slot": slot, "hours": "24"}, follow=True)
    assert "No mail can go in time: the next safe moment for one is Saturday" in said(answer)
    assert not OutboxMail.objects.filter(template="time_offered").exists()


def test_offering_to_somebody_whose_message_is_damaged_keeps_the_time_and_says_so(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY, **SAFE)
    Enquiry.objects.update(status="waiting", answered_at=A_MONDAY, sealed=b"damaged")
    path = f"/admin/contact/enquiry/{enquiry.pk}/offer/"
    slot = f"{TUESDAY_AT_TEN:%Y-%m-%dT%H:%MZ} online"
    answer = unlocked_desk.post(path, {"slot": slot, "hours": "24"}, follow=True)
    assert answer.status_code == 200
    assert "is kept until" in said(answer)
    assert "Nothing is sent: the message cannot be opened" in said(answer)


def test_calling_off_is_asked_once_more(unlocked_desk: Client, profile: PracticeProfile) -> None:
    page = parsed(unlocked_desk.get(page_of(agreed(profile, **SAFE))))
    [asked] = page.xpath("//details[.//button[@name='off']]")
    assert asked.get("open") is None
    assert asked.xpath("./summary")[0].text_content() == "Call it off"
    assert asked.xpath(".//button")[0].text_content() == "Yes, call it off"
