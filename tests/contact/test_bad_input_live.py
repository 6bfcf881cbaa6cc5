"""What no browser sends, against the real web process: a clear answer, and the log stays clean."""

import socket
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from pytest_django import DjangoDbBlocker

from contact.models import Enquiry
from practice.models import OutboxMail, PracticeProfile, SealingKey
from tests.contact.canaries import CANARIES, found_in
from tests.factories import form_data, make_profile
from tests.live_site import HOST, LiveSite, live_site
from tests.visitor import TYPED, Answer, Visitor, pressing_send

WITHIN = 2.0  # seconds
TEN_MEGABYTES = 10_000_000

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[LiveSite]:
    """One web process for all of them; its rows are committed, so they are removed by hand."""
    with django_db_blocker.unblock():
        make_profile()
    try:
        with live_site(worker=False) as site:
            yield site
    finally:
        with django_db_blocker.unblock():
            for rows in (PracticeProfile, Enquiry, OutboxMail, SealingKey):
                rows._default_manager.all().delete()


@pytest.fixture
def visitor(site: LiveSite) -> Iterator[Visitor]:
    """Whatever she sends, nothing of it is printed, and no traceback."""
    yield Visitor(site)
    printed = site.web.printed()
    assert "Traceback" not in printed
    assert 'File "' not in printed
    assert found_in(printed.encode()) == set()


def ask(visitor: Visitor, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
    """Send it, and have the answer in time. `Content_Type` stands for Content-Type."""
    began = time.monotonic()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = visitor.ask(method, path, body, named)
    assert time.monotonic() - began < WITHIN
    return answer


def filled_in(visitor: Visitor) -> bytes:
    return urlencode(visitor.open_form() | form_data(**CANARIES)).encode()


def post(visitor: Visitor, body: bytes) -> Answer:
    return ask(visitor, "POST", "/contact/", body, Content_Type=TYPED)


def test_a_body_of_ten_megabytes_is_refused(visitor: Visitor) -> None:
    answer = post(visitor, filled_in(visitor) + b"&message=" + b"m" * TEN_MEGABYTES)
    assert answer.status == 413
    assert "too much at once" in answer.text


def test_a_thousand_and_one_fields_are_refused(visitor: Visitor) -> None:
    filler = "".join(f"&x{number}=" for number in range(1001))
    assert post(visitor, filled_in(visitor) + filler.encode()).status == 400


def test_bytes_that_are_no_text_are_taken_as_well_as_can_be(visitor: Visitor) -> None:
    body = filled_in(visitor) + b"&message=\x00\xff\xed\xa0\x80%00%ED%A0%80%E2%80%AE"
    assert post(visitor, body).status == 303


def test_a_form_without_its_cookie_comes_back_filled_in(visitor: Visitor) -> None:
    body = filled_in(visitor)
    visitor.cookies.clear()
    answer = post(visitor, body)
    assert answer.status == 403
    assert pressing_send(answer.text)["message"] == CANARIES["message"]


def test_a_form_in_a_strange_wrapping_is_refused(visitor: Visitor) -> None:
    answer = ask(visitor, "POST", "/contact/", filled_in(visitor), Content_Type="application/json")
    assert answer.status == 403


def test_a_body_that_breaks_off_gets_an_answer_or_none_and_does_no_harm(
    visitor: Visitor, site: LiveSite
) -> None:
    body = filled_in(visitor)
    start = f"POST /contact/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: {TYPED}\r\n"
    with socket.create_connection((HOST, site.port), timeout=WITHIN) as broken:
        broken.sendall(f"{start}Content-Length: {len(body)}\r\n\r\n".encode() + body[:-1])
    assert visitor.get("/livez").status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_allowed(visitor: Visitor, method: str) -> None:
    token = visitor.open_form()["csrfmiddlewaretoken"]
    answer = visitor.ask(method, "/contact/", b"", {"X-CSRFToken": token})
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_another_sites_name_is_a_bad_request(visitor: Visitor) -> None:
    assert ask(visitor, "GET", "/contact/", Host="evil.example").status == 400


@pytest.mark.parametrize(
    "path",
    [
        "/contact/%00",
        "/contact/received/%00",
        "/..%2f..%2fetc/passwd",
        "/static/..%2f..%2fpractice/settings.py",
        "/static/../../practice/settings.py",
        "/%ff%fe",
        "/contact/%0d%0aSet-Cookie:%20a=b",
    ],
)
def test_an_address_that_is_none_has_no_page(visitor: Visitor, path: str) -> None:
    answer = ask(visitor, "GET", path)
    assert answer.status in (400, 404)
    assert "SECRET_KEY" not in answer.text
    assert not answer.headers["Set-Cookie"]


@pytest.mark.parametrize("cookie", ["received=x", "received=", "received=a:b:c; received", ";;=;"])
def test_a_garbled_cookie_leads_back_to_the_form(visitor: Visitor, cookie: str) -> None:
    answer = visitor.ask("GET", "/contact/received/", b"", {"Cookie": cookie})
    assert (answer.status, answer.headers["Location"]) == (302, "/contact/")
