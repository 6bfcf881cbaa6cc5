"""make bench: measure everything, print the table, write it under ATTUNE_HOME/bench/.

ARGS=--short takes three minutes and wavers; ARGS=--long takes thirteen and hardly does.
"""

import argparse
import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from practice.local_postgres import LocalPostgresError
from tests.benchmarks import (
    bookings,
    enquiries,
    growth,
    inbox,
    lighthouse,
    machine,
    process,
    reading,
    report,
)
from tests.benchmarks.databases import database, fill, postgres
from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.report import Row, say
from tests.benchmarks.rounds import Effort
from tests.benchmarks.servers import granian
from tests.live_site import HOST, REPOSITORY

TOOLS = {"nginx": "nginx", "wrk": "wrk", "taskset": "util-linux", "setpriv": "util-linux"}
EFFORTS = {
    "short": Effort(rounds=2, seconds=1),
    "usual": Effort(rounds=5, seconds=2),
    "long": Effort(rounds=15, seconds=5),
}
ENQUIRIES_A_ROUND = 100
INBOX_OF = (1_000_000, 100_000)  # enquiries; fewer with --short


def main() -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that it, too, tidies up
    effort = EFFORTS[_arguments().effort]
    try:
        refuse_missing_tools()
        with alone(_home() / "bench") as folder, postgres(_home()) as server:
            return run(folder, server, effort)
    except (BenchmarkError, LocalPostgresError, psycopg.OperationalError) as error:
        sys.stderr.write(f"bench: {error}\n")
    except KeyboardInterrupt:
        sys.stderr.write("bench: stopped\n")
    return 1


def run(folder: Path, server: str, effort: Effort) -> int:
    """Measure, print and keep; return the exit code. A missed budget is told, not punished."""
    now = datetime.now(UTC)  # noqa: TID251 - nothing here runs inside Django
    name = machine.description(server)
    say(f"{name}\nLoad average at the start: {machine.load_average()}\n")
    rows = list(measured(server, effort))
    text = f"{name}, {now:%d %B %Y}\n\n{report.table(rows)}\n"
    say(f"\n{text}\nKept in {report.write(folder, text, now)}")
    return 1 if any(row.measured == report.NOT_MEASURED for row in rows) else 0


def _home() -> Path:
    return Path(os.environ.get("ATTUNE_HOME") or REPOSITORY / "var").absolute()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    for name in ("short", "long"):
        parser.add_argument(f"--{name}", dest="effort", action="store_const", const=name)
    parser.set_defaults(effort="usual")
    return parser.parse_args()


def refuse_missing_tools() -> None:
    """Raises BenchmarkError, which says what to install."""
    missing = {package for tool, package in TOOLS.items() if not shutil.which(tool)}
    if missing:
        message = f"{', '.join(sorted(missing))} not found. As root: apt install nginx wrk"
        raise BenchmarkError(message)


@contextmanager
def alone(folder: Path) -> Iterator[Path]:
    """The folder of the results. Raises BenchmarkError where another run is measuring."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = "another benchmark is running, and both would measure each other"
            raise BenchmarkError(message) from None
        yield folder


def measured(server: str, effort: Effort) -> Iterator[Row]:
    """Every row, said as soon as it is there."""
    with tempfile.TemporaryDirectory(prefix="attune-bench-") as folder:
        Path(folder).chmod(0o755)  # nginx may read it as somebody else
        for row in _rows(server, Path(folder), effort):
            say("  " + "  ".join(cell for cell in row.cells if cell))
            yield row


def _rows(server: str, folder: Path, effort: Effort) -> Iterator[Row]:
    with database(server, "attune_bench_few") as few, database(server, "attune_bench_many") as many:
        with_few, with_many = (_environment(folder, url) for url in (few, many))
        say(f"  filling two databases: {growth.FEW:,} and {growth.MANY:,} articles")
        _collect_static(with_few)
        fill(with_few, articles=growth.FEW, appointments=growth.FEW)
        fill(with_many, articles=growth.MANY, appointments=growth.MANY_PAST)
        with granian(with_few) as site, granian(with_many) as big_site:
            yield from report.tried("first answer", process.first_answer(with_few))
            pages = reading.rows(site, with_few, folder / "nginx", effort)
            yield from report.tried("article", pages)
            yield from report.tried("growth", growth.rows(site, big_site, effort))
            count = effort.rounds * ENQUIRIES_A_ROUND
            yield from report.tried("enquiries", enquiries.rows(site, with_few, count=count))
            yield from report.tried("bookings", bookings.rows(site, with_few, count=count))
            yield from report.tried("memory", process.memory(big_site))
            yield from report.tried("Lighthouse", lighthouse.rows(site, _home(), effort))
    with database(server, "attune_bench_inbox") as url:
        enquiries_there = INBOX_OF[effort == EFFORTS["short"]]
        say(f"  filling a third one: {enquiries_there:,} enquiries")
        environment = _environment(folder, url)
        yield from report.tried("inbox", inbox.rows(environment, many=enquiries_there))


def _environment(folder: Path, database_url: str) -> dict[str, str]:
    """A site as in production, with secrets of its own and nowhere to send mail."""
    return {
        "DJANGO_SETTINGS_MODULE": "practice.settings",
        "DEBUG": "false",
        "ATTUNE_HOME": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": database_url,
        "EMAIL_URL": f"smtp://{HOST}:1",
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"http://{HOST}",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ENCRYPTION_KEY": secrets.token_urlsafe(50),
        "TRUSTED_PROXIES": "1",  # each enquirer says from where she writes
    }


def _collect_static(environment: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(command, cwd=REPOSITORY, env=os.environ | environment, check=True)


if __name__ == "__main__":
    sys.exit(main())
