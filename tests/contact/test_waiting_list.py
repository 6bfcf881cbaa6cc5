"""The waiting list: in order, one person at a time, then the next one."""

from typing import Any

import pytest

from contact import booking, lapsing, waiting_list
from contact.booking import LockedError, NotFreeError, Wanted
from contact.models import Appointment, Enquiry
from practice import audit
from practice.models import OutboxMail, PracticeProfile
from tests.contact.waiting_people import DAY, HOUR, SECOND, THURSDAY_AT_TWO, offer, three_people
from tests.factories import A_MONDAY, key_ring, make_enquiry


@pytest.fixture
def three(profile: PracticeProfile) -> list[Enquiry]:
    return three_people(profile)


def listed() -> list[Enquiry]:
    return [place.enquiry for place in waiting_list.places(A_MONDAY)]


def again(now: Any = A_MONDAY) -> list[tuple[Any, Any]]:
    found = waiting_list.to_offer_again(waiting_list.places(now), now)
    return [(each.offered.starts_at, each.next and each.next.enquiry) for each in found]


def test_whoever_wrote_first_comes_first(three: list[Enquiry]) -> None:
    assert listed() == three
    places = waiting_list.places(A_MONDAY)
    assert [(place.number, place.days) for place in places] == [(1, 30), (2, 20), (3, 10)]


@pytest.mark.parametrize("status", ["new", "held", "booked"])
def test_nobody_else_is_on_it(three: list[Enquiry], status: str) -> None:
    answered_at = A_MONDAY if status == "booked" else None
    Enquiry.objects.filter(pk=three[0].pk).update(status=status, answered_at=answered_at)
    assert listed() == three[1:]


def test_a_time_is_offered_to_one_person_at_a_time(three: list[Enquiry]) -> None:
    kim, robin, _sam = three
    first = offer(kim)
    assert offer(kim) == first
    with pytest.raises(NotFreeError):
        offer(robin)
    assert waiting_list.places(A_MONDAY)[0].time == first
    assert again() == []


def test_what_is_declined_goes_to_the_next_in_order_and_to_nobody_twice(
    three: list[Enquiry],
) -> None:
    kim, robin, sam = three
    start = THURSDAY_AT_TWO.start
    for person, then in ((kim, robin), (robin, sam), (sam, None)):
        booking.decline(offer(person), who=audit.ENQUIRER, now=A_MONDAY)
        assert again() == [(start, then)]


def test_what_runs_out_goes_to_the_next_to_the_second(three: list[Enquiry]) -> None:
    kim, robin, _sam = three
    offer(kim, keep_for=24 * HOUR)
    until = A_MONDAY + 24 * HOUR
    assert again(until - SECOND) == []
    assert again(until) == [(THURSDAY_AT_TWO.start, robin)]
    lapsing.lapse(until)
    assert again(until) == [(THURSDAY_AT_TWO.start, robin)]


def test_somebody_with_another_time_is_passed_over(three: list[Enquiry]) -> None:
    kim, robin, sam = three
    booking.decline(offer(kim), who=audit.ENQUIRER, now=A_MONDAY)
    on_friday = Wanted(THURSDAY_AT_TWO.start + DAY, "online")
    until, who = A_MONDAY + DAY, "therapist"
    booking.offer(robin, on_friday, until=until, who=who, now=A_MONDAY)
    assert again() == [(THURSDAY_AT_TWO.start, sam)]


def test_a_time_that_somebody_else_has_now_is_not_offered_again(
    three: list[Enquiry], profile: PracticeProfile
) -> None:
    booking.decline(offer(three[0]), who=audit.ENQUIRER, now=A_MONDAY)
    another = make_enquiry(profile, now=A_MONDAY)
    booking.hold(another, THURSDAY_AT_TWO, profile=profile, now=A_MONDAY)
    assert again() == []


def test_a_yes_books_it_takes_her_off_the_list_and_tells_the_therapist(
    three: list[Enquiry],
) -> None:
    kim, robin, sam = three
    offered = offer(robin)
    assert booking.confirm(offered, who=audit.ENQUIRER, now=A_MONDAY)
    assert listed() == [kim, sam]
    robin.refresh_from_db()
    assert robin.status == "booked"
    templates = set(OutboxMail.objects.unsent().values_list("template", flat=True))
    assert templates == {"time_changed"}  # no news of what she did herself


def test_she_is_told_at_once_and_when_it_runs_out_as_far_as_safe(three: list[Enquiry]) -> None:
    kim, robin, _sam = three
    offer(robin)
    due = dict(OutboxMail.objects.exclude(address=None).values_list("template", "due_at"))
    assert due == {"time_offered": A_MONDAY, "time_news": A_MONDAY + 48 * HOUR}
    on_friday = Wanted(THURSDAY_AT_TWO.start + DAY, "online")
    offer(kim, wanted=on_friday)  # who is rung
    assert OutboxMail.objects.exclude(address=None).count() == 2


def test_while_the_desk_is_locked_nothing_is_offered(three: list[Enquiry]) -> None:
    with pytest.raises(LockedError):
        waiting_list.offer(
            three[0], THURSDAY_AT_TWO, keep_for=HOUR, ring=None, who="therapist", now=A_MONDAY
        )
    assert not Appointment.objects.exists()


def test_an_offer_that_the_therapist_takes_back_is_not_offered_to_the_next(
    three: list[Enquiry],
) -> None:
    offered = offer(three[1])
    assert booking.give_back(offered, who="therapist", now=A_MONDAY)
    assert again() == []
    news = OutboxMail.objects.get(template="time_news")
    assert news.due_at == A_MONDAY


@pytest.mark.parametrize("start", [A_MONDAY, A_MONDAY - DAY])
def test_the_past_is_not_offered(three: list[Enquiry], start: Any) -> None:
    until, who = A_MONDAY + DAY, "therapist"
    with pytest.raises(NotFreeError):
        booking.offer(three[0], Wanted(start, "online"), until=until, who=who, now=A_MONDAY)


def test_nothing_is_offered_to_who_has_withdrawn(three: list[Enquiry]) -> None:
    closed = {"status": "closed", "closed_because": "withdrawn", "closed_at": A_MONDAY}
    Enquiry.objects.filter(pk=three[0].pk).update(**closed)
    with pytest.raises(NotFreeError):
        offer(three[0])


@pytest.mark.parametrize("who", ["therapist", audit.ENQUIRER])
def test_who_took_an_offer_that_came_to_nothing_has_her_place_again(
    three: list[Enquiry], who: str
) -> None:
    offered = offer(three[1])
    booking.confirm(offered, who=audit.ENQUIRER, now=A_MONDAY)
    booking.cancel_for_therapist(offered, ring=key_ring(), who=who, now=A_MONDAY)
    assert listed() == three


def test_nor_does_she_lose_it_where_she_moved_it_and_that_ran_out(
    three: list[Enquiry], profile: PracticeProfile
) -> None:
    offered, who = offer(three[1]), audit.ENQUIRER
    booking.confirm(offered, who=who, now=A_MONDAY)
    on_friday = Wanted(THURSDAY_AT_TWO.start + DAY, "online")
    booking.move(offered, on_friday, profile=profile, who=who, now=A_MONDAY)
    lapsing.lapse(A_MONDAY + 48 * HOUR)
    assert listed() == three
