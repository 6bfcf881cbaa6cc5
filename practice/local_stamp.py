"""Whether the code has changed since a home and its database were last brought up to it.

To ask Django takes a second; to compare stamps takes hundredths. One copy lies in the home and one
in the database itself (as a comment on a table), so that neither can be swapped unnoticed.
"""

import hashlib
import os
from pathlib import Path

from practice.postgres_programs import MYSELF, own_program

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("practice", "blog", "contact", "static")
VARIABLES = ("DEBUG", "STATIC_ROOT")  # what else decides how static files are made
READ = "SELECT obj_description(to_regclass('django_migrations'), 'pg_class')"
WRITE = "COMMENT ON TABLE django_migrations IS '{}'"


def of_the_code() -> str:
    """Return a digest of all that decides about tables and static files."""
    digest = hashlib.sha256(repr([os.environ.get(name) for name in VARIABLES]).encode())
    for path in [ROOT / "uv.lock", *_source()]:
        digest.update(str(path).encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _source() -> list[Path]:
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    return sorted(path for path in found if path.is_file() and path.suffix != ".pyc")


def is_on(home: Path, embedded_url: str, stamp: str) -> bool:
    """Whether home and database bear this stamp: nothing is left to set up."""
    static = Path(os.environ.get("STATIC_ROOT") or home / "static")
    noted = _file(home)
    in_home = static.is_dir() and noted.exists() and noted.read_text() == stamp
    return in_home and _ask(embedded_url, READ) == stamp


def put_on(home: Path, embedded_url: str, stamp: str) -> None:
    _file(home).write_text(stamp)
    _ask(embedded_url, WRITE.format(stamp))


def _file(home: Path) -> Path:
    return home / "up-to-date.sha256"


def _ask(url: str, statement: str) -> str:
    return MYSELF.run(own_program("psql"), "-XqAt", "-d", url, text=statement).stdout.strip()
