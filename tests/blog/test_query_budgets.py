"""A page asks Postgres the same few questions, whatever the number of articles."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests.factories import READABLE, make_article, make_readable_site, make_series, make_topic

BUDGET = {
    "/": 5,
    "/articles/": 5,
    "/articles/second-part/": 3,
    "/series/": 3,
    "/series/a-series/": 3,
    "/topics/closeness/": 6,
    "/about/": 2,
    "/urgent-help/": 4,
}


def grow(series: int, articles: int) -> None:
    """Add so many more series, each with so many parts, all on one more topic."""
    topic = make_topic("Trust")
    for number in range(series):
        added = make_series(f"series-{number}", title=f"Series {number}")
        for position in range(1, articles + 1):
            part = make_article(f"part-{number}-{position}", series=added, position=position)
            part.topics.add(topic)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.django_db
@pytest.mark.parametrize("address", BUDGET)
def test_a_page_stays_within_its_budget(
    client: Client, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_readable_site()
    grow(series=3, articles=20)

    with django_assert_max_num_queries(BUDGET[address]):
        assert client.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", READABLE)
def test_sixty_more_articles_cost_no_more_queries(client: Client, address: str) -> None:
    make_readable_site()
    with_two = queries(client, address)
    grow(series=3, articles=20)

    assert queries(client, address) == with_two


@pytest.mark.usefixtures("profile")
def test_a_list_of_one_costs_what_a_list_of_sixty_costs(client: Client) -> None:
    make_article("one", series=make_series(), position=1).topics.add(make_topic())
    addresses = ["/", "/articles/", "/articles/one/", "/topics/closeness/", "/series/"]
    with_one = [queries(client, address) for address in addresses]
    grow(series=3, articles=20)

    assert [queries(client, address) for address in addresses] == with_one


@pytest.mark.django_db
def test_lists_leave_the_text_of_articles_in_the_database(client: Client) -> None:
    make_readable_site()
    for address in ("/", "/articles/", "/series/", "/series/a-series/", "/topics/closeness/"):
        with CaptureQueriesContext(connection) as captured:
            client.get(address)

        assert not [query["sql"] for query in captured if '"blog_article"."body' in query["sql"]]
