"""Whatever the documents name is there: paths, make targets, commands, variables."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
FILE = re.compile(r"^[\w.{}/-]+/?$")
OF_THIS_REPOSITORY = ("practice/", "blog/", "contact/", "templates/", "static/", "tests/", "docs/")
TOP_LEVEL = re.compile(r"^[\w.-]+\.(py|toml|md|yaml|lock)$|^(Makefile|Dockerfile|LICENSE)$")


def in_code(document: Path) -> list[str]:
    text = document.read_text(encoding="utf-8")
    blocks = re.findall(r"^(?: {4}|\t)(.+)$", text, re.MULTILINE)
    return [*re.findall(r"`([^`\n]+)`", text), *blocks]


def named_paths(document: Path) -> list[str]:
    return [
        word
        for code in in_code(document)
        for word in code.split()
        if FILE.match(word) and (word.startswith(OF_THIS_REPOSITORY) or TOP_LEVEL.match(word))
    ]


def words_after(document: Path, program: str) -> set[str]:
    """Return what follows `program`, as in "make run"."""
    return {
        word
        for code in in_code(document)
        for word in re.findall(rf"(?:^|[\s/]){re.escape(program)} ([a-z][\w-]*)", code)
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_that_a_document_names_exists(document: Path) -> None:
    assert [path for path in named_paths(document) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_target_that_a_document_names_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert words_after(document, "make") - targets == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_management_command_that_a_document_names_exists(document: Path) -> None:
    assert words_after(document, "manage.py") - set(get_commands()) == set()


def test_every_variable_of_the_runbook_is_read_by_the_settings() -> None:
    settings = (ROOT / "practice" / "settings.py").read_text()
    rows = re.findall(r"^\| (`[A-Z_`, ]+`)", (ROOT / "docs/runbook.md").read_text(), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"[A-Z_]{5,}", row)}

    assert len(named) > 5
    assert {name for name in named if f'"{name}"' not in settings} == set()


def test_the_documents_name_enough_for_these_tests_to_mean_something() -> None:
    assert sum(len(named_paths(document)) for document in DOCUMENTS) > 30
    assert {"run", "test"} <= words_after(ROOT / "README.md", "make")


def test_the_samples_that_an_operator_copies_are_refused_by_the_settings() -> None:
    runbook = (ROOT / "docs/runbook.md").read_text()
    compose = (ROOT / "compose.yaml").read_text()
    secrets = re.findall(r"\w+(?:\+\w+)?://[\w-]+:([\w$-]+)@", runbook + compose)

    assert len(secrets) >= 4
    assert set(secrets) <= {"change-me", "$password"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_table_has_the_columns_of_its_first_row(document: Path) -> None:
    """A line that is no row of it would be read as one, or end the table."""
    lines = ["", *document.read_text(encoding="utf-8").splitlines()]
    rules = [number for number, line in enumerate(lines) if re.match(r"^\|\s*-{3}", line)]
    wrong = [number for number in rules if lines[number - 1].count("|") != lines[number].count("|")]
    assert wrong == []
