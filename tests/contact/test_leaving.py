"""The quick exit on the server's side: sent on at once, and no cookie of ours stays behind."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client, override_settings

from practice.models import PracticeProfile, SealingKey
from tests.factories import form_data, make_article
from tests.pages import page_at, values
from tests.practice.cached_pages import cached_site, one_connection

SENSITIVE = "/articles/sensitive/"
SCRIPT = "script-src 'self'"


def policy(response: Any) -> str:
    return str(response["Content-Security-Policy"])


@pytest.mark.django_db
def test_it_leads_to_a_page_elsewhere_that_no_browser_keeps_as_ours(client: Client) -> None:
    response = client.get("/leave/")
    assert (response.status_code, response["Location"]) == (302, "https://www.bbc.co.uk/weather")
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"


@override_settings(LEAVE_TO="https://weather.example/")
@pytest.mark.django_db
def test_where_it_leads_is_a_setting(client: Client) -> None:
    assert client.get("/leave/")["Location"] == "https://weather.example/"


def test_it_takes_away_every_cookie_that_this_site_sets(
    desk: Client, profile: PracticeProfile
) -> None:
    desk.post("/contact/", form_data())
    desk.get("/contact/")
    assert {"sessionid", "session"} & desk.cookies.keys()
    assert {"received", "csrftoken"} <= desk.cookies.keys()

    response = desk.get("/leave/")
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert {name: cookie.value for name, cookie in desk.cookies.items() if cookie.value} == {}
    assert response.cookies["received"]["path"] == "/contact/"


def test_the_session_is_gone_on_the_server_too(unlocked_desk: Client) -> None:
    before = {name: cookie.value for name, cookie in unlocked_desk.cookies.items()}
    unlocked_desk.get("/leave/")
    assert not Session.objects.exists()
    unlocked_desk.cookies.load(before)
    assert unlocked_desk.get("/admin/").status_code == 302


def test_another_site_that_leads_here_signs_nobody_out(desk: Client) -> None:
    for site in ("cross-site", "same-site"):
        response = desk.get("/leave/", headers={"Sec-Fetch-Site": site})
        assert response.status_code == 302
        assert "Clear-Site-Data" not in response
        assert not response.cookies
    assert desk.get("/admin/").status_code == 200


def test_it_works_while_postgres_is_away(desk: Client) -> None:
    def away(*_args: Any) -> Any:
        raise OperationalError

    with connection.execute_wrapper(away):
        response = desk.get("/leave/")
    assert response.status_code == 302
    assert not response.cookies["session"].value


@pytest.mark.parametrize("path", ["/contact/", "/contact/received/", "/contact/return/"])
def test_pages_of_an_enquiry_have_the_exit_and_may_run_its_script(
    client: Client, profile: PracticeProfile, path: str
) -> None:
    client.post("/contact/", form_data())
    response = client.get(path)
    page = page_at(client, path)
    assert values(page, "//p[@class='leave']/a/@href") == ["/leave/"]
    scripts = [Path(src).name.partition(".")[0] for src in values(page, "//script/@src")]
    assert scripts == ["leave", "clock"] if "return" in path else scripts == ["leave"]
    assert SCRIPT in policy(response)
    assert "no-store" in response["Cache-Control"]


def test_pages_that_give_typed_words_back_have_the_exit_too(
    client: Client, profile: PracticeProfile
) -> None:
    with_errors = client.post("/contact/", {"name": "Robin"})
    SealingKey.objects.all().delete()
    without_key = client.post("/contact/", form_data())
    PracticeProfile.objects.update(opening="closed")
    closed = client.post("/contact/", form_data())
    assert [r.status_code for r in (with_errors, without_key, closed)] == [422, 503, 409]
    for response in (with_errors, without_key, closed):
        assert 'href="/leave/"' in response.content.decode()
        assert SCRIPT in policy(response)


def test_a_sensitive_article_has_the_exit_and_still_no_cookie(
    client: Client, profile: PracticeProfile
) -> None:
    make_article("sensitive", is_sensitive=True)
    response = client.get(SENSITIVE)
    assert values(page_at(client, SENSITIVE), "//p[@class='leave']/a/@href") == ["/leave/"]
    assert SCRIPT in policy(response)
    assert not response.cookies


def test_the_page_cache_keeps_page_and_policy_together(profile: PracticeProfile) -> None:
    make_article("sensitive", is_sensitive=True)
    with one_connection():
        site = cached_site()
        first, kept = site.get(SENSITIVE), site.get(SENSITIVE)
    assert site.renderings == 1
    for answer in (first, kept):
        assert "/leave/" in answer.text
        assert SCRIPT in answer.headers["content-security-policy"]


def test_no_other_page_to_read_has_it_or_may_run_a_script(
    client: Client, profile: PracticeProfile
) -> None:
    make_article("plain")
    for path in ("/", "/articles/", "/articles/plain/"):
        response = client.get(path)
        assert "/leave/" not in response.content.decode()
        assert "script-src" not in policy(response)


def test_it_says_what_it_does_not_do_and_never_that_it_is_safe(
    client: Client, profile: PracticeProfile
) -> None:
    [note] = page_at(client, "/contact/").find_class("leave__note")
    said = note.text_content()
    assert "history stays as it is" in said
    assert "whoever watches this device sees everything" in said
    assert "safe" not in said.lower()
