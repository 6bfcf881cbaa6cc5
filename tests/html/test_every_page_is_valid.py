"""The Nu HTML checker finds nothing, not even a warning, in any page that the site can show."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.every_page import every_page
from tests.live_site import REPOSITORY

STYLESHEETS = sorted((REPOSITORY / "static").glob("*/*.css"))
# What Django's own widgets do: one keeps a first value hidden beside its box, one shows a password
# that cannot be changed there.
DJANGOS = (
    "An “input” element with a “type” attribute whose value is “hidden” must not have any"
    " “aria-*” attributes.",
    "Attribute “disabled” not allowed on element “div” at this point.",
)


def is_djangos(name: str, says: str) -> bool:
    return name.startswith("desk") and any(widget in says for widget in DJANGOS)


def found(checker: list[str], files: list[Path]) -> list[tuple[str, str]]:
    """What the checker has to say, with the names of the files."""
    done = subprocess.run(
        [*checker, "--format", "json", "--stdout", "--also-check-css", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return [(Path(it["url"]).stem, f"{it['message']} {it.get('extract')}") for it in messages]


def test_every_page_in_every_state_is_valid_html(
    checker: list[str], transactional_db: None, tmp_path: Path
) -> None:
    with every_page() as (_site, documents):
        names = {f"{n:03}": document.name for n, document in enumerate(documents)}
        for number, document in zip(names, documents, strict=True):
            (tmp_path / f"{number}.html").write_text(document.answer.text, encoding="utf-8")
    messages = [(names[it], text) for it, text in found(checker, sorted(tmp_path.iterdir()))]

    assert len(documents) > 150
    assert [it for it in messages if not is_djangos(*it)] == []


def test_every_stylesheet_is_valid(checker: list[str]) -> None:
    assert len(STYLESHEETS) > 10
    assert found(checker, STYLESHEETS) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.html", "<!doctype html><html lang=en><title>x</title><p><div>"), ("a.css", "p{colr:red}")],
)
def test_what_is_not_valid_is_found(
    checker: list[str], tmp_path: Path, name: str, text: str
) -> None:
    """Else the tests above prove nothing."""
    (tmp_path / name).write_text(text)

    assert found(checker, [tmp_path / name]) != []
