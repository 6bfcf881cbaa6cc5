"""One stylesheet for whoever reads, a second for whoever writes; one file a component for us.

A page to read costs two requests: itself and site.css. Pages with a form ask for writing.css too,
which readers need not wait for. The finder below shows staticfiles each sheet as its components one
after the other, so that it is collected, hashed and compressed like any file.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SITE, WRITING = "css/site.css", "css/writing.css"
FOLDERS = {SITE: "css", WRITING: "css/writing"}  # below static/
FIRST = ["tokens.css", "base.css"]  # the rest, in the order of their names, builds on these
LAST = ["print.css"]  # which takes away what others show
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def sheet(name: str = SITE) -> bytes:
    """Return the components of a sheet as one, without comments and indentation."""
    paths = (settings.BASE_DIR / "static" / FOLDERS[name]).glob("*.css")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(paths, key=_place))
    lines = COMMENT.sub("", text).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip()).encode()


def _place(path: Path) -> tuple[int, str]:
    if path.name in FIRST:
        return FIRST.index(path.name) - len(FIRST), path.name
    return LAST.index(path.name) + 1 if path.name in LAST else 0, path.name


def _written() -> Path:
    """Write the sheets below ATTUNE_HOME and return the folder they are in."""
    folder: Path = settings.ATTUNE_HOME / "made"
    for name in FOLDERS:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(sheet(name))
    return folder


class Finder(BaseFinder):
    """Finds the sheets, made afresh each time they are looked for."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's
        if path not in FOLDERS:
            return []
        found = str(_written() / path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        written = _written()
        yield from ((name, FileSystemStorage(location=written)) for name in FOLDERS)
