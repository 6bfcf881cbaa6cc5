"""The list of articles at the desk: what is to do first, and each with one line."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from practice.models import User
from tests.factories import A_MONDAY, make_article, make_draft, make_series
from tests.pages import Element, page_at, text_of, values

LIST = "/admin/blog/article/"
A_SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, therapist: User, time_machine: TimeMachineFixture) -> Client:
    time_machine.move_to(A_MONDAY, tick=False)
    client.force_login(therapist)
    return client


def listed(page: Element) -> dict[str, list[str]]:
    """What stands under each heading."""
    sections = page.find_class("article-group")
    return {
        values(section, "h2/text()")[0]: [text_of(item) for item in section.iter("li")]
        for section in sections
    }


def test_drafts_come_first_then_what_is_scheduled_then_what_is_public(desk: Client) -> None:
    series = make_series()
    make_article("public", publish_at=A_MONDAY, series=series, position=1)
    make_article("soon", status="scheduled", publish_at=A_MONDAY + A_SECOND)
    make_article("due", status="scheduled", publish_at=A_MONDAY)
    make_article("gone", status="unpublished")
    make_draft("draft")

    assert listed(page_at(desk, LIST)) == {
        "Drafts": ["Draft last changed on 1 March 2027"],
        "Scheduled": [
            "Soon It appears on Monday 1 March at 09:00, today (your practice’s clock, London)."
        ],
        "Public": ["Due since 1 March 2027", "Public A series, part 1 · since 1 March 2027"],
        "Taken back": ["Gone last changed on 1 March 2027"],
    }


def test_what_was_changed_last_is_first_under_its_heading(
    desk: Client, time_machine: TimeMachineFixture
) -> None:
    older, newer = make_draft("older"), make_draft("newer")
    time_machine.move_to(A_MONDAY + A_SECOND, tick=False)
    older.save()

    (items,) = listed(page_at(desk, LIST)).values()
    assert [item.partition(" ")[0] for item in items] == [older.title, newer.title]


def test_it_has_an_honest_empty_state_and_says_what_it_did_not_find(desk: Client) -> None:
    assert "There is no article yet." in text_of(page_at(desk, LIST))
    make_draft()
    nothing = text_of(page_at(desk, f"{LIST}?q=harbour"))
    assert "No article has these words in its title or summary." in nothing


def test_it_asks_no_more_for_many_articles(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        make_draft(f"draft-{number}", series=make_series(f"series-{number}"), position=1)
    with django_assert_max_num_queries(8):
        (items,) = listed(page_at(desk, LIST)).values()

    assert len(items) == 20
