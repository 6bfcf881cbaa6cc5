"""robots.txt and security.txt: short, true, and on the site's own address."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
import time_machine
from django.test import Client

SITE = "http://127.0.0.1:8000"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def lines(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert not response.cookies
    return response.content.decode().splitlines()


def security(client: Client) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in lines(client, "/.well-known/security.txt"))


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/articles/", True),
        ("/articles/searching/", True),
        ("/feed.atom", True),
        ("/contact/", True),
        ("/admin/", False),
        ("/admin/blog/article/", False),
        ("/search/?q=trauma", False),
        ("/preview/abc/", False),
    ],
)
def test_a_crawler_may_visit_all_but_desk_search_and_previews(
    client: Client, path: str, *, allowed: bool
) -> None:
    robots = RobotFileParser()
    robots.parse(lines(client, "/robots.txt"))

    assert robots.can_fetch("SomeBot", SITE + path) is allowed
    assert robots.site_maps() == [f"{SITE}/sitemap.xml"]


def test_without_a_setting_finders_of_a_hole_are_led_to_the_contact_page(client: Client) -> None:
    assert security(client)["Contact"] == f"{SITE}/contact/"


@pytest.mark.parametrize(
    ("setting", "contact"),
    [
        ("security@practice.example", "mailto:security@practice.example"),
        ("mailto:security@practice.example", "mailto:security@practice.example"),
        ("https://practice.example/holes", "https://practice.example/holes"),
    ],
)
def test_a_contact_of_the_operator_is_named_as_an_address(
    client: Client, settings: Any, setting: str, contact: str
) -> None:
    settings.SECURITY_CONTACT = setting

    assert security(client)["Contact"] == contact


def test_it_expires_within_a_year_and_stays_the_same_all_day(client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        found = security(client)
    expires = datetime.strptime(found["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert NOON + timedelta(days=30) < expires < NOON + timedelta(days=365)

    with time_machine.travel(NOON + timedelta(hours=11), tick=False):
        assert security(client) == found


@pytest.mark.parametrize("host", ["127.0.0.1:9", "localhost"])
def test_its_address_is_the_site_s_own_whatever_the_host_header_says(
    client: Client, host: str
) -> None:
    for path in ("/.well-known/security.txt", "/robots.txt"):
        assert host not in client.get(path, headers={"host": host}).content.decode().replace(
            SITE, ""
        )
    assert security(client)["Canonical"] == f"{SITE}/.well-known/security.txt"


@pytest.mark.parametrize("path", ["/robots.txt", "/.well-known/security.txt"])
def test_they_need_no_database_and_are_only_read(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 405
