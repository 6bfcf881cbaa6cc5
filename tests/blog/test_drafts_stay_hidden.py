"""No draft reaches a visitor, at whatever address she looks."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import Article
from tests.factories import (
    READABLE,
    make_article,
    make_draft,
    make_readable_site,
    make_series,
    make_topic,
)

HIDDEN = {
    "title": "Hushed heading",
    "summary": "A muted summary.",
    "body": "<h2>Quiet section</h2><p>Whispered words.</p>",
    "author": "Secret Author",
}
TRACES = ["Hushed heading", "hushed", "muted", "Quiet section", "Whispered", "Secret Author"]
ANY_DAY = timedelta(days=1)
STATES: list[Any] = [
    pytest.param("draft", None, id="a draft"),
    pytest.param("draft", -ANY_DAY, id="unpublished again"),
    pytest.param("scheduled", ANY_DAY, id="scheduled"),
    pytest.param("published", ANY_DAY, id="published from a later day"),
]


def traces_at(client: Client, address: str, traces: list[str] = TRACES) -> list[str]:
    page = client.get(address).content.decode()
    return [trace for trace in traces if trace in page]


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "from_now"), STATES)
def test_nothing_of_it_shows_at_any_public_address(
    client: Client, status: str, from_now: timedelta | None
) -> None:
    series = make_readable_site()
    moment = None if from_now is None else timezone.now() + from_now
    hidden = make_article("hushed", status=status, publish_at=moment, **HIDDEN)
    hidden.topics.set(Article.objects.get(slug="first-part").topics.all())
    Article.objects.filter(pk=hidden.pk).update(series=series, position=3)

    assert [traces_at(client, address) for address in READABLE] == [[] for _ in READABLE]
    assert client.get("/articles/hushed/").status_code == 404
    assert traces_at(client, "/articles/hushed/") == []


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "from_now"), STATES)
def test_an_announced_one_shows_title_and_expectation_within_its_series_only(
    client: Client, status: str, from_now: timedelta | None
) -> None:
    series = make_readable_site()
    moment = None if from_now is None else timezone.now() + from_now
    planned = make_article("hushed", status=status, publish_at=moment, **HIDDEN)
    Article.objects.filter(pk=planned.pk).update(
        series=series, position=3, announced=True, expected="in autumn"
    )

    found = {address: traces_at(client, address) for address in READABLE}
    shown = {address: traces for address, traces in found.items() if traces}
    assert shown == {
        "/series/a-series/": ["Hushed heading"],
        "/articles/first-part/": ["Hushed heading"],
        "/articles/second-part/": ["Hushed heading"],
    }
    assert all("in autumn" in client.get(address).content.decode() for address in shown)


@pytest.mark.django_db
def test_the_address_of_an_announced_part_answers_404(client: Client) -> None:
    series = make_readable_site()
    make_draft("hushed", series=series, position=3, announced=True)

    assert client.get("/articles/hushed/").status_code == 404


@pytest.mark.usefixtures("profile")
def test_a_series_without_a_published_part_is_not_there(client: Client) -> None:
    series = make_series("to-come", title="A series to come")
    make_draft("first", series=series, position=1, announced=True)

    assert client.get("/series/to-come/").status_code == 404
    assert "A series to come" not in client.get("/series/").content.decode()


@pytest.mark.usefixtures("profile")
def test_a_topic_without_a_published_article_is_not_there(client: Client) -> None:
    topic = make_topic("Divorce")
    article = make_draft("hushed")
    article.topics.add(topic)
    assert client.get("/topics/divorce/").status_code == 404

    article.status, article.publish_at = Article.Status.PUBLISHED, timezone.now()
    article.save()
    assert client.get("/topics/divorce/").status_code == 200


@pytest.mark.django_db
def test_the_therapist_signed_in_sees_no_more_on_public_pages(desk: Client) -> None:
    make_readable_site()
    make_draft("hushed", **HIDDEN)

    assert [traces_at(desk, address) for address in READABLE] == [[] for _ in READABLE]
    assert desk.get("/articles/hushed/").status_code == 404
