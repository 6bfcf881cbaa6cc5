"""The private key, and what opens it, are in no log, no session, no audit line and no dump."""

import base64
import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from django.views.debug import ExceptionReporter
from pytest_django import Settings

from practice import unlocking
from practice.logs import ContentFreeFormatter
from practice.models import AuditLine, PracticeProfile, SealingKey
from practice.urls import urlpatterns as ours
from tests.contact.loot import binaries, dump
from tests.factories import PHRASE, SHEET, key_ring
from tests.practice.desk_keys import (
    PHRASE_CONFIRM,
    PHRASE_PAGE,
    RECOVER,
    Paper,
    makes_keys,
    types_in,
    unlocks,
)

BREAKS = "/admin/breaks/"


def breaks(request: HttpRequest) -> HttpResponse:
    """A page with a fault in it, at the worst place."""
    ring = unlocking.key_ring(request, timezone.now())
    private = ring.private if ring else b""
    assert len(private) == 32
    message = f"in hand: {ring} {private!r}"
    raise RuntimeError(message)


urlpatterns = [path(BREAKS[1:], breaks), *ours]


def spellings(secret: bytes) -> list[bytes]:
    whole_triplets = secret[: len(secret) // 3 * 3]
    return [
        secret,
        secret.hex().encode(),
        base64.b64encode(whole_triplets),
        base64.urlsafe_b64encode(whole_triplets),
        repr(bytes(secret)).encode()[2:-1],
    ]


def found(secrets: dict[str, bytes], text: bytes) -> set[str]:
    """Which of the secrets are in the text, however spelt."""
    return {name for name, it in secrets.items() if any(each in text for each in spellings(it))}


def hers(private: bytes, *papers: Paper) -> dict[str, bytes]:
    """What must lie about nowhere."""
    phrases = {f"phrase {n}": paper.phrase.encode() for n, paper in enumerate(papers)}
    sheets = {f"sheet {n}": paper.sheet.encode() for n, paper in enumerate(papers)}
    return phrases | sheets | {"private key": bytes(private)}


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """All that is logged, even what the site's own level would leave out."""
    caplog.set_level(logging.DEBUG)
    return caplog


def written(logged: pytest.LogCaptureFixture) -> bytes:
    """The log as the site writes it."""
    formatter = ContentFreeFormatter("{levelname} {name} {message}", style="{")
    return "\n".join(formatter.format(record) for record in logged.records).encode()


@pytest.mark.urls(__name__)
def test_a_fault_with_the_key_in_hand_is_logged_without_it(
    desk: Client, profile: PracticeProfile, logged: pytest.LogCaptureFixture
) -> None:
    unlocks(desk, PHRASE)
    desk.raise_request_exception = False
    response = desk.get(BREAKS)
    log = written(logged)

    assert response.status_code == 500
    assert b"in breaks" in log
    assert b"RuntimeError (its words are left out)" in log
    assert found(hers(key_ring().private, Paper(PHRASE, SHEET)), log + response.content) == set()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("debug", [False, True])
def test_not_even_the_page_of_a_developer_shows_it(
    desk: Client, profile: PracticeProfile, settings: Settings, *, debug: bool
) -> None:
    unlocks(desk, PHRASE)
    settings.DEBUG = debug
    try:
        desk.get(BREAKS)
    except RuntimeError as error:
        reporter = ExceptionReporter(None, type(error), error, error.__traceback__)
        told = reporter.get_traceback_html() + reporter.get_traceback_text()
    assert "Secret()" in told
    assert found(hers(key_ring().private, Paper(PHRASE, SHEET)), told.encode()) == set()


@pytest.mark.django_db(transaction=True)
def test_after_all_that_can_be_done_with_keys_nothing_lies_about(
    desk: Client, profile: PracticeProfile, logged: pytest.LogCaptureFixture
) -> None:
    before = key_ring().private
    papers = everything(desk)
    after = SealingKey.objects.current().opened_by_phrase(papers[-1].phrase)
    secrets = hers(before, *papers) | {"new private key": bytes(after)}
    backup, lines = dump(), AuditLine.objects.values_list("who", "verb", "thing")

    assert len(lines) >= 8
    assert b"django_session" in backup
    assert binaries(backup)
    assert found(secrets, backup) == set()
    assert b"Unprocessable Entity: /admin/unlock/" in written(logged)
    assert found(secrets, written(logged)) == set()
    assert found(secrets, str(list(lines)).encode()) == set()


def everything(desk: Client) -> list[Paper]:
    """Unlock, mistype, change the phrase, the keys, recover; return what was on paper."""
    unlocks(desk, f"{PHRASE} and more")
    unlocks(desk, PHRASE)
    phrase = desk.post(PHRASE_PAGE).context["phrase"]
    desk.post(PHRASE_CONFIRM, {"phrase": phrase})
    desk.post(RECOVER, {"sheet": SHEET})
    paper = makes_keys(desk)
    types_in(desk, paper)
    desk.post("/admin/lock/")
    desk.post(RECOVER, {"sheet": paper.sheet})
    desk.post("/admin/logout/")
    return [Paper(PHRASE, SHEET), Paper(phrase, SHEET), paper]


def test_that_search_finds_a_secret_in_every_spelling() -> None:
    secret = bytes(range(200, 232))
    for spelt in spellings(secret):
        assert found({"it": secret}, b"before " + spelt + b" after") == {"it"}
