"""The parts on the page of their series at the desk: moved by buttons, announced or hidden."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client

from blog.models import Article, Series
from practice.models import User
from tests.factories import make_article, make_draft, make_profile, make_series
from tests.pages import Element, page_at, text_of, values


@pytest.fixture
def series(db: None) -> Series:
    """A series of two public parts and a draft."""
    make_profile()
    series = make_series()
    make_article("one", series=series, position=1)
    make_article("two", series=series, position=2)
    make_draft("three", series=series, position=3)
    return series


def address(series: Series) -> str:
    return f"/admin/blog/series/{series.pk}/change/"


def rows(desk: Client, series: Series) -> list[Element]:
    return list(page_at(desk, address(series)).find_class("part-row"))


def press(desk: Client, row: Element, form: str, **typed: str) -> Any:
    """Press a button of a row, as a browser without JavaScript would."""
    (one,) = row.find_class(form)
    return desk.post(one.get("action"), typed)


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]  # type: ignore[attr-defined]


def in_order(series: Series) -> list[str]:
    return list(series.articles.order_by("position").values_list("slug", flat=True))


def test_it_lists_all_parts_in_order_and_says_who_can_read_each(
    desk: Client, series: Series
) -> None:
    texts = [text_of(row) for row in rows(desk, series)]

    assert texts[0].startswith("⠿ Move One 1. One Everybody can read it: /articles/one/")
    assert texts[1].startswith("⠿ Move Two 2. Two Everybody can read it: /articles/two/")
    assert texts[2].startswith("⠿ Move Three 3. Three It is a draft: only you can read it.")


def test_a_button_moves_a_part_one_step_and_leads_back_to_its_row(
    desk: Client, series: Series
) -> None:
    third = rows(desk, series)[2]
    (up,) = third.xpath(".//button[starts-with(., 'Up')]")
    response = press(desk, third, "part-row__steps", to=up.get("value"))

    assert in_order(series) == ["one", "three", "two"]
    part = Article.objects.get(slug="three")
    assert response["Location"] == f"{address(series)}#part-{part.pk}"
    assert said(response) == ["“Three” is now number 2."]


def test_a_script_that_moves_a_part_is_told_what_to_say_and_the_order(
    desk: Client, series: Series
) -> None:
    three = Article.objects.get(slug="three")
    target = f"/admin/blog/series/{series.pk}/parts/{three.pk}/move/"
    answers = [
        desk.post(target, {"to": to}, headers={"accept": "application/json"}).json()
        for to in ("1", "1", "nonsense")
    ]

    assert in_order(series) == ["three", "one", "two"]
    ids = list(series.articles.order_by("position").values_list("pk", flat=True))
    moved = {"said": "“Three” is now number 1.", "order": ids}
    assert answers == [moved, moved, {"said": "", "order": ids}]
    assert "is now number" not in desk.get(address(series)).content.decode()  # said once


def test_the_list_of_series_counts_parts_in_one_question(
    desk: Client, series: Series, django_assert_max_num_queries: Any
) -> None:
    make_series("empty", title="Empty")
    with django_assert_max_num_queries(8):
        page = page_at(desk, "/admin/blog/series/")

    said = [text_of(cell) for cell in page.find_class("field-parts")]
    assert sorted(said) == ["2 of 3 are public", "none yet"]


def test_the_same_button_pressed_twice_moves_it_once(desk: Client, series: Series) -> None:
    third = rows(desk, series)[2]
    for _ in range(2):
        press(desk, third, "part-row__steps", to="2")

    assert in_order(series) == ["one", "three", "two"]


def test_the_first_cannot_go_up_nor_the_last_down(desk: Client, series: Series) -> None:
    disabled = [values(row, ".//button[@disabled]/text()") for row in rows(desk, series)]

    assert [[text.strip() for text in texts] for texts in disabled] == [["Up"], [], ["Down"]]


def test_each_button_names_its_part_to_who_does_not_see_the_row(
    desk: Client, series: Series
) -> None:
    page = page_at(desk, address(series))
    buttons = [text_of(button) for button in page.xpath("//ol[@class='part-rows']//button")]

    assert len(buttons) == len(set(buttons)) == 10
    assert {"⠿ Move Two", "Up Two", "Down Two", "Announce Three"} <= set(buttons)


def test_a_planned_part_is_announced_with_her_word_on_when(
    desk: Client, client: Client, series: Series
) -> None:
    third = rows(desk, series)[2]
    press(desk, third, "part-row__announcement", announced="1", expected="in spring")
    shown = text_of(page_at(client, "/series/a-series/"))

    assert "Part 3 of 3 Three Planned: in spring" in shown
    assert "Visitors see that it is planned." in text_of(rows(desk, series)[2])


def test_an_announced_part_is_hidden_again(desk: Client, client: Client, series: Series) -> None:
    Article.objects.get(slug="three").announce("in spring")
    press(desk, rows(desk, series)[2], "part-row__announcement", announced="", expected="in spring")
    shown = text_of(page_at(client, "/series/a-series/"))

    assert "Part 2 of 2" in shown
    assert "Three" not in shown


def test_announcing_changes_neither_date_nor_text(desk: Client, series: Series) -> None:
    before = Article.objects.get(slug="three")
    press(desk, rows(desk, series)[2], "part-row__announcement", announced="1", expected="soon")
    after = Article.objects.get(slug="three")

    assert (after.updated_at, after.revisions.count()) == (before.updated_at, 1)


def test_what_is_too_long_is_refused_in_plain_words(desk: Client, series: Series) -> None:
    third = rows(desk, series)[2]
    response = press(desk, third, "part-row__announcement", announced="1", expected="x" * 61)

    assert said(response) == ["“Expected” holds 60 signs at most."]
    assert not Article.objects.get(slug="three").announced


@pytest.mark.parametrize("to", ["", "0", "abc", "-1", "9" * 40])
def test_a_step_that_makes_no_sense_moves_nothing(desk: Client, series: Series, to: str) -> None:
    response = press(desk, rows(desk, series)[1], "part-row__steps", to=to)

    assert response.status_code == 302
    assert in_order(series) == ["one", "two", "three"]


def test_a_part_of_another_series_is_not_found(desk: Client, series: Series) -> None:
    other = make_article("other", series=make_series("another"), position=1)
    response = desk.post(f"/admin/blog/series/{series.pk}/parts/{other.pk}/move/", {"to": "1"})

    assert response.status_code == 404


@pytest.mark.parametrize("what", ["move", "announce"])
def test_nobody_else_moves_or_announces(client: Client, series: Series, what: str) -> None:
    part = Article.objects.get(slug="three")
    target = f"/admin/blog/series/{series.pk}/parts/{part.pk}/{what}/"
    posted = {"to": "1", "announced": "1"}
    assert client.post(target, posted)["Location"].startswith("/admin/login/")

    client.force_login(User.objects.create_user("clerk", password="a long word"))
    assert client.post(target, posted)["Location"].startswith("/admin/login/")
    assert in_order(series) == ["one", "two", "three"]
    assert not Article.objects.get(slug="three").announced


def test_looking_moves_nothing(desk: Client, series: Series) -> None:
    part = Article.objects.get(slug="three")
    target = f"/admin/blog/series/{series.pk}/parts/{part.pk}/move/"

    assert desk.get(target, {"to": "1"}).status_code == 405


def test_html_in_a_title_is_text_in_the_list(desk: Client, series: Series) -> None:
    make_draft("four", title="<b>Bold</b>", series=series, position=4)
    source = desk.get(address(series)).content.decode()

    assert "&lt;b&gt;Bold&lt;/b&gt;" in source
    assert "<b>Bold" not in source
