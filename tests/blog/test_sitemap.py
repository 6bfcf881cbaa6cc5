"""The sitemap names what visitors can read, with the day on which it last changed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from blog.models import Article
from practice.models import Page
from tests.blog.test_drafts_stay_hidden import STATES
from tests.factories import (
    READABLE,
    make_article,
    make_draft,
    make_readable_site,
    make_series,
    make_topic,
)

SITE = "http://127.0.0.1:8000"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
A_DAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
A_LATER_DAY = datetime(2026, 5, 4, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def sitemap(client: Client, **headers: str) -> dict[str, str]:
    """Return address → day of the last change."""
    response = client.get("/sitemap.xml", headers=headers)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    root: Any = etree.fromstring(response.content)
    return {
        url.findtext("s:loc", namespaces=NAMES): url.findtext("s:lastmod", "", namespaces=NAMES)
        for url in root.iterfind("s:url", NAMES)
    }


def test_it_names_every_page_that_visitors_can_read(client: Client) -> None:
    make_readable_site()

    assert set(sitemap(client)) == {SITE + path for path in [*READABLE, "/contact/"]}


def test_every_address_in_it_answers(client: Client) -> None:
    make_readable_site()

    for address in sitemap(client):
        assert client.get(urlsplit(address).path).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1:9", "localhost"])
def test_addresses_are_on_the_site_whatever_the_host_header_says(client: Client, host: str) -> None:
    make_readable_site()

    assert all(address.startswith(f"{SITE}/") for address in sitemap(client, host=host))


def changed(slug: str, moment: datetime, *, published: datetime = A_DAY) -> None:
    Article.objects.filter(slug=slug).update(updated_at=moment, publish_at=published)


def test_a_page_changed_when_what_it_shows_did(client: Client) -> None:
    make_readable_site()
    changed("first-part", A_DAY)
    changed("second-part", A_LATER_DAY)
    Page.objects.filter(slug="fees").update(updated_at=A_DAY)

    days = sitemap(client)
    early, late = A_DAY.date().isoformat(), A_LATER_DAY.date().isoformat()
    assert days[f"{SITE}/articles/first-part/"] == early
    assert days[f"{SITE}/fees/"] == early
    for path in ("/articles/second-part/", "/series/a-series/", "/topics/closeness/", "/"):
        assert days[SITE + path] == late


def test_an_article_that_was_written_before_it_came_out_changed_when_it_came_out(
    client: Client,
) -> None:
    make_readable_site()
    changed("first-part", A_DAY, published=A_LATER_DAY)

    day = date.fromisoformat(sitemap(client)[f"{SITE}/articles/first-part/"])
    assert day == A_LATER_DAY.date()


@pytest.mark.parametrize(("status", "from_now"), STATES)
def test_nothing_that_is_not_public_is_named(
    client: Client, status: str, from_now: timedelta | None
) -> None:
    make_readable_site()
    before = sitemap(client)
    moment = None if from_now is None else timezone.now() + from_now
    hidden = make_article(
        "hidden",
        status=status,
        publish_at=moment,
        series=make_series("hidden-series"),
        position=1,
        announced=True,
    )
    hidden.topics.add(make_topic("Hidden"))
    Article.objects.filter(pk=hidden.pk).update(updated_at=timezone.now() + timedelta(days=9))

    assert sitemap(client) == before


def test_a_draft_in_a_public_series_does_not_change_the_day_of_the_series(client: Client) -> None:
    series = make_readable_site()
    before = sitemap(client)
    draft = make_draft("third", series=series, position=3)
    Article.objects.filter(pk=draft.pk).update(updated_at=timezone.now() + timedelta(days=9))

    assert sitemap(client) == before


def test_it_costs_four_questions_however_many_articles(client: Client) -> None:
    make_readable_site()
    for number in range(30):
        part = make_article(f"a-{number}", series=make_series(f"s-{number}"), position=1)
        part.topics.add(make_topic(f"Topic {number}"))

    with CaptureQueriesContext(connection) as captured:
        assert len(sitemap(client)) > 90
    assert len(captured) == 4
