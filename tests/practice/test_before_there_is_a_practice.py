"""Before she has said who she is, the desk leads her there: none of its pages is broken."""

from typing import Any

import pytest
from django.test import Client

from practice.models import PracticeProfile
from tests.practice.everything import browser_of, path_of, things
from tests.practice.roles_table import TABLE, Kind
from tests.practice.test_roles import asked

__all__ = ["things"]  # a fixture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["therapist", "editor"])
def test_no_page_of_the_desk_is_broken(things: dict[str, Any], who: str) -> None:
    pages = [r for r, rule in TABLE.items() if r.startswith("admin/") and rule[who] == Kind.IN]
    paths = [path_of(route, things, who) for route in pages]
    browser = browser_of(who, things)
    broken = {}
    PracticeProfile.objects.update(name="")
    for state in ("nameless", "missing"):
        for path in paths:
            answer = asked(browser, "GET", path)
            if answer.status_code >= 500:
                broken[f"{state} {path}"] = answer.status_code
        PracticeProfile.objects.all().delete()
    assert broken == {}


def test_whoever_can_say_who_she_is_is_led_there_and_others_back(
    things: dict[str, Any],
) -> None:
    path = path_of("admin/blog/article/<int:pk>/look/", things, "editor")
    PracticeProfile.objects.update(name="")
    for who, to, said in (
        ("therapist", "/admin/first/name/", "Please say first who you are."),
        ("editor", "/admin/", "once the therapist has said who she is."),
    ):
        answer = browser_of(who, things).get(path, follow=True)
        assert answer.redirect_chain == [(to, 302)]
        assert said in answer.content.decode()


def test_an_empty_inbox_needs_no_practice(desk: Client) -> None:
    assert desk.get("/admin/contact/enquiry/").status_code == 200
