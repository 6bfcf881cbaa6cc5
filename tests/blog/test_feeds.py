"""Both feeds hold the newest articles in full, for readers that know nothing of this site."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator
from lxml import html

from blog.models import Article
from tests.blog.json_feed import FEED
from tests.blog.test_drafts_stay_hidden import HIDDEN, STATES, TRACES
from tests.factories import make_article, make_draft, make_series, make_topic
from tests.pages import page_at, values

pytestmark = pytest.mark.usefixtures("profile")

LONG_AGO = datetime(2020, 3, 2, 9, 0, tzinfo=UTC)
SITE = "http://127.0.0.1:8000"
SITE_FEEDS = ["/feed.atom", "/feed.json"]
SERIES_FEEDS = ["/series/a-series/feed.atom", "/series/a-series/feed.json"]
EVERY_FEED = [*SITE_FEEDS, *SERIES_FEEDS]


def atom(client: Client, address: str = "/feed.atom") -> Any:
    response = client.get(address)
    assert response.status_code == 200
    headers = {name.lower(): value for name, value in response.headers.items()}
    as_it_is = {"sanitize_html": False, "resolve_relative_uris": False}
    feed = feedparser.parse(response.content, response_headers=headers, **as_it_is)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed


def json_feed(client: Client, address: str = "/feed.json") -> Any:
    response = client.get(address)
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(response.content)
    errors = Draft202012Validator(FEED).iter_errors(feed)
    assert [f"{list(error.path)}: {error.message}" for error in errors] == []
    return feed


def titles(client: Client, address: str) -> list[str]:
    if address.endswith(".atom"):
        return [entry.title for entry in atom(client, address).entries]
    return [item["title"] for item in json_feed(client, address)["items"]]


def full_texts(client: Client) -> list[str]:
    (entry,) = atom(client).entries
    (item,) = json_feed(client)["items"]
    return [entry.content[0].value, item["content_html"]]


@pytest.fixture
def article(profile: object) -> Article:
    """Part 2 of a series: everything that a feed can say of an article."""
    series = make_series(title="On closeness", summary="Three parts.")
    make_draft("before", series=series, position=1)
    article = make_article(
        "an-article",
        title="Words & <signs>",
        summary="Short & <plain>.",
        body="<h2>First</h2><p>Some <em>text</em>.</p>",
        series=series,
        position=2,
        publish_at=LONG_AGO,
        author="Robin Guest",
    )
    article.topics.add(make_topic("Trust"), make_topic("Closeness"))
    return article


def test_atom_says_all_there_is_of_an_article(client: Client, article: Article) -> None:
    feed = atom(client)
    (entry,) = feed.entries

    assert feed.feed.title == "Dr Miriam Vale"
    assert feed.feed.id.startswith("urn:uuid:")
    assert entry.title == "Words & <signs>"
    assert (entry.summary_detail.type, entry.summary) == ("text/html", "Short &amp; &lt;plain&gt;.")
    assert entry.link == f"{SITE}/articles/an-article/"
    assert entry.author == "Robin Guest"
    assert [tag.term for tag in entry.tags] == ["Closeness", "Trust"]
    assert entry.content[0].type == "text/html"
    assert entry.content[0].value == article.body_html
    assert datetime.fromisoformat(entry.published) == LONG_AGO
    assert datetime.fromisoformat(entry.updated) == max(article.updated_at, LONG_AGO)
    assert feed.feed.updated == entry.updated


def test_json_feed_says_the_same(client: Client, article: Article) -> None:
    feed = json_feed(client)
    (item,) = feed["items"]

    assert feed["title"] == "Dr Miriam Vale"
    assert feed["language"] == "en-gb"
    assert (item["title"], item["summary"]) == ("Words & <signs>", "Short & <plain>.")
    assert item["url"] == f"{SITE}/articles/an-article/"
    assert item["authors"] == [{"name": "Robin Guest"}]
    assert item["tags"] == ["Closeness", "Trust"]
    assert item["content_html"] == article.body_html
    assert datetime.fromisoformat(item["date_published"]) == LONG_AGO
    assert item["id"] == atom(client).entries[0].id


@pytest.mark.parametrize("address", EVERY_FEED)
def test_a_feed_names_its_own_address_and_its_page(
    client: Client, article: Article, address: str
) -> None:
    page = f"{SITE}/series/a-series/" if "series" in address else f"{SITE}/"
    if address.endswith(".atom"):
        links = {link.rel: link.href for link in atom(client, address).feed.links}
        assert links == {"self": SITE + address, "alternate": page}
    else:
        feed = json_feed(client, address)
        assert (feed["feed_url"], feed["home_page_url"]) == (SITE + address, page)


@pytest.mark.parametrize("host", ["127.0.0.1:9", "localhost"])
def test_addresses_are_on_the_site_whatever_the_host_header_says(
    client: Client, article: Article, host: str
) -> None:
    for address in EVERY_FEED:
        text = client.get(address, headers={"host": host}).content.decode()
        assert host not in text.replace(SITE, "")


def test_every_address_in_a_text_is_whole(client: Client) -> None:
    make_article(
        "an-article",
        body='<h2>First</h2><p><a href="#first">up</a> <a href="/fees/">fees</a>'
        ' <a href="../other/">other</a> <a href="https://else.example/?a=1&amp;b=2">else</a>'
        ' <a href="mailto:a@b.example">mail</a> <a href="tel:+441632">ring</a></p>',
    )
    for text in full_texts(client):
        assert values(html.fragment_fromstring(text, create_parent="div"), ".//a/@href") == [
            f"{SITE}/articles/an-article/#first",
            f"{SITE}/fees/",
            f"{SITE}/articles/other/",
            "https://else.example/?a=1&b=2",
            "mailto:a@b.example",
            "tel:+441632",
        ]


def test_pictures_and_notes_lead_to_the_site_too(client: Client) -> None:
    article = make_article("an-article")
    picture = (
        '<picture><source type="image/avif" srcset="/media/1.avif 480w, /media/2.avif 960w">'
        '<img src="/media/1.jpg" alt=""></picture><a href="#note.1">1</a>'
    )
    Article.objects.filter(pk=article.pk).update(body_html=picture)

    for text in full_texts(client):
        root = html.fragment_fromstring(text, create_parent="div")
        assert values(root, ".//@srcset") == [f"{SITE}/media/1.avif 480w, {SITE}/media/2.avif 960w"]
        assert values(root, ".//img/@src") == [f"{SITE}/media/1.jpg"]
        assert values(root, ".//a/@href") == [f"{SITE}/articles/an-article/#note.1"]
        assert "</source>" not in text


def test_a_sensitive_text_opens_with_what_it_is_about(client: Client) -> None:
    article = make_article("an-article", is_sensitive=True, body="<p>Text.</p>")
    article.topics.add(make_topic("Violence"))

    for text in full_texts(client):
        assert text == "<p>This article is about: Violence.</p><p>Text.</p>"


def test_an_id_stays_when_title_address_and_series_change(client: Client, article: Article) -> None:
    before = atom(client).entries[0].id
    assert before == (
        f"tag:{urlsplit(SITE).hostname},{article.created_at:%Y-%m-%d}:article/{article.pk}"
    )

    article.slug, article.title, article.series, article.position = "moved", "New", None, None
    article.save()
    assert atom(client).entries[0].id == before
    assert json_feed(client)["items"][0]["id"] == before


def test_the_id_of_a_series_feed_stays_when_its_address_changes(
    client: Client, article: Article
) -> None:
    series = article.series
    assert series
    before = atom(client, "/series/a-series/feed.atom").feed.id
    assert before != atom(client).feed.id

    series.slug = "renamed"
    series.save()
    assert atom(client, "/series/renamed/feed.atom").feed.id == before


def test_updated_is_never_before_published(client: Client) -> None:
    make_article("written-long-before")
    Article.objects.update(updated_at=LONG_AGO - timedelta(days=9), publish_at=LONG_AGO)

    (entry,) = atom(client).entries
    assert entry.updated == entry.published
    (item,) = json_feed(client)["items"]
    assert item["date_modified"] == item["date_published"]


@pytest.mark.parametrize("address", EVERY_FEED)
def test_the_twenty_newest_are_there_newest_first(client: Client, address: str) -> None:
    series = make_series()
    for number in range(1, 24):
        moment = LONG_AGO + timedelta(days=number)
        make_article(f"a-{number}", series=series, position=number, publish_at=moment)
    Article.objects.filter(slug="a-5").update(publish_at=timezone.now())

    found = titles(client, address)
    assert len(found) == 20
    assert found[0] == "A 5"


def test_a_series_feed_holds_its_own_parts_only(client: Client, article: Article) -> None:
    make_article("alone", title="Alone")

    for address in SERIES_FEEDS:
        assert len(titles(client, address)) == 1
        assert "Alone" not in titles(client, address)
    assert atom(client, SERIES_FEEDS[0]).feed.title == "On closeness – Dr Miriam Vale"
    assert json_feed(client, SERIES_FEEDS[1])["description"] == "Three parts."


@pytest.mark.parametrize(("status", "from_now"), STATES)
def test_nothing_that_is_not_public_is_in_a_feed(
    client: Client, article: Article, status: str, from_now: timedelta | None
) -> None:
    moment = None if from_now is None else timezone.now() + from_now
    hidden = {"series": article.series, "position": 3, "announced": True, **HIDDEN}
    make_article("hushed", status=status, publish_at=moment, **hidden)

    for address in EVERY_FEED:
        text = client.get(address).content.decode()
        assert [trace for trace in TRACES if trace in text] == []


@pytest.mark.parametrize("kind", ["atom", "json"])
def test_a_series_without_a_published_part_has_no_feed(client: Client, kind: str) -> None:
    make_draft("first", series=make_series(), position=1, announced=True)

    assert client.get(f"/series/a-series/feed.{kind}").status_code == 404
    assert client.get(f"/series/no-such/feed.{kind}").status_code == 404


def test_a_site_without_an_article_has_valid_feeds_that_stay_the_same(client: Client) -> None:
    assert atom(client).entries == []
    assert json_feed(client)["items"] == []
    assert client.get("/feed.atom").content == client.get("/feed.atom").content


def test_a_sign_that_xml_cannot_hold_does_not_take_the_feed_away(
    client: Client, article: Article
) -> None:
    bad = "Pa\x0bsted\ufffe"
    article.topics.add(make_topic(f"Topic {bad}"))
    Article.objects.update(title=bad, summary=bad, author=bad)

    (entry,) = atom(client).entries
    assert entry.title == "Pasted"
    assert json_feed(client)["items"][0]["title"] == "Pasted"


@pytest.mark.parametrize("address", EVERY_FEED)
def test_a_feed_costs_the_same_few_questions_however_many_articles(
    client: Client, article: Article, address: str
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    with_one = asked()
    for number in range(30):
        part = make_article(f"a-{number}", series=article.series, position=number + 10)
        part.topics.add(make_topic(f"Topic {number}"))
    assert asked() == with_one <= 4


def test_pages_name_the_feeds_that_belong_to_them(client: Client, article: Article) -> None:
    def named(address: str) -> set[str]:
        path = "//link[@rel='alternate'][starts-with(@type, 'application/')]/@href"
        return set(values(page_at(client, address), path))

    assert named("/") == named("/articles/") == set(SITE_FEEDS)
    assert named("/series/a-series/") == set(EVERY_FEED)
    assert named("/articles/an-article/") == set(EVERY_FEED)
