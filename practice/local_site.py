"""`make run`: the whole site on this machine, with real parts and as strict as in production.

What is generated (secrets, the first sign-in) is kept under ATTUNE_HOME, made once, and readable
by its owner only. A variable that the environment already holds is left as it is.
"""

import contextlib
import errno
import fcntl
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from practice import local_postgres, local_stamp
from practice.local_processes import HOST, ProcessDiedError, serve
from practice.local_secrets import desk_address, secret_file, sign_in_file

ROOT = Path(__file__).resolve().parent.parent


class LocalSiteError(Exception):
    """Something that the person at the keyboard can put right; its text is one line."""


def main() -> int:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        home = Path(os.environ.get("ATTUNE_HOME") or ROOT / "var").absolute()
        run(home, port_from(os.environ.get("PORT") or "8000"))
    except KeyboardInterrupt:
        say("Stopped before the site was up.")
    except (LocalSiteError, ProcessDiedError, local_postgres.LocalPostgresError) as error:
        sys.stderr.write(f"attune: {error}\n")
        return 1
    return 0


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def port_from(text: str) -> int:
    """Raises LocalSiteError where `text` is not the number of a port."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        message = f"PORT={text} is not a port: choose a number from 1 to 65535."
        raise LocalSiteError(message)
    return int(text)


def run(home: Path, port: int) -> None:
    """Sets up what is missing under `home`, and serves until Ctrl-C or SIGTERM.

    Raises LocalSiteError, LocalPostgresError or ProcessDiedError.
    """
    refuse_taken(port)
    with _alone(home):
        embedded = set_environment(home, port)
        is_new = _set_up(home, embedded)
    site_url = os.environ.get("SITE_URL", f"http://{HOST}:{port}").rstrip("/")
    serve(port, when_ready=lambda: say(_where_to_look(home, site_url, is_new=is_new)))
    say("Stopped. The database stays up for the next start; `make db-stop` stops it.")


def refuse_taken(port: int) -> None:
    """Raises LocalSiteError where the web process could not listen on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise LocalSiteError(_why_not(port, error)) from error


def _why_not(port: int, error: OSError) -> str:
    another = f"Choose another: make run PORT={port + 1}"
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken (`ss -ltnp sport = :{port}` shows by whom). {another}"
    return f"Port {port} cannot be used ({error.strerror}). {another}"


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Two first runs at once make one set of secrets, one database, one sign-in."""
    folder = None
    try:
        home.mkdir(parents=True, exist_ok=True)
        folder = os.open(home, os.O_RDONLY)
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    except OSError as error:
        message = f"Cannot use ATTUNE_HOME={home}: {error.strerror} ({error.filename})"
        raise LocalSiteError(message) from error
    finally:
        if folder is not None:
            os.close(folder)


def set_environment(home: Path, port: int) -> str | None:
    """Fill in what settings.py requires, for this process and those that it starts.

    Returns the address of the embedded Postgres, now running, where no DATABASE_URL is given.
    """
    os.environ["ATTUNE_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
    _fill_in("SITE_URL", f"http://{HOST}:{port}")
    _fill_in("ALLOWED_HOSTS", f"{HOST},localhost")
    # After `eml:///`, a path that begins with a slash is absolute.
    _fill_in("EMAIL_URL", f"eml:///{quote(str(home / 'mail'))}")
    for name in ("SECRET_KEY", "ENCRYPTION_KEY"):
        if not _is_set(name):
            os.environ[f"{name}_FILE"] = str(secret_file(home, name))
    if _is_set("DATABASE_URL"):
        return None
    os.environ["DATABASE_URL"] = local_postgres.start(home)
    return os.environ["DATABASE_URL"]


def _is_set(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def _fill_in(name: str, value: str) -> None:
    if not _is_set(name):
        os.environ[name] = value


def _set_up(home: Path, embedded_url: str | None) -> bool:
    """Set up what is missing; return whether the first sign-in, or the key, was made now."""
    stamp = local_stamp.of_the_code()
    if embedded_url and local_stamp.is_on(home, embedded_url, stamp):
        return False
    # Here and not above: it brings Django, and most starts need not wait for that.
    from practice import local_setup

    try:
        is_new = local_setup.prepare(home, say=say)
    except local_setup.SetupError as error:
        raise LocalSiteError(str(error)) from error
    if embedded_url:
        local_stamp.put_on(home, embedded_url, stamp)
    return is_new


def _where_to_look(home: Path, site_url: str, *, is_new: bool) -> str:
    file = sign_in_file(home)
    lines = ["", f"Site      {site_url}/"]
    if is_new:
        lines += [*file.read_text().splitlines()[:3], f"          kept in {file}"]
    else:
        sign_in = f"see {file}" if file.exists() else "with your own name and password"
        lines += [f"Desk      {desk_address(site_url)}", f"Sign in   {sign_in}"]
    if os.environ.get("EMAIL_URL", "").startswith("eml:"):
        lines += [f"Mail      {home / 'mail'}"]
    return "\n".join([*lines, "", "Ctrl-C stops the site; the database stays up (`make db-stop`)."])


if __name__ == "__main__":
    sys.exit(main())
