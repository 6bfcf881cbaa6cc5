"""A slip of the finger leads on: “Did you mean …?”"""

from urllib.parse import quote

import pytest
from django.test import Client

from blog import suggestions
from tests.factories import make_article
from tests.pages import page_at, text_of

pytestmark = pytest.mark.usefixtures("profile")


@pytest.fixture(autouse=True)
def article(profile: object) -> None:
    make_article(
        "one",
        title="Attunement in couples",
        summary="What a nervous system needs.",
        body="<p>Körper und Nähe, EMDR &amp; <em>validation</em>.</p>",
    )


def suggested(client: Client, words: str) -> list[str]:
    """The words that are suggested; each must find something."""
    page = page_at(client, f"/search/?q={quote(words)}")
    links = page.xpath("//p[starts-with(normalize-space(), 'Did you mean')]/a")
    for link in links:
        assert page_at(client, f"/search/{link.get('href')}").find_class("card")
    return [text_of(link) for link in links]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("atunement", "Attunement"),
        ("attunemetn", "Attunement"),
        ("Atunment", "Attunement"),
        ("nervus sistem", "nervous system"),
        ("nervus system", "nervous system"),
        ("emdrr", "EMDR"),
        ("korpre", "Körper"),
        ("vallidation", "validation"),
        ("“nervous sistem”", "“nervous system”"),
    ],
)
def test_what_may_have_been_meant_is_suggested_as_it_is_written(
    client: Client, typed: str, meant: str
) -> None:
    assert suggested(client, typed) == [meant]


@pytest.mark.parametrize(
    "typed", ["xylophone", "zzzzzzzz", "12345", "the", "atunement xylophone", "!!!", "calm -one"]
)
def test_nothing_is_suggested_that_would_find_nothing(client: Client, typed: str) -> None:
    assert suggested(client, typed) == []


def test_tags_and_entities_are_no_words(client: Client) -> None:
    make_article("two", body="<p><strong>String</strong> &amp; bow.</p>")

    assert suggested(client, "strong") == ["String"]
    assert suggested(client, "ampp") == []


def test_a_text_full_of_unknown_words_is_no_slip(client: Client) -> None:
    assert suggested(client, "nervus sistem atunement") == ["nervous system Attunement"]
    assert suggested(client, "nervus sistem atunement vallidation") == []


def test_only_the_newest_articles_are_looked_through(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions, "ARTICLES", 1)
    make_article("two", publish_at="2020-01-01T00:00Z", body="<p>Mirroring.</p>")

    assert suggested(client, "miroring") == []
    assert suggested(client, "atunement") == ["Attunement"]
