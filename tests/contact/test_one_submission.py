"""One submission is one enquiry, however often it is sent; and it is there whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from time_machine import TimeMachineFixture

from contact.models import Enquiry
from contact.submission import new_token, opened_at
from practice.models import OutboxMail
from tests.factories import A_MONDAY, form_data, key_ring
from tests.live_site import LiveSite, live_site
from tests.smtp_server import smtp_server
from tests.visitor import Visitor, pressing_send

CLICKS = 50
REFUSE_EVERY_MAIL = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no mail today'; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON practice_outboxmail EXECUTE FUNCTION refuse()
"""

pytestmark = pytest.mark.usefixtures("profile")


def rows() -> tuple[int, int]:
    """How many enquiries and how many mails there are."""
    return Enquiry.objects.count(), OutboxMail.objects.count()


def shown_after(client: Client, data: dict[str, str]) -> str:
    return client.post("/contact/", data, follow=True).content.decode()


def click(site: LiveSite, visitor: Visitor, fields: dict[str, str]) -> tuple[int, str, str]:
    """Press Send in a window of its own, with the cookies that `visitor` has now.

    Returns status and address of the answer, and the confirmation that it leads to.
    """
    window = Visitor(site)
    window.cookies.load(visitor.cookies.output(header=""))
    answer = window.post(fields)
    return answer.status, answer.headers["Location"], window.get("/contact/received/").text


def test_a_second_click_does_not_send_a_second_enquiry(client: Client) -> None:
    data = form_data()
    first = shown_after(client, data)
    assert "Your message has arrived" in first
    assert shown_after(client, data) == first
    assert rows() == (1, 1)


def test_a_correction_in_the_same_form_is_another_enquiry_and_not_dropped(client: Client) -> None:
    data = form_data(message="Ring me in the morning.")
    client.post("/contact/", data)
    client.post("/contact/", data | {"message": "Ring me in the evening."})
    kept = {enquiry.unseal(key_ring())["message"] for enquiry in Enquiry.objects.all()}
    assert kept == {"Ring me in the morning.", "Ring me in the evening."}


def test_reloading_the_confirmation_sends_nothing(client: Client) -> None:
    shown_after(client, form_data())
    assert "Your message has arrived" in client.get("/contact/received/").content.decode()
    assert rows() == (1, 1)


def test_a_form_that_is_loaded_anew_is_another_enquiry(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    for minutes in (0, 2):
        time_machine.move_to(A_MONDAY + timedelta(minutes=minutes), tick=False)
        blank = pressing_send(client.get("/contact/").content.decode())
        time_machine.shift(timedelta(minutes=1))
        client.post("/contact/", form_data() | {"submission": blank["submission"]})
    assert rows() == (2, 2)


def test_an_error_does_not_change_the_submission(client: Client) -> None:
    data = form_data(name="")
    again = pressing_send(client.post("/contact/", data).content.decode())
    assert again["submission"] == data["submission"]


@pytest.mark.django_db(transaction=True)
def test_fifty_clicks_at_once_are_one_enquiry_with_fifty_equal_answers() -> None:
    with smtp_server() as post, live_site(EMAIL_URL=post.url) as site:
        visitor = Visitor(site)
        fields = visitor.open_form() | form_data()
        with ThreadPoolExecutor(CLICKS) as pool:
            answers = list(pool.map(lambda _: click(site, visitor, fields), range(CLICKS)))
        post.wait_for(1)
        assert "Traceback" not in site.web.printed()

    assert {(status, address) for status, address, _shown in answers} == {
        (303, "/contact/received/")
    }
    [shown] = {shown for _status, _address, shown in answers}
    assert "Your message has arrived" in shown
    assert rows() == (1, 1)
    assert len(post.offered) == 1


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "x",
        "3fa38923595147e7bfea0bc91cf6a4a0",
        "3fa38923595147e7bfea0bc91cf6a4a0:x",
        "\x00",
        ":",
    ],
)
def test_a_forged_token_sends_nothing_and_gives_a_new_one_that_works(
    client: Client, forged: str
) -> None:
    response = client.post("/contact/", form_data(submission=forged, message="Kept."))
    assert response.status_code == 422
    assert rows() == (0, 0)

    again = pressing_send(response.content.decode())
    assert again["message"] == "Kept."
    assert client.post("/contact/", again).status_code == 303


def test_a_token_signed_for_something_else_is_forged() -> None:
    submission, _, _ = new_token().partition(":")
    assert opened_at(signing.Signer(salt="another form").sign(submission)) is None


def test_a_signed_word_that_is_no_token_is_forged() -> None:
    assert opened_at(signing.Signer(salt="contact.submission").sign("not an id")) is None


def test_the_token_of_another_persons_form_changes_nothing_of_her_enquiry(client: Client) -> None:
    data = form_data(name="Robin")
    client.post("/contact/", data)
    hers = Enquiry.objects.get()
    Client().post("/contact/", data | {"name": "Somebody else"})
    hers.refresh_from_db()
    assert hers.unseal(key_ring())["name"] == "Robin"


def test_an_enquiry_whose_mail_cannot_be_queued_is_not_kept() -> None:
    with connection.cursor() as cursor:
        cursor.execute(REFUSE_EVERY_MAIL)
    response = Client(raise_request_exception=False).post("/contact/", form_data())
    assert response.status_code == 503
    assert rows() == (0, 0)


def test_a_mail_that_could_not_be_queued_does_not_use_up_the_submission(client: Client) -> None:
    data = form_data()
    with connection.cursor() as cursor:
        cursor.execute(REFUSE_EVERY_MAIL)
        Client(raise_request_exception=False).post("/contact/", data)
        cursor.execute("DROP TRIGGER refuse ON practice_outboxmail")
    assert client.post("/contact/", data).status_code == 303
    assert rows() == (1, 1)
