"""uv.lock, the hashed exports for plain pip, and the reasons in pyproject.toml agree."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
GROUPS = {"run": set(), "local": {"local"}, "dev": {"local", "dev"}}
Pins = dict[str, tuple[str, frozenset[str]]]  # name: version, hashes


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / name).read_text())


def _locked() -> dict[str, dict[str, Any]]:
    return {package["name"]: package for package in _toml("uv.lock")["package"]}


def _pin(package: dict[str, Any]) -> tuple[str, frozenset[str]]:
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    return package["version"], frozenset(file["hash"] for file in files)


def _exported(name: str) -> Pins:
    """Read `requirements/<name>.txt`, whose continued lines hold one package each."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(map(_exported_pin, lines))


def _exported_pin(line: str) -> tuple[str, tuple[str, frozenset[str]]]:
    requirement = re.fullmatch(r"([a-z0-9-]+)==(\S+?)(?: ; [^\\]*?)?((?:\s+--hash=\S+)+)\s*", line)
    assert requirement, f"not a pinned and hashed requirement: {line[:80]}"
    name, version, hashes = requirement.groups()
    return name, (version, frozenset(re.findall(r"--hash=(\S+)", hashes)))


def _needed(groups: set[str]) -> set[str]:
    """Return the names that the lock reaches from the project with these dependency groups."""
    packages = _locked()
    project = packages["attune"]
    waiting = project["dependencies"] + [
        wanted for group in groups for wanted in project["dev-dependencies"][group]
    ]
    seen = set()
    while waiting:
        wanted = waiting.pop()
        key = (wanted["name"], *wanted.get("extra", []))
        if key not in seen:
            seen.add(key)
            waiting += _needs(packages[wanted["name"]], extras=key[1:])
    return {key[0] for key in seen}


def _needs(package: dict[str, Any], extras: tuple[str, ...]) -> list[dict[str, Any]]:
    optional = [it for extra in extras for it in package["optional-dependencies"].get(extra, [])]
    return [*package.get("dependencies", []), *optional]


@pytest.mark.parametrize("name", GROUPS)
def test_an_export_pins_the_versions_and_hashes_of_the_lock(name: str) -> None:
    locked = _locked()
    assert _exported(name) == {needed: _pin(locked[needed]) for needed in _needed(GROUPS[name])}


def test_every_package_of_the_lock_is_in_the_export_for_development() -> None:
    assert set(_exported("dev")) == set(_locked()) - {"attune"}


def test_the_lock_answers_to_the_dependencies_that_are_asked_for() -> None:
    project = _locked()["attune"]
    locked = {"": project["dependencies"], **project["dev-dependencies"]}
    assert {group: sorted(map(_name, wanted)) for group, wanted in _asked_for().items()} == {
        group: sorted(it["name"] for it in wanted) for group, wanted in locked.items()
    }


def test_every_direct_dependency_has_a_line_of_reason_above_it() -> None:
    lines = [line.strip() for line in (ROOT / "pyproject.toml").read_text().splitlines()]
    asked_for = [requirement for group in _asked_for().values() for requirement in group]
    above = {requirement: lines[lines.index(f'"{requirement}",') - 1] for requirement in asked_for}
    assert [it for it, reason in above.items() if not reason.startswith("# ")] == []


def _asked_for() -> dict[str, list[str]]:
    pyproject = _toml("pyproject.toml")
    return {"": pyproject["project"]["dependencies"], **pyproject["dependency-groups"]}


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return found.group().lower()
