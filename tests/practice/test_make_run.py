"""`make run` from the first start to Ctrl-C, and what it says where it cannot start."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from practice import local_postgres
from practice.local_secrets import first_sign_in, secret_file
from practice.models import SealingKey
from tests.practice.running_site import ROOT, Site, is_alive, sign_in, started, wait_for
from tests.practice.test_bootstrap import LIKE_ANYBODY


@dataclass
class FirstRuns:
    """What two first runs at the same time left behind."""

    home: Path
    outputs: list[str]
    codes: list[int]


@pytest.fixture(scope="module")
def first_runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstRuns]:
    home = tmp_path_factory.mktemp("run") / "a home"
    try:
        with ExitStack() as stack:
            sites = [stack.enter_context(started(home, name=name)) for name in ("one", "two")]
            for site in sites:
                site.wait_until_up()
        yield FirstRuns(home, [site.output() for site in sites], [site.wait() for site in sites])
    finally:
        local_postgres.stop(home)


@pytest.fixture
def site(first_runs: FirstRuns) -> Iterator[Site]:
    """A later run, up, with its worker at work."""
    with started(first_runs.home) as site:
        site.wait_until_up()
        wait_for(lambda: "worker: ready" in site.output(), seconds=30)
        yield site


def _mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def test_two_first_runs_at_once_make_one_sign_in_and_end_well(first_runs: FirstRuns) -> None:
    first = first_sign_in(first_runs.home, site_url="")
    for secret in (first.password, first.phrase, first.sheet):
        assert sorted(secret in output for output in first_runs.outputs) == [False, True]
    assert first_runs.codes == [0, 0]
    assert not any("Traceback" in output for output in first_runs.outputs)


def test_what_is_generated_is_for_the_eyes_of_its_owner(first_runs: FirstRuns) -> None:
    names = ("first-sign-in.txt", "secret-key.txt", "encryption-key.txt")
    assert {name: _mode(first_runs.home / name) for name in names} == dict.fromkeys(names, "0o600")


def test_another_home_has_another_sign_in_and_other_secrets(
    first_runs: FirstRuns, tmp_path: Path
) -> None:
    here, there = first_runs.home, tmp_path
    ours, theirs = (first_sign_in(each, site_url="") for each in (here, there))
    assert ours.password != theirs.password
    assert ours.phrase != theirs.phrase
    assert ours.sheet != theirs.sheet
    for name in ("SECRET_KEY", "ENCRYPTION_KEY"):
        assert secret_file(here, name).read_text() != secret_file(there, name).read_text()


def test_the_generated_sign_in_leads_to_the_second_step(site: Site) -> None:
    assert sign_in(site, first_sign_in(site.home, site_url="").password) == "/admin/login/enrol/"
    assert sign_in(site, "another-password") == "/admin/login/"


def the_key(home: Path) -> SealingKey:
    """The key in the database of a run."""
    with psycopg.connect(local_postgres.start(home)) as database:
        (kept,) = database.execute("SELECT public, by_phrase, by_sheet FROM practice_sealingkey")
    return SealingKey(public=kept[0], by_phrase=kept[1], by_sheet=kept[2])


def test_the_form_is_open_and_the_printed_phrase_and_sheet_open_its_key(site: Site) -> None:
    assert site.get("/contact/")[0] == 200
    first, key = first_sign_in(site.home, site_url=""), the_key(site.home)
    assert key.opened_by_phrase(first.phrase) == key.opened_by_sheet(first.sheet)


def test_a_home_from_before_there_were_keys_gets_one_and_keeps_its_password(
    first_runs: FirstRuns,
) -> None:
    home = first_runs.home
    password = first_sign_in(home, site_url="").password
    (home / "first-sign-in.txt").write_text(f"Name      therapist\nPassword  {password}\n")
    (home / "up-to-date.sha256").unlink()
    with psycopg.connect(local_postgres.start(home)) as database:
        database.execute("DELETE FROM practice_sealingkey")
    with started(home) as site:
        site.wait_until_up()
        assert site.get("/contact/")[0] == 200
        first = first_sign_in(home, site_url="")
        assert first.phrase in site.output()
    assert first.password == password
    assert the_key(home).opened_by_phrase(first.phrase)


def test_a_later_run_keeps_what_the_therapist_changed(first_runs: FirstRuns) -> None:
    with psycopg.connect(local_postgres.start(first_runs.home)) as database:
        database.execute("UPDATE practice_practiceprofile SET name = 'Kept Over Night'")
    with started(first_runs.home) as site:
        site.wait_until_up()
        status, page = site.get("/")
    assert status == 200
    assert "Kept Over Night" in page


def test_a_later_run_is_up_in_less_than_three_seconds(first_runs: FirstRuns) -> None:
    fastest = float("inf")
    for _attempt in range(8):  # other work on the machine may slow one down, and the next
        with started(first_runs.home) as site:
            site.wait_until_up()
        fastest = min(fastest, site.seconds)
        if fastest < 3:
            break
    assert fastest < 3


@pytest.mark.parametrize("stop", [Site.press_ctrl_c, Site.terminate])
def test_ctrl_c_and_sigterm_leave_no_process_and_no_traceback(
    site: Site, stop: Callable[[Site], None]
) -> None:
    children = site.children()
    assert any("granian" in command for command in children.values())
    assert any("manage.py worker" in command for command in children.values())
    stop(site)
    assert site.wait() == 0
    assert not [command for pid, command in children.items() if is_alive(pid)]
    assert "worker: stopped\nStopped. The database stays up" in site.output()
    assert "Traceback" not in site.output()


@pytest.mark.parametrize("name", ["granian", "manage.py worker"])
def test_where_one_process_dies_all_stop_and_it_is_said(site: Site, name: str) -> None:
    children = site.children()
    os.kill(next(pid for pid, command in children.items() if name in command), signal.SIGKILL)
    assert site.wait() == 1
    assert "process ended" in site.output()
    wait_for(lambda: not any(map(is_alive, children)), seconds=2)
    assert not [command for pid, command in children.items() if is_alive(pid)]


def test_a_run_that_is_killed_outright_takes_its_processes_along(site: Site) -> None:
    children = site.children()
    site.process.kill()
    wait_for(lambda: not any(map(is_alive, children)), seconds=15)
    assert not [command for pid, command in children.items() if is_alive(pid)]


def test_a_database_that_was_emptied_is_set_up_again(first_runs: FirstRuns) -> None:
    with psycopg.connect(local_postgres.start(first_runs.home)) as database:
        database.execute("DROP SCHEMA public CASCADE")
        database.execute("CREATE SCHEMA public")
    with started(first_runs.home) as site:
        site.wait_until_up()
        assert site.get("/")[0] == 200
        assert (
            sign_in(site, first_sign_in(site.home, site_url="").password) == "/admin/login/enrol/"
        )


def _refused(site: Site, *before: str) -> str:
    """Return the one line with which a run ended before it was up."""
    site.start(*before)
    assert site.wait() == 1
    (line,) = site.output().splitlines()
    return line


def test_a_taken_port_is_one_line_that_names_another(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = int(other.getsockname()[1])
        line = _refused(Site(tmp_path / "home", tmp_path / "log", port))
    assert f"Port {port} is taken" in line
    assert f"make run PORT={port + 1}" in line
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("port", [0, 65536])
def test_a_port_that_is_none_is_refused_in_one_line(tmp_path: Path, port: int) -> None:
    line = _refused(Site(tmp_path / "home", tmp_path / "log", port))
    assert f"PORT={port} is not a port" in line


def test_a_home_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o555)
    line = _refused(Site(tmp_path / "home", tmp_path / "log"), *LIKE_ANYBODY)
    assert f"Cannot use ATTUNE_HOME={tmp_path / 'home'}: Permission denied" in line


def test_make_run_installs_and_then_does_what_these_tests_do() -> None:
    path = {"PATH": os.environ["PATH"]}  # nothing of a `make test` that may be around this
    planned = subprocess.run(
        ["make", "-n", "run"], cwd=ROOT, env=path, capture_output=True, text=True, check=True
    )
    assert planned.stdout.splitlines() == [
        "python3 practice/bootstrap.py run",
        ".venv/bin/python -m practice.local_site",
    ]
