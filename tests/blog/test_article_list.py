"""The lists of articles, page by page."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from blog.models import Article
from blog.views import ARTICLES_A_PAGE
from tests.factories import A_MONDAY, make_article, make_topic
from tests.pages import page_at, values

LISTS = ["/articles/", "/topics/closeness/"]
NO_PAGE = ["9999999", "0", "-1", "3", "abc", "", "1.0", "%00", "9" * 10_240, "x" * 10_240]
LAST_YEAR = A_MONDAY - timedelta(days=400)


@pytest.fixture
def twenty_articles(profile: object) -> None:
    topic = make_topic()
    for number in range(20):
        moment = LAST_YEAR - timedelta(days=number)
        make_article(f"article-{number}", publish_at=moment).topics.add(topic)


def titles(client: Client, address: str) -> list[str]:
    return values(page_at(client, address), "//*[@class='card__title']/a/text()")


@pytest.mark.usefixtures("twenty_articles")
@pytest.mark.parametrize("address", LISTS)
def test_every_article_is_on_one_page_only_newest_first(client: Client, address: str) -> None:
    first, second = titles(client, address), titles(client, f"{address}?page=2")

    assert len(first) == ARTICLES_A_PAGE
    assert first + second == [f"Article {number}" for number in range(20)]
    assert titles(client, f"{address}?page=1") == first


@pytest.mark.usefixtures("twenty_articles")
@pytest.mark.parametrize("address", LISTS)
def test_pages_lead_to_one_another(client: Client, address: str) -> None:
    links = {
        number: values(page_at(client, f"{address}?page={number}"), "//nav[@class='pages']/a/@href")
        for number in (1, 2)
    }
    assert links == {1: ["?page=2"], 2: ["?page=1"]}


@pytest.mark.usefixtures("twenty_articles")
@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("number", NO_PAGE, ids=lambda number: number[:8] or "empty")
def test_a_page_that_is_not_there_is_answered_plainly_and_soon(
    client: Client, address: str, number: str
) -> None:
    started = time.monotonic()
    response = client.get(f"{address}?page={number}")

    assert time.monotonic() - started < 2
    assert response.status_code == 404
    assert b"There is no page here" in response.content


@pytest.mark.usefixtures("profile")
def test_a_topic_lists_its_own_articles_only(client: Client) -> None:
    make_article("near").topics.set([make_topic("Closeness"), make_topic("Trust")])
    make_article("far")

    assert titles(client, "/topics/closeness/") == ["Near"]
    assert titles(client, "/topics/trust/") == ["Near"]
    assert "Articles on Trust" in client.get("/topics/trust/").content.decode()


@pytest.mark.usefixtures("profile")
def test_empty_lists_say_so(client: Client) -> None:
    for address in ("/articles/", "/series/"):
        response = client.get(address)
        assert response.status_code == 200
        assert "There is nothing here yet." in response.content.decode()


@pytest.mark.usefixtures("twenty_articles")
def test_home_shows_the_latest_four(client: Client) -> None:
    assert titles(client, "/") == [f"Article {number}" for number in range(4)]


@pytest.mark.usefixtures("twenty_articles")
def test_the_pages_are_counted_without_looking_into_the_articles() -> None:
    counted = Article.objects.published(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        plan = counted.values("publish_at").explain()

    assert "Index Only Scan using newest_articles_first" in plan
