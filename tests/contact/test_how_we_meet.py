"""How one comes together, and for how long: said with a time, before and after it is chosen."""

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from contact.chosen import value_of
from contact.meeting import about
from contact.models import Appointment, Availability
from practice.models import PracticeProfile
from tests.contact.her_time import AT_TWO, press
from tests.contact.returning import come_back, text
from tests.contact.time_forms import CHOSEN, CONTACT, page_of, sent
from tests.contact.times_page import page, save, slips, typed_into
from tests.contact.times_page import parsed as page_parsed
from tests.contact.times_page import press as press_at_desk
from tests.factories import A_MONDAY, make_availability
from tests.pages import text_in, values

LINE = "The link is https://room.example/mv each time."
HERS = f"It takes 45 minutes. {LINE}"


@pytest.fixture
def monday(time_machine: TimeMachineFixture, profile: PracticeProfile) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    make_availability(length=45, how_online=LINE)


def said(profile: PracticeProfile, modality: str, **lines: str) -> str:
    return about(modality, 50, profile, Availability(**lines))


def test_where_the_therapist_has_said_nothing_it_says_what_is_true(
    profile: PracticeProfile,
) -> None:
    assert said(profile, "phone") == "It takes 50 minutes. You ring me then: 01632 960 123."
    assert "The link comes from me before then" in said(profile, "online")
    assert "The address comes from me before then" in said(profile, "in_person")
    profile.town, profile.phone = "Bath", ""
    assert "We meet in Bath. The address comes from me" in said(profile, "in_person")
    assert "Before then I tell you how we reach each other" in said(profile, "phone")


@pytest.mark.parametrize(
    ("modality", "line"),
    [("online", "how_online"), ("in_person", "how_in_person"), ("phone", "how_by_phone")],
)
def test_each_line_of_the_therapist_is_said_of_its_own_way_and_of_no_other(
    profile: PracticeProfile, modality: str, line: str
) -> None:
    lines = {line: "As I say."}
    assert said(profile, modality, **lines) == "It takes 50 minutes. As I say."
    others = {"online", "in_person", "phone"} - {modality}
    assert [way for way in others if "As I say" in said(profile, way, **lines)] == []


@pytest.mark.usefixtures("monday")
def test_it_stands_with_the_chosen_time_on_the_confirmation_and_behind_the_number(
    client: Client,
) -> None:
    assert HERS in text(client.post(CONTACT, CHOSEN))
    shown = client.post(CONTACT, sent(), follow=True)
    assert HERS in text(shown)
    number = text_in(page_of(shown), "number")
    Availability.objects.update(length=90)  # hers stays as long as it was
    back = come_back(client, number)
    assert HERS in text(back)
    assert "https://room.example/mv" in values(page_of(back), "//main//a/@href")


@pytest.mark.usefixtures("clock")
def test_it_stands_with_what_is_asked_before_a_time_is_taken_and_not_once_it_is_gone(
    client: Client, number: str
) -> None:
    how = "It takes 50 minutes. The link comes from me before then"
    assert how in text(press(client, number, "time", None, slot=value_of(AT_TWO)))
    press(client, number, "take", None, slot=value_of(AT_TWO))
    assert how in text(come_back(client, number))
    Appointment.objects.update(status="declined")
    assert how not in text(come_back(client, number))


@pytest.mark.usefixtures("monday")
def test_the_page_of_times_says_how_long_a_conversation_takes(client: Client) -> None:
    assert "A first conversation takes 45 minutes." in text(client.get("/times/"))


@pytest.mark.usefixtures("profile")
def test_the_lines_are_entered_on_the_page_of_her_times(desk: Client) -> None:
    make_availability()
    saved = save(desk, typed_into(page(desk), how_by_phone="I ring you."))
    assert values(saved, "//input[@name='how_by_phone']/@value") == ["I ring you."]
    assert Availability.objects.get().how_by_phone == "I ring you."

    too_long = press_at_desk(desk, "save", typed_into(page(desk), how_online="x" * 301))
    assert slips(page_parsed(too_long)) == ["Online: Please make it shorter: 300 signs at most."]
    assert "x" * 301 in too_long.content.decode()
    assert Availability.objects.get().how_online == ""
