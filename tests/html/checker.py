"""Finds the Nu HTML checker; `python -m tests.html.checker` gets it.

It is a Java program, which npm has; tests/html/package-lock.json says in which version. Where Java
or npm is missing they are installed if we are root on Debian or Ubuntu, else it is said what to do.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from practice.bootstrap import BootstrapError, apt_install, can_apt_install, say
from tests import npm
from tests.live_site import REPOSITORY

MANIFEST = Path(__file__).parent
JAR = Path("vnu-jar/build/dist/vnu.jar")
PACKAGES = {"java": "default-jre-headless", "npm": "npm"}  # of Debian and Ubuntu
ADVICE = (
    "The check of the HTML needs npm and Java 17 or newer:"
    " `sudo apt install npm default-jre-headless`, and then `make html-check`."
)


class NoCheckerError(Exception):
    """The checker is not there or does not start; the text says what to do."""


def command(home: Path) -> list[str]:
    """How to start it. Raises NoCheckerError where it does not start."""
    found = ["java", "-jar", str(home / "npm" / MANIFEST.name / "node_modules" / JAR)]
    if not npm.is_installed(MANIFEST, home) or not _starts([*found, "--version"]):
        raise NoCheckerError(ADVICE)
    return found


def _starts(tried: list[str]) -> bool:
    try:
        return subprocess.run(tried, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_sure(home: Path) -> list[str]:
    """Install what is missing; return how to start it. Raises NoCheckerError if that fails."""
    try:
        for program, package in PACKAGES.items():
            if not shutil.which(program) and can_apt_install():
                apt_install(package)
        npm.installed(MANIFEST, home)
    except (BootstrapError, npm.NpmError) as error:
        say(str(error))
    return command(home)


def main() -> int:
    home = Path(os.environ.get("ATTUNE_HOME") or REPOSITORY / "var").absolute()
    try:
        make_sure(home)
    except NoCheckerError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
