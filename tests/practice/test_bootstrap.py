"""practice/bootstrap.py makes the environment from the lock, or says in one line why it cannot."""

import ast
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from practice.bootstrap import BootstrapError, refuse_old_python

SOURCE = Path(__file__).resolve().parents[2] / "practice" / "bootstrap.py"
# Root may write anywhere; without this capability it is held to the modes of files like anybody.
SETPRIV = [shutil.which("setpriv") or "setpriv", "--bounding-set=-dac_override"]
LIKE_ANYBODY = SETPRIV if os.geteuid() == 0 else []


@pytest.fixture(scope="module")
def made_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with a real environment and one package; making one takes seconds."""
    root = _bare_checkout(tmp_path_factory.mktemp("a checkout"))
    assert _bootstrap(root, "run").returncode == 0
    return root


@pytest.fixture
def checkout(made_checkout: Path) -> Path:
    _lock(made_checkout, _wheel(made_checkout, version=1))
    assert _bootstrap(made_checkout, "run").returncode == 0
    return made_checkout


def _bare_checkout(root: Path) -> Path:
    (root / "practice").mkdir()
    shutil.copy(SOURCE, root / "practice")
    _lock(root, _wheel(root, version=1))
    return root


def _wheel(root: Path, *, version: int) -> Path:
    wheel, info = root / f"probe-{version}-py3-none-any.whl", f"probe-{version}.dist-info"
    files = {
        "probe.py": f"VERSION = {version}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: probe\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return wheel


def _lock(root: Path, wheel: Path, *, given: str | None = None) -> None:
    if given is None:
        given = f" --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}"
    (root / "requirements").mkdir(exist_ok=True)
    for name in ("uv.lock", "requirements/local.txt", "requirements/dev.txt"):
        (root / name).write_text(f"./{wheel.name}{given}\n")


def _bootstrap(
    root: Path, *arguments: str, path: str = "", without_ensurepip: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run it as `make` does; nothing is on the PATH but what a test puts there."""
    script = str(root / "practice" / "bootstrap.py")
    hidden = f"""import runpy, sys
sys.modules["ensurepip"] = None
runpy.run_path({script!r}, run_name="__main__")"""
    python = [sys.executable, *(["-c", hidden] if without_ensurepip else [script])]
    environment = os.environ | {"PATH": path or str(root / "empty"), "PIP_NO_INDEX": "1"}
    return subprocess.run(
        [*LIKE_ANYBODY, *python, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _installed_version(root: Path) -> str:
    command = [str(root / ".venv/bin/python"), "-c", "import probe; print(probe.VERSION)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _complaint(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that it failed with."""
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def test_what_the_lock_names_is_installed(checkout: Path) -> None:
    assert _installed_version(checkout) == "1"


def test_nothing_is_done_while_the_lock_stays_the_same(checkout: Path) -> None:
    done = _bootstrap(checkout, "run")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_changed_lock_is_installed(checkout: Path) -> None:
    _lock(checkout, _wheel(checkout, version=2))
    assert "Installing" in _bootstrap(checkout, "run").stderr
    assert _installed_version(checkout) == "2"


def test_an_environment_for_tests_is_enough_to_run_the_site(checkout: Path) -> None:
    (checkout / ".venv/attune-installed.json").unlink()
    assert "Installing" in _bootstrap(checkout, "dev").stderr
    assert _bootstrap(checkout, "run").stderr == ""


@pytest.mark.parametrize("given", ["", f" --hash=sha256:{'0' * 64}"], ids=["none", "another"])
def test_a_package_without_the_locked_hash_is_refused(checkout: Path, given: str) -> None:
    _lock(checkout, _wheel(checkout, version=3), given=given)
    done = _bootstrap(checkout, "run")
    assert done.returncode == 1
    assert "`python -m pip …` ended with code 1" in done.stderr
    assert _installed_version(checkout) == "1"


def test_an_environment_whose_python_has_gone_is_made_anew(checkout: Path) -> None:
    (checkout / ".venv/bin/python").unlink()
    assert _bootstrap(checkout, "run").returncode == 0
    assert _installed_version(checkout) == "1"


def test_a_python_without_ensurepip_names_the_package_to_install(tmp_path: Path) -> None:
    line = _complaint(_bootstrap(_bare_checkout(tmp_path), "run", without_ensurepip=True))
    assert "apt install python3-venv" in line


def test_a_folder_without_write_permission_is_named(checkout: Path) -> None:
    _lock(checkout, _wheel(checkout, version=4))
    checkout.chmod(0o555)
    try:
        line = _complaint(_bootstrap(checkout, "run"))
    finally:
        checkout.chmod(0o755)
    assert f"No permission to write in {checkout}" in line


def test_uv_is_asked_to_keep_to_the_lock_and_to_remove_nothing(checkout: Path) -> None:
    _lock(checkout, _wheel(checkout, version=5))
    uv = checkout / "on the path" / "uv"
    uv.parent.mkdir(exist_ok=True)
    uv.write_text(f"#!/bin/sh\necho \"$@\" >> '{checkout}/asked'\n")
    uv.chmod(0o755)
    assert _bootstrap(checkout, "dev", path=str(uv.parent)).returncode == 0
    (asked,) = (checkout / "asked").read_text().splitlines()
    assert asked.startswith("sync ")
    assert {"--frozen", "--inexact", "--group=local", "--group=dev"} <= set(asked.split())


def test_python_3_10_is_refused_and_3_11_is_not() -> None:
    refuse_old_python((3, 11))
    with pytest.raises(BootstrapError, match=r"^Python 3\.11 or newer is needed.*3\.10.*$"):
        refuse_old_python((3, 10))


def test_python_3_8_can_read_the_file_far_enough_to_be_refused() -> None:
    ast.parse(SOURCE.read_text(), feature_version=(3, 8))
