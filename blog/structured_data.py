"""Articles and series in the words of schema.org."""

from blog.feeds import changed_at
from blog.models import Article, Series
from blog.parts import Part, Parts
from practice.addresses import absolute
from practice.models import PracticeProfile
from practice.structured_data import Data, named_business, person, without_empty


def posting(article: Article, part: Part | None, practice: PracticeProfile) -> Data:
    """A published article; of a series, as the part of it that visitors count."""
    address = absolute(article.get_absolute_url())
    of_series = {"isPartOf": _named(article.series), "position": part.number} if part else {}
    return without_empty(
        {
            "@type": "BlogPosting",
            "@id": f"{address}#article",
            "headline": article.title,
            "description": article.summary,
            "url": address,
            "mainEntityOfPage": address,
            "image": absolute(article.card_address) if article.card else "",
            "datePublished": article.publish_at.isoformat() if article.publish_at else "",
            "dateModified": changed_at(article).isoformat(),
            "author": _author(article, practice),
            "publisher": named_business(practice),
            "keywords": [topic.name for topic in article.shown_topics],
            "timeRequired": f"PT{article.minutes}M",
            **of_series,
        }
    )


def whole_series(series: Series, parts: Parts, practice: PracticeProfile) -> Data:
    """A series with the parts that can be read; planned ones have no page to name."""
    return _named(series) | without_empty(
        {
            "description": series.summary,
            "author": person(practice),
            "hasPart": [_part(part) for part in parts.published],
        }
    )


def _named(series: Series | None) -> Data:
    if series is None:
        return {}
    address = absolute(series.get_absolute_url())
    return {
        "@type": "CreativeWorkSeries",
        "@id": f"{address}#series",
        "name": series.title,
        "url": address,
    }


def _part(part: Part) -> Data:
    address = absolute(part.article.get_absolute_url())
    return {
        "@type": "BlogPosting",
        "@id": f"{address}#article",
        "headline": part.article.title,
        "url": address,
        "position": part.number,
    }


def _author(article: Article, practice: PracticeProfile) -> Data:
    """A guest has a name only: the credentials are hers."""
    if article.author and article.author != practice.name:
        return {"@type": "Person", "name": article.author}
    return person(practice)
