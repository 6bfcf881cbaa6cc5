"""What an article's page shows around its text."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from practice.models import User
from tests.factories import make_article, make_profile, make_series, make_topic
from tests.pages import Element, links_in, page_at, source_at, text_in, values

SECTIONS = "".join(f"<h2>{n}. Section {n}</h2><p>Text {n}.</p>" for n in range(1, 6))


def page_of(client: Client, slug: str = "an-article") -> Element:
    return page_at(client, f"/articles/{slug}/")


@pytest.mark.usefixtures("profile")
def test_it_names_author_date_and_minutes(client: Client) -> None:
    published = datetime(2026, 1, 31, 12, tzinfo=UTC)
    make_article("an-article", publish_at=published, body=f"<p>{'word ' * 500}</p>")
    page = page_of(client)

    assert text_in(page, "meta") == "Dr Miriam Vale · 31 January 2026 · 3 minutes"
    assert values(page, "//time/@datetime") == ["2026-01-31"]
    assert values(page, "//h1/text()") == ["An article"]
    assert values(page, "//title/text()") == ["An article – Dr Miriam Vale"]


@pytest.mark.usefixtures("profile")
def test_the_date_is_the_day_in_the_time_zone_of_the_practice(client: Client) -> None:
    before_midnight_utc = datetime(2026, 7, 31, 23, 30, tzinfo=UTC)
    make_article("an-article", publish_at=before_midnight_utc)

    assert "1 August 2026" in text_in(page_of(client), "meta")


@pytest.mark.usefixtures("profile")
def test_a_guest_author_is_named_in_place_of_the_therapist(client: Client) -> None:
    make_article("an-article", author="Sam Guest")

    assert text_in(page_of(client), "meta").startswith("Sam Guest · ")


@pytest.mark.usefixtures("profile")
def test_the_contents_list_leads_to_the_sections(client: Client) -> None:
    make_article("an-article", body=f"{SECTIONS}<h3>A detail</h3>")
    page = page_of(client)
    links = page.xpath("//nav[@class='contents']//li/a")

    assert [link.text for link in links] == [f"{n}. Section {n}" for n in range(1, 6)]
    targets = [page.get_element_by_id(link.get("href").removeprefix("#")) for link in links]
    assert [target.text for target in targets] == [link.text for link in links]


@pytest.mark.usefixtures("profile")
@pytest.mark.parametrize(
    "body",
    [
        "<h2>One</h2><h2>Two</h2>",
        "<h3>One</h3><h3>Two</h3><h3>Three</h3>",
        "<h2></h2><h2></h2><h2></h2>",
        "",
    ],
)
def test_a_short_article_has_no_contents_list(client: Client, body: str) -> None:
    make_article("an-article", body=body)

    assert page_of(client).find_class("contents") == []


@pytest.mark.usefixtures("profile")
def test_no_two_things_on_the_page_share_an_id(client: Client) -> None:
    headings = ["Main", "Contents", "Rest", "Rest", "1. Rest"]
    make_article("an-article", body="".join(f"<h2>{heading}</h2>" for heading in headings))
    ids = values(page_of(client), "//@id")

    assert len(ids) == len(set(ids)) == len(headings) + 2


@pytest.mark.usefixtures("profile")
def test_topics_are_linked_below_the_text(client: Client) -> None:
    make_article("an-article").topics.set([make_topic("Trust"), make_topic("Closeness")])
    (topics,) = page_of(client).find_class("topics")

    assert links_in(topics) == ["/topics/closeness/", "/topics/trust/"]


@pytest.mark.usefixtures("profile")
def test_a_sensitive_article_opens_with_what_it_is_about(client: Client) -> None:
    make_article("an-article", is_sensitive=True).topics.add(make_topic("Safety"))
    page = page_of(client)

    assert text_in(page, "about-line") == "This article is about: Safety."
    assert page.find_class("topics") == []


@pytest.mark.usefixtures("profile")
def test_the_summary_is_for_search_engines_and_lists(client: Client) -> None:
    make_article("an-article", summary="Said in “one” sentence.")

    description = "//meta[@name='description']/@content"
    assert values(page_of(client), description) == ["Said in “one” sentence."]
    assert "Said in “one” sentence." in source_at(client, "/articles/")


@pytest.mark.usefixtures("profile")
def test_it_ends_with_a_line_that_leads_to_the_form(client: Client) -> None:
    make_article("an-article")
    (line,) = page_of(client).find_class("write-to-me")

    assert links_in(line) == ["/contact/"]


@pytest.mark.django_db
def test_that_line_is_not_there_while_nobody_can_write(client: Client) -> None:
    make_profile(opening="closed")
    make_article("an-article")

    assert page_of(client).find_class("write-to-me") == []


@pytest.mark.usefixtures("profile")
def test_the_therapist_finds_a_link_to_edit_it(desk: Client) -> None:
    article = make_article("an-article")
    (link,) = page_of(desk).find_class("staff")[0].xpath(".//a")

    assert (link.text, link.get("href")) == (
        "Edit this article",
        f"/admin/blog/article/{article.pk}/change/",
    )
    assert desk.get(link.get("href")).status_code == 200


@pytest.mark.usefixtures("profile")
def test_nobody_else_sees_that_link(client: Client) -> None:
    make_article("an-article", series=make_series(), position=1)
    as_visitor = source_at(client, "/articles/an-article/")
    client.force_login(User.objects.create_user("somebody", password="a long enough sign-in"))
    signed_in = source_at(client, "/articles/an-article/")

    assert "/admin/" not in as_visitor + signed_in
    assert "Edit" not in as_visitor + signed_in
