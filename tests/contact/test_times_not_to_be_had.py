"""A time that somebody else took, or that was never offered: clear words, and nothing lost."""

from datetime import date, timedelta

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from contact import booking
from contact.models import Appointment, ClosedDays, Enquiry
from practice.models import AuditLine, OutboxMail, PracticeProfile, RateCount
from tests.contact.returning import text
from tests.contact.time_forms import (
    CHOSEN,
    CONTACT,
    TUESDAY_AT_TEN,
    choices,
    hers,
    keeps_every_word,
    page_of,
    sent,
)
from tests.factories import A_MONDAY, key_ring, make_availability, make_enquiry
from tests.pages import values
from tests.visitor import pressing_send

JUST_TAKEN = "This time has just been taken"
NOT_OFFERED = "I do not offer this time, or not any more"


@pytest.fixture(autouse=True)
def monday(time_machine: TimeMachineFixture, profile: PracticeProfile) -> TimeMachineFixture:
    time_machine.move_to(A_MONDAY, tick=False)
    make_availability()
    return time_machine


@pytest.fixture
def taken(profile: PracticeProfile) -> Appointment:
    """Somebody else was quicker."""
    other = make_enquiry(profile, now=A_MONDAY, name="Kim")
    return booking.hold(other, TUESDAY_AT_TEN, profile=profile, now=A_MONDAY)


def test_the_second_comer_loses_nothing_and_is_shown_the_nearest_times(
    client: Client, taken: Appointment
) -> None:
    before = hers(), OutboxMail.objects.count(), AuditLine.objects.count()
    response = client.post(CONTACT, sent())
    assert response.status_code == 409
    assert JUST_TAKEN in text(response)
    assert "You had chosen: Tuesday 2 March, 10:00, online." in text(response)
    assert keeps_every_word(response)
    assert choices(response)[:3] == [
        "2027-03-02T09:00Z online",
        "2027-03-02T11:00Z online",
        "2027-03-02T13:00Z online",
    ]
    assert (hers(), OutboxMail.objects.count(), AuditLine.objects.count()) == before


def test_she_picks_one_of_them_in_the_same_form_and_sends_it(
    client: Client, taken: Appointment
) -> None:
    page = client.post(CONTACT, sent()).content.decode()
    again = pressing_send(page) | {"slot": "2027-03-02T11:00Z online"}
    assert client.post(CONTACT, again).status_code == 303
    newest = Appointment.objects.latest("starts_at")
    assert newest.starts_at == TUESDAY_AT_TEN.start + timedelta(hours=1)
    assert newest.enquiry != taken.enquiry


def test_she_may_leave_it_to_me_and_is_not_left_with_nothing(
    client: Client, taken: Appointment
) -> None:
    again = pressing_send(client.post(CONTACT, sent()).content.decode()) | {"slot": "without"}
    assert client.post(CONTACT, again).status_code == 303
    assert hers() == (2, 1)
    [written] = [one for one in Enquiry.objects.all() if one.pk != taken.enquiry_id]
    contents = written.unseal(key_ring())
    assert contents["wish"] == "conversation"
    assert "modality" not in contents


def test_sending_without_picking_one_asks_for_it_and_keeps_every_word(
    client: Client, taken: Appointment
) -> None:
    again = pressing_send(client.post(CONTACT, sent()).content.decode())
    assert again["slot"] == ""
    response = client.post(CONTACT, again)
    assert response.status_code == 422
    assert "Please choose a time, or let me suggest one." in text(response)
    assert keeps_every_word(response)
    assert values(page_of(response), "//*[@class='error-summary']//a/@href") == ["#id_slot_0"]
    assert page_of(response).get_element_by_id("id_slot_0") is not None
    assert choices(response)


def test_a_time_that_went_before_she_typed_anything_is_said_at_once(
    client: Client, taken: Appointment
) -> None:
    response = client.post(CONTACT, CHOSEN)
    assert response.status_code == 409
    assert JUST_TAKEN in text(response)
    assert choices(response)[0] == "2027-03-02T09:00Z online"
    assert page_of(response).find_class("error-summary") == []


def test_a_time_that_somebody_let_go_can_be_had_with_the_very_same_form(
    client: Client, taken: Appointment
) -> None:
    data = sent()
    assert client.post(CONTACT, data).status_code == 409
    booking.give_back(taken, who="therapist", now=A_MONDAY)
    assert client.post(CONTACT, data).status_code == 303
    assert Appointment.objects.standing(A_MONDAY).count() == 1


