"""Two sheets for visitors, one for the desk: all of the components, and nothing for us to read."""

import re
from pathlib import Path

import pytest

from practice.stylesheet import FIRST, FOLDERS, LAST, sheet

STATIC = Path(__file__).resolve().parents[2] / "static"
FOLDER = STATIC / "css"


def without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("name", FOLDERS)
def test_every_component_is_in_it_once(name: str) -> None:
    whole = without_spaces(sheet(name).decode())

    for component in (STATIC / FOLDERS[name]).glob("*.css"):
        assert whole.count(without_spaces(component.read_text())) == 1, component.name


def test_it_begins_with_the_tokens_and_ends_with_paper() -> None:
    whole = without_spaces(sheet().decode())

    assert whole.startswith(without_spaces((FOLDER / FIRST[0]).read_text()))
    assert whole.endswith(without_spaces((FOLDER / LAST[-1]).read_text()))


@pytest.mark.parametrize("name", FOLDERS)
def test_our_comments_and_indentation_stay_with_us(name: str) -> None:
    text = sheet(name).decode()

    assert "/*" not in text
    assert not re.search(r"^\s|\n\s", text)
