"""One message to practise on: it takes the way of every other, and counts nowhere."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from contact import example, nudge
from contact.erasure import erase_what_is_due
from contact.models import Enquiry
from contact.models.enquiry import KEPT_EXAMPLE
from practice.models import AuditLine, OutboxMail, PracticeProfile, SealingKey
from tests.factories import A_MONDAY, key_ring, make_enquiry
from tests.practice.first_day import EXAMPLE, EXAMPLE_REMOVE

pytestmark = pytest.mark.django_db


def test_a_button_gives_her_one_sealed_message_however_often_it_is_pressed(
    desk: Client, profile: PracticeProfile
) -> None:
    addresses = {desk.post(EXAMPLE).headers["Location"] for _press in range(3)}
    enquiry = Enquiry.objects.get()
    assert addresses == {f"/admin/contact/enquiry/{enquiry.pk}/change/"}
    assert enquiry.is_example
    opened = enquiry.unseal(key_ring())
    assert opened["name"] == "Robin"
    assert opened["reply_by"] == "code"
    assert "This is an example" in opened["message"]
    assert not OutboxMail.objects.exists()


def test_postgres_knows_one_example_at_most(profile: PracticeProfile) -> None:
    now = timezone.now()
    example.make(profile, now)
    make_enquiry(profile, now=now)
    with pytest.raises(IntegrityError, match="one_example"), transaction.atomic():
        Enquiry.objects.update(is_example=True)


def test_she_is_not_reminded_of_it_and_it_counts_for_nobody(profile: PracticeProfile) -> None:
    example.make(profile, A_MONDAY - timedelta(days=6))
    nudge.nudge(A_MONDAY)
    assert not OutboxMail.objects.exists()
    assert not Enquiry.objects.real().exists()
    make_enquiry(profile, now=A_MONDAY - timedelta(days=6))
    nudge.nudge(A_MONDAY)
    assert OutboxMail.objects.filter(template="due_today").count() == 1


def test_it_goes_by_the_button(unlocked_desk: Client, profile: PracticeProfile) -> None:
    real = make_enquiry(profile, now=timezone.now())
    made = example.make(profile, timezone.now())
    for _press in range(2):
        assert unlocked_desk.post(EXAMPLE_REMOVE).headers["Location"] == "/admin/"
    assert [enquiry.pk for enquiry in Enquiry.objects.all()] == [real.pk]
    assert AuditLine.objects.filter(verb="erased", thing=made.thing).count() == 1


@pytest.mark.parametrize(("seconds", "left"), [(-1, 1), (1, 0)])
def test_it_goes_by_itself_after_a_week_whatever_became_of_it(
    profile: PracticeProfile, seconds: int, left: int
) -> None:
    made = example.make(profile, A_MONDAY)
    made.status, made.answered_at = Enquiry.Status.ANSWERED, A_MONDAY
    made.save()
    erase_what_is_due(A_MONDAY + KEPT_EXAMPLE + timedelta(seconds=seconds))
    assert Enquiry.objects.count() == left


def test_without_keys_or_a_name_it_leads_to_what_is_missing(
    desk: Client, profile: PracticeProfile
) -> None:
    SealingKey.objects.all().delete()
    assert desk.post(EXAMPLE).headers["Location"] == "/admin/keys/set-up/"
    PracticeProfile.objects.all().delete()
    assert desk.post(EXAMPLE).headers["Location"] == "/admin/first/name/"
    assert not Enquiry.objects.exists()
