"""What a first `make run` sets up, and what a later one brings up to the code: only if needed."""

import hashlib
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

SIGN_IN_NAME = "therapist"
SIGN_IN_FILE = "first-sign-in.txt"


def prepare(home: Path, *, say: Callable[[str], None]) -> bool:
    """Brings Postgres and static files up to the code; true if the first sign-in was made now.

    Raises ImproperlyConfigured for refused settings, OperationalError where Postgres is away.
    """
    django.setup()
    try:
        migrate_if_needed(say=say)
        collect_static_if_needed(home, say=say)
        return first_sign_in_if_needed(home, say=say)
    finally:
        connections.close_all()


def migrate_if_needed(*, say: Callable[[str], None]) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Setting up the database …")
        call_command("migrate", interactive=False, verbosity=0)


def collect_static_if_needed(home: Path, *, say: Callable[[str], None]) -> None:
    """Compressing takes seconds, so it is left out while no static file has changed."""
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


def first_sign_in_if_needed(home: Path, *, say: Callable[[str], None]) -> bool:
    """A database in which nobody can sign in is new: it gets sample content and a sign-in."""
    people = get_user_model()._default_manager
    if people.filter(is_superuser=True).exists():
        return False
    say("Loading the sample content …")
    call_command("load_sample_content", verbosity=0)
    # The file comes first: a crash in between must not leave a sign-in that nobody knows.
    password = _kept_password(home) or _new_password(home)
    people.create_superuser(SIGN_IN_NAME, password=password)
    return True


def _kept_password(home: Path) -> str | None:
    try:
        found = re.search(r"^Password +(\S+)$", (home / SIGN_IN_FILE).read_text(), re.MULTILINE)
    except FileNotFoundError:
        return None
    return found.group(1) if found else None


def _new_password(home: Path) -> str:
    password = readable_password()
    text = (
        f"Address   {settings.SITE_URL}/admin/\n"
        f"Name      {SIGN_IN_NAME}\n"
        f"Password  {password}\n\n"
        "Once you have changed the password at the desk, delete this file.\n"
    )
    write_privately(home / SIGN_IN_FILE, text)
    return password


def readable_password() -> str:
    """Return five pronounceable groups, such as "bavo-…": 64 bits, and easy to type."""
    consonants, vowels = "bdfghjklmnprstvwz", "aeiou"
    syllables = [secrets.choice(consonants) + secrets.choice(vowels) for _ in range(10)]
    return "-".join(first + second for first, second in zip(*[iter(syllables)] * 2, strict=True))


def write_privately(path: Path, text: str) -> None:
    """Writes a file of mode 0600 that is there whole or not at all."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    unfinished.replace(path)
