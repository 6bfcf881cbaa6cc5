"""Passwords and accounts at the desk, in words that are hers."""

import lxml.html
import pytest
from django.test import Client

from practice.models import User

ACCOUNTS = "/admin/practice/user/"
CHANGE = "/admin/password_change/"
PASSWORD, NEXT_PASSWORD = "a long enough password", "another long password"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("editor", password=PASSWORD)


def shown(desk: Client, path: str) -> lxml.html.HtmlElement:
    answer = desk.get(path)
    assert answer.status_code == 200, path
    return lxml.html.document_fromstring(answer.content.decode())


def labels(page: lxml.html.HtmlElement) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath("//main//form//label")]


def test_her_password_is_changed_from_signing_in(desk: Client, therapist: User) -> None:
    therapist.set_password(PASSWORD)
    therapist.save()
    desk.force_login(therapist)
    assert CHANGE in shown(desk, "/admin/sign-in/").xpath("//main//a/@href")

    page = shown(desk, CHANGE)
    assert "/admin/sign-in/" in page.xpath("//*[@class='breadcrumbs']/a/@href")
    assert labels(page) == ["Old password", "New password", "New password confirmation"]
    typed = {"new_password1": NEXT_PASSWORD, "new_password2": NEXT_PASSWORD}
    refused = desk.post(CHANGE, {"old_password": "?", **typed}).content.decode()
    assert "Your old password was entered incorrectly" in refused
    done = desk.post(CHANGE, {"old_password": PASSWORD, **typed}, follow=True)
    assert "Your password was changed." in done.content.decode()
    therapist.refresh_from_db()
    assert therapist.check_password(NEXT_PASSWORD)


def test_an_account_is_described_without_the_words_of_a_program(desk: Client, editor: User) -> None:
    page = shown(desk, f"{ACCOUNTS}{editor.pk}/change/")
    text = page.get_element_by_id("content").text_content()

    for theirs in ("Designates", "characters or fewer", "algorithm", "pbkdf2", "md5", "hash"):
        assert theirs not in text
    assert "May sign in" in labels(page)
    assert [label for label in labels(page) if label.endswith(":")] == []
    assert page.xpath("//main//a[@href='../password/']")


def test_a_password_of_an_account_is_replaced_and_never_taken_away(
    desk: Client, editor: User
) -> None:
    path = f"{ACCOUNTS}{editor.pk}/password/"
    page = shown(desk, path)
    assert labels(page) == ["Password", "Password confirmation"]
    assert len(page.xpath("//main//*[@type='submit']")) == 1

    desk.post(path, {"usable_password": "false", "unset-password": "1"})
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)
    desk.post(path, {"password1": NEXT_PASSWORD, "password2": NEXT_PASSWORD})
    editor.refresh_from_db()
    assert editor.check_password(NEXT_PASSWORD)


def test_a_new_account_begins_with_a_name_and_a_password(desk: Client) -> None:
    page = shown(desk, f"{ACCOUNTS}add/")
    assert labels(page) == ["Username", "Password", "Password confirmation"]
    assert "characters or fewer" not in page.get_element_by_id("content").text_content()

    typed = {"username": "new", "password1": PASSWORD, "password2": PASSWORD}
    assert desk.post(f"{ACCOUNTS}add/", typed).status_code == 302
    assert User.objects.get(username="new").check_password(PASSWORD)


def test_an_app_on_the_same_phone_opens_by_a_link(desk: Client) -> None:
    page = shown(desk, "/admin/sign-in/app/")
    (opens,) = page.xpath("//main//a[starts-with(@href, 'otpauth://totp/')]")
    seed = page.xpath("//*[@class='sign-in__seed']")[0].text_content().replace(" ", "")

    assert opens.text_content() == "Open my app on this phone"
    assert f"secret={seed}" in opens.get("href")
