"""A day on which she wants to come back to an enquiry: not sealed, and saying nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contact.models import Enquiry
from practice.models import AuditLine, PracticeProfile
from tests.contact.desk_pages import LIST, parsed, text_of
from tests.factories import make_enquiry

DAY = timedelta(days=1)


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=timezone.now())


def post(desk: Client, enquiry: Enquiry, **said: str) -> str:
    answer = desk.post(f"{LIST}{enquiry.pk}/follow-up/", said, follow=True)
    enquiry.refresh_from_db()
    return " ".join(answer.content.decode().split())


def lines() -> int:
    return AuditLine.objects.filter(verb=AuditLine.Verb.FOLLOW_UP).count()


def test_a_day_is_kept_once_and_taken_away(unlocked_desk: Client, enquiry: Enquiry) -> None:
    day = timezone.localdate() + 3 * DAY
    for _ in range(2):
        assert "You wanted to come back to this on" in post(
            unlocked_desk, enquiry, follow_up_on=day.isoformat()
        )
        assert enquiry.follow_up_on == day
    assert lines() == 1

    for _ in range(2):
        post(unlocked_desk, enquiry, follow_up_on=day.isoformat(), clear="1")
        assert enquiry.follow_up_on is None
    assert lines() == 2


@pytest.mark.parametrize(("typed", "said"), [("soon", "Enter a valid date"), ("", "over")])
def test_a_day_that_is_none_or_over_is_refused_with_a_word(
    unlocked_desk: Client, enquiry: Enquiry, typed: str, said: str
) -> None:
    yesterday = (timezone.localdate() - DAY).isoformat()
    page = post(unlocked_desk, enquiry, follow_up_on=typed or yesterday)
    assert 'id="follow_follow_up_on_error"' in page
    assert said in page
    assert enquiry.follow_up_on is None


@pytest.mark.parametrize("status", ["held", "closed"])
def test_what_is_done_with_is_not_come_back_to(
    unlocked_desk: Client, enquiry: Enquiry, status: str
) -> None:
    closed = {"closed_at": timezone.now(), "closed_because": "done"} if status == "closed" else {}
    Enquiry.objects.update(status=status, **closed)
    post(unlocked_desk, enquiry, follow_up_on=timezone.localdate().isoformat())
    assert (enquiry.follow_up_on, lines()) == (None, 0)
    assert "Come back to it" not in text_of(parsed(unlocked_desk, enquiry))
