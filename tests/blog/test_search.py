"""What was published is found by its words, at once, and nothing else is."""

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Article
from tests.blog.test_drafts_stay_hidden import STATES
from tests.factories import A_MONDAY, make_article, make_draft, make_series, make_topic
from tests.pages import Element, links_in, page_at, text_in, text_of, values

pytestmark = pytest.mark.usefixtures("profile")


def search(client: Client, words: str, *, page: int = 1) -> Element:
    return page_at(client, f"/search/?q={quote(words)}&page={page}")


def titles(client: Client, words: str, *, page: int = 1) -> list[str]:
    """What was found, in the order in which it is shown."""
    return [text_of(title) for title in search(client, words, page=page).find_class("card__title")]


def body(words: str) -> dict[str, str]:
    return {"body": f"<p>{words}</p>"}


def test_an_article_is_found_by_a_word_of_its_title_summary_or_text(client: Client) -> None:
    make_article("one", title="About trauma")
    make_article("two", title="Two", summary="What trauma does.")
    make_article("three", title="Three", **body("It says trauma once."))
    make_article("four", title="Four")

    assert titles(client, "trauma") == ["About trauma", "Two", "Three"]


def test_another_form_of_the_word_is_found(client: Client) -> None:
    make_article("one", title="One", **body("Healing takes relationships."))

    assert titles(client, "heal relationship") == ["One"]


@pytest.mark.parametrize("typed", ["resume", "résumé", "RÉSUMÉ", "re\u0301sume\u0301"])
@pytest.mark.parametrize("written", ["résumé", "resume", "re\u0301sume\u0301"])
def test_accents_and_capitals_make_no_difference_on_either_side(
    client: Client, typed: str, written: str
) -> None:
    make_article("one", title="One", **body(f"Her {written} was short."))

    assert titles(client, typed) == ["One"]


def test_all_words_must_be_there_unless_or_says_otherwise(client: Client) -> None:
    make_article("one", title="One", **body("Calm and quiet."))
    make_article("two", title="Two", **body("Calm and bright."))

    assert titles(client, "calm quiet") == ["One"]
    assert sorted(titles(client, "quiet or bright")) == ["One", "Two"]
    assert titles(client, "calm -quiet") == ["Two"]


@pytest.mark.parametrize("quotes", ['""', "“”", "„“", "«»"])
def test_words_in_quotes_are_found_only_side_by_side(client: Client, quotes: str) -> None:
    make_article("one", title="One", **body("The nervous system."))
    make_article("two", title="Two", **body("A system that makes us nervous."))

    assert titles(client, f"{quotes[0]}nervous system{quotes[1]}") == ["One"]


def test_a_part_says_which_part_of_which_series_it_is(client: Client) -> None:
    series = make_series(title="On closeness")
    make_article("one", series=series, position=1)
    make_article("two", series=series, position=2, **body("Attunement."))
    make_draft("three", series=series, position=3, announced=True)

    line = text_in(search(client, "attunement"), "card__series")
    assert line == "On closeness · Part 2 of 3"


def test_an_edited_article_is_found_by_its_new_words_at_once_and_no_more_by_the_old(
    client: Client,
) -> None:
    article = make_article("one", title="One", **body("Mirroring."))
    assert titles(client, "mirroring") == ["One"]

    article.body = "<p>Validation.</p>"
    article.save()
    assert titles(client, "validation") == ["One"]
    assert titles(client, "mirroring") == []


def test_an_unpublished_article_is_not_found_any_more(client: Client) -> None:
    article = make_article("one", title="One", **body("Mirroring."))

    article.status = Article.Status.UNPUBLISHED
    article.save()
    assert titles(client, "mirroring") == []


def test_a_scheduled_article_is_found_from_its_second_on(client: Client) -> None:
    make_article("one", title="One", status="scheduled", publish_at=A_MONDAY, **body("Mirroring."))

    with time_machine.travel(A_MONDAY - timedelta(seconds=1), tick=False):
        assert titles(client, "mirroring") == []
    with time_machine.travel(A_MONDAY, tick=False):
        assert titles(client, "mirroring") == ["One"]


