"""A search costs no more because there are many articles: Postgres looks where it should.

In questions and rows, never in seconds. What it comes to in time: docs/decisions/0020-search.md.
"""

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from blog.models import Article
from blog.search import RANKED, Query, newest_matches, ranked

ARTICLES = 800
WORDS = 250  # an article: enough for Postgres to store them apart from the row, as in life

Node = dict[str, Any]


def article(number: int, words: list[str]) -> Article:
    text = " ".join(words)
    return Article(
        slug=f"a-{number}",
        title=f"Article {number}",
        folded_title="Attunement" if number == ARTICLES - 1 else "Article",
        folded_text=f"trauma {text}" + (" attunement" if number in (7, 70) else ""),
        status=Article.Status.PUBLISHED,
        publish_at=timezone.now() - timedelta(hours=number + 1),
    )


@pytest.fixture
def many_articles(db: None) -> None:
    chance = random.Random(1)
    vocabulary = [f"w{number}x" for number in range(3000)]
    made = [article(number, chance.choices(vocabulary, k=WORDS)) for number in range(ARTICLES)]
    Article.objects.bulk_create(made)
    with connection.cursor() as cursor:  # as autovacuum does within a minute
        cursor.execute("SELECT gin_clean_pending_list('articles_by_their_words')")
        cursor.execute("ANALYZE blog_article")


def plan(words: str) -> list[Node]:
    """What Postgres does to rank what matches, with the rows that it really met."""
    found = newest_matches(Query.typed(words), timezone.now())
    explained = found.explain(format="json", analyze=True)
    return list(nodes(json.loads(explained)[0]["Plan"]))


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.get("Plans", []):
        yield from nodes(child)


def met(steps: list[Node]) -> int:
    """How many articles were looked into to see whether they match."""
    looking = [step for step in steps if "search" in str(step.get("Filter", step))]
    return sum(
        step["Actual Rows"] + step.get("Rows Removed by Filter", 0)
        for step in looking
        if step["Node Type"] in ("Seq Scan", "Index Scan", "Bitmap Heap Scan")
    )


@pytest.mark.usefixtures("many_articles")
@pytest.mark.parametrize(
    "words", ["attunement", "trauma attunement", '"trauma attunement"', "nowhere"]
)
def test_a_rare_word_leads_straight_to_its_articles(words: str) -> None:
    steps = plan(words)

    assert "articles_by_their_words" in [step.get("Index Name") for step in steps]
    assert met(steps) <= 3


@pytest.mark.usefixtures("many_articles")
@pytest.mark.parametrize("words", ["trauma", "trauma -attunement", "trauma or attunement"])
def test_of_a_common_word_only_the_newest_articles_are_looked_into(words: str) -> None:
    steps = plan(words)

    assert "newest_articles_first" in [step.get("Index Name") for step in steps]
    assert met(steps) < RANKED + 10


@pytest.mark.usefixtures("many_articles")
def test_everything_but_a_word_looks_into_no_article_at_all() -> None:
    assert met(plan("-attunement")) == 0


@pytest.mark.usefixtures("many_articles")
def test_the_best_of_the_newest_come_first() -> None:
    found = ranked(Query.typed("trauma or attunement"), timezone.now())
    best = Article.objects.filter(pk__in=found[:2])
    others = [article.slug for article in Article.objects.in_bulk(found[2:5]).values()]

    assert len(found) == RANKED
    assert {article.slug for article in best} == {"a-7", "a-70"}
    assert others == ["a-0", "a-1", "a-2"]