NEVER = {
    "past": "2027-02-26T10:00Z",
    "too soon": "2027-03-01T10:00Z",
    "between the steps": "2027-03-02T10:10Z",
    "at night": "2027-03-02T02:00Z",
    "far future": "2031-03-04T10:00Z",
    "as far as dates are read": "2199-12-31T23:59Z",
    "a gap in the clocks": "2027-03-28T01:30Z",
}
MALFORMED = [
    "x",
    "2027-03-02T10:00+02:00",
    "2027-03-02T10:00",
    "2027-03-02 10:00",
    "2027-3-2T10:00Z",
    "2027-02-30T10:00Z",
    "0001-01-01T00:00Z",
    "9999-12-31T23:59Z",
    "2027-03-02T10:00Z online in_person",
    "2027-03-02T10:00Z either",
    "\x00",
    "é" * 999,
]


@pytest.mark.parametrize("slot", NEVER.values(), ids=NEVER)
def test_a_time_that_was_never_offered_is_refused_in_clear_words(client: Client, slot: str) -> None:
    for posted in ({"slot": slot, "modality": "online"}, sent(slot=slot)):
        response = client.post(CONTACT, posted)
        assert response.status_code == 422
        assert NOT_OFFERED in text(response)
        assert choices(response)
    assert keeps_every_word(response)
    assert hers() == (0, 0)


@pytest.mark.parametrize("opening", ["open", "waiting_list", "closed"])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_the_end_of_time_is_refused_on_whatever_clock_it_is_read(
    client: Client, zone: str, opening: str
) -> None:
    PracticeProfile.objects.update(opening=opening)
    for slot in ("9999-12-31T23:59Z", "1999-12-31T23:59Z"):
        for posted in ({"slot": f"{slot} online", "zone": zone}, sent(slot=slot, zone=zone)):
            response = client.post(CONTACT, posted)
            assert response.status_code in (409, 422)
            assert slot[:4] not in text(response)


@pytest.mark.parametrize("slot", MALFORMED)
def test_a_slot_that_is_none_is_refused_and_nothing_is_lost(client: Client, slot: str) -> None:
    chosen = client.post(CONTACT, {"slot": slot, "modality": "online"})
    assert chosen.status_code == 422
    assert "Please choose a time once more" in text(chosen)
    response = client.post(CONTACT, sent(slot=slot))
    assert response.status_code == 422
    assert keeps_every_word(response)
    assert choices(response)
    assert hers() == (0, 0)


@pytest.mark.parametrize("modality", ["phone", "either", "", "x"])
def test_a_way_of_meeting_that_is_not_offered_then_is_refused(
    client: Client, modality: str
) -> None:
    response = client.post(CONTACT, sent(modality=modality))
    assert response.status_code == 422
    assert keeps_every_word(response)
    assert hers() == (0, 0)


def test_with_nothing_else_free_she_is_offered_to_write_without_a_time(client: Client) -> None:
    ClosedDays.objects.create(first=date(2027, 3, 1), last=date(2027, 6, 1))
    response = client.post(CONTACT, sent())
    assert choices(response) == ["without"]
    assert keeps_every_word(response)


def hold_three(client: Client) -> None:
    for hour in ("10", "14"):
        assert client.post(CONTACT, sent(slot=f"2027-03-02T{hour}:00Z")).status_code == 303
    assert client.post(CONTACT, sent(slot="2027-03-03T10:00Z")).status_code == 303


def test_a_fourth_time_from_one_address_is_for_the_telephone_and_loses_nothing(
    client: Client,
) -> None:
    hold_three(client)
    fourth = sent(slot="2027-03-04T10:00Z")
    response = client.post(CONTACT, fourth)
    assert response.status_code == 429
    assert "Please ring me, and I note your time: 01632 960 123." in text(response)
    assert keeps_every_word(response)
    assert pressing_send(response.content.decode())["slot"] == "2027-03-04T10:00Z online"
    assert hers() == (3, 3)
    without = pressing_send(response.content.decode()) | {"slot": "without"}
    assert client.post(CONTACT, without).status_code == 303
    assert hers() == (4, 3)


def test_another_address_and_another_day_are_not_concerned(
    client: Client, monday: TimeMachineFixture
) -> None:
    hold_three(client)
    fourth = sent(slot="2027-03-04T10:00Z")
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(CONTACT, fourth).status_code == 303
    monday.move_to(A_MONDAY + timedelta(days=1, hours=1), tick=False)
    assert client.post(CONTACT, sent(slot="2027-03-05T10:00Z")).status_code == 303


def test_only_what_is_kept_counts(client: Client, taken: Appointment) -> None:
    for _ in range(4):
        assert client.post(CONTACT, sent()).status_code == 409
    twice = sent(slot="2027-03-03T10:00Z")
    for _ in range(4):
        assert client.post(CONTACT, twice).status_code == 303
    for day in ("04", "05"):
        assert client.post(CONTACT, sent(slot=f"2027-03-{day}T10:00Z")).status_code == 303
    assert client.post(CONTACT, twice).status_code == 303
    assert client.post(CONTACT, sent(slot="2027-03-08T10:00Z")).status_code == 429
    assert RateCount.objects.exists()
