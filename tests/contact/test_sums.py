"""What is erased goes on counting, as a number that refers to nobody."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contact import erasure, sums
from contact.models import Appointment, Enquiry
from practice.duties import do_what_is_due
from practice.figures.kinds import Key, Kind
from practice.models import PracticeProfile, Tally
from practice.models.tally import TALLIES_ARE_KEPT
from tests.factories import A_MONDAY, make_enquiry

MONDAY = A_MONDAY.date()
DAY = timedelta(days=1)
Commits = Callable[..., AbstractContextManager[list[Any]]]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_was_counted_and_a_ledger(settings: Any, tmp_path: Path, db: None) -> None:
    settings.ERASURE_LEDGER = tmp_path / "erasures"
    Tally.objects.all().delete()


def make_course(profile: PracticeProfile, came: datetime = A_MONDAY, **changed: Any) -> Enquiry:
    enquiry = make_enquiry(profile, now=came)
    Enquiry.objects.filter(pk=enquiry.pk).update(**changed)
    enquiry.refresh_from_db()
    return enquiry


def make_conversation(at: datetime, status: str, enquiry: Enquiry | None = None) -> Appointment:
    end = at + timedelta(minutes=50)
    return Appointment.objects.create(
        pk=uuid4(),
        enquiry=enquiry,
        status=status,
        starts_at=at,
        ends_at=end,
        during=(at, end),
        modality="online",
        made_at=A_MONDAY,
        changed_at=A_MONDAY,
    )


def there(profile: PracticeProfile, today: date = MONDAY + 9 * DAY) -> Counter[Key]:
    return sums.there(profile, since=MONDAY, first_month=MONDAY.replace(day=1), today=today)


def left() -> Counter[Key]:
    return Counter(Tally.objects.since(date.min))


def all_kinds(profile: PracticeProfile) -> list[Enquiry]:
    """Due on Wednesday, all of them: answered at once, on the day, late; not; called off."""
    late = A_MONDAY + 3 * DAY
    closed: dict[str, Any] = {"status": "closed", "closed_because": "withdrawn"}
    return [
        make_course(profile, status="answered", answered_at=A_MONDAY),
        make_course(profile, status="answered", answered_at=A_MONDAY + 2 * DAY),
        make_course(profile, status="answered", answered_at=late),
        make_course(profile, status="booked"),
        make_course(profile, **closed, closed_at=A_MONDAY + DAY),
        make_course(profile, **closed, closed_at=late),
        make_course(profile, status="held"),
        make_course(profile, is_example=True),
    ]


SUMS = {
    Key("came", MONDAY): 6,
    Key("in_time", MONDAY, 0): 1,
    Key("in_time", MONDAY, 2): 1,
    Key("late", MONDAY, 3): 1,
    Key("overdue", MONDAY): 2,
}


def test_each_counts_as_what_became_of_it(profile: PracticeProfile) -> None:
    all_kinds(profile)
    assert there(profile) == SUMS


def test_an_answer_that_is_not_due_yet_is_neither_late_nor_in_time(
    profile: PracticeProfile,
) -> None:
    due_on = make_course(profile).reply_due_on
    assert there(profile, due_on) == {Key("came", MONDAY): 1}
    assert there(profile, due_on + DAY)[Key("overdue", MONDAY)] == 1


def test_it_stays_the_same_when_all_of_them_are_erased(
    profile: PracticeProfile, django_capture_on_commit_callbacks: Commits
) -> None:
    enquiries = all_kinds(profile)
    for days, status in enumerate(["happened", "missed", "cancelled", "moved", "declined"]):
        make_conversation(A_MONDAY + days * DAY, status, enquiries[0])
    for days, nobody in enumerate(enquiries[-2:], 5):  # held back, and the example
        make_conversation(A_MONDAY + days * DAY, "cancelled", nobody)
    before = there(profile)
    for enquiry in enquiries:
        with django_capture_on_commit_callbacks(execute=True):
            erasure.erase(enquiry, who="enquirer", now=A_MONDAY + 9 * DAY)

    conversations = {Key(kind, MONDAY): 1 for kind in (Kind.MET, Kind.MISSED, Kind.CALLED_OFF)}
    assert before == SUMS | conversations
    assert (there(profile), left()) == (Counter(), before)


def test_what_is_left_names_no_enquiry_and_no_moment(
    profile: PracticeProfile, django_capture_on_commit_callbacks: Commits
) -> None:
    enquiry = make_course(profile, A_MONDAY + DAY, status="answered", answered_at=A_MONDAY + DAY)
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(enquiry, who="enquirer", now=A_MONDAY + 2 * DAY)
    fields = {field.name for field in Tally._meta.get_fields()}
    assert fields == {"id", "kind", "day", "working_days", "count"}
    assert {key.day for key in left()} == {MONDAY}


def test_one_of_somebody_who_rang_goes_on_counting_too(
    profile: PracticeProfile, django_capture_on_commit_callbacks: Commits
) -> None:
    make_conversation(A_MONDAY, Appointment.Status.HAPPENED)
    assert there(profile) == {Key("met", MONDAY): 1}
    with django_capture_on_commit_callbacks(execute=True):
        do_what_is_due(A_MONDAY + 181 * DAY)
    assert not Appointment.objects.exists()
    assert left() == {Key("met", MONDAY): 1}


def test_erasing_does_not_fail_where_nothing_can_be_counted(
    profile: PracticeProfile, django_capture_on_commit_callbacks: Commits
) -> None:
    enquiry = make_course(profile)
    PracticeProfile.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(enquiry, who="enquirer", now=A_MONDAY)
    assert not Enquiry.objects.exists()
    assert left() == {}


@pytest.mark.parametrize(
    ("came", "week"),
    [
        (datetime(2027, 3, 28, 22, 59, tzinfo=UTC), date(2027, 3, 22)),  # the clock went on then
        (datetime(2027, 3, 28, 23, 0, tzinfo=UTC), date(2027, 3, 29)),
        (datetime(2027, 10, 31, 23, 59, tzinfo=UTC), date(2027, 10, 25)),  # and back
        (datetime(2027, 11, 1, 0, 0, tzinfo=UTC), date(2027, 11, 1)),
        (datetime(2028, 1, 2, 12, 0, tzinfo=UTC), date(2027, 12, 27)),  # week 52 of 2027
    ],
)
def test_a_week_begins_on_monday_at_midnight_on_the_clock_of_the_practice(
    profile: PracticeProfile, came: datetime, week: date
) -> None:
    make_course(profile, came)
    assert there(profile, today=came.date()) == {Key("came", week): 1}


def test_any_number_of_rows_takes_three_questions(profile: PracticeProfile) -> None:
    for came in (A_MONDAY, A_MONDAY + DAY, A_MONDAY + 2 * DAY):
        make_conversation(came, "happened", make_course(profile, came))
    with CaptureQueriesContext(connection) as asked:
        there(profile)
    assert len(asked) == 3


def test_sums_are_forgotten_after_four_hundred_days(profile: PracticeProfile) -> None:
    Tally.objects.add({Key("came", MONDAY): 1})
    do_what_is_due(A_MONDAY + TALLIES_ARE_KEPT)
    assert left()
    do_what_is_due(A_MONDAY + TALLIES_ARE_KEPT + DAY)
    assert not left()
