"""A password alone opens nothing, on no address and by no detour."""

from collections.abc import Iterator

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from practice.models import AuditLine, User
from practice.sign_in import second_factors
from tests.practice import second_steps as she
from tests.practice.second_steps import ENROL, LOGIN, NAME, PASSWORD, SECOND
from tests.signing_in import only_password

pytestmark = pytest.mark.django_db

ANOTHER = "another-long-password"


@pytest.fixture
def therapist() -> User:
    return she.make_therapist()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def test_password_and_code_let_her_in_and_take_her_where_she_wanted_to_be(
    client: Client, therapist: User
) -> None:
    asked = client.get("/admin/blog/article/")
    assert asked["Location"] == f"{LOGIN}?next=/admin/blog/article/"
    shown = client.get(asked["Location"])
    first = she.gives_password(client, fields={"next": shown.context["next"]})
    assert first["Location"] == SECOND
    second = she.gives_code(client, she.code_of())
    assert second["Location"] == "/admin/blog/article/"
    assert client.get(second["Location"]).status_code == 200
    assert AuditLine.objects.get().verb == "signed_in"


@pytest.mark.parametrize("address", ["/admin/", "/admin/contact/enquiry/", she.WAYS, she.CODES])
def test_after_the_password_alone_she_is_nobody(
    client: Client, therapist: User, address: str
) -> None:
    she.gives_password(client)
    assert client.get(address)["Location"].startswith(LOGIN)
    assert client.get("/articles/").wsgi_request.user.is_anonymous


def test_a_session_that_began_with_a_password_alone_is_nobodys(
    client: Client, therapist: User
) -> None:
    """As those from before there was a second step; it is gone as soon as it is used."""
    client.cookies["session"] = only_password(therapist).session_key
    assert not she.is_in(client)
    assert not Session.objects.exists()


def test_who_has_a_second_factor_does_not_get_to_set_up_one(
    client: Client, therapist: User
) -> None:
    she.gives_password(client)
    for answer in (client.get(ENROL), client.post(ENROL, {"code": "000000"})):
        assert answer["Location"] == LOGIN
    assert she.seed_of(therapist) == she.SEED


def test_without_a_password_there_is_no_second_step(client: Client, therapist: User) -> None:
    for address in (SECOND, ENROL):
        for answer in (client.get(address), client.post(address, {"code": she.code_of()})):
            assert answer["Location"] == LOGIN
    assert not she.is_in(client)


def test_half_way_in_ends_after_ten_minutes(
    client: Client, therapist: User, clock: time_machine.Traveller
) -> None:
    she.gives_password(client)
    clock.shift(10 * 60 - 1)
    assert client.get(SECOND).status_code == 200
    clock.shift(1)
    assert she.gives_code(client, she.code_of())["Location"] == LOGIN
    assert not she.is_in(client)


@pytest.mark.parametrize("change", ["password", "round", "inactive", "role"])
def test_half_way_in_ends_with_what_it_began_with(
    client: Client, therapist: User, change: str
) -> None:
    she.gives_password(client)
    if change == "password":
        therapist.set_password(ANOTHER)
    elif change == "inactive":
        therapist.is_active = False
    elif change == "role":
        therapist.role = None
    therapist.save()
    if change == "round":
        therapist.end_sessions()
    assert she.gives_code(client, she.code_of())["Location"] == LOGIN
    assert not she.is_in(client)


def test_a_code_counts_once_in_whichever_process(therapist: User) -> None:
    first, second = Client(), Client()
    for browser in (first, second):
        she.gives_password(browser)
    code = she.code_of()
    assert she.gives_code(first, code).status_code == 302
    refused = she.gives_code(second, code)
    assert refused.status_code == 422
    assert "was used before" in refused.content.decode()
    assert not she.is_in(second)
    assert she.gives_code(second, she.code_of(later=1)).status_code == 302


