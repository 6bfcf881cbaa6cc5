"""What no honest browser sends gets a clear answer, at once, and nothing of it in any log."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contact.forms import EnquiryForm
from contact.models import Enquiry
from practice.logs import ContentFreeFormatter
from practice.models import OutboxMail
from practice.opening import OpeningState
from tests.contact.canaries import CANARIES, found_in
from tests.factories import form_data, key_ring
from tests.visitor import TYPED, pressing_send

WITHIN = 2.0  # seconds
LOG = ContentFreeFormatter("%(levelname)s %(name)s %(message)s")
BY_PHONE = {"reply_by": "phone", "voicemail": "nothing", "phone": "01632 960 456"}
LINES = ["name", "pronouns", "access_needs"]
NEVER_MEANT = ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ufeff", "\u202e", "\u2066", "\u2069"]
ENDLESS = {
    "dashes": "-" * 240_000,
    "digits": "1 " * 120_000,
    "accents": "a" + "\u0301\u0323" * 60_000,
}

pytestmark = pytest.mark.usefixtures("profile")


class QuickClient(Client):
    """A browser that has its answer in time, or the test fails."""

    def request(self, **request: Any) -> Any:
        began = time.monotonic()
        response = super().request(**request)
        assert time.monotonic() - began < WITHIN
        return response


@pytest.fixture
def client() -> Client:
    return QuickClient()


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """None of these tests leaves a traceback or a typed word in the log, as it is printed."""
    yield
    logged = "\n".join(LOG.format(record) for record in caplog.get_records("call"))
    assert 'File "' not in logged
    assert "ERROR django.request" not in logged
    assert found_in(logged.encode()) == set()


def post_raw(client: Client, body: bytes, content_type: str = TYPED) -> Any:
    return client.post("/contact/", data=body, content_type=content_type)


def kept(client: Client, **changed: str) -> dict[str, str]:
    """Send it, see it go through, and return what is kept."""
    assert client.post("/contact/", form_data(**changed)).status_code == 303
    return Enquiry.objects.get().unseal(key_ring())


@pytest.mark.parametrize("name", [*LINES, "message"])
def test_signs_that_nobody_types_are_left_out(client: Client, name: str) -> None:
    assert kept(client, **{name: f"Ro{''.join(NEVER_MEANT)}bin"})[name] == "Robin"


def test_each_sign_that_nobody_types_is_left_out() -> None:
    for sign in NEVER_MEANT:
        form = EnquiryForm(form_data(name=f"Ro{sign}bin"), opening=OpeningState(kind="open"))
        assert form.is_valid()
        assert form.contents["name"] == "Robin", ascii(sign)


def test_letters_that_run_from_right_to_left_are_kept(client: Client) -> None:
    assert kept(client, name="מרים", message="سلام")["message"] == "سلام"


@pytest.mark.parametrize(
    "bad", ["\x00", "a\x00b@c.example", "\ud800", "\u202eRobin", "🌊🌊"], ids=ascii
)
def test_nonsense_is_refused_where_an_answer_has_a_form(client: Client, bad: str) -> None:
    for name in ("email", "phone", "reply_by", "wish", "safe_to_write", "modality"):
        data = form_data(**BY_PHONE if name == "phone" else {}) | {name: bad}
        body = urlencode(data, errors="surrogatepass").encode()
        assert post_raw(client, body).status_code == 422, name
    assert not Enquiry.objects.exists()


def test_lone_surrogates_become_a_sign_that_can_be_stored(client: Client) -> None:
    body = urlencode(form_data(), errors="surrogatepass").encode() + b"&name=%ED%A0%80Robin"
    assert post_raw(client, body).status_code == 303
    assert Enquiry.objects.get().unseal(key_ring())["name"].endswith("Robin")


def test_a_lone_surrogate_that_got_through_would_be_left_out() -> None:
    form = EnquiryForm(form_data(name="Ro\ud800bin"), opening=OpeningState(kind="open"))
    assert form.is_valid()
    assert form.contents["name"] == "Robin"


def test_bytes_that_are_no_utf_8_do_no_harm(client: Client) -> None:
    body = urlencode(form_data()).encode() + b"&name=\xff\xfe%ff%feRobin"
    assert post_raw(client, body).status_code == 303
    assert Enquiry.objects.get().unseal(key_ring())["name"].endswith("Robin")


@pytest.mark.parametrize("name", LINES)
def test_line_ends_in_a_line_become_spaces(client: Client, name: str) -> None:
    assert kept(client, **{name: "Robin\r\nBcc: all@evil.example\nX: y"})[name] == (
        "Robin Bcc: all@evil.example X: y"
    )


@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: x@evil.example", "a@b.example\nX: y"])
def test_line_ends_in_an_address_are_refused(client: Client, address: str) -> None:
    response = client.post("/contact/", form_data(email=address))
    assert response.status_code == 422
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"wish": "waiting_list"},
        {"wish": "everything"},
        {"reply_by": "pigeon"},
        {"safe_to_write": "perhaps"},
        {"modality": "moon"},
        {"email": "a" * 280 + "@enquirer.example"},
        {"email": "@"},
        {"email": "robin@enquirer"},
        BY_PHONE | {"phone": "+" * 30},
        BY_PHONE | {"phone": "1234"},
        BY_PHONE | {"phone": "1" * 16},
        BY_PHONE | {"phone": "٠١٢٣٤٥٦٧٨"},
        BY_PHONE | {"voicemail": "sing"},
        {"mail_says": "everything"},
        {"safe_times": "noon"},
    ],
)
def test_an_answer_that_was_not_on_offer_is_refused(
    client: Client, changed: dict[str, str]
) -> None:
    response = client.post("/contact/", form_data(**changed | {"message": "Kept."}))
    assert response.status_code == 422
    assert pressing_send(response.content.decode())["message"] == "Kept."
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("endless", ENDLESS)
@pytest.mark.parametrize("name", ["name", "phone", "email", "message", "submission", "wish"])
def test_the_most_that_can_be_sent_is_refused_at_once(
    client: Client, name: str, endless: str
) -> None:
    data = form_data(**BY_PHONE if name == "phone" else {})
    del data[name]
    body = f"{urlencode(data)}&{name}={ENDLESS[endless]}"
    assert post_raw(client, body.encode()).status_code == 422
    assert not Enquiry.objects.exists()


def test_the_most_accents_that_can_be_kept_are_kept(client: Client) -> None:
    message = "a" + "\u0301\u0323" * 4_000
    assert len(kept(client, message=message)["message"]) == 8_000


def test_a_body_of_ten_megabytes_is_refused(client: Client) -> None:
    response = post_raw(client, urlencode(form_data(message="m" * 10_000_000)).encode())
    assert response.status_code == 413
    assert "too much at once" in response.content.decode()


def test_a_thousand_and_one_fields_are_refused(client: Client) -> None:
    filler = "&".join(f"x{number}=" for number in range(1001))
    assert post_raw(client, filler.encode()).status_code == 400


def test_fields_that_nobody_asked_for_are_not_kept(client: Client) -> None:
    opened = kept(client, status="answered", id="1", sealed="x", is_staff="1")
    assert set(opened) <= set(EnquiryForm.base_fields)
    assert Enquiry.objects.get().status == Enquiry.Status.NEW


def test_a_field_that_comes_twice_counts_once(client: Client) -> None:
    body = urlencode(form_data(name="First")).encode() + b"&name=Second"
    assert post_raw(client, body).status_code == 303
    assert Enquiry.objects.get().unseal(key_ring())["name"] == "Second"


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "x", ""])
def test_a_form_in_a_strange_wrapping_is_an_empty_form(client: Client, content_type: str) -> None:
    body = urlencode(form_data(**CANARIES)).encode()
    assert post_raw(client, body, content_type).status_code == 422
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    "content_type",
    [f"{TYPED}; charset=utf-16", "multipart/form-data", "multipart/form-data; boundary=é"],
)
def test_a_wrapping_that_cannot_be_opened_is_a_bad_request(
    client: Client, content_type: str
) -> None:
    body = urlencode(form_data(**CANARIES)).encode()
    assert post_raw(client, body, content_type).status_code == 400


def test_a_file_that_comes_along_is_not_kept(client: Client) -> None:
    file = SimpleUploadedFile("canary.txt", b"contents of a file")
    assert client.post("/contact/", form_data() | {"upload": file}).status_code == 303
    assert "upload" not in Enquiry.objects.get().unseal(key_ring())


def test_a_file_in_place_of_an_answer_is_no_answer(client: Client) -> None:
    file = SimpleUploadedFile("canary.txt", b"contents of a file")
    data: dict[str, Any] = form_data() | {"name": file}
    assert client.post("/contact/", data).status_code == 422


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_other_methods_are_not_allowed(client: Client, method: str) -> None:
    send: Callable[..., Any] = getattr(client, method)
    assert send("/contact/").status_code == 405


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "a b", "\x00"])
def test_another_sites_name_is_a_bad_request(client: Client, host: str) -> None:
    response = client.post("/contact/", form_data(**CANARIES), headers={"Host": host})
    assert response.status_code == 400
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    "path",
    ["/contact/%00", "/contact/..%2f", "/..%2f..%2fetc/passwd", "/%00", "/%ff", "/%E2%80%AE"],
)
def test_an_address_that_is_none_has_no_page(client: Client, path: str) -> None:
    assert client.get(path).status_code in (400, 404)


def test_html_in_every_field_comes_back_as_text(client: Client) -> None:
    html = "<script>alert(1)</script>\"'><img src=x>"
    response = client.post("/contact/", dict.fromkeys(form_data(), html))
    page = response.content.decode()
    assert response.status_code == 422
    assert "<script>alert" not in page
    assert "<img" not in page
    assert pressing_send(page)["message"] == html


def test_a_query_is_neither_shown_nor_filled_in(client: Client) -> None:
    page = client.get("/contact/", {"about": "<b>x</b>", **CANARIES}).content
    assert found_in(page) == set()
