"""A feed reader that has it all already is told so in a few bytes; any change is sent."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Article, Series, Topic
from practice.models import PracticeProfile
from tests.factories import A_MONDAY, make_article, make_series, make_topic

pytestmark = pytest.mark.usefixtures("profile")

LONG_AGO = datetime(2020, 3, 2, 9, 0, tzinfo=UTC)
FEEDS = ["/feed.atom", "/feed.json", "/series/a-series/feed.atom", "/series/a-series/feed.json"]


@pytest.fixture(autouse=True)
def article(profile: object) -> Article:
    article = make_article("one", series=make_series(), position=1)
    article.topics.add(make_topic("Trust"))
    return article


def again(client: Client, address: str, **headers: str) -> Any:
    """Ask a second time, with what the first answer said."""
    first = client.get(address)
    known = {"etag": first["ETag"], "last_modified": first["Last-Modified"]}
    return client.get(address, headers={name: known[key] for name, key in headers.items()})


@pytest.mark.parametrize("address", FEEDS)
def test_the_same_feed_is_answered_304_without_its_text(client: Client, address: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        first = client.get(address)
    whole = len(captured)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, headers={"if-none-match": first["ETag"]})

    assert (response.status_code, response.content) == (304, b"")
    assert len(captured) == whole - 1
    assert not [query for query in captured if '"body_html",' in query["sql"]]
    assert response["ETag"] == first["ETag"]


@pytest.mark.parametrize("address", FEEDS)
def test_the_date_alone_will_do_too(client: Client, address: str) -> None:
    response = again(client, address, **{"if-modified-since": "last_modified"})

    assert response.status_code == 304


def test_a_tag_that_was_weakened_on_the_way_is_known_again(client: Client) -> None:
    compressed = client.get("/feed.atom", headers={"accept-encoding": "gzip"})
    headers = {"if-none-match": compressed["ETag"], "accept-encoding": "gzip"}

    assert client.get("/feed.atom", headers=headers).status_code == 304


def test_another_tag_gets_it_all(client: Client) -> None:
    response = client.get("/feed.atom", headers={"if-none-match": '"other"'})

    assert response.status_code == 200


def edit(article: Article) -> None:
    article.body = "<p>Other words.</p>"
    article.save()


def withdraw(article: Article) -> None:
    make_article("two", series=article.series, position=2, publish_at=LONG_AGO)
    Article.objects.filter(pk=article.pk).update(status="unpublished")


CHANGES: dict[str, Callable[[Article], object]] = {
    "edited": edit,
    "withdrawn": withdraw,
    "rendered anew": lambda article: Article.objects.update(body_html="<p>Rendered anew.</p>"),
    "one more": lambda article: make_article("two", series=article.series, position=2),
    "its topic renamed": lambda article: Topic.objects.update(name="Faith"),
    "its series renamed": lambda article: Series.objects.update(title="Renamed"),
    "the practice renamed": lambda article: PracticeProfile.objects.update(name="Dr Other"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_is_sent(
    client: Client, article: Article, change: Callable[[Article], object]
) -> None:
    address = "/series/a-series/feed.atom"
    first = client.get(address)
    change(article)

    response = client.get(address, headers={"if-none-match": first["ETag"]})
    assert response.status_code == 200
    assert response.content != first.content


def test_a_scheduled_article_comes_at_its_second(client: Client) -> None:
    make_article("two", title="Scheduled", status="scheduled", publish_at=A_MONDAY)
    with time_machine.travel(A_MONDAY - timedelta(seconds=1), tick=False):
        before = client.get("/feed.atom")
    assert b"Scheduled" not in before.content

    with time_machine.travel(A_MONDAY, tick=False):
        for name, header in (("if-none-match", "ETag"), ("if-modified-since", "Last-Modified")):
            response = client.get("/feed.atom", headers={name: before[header]})
            assert response.status_code == 200
            assert b"Scheduled" in response.content


def test_last_modified_is_never_in_the_future(client: Client) -> None:
    assert timezone.now().year >= int(client.get("/feed.atom")["Last-Modified"].split()[3])


@pytest.mark.parametrize("address", FEEDS)
def test_head_answers_as_get_does_without_the_text(client: Client, address: str) -> None:
    head, get = client.head(address), client.get(address)

    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Type"]) == (get["ETag"], get["Content-Type"])


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_feed_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/feed.atom").status_code == 405