@pytest.mark.parametrize(("status", "from_now"), STATES)
def test_what_is_not_public_is_neither_found_nor_suggested(
    client: Client, status: str, from_now: timedelta | None
) -> None:
    moment = None if from_now is None else timezone.now() + from_now
    make_article("hidden", status=status, publish_at=moment, **body("Mirroring, hushed."))
    make_article("there", **body("Something else."))

    for words in ("mirroring", "miroring", "hushed"):
        source = search(client, words).text_content()
        assert "Hidden" not in source
        assert "Did you mean" not in source
    assert text_in(search(client, "something or mirroring"), "results__count") == "One article"


def test_results_come_ten_a_page_and_each_page_leads_to_the_next(client: Client) -> None:
    for number in range(12):
        make_article(f"a-{number}", **body("Mirroring."))

    assert len(titles(client, "mirroring")) == 10
    first = search(client, "mirroring")
    assert text_of(first.find_class("results__count")[0]) == "12 articles"
    (more,) = [link for link in links_in(first) if "page=2" in link]
    assert more == "?q=mirroring&page=2"
    assert len(titles(client, "mirroring", page=2)) == 2


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "9999999999999999999999"])
def test_a_page_of_results_that_is_not_there_answers_404(client: Client, number: str) -> None:
    make_article("one", **body("Mirroring."))

    assert client.get("/search/", {"q": "mirroring", "page": number}).status_code == 404


def test_results_are_for_nobody_else_to_keep_or_to_index(client: Client) -> None:
    make_article("one", **body("Mirroring."))
    response = client.get("/search/?q=mirroring")

    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    page = search(client, "mirroring")
    assert values(page, "//meta[@name='robots']/@content") == ["noindex"]
    assert values(page, "//link[@rel='canonical']") == []


def test_without_words_there_is_only_the_box(client: Client) -> None:
    for address in ("/search/", "/search/?q=", "/search/?q=+%09+"):
        page = page_at(client, address)
        assert len(page.xpath("//input[@name='q']")) == 1
        assert page.xpath("//main//h2 | //main//li") == []


def test_the_box_keeps_what_was_looked_for(client: Client) -> None:
    assert values(search(client, 'a "b" <c>'), "//input[@name='q']/@value") == ['a "b" <c>']


@pytest.mark.parametrize("address", ["/articles/", "/series/", "/search/", "/no-such-page/"])
def test_there_is_a_box_to_search_where_somebody_may_be_lost(client: Client, address: str) -> None:
    make_article("one", series=make_series(), position=1)
    page = page_at(client, address, status=404 if "no-such" in address else 200)

    (form,) = page.xpath("//form[@role='search']")
    assert (form.get("method"), form.get("action")) == ("get", "/search/")
    assert values(form, ".//label/@for") == values(form, ".//input/@id")


def test_every_page_leads_to_the_search_in_its_footer(client: Client) -> None:
    assert "/search/" in links_in(page_at(client, "/").xpath("//footer")[0])


def test_looking_for_nothing_there_leads_on_to_articles_series_and_topics(client: Client) -> None:
    make_article("one").topics.add(make_topic("Closeness"))
    (main,) = search(client, "xylophone").xpath("//main")

    assert "I have found nothing with these words" in text_of(main)
    assert {"/articles/", "/series/", "/topics/closeness/"} <= set(links_in(main))


@pytest.mark.parametrize("words", ["mirroring", "miroring", "nothing-like-it", ""])
def test_a_search_asks_postgres_at_most_five_questions_however_many_articles(
    client: Client, words: str
) -> None:
    for number in range(30):
        series = make_series(f"series-{number}", title=f"Series {number}")
        part = make_article(f"a-{number}", series=series, position=1, **body("Mirroring."))
        part.topics.add(make_topic(f"Topic {number}"))

    with CaptureQueriesContext(connection) as captured:
        search(client, words)
    assert len(captured) <= 5
