"""What search engines and shared links say of a page, where she has not said it herself."""

import pytest
from django.test import Client

from blog.rendering.opening_words import LONGEST, LOOKED_AT, cut_short, opening_words
from practice.models import Page
from tests.factories import make_article, make_draft, make_series, make_topic
from tests.pages import page_at, values

WORDS = [f"word{number}" for number in range(60)]

pytestmark = pytest.mark.usefixtures("profile")


def described(client: Client, address: str) -> list[str]:
    """What is said to search engines; asserts that shared links say the same."""
    page = page_at(client, address)
    shared = values(page, "//meta[@property='og:description']/@content")
    assert values(page, "//meta[@name='description']/@content") == shared
    return shared


def test_an_article_without_a_summary_is_described_by_its_first_words(client: Client) -> None:
    make_article(body="<h2>Why</h2><p>It is <em>not</em> &amp; never was &lt;you&gt;.</p>")

    assert described(client, "/articles/an-article/") == ["Why It is not & never was <you>."]


def test_first_words_end_between_two_words(client: Client) -> None:
    make_article(body=f"<p>{' '.join(WORDS)}</p>")
    (said,) = described(client, "/articles/an-article/")
    *words, more = said.split()

    assert LONGEST - 10 < len(said) <= LONGEST
    assert (words, more) == (WORDS[: len(words)], "…")


def test_notes_are_not_among_the_first_words(client: Client) -> None:
    Page.objects.create(slug="about", title="Me", body="<p>I<footnote>You</footnote> am.</p>")
    make_article(body="<p>I<footnote>You</footnote> read.</p><p>Much.</p>")

    assert described(client, "/about/")[0].startswith("I am.")
    assert described(client, "/articles/an-article/")[0].startswith("I read. Much.")


def test_a_sensitive_article_is_described_by_its_topics_alone(client: Client) -> None:
    make_article(is_sensitive=True, body="<p>He hit her.</p>").topics.add(make_topic("Safety"))
    make_article("no-topic", is_sensitive=True, body="<p>He hit her.</p>")

    assert described(client, "/articles/an-article/") == ["This article is about: Safety."]
    assert described(client, "/articles/no-topic/") == []


def test_an_article_without_words_is_not_described(client: Client) -> None:
    make_article(body="")

    assert described(client, "/articles/an-article/") == []


def test_a_series_without_a_summary_is_described_by_the_parts_one_may_know_of(
    client: Client,
) -> None:
    series = make_series()
    make_article("first", series=series, position=1)
    make_draft("secret", series=series, position=2)
    make_article("third", series=series, position=3)
    make_article("own", series=make_series("told", summary="Mine."), position=1)

    assert described(client, "/series/a-series/") == ["First · Third"]
    assert described(client, "/series/told/") == ["Mine."]


def test_a_page_is_described_by_its_first_words(client: Client) -> None:
    Page.objects.create(slug="fees", title="Fees", body="<p>An hour costs £60.</p>")
    Page.objects.create(slug="about", title="Me", body="")

    assert described(client, "/fees/") == ["An hour costs £60."]
    assert described(client, "/about/") == []


def test_one_endless_word_is_cut_all_the_same() -> None:
    said = cut_short("x" * 500)

    assert (len(said), said[-2:]) == (LONGEST, "x…")


def test_of_a_long_text_only_the_beginning_is_read() -> None:
    nothing = "<p></p>"

    assert opening_words(nothing * 10 + "<p>Words</p>") == "Words"
    assert opening_words(nothing * LOOKED_AT + "<p>Words</p>") == ""
