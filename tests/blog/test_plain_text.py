"""The words of an article as search has them: on one line, without accents."""

from typing import Any

import pytest
from django.test import Client

from blog.folding import folded
from blog.models import Article
from blog.rendering import render, sanitised
from tests.factories import make_article, make_profile


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ångström, café, naïveté", "Angstrom, cafe, naivete"),
        ("Zürich", "Zurich"),
        ("cafe\u0301", "cafe"),
        ("Straße, Œuvre, smørrebrød, Łódź", "Strasse, OEuvre, smorrebrod, Lodz"),
        ("ﬁve ½ …", "five 1⁄2 ..."),
        ("hy\u00adphen, zero\u200bwidth, joi\u200dner", "hyphen, zerowidth, joiner"),
        ("Дом, 日本, עברית", "Дом, 日本, עברית"),
        ("plain ASCII, “quoted” – 😀", "plain ASCII, “quoted” – 😀"),
        ("", ""),
    ],
)
def test_accents_are_folded_and_everything_else_stays(text: str, plain: str) -> None:
    assert folded(text) == plain
    assert folded(plain) == plain


def words(typed: str) -> str:
    return render(sanitised(typed)).text


def test_blocks_are_kept_apart_and_words_are_not() -> None:
    assert words("<h2>One</h2><p>tw<em>o</em></p><ul><li>three</li><li>four</li></ul>") == (
        "One two three four"
    )
    assert words("<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>c<br>d") == "a b c d"


def test_tags_and_addresses_are_no_words() -> None:
    assert words('<p>see <a href="https://x.example/y" title="z">there</a> &amp; here</p>') == (
        "see there & here"
    )


def test_notes_are_found_by_their_words_and_not_by_their_numbers() -> None:
    assert words("<p>calm<footnote>borrowed</footnote> returns</p>") == (
        "calm returns Notes borrowed"
    )


@pytest.mark.parametrize("depth", [300, 1500])
def test_deeply_nested_text_is_not_lost(depth: int) -> None:
    typed = f"{'<blockquote>' * depth}<p>deep</p>{'</blockquote>' * depth}<p>after</p>"

    assert words(typed) == "deep after"


@pytest.mark.django_db
def test_an_article_is_kept_with_its_words_for_search(settings: Any) -> None:
    settings.LANGUAGE_CODE = "de-ch"
    article = make_article(title="Über Nähe", summary="Für alle.", body="<p>Größe</p>")
    kept = Article.objects.get(pk=article.pk)

    assert (kept.folded_title, kept.folded_summary, kept.folded_text) == (
        "Uber Nahe",
        "Fur alle.",
        "Grosse",
    )
    assert kept.search_language == "de"


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["nb", "nn"])
def test_norwegian_is_searched_as_norwegian_however_it_is_written(
    client: Client, settings: Any, code: str
) -> None:
    settings.LANGUAGE_CODE = code
    make_profile()
    make_article("samtale", title="Samtalene")

    assert Article.objects.get().search_language == "no"
    assert "/articles/samtale/" in client.get("/search/?q=samtaler").content.decode()


@pytest.mark.django_db
def test_a_title_that_grows_when_it_is_folded_can_be_saved() -> None:
    title = "\ufdfa" * 160  # one sign that stands for eighteen

    assert make_article(title=title).folded_title == folded(title)[:320]
