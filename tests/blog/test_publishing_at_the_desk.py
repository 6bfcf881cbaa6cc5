"""At the desk one question decides who can read an article, in words that need no explaining."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from blog.models import Article
from practice.models import User
from tests.factories import A_MONDAY, make_article, make_draft, make_series
from tests.pages import page_at, text_in, text_of, values

ADD = "/admin/blog/article/add/"
NOON = A_MONDAY.replace(hour=12)
DRAFT, SCHEDULED, PUBLISHED, UNPUBLISHED = Article.Status


@pytest.fixture(autouse=True)
def noon(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def desk(client: Client, therapist: User, noon: None) -> Client:
    """Signed in at noon, so that the session is still good then."""
    client.force_login(therapist)
    return client


def typed(*, at: datetime | None = None, **changed: Any) -> dict[str, Any]:
    """What a browser posts: a draft, with a time if one is given."""
    local = timezone.localtime(at) if at else None
    fields = {
        "title": "An article",
        "slug": "an-article",
        "summary": "What it says, in a sentence.",
        "body": "<p>Some text.</p>",
        "status": "draft",
        "publish_at_0": f"{local:%Y-%m-%d}" if local else "",
        "publish_at_1": f"{local:%H:%M:%S}" if local else "",
    }
    return fields | changed


def address(article: Article) -> str:
    return f"/admin/blog/article/{article.pk}/change/"


def stored() -> Article:
    return Article.objects.get(slug="an-article")


def save(desk: Client, page: str = ADD, /, **fields: Any) -> list[str]:
    """Save; return what the desk says then."""
    response = desk.post(page, typed(**fields))
    assert response.status_code == 302, response.context["adminform"].form.errors
    return [str(message) for message in get_messages(response.wsgi_request)]


def refused(desk: Client, page: str = ADD, /, **fields: Any) -> dict[str, list[str]]:
    """What the form says to it, after which nothing is changed."""
    before = list(Article.objects.values())
    response = desk.post(page, typed(**fields))
    assert response.status_code == 200
    assert list(Article.objects.values()) == before
    errors: dict[str, list[str]] = response.context["adminform"].form.errors
    return {name: [str(said) for said in sentences] for name, sentences in errors.items()}


def choices(desk: Client, where: str) -> list[str]:
    page = page_at(desk, where)
    return [text_of(label) for label in page.xpath("//*[@id='id_status']//label")]


@pytest.mark.django_db
def test_a_new_article_may_stay_a_draft_wait_or_appear_now(desk: Client) -> None:
    assert choices(desk, address(make_draft("new"))) == [
        "Only you: it is a draft",
        "Everybody, from the time below on",
        "Everybody, now",
    ]


@pytest.mark.django_db
def test_what_was_public_can_be_taken_back_but_not_hidden_as_a_draft(desk: Client) -> None:
    everybody = ["Everybody", "Nobody any more: its address says that you have taken it back"]

    assert choices(desk, address(make_article("public"))) == everybody
    due = make_article("due", status=SCHEDULED, publish_at=NOON)
    assert choices(desk, address(due)) == everybody
    assert values(page_at(desk, address(due)), "//input[@name='status' and @checked]/@value") == [
        PUBLISHED
    ]


@pytest.mark.django_db
def test_published_without_a_time_is_published_now(desk: Client) -> None:
    said = save(desk, status="published")

    assert (stored().status, stored().publish_at) == (PUBLISHED, NOON)
    assert said == ["Saved."]  # the page itself says who can read it


@pytest.mark.django_db
def test_a_day_in_the_past_is_kept_for_what_is_published(desk: Client) -> None:
    save(desk, status="published", at=NOON - timedelta(days=900))

    assert stored().publish_at == NOON - timedelta(days=900)


@pytest.mark.django_db
def test_now_and_a_time_ahead_do_not_go_together(desk: Client) -> None:
    public = make_article("public", publish_at=NOON)
    at = NOON + timedelta(seconds=1)

    assert refused(desk, address(public), status="published", at=at) == {
        "publish_at": ["That lies ahead, and everybody is to read it now."]
    }


@pytest.mark.django_db
def test_what_was_to_wait_is_public_now_if_she_says_so(desk: Client) -> None:
    ahead = NOON + timedelta(days=1)
    article = make_article("an-article", status=SCHEDULED, publish_at=ahead)
    save(desk, address(article), status="published", at=ahead)  # boxes that she does not see

    assert (stored().status, stored().publish_at) == (PUBLISHED, NOON)


@pytest.mark.django_db
def test_scheduling_says_when_it_appears(desk: Client) -> None:
    save(desk, status="scheduled", at=A_MONDAY.replace(month=7))

    assert stored().status == SCHEDULED
    assert text_in(page_at(desk, address(stored())), "standing") == (
        "It appears on Thursday 1 July at 10:00, in 122 days (your practice’s clock, London)."
    )


@pytest.mark.django_db
def test_scheduling_needs_a_time(desk: Client) -> None:
    assert refused(desk, status="scheduled") == {
        "__all__": ["Say from when it is to be published."]
    }


@pytest.mark.django_db
def test_a_time_that_has_passed_means_now(desk: Client) -> None:
    save(desk, status="scheduled", at=NOON - timedelta(minutes=5))

    assert stored().is_published(NOON)
    assert stored().status == PUBLISHED


@pytest.mark.django_db
def test_a_page_opened_before_the_time_came_can_be_saved_after(desk: Client) -> None:
    article = make_article("an-article", status=SCHEDULED, publish_at=NOON - timedelta(minutes=1))
    save(desk, address(article), status="scheduled", at=article.publish_at)

    assert stored().status == PUBLISHED


@pytest.mark.django_db
def test_taking_back_keeps_its_day_and_says_so(desk: Client) -> None:
    article = make_article("an-article", publish_at=NOON - timedelta(days=9))
    save(desk, address(article), status="unpublished", at=None)

    assert (stored().status, stored().publish_at) == (UNPUBLISHED, article.publish_at)
    assert text_in(page_at(desk, address(stored())), "standing") == (
        "You have taken it back: its address says so."
    )


@pytest.mark.django_db
def test_a_draft_that_somebody_posts_for_what_is_public_takes_it_back(desk: Client) -> None:
    save(desk, address(make_article("an-article")), status="draft")

    assert stored().status == UNPUBLISHED


@pytest.mark.django_db
def test_publishing_again_without_a_time_brings_its_day_back(desk: Client) -> None:
    article = make_article("an-article", publish_at=NOON - timedelta(days=9))
    article.unpublish(NOON)
    save(desk, address(article), status="published")

    assert (stored().status, stored().publish_at) == (PUBLISHED, NOON - timedelta(days=9))


@pytest.mark.django_db
def test_what_announced_a_part_ends_when_it_is_taken_back(desk: Client) -> None:
    series = make_series()
    part = make_article("an-article", series=series, position=1, announced=True, expected="soon")
    save(desk, address(part), status="unpublished", series=series.pk, announced="on", expected="x")

    assert (stored().announced, stored().expected) == (False, "")


@pytest.mark.django_db
def test_a_part_without_a_number_comes_last(desk: Client) -> None:
    series = make_series()
    make_draft("first", series=series, position=4)
    save(desk, series=series.pk)

    assert stored().position == 5


@pytest.mark.django_db
def test_a_number_without_a_series_is_refused(desk: Client) -> None:
    assert refused(desk, position="1") == {
        "__all__": ["Give both a series and a part number, or neither."]
    }


@pytest.mark.django_db
def test_an_article_that_leaves_its_series_leaves_its_number_too(desk: Client) -> None:
    part = make_draft("an-article", series=make_series(), position=3)
    save(desk, address(part), position="")

    assert (stored().series, stored().position) == (None, None)


@pytest.mark.django_db
def test_the_page_opens_with_who_can_read_it(desk: Client) -> None:
    draft = make_draft("a-draft")
    public = make_article("public")

    assert text_in(page_at(desk, address(draft)), "standing") == (
        "It is a draft: only you can read it."
    )
    assert text_in(page_at(desk, address(public)), "standing") == (
        "Everybody can read it: /articles/public/"
    )


@pytest.mark.django_db
def test_after_saving_she_is_still_with_the_article(desk: Client) -> None:
    response = desk.post(ADD, typed(), follow=True)

    assert response.redirect_chain == [(address(stored()), 302)]
    assert response.content.decode().count("It is a draft: only you can read it.") == 1


@pytest.mark.django_db
def test_earlier_versions_are_reached_in_one_way(desk: Client) -> None:
    page = page_at(desk, address(make_draft("a-draft")))

    ways = values(page, "//main//a[contains(., 'versions') or contains(., 'History')]/@href")
    assert [way.rpartition("/")[0].rpartition("/")[2] for way in ways] == ["versions"]


@pytest.mark.django_db
def test_topics_are_ticked(desk: Client) -> None:
    page = page_at(desk, address(make_draft("a-draft")))

    assert page.xpath("//select[@name='topics']") == []
