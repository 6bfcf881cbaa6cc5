"""Every reading page names the one address that it has."""

import pytest
from django.test import Client
from django.utils import timezone

from blog.previews import address_of, new_link
from tests.factories import (
    READABLE,
    make_article,
    make_draft,
    make_profile,
    make_readable_site,
    make_series,
)
from tests.pages import page_at, values

SITE = "http://127.0.0.1:8000"

pytestmark = pytest.mark.django_db


def canonical(client: Client, address: str) -> str:
    (named,) = values(page_at(client, address), "//link[@rel='canonical']/@href")
    return named


@pytest.mark.parametrize("address", [*READABLE, "/contact/"])
def test_a_page_names_its_address_on_the_site(client: Client, address: str) -> None:
    make_readable_site()

    assert canonical(client, address) == SITE + address
    assert canonical(client, f"{address}?utm_source=x&amp;page=1") == SITE + address


def test_the_preselection_of_the_form_is_no_address_of_its_own(client: Client) -> None:
    make_readable_site()

    assert canonical(client, "/contact/?about=first-part") == f"{SITE}/contact/"


def test_each_page_of_a_list_is_its_own(client: Client) -> None:
    make_readable_site()
    for number in range(20):
        make_article(f"a-{number}")

    assert canonical(client, "/articles/?page=1") == f"{SITE}/articles/"
    assert canonical(client, "/articles/?page=2") == f"{SITE}/articles/?page=2"
    assert canonical(client, "/articles/?x=y&page=2") == f"{SITE}/articles/?page=2"


def test_the_host_header_changes_nothing(client: Client) -> None:
    make_readable_site()
    page = client.get("/articles/first-part/", headers={"host": "localhost"}).content.decode()

    assert "localhost" not in page


def test_a_preview_tells_machines_nothing(client: Client) -> None:
    make_profile()
    draft = make_draft("hushed", series=make_series(), position=1)
    link = address_of(new_link(draft, timezone.now()))
    page = page_at(client, link.removeprefix(SITE))

    for path in ("//script", "//link[@rel='canonical']", "//meta[@property]"):
        assert page.xpath(path) == []


def test_a_page_that_is_not_there_names_none(client: Client) -> None:
    page = page_at(client, "/no-such-page/", status=404)

    assert values(page, "//link[@rel='canonical']/@href") == []
