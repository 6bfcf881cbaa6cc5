"""Static files that are made of others when they are looked for, then collected like any file.

They are the stylesheets (practice/stylesheet.py) and the module that the editor is built on, taken
out of its package as the only file of it that we serve, and without its map, four times as large.
"""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, Storage

from practice.stylesheet import FOLDERS, sheet

EDITOR = "django_prose_editor/editor.js"
SOURCE_MAP = b"//# sourceMappingURL="
MADE = [*FOLDERS, EDITOR]


def editor() -> bytes:
    """Return the module of django-prose-editor, unchanged but for the line that names its map."""
    package = find_spec("django_prose_editor")
    if package is None or package.origin is None:
        raise ImproperlyConfigured("django-prose-editor is not installed: run make install.")
    module = (Path(package.origin).parent / "static" / EDITOR).read_bytes()
    return module.partition(SOURCE_MAP)[0]


def _written() -> Path:
    """Write them below ATTUNE_HOME and return the folder they are in."""
    folder: Path = settings.ATTUNE_HOME / "made"
    for name in MADE:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(editor() if name == EDITOR else sheet(name))
    return folder


class Finder(BaseFinder):
    """Finds them, made afresh each time they are looked for."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's
        if path not in MADE:
            return []
        found = str(_written() / path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        written = _written()
        yield from ((name, FileSystemStorage(location=written)) for name in MADE)
