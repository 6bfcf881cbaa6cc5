"""Around an article of a series: the part before and after, all parts, and where the reader is."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from blog.models import Article, Series
from tests.factories import A_MONDAY, make_article, make_draft, make_series
from tests.pages import Element, links_in, page_at, text_of, values

SLUGS = ["one", "two", "three"]


@pytest.fixture
def series(profile: object) -> Series:
    """A series of three published parts."""
    series = make_series()
    for position, slug in enumerate(SLUGS, start=1):
        make_article(slug, series=series, position=position)
    return series


def article_page(client: Client, slug: str) -> Element:
    return page_at(client, f"/articles/{slug}/")


def listed(client: Client, slug: str) -> list[str]:
    return [
        text_of(part) for part in article_page(client, slug).xpath("//*[@class='all-parts']//li")
    ]


def steps(client: Client, slug: str) -> list[tuple[str, str]]:
    """The rel and address of each link to another part above the text."""
    links = article_page(client, slug).xpath("//*[@class='part-steps']//a")
    return [(link.get("rel"), link.get("href")) for link in links]


@pytest.mark.usefixtures("series")
def test_all_parts_are_listed_and_the_one_that_is_read_is_marked(client: Client) -> None:
    page = article_page(client, "two")
    (here,) = page.xpath("//*[@aria-current='page' and ancestor::article]")

    assert listed(client, "two") == ["One", "Two you are here", "Three"]
    assert text_of(here) == "Two you are here"
    assert links_in(page.find_class("all-parts")[0]) == ["/articles/one/", "/articles/three/"]


@pytest.mark.usefixtures("series")
def test_before_and_after_are_linked_above_the_text_too(client: Client) -> None:
    assert steps(client, "one") == [("next", "/articles/two/")]
    assert steps(client, "two") == [("prev", "/articles/one/"), ("next", "/articles/three/")]
    assert steps(client, "three") == [("prev", "/articles/two/")]


def test_a_planned_part_is_listed_without_a_link(client: Client, series: Series) -> None:
    make_draft("four", series=series, position=4, announced=True, expected="in spring")

    assert listed(client, "one")[3] == "Four planned: in spring"
    assert "/articles/four/" not in links_in(article_page(client, "one"))


def test_a_planned_part_without_a_word_on_when_is_just_planned(
    client: Client, series: Series
) -> None:
    make_draft("four", series=series, position=4, announced=True)

    assert listed(client, "one")[3] == "Four planned"


def test_a_scheduled_part_that_is_announced_says_its_day(
    client: Client, series: Series, time_machine: TimeMachineFixture
) -> None:
    four = make_draft("four", series=series, position=4, announced=True)
    time_machine.move_to(A_MONDAY - timedelta(days=7), tick=False)
    four.schedule(A_MONDAY.replace(hour=23, minute=30))

    assert listed(client, "one")[3] == "Four planned: 1 March 2027"
    assert "Planned: 1 March 2027" in text_of(page_at(client, "/series/a-series/"))


def test_her_own_word_on_when_goes_before_the_day(client: Client, series: Series) -> None:
    four = make_draft("four", series=series, position=4, announced=True, expected="in spring")
    four.schedule(timezone.now() + timedelta(days=7))

    assert listed(client, "one")[3] == "Four planned: in spring"


def test_a_draft_does_not_promise_the_day_that_was_only_tried(
    client: Client, series: Series
) -> None:
    later = timezone.now() + timedelta(days=7)
    make_draft("four", series=series, position=4, announced=True, publish_at=later)

    assert listed(client, "one")[3] == "Four planned"


@pytest.mark.usefixtures("series")
def test_past_a_planned_part_there_is_a_way_to_the_next_that_can_be_read(client: Client) -> None:
    Article.objects.filter(slug="two").update(status=Article.Status.DRAFT, announced=True)
    page = article_page(client, "one")

    assert steps(client, "one") == [("next", "/articles/three/")]
    assert values(page, "//a[contains(@class, 'parts__link')]/@href") == ["/articles/three/"]
    assert text_of(page.find_class("parts__link--planned")[0]) == "Part 2, planned Two"


@pytest.mark.usefixtures("series")
def test_a_part_that_was_taken_back_is_neither_counted_nor_listed(client: Client) -> None:
    Article.objects.get(slug="two").unpublish(timezone.now())

    assert listed(client, "three") == ["One", "Three you are here"]
    assert "Part 2 of 2" in text_of(article_page(client, "three"))


@pytest.mark.usefixtures("series")
def test_what_announced_a_part_is_over_once_it_was_there(client: Client) -> None:
    two = Article.objects.get(slug="two")
    two.announce("in spring")
    two.unpublish(timezone.now())

    assert listed(client, "one") == ["One you are here", "Three"]


def test_a_lone_part_has_no_list(client: Client, profile: object) -> None:
    make_article("alone", series=make_series(), position=1)
    page = article_page(client, "alone")

    assert page.find_class("all-parts") == page.find_class("part-steps") == []


def test_a_moved_part_is_counted_at_its_new_place_at_once(client: Client, series: Series) -> None:
    series.move(Article.objects.get(slug="three"), to=1)

    assert listed(client, "one") == ["Three", "One you are here", "Two"]
    assert "Part 1 of 3" in text_of(article_page(client, "three"))


@pytest.mark.usefixtures("series")
def test_regions_that_a_screen_reader_lists_have_names_of_their_own(client: Client) -> None:
    page = article_page(client, "two")
    labelled = {
        value: page.get_element_by_id(value) for value in values(page, "//nav/@aria-labelledby")
    }
    names = values(page, "//nav/@aria-label") + [text_of(label) for label in labelled.values()]

    assert len(names) == len(set(names)) == len(page.xpath("//nav"))


@pytest.mark.usefixtures("profile")
def test_a_title_is_shown_as_it_was_typed_and_never_run(client: Client) -> None:
    series, title = make_series(), "<b>“Me” & 'you'</b>"
    for position, slug in enumerate(SLUGS, start=1):
        make_article(slug, series=series, position=position, title=title)
    make_draft("four", series=series, position=4, title=title, announced=True, expected="<i>soon")

    parts = listed(client, "two")
    assert parts == [title, f"{title} you are here", title, f"{title} planned: <i>soon"]
