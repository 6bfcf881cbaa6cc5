"""The inbox: what is open to see while the desk is locked, most pressing first."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from contact import moves
from contact.models import Enquiry, Entry
from practice.models import OutboxMail, PracticeProfile, User
from tests.contact.canaries import CANARIES, found_in
from tests.contact.desk_pages import LIST, openings, page_of, parsed
from tests.contact.inbox_pages import AT_THE_ENDS_OF_TIME, inbox, page_at, words_of
from tests.factories import A_MONDAY, make_enquiry

DAY = timedelta(days=1)
TODAY = (A_MONDAY + 3 * DAY).date()

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


def references(*enquiries: Enquiry) -> list[str]:
    return [one.pk.hex[:6].upper() for one in enquiries]


def listed(desk: Client, query: str = "") -> list[str]:
    return [row["who"] for row in inbox(desk, query)]


def statuses(desk: Client, query: str = "") -> list[str]:
    return [row["Status"] for row in inbox(desk, query)]


def put(enquiry: Enquiry, status: str, **fields: Any) -> Enquiry:
    if status == "closed":
        fields |= {"closed_at": A_MONDAY, "closed_because": "done"}
    if status in ("answered", "closed"):
        fields = {"answered_at": A_MONDAY} | fields
    Enquiry.objects.filter(pk=enquiry.pk).update(status=status, **fields)
    enquiry.refresh_from_db()
    return enquiry


def test_the_list_is_open_to_see_and_shows_nothing_that_was_written(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    page = unlocked_desk.get(LIST).content
    assert enquiry.pk.hex[:6].upper().encode() in page
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
    [row] = inbox(desk_at(A_MONDAY + days * DAY))
    assert row["Answer due"] == f"Wednesday 3 March: {said}"


def test_a_day_that_became_free_since_is_not_counted(desk_at: DeskAt, enquiry: Enquiry) -> None:
    PracticeProfile.objects.update(working_days=[0, 1])
    [row] = inbox(desk_at(A_MONDAY + DAY))
    assert row["Answer due"] == "Wednesday 3 March: due before you are back at work"


def test_what_is_overdue_comes_first_and_what_is_held_last(
    desk_at: DeskAt, profile: PracticeProfile
) -> None:
    for number, status in enumerate(["new", "held", "closed", "answered", "new"]):
        put(make_enquiry(profile, now=A_MONDAY + number * DAY), status)

    rows = inbox(desk_at(A_MONDAY + 3 * DAY))
    assert [row["Status"] for row in rows] == ["New", "New", "Answered", "Done", "Held back"]
    assert "1 day overdue" in rows[0]["Answer due"]
    assert "Answer due" not in rows[2]
    assert rows[4]["Answer due"] == "Thursday 4 March: due today"  # somebody was promised that


def test_it_is_narrowed_by_status_and_by_day_and_by_both(
    desk_at: DeskAt, profile: PracticeProfile
) -> None:
    new = [make_enquiry(profile, now=A_MONDAY) for _ in range(5)]
    days = [TODAY - DAY, TODAY, TODAY + DAY, TODAY + 7 * DAY, TODAY + 8 * DAY]
    for one, day in zip(new, days, strict=True):
        put(one, "new", reply_due_on=day)
    waits, held = (make_enquiry(profile, now=A_MONDAY) for _ in range(2))
    put(waits, "waiting", reply_due_on=TODAY - 2 * DAY)
    put(held, "held", reply_due_on=TODAY - DAY)
    answered = put(make_enquiry(profile, now=A_MONDAY), "answered", reply_due_on=TODAY)
    desk = desk_at(A_MONDAY + 3 * DAY)

    assert listed(desk, "?show=unanswered") == references(waits, *new)
    assert listed(desk, "?show=waiting") == references(waits)
    assert listed(desk, "?show=held") == references(held)
    assert listed(desk, "?show=answered") == references(answered)
    assert listed(desk, "?due=overdue") == references(waits, new[0])
    assert listed(desk, "?due=today") == references(new[1])
    assert listed(desk, "?due=soon") == references(new[2], new[3])
    assert listed(desk, "?due=later") == references(new[4])
    assert listed(desk, "?show=held&due=overdue") == references(held)
    assert listed(desk, "?show=waiting&due=overdue") == references(waits)
    assert listed(desk, "?show=answered&due=today") == []
    for at in ("nonsense", *AT_THE_ENDS_OF_TIME):
        after = quote(f"1,{at[:10]},{at},{UUID(int=1)}")
        assert len(listed(desk, f"?show=nonsense&due=%00&after={after}")) == 8


def test_what_is_chosen_stays_chosen_on_every_way(
    desk_at: DeskAt, profile: PracticeProfile
) -> None:
    """Over the next page, beside the other choice, and back from a message."""
    desk = desk_at(A_MONDAY + 3 * DAY)
    made = [make_enquiry(profile, now=A_MONDAY + n * timedelta(minutes=1)) for n in range(27)]
    put(made[0], "answered")
    page = page_at(desk, f"{LIST}?show=unanswered&due=overdue")
    assert {words_of(each) for each in page.xpath("//ul[@class='tags']//a[@aria-current]")} == {
        "Needs an answer",
        "Overdue",
    }
    [beside] = page.xpath("//a[.='Held back']/@href")
    assert beside == f"{LIST}?show=held&due=overdue"

    [further] = page.xpath("//a[@rel='next']/@href")
    assert listed(desk, further.removeprefix(LIST)) == references(made[26])
    assert further.startswith(f"{LIST}?show=unanswered&due=overdue&after=0%2C2027-03-03%2C")
    back = page_at(desk, f"{LIST}search/").xpath("//*[@class='breadcrumbs']//a/@href")
    assert further in back
    [top] = page_at(desk, further).xpath("//a[.='Back to the top']/@href")
    assert top == f"{LIST}?show=unanswered&due=overdue"


def test_every_empty_list_says_so(desk: Client, profile: PracticeProfile) -> None:
    assert "Nobody has written yet." in page_at(desk, LIST).text_content()
    for query in ("show=unanswered", "show=held", "due=later", "show=follow_up", "show=booked"):
        [said] = page_at(desk, f"{LIST}?{query}").find_class("inbox__nothing")
        assert len(words_of(said)) > len("Show all"), query
        assert said.xpath("./a/@href") == [LIST], query


def test_a_mail_that_was_given_up_is_told_in_the_list(desk: Client, enquiry: Enquiry) -> None:
    OutboxMail.objects.update(given_up_at=A_MONDAY, cause=f"{enquiry.thing} entry:1")
    assert statuses(desk) == ["New, but the mail could not be sent"]


def add_to(enquiry: Enquiry, kind: str, at: datetime) -> Entry:
    entry = Entry(enquiry=enquiry, key=enquiry.key, kind=kind, written_at=at, shown_from=at)
    entry.seal({"text": "One more thing."})
    entry.save()
    return entry


def test_what_was_added_since_the_answer_comes_after_new_ones_and_says_so(
    desk: Client, profile: PracticeProfile
) -> None:
    quiet, added, new = (make_enquiry(profile, now=A_MONDAY + n * DAY) for n in range(3))
    Enquiry.objects.exclude(pk=new.pk).update(status="answered", answered_at=A_MONDAY + DAY)
    add_to(quiet, "addition", A_MONDAY)
    add_to(added, "addition", A_MONDAY + 2 * DAY)
    assert statuses(desk) == ["New", "Answered, something was added", "Answered"]
    assert statuses(desk, "?show=added") == ["Answered, something was added"]

    reply = add_to(added, "reply", A_MONDAY + 3 * DAY)
    assert statuses(desk) == ["New", "Answered", "Answered"]
    reply.delete()  # taken back
    assert statuses(desk) == ["New", "Answered, something was added", "Answered"]
    add_to(new, "addition", A_MONDAY + 3 * DAY)
    assert statuses(desk)[0] == "New, something was added"


def test_the_reference_leads_back_from_week_feed_and_waiting_list(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    [reference] = references(enquiry)
    assert page_at(unlocked_desk, LIST).xpath(f"//h2/a[.='{reference}']/@href") == [
        page_of(enquiry)
    ]
    page = parsed(unlocked_desk, enquiry)
    assert page.xpath("//h1")[-1].text_content() == f"{reference}: {enquiry}"


def test_she_comes_back_to_what_she_wanted_to_come_back_to(
    desk_at: DeskAt, profile: PracticeProfile
) -> None:
    later, sooner, closed, _other = (make_enquiry(profile, now=A_MONDAY) for _ in range(4))
    for one, days in ((later, 9), (sooner, 3), (closed, 1)):
        assert moves.follow_up(one, TODAY + days * DAY, who="therapist", now=A_MONDAY)
    put(closed, "closed")

    desk = desk_at(A_MONDAY + 3 * DAY)
    assert listed(desk, "?show=follow_up") == references(sooner, later)
    assert inbox(desk, "?show=follow_up")[0]["Come back to it"] == "Sunday 7 March"
    assert listed(desk, "?show=follow_up&due=soon") == references(sooner)
    due = Enquiry.objects.to_follow_up(TODAY + 3 * DAY)
    assert list(due) == [sooner]
    assert not Enquiry.objects.to_follow_up(TODAY + 2 * DAY).exists()
