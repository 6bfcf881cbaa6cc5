"""The mail to herself: that its number was typed in shows that mail arrives."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from practice.models import FirstSteps, OutboxMail, PracticeProfile
from practice.outbox.sending import send_next
from tests.practice.first_day import MAIL

pytestmark = pytest.mark.django_db


def number_of(sent: int) -> str:
    found = re.search(r"^(\d{3} \d{3})$", str(mail.outbox[sent].body), re.MULTILINE)
    assert found
    return found[1]


def test_the_number_of_the_newest_mail_shows_that_it_came(
    desk: Client, profile: PracticeProfile
) -> None:
    for _press in range(2):
        assert desk.post(MAIL, {"send": "yes"}).headers["Location"] == MAIL
        assert send_next(timezone.now())
    first, newest = number_of(0), number_of(1)
    assert mail.outbox[0].to == [profile.email]
    assert re.search(r"\d", str(mail.outbox[0].subject)) is None
    if first != newest:
        assert "That is another number" in desk.post(MAIL, {"number": first}).content.decode()
    assert FirstSteps.objects.get().mail_received_at is None
    assert desk.post(MAIL, {"number": newest}).headers["Location"] == "/admin/"
    noted = FirstSteps.objects.get().mail_received_at
    assert noted is not None
    desk.post(MAIL, {"number": newest.replace(" ", "-")})
    assert FirstSteps.objects.get().mail_received_at == noted
    assert newest.replace(" ", "").encode() not in bytes(
        FirstSteps.objects.get().mail_digest or b""
    )
    assert not OutboxMail.objects.exclude(text=None).exists()


def test_before_any_was_sent_no_number_counts(desk: Client, profile: PracticeProfile) -> None:
    assert desk.post(MAIL, {"number": "000 000"}).status_code == 422
    assert desk.post(MAIL, {"number": ""}).status_code == 422
    assert FirstSteps.objects.get().mail_received_at is None


def test_without_an_address_she_is_asked_for_it_first(desk: Client) -> None:
    assert "where mail reaches you" in desk.get(MAIL).content.decode()
    assert desk.post(MAIL, {"send": "yes"}).headers["Location"] == "/admin/first/name/"
    assert not OutboxMail.objects.exists()
