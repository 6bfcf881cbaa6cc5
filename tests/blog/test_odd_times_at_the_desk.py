"""Times of an article that are typed by mistake, or that the clock shows twice."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.blog.test_publishing_at_the_desk import address, refused, save, stored
from tests.factories import make_article, make_draft

pytestmark = pytest.mark.django_db

YEARS = "Choose a year between 2000 and 2200."


def test_a_time_that_the_clocks_show_twice_stays_the_one_it_was(desk: Client) -> None:
    second = datetime(2025, 10, 26, 1, 30, 15, tzinfo=UTC)
    article = make_article("an-article", publish_at=second)
    shown = {"publish_at_0": "2025-10-26", "publish_at_1": "01:30"}
    save(desk, address(article), status="published", **shown)

    assert stored().publish_at == second


@pytest.mark.parametrize(
    ("zone", "day", "clock"),
    [
        ("Europe/London", "1999-12-31", "23:59"),
        ("Europe/London", "2201-01-01", "00:00"),
        ("Europe/Berlin", "0001-01-01", "00:00"),
        ("America/New_York", "9999-12-31", "23:59"),
    ],
)
def test_a_year_that_nobody_means_is_refused_in_every_zone(
    desk: Client, settings: Any, zone: str, day: str, clock: str
) -> None:
    settings.TIME_ZONE = zone
    boxes = {"publish_at_0": day, "publish_at_1": clock}
    page = address(make_draft("an-article"))

    assert refused(desk, page, status="scheduled", **boxes) == {"publish_at": [YEARS]}
    assert desk.get("/admin/blog/article/when/", boxes).content.decode() == YEARS
