"""\"Did you mean …\", when nothing was found.

Words are compared with those of the newest articles only, and only a few of them, so a search that
finds nothing has a bounded cost too. Postgres's own pg_trgm is not everywhere.
"""

import re
from collections import Counter
from datetime import datetime
from difflib import get_close_matches

from blog.models import Article
from blog.passages import WORD, compared
from blog.search import Query, ranked

ARTICLES = 60  # whose words are known, the newest
UNKNOWN_WORDS = 3  # that a query may hold; beyond that it is a text, not a slip
LENGTHS_APART = 2  # letters by which a word and what was meant may differ
LIKENESS = 0.75  # of 1, as difflib reckons it
TAGS_AND_ENTITIES = re.compile(r"<[^>]*>|&\w+;")


def suggested(query: Query, now: datetime) -> Query | None:
    """Return what may have been meant, if that finds something."""
    known = _known_words(now)
    unknown = [word for word in WORD.findall(query.words) if compared(word) not in known]
    if not unknown or len(unknown) > UNKNOWN_WORDS:
        return None
    meant = WORD.sub(lambda word: _nearest(word[0], known), query.words)
    better = Query.typed(meant)
    return better if meant != query.words and ranked(better, now) else None


def _known_words(now: datetime) -> dict[str, str]:
    """Return the words of the newest articles: as compared → as they are mostly written."""
    newest = Article.objects.published(now).newest_first()
    texts = newest.values_list("title", "summary", "body")[:ARTICLES]
    text = TAGS_AND_ENTITIES.sub(" ", " ".join(" ".join(row) for row in texts))
    known: dict[str, str] = {}
    for word, _count in Counter(WORD.findall(text)).most_common():
        known.setdefault(compared(word), word)
    return known


def _nearest(word: str, known: dict[str, str]) -> str:
    sought = compared(word)
    if sought in known:
        return word
    alike = [other for other in known if abs(len(other) - len(sought)) <= LENGTHS_APART]
    close = get_close_matches(sought, alike, n=1, cutoff=LIKENESS)
    return known[close[0]] if close else word
