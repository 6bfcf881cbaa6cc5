"""Which answers are needed, which are kept, and what happens to a form that misses one."""

from typing import Any

import lxml.html
import pytest
from django.test import Client

from contact.choices import times_in_words
from contact.models import Enquiry
from practice.models import OutboxMail
from tests.factories import form_data, key_ring
from tests.visitor import pressing_send

EVERY_FIELD = {
    "name": "Robin “R” Ash",
    "reply_by": "text",
    "email": "robin@enquirer.example",
    "phone": "+44 1632 960 456",
    "safe_to_write": "yes",
    "mail_says": "answer",
    "voicemail": "first_name",
    "safe_times": "tue",
    "wish": "conversation",
    "modality": "either",
    "message": "First line.\n\nSecond line, with <b>signs</b> & “quotes”.",
    "pronouns": "they/them",
    "access_needs": "A step-free door",
    "consent": "on",
}
BY_PHONE = {"reply_by": "phone", "phone": "01632 960 456", "voicemail": "nothing"}

pytestmark = pytest.mark.usefixtures("profile")


def page_of(response: Any) -> Any:
    return lxml.html.document_fromstring(response.content.decode())


def errors_in(response: Any) -> dict[str, str]:
    """The errors of a page by the field they stand at."""
    found = page_of(response).xpath("//form//p[@class='error']")
    return {error.get("id")[3 : -len("_error")]: error.text_content() for error in found}


def post(client: Client, *, without: str = "", **changed: str) -> Any:
    data = form_data(**changed)
    data.pop(without, None)
    return client.post("/contact/", data)


def test_every_answer_is_kept_under_seal(client: Client) -> None:
    assert client.post("/contact/", form_data(**EVERY_FIELD)).status_code == 303
    kept = Enquiry.objects.get().unseal(key_ring())
    assert kept == {
        name: value
        for name, value in EVERY_FIELD.items()
        if name not in ("email", "mail_says", "voicemail", "consent")
    }


@pytest.mark.parametrize("name", ["name", "reply_by", "wish", "consent"])
def test_what_is_needed_is_asked_for(client: Client, name: str) -> None:
    response = post(client, without=name)
    assert response.status_code == 422
    assert set(errors_in(response)) == {name}
    assert not Enquiry.objects.exists()
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    "name", ["mail_says", "safe_times", "modality", "message", "pronouns", "access_needs"]
)
def test_what_is_optional_can_be_left_out(client: Client, name: str) -> None:
    by_email = EVERY_FIELD | {"reply_by": "email"}
    assert post(client, without=name, **by_email).status_code == 303
    assert by_email.keys() - Enquiry.objects.get().unseal(key_ring()).keys() == (
        {name, "phone", "voicemail", "consent"}
    )


@pytest.mark.parametrize(
    ("route", "missing"),
    [
        ({"reply_by": "email"}, {"email", "safe_to_write"}),
        ({"reply_by": "phone"}, {"phone", "voicemail"}),
        ({"reply_by": "text"}, {"phone", "safe_to_write"}),
    ],
)
def test_each_way_of_replying_asks_for_what_it_needs(
    client: Client, route: dict[str, str], missing: set[str]
) -> None:
    response = post(client, **{"email": "", "phone": "", "safe_to_write": ""} | route)
    assert set(errors_in(response)) == missing


@pytest.mark.parametrize(
    ("route", "kept"),
    [
        ({"reply_by": "email"}, {"email", "safe_to_write", "mail_says", "safe_times"}),
        ({"reply_by": "phone"}, {"phone", "voicemail", "safe_times"}),
        ({"reply_by": "text"}, {"phone", "safe_to_write", "safe_times"}),
        ({"reply_by": "code"}, set()),
    ],
)
def test_answers_of_another_way_of_replying_are_not_kept(
    client: Client, route: dict[str, str], kept: set[str]
) -> None:
    assert client.post("/contact/", form_data(**EVERY_FIELD | route)).status_code == 303
    opened = Enquiry.objects.get().unseal(key_ring())
    of_all_ways = {"email", "phone", "safe_to_write", "mail_says", "voicemail", "safe_times"}
    assert kept == of_all_ways & opened.keys()


@pytest.mark.parametrize("other", [{"email": "not an address"}, {"safe_to_write": "no"}])
def test_a_slip_in_an_answer_of_another_way_does_not_matter(
    client: Client, other: dict[str, str]
) -> None:
    assert post(client, **BY_PHONE | other).status_code == 303


@pytest.mark.parametrize("route", ["email", "text"])
@pytest.mark.parametrize("answer", ["no", "unsure"])
def test_a_way_that_is_not_safe_is_taken_and_its_address_is_not_kept(
    client: Client, route: str, answer: str
) -> None:
    unsafe = EVERY_FIELD | {"reply_by": route, "safe_to_write": answer}
    assert post(client, **unsafe).status_code == 303
    opened = Enquiry.objects.get().unseal(key_ring())
    assert (opened["reply_by"], opened["safe_to_write"]) == (route, answer)
    assert not {"email", "phone", "mail_says", "safe_times"} & opened.keys()


