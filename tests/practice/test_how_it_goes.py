"""The page of figures: true sentences, charts that are drawn here, and a table behind each."""

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import lxml.html
import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact.models import Enquiry
from practice.figures.charts import BASE, TOP, Chart, Column
from practice.figures.kinds import Key
from practice.figures.span import Span
from practice.models import PracticeProfile, Tally
from tests.factories import make_enquiry

PAGE = "/admin/how-it-goes/"
WEEK = timedelta(days=7)

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def counted(profile: PracticeProfile, today: date) -> dict[Key, int]:
    """Of last week, of this month and today; what a year shows beside them is half a year old."""
    (week, _this), month = Span(today).weeks[-2:], today.replace(day=1)
    sums = {
        Key("came", week): 9,
        Key("in_time", week, 0): 2,
        Key("in_time", week, 1): 3,
        Key("late", week, 14): 1,
        Key("overdue", week): 2,
        Key("met", month): 4,
        Key("missed", month): 1,
        Key("feed", today): 300,
        Key("search", today): 7,
        Key("nothing", today): 3,
        Key("came", week - 26 * WEEK): 5,
        Key("feed", today - 26 * WEEK): 50,
    }
    Tally.objects.add(sums)
    return sums


def shown(desk: Client, address: str = PAGE) -> Any:
    return lxml.html.document_fromstring(desk.get(address).content.decode())


def said(page: Any, section: str) -> str:
    (found,) = page.xpath(f"//section[@aria-labelledby='{section}']")
    return " ".join(" ".join(found.xpath("./p//text()")).split())


def table(page: Any, section: str, number: int = 0) -> dict[str, list[str]]:
    rows = page.xpath(f"//section[@aria-labelledby='{section}']//figure")[number].xpath(".//tr")
    return {row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in rows}


@pytest.mark.usefixtures("counted")
def test_it_says_how_it_went_in_sentences(desk: Client) -> None:
    page = shown(desk)
    assert said(page, "enquiries") == "9 enquiries came."
    assert said(page, "answers") == (
        "5 of 8 enquiries were answered by the promised day: 63 %."
        " Half of your answers took 1 working day or less."
    )
    assert said(page, "conversations") == "4 took place. Nobody came: 1. Called off: 0."
    assert said(page, "feeds").startswith("Fetched 300 times. Programs do that by themselves")
    assert said(page, "search").startswith("10 searches. 3 of them found nothing.")


@pytest.mark.usefixtures("counted")
def test_a_year_holds_what_twelve_weeks_do_not(desk: Client) -> None:
    page = shown(desk, f"{PAGE}?of=year")
    assert said(page, "enquiries") == "14 enquiries came."
    assert said(page, "feeds").startswith("Fetched 350 times.")
    assert len(table(page, "feeds")) == 3  # its head, and two weeks that are not empty


def test_behind_each_chart_is_a_table_of_its_numbers(
    desk: Client, counted: dict[Key, int], today: date
) -> None:
    page, week = shown(desk), Span(today).weeks[-2]
    assert len(page.xpath("//main//figure")) == len(page.xpath("//figure//table")) == 6
    assert table(page, "enquiries")[f"{week.day} {week:%B %Y}"] == ["9"]
    assert table(page, "answers", 0)[f"{week.day} {week:%B %Y}"] == ["5", "3"]
    took = table(page, "answers", 1)
    assert [took[days] for days in ("the same day", "1", "2", "10 or more")] == [
        ["2"], ["3"], ["0"], ["1"],
    ]  # fmt: skip
    assert table(page, "search") == {
        "Day": ["Found something", "Found nothing"],
        f"{today.day} {today:%B %Y}": ["7", "3"],
    }


@pytest.mark.usefixtures("counted")
def test_a_drawing_has_a_name_and_no_style_of_its_own(desk: Client) -> None:
    page = shown(desk)
    drawings = page.xpath("//svg[@role='img']")
    assert len(drawings) == 6
    for drawing in drawings:
        names = [page.get_element_by_id(one) for one in drawing.get("aria-labelledby").split()]
        assert all(name.text_content().strip() for name in names)
    assert not page.xpath("//main//*[@style] | //main//style | //main//script")


@pytest.mark.usefixtures("profile")
def test_where_nothing_was_it_says_so_and_draws_nothing(desk: Client) -> None:
    page = shown(desk)
    assert said(page, "enquiries") == "No enquiry came in this time."
    assert said(page, "answers") == "No answer has been due in this time."
    assert said(page, "conversations") == "No first conversation was in this time."
    assert said(page, "feeds") == "No feed was fetched in this time."
    assert said(page, "search") == "Nobody searched in this time."
    assert not page.xpath("//figure")


def test_too_few_answers_have_no_median(desk: Client, profile: PracticeProfile) -> None:
    enquiry = make_enquiry(profile, now=timezone.now())
    Enquiry.objects.update(status="answered", answered_at=enquiry.received_at)
    assert said(shown(desk), "answers") == (
        "1 of 1 enquiries were answered by the promised day: 100 %."
        " Not enough answers yet for a median: 1 so far, of 5."
    )


def test_it_says_since_when_it_was_counted_if_it_looks_further_back(
    desk: Client, profile: PracticeProfile, today: date
) -> None:
    begun = Tally.objects.filter(kind="begun")
    begun.delete()  # the migration's own, of whichever day the tables were made
    import_module("practice.migrations.0012_figures").note_that_counting_begins(apps, None)
    assert "Counting began on" in shown(desk).text_content()
    begun.update(day=today - 20 * WEEK)
    assert "Counting began on" not in shown(desk).text_content()
    assert "Counting began on" in shown(desk, f"{PAGE}?of=year").text_content()


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("address", [PAGE, f"{PAGE}?of=year", f"{PAGE}?of=ever"])
def test_it_asks_postgres_at_most_eight_questions(desk: Client, address: str) -> None:
    desk.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(address).status_code == 200
    assert len(asked) <= 8, "\n".join(one["sql"][:70] + "..." + one["sql"][-90:] for one in asked)


@pytest.mark.parametrize("columns", [1, 12, 84])
def test_columns_stand_beside_and_on_top_of_each_other(columns: int) -> None:
    numbers = [(place % 4, 2 * (place % 3), 1) for place in range(columns)]
    chart = Chart("c", "C", "Of", "abc", [Column("l", "s", each) for each in numbers])
    bars = list(chart.bars())
    width = 100 / columns
    for bar in bars:
        left, across = float(bar.x[:-1]), float(bar.width[:-1])
        assert left // width == (left + across) // width  # within its own column
        assert TOP <= bar.y < bar.y + bar.height <= BASE
    heads = {bar.x: min(one.y for one in bars if one.x == bar.x) for bar in bars}
    assert min(heads.values()) == TOP
    assert {sum(one.height for one in bars if one.x == x) for x in heads} == {
        BASE - head for head in heads.values()
    }
