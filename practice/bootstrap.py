"""Makes `.venv` and installs what the lock names; does nothing where that was done before.

The Makefile runs this file with the system's own Python, before anything can be imported:
standard library only, and old Pythons must get far enough to be told that they are too old.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator  # noqa: UP035  # the newer home of this name is too new for 3.8

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "attune-installed.json"
LOCKS = ("uv.lock", "requirements/local.txt", "requirements/dev.txt")
OLDEST = (3, 11)
USAGE = "usage: bootstrap.py run|dev"


class BootstrapError(Exception):
    """Something that the person at the keyboard can put right; its text is one line."""


def main(arguments: list[str]) -> int:
    try:
        refuse_old_python(sys.version_info[:2])
        bootstrap(_wanted(arguments))
    except (BootstrapError, OSError) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped. The next try goes on from here.")
        return 130
    return 0


def say(text: str) -> None:
    sys.stderr.write(f"attune: {text}\n")


def _wanted(arguments: list[str]) -> str:
    if arguments not in (["run"], ["dev"]):
        raise BootstrapError(USAGE)
    return arguments[0]


def refuse_old_python(version: tuple[int, int]) -> None:
    """Raises BootstrapError where Python `version` is older than the site needs."""
    if version < OLDEST:
        found = "{} is {}.{}".format(sys.executable, *version)
        message = f"Python 3.11 or newer is needed, and {found}. Try: make run PYTHON=python3.12"
        raise BootstrapError(message)


def bootstrap(wanted: str) -> None:
    """Installs "run" (what the site and its Postgres need) or "dev" (all of the lock).

    Raises BootstrapError where this machine lacks something; says what to do about it.
    """
    if _is_installed(wanted):
        return
    with _alone():
        if not _is_installed(wanted):
            _install("dev" if _stamp().get("installed") == "dev" else wanted)


def _is_installed(wanted: str) -> bool:
    stamp = _stamp()
    enough = stamp.get("installed") in (wanted, "dev")
    return enough and stamp == _new_stamp(stamp["installed"]) and VENV_PYTHON.exists()


def _stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _new_stamp(installed: str) -> dict[str, str]:
    digest = hashlib.sha256()
    for name in LOCKS:
        digest.update((ROOT / name).read_bytes())
    return {"installed": installed, "python": _version(), "lock": digest.hexdigest()}


def _version() -> str:
    return "{}.{}".format(*sys.version_info[:2])


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two `make` at the same time make one environment: the checkout's folder is the lock."""
    if not os.access(ROOT, os.W_OK) or (VENV.exists() and not os.access(VENV, os.W_OK)):
        message = f"No permission to write in {ROOT}: the packages go to .venv there."
        raise BootstrapError(message)
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _install(what: str) -> None:
    uv = shutil.which("uv")
    if not _venv_fits():
        _make_venv(uv)
    say(f"Installing the packages of the lock into .venv (with {'uv' if uv else 'pip'}) …")
    if uv:
        _install_with_uv(uv, what)
    else:
        _install_with_pip(what)
    STAMP.write_text(json.dumps(_new_stamp(what)) + "\n")


def _venv_fits() -> bool:
    """Whether `.venv` holds a Python that runs, of the version that was asked for."""
    question = "import sys; print('{}.{}'.format(*sys.version_info[:2]))"
    try:
        answer = subprocess.run(
            [str(VENV_PYTHON), "-c", question], stdout=subprocess.PIPE, check=False
        )
    except OSError:
        return False
    return answer.stdout.decode().strip() == _version()


def _make_venv(uv: str | None) -> None:
    # With a virtual environment active, sys.executable may lie in the very folder to be replaced.
    python = str(getattr(sys, "_base_executable", sys.executable))
    if uv:
        _call(uv, "venv", "--quiet", "--clear", "--python", python, str(VENV))
        return
    _need_ensurepip()
    _call(python, "-m", "venv", "--clear", str(VENV))


def _need_ensurepip() -> None:
    if not _has_ensurepip() and can_apt_install():
        apt_install("python3-venv")
    if not _has_ensurepip():
        raise BootstrapError(
            "This Python cannot make a virtual environment: apt install python3-venv"
        )


def _has_ensurepip() -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def can_apt_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(package: str) -> None:
    """Installs a package of Debian or Ubuntu as root. Raises BootstrapError where apt fails."""
    say(f"Installing {package} with apt-get …")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    _call("apt-get", "update", "-qq")
    _call("apt-get", "install", "-y", "-qq", "--no-install-recommends", package)


def _install_with_uv(uv: str, what: str) -> None:
    # Never removes: `make run` would else throw out what `make test` needs, and back again.
    command = [uv, "sync", "--quiet", "--frozen", "--inexact", "--no-default-groups"]
    groups = ["--group=local"] + (["--group=dev"] if what == "dev" else [])
    os.environ["UV_PROJECT_ENVIRONMENT"] = str(VENV)
    _call(*command, *groups)


def _install_with_pip(what: str) -> None:
    python = str(VENV_PYTHON)
    if not list(VENV.glob("lib/python*/site-packages/pip")):  # an environment that uv made
        _need_ensurepip()
        _call(python, "-m", "ensurepip")
    names = {"run": "local.txt", "dev": "dev.txt"}
    requirements = str(ROOT / "requirements" / names[what])
    _call(python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", requirements)


def _call(*command: str) -> None:
    """Runs a command whose own words go to standard error. Raises BootstrapError if it fails."""
    try:
        code = subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=False).returncode
    except OSError as error:
        message = f"{command[0]}: {error.strerror}"
        raise BootstrapError(message) from error
    if code:
        name = " ".join(Path(word).name for word in command[:3])
        message = f"`{name} …` ended with code {code}; its own words are above."
        raise BootstrapError(message)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
