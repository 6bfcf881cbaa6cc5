"""The benchmark says what is missing, and does not measure beside another run of itself."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

from tests.live_site import REPOSITORY


def bench(home: Path, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks"],
        cwd=REPOSITORY,
        env=os.environ | {"ATTUNE_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr


def test_where_nginx_and_wrk_are_missing_it_says_how_to_install_them(tmp_path: Path) -> None:
    code, said = bench(tmp_path, PATH=str(tmp_path))

    assert code == 1
    assert "apt install nginx wrk" in said
    assert len(said.splitlines()) == 1


def with_every_tool(folder: Path) -> str:
    """A PATH on which the tools are found; none of them is run."""
    for name in ("nginx", "wrk", "taskset", "setpriv"):
        (folder / name).touch(0o755)
    return str(folder)


def test_a_second_run_at_the_same_time_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bench").mkdir()
    with (tmp_path / "bench/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, said = bench(tmp_path, PATH=with_every_tool(tmp_path))

    assert code == 1
    assert "another benchmark is running" in said
