"""Redirects entered by hand: what does not fit is said in plain words."""

import pytest
from django.test import Client

from practice.models import Redirect
from tests.pages import page_at, values

ADD = "/admin/practice/redirect/add/"
LISTED = "/admin/practice/redirect/"


def enter(desk: Client, old: str, new: str = "/articles/") -> list[str]:
    """Enter one; return what the form says where it is refused."""
    response = desk.post(ADD, {"old_path": old, "new_path": new})
    if response.status_code == 302:
        return []
    errors = response.context["adminform"].form.errors
    return [str(message) for messages in errors.values() for message in messages]


def entered() -> list[tuple[str, str]]:
    return list(Redirect.objects.values_list("old_path", "new_path"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/old/", "/old/"),
        (" /old.html ", "/old.html"),
        ("http://127.0.0.1:8000/old/", "/old/"),
        ("/caf%C3%A9/", "/café/"),
        ("/articles/old", "/articles/old/"),
    ],
)
def test_an_address_is_kept_in_one_spelling(desk: Client, typed: str, kept: str) -> None:
    assert enter(desk, typed) == []
    assert entered() == [(kept, "/articles/")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "/%2Felsewhere.example/",
        "/%5Celsewhere.example/",
        "javascript:alert(1)",
        "mailto:a@b.example",
        "http://127.0.0.1:8000//elsewhere.example/",
        "http://127.0.0.1:8000.elsewhere.example/",
    ],
)
def test_it_never_leads_to_another_site(desk: Client, elsewhere: str) -> None:
    assert len(enter(desk, "/old/", elsewhere)) == 1
    assert entered() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("old/", "/articles/", "An address begins with “/”, such as “/articles/my-article/”."),
        ("/old/?p=1", "/articles/", "Please leave out “?” or “#” and what follows."),
        ("/old/", "/articles/#rest", "Please leave out “?” or “#” and what follows."),
        ("/o\x07ld/", "/articles/", "There is a sign in it that no address has."),
        ("/%FF/", "/articles/", "There is a sign in it that no address has."),
        ("/old/", "/old/", "The old and the new address are the same."),
        ("/articles/a", "/articles/a/", "The old and the new address are the same."),
        ("/admin/", "/articles/", "The site needs this address for itself."),
        ("/contact", "/articles/", "The site needs this address for itself."),
        ("/contact/received/", "/articles/", "The site needs this address for itself."),
        ("/", "/articles/", "The site needs this address for itself."),
    ],
)
def test_what_does_not_fit_is_said(desk: Client, old: str, new: str, said: str) -> None:
    assert enter(desk, old, new) == [said]
    assert entered() == []


@pytest.mark.django_db
def test_a_circle_is_refused_in_words(desk: Client) -> None:
    enter(desk, "/a/", "/b/")
    enter(desk, "/b/", "/c/")

    assert enter(desk, "/c/", "/a/") == [
        "That would be a circle: the new address already leads to the old one."
    ]


@pytest.mark.django_db
def test_an_old_address_is_entered_once(desk: Client) -> None:
    enter(desk, "/old/")

    assert enter(desk, "/old/", "/fees/") == ["Redirect with this Old address already exists."]


@pytest.mark.django_db
def test_turning_one_round_by_hand_is_no_circle(desk: Client) -> None:
    enter(desk, "/a/", "/b/")
    address = f"{LISTED}{Redirect.objects.get().pk}/change/"
    desk.post(address, {"old_path": "/b/", "new_path": "/a/"})

    assert entered() == [("/b/", "/a/")]


@pytest.mark.django_db
def test_the_list_shows_how_often_each_was_followed(desk: Client) -> None:
    enter(desk, "/old/")
    Redirect.objects.update(hits=7)

    assert values(page_at(desk, LISTED), "//td[@class='field-hits']/text()") == ["7"]


@pytest.mark.django_db
def test_the_count_cannot_be_typed(desk: Client) -> None:
    desk.post(ADD, {"old_path": "/old/", "new_path": "/articles/", "hits": "99"})

    assert Redirect.objects.get().hits == 0
