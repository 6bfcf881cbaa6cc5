"""The benchmark says what is missing, and does not measure beside another run of itself."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

from tests.benchmarks import lighthouse, report
from tests.benchmarks.rounds import Effort
from tests.benchmarks.servers import Server
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


def test_without_npm_the_rows_of_lighthouse_say_so_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    once = Effort(rounds=1, seconds=1)
    nowhere = Server(cast("subprocess.Popen[bytes]", None), port=0)
    told = list(report.tried("Lighthouse", lighthouse.rows(nowhere, tmp_path, once)))

    why = "npm is not installed. As root: apt install npm"
    assert told == [report.Row("Lighthouse", report.NOT_MEASURED, why)]


def test_lighthouse_is_told_in_scores_and_what_is_lost_by_name() -> None:
    weights = {"canonical": 1, "is-crawlable": 1, "not-counted": 0}
    found = {
        "categories": {
            "seo": {
                "score": 0.92,
                "auditRefs": [{"id": n, "weight": w} for n, w in weights.items()],
            }
        },
        "audits": {name: {"score": float(name == "is-crawlable")} for name in weights},
    }
    row = lighthouse.row("home", found, ("seo",))

    assert row.cells == (
        "Lighthouse on a phone, home",
        "92",
        "lost by: canonical",
        "",
        "100 each",
        "MISSED",
    )
