"""Finding published articles by their words: what was typed → ranked numbers → results to show."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.safestring import SafeString

from blog.folding import folded
from blog.models import Article
from blog.models.article import ArticleQuerySet
from blog.passages import MARKS, highlighted, matched_words, passage, readable_text
from blog.search_vector import LANGUAGES, search_language

LONGEST = 120  # signs; a sentence. Longer ones are cut, which also bounds what ranking costs
# Only the newest that match are ranked, so that a word of every article has a bounded cost.
RANKED = 150
QUOTES = str.maketrans("“”„‟«»", '""""""')  # as phones type them; Postgres knows the plain one
# websearch_to_tsquery() takes any text, says its manual, but fails on 33 of these in a row.
LONE_MINUS = re.compile(r'-(?![^\W_]|")')
NOT_INDEXABLE = "T"  # what Postgres's querytree() says of "-word": everything without that word


@dataclass(frozen=True)
class Query:
    """What somebody looks for. `words` hold nothing that does not print."""

    words: str
    was_cut: bool = False

    @classmethod
    def typed(cls, text: str) -> "Query":
        visible = (sign if sign.isprintable() else " " for sign in text[: LONGEST + 1])
        words = " ".join("".join(visible).split())
        return cls(_whole_words(words), was_cut=len(text) > LONGEST)

    @property
    def for_postgres(self) -> SearchQuery:
        """Quotes, "or" and "-" mean what they mean to a search engine; no text is an error."""
        words = LONE_MINUS.sub(" ", folded(self.words).translate(QUOTES))
        return SearchQuery(words, config=_config(), search_type="websearch")


class Result(NamedTuple):
    article: Article
    title: SafeString
    passage: SafeString


def ranked(query: Query, now: datetime) -> list[int]:
    """Return the numbers of the articles that match, best first: at most RANKED, the newest."""
    rows = newest_matches(query, now)
    # Sorted here, since Postgres would look each of them up a second time. Of equals, the newest.
    return [number for number, _rank in sorted(rows, key=lambda row: row[1], reverse=True)]


def newest_matches(query: Query, now: datetime) -> QuerySet[Article, tuple[int, float]]:
    """Return the numbers of what matches, newest first, with the rank that Postgres gives each."""
    rank = SearchRank(F("search"), query.for_postgres)
    return _matching(query, now).newest_first().values_list("pk", rank)[:RANKED]


def results(query: Query, numbers: list[int], now: datetime) -> list[Result]:
    """Return what to show of these articles, in the order of `numbers`."""
    public = Article.objects.published(now).filter(pk__in=numbers).with_part_numbers(now)
    shown = public.defer("body", "contents", "search").annotate(headline=_headline(query))
    found = {article.pk: article for article in shown}
    return [_result(found[number]) for number in numbers if number in found]


def _whole_words(text: str) -> str:
    """Cut to LONGEST signs, at a space where there is one."""
    if len(text) <= LONGEST:
        return text
    return text[: text.rfind(" ", 0, LONGEST + 1)] if " " in text else text[:LONGEST]


def _config() -> str:
    return LANGUAGES.get(search_language(), "simple")


def _matching(query: Query, now: datetime) -> ArticleQuerySet:
    words = query.for_postgres
    tree = Func(words, function="querytree", output_field=TextField())
    public = Article.objects.published(now).filter(search=words)
    return public.alias(tree=tree).exclude(tree=NOT_INDEXABLE)


def _headline(query: Query) -> SearchHeadline:
    """All the words of an article, with marks around those that match. Nothing in it is escaped."""
    space = Value(" ")
    parts = ["folded_title", space, "folded_summary", space, "folded_text"]
    start, stop = MARKS
    return SearchHeadline(
        Concat(*parts, output_field=TextField()),
        query.for_postgres,
        config=_config(),
        start_sel=start,
        stop_sel=stop,
        highlight_all=True,
    )


def _result(article: Article) -> Result:
    words = matched_words(article.headline)  # type: ignore[attr-defined]  # annotated
    text = passage(readable_text(article.body_html), words)
    return Result(
        article,
        title=highlighted(article.title, words),
        passage=highlighted(text or article.summary, words),
    )
