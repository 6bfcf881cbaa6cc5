"""Every address × every method × everybody who may come: what they get is what the table says."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from practice.models import User
from practice.models.user import Role
from practice.roles import EDITOR_MAY
from practice.sign_in import standing
from practice.views.today import today
from tests import factories
from tests.practice import second_steps as she
from tests.practice.addresses import every_address
from tests.practice.everything import SECRET, browser_of, path_of, things
from tests.practice.roles_table import LOOKED_AT, NOBODY, TABLE, WANT_IT_AGAIN, WHO, Kind
from tests.signing_in import session_of

__all__ = ["things"]  # a fixture

METHODS = ["GET", "POST", "PUT", "DELETE", "OPTIONS"]

pytestmark = pytest.mark.django_db


def kind_of(response: HttpResponse) -> Kind:
    if response.status_code == 302 and response["Location"].startswith(she.LOGIN):
        return Kind.SIGN_IN
    if "Allow" in response:  # said in place of a page: which methods there are
        return Kind.NO_METHOD
    return {403: Kind.REFUSED, 404: Kind.MISSING}.get(response.status_code, Kind.IN)


def asked(browser: Client, method: str, path: str) -> Any:
    """Ask for it; what it changes is put back."""
    with transaction.atomic():
        response = browser.generic(method, path)
        transaction.set_rollback(True)
    b"".join(response)  # a file is closed at its end
    return response


def test_the_table_names_every_address_and_no_other() -> None:
    routes = {address.route for address in every_address()}

    assert len(routes) > 150
    assert {"not in the table": routes - TABLE.keys(), "gone": TABLE.keys() - routes} == {
        "not in the table": set(),
        "gone": set(),
    }


@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_what_the_table_says(things: dict[str, Any], who: str) -> None:
    wrong = {}
    for route in TABLE:
        path = path_of(route, things, who)
        for method in METHODS if who != "therapist" else ["GET", "POST"]:
            response = asked(browser_of(who, things), method, path)
            if kind_of(response) not in said(route, method, who):
                wrong[f"{method} {route}"] = kind_of(response)
            if who != "therapist" and route.startswith("admin/"):
                assert SECRET.encode() not in response.content, route
    assert wrong == {}


# Whoever is let in there ends on the sign-in page: she has signed out, or sent no passkey.
LEADS_TO_SIGN_IN = {"admin/sign-in/everywhere/", "admin/login/passkey/"}
# Not there without a word of what to do.
WANTS_WORDS = {
    "admin/contact/enquiry/<uuid:pk>/standing/",
    "admin/contact/appointment/<uuid:pk>/standing/",
    "admin/contact/appointment/block/",
}


def said(route: str, method: str, who: str) -> set[Kind]:
    """What the table says. That there is no such method may be said to anybody."""
    rule = NOBODY if method == "POST" and route in LOOKED_AT else TABLE[route]
    also = {Kind.NO_METHOD}
    if method == "POST" and rule[who] == Kind.IN:
        also |= {Kind.SIGN_IN} if route in LEADS_TO_SIGN_IN else set()
        also |= {Kind.MISSING} if route in WANTS_WORDS else set()
    return {rule[who], *also}


def test_who_may_change_how_somebody_signs_in_has_just_used_the_second_factor(
    things: dict[str, Any],
) -> None:
    found = set()
    for route, rule in TABLE.items():
        browser = browser_of("therapist", things)
        session = browser.session
        session[standing.IN_SESSION] |= {"proved": 0}
        session.save()
        if rule["therapist"] == Kind.IN:
            response = asked(browser, "GET", path_of(route, things, "therapist"))
            if response.get("Location", "").startswith(she.AGAIN):
                found.add(route)
    assert found == WANT_IT_AGAIN


def test_no_row_of_the_database_lets_an_editor_see_more(things: dict[str, Any]) -> None:
    from django.contrib.auth.models import Group, Permission

    editor = things["users"]["editor"]
    everything = Group.objects.create(name="everything")
    everything.permissions.set(Permission.objects.all())
    editor.groups.add(everything)
    editor.user_permissions.set(Permission.objects.all())
    editor = User.objects.get(pk=editor.pk)

    assert editor.get_all_permissions() == EDITOR_MAY
    assert not any(name.startswith("contact.") for name in EDITOR_MAY)
    client = Client()
    client.force_login(editor)
    assert client.get("/admin/contact/enquiry/").status_code == 403


@pytest.mark.parametrize(
    "marks",
    [
        {"is_editor": True, "is_staff": True, "is_superuser": True},
        {"is_editor": True},
        {"is_staff": True},
        {"is_superuser": True},
    ],
)
def test_postgres_knows_nobody_with_two_roles_or_half_of_one(marks: dict[str, bool]) -> None:
    with pytest.raises(IntegrityError, match="one_role_or_none"):
        User.objects.create(username="somebody", **marks)


def test_who_came_to_the_desk_without_a_role_before_comes_no_more(therapist: User) -> None:
    before = [
        User(username="staff", is_staff=True),
        User(username="all-rights", is_superuser=True),
    ]
    step = import_module("practice.migrations.0010_roles_and_second_factors")
    with connection.cursor() as postgres:  # until the end of the test
        postgres.execute("ALTER TABLE practice_user DROP CONSTRAINT one_role_or_none")
    User.objects.bulk_create(before)
    step.take_half_roles_away(apps, None)
    assert {user.username: user.role for user in User.objects.all()} == {
        "therapist": Role.THERAPIST,
        "staff": None,
        "all-rights": None,
    }


def test_today_shows_no_draft_to_whoever_may_not_read_it(rf: RequestFactory) -> None:
    factories.make_draft()
    request = rf.get("/admin/")
    request.user, request.session = User(username="staff", is_staff=True), {}  # type: ignore[assignment]
    assert today(request).context_data["texts"] == []  # type: ignore[attr-defined]


def test_the_last_who_may_everything_keeps_it(desk: Client, therapist: User) -> None:
    change = f"/admin/practice/user/{therapist.pk}/change/"
    fields = {"username": "therapist", "is_active": "on", "role": "editor"}
    assert "Somebody must stay" in desk.post(change, fields).content.decode()
    therapist.refresh_from_db()
    assert therapist.role == Role.THERAPIST
    assert desk.get(change.replace("change", "delete")).status_code == 403


def test_she_makes_somebody_an_editor(desk: Client) -> None:
    new = User.objects.create_user("somebody")
    fields = {"username": "somebody", "is_active": "on", "role": "editor"}
    assert desk.post(f"/admin/practice/user/{new.pk}/change/", fields).status_code == 302
    new.refresh_from_db()
    assert (new.role, new.is_staff, new.is_superuser) == (Role.EDITOR, True, False)


def test_an_editor_sees_nothing_of_keys_and_enquiries(things: dict[str, Any]) -> None:
    browser = browser_of("editor", things)
    for path in ("/admin/", "/admin/blog/article/", "/about/"):
        page = browser.get(path).content.decode()
        assert not any(word in page for word in ("Your keys", "Unlock", "Enquir", "Edit this page"))


def test_sessions_are_signed_in_by_the_one_way_that_asks_for_a_second_factor() -> None:
    """Whoever calls Django's own `login` elsewhere would go past it."""
    root = Path(__file__).resolve().parents[2]
    ours = [path for app in ("practice", "blog", "contact") for path in (root / app).rglob("*.py")]
    calls = re.compile(r"import[^\n]*\blogin\b|force_login|\bauth\.login\(")
    found = {str(path.relative_to(root)) for path in ours if calls.search(path.read_text())}
    assert found == {"practice/sign_in/standing.py", "practice/desk.py"}


def test_that_session_is_needed(therapist: User) -> None:
    """The mark is what counts: a session without it is nobody's, and one with it is hers."""
    browser = Client()
    browser.cookies["session"] = session_of(therapist, now=timezone.now()).session_key
    assert she.is_in(browser)
