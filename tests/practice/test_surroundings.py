"""What is around every page is kept, and yet always what the profile says now."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from practice.models import PracticeProfile
from practice.templatetags import surroundings
from tests.factories import A_MONDAY, make_article, make_readable_site
from tests.pages import page_at, text_in, values

NAVIGATION = ["/articles/", "/series/", "/about/", "/fees/", "/contact/"]


@pytest.mark.parametrize("field", ["name", "credentials", "town", "phone"])
def test_a_change_of_the_profile_shows_on_the_next_page(
    client: Client, profile: PracticeProfile, field: str
) -> None:
    make_article()
    before = client.get("/articles/an-article/").content.decode()
    setattr(profile, field, "Changed 0163")
    profile.save()

    assert "Changed 0163" not in before
    assert "Changed 0163" in client.get("/articles/an-article/").content.decode()


@pytest.mark.usefixtures("profile")
def test_the_second_page_finds_them_ready(client: Client) -> None:
    make_article()
    client.get("/articles/an-article/")
    made = surroundings._rendered.cache_info().misses
    client.get("/articles/an-article/")

    assert surroundings._rendered.cache_info().misses == made


@pytest.mark.django_db
def test_the_navigation_marks_the_page_that_is_open_and_no_other(client: Client) -> None:
    make_readable_site()
    for address in NAVIGATION:
        here = values(page_at(client, address), "//header//a[@aria-current='page']/@href")
        assert here == [address]

    assert values(page_at(client, "/articles/first-part/"), "//header//@aria-current") == []


def test_header_and_article_say_from_one_second_to_the_next_that_it_opens(
    client: Client, profile: PracticeProfile, time_machine: TimeMachineFixture
) -> None:
    make_article(publish_at=A_MONDAY - timedelta(days=30))
    midnight = A_MONDAY.replace(hour=0)
    profile.opening, profile.closed_until = "closed", midnight.date()
    profile.save()
    time_machine.move_to(midnight - timedelta(seconds=1), tick=False)
    closed = page_at(client, "/articles/an-article/")
    time_machine.move_to(midnight, tick=False)
    opened = page_at(client, "/articles/an-article/")

    assert timezone.localdate() == midnight.date()
    assert "no new enquiries" in text_in(closed, "opening")
    assert closed.find_class("write-to-me") == []
    assert "room for new clients" in text_in(opened, "opening")
    assert len(opened.find_class("write-to-me")) == 1
