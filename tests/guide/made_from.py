"""What the pictures show comes from these files; when one changes, they are to be taken anew."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from tests.guide import ALBUM, ROOT

RECORD = ALBUM / "made_from.txt"
SOURCES = ("templates/admin", "static/desk", "static/js", "static/css/tokens.css")
SIGNS = 12  # of a digest: nobody forges these, they only have to change


def now() -> dict[str, str]:
    """Return a digest for each file, by its path from the top of the repository."""
    return {str(path.relative_to(ROOT)): _digest(path) for path in _files()}


def as_kept() -> dict[str, str]:
    """Return what `now` was when the pictures were taken."""
    lines = RECORD.read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ") for line in lines)}


def keep(files: dict[str, str]) -> None:
    lines = (f"{digest}  {path}\n" for path, digest in files.items())
    RECORD.write_text("".join(lines), encoding="utf-8")


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return the paths that are new, gone or different."""
    return sorted({path for path, _digest in before.items() ^ after.items()})


def _files() -> Iterator[Path]:
    for source in (ROOT / name for name in SOURCES):
        below = source.rglob("*") if source.is_dir() else [source]
        yield from sorted(path for path in below if path.is_file())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:SIGNS]
