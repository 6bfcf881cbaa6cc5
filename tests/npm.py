"""Tools that only npm has, installed under ATTUNE_HOME/npm/ at the versions of a committed lock."""

import fcntl
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MANIFEST = ("package.json", "package-lock.json")
OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


class NpmError(Exception):
    """Why a tool is not there, in one line for whoever asked for it."""


def installed(manifest: Path, home: Path) -> Path:
    """Install what the lock in the folder `manifest` names, unless it is there already.

    Returns the folder node_modules. Raises NpmError.
    """
    folder = home / "npm" / manifest.name
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if not is_installed(manifest, home):
            _install(manifest, folder)
    return folder / "node_modules"


def is_installed(manifest: Path, home: Path) -> bool:
    """Whether it is there, whole and at the versions of the lock."""
    folder = home / "npm" / manifest.name
    written_last = folder / "node_modules" / ".package-lock.json"
    return written_last.exists() and all(
        (folder / name).read_bytes() == (manifest / name).read_bytes() for name in MANIFEST
    )


def _install(manifest: Path, folder: Path) -> None:
    shutil.rmtree(folder / "node_modules", ignore_errors=True)
    for name in MANIFEST:
        shutil.copy(manifest / name, folder)
    try:
        done = subprocess.run(
            ["npm", "ci", *OPTIONS], cwd=folder, capture_output=True, text=True, check=False
        )
    except OSError:
        raise NpmError("npm is not installed. As root: apt install npm") from None
    if done.returncode:
        [why, *_] = done.stderr.strip().splitlines() or ["it does not say why"]
        message = f"npm could not install what tests/{manifest.name}/package.json names: {why}"
        raise NpmError(message)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
