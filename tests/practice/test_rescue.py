"""Somebody who has lost every way in: the operator lets her in again, and the audit says so."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from practice.models import AuditLine, FirstLink, User
from practice.models.user import Role
from tests.practice import second_steps as she
from tests.practice.first_day import new_link

pytestmark = pytest.mark.django_db


def rescued(name: str = she.NAME) -> str:
    said = StringIO()
    call_command("rescue_sign_in", name, "--yes", stdout=said)
    return said.getvalue()


def test_with_the_new_password_she_sets_up_a_second_factor_again() -> None:
    therapist = she.make_therapist()
    before = Client()
    she.signs_in(before)
    said = rescued()
    password = said.split("Password  ")[1].splitlines()[0]

    assert not she.is_in(before)
    assert not she.factors_of(therapist).exists()
    assert she.gives_password(Client()).status_code == 422
    again = Client()
    assert she.gives_password(again, password)["Location"] == she.ENROL
    seed = she.seed_on(again.get(she.ENROL))
    again.post(she.ENROL, {"code": she.code_of(seed)})
    assert she.is_in(again)


def test_the_audit_says_that_it_was_the_operator() -> None:
    therapist = she.make_therapist()
    said = rescued()
    [line] = AuditLine.objects.all()
    assert (line.who, line.verb, line.thing) == ("operator", "rescued", f"account:{therapist.pk}")
    assert said.split("Password  ")[1].splitlines()[0] not in str(vars(line))


@pytest.mark.parametrize(("role", "links"), [(Role.THERAPIST, 0), (Role.EDITOR, 1)])
def test_a_first_link_that_is_still_about_opens_nothing_after_it(role: Role, links: int) -> None:
    new_link()
    user = User(username="somebody")
    user.role = role
    user.save()
    rescued("somebody")
    assert FirstLink.objects.count() == links


def test_it_asks_first(monkeypatch: pytest.MonkeyPatch) -> None:
    she.make_therapist()
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    said = StringIO()
    call_command("rescue_sign_in", she.NAME, stdout=said)
    assert "Nothing was changed." in said.getvalue()
    assert User.objects.get().check_password(she.PASSWORD)


def test_a_name_that_nobody_has_is_said_to_be_none() -> None:
    with pytest.raises(CommandError, match="no account"):
        rescued("nobody")
