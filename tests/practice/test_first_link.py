"""The link with which a site begins: it gives one account, once, to whoever has it."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from practice.models import AuditLine, FirstLink, User
from practice.models.first_link import OPENS_FOR
from practice.models.user import Role
from practice.sign_in import first_link, second_factors
from practice.sign_in.rescue import rescue
from tests.at_once import meanwhile, wait_until_it_waits
from tests.practice.first_day import BEGIN, ENROL, FIRST, NAME, PASSWORD, adds_app, new_link, opens
from tests.practice.second_steps import LOGIN, gives_password, is_in, make_therapist

pytestmark = pytest.mark.django_db


def test_the_command_prints_a_link_whose_code_no_server_is_sent() -> None:
    said = StringIO()
    call_command("first_link", stdout=said)
    address = said.getvalue().splitlines()[0]
    path, _sign, code = address.partition("#")
    assert path.endswith(BEGIN)
    assert FirstLink.objects.get().is_of(code)
    assert code.encode() not in bytes(FirstLink.objects.get().digest)
    assert [line.verb for line in AuditLine.objects.all()] == ["link_made"]


def test_link_name_and_app_sign_her_in_and_lead_to_the_questions(client: Client) -> None:
    assert opens(client, f" {new_link().upper()} ").url == ENROL
    assert not is_in(client)
    codes = adds_app(client)
    assert len(codes.context["codes"]) == 10
    assert codes.context["then"] == FIRST
    assert is_in(client)
    user = User.objects.get()
    assert (user.username, user.role, user.check_password(PASSWORD)) == (NAME, Role.THERAPIST, True)
    assert AuditLine.objects.filter(verb="link_used", thing=f"account:{user.pk}").exists()


def test_to_look_at_the_page_uses_nothing_up(client: Client) -> None:
    code = new_link()
    assert client.get(BEGIN).status_code == 200
    assert User.objects.count() == 0
    assert opens(client, code).url == ENROL


def test_a_used_link_opens_nothing_not_even_after_a_rescue(client: Client) -> None:
    code = new_link()
    opens(client, code)
    adds_app(client)
    assert opens(Client(), code).status_code == 422
    rescue(NAME, timezone.now())
    again = opens(Client(), code, username="thief")
    assert "This link opens nothing" in again.content.decode()
    assert User.objects.get().username == NAME


def test_until_there_is_a_second_step_it_opens_again_and_ends_the_try_before(
    client: Client,
) -> None:
    code, other = new_link(), Client()
    opens(client, code, username="first")
    opens(other, code)
    assert client.get(ENROL).headers["Location"] == LOGIN
    assert other.get(ENROL).status_code == 200
    assert [user.username for user in User.objects.all()] == [NAME]


@pytest.mark.parametrize(
    ("seconds", "accounts"),
    [(-1, 1), (1, 0)],
)
def test_it_opens_for_two_days(seconds: int, accounts: int) -> None:
    made = timezone.now()
    code, then = first_link.make(made), made + OPENS_FOR + timedelta(seconds=seconds)
    first_link.open_(code, name=NAME, password=PASSWORD, now=then)
    assert User.objects.count() == accounts


def test_a_new_link_takes_the_place_of_the_one_before(client: Client) -> None:
    before, code = new_link(), new_link()
    assert opens(client, before).status_code == 422
    assert opens(client, code).status_code == 302


def test_where_a_therapist_signs_in_there_is_no_first_link(client: Client) -> None:
    code = new_link()
    make_therapist()
    with pytest.raises(CommandError, match="rescue_sign_in"):
        call_command("first_link", stdout=StringIO())
    assert opens(client, code).status_code == 422


def test_an_editor_who_comes_first_leaves_the_link_to_the_therapist(client: Client) -> None:
    code, editor = new_link(), User(username="therapist")
    editor.role = Role.EDITOR
    editor.set_password(PASSWORD)
    editor.save()
    gives_password(client, PASSWORD)
    adds_app(client)
    assert second_factors.has_one(editor)
    taken = opens(Client(), code, username="therapist")
    assert "Somebody else here has this name" in taken.content.decode()
    assert opens(Client(), code).url == ENROL
    assert User.objects.get(username="therapist").role == Role.EDITOR


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"password": "short"}, "too short"),
        ({"username": "two words"}, "Enter a valid username"),
        ({"code": "not-the-words"}, "This link opens nothing"),
    ],
)
def test_what_is_refused_keeps_what_was_typed_but_the_password(
    client: Client, typed: dict[str, str], says: str
) -> None:
    refused = opens(client, **{"code": new_link()} | typed)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert says in page
    assert f'value="{typed.get("username", NAME)}"' in page
    assert PASSWORD not in page
    assert User.objects.count() == 0


def test_nobody_guesses_at_it_for_long(client: Client) -> None:
    tries = [opens(client, "kobo-kobo-kobo-kobo-kobo").status_code for _ in range(32)]
    assert set(tries[:30]) == {422}
    assert tries[-1] == 429


@pytest.mark.django_db(transaction=True)
def test_two_who_open_it_at_once_make_one_account(client: Client) -> None:
    from django.db import transaction

    code, now = new_link(), timezone.now()
    with transaction.atomic():
        first_link.open_(code, name="one", password=PASSWORD, now=now)
        second = meanwhile(lambda: _opened(code, now))
        wait_until_it_waits()
    second.result()
    assert [user.username for user in User.objects.all()] == ["two"]


def _opened(code: str, now: datetime) -> None:
    first_link.open_(code, name="two", password=PASSWORD, now=now)
