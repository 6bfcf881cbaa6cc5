"""The list of enquiries: what is open to see while the desk is locked, most pressing first."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import lxml.html
import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from contact.models import Enquiry, Entry
from practice.models import OutboxMail, PracticeProfile, User
from tests.contact.canaries import CANARIES, found_in
from tests.contact.desk_pages import LIST, act, openings, page_of, status_of
from tests.factories import A_MONDAY, make_enquiry

DAY = timedelta(days=1)

DeskAt = Callable[[datetime], Client]


@pytest.fixture
def desk_at(client: Client, therapist: User, time_machine: TimeMachineFixture) -> DeskAt:
    """Makes it another time, and signs in then."""

    def signed_in_at(moment: datetime) -> Client:
        time_machine.move_to(moment, tick=False)
        client.force_login(therapist)
        return client

    return signed_in_at


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=A_MONDAY, **CANARIES)


def rows(desk: Client, query: str = "") -> list[tuple[str, ...]]:
    """What the list shows: enquiry, answer due, status."""
    page: Any = lxml.html.document_fromstring(desk.get(LIST + query).content.decode())
    return [
        tuple(" ".join(cell.text_content().split()) for cell in row.xpath("./*")[1:])
        for row in page.xpath("//table[@id='result_list']/tbody/tr")
    ]


def test_the_list_is_open_to_see_and_shows_nothing_that_was_written(
    desk: Client, enquiry: Enquiry
) -> None:
    page = desk.get(LIST).content
    assert str(enquiry).encode() in page
    assert found_in(page) == set()
    assert not openings()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        pytest.param(-2, "3 working days left", id="on the Saturday before"),
        pytest.param(0, "2 working days left", id="on Monday"),
        pytest.param(1, "1 working day left", id="on Tuesday"),
        pytest.param(2, "due today", id="on Wednesday"),
        pytest.param(3, "1 day overdue", id="on Thursday"),
        pytest.param(7, "5 days overdue", id="over a weekend"),
    ],
)
def test_the_list_counts_down(desk_at: DeskAt, enquiry: Enquiry, days: int, said: str) -> None:
    """Mondays to Thursdays are worked."""
    assert rows(desk_at(A_MONDAY + days * DAY))[0][1] == f"Wednesday 3 March: {said}"


def test_a_day_that_became_free_since_is_not_counted(desk_at: DeskAt, enquiry: Enquiry) -> None:
    PracticeProfile.objects.update(working_days=[0, 1])
    assert (
        rows(desk_at(A_MONDAY + DAY))[0][1] == "Wednesday 3 March: due before you are back at work"
    )


def test_what_is_overdue_comes_first_and_what_is_held_last(
    desk_at: DeskAt, profile: PracticeProfile
) -> None:
    statuses = ["new", "held", "answered", "new"]
    made = [make_enquiry(profile, now=A_MONDAY + n * DAY) for n in range(len(statuses))]
    for enquiry, status in zip(made, statuses, strict=True):
        answered_at = A_MONDAY if status == "answered" else None
        Enquiry.objects.filter(pk=enquiry.pk).update(status=status, answered_at=answered_at)

    shown = rows(desk_at(A_MONDAY + 3 * DAY))
    assert [row[2] for row in shown] == ["New", "New", "Answered", "Held back"]
    assert "1 day overdue" in shown[0][1]
    assert shown[2][1] == "–"
    assert shown[3][1] == "Thursday 4 March: due today"  # somebody was promised that


def test_the_list_can_be_narrowed_to_a_status(desk: Client, profile: PracticeProfile) -> None:
    held, _new = (make_enquiry(profile, now=A_MONDAY) for _ in range(2))
    Enquiry.objects.filter(pk=held.pk).update(status="held")
    assert [row[2] for row in rows(desk, "?status__exact=held")] == ["Held back"]


def test_the_list_costs_the_same_for_many(
    desk: Client, profile: PracticeProfile, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        make_enquiry(profile, now=A_MONDAY)
    desk.get(LIST)
    with django_assert_max_num_queries(14):
        assert len(rows(desk)) == 20


def test_a_mail_that_was_given_up_is_told_in_the_list(desk: Client, enquiry: Enquiry) -> None:
    OutboxMail.objects.update(given_up_at=A_MONDAY)
    assert rows(desk)[0][2] == "New, but the mail could not be sent"


def add_to(enquiry: Enquiry, kind: str, at: datetime) -> None:
    entry = Entry(enquiry=enquiry, key=enquiry.key, kind=kind, written_at=at, shown_from=at)
    entry.seal({"text": "One more thing."})
    entry.save()


def test_what_was_added_since_the_answer_comes_after_new_ones_and_says_so(
    desk: Client, profile: PracticeProfile
) -> None:
    quiet, added, new = (make_enquiry(profile, now=A_MONDAY + n * DAY) for n in range(3))
    Enquiry.objects.exclude(pk=new.pk).update(status="answered", answered_at=A_MONDAY + DAY)
    add_to(quiet, "addition", A_MONDAY)
    add_to(added, "addition", A_MONDAY + 2 * DAY)
    statuses = [row[2] for row in rows(desk)]
    assert statuses == ["New", "Answered, something was added", "Answered"]

    add_to(added, "reply", A_MONDAY + 3 * DAY)
    assert [row[2] for row in rows(desk)] == ["New", "Answered", "Answered"]
    add_to(new, "addition", A_MONDAY + 3 * DAY)
    assert rows(desk)[0][2] == "New, something was added"


def test_held_ones_are_taken_in_from_the_list_too(desk: Client, enquiry: Enquiry) -> None:
    Enquiry.objects.update(status="held")
    act(desk, "mark_taken_in", enquiry)
    assert status_of(enquiry) == "new"


def test_marking_as_answered_and_as_new_again(desk: Client, enquiry: Enquiry) -> None:
    act(desk, "mark_answered", enquiry)
    assert status_of(enquiry) == Enquiry.Status.ANSWERED
    assert enquiry.answered_at is not None

    act(desk, "mark_new", enquiry)
    assert status_of(enquiry) == Enquiry.Status.NEW
    assert enquiry.answered_at is None


def test_marking_as_answered_twice_keeps_the_first_time(desk: Client, enquiry: Enquiry) -> None:
    Enquiry.objects.update(status="answered", answered_at=A_MONDAY + timedelta(hours=1))
    act(desk, "mark_answered", enquiry)
    enquiry.refresh_from_db()
    assert enquiry.answered_at == A_MONDAY + timedelta(hours=1)


def test_only_the_chosen_enquiries_are_marked(
    desk: Client, enquiry: Enquiry, profile: PracticeProfile
) -> None:
    other = make_enquiry(profile, now=A_MONDAY)
    act(desk, "mark_answered", enquiry)
    assert (status_of(enquiry), status_of(other)) == ("answered", "new")


def test_the_reference_leads_back_from_week_feed_and_waiting_list(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    reference = enquiry.pk.hex[:6].upper()
    [row] = rows(unlocked_desk)
    assert row[0] == f"{reference}: {enquiry}"
    page: Any = lxml.html.document_fromstring(unlocked_desk.get(page_of(enquiry)).content.decode())
    assert page.xpath("//h1")[-1].text_content() == f"{reference}: {enquiry}"
