"""One stylesheet for the visitor, one file a component for us.

A page costs two requests: itself and site.css. The finder below shows staticfiles a site.css that
is the components one after the other, so that it is collected, hashed and compressed like any file.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

NAME = "css/site.css"
FIRST = ["tokens.css", "base.css"]  # the rest, in the order of their names, builds on these
LAST = ["print.css"]  # which takes away what others show
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def sheet() -> bytes:
    """Return the components of static/css as one sheet, without comments and indentation."""
    folder = settings.BASE_DIR / "static" / "css"
    others = sorted({path.name for path in folder.glob("*.css")} - {*FIRST, *LAST})
    texts = [(folder / name).read_text(encoding="utf-8") for name in [*FIRST, *others, *LAST]]
    lines = COMMENT.sub("", "\n".join(texts)).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip()).encode()


def _written() -> Path:
    """Write the sheet below ATTUNE_HOME and return the folder it is in."""
    folder: Path = settings.ATTUNE_HOME / "made"
    target = folder / NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(sheet())
    return folder


class Finder(BaseFinder):
    """Finds site.css, made afresh each time it is looked for."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's
        if path != NAME:
            return []
        found = str(_written() / NAME)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        yield NAME, FileSystemStorage(location=_written())
