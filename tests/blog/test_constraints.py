"""What an article may not be is refused by Postgres itself, by name."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from blog.models import Article, Series
from tests.factories import make_article, make_draft, make_series


def refused(constraint: str) -> Any:
    return pytest.raises(IntegrityError, match=f'"{constraint}"')


@pytest.mark.django_db(transaction=True)
def test_a_place_in_a_series_is_taken_once() -> None:
    series = make_series()
    make_article("first", series=series, position=1)

    with refused("one_part_per_position"):
        make_draft("another-first", series=series, position=1)
    assert Article.objects.get().slug == "first"


@pytest.mark.django_db(transaction=True)
def test_two_parts_change_places_in_one_transaction() -> None:
    series = make_series()
    make_article("first", series=series, position=1)
    make_article("second", series=series, position=2)

    with transaction.atomic():
        Article.objects.filter(slug="first").update(position=2)
        Article.objects.filter(slug="second").update(position=1)

    in_order = Article.objects.order_by("position").values_list("slug", flat=True)
    assert list(in_order) == ["second", "first"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("has_series", "position"),
    [
        pytest.param(True, None, id="a series without a number"),
        pytest.param(False, 1, id="a number without a series"),
        pytest.param(True, 0, id="part 0"),
    ],
)
def test_series_and_number_go_together(*, has_series: bool, position: int | None) -> None:
    series: Series | None = make_series() if has_series else None

    with refused("series_and_part_go_together"):
        make_draft(series=series, position=position)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Article.Status.SCHEDULED, Article.Status.PUBLISHED])
def test_what_is_public_has_a_time(status: str) -> None:
    with refused("public_articles_have_a_time"):
        make_article(status=status, publish_at=None)


@pytest.mark.django_db
def test_only_a_part_of_a_series_is_announced() -> None:
    with refused("only_parts_are_announced"):
        make_draft(announced=True)
