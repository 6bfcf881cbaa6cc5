"""Before an article with something amiss is public she is asked once, and nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from blog.models import Article
from tests.factories import make_article, make_draft
from tests.pages import Element, page_at, text_in, text_of, values

pytestmark = pytest.mark.django_db

ADD = "/admin/blog/article/add/"
ALL_THE_SAME = {"all_the_same": "Publish all the same"}
BODY = '<h3>Typed</h3><p><a href="/nowhere/">There</a></p>'


def typed(**changed: Any) -> dict[str, Any]:
    """What a browser posts: an article that wants a summary, a heading and a link."""
    fields = {"title": "A “typed” <title>", "slug": "", "body": BODY, "status": "published"}
    return {**fields, "publish_at_0": "", "publish_at_1": "", **changed}


def change(article: Article) -> str:
    return f"/admin/blog/article/{article.pk}/change/"


def asked(desk: Client, where: str, **changed: Any) -> Element:
    """The page that asks, after which nothing is changed."""
    before = list(Article.objects.values())
    response = desk.post(where, typed(**changed))
    assert response.status_code == 200
    assert list(Article.objects.values()) == before
    return html.fromstring(response.content.decode())


@pytest.mark.parametrize("status", ["published", "scheduled"])
def test_it_asks_and_keeps_every_typed_word(desk: Client, status: str) -> None:
    day = f"{timezone.localdate() + timedelta(days=9)}" if status == "scheduled" else ""
    at = {"publish_at_0": day, "publish_at_1": "07:00" if day else ""}
    page = asked(desk, change(make_draft("here")), status=status, **at)
    section = page.get_element_by_id("checks")

    assert [text_of(item).partition(".")[0] for item in section.iter("li")] == [
        "There is no summary",
        "The heading “Typed” is smaller than its place asks for",
        "The link “There” leads nowhere that visitors can go",
    ]
    assert values(page, "//input[@name='title']/@value") == ["A “typed” <title>"]
    assert [area.text.strip() for area in page.xpath("//textarea[@name='body']")] == [BODY]
    assert values(page, "//input[@name='publish_at_0']/@value") == [day]
    assert values(page, "//input[@name='status' and @checked]/@value") == [status]
    assert values(page, "//input[@name='all_the_same']/@value") == [
        "Schedule all the same" if day else "Publish all the same"
    ]
    assert not page.find_class("errornote")


def test_it_is_published_all_the_same_once_she_says_so(desk: Client) -> None:
    assert desk.post(ADD, typed() | ALL_THE_SAME).status_code == 302
    assert Article.objects.get().is_published(timezone.now())


def test_a_draft_is_saved_whatever_is_amiss_and_its_page_says_what(desk: Client) -> None:
    assert desk.post(ADD, typed(status="draft")).status_code == 302
    page = page_at(desk, change(Article.objects.get()))

    section = page.get_element_by_id("checks")
    assert "Before you publish" in text_of(section)
    assert len(section.findall(".//li")) == 3
    assert page.xpath("//input[@name='all_the_same']") == []


def test_what_has_nothing_amiss_is_published_without_a_question(desk: Client) -> None:
    good = typed(summary="A summary.", body="<p>Words.</p>")
    assert desk.post(ADD, good).status_code == 302
    page = page_at(desk, change(Article.objects.get()))

    assert "nothing is in the way" in text_of(page.get_element_by_id("checks"))


@pytest.mark.parametrize("status", ["published", "scheduled"])
def test_what_was_settled_before_is_not_asked_again(desk: Client, status: str) -> None:
    at = timezone.localtime() + timedelta(days=3 if status == "scheduled" else -3)
    article = make_article("here", status=status, publish_at=at)
    shown = {"publish_at_0": f"{at:%Y-%m-%d}", "publish_at_1": f"{at:%H:%M}"}

    assert desk.post(change(article), typed(status=status, **shown)).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.status) == ("A “typed” <title>", status)
    assert article.publish_at == at  # to the second, which the boxes do not show


def test_it_asks_before_what_was_taken_back_is_brought_back(desk: Client) -> None:
    page = asked(desk, change(make_article("gone", status="unpublished")))

    assert page.get_element_by_id("checks") is not None
    assert "You have taken it back" in text_in(page, "standing")
    assert page.xpath("//*[@id='previews']//form")  # for it is still not public


def test_what_is_wrong_comes_first(desk: Client) -> None:
    page = asked(desk, change(make_draft("here")), title="")

    assert page.find_class("errornote")
    assert "Before others can read it" not in text_of(page)


def test_the_address_is_made_of_the_title_where_she_gave_none(desk: Client) -> None:
    make_draft("a-walk")
    make_draft("a-walk-2")
    for title in ("A walk", "…"):
        desk.post(ADD, typed(title=title, status="draft"))

    assert list(Article.objects.order_by("pk").values_list("slug", flat=True)) == [
        "a-walk",
        "a-walk-2",
        "a-walk-3",
        "article",
    ]


def test_a_time_that_the_clocks_go_past_is_refused_and_stays_typed(desk: Client) -> None:
    at = {"publish_at_0": "2027-03-28", "publish_at_1": "01:30"}
    page = asked(desk, change(make_draft("here")), status="scheduled", **at)

    assert "the clocks go forward, and past 01:30. Choose 02:30" in text_of(page)
    assert values(page, "//input[@name='publish_at_1']/@value") == ["01:30"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("publish_at_0=2036-12-01&publish_at_1=07:00", "It appears on Monday 1 December 2036"),
        ("publish_at_0=2027-03-28&publish_at_1=01:30", "On Sunday 28 March the clocks go forward"),
        ("publish_at_0=2020-01-01&publish_at_1=07:00", "That time has passed"),
        ("publish_at_0=2036-12-01&publish_at_1=", "Enter a valid time."),
        ("publish_at_0=&publish_at_1=", "Choose a date and a time."),
        ("", "Choose a date and a time."),
        ("publish_at_0=<b>&publish_at_1=9", "Enter a valid date. Enter a valid time."),
    ],
)
def test_while_she_chooses_the_desk_says_when_it_appears(
    desk: Client, query: str, said: str
) -> None:
    response = desk.get(f"/admin/blog/article/when/?{query}")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().startswith(said)


def test_the_button_can_say_what_it_will_do(desk: Client) -> None:
    (new,) = page_at(desk, change(make_draft("new"))).xpath("//input[@name='_save']")
    (public,) = page_at(desk, change(make_article())).xpath("//input[@name='_save']")
    words = {name[5:]: value for name, value in new.items() if name.startswith("data-")}

    assert words == {"draft": "Save draft", "scheduled": "Schedule", "published": "Publish"}
    assert public.get("data-unpublished") == "Take it back"