@pytest.mark.parametrize(("later", "is_right"), [(-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_wrong_by_half_a_minute(
    client: Client, therapist: User, clock: time_machine.Traveller, later: int, *, is_right: bool
) -> None:
    she.gives_password(client)
    she.gives_code(client, she.code_of(later=later))
    assert she.is_in(client) is is_right


@pytest.mark.parametrize("typed", ["", "0", "abc", "000000", "1" * 40, "\0", "１２３４５６"])
def test_what_is_no_code_is_refused(client: Client, therapist: User, typed: str) -> None:
    she.gives_password(client)
    assert she.gives_code(client, typed).status_code == 422
    assert not she.is_in(client)


NO_PASSKEYS = ["", "{}", "[]", "null", '{"id": 1}', '{"response": {}}', "\0", "[" * 19_999]


@pytest.mark.parametrize("sent", NO_PASSKEYS)
def test_what_is_no_passkey_is_refused(client: Client, therapist: User, sent: str) -> None:
    client.get(she.PASSKEY)
    assert client.post(she.PASSKEY, {"credential": sent})["Location"].startswith(LOGIN)
    she.gives_password(client)
    client.get(SECOND)
    assert client.post(SECOND, {"credential": sent}).status_code == 422
    assert not she.is_in(client)


def test_the_first_sign_in_sets_up_an_app_and_shows_recovery_codes_once(client: Client) -> None:
    therapist = she.make_therapist(has_app=False)
    assert she.gives_password(client)["Location"] == ENROL
    seed = she.seed_on(client.get(ENROL))
    wrong = client.post(ENROL, {"code": "000000"})
    assert wrong.status_code == 422
    assert she.seed_on(wrong) == seed  # the app that has taken the square goes on
    assert not Authenticator.objects.exists()
    assert not she.is_in(client)

    done = client.post(ENROL, {"code": she.code_of(seed)})
    assert len(done.context["codes"]) == 10
    assert she.seed_of(therapist) == seed
    assert she.is_in(client)
    assert [line.verb for line in AuditLine.objects.order_by("pk")] == ["way_added", "signed_in"]


def test_half_an_enrolment_gives_nothing(client: Client) -> None:
    she.make_therapist(has_app=False)
    she.gives_password(client)
    client.get(ENROL)
    assert not she.is_in(client)
    assert client.get(she.WAYS)["Location"].startswith(LOGIN)
    assert not Authenticator.objects.exists()


def test_nothing_that_makes_codes_lies_open_in_the_database(client: Client) -> None:
    therapist = she.make_therapist(has_app=False)
    she.gives_password(client)
    seed = she.seed_on(client.get(ENROL))
    kept_half_way = everything_kept()
    codes = client.post(ENROL, {"code": she.code_of(seed)}).context["codes"]
    assert she.factors_of(therapist).count() == 2
    for kept in (kept_half_way, everything_kept()):
        for secret in (seed, *codes, *(code.replace(" ", "") for code in codes)):
            assert secret not in kept


def everything_kept() -> str:
    """All rows of sessions, opened, and of second factors."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        rows = [str(row[0]) for row in cursor.fetchall()]
    return "".join([*rows, *(str(session.get_decoded()) for session in Session.objects.all())])


def test_a_recovery_code_opens_once(client: Client, therapist: User) -> None:
    first, *_others = second_factors.new_recovery_codes(therapist)
    she.gives_password(client)
    assert she.gives_code(client, f" {first} ").status_code == 302
    assert she.is_in(client)
    assert second_factors.recovery_codes_left(therapist) == 9

    again = Client()
    she.gives_password(again)
    assert she.gives_code(again, first).status_code == 422


def test_new_recovery_codes_end_those_before_them(client: Client, therapist: User) -> None:
    before = second_factors.new_recovery_codes(therapist)
    client.force_login(therapist)
    after = client.post(she.CODES).context["codes"]
    assert set(before).isdisjoint(after)
    assert not second_factors.proves(therapist, before[0])
    assert second_factors.proves(therapist, after[0])


def test_recovery_codes_are_no_second_factor_of_their_own(client: Client) -> None:
    therapist = she.make_therapist(has_app=False)
    second_factors.new_recovery_codes(therapist)
    assert she.gives_password(client)["Location"] == ENROL


def test_under_another_encryption_key_codes_are_wrong_and_nothing_breaks(
    client: Client, therapist: User, settings: object
) -> None:
    second_factors.new_recovery_codes(therapist)
    she.gives_password(client)
    settings.ENCRYPTION_KEY = "another" * 10  # type: ignore[attr-defined]
    she.gives_password(client)
    for code in (she.code_of(), "1234 1234 1234"):
        assert she.gives_code(client, code).status_code == 422


def test_there_is_no_address_that_mails_a_link_to_a_new_password() -> None:
    from tests.practice.addresses import every_address

    words = ("reset", "forgot", "signup", "sign-up", "confirm-email")
    assert [it.route for it in every_address() if any(word in it.route for word in words)] == []


def test_whose_role_is_taken_away_is_asked_to_sign_in_and_not_sent_in_circles(
    client: Client, therapist: User
) -> None:
    client.force_login(therapist)
    User.objects.update(is_staff=False, is_superuser=False)
    asked = client.get("/admin/")
    assert asked["Location"].startswith(LOGIN)
    assert client.get(asked["Location"]).status_code == 200


def test_who_has_no_role_does_not_get_past_the_password(client: Client) -> None:
    User.objects.create_user(NAME, password=PASSWORD)
    assert she.gives_password(client).status_code == 422
