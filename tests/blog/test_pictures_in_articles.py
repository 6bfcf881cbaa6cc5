"""A picture of the library stands in a text by its number, with what the library says of it."""

from typing import Any

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from blog.models import Article
from blog.rendering import render, sanitised
from practice.models import Image, Page
from tests.factories import make_article
from tests.pages import page_at
from tests.pictures import make_image

Tree = Any
pytestmark = pytest.mark.django_db


def figure(number: int, caption: str = "") -> str:
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img data-image="{number}">{words}</figure>'


def shown(typed: str) -> Tree:
    clean = sanitised(typed)
    rendered = render(clean, Image.objects.named_in(clean))
    return html.fragment_fromstring(f"<div>{rendered.html}</div>")


def test_a_picture_comes_in_two_kinds_and_three_widths() -> None:
    image = make_image(12)
    [picture] = shown(figure(12)).xpath("//figure/picture")

    [source], [fallback] = picture.xpath(".//source"), picture.xpath(".//img")
    at = f"/media/images/{image.digest}"
    assert source.get("type") == "image/avif"
    assert source.get("srcset") == (f"{at}/480.avif 480w, {at}/960.avif 960w, {at}/1600.avif 1600w")
    assert fallback.get("srcset") == source.get("srcset").replace("avif", "jpg")
    assert fallback.get("src") == f"{at}/960.jpg"
    assert source.get("sizes") == fallback.get("sizes") != ""


def test_a_picture_says_how_large_it_is_so_that_nothing_jumps() -> None:
    make_image(12, width=1500, height=1000)
    [image] = shown(figure(12)).xpath("//img")

    assert (image.get("width"), image.get("height")) == ("1500", "1000")


def test_a_narrow_picture_comes_in_its_own_width() -> None:
    image = make_image(12, width=300, height=200)
    [shown_image] = shown(figure(12)).xpath("//img")

    assert shown_image.get("srcset") == f"/media/images/{image.digest}/300.jpg 300w"
    assert shown_image.get("src") == f"/media/images/{image.digest}/300.jpg"


def test_a_picture_is_described_by_the_library_and_never_by_the_text() -> None:
    make_image(12, alt='A "harbour" & <boats>')
    page = shown('<figure><img data-image="12" alt="something else"></figure>')

    assert page.xpath("//img/@alt") == ['A "harbour" & <boats>']


def test_a_decorative_picture_has_an_empty_description() -> None:
    make_image(12, alt="", is_decorative=True)

    assert shown(figure(12)).xpath("//img/@alt") == [""]


def test_a_caption_stays_and_the_credit_stands_beside_it() -> None:
    make_image(12, credit="Ada Example")
    make_image(13, credit="Ada Example")
    page = shown(figure(12, "The <em>old</em> harbour.") + figure(13))

    captions = [" ".join(each.text_content().split()) for each in page.xpath("//figcaption")]
    assert captions == ["The old harbour.Picture: Ada Example", "Picture: Ada Example"]
    assert page.xpath("//figcaption/em") != []


@pytest.mark.parametrize("number", ["99", "0", "-1", "1e3", "99999999999999999999", "12 ", "x", ""])
def test_a_picture_that_is_not_there_is_left_out_with_its_caption(number: str) -> None:
    page = shown(f'<p>a</p><figure><img data-image="{number}"><figcaption>b</figcaption></figure>c')

    assert page.xpath("//img | //picture") == []
    assert "c" in page.text_content()
    if number == "99":
        assert page.xpath("//figure") == []


@pytest.mark.parametrize("attributes", ['src="/x.png"', 'src="//tracker/x.gif"', "onerror=x", ""])
def test_an_image_that_is_not_of_the_library_is_no_image(attributes: str) -> None:
    assert sanitised(f"<p>a<img {attributes}>b</p>") == "<p>ab</p>"


def test_only_the_first_picture_and_only_at_the_top_is_loaded_at_once() -> None:
    for number in (1, 2):
        make_image(number)

    def lazy(typed: str) -> list[bool]:
        return [image.get("loading") == "lazy" for image in shown(typed).xpath("//img")]

    paragraph = "<p>a</p>"
    assert lazy(figure(1) + figure(2)) == [False, True]
    assert lazy(paragraph + figure(1) + paragraph + figure(2)) == [False, True]
    assert lazy(paragraph + paragraph + figure(1)) == [True]


def test_all_pictures_of_an_article_are_fetched_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(1, 6):
        make_image(number)
    clean = sanitised("".join(map(figure, range(1, 6))))

    with django_assert_num_queries(1):
        assert len(Image.objects.named_in(clean)) == 5
    with django_assert_num_queries(0):
        assert Image.objects.named_in("<p>no picture</p>") == {}


@pytest.mark.usefixtures("profile")
def test_a_visitors_page_shows_the_picture_without_asking_for_it(client: Client) -> None:
    make_image(12)
    make_article("an-article", body=f"<p>a</p>{figure(12, 'The harbour.')}")
    page = page_at(client, "/articles/an-article/")

    assert page.xpath("//figure/picture//img/@alt") == ["A harbour"]
    assert page.xpath("//figure/figcaption/text()") == ["The harbour."]
    assert "</source>" not in Article.objects.get().body_html  # it is void, and validators say so


@pytest.mark.usefixtures("profile")
def test_the_therapists_own_pages_can_have_pictures_and_notes_too(client: Client) -> None:
    make_image(12)
    Page.objects.create(
        slug="about", title="About", body=f"<p>I<footnote>me</footnote></p>{figure(12)}"
    )
    page = page_at(client, "/about/")

    assert page.xpath("//picture//img/@alt") == ["A harbour"]
    assert page.xpath("//section[@class='notes']") != []


def rendered(article: Article) -> str:
    article.refresh_from_db()
    return article.body_html


def test_new_words_for_a_picture_are_on_every_article_that_shows_it() -> None:
    image = make_image(1)
    other = make_image(11)
    articles = [make_article(name, body=figure(1)) for name in ("first", "second")]
    unconcerned = make_article("third", body=figure(other.pk))
    before = [article.updated_at for article in articles]
    Article.objects.filter(pk=unconcerned.pk).update(body_html="untouched")

    image.alt, image.credit = "A quay", "Ada"
    image.save()

    for article in articles:
        assert 'alt="A quay"' in rendered(article)
        assert "Picture: Ada" in rendered(article)
    assert rendered(unconcerned) == "untouched"
    assert [article.updated_at for article in articles] == before


def test_a_picture_that_is_deleted_goes_from_the_articles_and_back_it_does_not_come() -> None:
    image = make_image(1)
    article = make_article(body=f"<p>a</p>{figure(1, 'The harbour.')}")
    image.delete()

    assert rendered(article) == "<p>a</p>"
    assert 'data-image="1"' in article.body  # what she wrote stays as it was
