"""Fills the database that DATABASE_URL names: python -m tests.benchmarks.content 10000 100000

The sample content, then copies of its longest article until there are as many as asked, and so
many past appointments.
"""

import copy
import os
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from blog.models import Article, Topic

PARTS_IN_A_SERIES = 12
TOPICS = 20
TOPICS_AN_ARTICLE = 2
BATCH = 250


def article(number: int) -> str:
    """The address of one of the copies."""
    return f"/articles/measured-{number}/"


# The same in every database, so that their figures compare.
ARTICLE = article(5)
SERIES = "/series/measured-0/"


def fill(articles: int, appointments: int, now: datetime) -> None:
    """Make the tables, the sample content, and as much as asked."""
    from django.core.management import call_command
    from django.db import connection

    from practice import demo_key
    from practice.sealing import passphrase
    from tests.benchmarks import diary

    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_sample_content", verbosity=0, stdout=sys.stderr)
    demo_key.make(phrase=passphrase.new_phrase(), sheet=passphrase.new_sheet(), now=now)
    _grow(articles, now)
    diary.keep_hours()
    diary.add_past(appointments, now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _grow(articles: int, now: datetime) -> None:
    from blog.models import Article, Series, Topic

    there = Article.objects.published(now).count()
    model = max(Article.objects.published(now), key=lambda article: len(article.body))
    numbers = range(articles - there)
    series = Series.objects.bulk_create(
        Series(slug=f"measured-{n}", title=f"Series {n}")
        for n in range(-(-len(numbers) // PARTS_IN_A_SERIES))
    )
    topics = Topic.objects.bulk_create(
        Topic(slug=f"measured-{n}", name=f"Topic {n}") for n in range(TOPICS)
    )
    made = Article.objects.bulk_create(
        (_copy(model, n, series[n // PARTS_IN_A_SERIES].pk, now) for n in numbers), BATCH
    )
    _label(made, topics)


def _copy(model: "Article", number: int, series: int, now: datetime) -> "Article":
    """Another article of the same text; only its name, place and time are its own."""
    made = copy.copy(model)
    made.pk = None
    made._state = type(model._state)()
    made.slug, made.title = f"measured-{number}", f"Article {number}"
    made.series_id, made.position = series, number % PARTS_IN_A_SERIES + 1
    made.publish_at = now - timedelta(hours=number + 1)
    return made


def _label(articles: "list[Article]", topics: "list[Topic]") -> None:
    from blog.models import Article

    through = Article.topics.through
    through._default_manager.bulk_create(
        (
            through(article_id=article.pk, topic_id=topics[(number + step) % TOPICS].pk)
            for number, article in enumerate(articles)
            for step in range(TOPICS_AN_ARTICLE)
        ),
        BATCH * 10,
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
    django.setup()
    from django.utils import timezone

    fill(int(sys.argv[1]), int(sys.argv[2]), timezone.now())
