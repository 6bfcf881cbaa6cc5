"""The waiting list on its page, and the page on which a time is offered."""

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from contact import booking
from contact.booking import Wanted
from contact.models import Appointment, Enquiry
from contact.timetable import as_typed
from practice import audit
from practice.models import AuditLine, PracticeProfile
from tests.contact.waiting_people import DAY, HOUR, three_people, waiting

PAGE = "/admin/contact/enquiry/waiting/"


@pytest.fixture
def three(profile: PracticeProfile) -> list[Enquiry]:
    return three_people(profile)


def shown(answer: Any) -> str:
    page: Any = lxml.html.document_fromstring(answer.content.decode())
    return " ".join(page.text_content().split())


def in_two_days() -> Wanted:
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + 2 * DAY
    return Wanted(start, "online")


def slot(wanted: Wanted) -> str:
    return f"{as_typed(wanted.start)} {wanted.modality}"


def test_the_list_can_be_seen_while_locked_and_opens_nothing(
    desk: Client, three: list[Enquiry]
) -> None:
    page = shown(desk.get(PAGE))
    places = [page.index(enquiry.pk.hex[:6].upper()) for enquiry in three]
    assert places == sorted(places)
    assert not AuditLine.objects.exists()
    for name in ("Robin", "Kim", "Sam"):
        assert name not in page


def test_the_list_takes_few_questions_however_long(
    desk: Client,
    three: list[Enquiry],
    profile: PracticeProfile,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for days in range(20):
        waiting(profile, days=days)
    with django_assert_max_num_queries(9):
        desk.get(PAGE)


def test_a_free_time_is_offered_by_one_press_and_the_list_says_until_when(
    unlocked_desk: Client, three: list[Enquiry]
) -> None:
    robin, wanted = three[1], in_two_days()
    path = f"/admin/contact/enquiry/{robin.pk}/offer/"
    answer = unlocked_desk.post(path, {"slot": slot(wanted), "hours": "24"}, follow=True)
    page = shown(answer)
    assert "A mail tells this person that there is news." in page
    assert "offered, waits for an answer until" in page
    offered = Appointment.objects.get()
    assert (offered.enquiry, offered.starts_at) == (robin, wanted.start)
    assert offered.held_until is not None
    assert abs(offered.held_until - timezone.now() - DAY) < timedelta(minutes=1)


def test_it_is_said_before_that_one_tap_offers(unlocked_desk: Client, three: list[Enquiry]) -> None:
    page = shown(unlocked_desk.get(f"/admin/contact/enquiry/{three[1].pk}/offer/"))
    assert "One tap on a time offers it at once. A mail tells this person" in page


def test_whoever_is_rung_is_left_to_the_therapist(
    unlocked_desk: Client, three: list[Enquiry]
) -> None:
    path = f"/admin/contact/enquiry/{three[0].pk}/offer/"
    posted = {"slot": slot(in_two_days()), "hours": "48"}
    page = shown(unlocked_desk.post(path, posted, follow=True))
    assert "Nobody is told of this by itself: Call at any time." in page


def test_one_press_offers_it_to_the_next(unlocked_desk: Client, three: list[Enquiry]) -> None:
    kim, robin, _sam = three
    now, wanted = timezone.now(), in_two_days()
    offered = booking.offer(kim, wanted, until=now + HOUR, who="therapist", now=now)
    booking.decline(offered, who=audit.ENQUIRER, now=now)
    page: Any = lxml.html.document_fromstring(unlocked_desk.get(PAGE).content.decode())
    [form] = page.xpath("//form[contains(@action, '/offer/')]")
    button = form.xpath(".//button")[0]
    assert robin.pk.hex[:6].upper() in button.text_content()
    posted = {"hours": form.fields["hours"], "slot": button.get("value")}
    unlocked_desk.post(form.action, posted)
    assert booking.standing_of(robin, timezone.now()) is not None


def test_any_other_time_is_typed(unlocked_desk: Client, three: list[Enquiry]) -> None:
    local = timezone.localtime(in_two_days().start)
    path = f"/admin/contact/enquiry/{three[0].pk}/offer/"
    typed = {"day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "modality": "phone"}
    unlocked_desk.post(path, typed | {"hours": "72"})
    assert Appointment.objects.get().modality == "phone"


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"hours": "24", "slot": "2020-01-06T10:00Z online"}, "That time is over."),
        ({"hours": "24", "slot": "garbage"}, "Choose one of the times"),
        ({"hours": "24", "day": "", "time": ""}, "This field is required."),
        ({"hours": "9000", "slot": "2099-01-05T10:00Z online"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_offered_is_said_in_words(
    unlocked_desk: Client, three: list[Enquiry], posted: dict[str, str], said: str
) -> None:
    path = f"/admin/contact/enquiry/{three[0].pk}/offer/"
    answer = unlocked_desk.post(path, posted)
    assert answer.status_code == 422
    assert said in shown(answer)
    assert not Appointment.objects.exists()


def test_a_locked_desk_asks_to_be_unlocked_first(desk: Client, three: list[Enquiry]) -> None:
    path = f"/admin/contact/enquiry/{three[0].pk}/offer/"
    for answer in (desk.get(path), desk.post(path, {"slot": slot(in_two_days()), "hours": "24"})):
        assert answer.status_code == 302
        assert "/unlock/" in answer["Location"]
    assert not Appointment.objects.exists()


def test_the_page_of_an_offer_opens_the_message_and_notes_it(
    unlocked_desk: Client, three: list[Enquiry]
) -> None:
    answer = unlocked_desk.get(f"/admin/contact/enquiry/{three[1].pk}/offer/")
    assert "Robin" in shown(answer)
    assert AuditLine.objects.filter(verb="opened", thing=three[1].thing).count() == 1


def test_who_is_not_on_the_list_is_offered_nothing(
    unlocked_desk: Client, three: list[Enquiry]
) -> None:
    Enquiry.objects.filter(pk=three[0].pk).update(status="answered")
    path = f"/admin/contact/enquiry/{three[0].pk}/offer/"
    page = shown(unlocked_desk.post(path, {"slot": slot(in_two_days()), "hours": "1"}, follow=True))
    assert "This person is not on the list." in page
    assert not Appointment.objects.exists()


def test_an_empty_list_says_how_one_comes_onto_it(desk: Client, profile: PracticeProfile) -> None:
    assert "“Put on the waiting list” on the page of a message" in shown(desk.get(PAGE))
