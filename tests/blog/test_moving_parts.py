"""Moving a part numbers all of them anew, in one step, whoever else is moving parts."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.models import Article, Series
from tests.at_once import meanwhile, wait_until_it_waits
from tests.factories import make_article, make_draft, make_series
from tests.pages import page_at

SLUGS = ["one", "two", "three", "four"]


@pytest.fixture
def series(db: None) -> Series:
    """Four parts; the third is a draft that nobody announced."""
    series = make_series()
    for position, slug in enumerate(SLUGS, start=1):
        make = make_draft if slug == "three" else make_article
        make(slug, series=series, position=position)
    return series


def part(slug: str) -> Article:
    return Article.objects.get(slug=slug)


def order(series: Series) -> list[tuple[int | None, str]]:
    return list(series.articles.order_by("position").values_list("position", "slug"))


def numbered(*slugs: str) -> list[tuple[int | None, str]]:
    return list(enumerate(slugs, start=1))


@pytest.mark.parametrize(
    ("slug", "to", "expected"),
    [
        ("four", 1, ("four", "one", "two", "three")),
        ("one", 4, ("two", "three", "four", "one")),
        ("two", 3, ("one", "three", "two", "four")),
        ("three", 2, ("one", "three", "two", "four")),
        ("two", 2, ("one", "two", "three", "four")),
    ],
)
def test_the_others_make_room_and_close_up(
    series: Series, slug: str, to: int, expected: tuple[str, ...]
) -> None:
    series.move(part(slug), to=to)

    assert order(series) == numbered(*expected)


@pytest.mark.parametrize(("to", "expected"), [(0, 1), (-7, 1), (5, 4), (10**40, 4)])
def test_beyond_the_first_or_last_is_the_first_or_last(
    series: Series, to: int, expected: int
) -> None:
    series.move(part("two"), to=to)

    assert part("two").position == expected


def test_gaps_close_when_a_part_is_moved(series: Series) -> None:
    Article.objects.filter(slug="four").update(position=40)
    series.move(part("one"), to=2)

    assert order(series) == numbered("two", "one", "three", "four")


def test_an_article_of_another_series_is_not_moved_into_this_one(series: Series) -> None:
    stranger = make_article("stranger", series=make_series("another"), position=1)

    with pytest.raises(ValueError, match="not in list"):
        series.move(stranger, to=1)
    assert order(series) == numbered(*SLUGS)


def test_another_series_keeps_its_numbers(series: Series) -> None:
    make_article("stranger", series=make_series("another"), position=7)
    series.move(part("four"), to=1)

    assert part("stranger").position == 7


def test_moving_changes_neither_text_nor_date_nor_versions(series: Series) -> None:
    before = part("two")
    series.move(before, to=1)
    after = part("two")

    assert after.updated_at == before.updated_at
    assert after.revisions.count() == 1


def test_all_parts_are_numbered_by_one_statement(series: Series) -> None:
    with CaptureQueriesContext(connection) as captured:
        series.move(part("four"), to=1)
    updates = [query["sql"] for query in captured if query["sql"].startswith("UPDATE")]

    assert len(updates) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_once_neither_is_lost(series: Series) -> None:
    first, last = part("one"), part("four")
    with transaction.atomic():
        series.move(first, to=4)
        second = meanwhile(lambda: series.move(last, to=1))
        wait_until_it_waits()
    second.result()

    assert order(series) == numbered("four", "two", "three", "one")


@pytest.mark.django_db(transaction=True)
def test_of_two_parts_that_are_added_at_once_one_comes_after_the_other(
    series: Series, desk: Client
) -> None:
    added = {"title": "Six", "slug": "six", "status": "draft", "series": series.pk}
    with transaction.atomic():
        series.lock()
        make_draft("five", series=series, position=series.next_position())
        second = meanwhile(lambda: desk.post("/admin/blog/article/add/", added))
        wait_until_it_waits()
    assert second.result().status_code == 302

    assert order(series) == numbered(*SLUGS, "five", "six")


@pytest.mark.usefixtures("profile")
def test_saving_a_page_that_was_open_while_parts_were_moved_does_not_move_them_back(
    series: Series, desk: Client
) -> None:
    address = f"/admin/blog/article/{part('one').pk}/change/"
    [form] = [form for form in page_at(desk, address).forms if form.get("id") == "article_form"]
    opened = {name: value for name, value in form.form_values() if value}
    series.move(part("one"), to=4)
    response = desk.post(address, opened | {"title": "One!"})

    assert response.status_code == 302
    assert order(series) == numbered("two", "three", "four", "one")
    assert part("one").title == "One!"


def test_a_number_that_was_typed_is_a_wish_of_its_own(series: Series, desk: Client) -> None:
    typed = {"title": "One", "slug": "one", "status": "published", "series": series.pk}
    address = f"/admin/blog/article/{part('one').pk}/change/"
    desk.post(address, typed | {"position": "9", "initial-position": "1"})

    assert part("one").position == 9
