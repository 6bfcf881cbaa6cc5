"""The cast and the stage: a therapist, an enquirer, and the site as it is in production."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from practice.models import PracticeProfile, User
    from tests.smtp_server import SmtpServer


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Collect the static files as a deployment does; pages name them by their hashes."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def audit_lines_can_be_emptied_between_tests() -> Iterator[None]:
    """A test that commits is followed by TRUNCATE, which the audit's trigger refuses."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    empty = DatabaseOperations.execute_sql_flush

    def without_triggers(self: DatabaseOperations, sql_list: list[str]) -> None:
        off, on = (
            f"ALTER TABLE practice_auditline {do} TRIGGER USER" for do in ("DISABLE", "ENABLE")
        )
        _not_at_a_deadlock(lambda: empty(self, [off, *sql_list, on]))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", without_triggers)
        yield


def _not_at_a_deadlock(flush: Callable[[], None], tries: int = 5) -> None:
    """A worker that still runs may want the tables in another order: then Postgres ends one."""
    from django.db import OperationalError

    for left in reversed(range(tries)):
        try:
            flush()
        except OperationalError as error:
            if "deadlock" not in str(error) or not left:
                raise
        else:
            return


@pytest.fixture(scope="session", autouse=True)
def an_erasure_ledger_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Else every run would read the ids of all runs before it."""
    from django.conf import settings

    settings.ERASURE_LEDGER = tmp_path_factory.mktemp("ledger") / "erasures"


@pytest.fixture(scope="session", autouse=True)
def to_sign_in_is_to_sign_in_with_a_second_factor() -> Iterator[None]:
    """Django's own way would begin a session that the desk takes for nobody's."""
    from django.test import Client

    from tests.signing_in import sign_in

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", sign_in)
        yield


@pytest.fixture
def profile(db: None) -> "PracticeProfile":
    from tests.factories import make_profile

    return make_profile()


@pytest.fixture
def therapist(db: None) -> "User":
    from practice.models import User

    return User.objects.create_superuser("therapist")  # no password: hashing one takes its time


@pytest.fixture
def desk(client: "Client", therapist: "User") -> "Client":
    """A browser in which the therapist has signed in."""
    client.force_login(therapist)
    return client


@pytest.fixture
def unlocked_desk(desk: "Client", profile: "PracticeProfile", therapist: "User") -> "Client":
    """A browser in which she has signed in and typed her reading phrase."""
    from django.http import HttpRequest, HttpResponse
    from django.utils import timezone

    from practice import unlocking
    from tests.factories import key_ring

    request, response = HttpRequest(), HttpResponse()
    request.session, request.user = desk.session, therapist
    unlocking.unlock(request, response, key_ring().private, timezone.now())
    request.session.save()
    desk.cookies.update(response.cookies)
    return desk


@pytest.fixture(autouse=True)
def forget_the_last_read_profile() -> Iterator[None]:
    from practice.models.profile import ProfileManager

    yield
    ProfileManager._last_read = None


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """An empty folder for uploaded pictures; returns the one they are kept in."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "images"


@pytest.fixture
def post(settings: Any) -> "Iterator[SmtpServer]":
    """A mail server, and the site's settings as EMAIL_URL and MAIL_FROM would make them."""
    from tests.smtp_server import smtp_server

    with smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "site@practice.example"
        yield server
