"""One site, its Postgres and its post office, while people write and everything is killed.

    python -m tests.chaos.scene --seed 7 [--forgetful]

Exit codes: 0 for nothing amiss, LOST where acknowledged enquiries are gone, 1 for all else.
"""

import argparse
import os
import random
import secrets
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from practice import local_postgres
from practice.postgres_programs import SUPERUSER
from tests.chaos import processes
from tests.chaos.enquirers import Enquirer, Ledger
from tests.chaos.killer import VICTIMS, Killer, victims
from tests.chaos.post_office import PostOffice, post_office
from tests.chaos.report import report
from tests.live_site import HOST, free_port, wait_until
from tests.practice.postgres_homes import ask, new_home

if TYPE_CHECKING:
    from practice.models.sealing_key import KeyRing

LOST = 3
ENQUIRERS = 8
DRAINED_WITHIN = 60.0  # seconds


@dataclass(frozen=True)
class Play:
    """How much is written and killed."""

    enquiries: int
    kills: int
    victims: tuple[str, ...]
    forgetful: bool


EVERYTHING = Play(300, 20, VICTIMS, forgetful=False)
# A Postgres that says "committed" seconds before it is true, and is killed.
CONTROL = Play(60, 6, ("postmaster",), forgetful=True)
FORGETFUL = ("synchronous_commit = off", "wal_writer_delay = '10s'")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.scene", description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--forgetful", action="store_true", help="without synchronous commits")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    processes.adopt_orphans()
    with new_home() as home, post_office(chance) as office:
        _set_environment(home, office)
        ring = _set_up()
        play = CONTROL if options.forgetful else EVERYTHING
        if play.forgetful:
            _make_forgetful(home)
        return _played(play, home, office, ring, chance)


def _set_environment(home: Path, office: PostOffice) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "practice.settings",
        "DEBUG": "false",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ENCRYPTION_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1:8000",
        "EMAIL_URL": office.url,
        "DATABASE_URL": local_postgres.start(home),
        "ATTUNE_HOME": str(home),
        "TRUSTED_PROXIES": "1",  # each enquirer says from where she writes
    }


def _set_up() -> "KeyRing":
    """Make the sample practice with a key in use; return what opens its enquiries."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_sample_content", stdout=StringIO())
    from tests.factories import key_ring, make_key

    make_key()
    ring = key_ring()
    connections.close_all()
    return ring


def _make_forgetful(home: Path) -> None:
    for setting in FORGETFUL:
        ask(home, f"ALTER SYSTEM SET {setting}", user=SUPERUSER)
    ask(home, "SELECT pg_reload_conf()", user=SUPERUSER)


def _played(
    play: Play, home: Path, office: PostOffice, ring: "KeyRing", chance: random.Random
) -> int:
    from tests.chaos.verdict import verdict

    ledger, port = Ledger(), free_port()
    with _site(home, port) as (web, worker):
        all_victims = victims(web, worker, processes.Postgres(home), chance)
        killer = Killer({name: all_victims[name] for name in play.victims}, ledger, chance)
        with _people(port, ledger, chance):
            killer.run(play.kills, enough=lambda: len(ledger.acknowledged) >= play.enquiries)
        if not play.forgetful:
            _await_all_mail()
    found = verdict(ledger, office, killer.kills, ring)
    report(ledger, office, killer.kills, found)
    if found.lost:
        return LOST
    return 0 if found.is_good else 1


@contextmanager
def _site(home: Path, port: int) -> Iterator[tuple[processes.Supervised, processes.Supervised]]:
    site_url = {"SITE_URL": f"http://{HOST}:{port}"}
    web = processes.web(port, site_url, home / "web.log")
    worker = processes.worker(site_url, home / "worker.log")
    try:
        yield web, worker
    finally:
        web.end()
        worker.end()


@contextmanager
def _people(port: int, ledger: Ledger, chance: random.Random) -> Iterator[None]:
    """Let them write; at the end each has an answer to what she pressed Send for."""
    over = threading.Event()
    people = [
        Enquirer(port, ledger, over, random.Random(chance.random())) for _ in range(ENQUIRERS)
    ]
    for person in people:
        person.start()
    try:
        yield
    finally:
        over.set()
        for person in people:
            person.join()


def _await_all_mail() -> None:
    from django.db import close_old_connections

    from practice.models import OutboxMail

    close_old_connections()
    # What is left after that is counted as unsent.
    with suppress(TimeoutError):
        wait_until(lambda: not OutboxMail.objects.unsent().exists(), seconds=DRAINED_WITHIN)


if __name__ == "__main__":
    sys.exit(main())
