"""Tools of npm are installed once, at the versions of their lock, and again after it changed."""

from pathlib import Path

import pytest

from tests import npm

DONE = "mkdir -p node_modules && echo {} > node_modules/.package-lock.json"
BROKEN_OFF = "mkdir -p node_modules/half && echo 'npm error no network' >&2 && exit 1"


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    folder = tmp_path / "tool"
    folder.mkdir()
    for name in npm.MANIFEST:
        (folder / name).write_text("{}")
    return folder


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What npm was asked, a line each; it stands at the front of the PATH."""
    asked = tmp_path / "calls"
    asked.touch()
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    stand_in(tmp_path, DONE)
    return asked


def stand_in(tmp_path: Path, script: str) -> None:
    """An npm that notes what it was asked, and then does as told."""
    program = tmp_path / "bin" / "npm"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\necho "$*" >> {tmp_path}/calls\n{script}\n')
    program.chmod(0o755)


def test_it_is_installed_once_without_running_scripts(
    tmp_path: Path, manifest: Path, calls: Path
) -> None:
    for _ in range(2):
        assert npm.installed(manifest, tmp_path) == tmp_path / "npm" / "tool" / "node_modules"

    [asked] = calls.read_text().splitlines()
    assert asked.startswith("ci --ignore-scripts ")


def test_another_lock_is_installed_anew(tmp_path: Path, manifest: Path, calls: Path) -> None:
    npm.installed(manifest, tmp_path)
    (manifest / "package-lock.json").write_text('{"newer": true}')
    assert not npm.is_installed(manifest, tmp_path)
    npm.installed(manifest, tmp_path)

    assert len(calls.read_text().splitlines()) == 2


def test_what_broke_off_is_said_and_done_again(tmp_path: Path, manifest: Path, calls: Path) -> None:
    npm.installed(manifest, tmp_path)
    (manifest / "package.json").write_text('{"newer": true}')
    stand_in(tmp_path, BROKEN_OFF)
    with pytest.raises(npm.NpmError, match="npm error no network"):
        npm.installed(manifest, tmp_path)
    assert not npm.is_installed(manifest, tmp_path)

    stand_in(tmp_path, DONE)
    npm.installed(manifest, tmp_path)
    assert npm.is_installed(manifest, tmp_path)


@pytest.mark.parametrize("tool", ["benchmarks", "html"])
def test_a_lock_names_hashes_and_no_place_to_fetch_from(tool: str) -> None:
    lock = (Path(npm.__file__).parent / tool / "package-lock.json").read_text()

    assert '"integrity": "sha512-' in lock
    assert '"resolved"' not in lock
    assert "registry" not in lock
