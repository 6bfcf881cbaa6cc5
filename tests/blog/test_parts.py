"""“Part 2 of 3”, the part before and the part after say what is true for a visitor."""

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import Article, Series
from tests.factories import make_article, make_draft, make_series
from tests.pages import Element, links_in, page_at, source_at, text_in, text_of, values

SLUGS = ["one", "two", "three"]


def article_page(client: Client, slug: str) -> Element:
    return page_at(client, f"/articles/{slug}/")


def counted(client: Client, slug: str) -> str:
    return text_in(article_page(client, slug), "article__series").split(" · ")[1]


def neighbours(client: Client, slug: str) -> list[tuple[str, str]]:
    """The rel and address of each link to another part at the end of the article."""
    links = article_page(client, slug).find_class("parts__link")
    return [(link.get("rel"), link.get("href")) for link in links if link.tag == "a"]


@pytest.fixture
def series(profile: object) -> Series:
    """A series of three published parts."""
    series = make_series()
    for position, slug in enumerate(SLUGS, start=1):
        make_article(slug, series=series, position=position)
    return series


@pytest.mark.usefixtures("series")
def test_each_part_says_which_one_it_is(client: Client) -> None:
    assert [counted(client, slug) for slug in SLUGS] == [
        "Part 1 of 3",
        "Part 2 of 3",
        "Part 3 of 3",
    ]


@pytest.mark.usefixtures("series")
def test_the_first_part_has_none_before_and_the_last_none_after(client: Client) -> None:
    assert neighbours(client, "one") == [("next", "/articles/two/")]
    assert neighbours(client, "two") == [("prev", "/articles/one/"), ("next", "/articles/three/")]
    assert neighbours(client, "three") == [("prev", "/articles/two/")]


@pytest.mark.usefixtures("series")
def test_the_part_before_is_also_linked_above_the_text(client: Client) -> None:
    (line,) = article_page(client, "two").find_class("part-before")

    assert links_in(line) == ["/articles/one/"]
    assert article_page(client, "one").find_class("part-before") == []


@pytest.mark.usefixtures("series")
@pytest.mark.parametrize("hidden", SLUGS)
def test_a_draft_is_neither_counted_nor_linked(client: Client, hidden: str) -> None:
    Article.objects.filter(slug=hidden).update(status=Article.Status.DRAFT)
    first, second = (slug for slug in SLUGS if slug != hidden)

    assert [counted(client, slug) for slug in (first, second)] == ["Part 1 of 2", "Part 2 of 2"]
    assert neighbours(client, first) == [("next", f"/articles/{second}/")]
    assert neighbours(client, second) == [("prev", f"/articles/{first}/")]


def test_an_announced_part_is_counted(client: Client, series: Series) -> None:
    make_draft("four", series=series, position=4, announced=True)

    assert counted(client, "two") == "Part 2 of 4"


def test_a_planned_part_next_is_named_but_is_no_link(client: Client, series: Series) -> None:
    make_draft("four", series=series, position=4, announced=True, expected="in autumn")
    (planned,) = article_page(client, "three").find_class("parts__link--planned")

    assert text_of(planned) == "Part 4, planned Four (in autumn)"
    assert links_in(planned) == []
    assert neighbours(client, "three") == [("prev", "/articles/two/")]


def test_a_planned_part_in_the_middle_is_passed_over_on_the_way_back(
    client: Client, series: Series
) -> None:
    Article.objects.filter(slug="two").update(status=Article.Status.DRAFT, announced=True)

    assert counted(client, "three") == "Part 3 of 3"
    assert neighbours(client, "three") == [("prev", "/articles/one/")]
    planned = text_in(article_page(client, "one"), "parts__link--planned")
    assert planned == "Part 2, planned Two"


def test_a_planned_part_becomes_a_link_when_it_is_published(client: Client, series: Series) -> None:
    part = make_draft("four", series=series, position=4, announced=True)
    part.status, part.publish_at = Article.Status.PUBLISHED, timezone.now()
    part.save()

    assert neighbours(client, "three")[-1] == ("next", "/articles/four/")


def test_gaps_in_the_numbers_do_not_show(client: Client, series: Series) -> None:
    Article.objects.filter(slug="three").update(position=30)

    assert counted(client, "three") == "Part 3 of 3"


def test_parts_of_another_series_are_not_mixed_in(client: Client, series: Series) -> None:
    other = make_series("another", title="Another")
    make_article("lone", series=other, position=2)

    assert counted(client, "lone") == "Part 1 of 1"
    assert neighbours(client, "lone") == []
    assert counted(client, "one") == "Part 1 of 3"


@pytest.mark.usefixtures("profile")
def test_an_article_of_no_series_speaks_of_no_part(client: Client) -> None:
    make_article("alone")

    assert "Part " not in text_of(article_page(client, "alone"))


def test_the_series_page_lists_the_parts_in_order_with_the_planned_one(
    client: Client, series: Series
) -> None:
    make_draft("four", series=series, position=4, announced=True, expected="in autumn")
    page = page_at(client, "/series/a-series/")
    parts = [text_of(part) for part in page.find_class("part-list__part")]

    assert [part[:11] for part in parts] == [f"Part {n} of 4" for n in (1, 2, 3, 4)]
    assert parts[3] == "Part 4 of 4 Four Planned: in autumn"
    assert values(page, "//li//h2/a/@href") == [
        "/articles/one/",
        "/articles/two/",
        "/articles/three/",
    ]


def test_lists_count_parts_as_the_article_itself_does(client: Client, series: Series) -> None:
    make_draft("four", series=series, position=4, announced=True)
    make_draft("hidden", series=series, position=5)

    assert "4 parts" in source_at(client, "/series/")
    for address in ("/articles/", "/"):
        cards = page_at(client, address).find_class("card__series")
        lines = [text_of(card).split(" · ")[1] for card in cards]
        assert sorted(lines) == ["Part 1 of 4", "Part 2 of 4", "Part 3 of 4"]
