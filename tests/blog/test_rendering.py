"""How sanitised text becomes a page: anchors, minutes, links elsewhere."""

import pytest
from django.test import Client

from blog.models import Article
from blog.rendering import WORDS_PER_MINUTE, render, sanitised
from tests.factories import make_article, make_series, make_topic
from tests.pages import page_at, values


def anchors(text: str) -> list[str]:
    return [heading.anchor for heading in render(text).contents]


def test_a_heading_gets_an_anchor_from_its_words() -> None:
    rendered = render("<h2>Being near</h2><h3>And <em>far</em></h3>")

    assert (
        rendered.html == '<h2 id="being-near">Being near</h2><h3 id="and-far">And <em>far</em></h3>'
    )
    assert rendered.contents == [(2, "being-near", "Being near"), (3, "and-far", "And far")]


def test_renumbering_sections_keeps_their_anchors() -> None:
    before = anchors("<h2>1. Near</h2><h2>2. Far</h2>")

    assert (
        anchors("<h2>1. New</h2><h2>2. Near</h2><h2>3. Far</h2>")[1:] == before == ["near", "far"]
    )


def test_equal_headings_get_anchors_of_their_own() -> None:
    assert anchors("<h2>Rest</h2><h2>Rest</h2><h3>Rest</h3>") == ["rest", "rest-2", "rest-3"]
    assert anchors("<h2>Rest</h2><h2>Rest</h2><h2>Rest 2</h2>") == ["rest", "rest-2", "rest-2-2"]


def test_a_heading_without_latin_letters_still_gets_an_anchor() -> None:
    assert anchors("<h2>Дом</h2><h2>2024</h2><h2>…</h2>") == ["section", "section-2", "section-3"]


def test_a_heading_does_not_take_an_anchor_of_the_page_around_it() -> None:
    assert anchors("<h2>Main</h2><h2>Contents</h2>") == ["main-2", "contents-2"]


@pytest.mark.usefixtures("profile")
def test_no_id_is_twice_on_a_page_whatever_its_headings_are_called(client: Client) -> None:
    names = ["Main", "Contents", "All parts", "Related", "Notes", "References", "Note 1"]
    headings = "".join(f"<h2>{name}<footnote>a</footnote></h2>" for name in names)
    series, topic = make_series(), make_topic()
    for position, body in enumerate([headings, "<p>a</p>"], start=1):
        part = make_article(f"part-{position}", series=series, position=position, body=body)
        part.topics.add(topic)
    make_article("related").topics.add(topic)
    ids = values(page_at(client, "/articles/part-1/"), "//@id")

    assert {"main", "contents", "all-parts", "related"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_an_empty_heading_is_not_listed() -> None:
    assert anchors("<h2></h2><h2> </h2><h2><em></em></h2><h2>Rest</h2>") == ["rest"]


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        (0, 1),
        (1, 1),
        (WORDS_PER_MINUTE, 1),
        (WORDS_PER_MINUTE + 1, 2),
        (10 * WORDS_PER_MINUTE, 10),
    ],
)
def test_minutes_are_rounded_up_and_never_none(words: int, minutes: int) -> None:
    assert render(f"<p>{'word ' * words}</p>").minutes == minutes


def test_words_in_tags_and_addresses_are_not_counted() -> None:
    link = '<a href="https://line.example/a-b-c" title="one two three">word</a> '

    assert render(link * WORDS_PER_MINUTE).minutes == 1


@pytest.mark.parametrize(
    "address", ["https://line.example/", "http://line.example", "HTTPS://X.example"]
)
def test_a_link_elsewhere_says_noopener(address: str) -> None:
    assert f'<a href="{address}" rel="noopener">' in render(f'<a href="{address}">a</a>').html


@pytest.mark.parametrize(
    "address", ["/fees/", "#rest", "mailto:a@b.example", "tel:116123", "?page=2"]
)
def test_a_link_within_the_site_says_nothing(address: str) -> None:
    assert "rel=" not in render(f'<a href="{address}">a</a>').html


@pytest.mark.parametrize("address", ["http://℀@x.example/", "http://[x", "https://", "http:/x"])
def test_an_address_that_makes_no_sense_breaks_nothing(address: str) -> None:
    assert ">a</a>" in render(sanitised(f'<p><a href="{address}">a</a></p>')).html


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "<p>a &amp; b &lt; c</p>",
        "&lt;div&gt;a&lt;/div&gt;",
        "div a /div",
        "<p>é “quoted” – 😀</p>",
        "<p>a<br>b</p><hr>",
        "a<p>b</p>c",
        "<ul><li>a</li></ul>\n<p>b</p>",
    ],
)
def test_text_comes_out_as_it_went_in(text: str) -> None:
    assert render(text).html == text


def test_the_wrapper_is_removed_and_nothing_else() -> None:
    assert render("<div>a</div>").html == "<div>a</div>"
    assert render("<p>a</p><div></div>").html == "<p>a</p><div></div>"


def test_an_ampersand_that_was_typed_stays_one() -> None:
    assert render(sanitised("Tom & Ann; R&D &copy; AT&amp;T")).html == (
        "Tom &amp; Ann; R&amp;D © AT&amp;T"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["", "   ", "<!-- nothing -->", "<script>x</script>"])
def test_an_article_without_text_is_empty_and_takes_a_minute(body: str) -> None:
    article = make_article(body=body)

    assert (article.body, article.safe_html, article.minutes) == ("", "", 1)
    assert article.sections == []


@pytest.mark.django_db
def test_what_is_made_from_the_text_is_made_again_when_it_changes() -> None:
    article = make_article(body="<h2>Before</h2>")
    article.body = f"<h2>After</h2><p>{'word ' * 500}</p>"
    article.save()
    kept = Article.objects.get()

    assert [section.text for section in kept.sections] == ["After"]
    assert kept.minutes == 3
    assert "Before" not in kept.safe_html
