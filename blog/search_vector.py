"""The words of an article as Postgres searches them; a generated column, so never stale.

Postgres wants a constant language in such a column, hence one branch a language. The words come
without accents (`blog.folding.folded`), since the contrib extension for that is not everywhere.
"""

from django.conf import settings
from django.contrib.postgres.search import SearchVector
from django.db.models import Case, When
from django.db.models.expressions import CombinedExpression

# ISO 639-1 → Postgres's configuration; any other language is searched word for word ("simple").
LANGUAGES = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "sv": "swedish",
}
WRITTEN_AS = {"nb": "no", "nn": "no"}  # Django names the two ways of writing Norwegian only


def search_language() -> str:
    """The language of the practice, as rows name it."""
    code: str = settings.LANGUAGE_CODE[:2]
    return WRITTEN_AS.get(code, code)


def search_vector() -> Case:
    """Title above summary above text, in the language that the row names."""
    branches = [
        When(search_language=code, then=_weighted(config)) for code, config in LANGUAGES.items()
    ]
    return Case(*branches, default=_weighted("simple"))


def _weighted(config: str) -> CombinedExpression:
    return (
        SearchVector("folded_title", weight="A", config=config)
        + SearchVector("folded_summary", weight="B", config=config)
        + SearchVector("folded_text", weight="C", config=config)
    )
