"""What a first `make run` sets up, and a later one brings up to the code: only where needed."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from practice import local_postgres
from practice.local_secrets import SIGN_IN_NAME, first_sign_in

Say = Callable[[str], None]


class SetupError(Exception):
    """Settings that are refused, or a Postgres that is away; one line."""


def prepare(home: Path, *, say: Say) -> bool:
    """Bring database and static files up to the code; return whether a sign-in or key was made now.

    Raises SetupError.
    """
    try:
        django.setup()
        return _prepare(home, say)
    except ImproperlyConfigured as error:
        raise SetupError(str(error)) from error
    except OperationalError as error:
        message = f"Postgres is away, or refuses: {str(error).splitlines()[0]}"
        raise SetupError(message) from error
    finally:
        connections.close_all()


def _prepare(home: Path, say: Say) -> bool:
    _migrate(say)
    _collect_static(home, say)
    is_new = not _has_sign_in()
    if is_new:
        _first_sign_in(home, say)
    if is_new or local_postgres.database_url(home) == settings.DATABASE_URL:
        is_new = _demo_key(home) or is_new
    if is_new:
        _first_link(home)
    return is_new


def _migrate(say: Say) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Setting up the database …")
        call_command("migrate", interactive=False, verbosity=0)


def _collect_static(home: Path, say: Say) -> None:
    noted, now = home / "static.sha256", _static_digest()
    if noted.exists() and noted.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return
    say("Compressing the static files …")
    call_command("collectstatic", interactive=False, verbosity=0)
    noted.write_text(now)


def _static_digest() -> str:
    digest = hashlib.sha256(repr((settings.STATIC_ROOT, settings.STORAGES)).encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            with storage.open(path) as file:
                digest.update(path.encode() + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def _has_sign_in() -> bool:
    return get_user_model()._default_manager.filter(is_superuser=True).exists()


def _first_sign_in(home: Path, say: Say) -> None:
    """A database in which nobody can sign in is new: it gets the sample content as well."""
    say("Loading the sample content …")
    call_command("load_sample_content", stdout=StringIO())
    # The file comes first: a crash in between must not leave a sign-in that nobody knows.
    password = first_sign_in(home, site_url=settings.SITE_URL).password
    get_user_model()._default_manager.create_superuser(SIGN_IN_NAME, password=password)


def _first_link(home: Path) -> None:
    """Let the link in the file open the desk, where nobody has come in yet."""
    from practice.sign_in import first_link

    code = first_sign_in(home, site_url=settings.SITE_URL).password
    with suppress(first_link.TooLateError):
        first_link.make(timezone.now(), code=code)


def _demo_key(home: Path) -> bool:
    """Make a key where there is none, so that the form is open; return whether."""
    from practice import demo_key  # only now are there models

    if not demo_key.is_needed():
        return False
    first = first_sign_in(home, site_url=settings.SITE_URL)
    demo_key.make(phrase=first.phrase, sheet=first.sheet, now=timezone.now())
    return True
