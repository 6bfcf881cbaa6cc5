"""What to look at before an article is public is said in plain words, and stops nobody."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.checks import LONGEST_SUMMARY, LONGEST_TITLE, Lead, Site, findings
from blog.leads import look_through
from blog.models import Article
from blog.models.revised import Text
from practice.models import Redirect
from tests.factories import make_article, make_draft, make_pages, make_series, make_topic
from tests.pictures import drawn, encoded, kept

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)


def said(body: str = "<p>Words.</p>", site: Site | None = None, **changed: str) -> list[str]:
    """What is said of a text that has nothing else amiss."""
    text = Text(**{"title": "A title", "summary": "A summary.", "body": body} | changed)
    return [f"{what} {todo}" for what, todo in findings(text, site or Site())]


def test_of_a_text_with_nothing_amiss_nothing_is_said() -> None:
    body = """<h2>One</h2><h3>Below</h3><p>A <a href="https://x.example/">link</a>,
    <a href="/about/?a=b#c">a page</a>, <a href="#one">above</a>, <img data-image="7">,
    <a href="mailto:a@x.example">mail</a><img data-image="8"></p><h2>Two</h2>"""

    assert said(body, Site({"/about/": Lead.THERE}, {7: "A harbour", 8: None})) == []


def test_a_title_is_as_long_as_search_results_show() -> None:
    assert said(title="x" * LONGEST_TITLE) == []
    (one,) = said(title="x" * (LONGEST_TITLE + 1))
    assert "The title has 61 signs; search results show about 60." in one


def test_a_summary_is_there_and_as_long_as_search_results_show() -> None:
    assert said(summary="x" * LONGEST_SUMMARY) == []
    (too_long,) = said(summary="x" * (LONGEST_SUMMARY + 1))
    (missing,) = said(summary=" ")
    assert "The summary has 161 signs; search results show about 160." in too_long
    assert "There is no summary." in missing


@pytest.mark.parametrize("body", ["", "<p></p>", "<h2> </h2>"])
def test_a_text_has_words(body: str) -> None:
    assert said(body) == ["There is no text yet. Write it, or leave the article a draft."]


@pytest.mark.parametrize(
    "body", ["<h3>Deep</h3>", "<h2>A</h2><h4>Deep</h4>", "<h2>A</h2><h5>Deep</h5>"]
)
def test_headings_go_down_one_step_at_a_time(body: str) -> None:
    (one,) = said(body)
    assert one.startswith("The heading “Deep” is smaller than its place asks for.")


def test_headings_go_up_as_far_as_they_like() -> None:
    assert said("<h2>A</h2><h3>B</h3><h2>C</h2>") == []


@pytest.mark.parametrize("words", ["", "IMG_2031", "harbour at dusk.jpg".replace(" ", "-")])
def test_a_picture_has_words_and_the_name_of_a_file_is_none(words: str) -> None:
    (one,) = said('<p>A<img data-image="7"></p>', Site({}, {7: words}))
    assert one.startswith("A picture has no words for who does not see it.")


def test_a_table_without_a_word_is_named() -> None:
    cells = "<tr><th>\xa0</th><td><p> </p></td></tr>"
    (one,) = said(f"<p>Words.</p><table>{cells}</table><table><caption>A</caption>{cells}</table>")
    assert one.startswith("A table in the text is empty.")


@pytest.mark.parametrize("number", ["7", "9" * 5_000])
def test_a_picture_that_is_gone_is_named(number: str) -> None:
    (one,) = said(f'<p>A<img data-image="{number}"></p>')
    assert one.startswith("A picture in the text is not in your library.")


@pytest.mark.parametrize(
    ("lead", "todo"),
    [
        (Lead.NOTHING, "There is no such page on this site"),
        (Lead.NOT_YET, "That is not public yet"),
        (Lead.TAKEN_BACK, "You have taken that page back"),
        (Lead.DESK, "That is a page for you alone"),
    ],
)
def test_a_link_that_goes_nowhere_is_named_with_what_to_do(lead: Lead, todo: str) -> None:
    (one,) = said('<p><a href="/x/#y">Here</a></p>', Site({"/x/": lead}))
    assert one.startswith(f"The link “Here” leads nowhere that visitors can go. {todo}")


@pytest.mark.parametrize("address", ["www.x.example", "about/", "//x.example/a", "//[x"])
def test_a_link_says_whether_it_leads_elsewhere(address: str) -> None:
    (one,) = said(f'<p><a href="{address}">Here</a></p>')
    assert "leads nowhere" in one


def test_a_link_without_an_address_is_none() -> None:
    (one,) = said("<p><a>Here</a></p>")
    assert "Give it an address, or make it plain words." in one


def linking(*addresses: str, **changed: Any) -> Text:
    links = "".join(f'<p><a href="{it}">{it}</a></p>' for it in addresses)
    return Text("A title", "A summary.", links)


def amiss(article: Article, *addresses: str) -> list[str]:
    """Which of these links are found to lead nowhere, with the first words of what to do."""
    found = look_through(linking(*addresses), article, NOW)
    return [f"{what.split('“')[1].split('”')[0]}: {todo[:14]}" for what, todo in found]


@pytest.mark.django_db
def test_links_are_looked_up_on_the_site_as_it_is_for_visitors() -> None:
    make_pages()
    make_series("empty")
    make_article("public", publish_at=NOW).topics.add(make_topic("Closeness"))
    make_draft("draft")
    make_article("taken", status="unpublished")
    make_article("moved", status="unpublished")
    make_article("later", status="scheduled", publish_at=NOW + AN_HOUR)
    make_topic("Alone")
    Redirect.objects.create(old_path="/articles/moved/", new_path="/about/")
    Redirect.objects.create(old_path="/old-shop/", new_path="/about/")
    there = ["/", "/articles/public/", "/articles/public", "/about/", "/contact/?about=public"]
    there += ["/topics/closeness/", "/articles/moved/", "/old-shop/", "/urgent-help/", "/feed.atom"]
    there += ["http://127.0.0.1:8000/fees/", "/articles/own/", "/static/css/site.css"]

    article = make_draft("own")
    assert amiss(article, *there) == []
    assert amiss(
        article,
        "/articles/draft/",
        "/articles/later/",
        "/articles/taken/",
        "/articles/never/",
        "/nonsense/",
        "/series/empty/",
        "/topics/alone/",
        "/topics/none/",
        "/admin/",
        "/preview/x/",
        "http://127.0.0.1:8000//[x",
    ) == [
        "/articles/draft/: That is not pu",
        "/articles/later/: That is not pu",
        "/articles/taken/: You have taken",
        "/articles/never/: There is no su",
        "/nonsense/: There is no su",
        "/series/empty/: That is not pu",
        "/topics/alone/: That is not pu",
        "/topics/none/: There is no su",
        "/admin/: That is a page",
        "/preview/x/: That is a page",
        "http://127.0.0.1:8000//[x: There is no su",
    ]


@pytest.mark.django_db
def test_a_part_may_link_to_what_is_public_by_then_and_to_its_own_series() -> None:
    series = make_series()
    make_article("one", series=series, position=1, status="scheduled", publish_at=NOW + AN_HOUR)
    two = make_article(
        "two", series=series, position=2, status="scheduled", publish_at=NOW + AN_HOUR
    )
    two.topics.add(make_topic())
    links = ["/articles/one/", "/articles/two/", "/series/a-series/", "/topics/closeness/"]
    assert amiss(two, *links) == []

    two.publish_at = NOW + AN_HOUR - timedelta(seconds=1)
    assert amiss(two, *links) == ["/articles/one/: That is not pu"]


@pytest.mark.django_db
def test_pictures_are_looked_up_in_the_library(media: Path) -> None:
    good, bare = kept(encoded(drawn())), kept(encoded(drawn(300, 400)), alt="DSC_0001.jpg")
    ornament = kept(encoded(drawn(500, 400)), alt="", is_decorative=True)
    shown = "".join(f'<img data-image="{it}">' for it in (good.pk, bare.pk, ornament.pk, 99999))
    found = look_through(Text("A", "B", f"<p>C{shown}</p>"), make_draft(), NOW)

    assert [what for what, _todo in found] == [
        "A picture has no words for who does not see it.",
        "A picture in the text is not in your library.",
    ]


@pytest.mark.django_db
def test_it_asks_no_more_for_many_links_than_for_one_of_each_kind(media: Path) -> None:
    kinds = ["/articles/{}/", "/series/{}/", "/topics/{}/", "/about/", "/nonsense-{}/"]
    article, asked = make_draft(), []
    for many in (1, 40):
        links = [kind.format(number) for kind in kinds for number in range(many)]
        pictures = "".join(f'<img data-image="{number}">' for number in range(1, many + 1))
        text = linking(*links)._replace(body=linking(*links).body + pictures)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            look_through(text, article, NOW)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 9
