"""What falls due by the clock happens at its second, and not the second before."""

from datetime import datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session

from blog.models import Article
from contact.models import BusyCalendar, BusySpan, Enquiry
from practice import rate_limit
from practice.duties import do_what_is_due
from practice.models import OutboxMail, PracticeProfile, RateCount, User
from tests.factories import A_MONDAY, make_article, make_draft, make_enquiry

SECOND = timedelta(seconds=1)
SIX_MONTHS = timedelta(days=180)
A_YEAR = timedelta(days=365)
A_MONTH = timedelta(days=30)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=A_MONDAY)


def is_there_after(now: datetime) -> bool:
    do_what_is_due(now)
    return Enquiry.objects.exists()


def status_after(now: datetime) -> str:
    do_what_is_due(now)
    return Article.objects.get().status


def test_a_scheduled_article_is_noted_as_published_at_its_second() -> None:
    make_article(status=Article.Status.SCHEDULED, publish_at=A_MONDAY)
    assert status_after(A_MONDAY - SECOND) == Article.Status.SCHEDULED
    assert status_after(A_MONDAY) == Article.Status.PUBLISHED


def test_a_draft_is_never_noted_as_published() -> None:
    make_draft(publish_at=A_MONDAY)
    assert status_after(A_MONDAY + A_YEAR) == Article.Status.DRAFT


def test_an_enquiry_is_erased_six_months_after_its_answer(enquiry: Enquiry) -> None:
    answered_at = A_MONDAY + timedelta(days=3)
    Enquiry.objects.update(status="answered", answered_at=answered_at)
    assert is_there_after(answered_at + SIX_MONTHS - SECOND)
    assert not is_there_after(answered_at + SIX_MONTHS)


def test_what_was_blocked_by_hand_goes_a_day_after_it_was_over() -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    BusySpan.objects.create(during=(A_MONDAY - hour, A_MONDAY))
    calendar = BusyCalendar.objects.create(name="Home", address=b"sealed", due_at=A_MONDAY + day)
    read = BusySpan.objects.create(calendar=calendar, during=(A_MONDAY - hour, A_MONDAY))
    do_what_is_due(A_MONDAY + day - SECOND)
    assert BusySpan.objects.count() == 2
    do_what_is_due(A_MONDAY + day)
    assert BusySpan.objects.get() == read


def test_an_enquiry_that_nobody_answered_is_erased_after_a_year(enquiry: Enquiry) -> None:
    assert is_there_after(A_MONDAY + A_YEAR - SECOND)
    assert not is_there_after(A_MONDAY + A_YEAR)


def test_a_late_answer_does_not_keep_it_for_more_than_a_year(enquiry: Enquiry) -> None:
    Enquiry.objects.update(status="answered", answered_at=A_MONDAY + timedelta(days=300))
    assert is_there_after(A_MONDAY + A_YEAR - SECOND)
    assert not is_there_after(A_MONDAY + A_YEAR)


def test_an_enquiry_that_was_marked_by_mistake_is_kept_for_its_year(enquiry: Enquiry) -> None:
    Enquiry.objects.update(status="answered", answered_at=A_MONDAY)
    Enquiry.objects.update(status="new", answered_at=None)
    assert is_there_after(A_MONDAY + SIX_MONTHS)


def test_only_what_is_due_is_erased(enquiry: Enquiry, profile: PracticeProfile) -> None:
    younger = make_enquiry(profile, now=A_MONDAY + SECOND)
    do_what_is_due(A_MONDAY + A_YEAR)
    assert Enquiry.objects.get() == younger


def test_a_mail_is_erased_thirty_days_after_it_was_sent(enquiry: Enquiry) -> None:
    sent_at = A_MONDAY + timedelta(minutes=1)
    mail = OutboxMail.objects.filter(template="new_message")
    mail.update(sent_at=sent_at)
    do_what_is_due(sent_at + A_MONTH)
    assert mail.exists()
    do_what_is_due(sent_at + A_MONTH + SECOND)
    assert not mail.exists()


def test_a_mail_is_erased_thirty_days_after_it_was_given_up(enquiry: Enquiry) -> None:
    mail = OutboxMail.objects.filter(template="new_message")
    mail.update(given_up_at=A_MONDAY)
    do_what_is_due(A_MONDAY + A_MONTH)
    assert mail.exists()
    do_what_is_due(A_MONDAY + A_MONTH + SECOND)
    assert not mail.exists()


def test_a_mail_that_was_never_sent_is_never_erased(enquiry: Enquiry) -> None:
    do_what_is_due(A_MONDAY + 10 * A_YEAR)
    assert OutboxMail.objects.unsent().exists()


def test_a_session_is_erased_once_it_has_expired() -> None:
    Session.objects.create(session_key="k", session_data="", expire_date=A_MONDAY)
    do_what_is_due(A_MONDAY)
    assert Session.objects.exists()
    do_what_is_due(A_MONDAY + SECOND)
    assert not Session.objects.exists()


def test_a_rate_count_is_erased_once_its_while_is_over(db: None) -> None:
    rate_limit.count(b"somebody", within=timedelta(hours=1), now=A_MONDAY)
    do_what_is_due(A_MONDAY + timedelta(hours=1) - SECOND)
    assert RateCount.objects.exists()
    do_what_is_due(A_MONDAY + timedelta(hours=1))
    assert not RateCount.objects.exists()


def test_the_journal_of_the_desk_is_kept_for_a_year(therapist: User) -> None:
    entry = {"user": therapist, "object_repr": "An article", "action_flag": 2}
    LogEntry.objects.create(**entry, action_time=A_MONDAY)
    do_what_is_due(A_MONDAY + A_YEAR)
    assert LogEntry.objects.exists()
    do_what_is_due(A_MONDAY + A_YEAR + SECOND)
    assert not LogEntry.objects.exists()


def test_doing_it_twice_does_no_harm(enquiry: Enquiry) -> None:
    for _ in range(2):
        do_what_is_due(A_MONDAY)
    assert Enquiry.objects.get() == enquiry
