"""What is sent of her time follows what she does with her number."""

import pytest
from django.test import Client

from contact.booking import Wanted
from contact.chosen import value_of
from contact.models import Appointment, Availability
from practice.models import PracticeProfile
from tests.contact.her_time import (
    AT_TEN,
    AT_TWO,
    HOUR,
    NEXT_DAY,
    mails,
    press,
    somebody_else_has,
    standing,
    take,
)
from tests.contact.returning import come_back, send, text
from tests.factories import A_MONDAY

SAFE = {"reply_by": "email", "email": "robin@enquirer.example", "safe_to_write": "yes"}

pytestmark = pytest.mark.usefixtures("clock")


def test_a_reminder_is_offered_where_mail_is_safe_and_goes_along_with_a_move(
    client: Client, number: str, profile: PracticeProfile
) -> None:
    asked = press(client, number, "time", None, slot=value_of(AT_TWO))
    assert "Remind me the day before" in text(asked)
    press(client, number, "take", None, slot=value_of(AT_TWO), remind="on")
    first = Appointment.objects.get()
    assert mails("time_reminder") == [first.cause]

    again = press(client, number, "time", first, slot=value_of(NEXT_DAY)).content.decode()
    assert 'id="id_remind" aria-describedby="remind-hint" checked' in again
    press(client, number, "take", first, slot=value_of(NEXT_DAY), remind="on")
    second = Appointment.objects.get(status="held")
    assert mails("time_reminder") == [second.cause]


@pytest.mark.parametrize(
    "card", [{"reply_by": "code"}, {"reply_by": "email", "safe_to_write": "unsure"}]
)
def test_no_reminder_is_offered_nor_sent_where_mail_is_not_safe(
    client: Client, card: dict[str, str]
) -> None:
    number = send(client, **{"email": "", "safe_to_write": ""} | card)
    assert "Remind me" not in text(press(client, number, "time", None, slot=value_of(AT_TWO)))
    press(client, number, "take", None, slot=value_of(AT_TWO), remind="on")
    assert standing() != []
    assert mails("time_reminder") == mails("time_news") == []


def test_no_reminder_is_offered_for_a_time_within_a_day(client: Client, number: str) -> None:
    Availability.objects.update(notice_hours=1)
    today = Wanted(A_MONDAY + 5 * HOUR, "online")
    assert "Remind me" not in text(press(client, number, "time", None, slot=value_of(today)))


def test_taking_the_message_back_frees_its_time(
    client: Client, number: str, agreed: Appointment, profile: PracticeProfile
) -> None:
    shown = text(come_back(client, number, do="withdraw"))
    assert "this is cancelled" in shown
    assert standing() == []
    somebody_else_has(AT_TEN, profile)


def test_erasing_frees_its_time_and_leaves_nothing(
    client: Client, number: str, agreed: Appointment, profile: PracticeProfile
) -> None:
    come_back(client, number, do="erase_now")
    assert not Appointment.objects.exists()
    somebody_else_has(AT_TEN, profile)


def test_news_of_a_held_time_follows_a_change_of_way(client: Client) -> None:
    number = send(client, reply_by="code", email="", safe_to_write="")
    take(client, number, None, AT_TEN)
    assert mails("time_news") == []
    come_back(client, number, do="change", **SAFE)
    [cause] = mails("time_news")
    assert cause == Appointment.objects.get().cause
    come_back(client, number, do="change", reply_by="code")
    assert mails("time_news") == []
