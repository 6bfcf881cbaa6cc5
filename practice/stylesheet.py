"""One stylesheet for whoever reads, a second for whoever writes, one for the desk.

A page to read costs two requests: itself and site.css. Pages with a form ask for writing.css too,
which readers need not wait for. The desk begins with the site's own tokens and base, and has none
of Django's sheets. For us there is one file a component;
practice/made_files.py has each sheet collected as its components one after the other.
"""

import re
from pathlib import Path

from django.conf import settings

SITE, WRITING, DESK = "css/site.css", "css/writing.css", "desk/every_page.css"
FOLDERS = {SITE: "css", WRITING: "css/writing", DESK: "desk/every_page"}  # below static/
FIRST = ["tokens.css", "base.css"]  # the rest, in the order of their names, builds on these
BASIS = {DESK: [f"css/{name}" for name in FIRST]}  # from elsewhere, before its own folder
LAST = ["print.css"]  # which takes away what others show
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def sheet(name: str = SITE) -> bytes:
    """Return the components of a sheet as one, without comments and indentation."""
    static: Path = settings.BASE_DIR / "static"
    own = sorted((static / FOLDERS[name]).glob("*.css"), key=_place)
    paths = [*(static / path for path in BASIS.get(name, [])), *own]
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    lines = COMMENT.sub("", text).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip()).encode()


def _place(path: Path) -> tuple[int, str]:
    if path.name in FIRST:
        return FIRST.index(path.name) - len(FIRST), path.name
    return LAST.index(path.name) + 1 if path.name in LAST else 0, path.name
