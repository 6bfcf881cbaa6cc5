"""What is said where the checker cannot be had."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.html.checker import NoCheckerError, command


def test_where_it_is_missing_it_is_said_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoCheckerError, match="apt install npm default-jre-headless"):
        command(tmp_path)


def test_make_stops_where_it_cannot_be_installed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.html.checker"],
        env=os.environ | {"ATTUNE_HOME": str(tmp_path), "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "npm is not installed" in done.stderr
    assert done.stderr.splitlines()[-1].endswith("then `make html-check`.")