@pytest.mark.parametrize("route", ["email", "text"])
@pytest.mark.parametrize("address", ["", "a slip"])
def test_where_nothing_is_sent_no_address_is_asked_for(
    client: Client, route: str, address: str
) -> None:
    answers = {"reply_by": route, "safe_to_write": "unsure", "email": address, "phone": address}
    assert post(client, **answers).status_code == 303


def test_who_comes_back_with_a_number_is_asked_for_nothing_else(client: Client) -> None:
    nothing = {"email": "", "safe_to_write": "", "message": ""}
    assert post(client, reply_by="code", **nothing).status_code == 303
    opened = Enquiry.objects.get().unseal(key_ring())
    assert opened.keys() == {"name", "reply_by", "wish"}


def test_days_and_times_are_kept_as_words_in_their_order(client: Client) -> None:
    data: dict[str, Any] = form_data() | {"safe_times": ["evening", "thu", "mon", "morning"]}
    assert client.post("/contact/", data).status_code == 303
    opened = Enquiry.objects.get().unseal(key_ring())
    assert opened["safe_times"] == "mon thu morning evening"


def test_an_error_keeps_every_day_and_time_that_was_ticked(client: Client) -> None:
    data: dict[str, Any] = form_data(name="") | {"safe_times": ["thu", "evening"]}
    page = page_of(client.post("/contact/", data))
    assert page.xpath("//input[@name='safe_times'][@checked]/@value") == ["thu", "evening"]
    assert page.xpath("//details[@open]")


@pytest.mark.parametrize("time", ["noon", "tue thu", "TUE", "mon\x00"])
def test_a_time_that_was_not_on_offer_is_refused(client: Client, time: str) -> None:
    assert set(errors_in(post(client, safe_times=time))) == {"safe_times"}


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ("", ""),
        ("tue thu morning", "Tue and Thu mornings"),
        ("mon", "Mon"),
        ("morning evening", "mornings and evenings"),
        ("mon wed fri afternoon evening", "Mon, Wed and Fri afternoons and evenings"),
    ],
)
def test_safe_times_are_said_in_words(times: str, said: str) -> None:
    assert times_in_words(times) == said


def test_a_voicemail_that_must_not_be_spoken_to_is_a_safe_route(client: Client) -> None:
    assert post(client, **BY_PHONE).status_code == 303
    assert Enquiry.objects.get().unseal(key_ring())["voicemail"] == "nothing"


def test_an_error_keeps_every_answer(client: Client) -> None:
    typed = EVERY_FIELD | {"phone": "a slip"}
    response = client.post("/contact/", form_data(**typed))
    assert response.status_code == 422
    assert typed.items() <= pressing_send(response.content.decode()).items()


def test_an_error_in_every_field_keeps_what_was_typed(client: Client) -> None:
    typed = {
        "name": "n" * 101,
        "email": "not an address",
        "phone": "not a number",
        "message": "m" * 10_001,
        "pronouns": "p" * 61,
        "access_needs": "a" * 501,
    }
    response = client.post("/contact/", typed)
    assert set(errors_in(response)) == {*typed, "reply_by", "wish", "consent"}
    assert typed.items() <= pressing_send(response.content.decode()).items()


def test_sending_the_mended_form_again_goes_through(client: Client) -> None:
    page = post(client, email="a slip").content.decode()
    assert client.post("/contact/", pressing_send(page) | BY_PHONE).status_code == 303
    assert Enquiry.objects.count() == 1


def test_every_error_is_linked_to_its_question(client: Client) -> None:
    response = client.post("/contact/", {"reply_by": "email", "name": "", "email": "x"})
    page = page_of(response)
    [summary] = page.find_class("error-summary")
    links = [link.get("href") for link in summary.iter("a")]
    assert links == ["#id_name", "#id_email", "#id_safe_to_write_0", "#id_wish_0", "#id_consent"]
    for link in links:
        assert page.get_element_by_id(link[1:]).tag == "input"


def test_the_summary_says_each_error_in_the_words_that_stand_at_the_field(client: Client) -> None:
    response = client.post("/contact/", {})
    [summary] = page_of(response).find_class("error-summary")
    linked = [link.text_content() for link in summary.iter("a")]
    assert len(linked) == len(errors_in(response))
    for said, at_field in zip(linked, errors_in(response).values(), strict=True):
        assert said in at_field


def test_the_summary_is_announced_and_the_title_says_that_something_is_amiss(
    client: Client,
) -> None:
    page = page_of(client.post("/contact/", {}))
    [summary] = page.find_class("error-summary")
    assert summary.get("role") == "alert"
    assert page.findtext(".//title") != "Contact"


def test_controls_with_an_error_say_so_to_a_screen_reader(client: Client) -> None:
    page = page_of(client.post("/contact/", {"reply_by": "email"}))
    invalid = set(page.xpath("//*[@aria-invalid='true']/@name"))
    assert invalid == {"name", "email", "safe_to_write", "wish", "consent"}
