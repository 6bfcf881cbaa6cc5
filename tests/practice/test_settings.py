"""Without its settings the site refuses to start, and says which one is missing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
GIVEN = {
    "SECRET_KEY": "s" * 50,
    "ENCRYPTION_KEY": "e" * 50,
    "ALLOWED_HOSTS": "practice.example",
    "SITE_URL": "https://practice.example",
    "DATABASE_URL": "postgres://attune@127.0.0.1:1/attune",
    "EMAIL_URL": "smtp://127.0.0.1:1",
}
SHOW = """
import sys
from practice import settings
print(getattr(settings, sys.argv[1]))
"""


def started(environment: dict[str, str], show: str = "DEBUG") -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own, with nothing in its environment but this."""
    return subprocess.run(
        [sys.executable, "-c", SHOW, show],
        env={"PATH": os.environ["PATH"]} | environment,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def refusal(environment: dict[str, str]) -> str:
    """The last line of what a process says that refuses to start."""
    process = started(environment)
    assert process.returncode != 0
    assert process.stdout == ""
    return process.stderr.strip().splitlines()[-1]


def setting(environment: dict[str, str], show: str) -> str:
    process = started(environment, show)
    assert process.returncode == 0, process.stderr
    return process.stdout.strip()


def test_with_all_of_them_it_starts_and_is_no_debug_run() -> None:
    assert setting(GIVEN, "DEBUG") == "False"


@pytest.mark.parametrize("name", GIVEN)
def test_a_missing_one_is_named(name: str) -> None:
    rest = {key: value for key, value in GIVEN.items() if key != name}

    assert f"{name} is not set. Set {name} (or {name}_FILE)" in refusal(rest)


@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize("empty", ["", "  "], ids=["empty", "spaces"])
def test_an_empty_one_is_as_good_as_missing(name: str, empty: str) -> None:
    assert f"{name} is not set." in refusal(GIVEN | {name: empty})


@pytest.mark.parametrize("name", GIVEN)
def test_one_that_is_still_a_sample_is_named(name: str) -> None:
    sample = f"{GIVEN[name]}-change-me"

    assert f"{name} still has its sample value." in refusal(GIVEN | {name: sample})


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        ("SITE_URL", "practice.example"),
        ("SITE_URL", "ftp://practice.example"),
        ("SITE_URL", "http://practice.example"),
        ("ALLOWED_HOSTS", "practice.example,*"),
        ("DATABASE_URL", "garbage"),
        ("DATABASE_URL", "sqlite:///enquiries.db"),
    ],
)
def test_one_that_cannot_be_right_is_named(name: str, nonsense: str) -> None:
    assert re.search(rf"{name} (is not an?|must) ", refusal(GIVEN | {name: nonsense}))


@pytest.mark.parametrize("url", ["smtp://name:word@mail.example:25", "smtp://mail.example"])
def test_mail_without_tls_is_for_this_machine_only(url: str) -> None:
    assert "EMAIL_URL must begin with smtp+tls://" in refusal(GIVEN | {"EMAIL_URL": url})
    for safe in (url.replace("smtp:", "smtp+tls:"), url.replace("smtp:", "smtp+ssl:")):
        assert setting(GIVEN | {"EMAIL_URL": safe}, "EMAIL_HOST") == "mail.example"


@pytest.mark.parametrize("name", ["SECRET_KEY", "ENCRYPTION_KEY"])
def test_a_key_that_is_too_short_is_named(name: str) -> None:
    assert f"{name} is too short. It needs at least 50" in refusal(GIVEN | {name: "x" * 49})
    assert setting(GIVEN | {name: "x" * 50}, name) == "x" * 50


@pytest.mark.parametrize("name", GIVEN)
def test_any_of_them_may_come_from_a_file(name: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{GIVEN[name]}\n")
    rest = {key: value for key, value in GIVEN.items() if key != name}
    shown = "DATABASES" if name == "DATABASE_URL" else name.replace("EMAIL_URL", "EMAIL_HOST")

    expected = setting(GIVEN, shown)
    assert setting(rest | {f"{name}_FILE": str(file)}, shown) == expected


@pytest.mark.parametrize("name", GIVEN)
def test_a_sample_in_a_file_is_refused_too(name: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("change-me\n")
    rest = {key: value for key, value in GIVEN.items() if key != name}

    assert f"{name} still has its sample value." in refusal(rest | {f"{name}_FILE": str(file)})


def test_a_file_that_is_not_there_stops_it(tmp_path: Path) -> None:
    rest = {key: value for key, value in GIVEN.items() if key != "SECRET_KEY"}

    assert "nowhere" in refusal(rest | {"SECRET_KEY_FILE": str(tmp_path / "nowhere")})


def test_a_refusal_shows_no_secret() -> None:
    process = started(GIVEN | {"SITE_URL": "", "SECRET_KEY": "unmistakable" * 5})

    assert process.returncode != 0
    assert "unmistakable" not in process.stderr


def test_a_debug_run_needs_none_of_them(tmp_path: Path) -> None:
    local = {"DEBUG": "true", "ATTUNE_HOME": str(tmp_path)}

    assert setting(local, "SITE_URL") == "http://127.0.0.1:8000"
    assert setting(local, "EMAIL_FILE_PATH") == str(tmp_path / "mail")


def test_debug_is_off_unless_it_is_asked_for() -> None:
    assert setting(GIVEN | {"DEBUG": "false"}, "DEBUG") == "False"
    assert "SECRET_KEY is not set" in refusal({"DEBUG": "false"})


@pytest.mark.parametrize(
    ("show", "over_https", "over_http"),
    [
        ("SESSION_COOKIE_NAME", "__Host-session", "session"),
        ("CSRF_COOKIE_NAME", "__Host-csrftoken", "csrftoken"),
        ("SESSION_COOKIE_SECURE", "True", "False"),
        ("CSRF_COOKIE_SECURE", "True", "False"),
        ("SECURE_SSL_REDIRECT", "True", "False"),
        ("SECURE_HSTS_SECONDS", "31536000", "0"),
    ],
)
def test_over_https_everything_is_held_to_it(show: str, over_https: str, over_http: str) -> None:
    assert setting(GIVEN, show) == over_https
    assert setting(GIVEN | {"SITE_URL": "http://127.0.0.1:8000"}, show) == over_http


def test_hosts_are_a_list_with_or_without_spaces() -> None:
    hosts = {"ALLOWED_HOSTS": "practice.example, www.practice.example"}

    assert setting(GIVEN | hosts, "ALLOWED_HOSTS") == "['practice.example', 'www.practice.example']"


def test_manage_py_refuses_in_the_same_way() -> None:
    process = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        env={"PATH": os.environ["PATH"]},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert process.returncode != 0
    assert "SECRET_KEY is not set" in process.stderr
