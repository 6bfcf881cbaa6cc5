"""A chosen time and its short form: what it asks, and what is kept of it."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from time_machine import TimeMachineFixture

from contact.models import Appointment, Availability, Enquiry
from practice.models import OutboxMail, PracticeProfile
from tests.contact.returning import text
from tests.contact.time_forms import (
    CHOSEN,
    CONTACT,
    HELD,
    RECEIVED,
    TUESDAY_AT_TEN,
    hers,
    page_of,
    sent,
)
from tests.factories import A_MONDAY, form_data, key_ring, make_availability
from tests.pages import text_of, values
from tests.visitor import pressing_send

Status = Appointment.Status


@pytest.fixture(autouse=True)
def monday(time_machine: TimeMachineFixture, profile: PracticeProfile) -> TimeMachineFixture:
    time_machine.move_to(A_MONDAY, tick=False)
    make_availability()
    return time_machine


def test_a_button_leads_to_the_short_form_with_the_time_as_a_line(client: Client) -> None:
    response = client.post(CONTACT, CHOSEN)
    assert response.status_code == 200
    page = page_of(response)
    assert "Tuesday 2 March, 10:00, online" in text_of(page.find_class("chosen-time")[0])
    assert HELD.items() <= pressing_send(response.content.decode()).items()
    assert page.find_class("error-summary") == []
    assert hers() == (0, 0)


def test_what_the_time_says_already_is_not_asked(client: Client) -> None:
    page = page_of(client.post(CONTACT, CHOSEN))
    asked = set(values(page, "//form//*[@name][not(@type='hidden')]/@name"))
    assert {"name", "reply_by", "message", "access_needs", "consent", "remind"} <= asked
    assert asked.isdisjoint({"wish", "pronouns"})
    assert values(page, "//input[@name='modality']/@type") == ["hidden"]


def test_the_time_is_shown_in_her_zone_and_the_practices_beside(client: Client) -> None:
    response = client.post(CONTACT, CHOSEN | {"zone": "Europe/Berlin"})
    assert "Tuesday 2 March, 11:00, online (10:00 in London)" in text(response)
    assert pressing_send(response.content.decode())["zone"] == "Europe/Berlin"
    assert "/times/?zone=Europe%2FBerlin" in values(page_of(response), "//main//a/@href")


def test_it_says_for_how_long_a_time_is_kept_and_what_is_agreed_at_once(client: Client) -> None:
    assert "for 48 hours at most. It is agreed once I confirm it" in text(
        client.post(CONTACT, CHOSEN)
    )
    Availability.objects.update(confirms_itself=True)
    assert "this time is yours: we have agreed on it" in text(client.post(CONTACT, CHOSEN))


def test_enquiry_and_time_are_kept_together(client: Client) -> None:
    response = client.post(CONTACT, sent())
    assert (response.status_code, response["Location"]) == (303, RECEIVED)
    enquiry, appointment = Enquiry.objects.get(), Appointment.objects.get()
    assert (appointment.enquiry, appointment.status) == (enquiry, Status.HELD)
    assert (appointment.starts_at, appointment.modality) == (TUESDAY_AT_TEN.start, "online")
    contents = enquiry.unseal(key_ring())
    assert contents["wish"] == "conversation"
    assert contents["modality"] == "online"
    assert contents["access_needs"] == "A lift"
    assert not {"slot", "zone", "remind", "consent"} & set(contents)
    assert OutboxMail.objects.get().cause == enquiry.thing


def test_the_same_form_twice_is_one_enquiry_one_time_and_one_answer(client: Client) -> None:
    data = sent()
    first, second = (text(client.post(CONTACT, data, follow=True)) for _ in range(2))
    assert first == second
    assert "Your message has arrived" in first
    assert hers() == (1, 1)


def test_the_same_words_with_another_time_are_another_submission(client: Client) -> None:
    data = sent()
    client.post(CONTACT, data)
    client.post(CONTACT, data | {"slot": "2027-03-02T14:00Z"})
    assert hers() == (2, 2)


def test_another_zone_in_the_form_moves_no_time(client: Client) -> None:
    client.post(CONTACT, sent(zone="Pacific/Auckland"))
    assert Appointment.objects.get().starts_at == TUESDAY_AT_TEN.start


def mailed() -> dict[str, str]:
    card = {"reply_by": "email", "email": "robin@enquirer.example", "safe_to_write": "yes"}
    return sent(**card, remind="on", slot="2027-03-05T10:00Z")


def templates() -> set[str]:
    return set(OutboxMail.objects.values_list("template", flat=True))


def test_a_reminder_is_planned_where_it_is_wanted_and_mail_is_safe(client: Client) -> None:
    client.post(CONTACT, mailed())
    assert "time_reminder" in templates()


@pytest.mark.parametrize(
    "changed",
    [
        {"remind": ""},
        {"safe_to_write": "no"},
        {"safe_to_write": "unsure"},
        {"reply_by": "phone"},
        {"reply_by": "code"},
    ],
)
def test_no_reminder_goes_where_mail_was_not_called_safe_or_none_was_wanted(
    client: Client, changed: dict[str, str]
) -> None:
    assert client.post(CONTACT, mailed() | changed).status_code == 303
    assert "time_reminder" not in templates()


def test_what_looks_like_spam_holds_its_time_like_any_other(client: Client) -> None:
    shown = text(client.post(CONTACT, sent(website="x"), follow=True))
    assert "Tuesday 2 March, 10:00, online" in shown
    assert Enquiry.objects.get().status == Enquiry.Status.HELD
    assert Appointment.objects.get().status == Status.HELD


@pytest.fixture
def refused_mail() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'no mail today'; END $$;"
            "CREATE TRIGGER refuse BEFORE INSERT ON practice_outboxmail EXECUTE FUNCTION refuse()"
        )
        yield
        cursor.execute("DROP FUNCTION refuse CASCADE")


@pytest.mark.usefixtures("refused_mail")
def test_a_time_is_not_kept_without_its_enquiry_and_its_mail() -> None:
    response = Client(raise_request_exception=False).post(CONTACT, sent())
    assert response.status_code == 503
    assert hers() == (0, 0)


def test_the_waiting_list_can_be_joined_from_the_page_of_times(client: Client) -> None:
    fields = pressing_send(client.get(f"{CONTACT}?wish=waiting_list").content.decode())
    assert fields["wish"] == "waiting_list"
    assert client.post(CONTACT, form_data(wish="waiting_list")).status_code == 303
    assert Enquiry.objects.get().unseal(key_ring())["wish"] == "waiting_list"


@pytest.mark.parametrize("wish", ["x", "question", "", "conversation", "<b>"])
def test_any_other_wish_in_the_address_chooses_nothing(client: Client, wish: str) -> None:
    fields = pressing_send(client.get(CONTACT, {"wish": wish}).content.decode())
    assert "wish" not in fields


def test_with_errors_the_summary_comes_before_any_explanation(client: Client) -> None:
    said = ("I keep this time for you and for nobody else", "You have written already?")
    before = text(client.post(CONTACT, CHOSEN))
    assert all(words in before for words in said)
    again = text(client.post(CONTACT, sent(name="")))
    assert not [words for words in said if words in again]
    assert "Tuesday 2 March, 10:00, online" in again
    assert "Please look at this again. Nothing is lost." in again


def test_times_are_not_praised_to_somebody_who_joins_the_waiting_list(client: Client) -> None:
    offer = "look whether a time suits you"
    assert offer in text(client.get(CONTACT))
    assert offer in text(client.get("/"))
    assert offer not in text(client.get(f"{CONTACT}?wish=waiting_list"))


def test_what_the_reminder_says_stands_under_its_box_in_the_words_of_the_other_page(
    client: Client,
) -> None:
    page = page_of(client.post(CONTACT, CHOSEN))
    [box] = page.xpath("//input[@name='remind']")
    [hint] = page.xpath(f"//*[@id='{box.get('aria-describedby')}']")
    assert hint.getprevious() is box.getparent()
    assert text_of(hint) == (
        "By e-mail. It is called like your time, for instance “Tuesday 14:00”, and does not say"
        " what it is about."
    )
    again = page_of(client.post(CONTACT, sent(name="", remind="on")))
    assert again.xpath("//input[@name='remind'][@checked]")
