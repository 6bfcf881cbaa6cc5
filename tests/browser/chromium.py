"""Finds the chromium that the browser tests drive; `python -m tests.browser.chromium` gets one.

It also sees to Playwright's driver, a program of its own, which a bare Debian cannot start.
Looked for in this order: the variable CHROMIUM, the PATH, what Playwright downloaded before.
Where there is none: Debian's package if we are root, else Playwright's own download.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from practice.bootstrap import BootstrapError, apt_install, can_apt_install, say

NAMES = ("chromium", "chromium-browser", "google-chrome")
ADVICE = (
    "The browser tests need a chromium: `sudo apt install chromium`, or set CHROMIUM to the path"
    " of one. `make test-fast` runs the other tests."
)


DRIVER = (sys.executable, "-m", "playwright")
DRIVER_ADVICE = "Playwright's driver does not start: `sudo apt install libatomic1`."


class NoChromiumError(Exception):
    """No chromium that starts, or nothing to drive it with; the text says what to do."""


@cache
def executable() -> Path:
    """Return the first chromium that starts. Raises NoChromiumError where there is none."""
    for path in _candidates():
        if _starts(str(path)):
            return path
    chosen = os.environ.get("CHROMIUM")
    raise NoChromiumError(f"CHROMIUM={chosen} does not start." if chosen else ADVICE)


def _candidates() -> Iterator[Path]:
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        yield Path(chosen)
        return
    yield from (Path(found) for found in map(shutil.which, NAMES) if found)
    yield from sorted(_playwright_folder().glob("chromium-*/chrome-*/chrome"), reverse=True)


def _playwright_folder() -> Path:
    default = Path.home() / ".cache" / "ms-playwright"
    return Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or default)


def _starts(*command: str) -> bool:
    """Whether it answers; Ubuntu's `chromium-browser` is a file that may only point to a snap."""
    try:
        answer = subprocess.run(
            [*command, "--version"], capture_output=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def make_sure() -> Path:
    """Return a chromium, installing one if need be. Raises NoChromiumError if that fails too."""
    installers = [] if os.environ.get("CHROMIUM") else [_install_with_apt, _install_with_playwright]
    while True:
        try:
            return executable()
        except NoChromiumError:
            if not installers:
                raise
        installers.pop(0)()


def _install_with_apt() -> None:
    _apt("chromium")


def _apt(package: str) -> None:
    if can_apt_install():
        try:
            apt_install(package)
        except BootstrapError as error:
            say(str(error))


def _install_with_playwright() -> None:
    say("Downloading Playwright's chromium …")
    libraries = ["--with-deps"] if can_apt_install() else []
    subprocess.run([*DRIVER, "install", *libraries, "chromium"], stdout=sys.stderr, check=False)


def make_sure_of_the_driver() -> None:
    """Install what Playwright's driver lacks. Raises NoChromiumError if it does not start then."""
    if not _starts(*DRIVER):
        _apt("libatomic1")
        if not _starts(*DRIVER):
            raise NoChromiumError(DRIVER_ADVICE)


def main() -> int:
    try:
        make_sure_of_the_driver()
        say(f"The browser tests use {make_sure()}")
    except NoChromiumError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
