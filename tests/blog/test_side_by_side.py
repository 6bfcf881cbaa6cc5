"""An article is seen at the desk as visitors would see it, in frames that nobody else may make."""

import pytest
from django.test import Client
from django.utils import timezone

from blog import autosave
from blog.models import Article
from blog.models.revised import Text
from practice.models import User
from tests.factories import make_article, make_draft, make_series
from tests.pages import page_at, text_in, text_of, values

pytestmark = pytest.mark.usefixtures("profile")

POLICY = "Content-Security-Policy"


def look(article: Article) -> str:
    return f"/admin/blog/article/{article.pk}/look/"


def framed(article: Article) -> str:
    return f"{look(article)}framed/"


def keep(article: Article, body: str) -> None:
    text = Text(article.title, article.summary, body)
    user, based_on = User.objects.get(), autosave.base_of(article)
    autosave.keep(article, text, based_on=based_on, now=timezone.now(), by=user)


@pytest.mark.parametrize("is_sensitive", [False, True])
def test_what_is_framed_is_the_page_of_a_visitor_to_the_last_byte(
    desk: Client, *, is_sensitive: bool
) -> None:
    series = make_series()
    article = make_article("one", series=series, position=1, is_sensitive=is_sensitive)
    make_article("two", series=series, position=2)

    public = Client().get(article.get_absolute_url()).content
    # Without scripts that link would sign her out, from within the frame.
    inert = public.replace(b'button" href="/leave/" rel="nofollow"', b'button" rel="nofollow"')
    assert desk.get(framed(article)).content == inert
    assert (inert != public) == is_sensitive


@pytest.mark.parametrize("status", ["draft", "scheduled", "unpublished"])
def test_it_shows_what_is_not_public_as_if_it_were(desk: Client, status: str) -> None:
    page = page_at(desk, framed(make_draft("hushed", status=status, publish_at=timezone.now())))

    assert values(page, "//h1/text()") == ["Hushed"]
    assert text_in(page, "prose") == "Some text."
    assert page.xpath("//link[@rel='canonical']")


def test_one_address_is_framed_and_by_this_site_alone(desk: Client) -> None:
    article = make_article(is_sensitive=True)
    response = desk.get(framed(article))

    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response[POLICY].split("; ")
    assert "script-src" not in response[POLICY]  # so default-src, which is 'none', holds
    assert "no-store" in response["Cache-Control"]
    change = f"/admin/blog/article/{article.pk}/change/"
    for other in (look(article), change, "/admin/blog/article/", article.get_absolute_url()):
        response = desk.get(other)
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response[POLICY].split("; ")
    assert "frame-src" not in response[POLICY]


def test_the_two_frames_are_as_wide_as_a_phone_and_a_computer(desk: Client) -> None:
    article = make_draft()
    page = page_at(desk, look(article))

    assert "frame-src 'self'" in desk.get(look(article))[POLICY]
    assert values(page, "//iframe/@width") == ["390", "1024"]
    assert set(values(page, "//iframe/@src")) == {framed(article)}
    assert len(set(values(page, "//iframe/@title"))) == 2
    assert not any("allow-scripts" in it for it in values(page, "//iframe/@sandbox"))


def test_what_was_typed_and_not_saved_is_shown_and_says_so(desk: Client) -> None:
    article = make_article(body="<p>Saved.</p>")
    keep(article, "<p>Typed <script>x</script>since.</p>")

    assert text_in(page_at(desk, framed(article)), "prose") == "Typed since."
    assert text_in(page_at(desk, f"{framed(article)}?saved=1"), "prose") == "Saved."
    assert "It is not saved yet." in text_in(page_at(desk, look(article)), "quiet")
    before = page_at(desk, f"{look(article)}?saved=1")
    assert "This is what you saved last." in text_in(before, "quiet")
    assert set(values(before, "//iframe/@src")) == {f"{framed(article)}?saved=1"}
    assert "Saved." in text_of(page_at(Client(), article.get_absolute_url()))


def test_looking_changes_nothing(desk: Client) -> None:
    article = make_draft()
    keep(article, "<p>Typed.</p>")
    before = list(Article.objects.values()), list(article.revisions.values())
    desk.get(look(article))
    desk.get(framed(article))

    assert (list(Article.objects.values()), list(article.revisions.values())) == before


def test_the_editor_page_leads_there(desk: Client) -> None:
    article = make_draft()
    page = page_at(desk, f"/admin/blog/article/{article.pk}/change/")

    assert look(article) in values(page, "//a/@href")
