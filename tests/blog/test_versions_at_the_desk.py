"""Earlier versions at the desk: what changed, and back to one."""

import pytest
from django.test import Client
from django.utils import timezone

from blog import autosave
from blog.models import Article, Revision
from blog.models.revised import Text
from practice.models import User
from tests.factories import make_article, make_draft
from tests.pages import Element, page_at, text_in, text_of, values

BODIES = ["<p>The first day.</p>", "<p>The second day.</p>", "<p>The third, and last, day.</p>"]


@pytest.fixture
def article(therapist: User) -> Article:
    """An article that was saved three times; the first of them by nobody known."""
    article = make_draft("an-article", title="Days", body=BODIES[0])
    article.edited_by = therapist
    for body in BODIES[1:]:
        article.body = body
        article.save()
    return article


def address(article: Article) -> str:
    return f"/admin/blog/article/{article.pk}/versions/"


def versions(article: Article) -> list[Revision]:
    """Oldest first."""
    return list(article.revisions.kept().order_by("pk"))


def compared(desk: Client, article: Article, one: int, other: int) -> Element:
    kept = versions(article)
    return page_at(desk, f"{address(article)}?one={kept[one].pk}&other={kept[other].pk}")


def test_all_are_listed_newest_first_with_who_saved_them(desk: Client, article: Article) -> None:
    rows = [text_of(row) for row in page_at(desk, address(article)).xpath("//tbody//th")]

    assert len(rows) == 3
    assert rows[0].endswith(", therapist now")
    assert rows[1].endswith(", therapist")
    assert "therapist" not in rows[2]


def test_it_opens_with_what_the_last_save_changed(desk: Client, article: Article) -> None:
    page = page_at(desk, address(article))

    assert text_in(page, "difference") == (
        "<p>The Left out: second Put in: third, and last, day.</p>"
    )


def test_any_two_are_compared_the_older_first(desk: Client, article: Article) -> None:
    shown = text_in(compared(desk, article, 0, 2), "difference")

    assert shown == "<p>The Left out: first Put in: third, and last, day.</p>"
    assert text_in(compared(desk, article, 2, 0), "difference") == shown


def test_only_what_differs_is_shown(desk: Client, article: Article) -> None:
    article.title = "Nights"
    article.save()
    page = page_at(desk, address(article))

    assert values(page, "//section[@id='differences']/h3/text()") == ["Title"]
    assert text_in(page, "difference") == "Left out: Days Put in: Nights"


def test_one_compared_with_itself_says_so(desk: Client, article: Article) -> None:
    assert "Nothing: both say the same." in text_of(compared(desk, article, 1, 1))


def test_an_article_that_was_saved_once_has_nothing_to_compare(desk: Client, db: None) -> None:
    page = page_at(desk, address(make_draft()))

    assert page.find_class("difference") == []
    assert page.xpath("//button[@form='compare']") == []


def test_one_is_brought_back(desk: Client, article: Article, therapist: User) -> None:
    first = versions(article)[0]
    response = desk.post(f"{address(article)}{first.pk}/restore/")

    assert response["Location"] == f"/admin/blog/article/{article.pk}/change/"
    assert Article.objects.get().body == BODIES[0]
    assert [kept.body for kept in versions(article)] == [*BODIES, BODIES[0]]
    assert versions(article)[-1].saved_by == therapist


def test_the_one_that_is_there_now_has_no_button(desk: Client, article: Article) -> None:
    forms = values(page_at(desk, address(article)), "//form[@method='post']/@action")

    offered = [action for action in forms if action.endswith("/restore/")]
    assert len(offered) == 2
    assert f"{address(article)}{versions(article)[-1].pk}/restore/" not in offered


def test_each_control_says_which_version_it_is_about(desk: Client, article: Article) -> None:
    page = page_at(desk, address(article))
    labels = values(page, "//tbody//input[@type='radio']/@aria-label | //tbody//button/@aria-label")

    assert len(labels) == 3 + 3 + 2


def test_html_is_shown_as_it_is_kept_and_runs_nowhere(desk: Client, article: Article) -> None:
    article.title = "<img src=x onerror=alert(1)>"
    article.save()
    source = desk.get(address(article)).content.decode()

    assert "<img" not in source
    assert "&lt;img" in source


@pytest.mark.parametrize("query", ["one=1&other=x", "one=0&other=0", "one=", "other=99999999"])
def test_a_comparison_that_makes_no_sense_is_not_found(
    desk: Client, article: Article, query: str
) -> None:
    assert desk.get(f"{address(article)}?{query}").status_code == 404


def test_versions_of_another_article_are_out_of_reach(desk: Client, article: Article) -> None:
    other = make_article("another").revisions.get()
    mine = versions(article)[0]

    assert desk.get(f"{address(article)}?one={other.pk}&other={mine.pk}").status_code == 404
    assert desk.post(f"{address(article)}{other.pk}/restore/").status_code == 404


def test_what_was_only_kept_by_itself_is_no_version(
    desk: Client, article: Article, therapist: User
) -> None:
    base = autosave.base_of(article)
    autosave.keep(article, Text("T", "", "b"), based_on=base, now=timezone.now(), by=therapist)
    kept = article.revisions.autosaved().get()

    assert len(page_at(desk, address(article)).xpath("//tbody//th")) == 3
    assert desk.post(f"{address(article)}{kept.pk}/restore/").status_code == 404


def test_nobody_else_sees_or_restores_them(client: Client, article: Article) -> None:
    target = f"{address(article)}{versions(article)[0].pk}/restore/"
    assert client.get(address(article))["Location"].startswith("/admin/login/")
    assert client.post(target)["Location"].startswith("/admin/login/")

    client.force_login(User.objects.create_user("clerk", password="a long word"))
    assert client.get(address(article))["Location"].startswith("/admin/login/")
    assert client.post(target)["Location"].startswith("/admin/login/")
    assert Article.objects.get().body == BODIES[2]


def test_looking_restores_nothing(desk: Client, article: Article) -> None:
    assert desk.get(f"{address(article)}{versions(article)[0].pk}/restore/").status_code == 405
