"""`make image-check`: builds the image and really runs it. Stops at the first check that fails."""

import os
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.image.buildah import Buildah
from tests.image.checks import OF_THE_IMAGE, OF_THE_SITE, Site
from tests.image.containers import Engine
from tests.image.docker import Docker
from tests.image.pip_settings import build_secrets
from tests.image.processes import ROOT, CommandError, finish
from tests.image.surroundings import MailServer, Postgres, free_port, write_secrets
from tests.image.visitor import HOST


class CheckFailedError(Exception):
    """A check did not hold; the text names it and says what was found."""


def main() -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with ExitStack() as at_the_end:
            folder = Path(
                at_the_end.enter_context(TemporaryDirectory(prefix="attune-image-check-"))
            )
            folder.chmod(0o711)  # Postgres, as another user, passes through
            run(folder, at_the_end)
    except (CheckFailedError, CommandError) as error:
        say(f"FAIL  {error}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run(folder: Path, at_the_end: ExitStack) -> None:
    cache = Path(os.environ.get("IMAGE_CHECK_HOME") or ROOT / "var" / "image-check").absolute()
    engine = engine_here(folder, cache=cache)
    at_the_end.callback(engine.clear)
    report("the image can be built", partial(build, engine, folder))
    for check in OF_THE_IMAGE:
        report(check.__name__.replace("_", " "), partial(check, engine))
    site = surround(engine, folder, at_the_end)
    try:
        for check_site in OF_THE_SITE:
            report(check_site.__name__.replace("_", " "), partial(check_site, site))
    except CheckFailedError:
        for container in engine.containers.values():
            say(f"--- what {container.name} said last\n{container.words()[-1500:]}")
        raise


def engine_here(folder: Path, *, cache: Path) -> Engine:
    """Return Docker where its engine answers, else buildah. Raises CommandError without either."""
    if shutil.which("docker") and finish(["docker", "info"]).returncode == 0:
        return Docker(folder)
    missing = [name for name in ("buildah", "debootstrap") if not shutil.which(name)]
    if missing or os.geteuid() != 0:
        message = (
            "No Docker engine answers. Start one; or, as root: apt install buildah debootstrap"
        )
        raise CommandError(message)
    cache.mkdir(parents=True, exist_ok=True)
    return Buildah(folder, cache=cache)


def report(name: str, check: Callable[[], str]) -> None:
    """Print one line for a check that holds. Raises CheckFailedError for one that does not."""
    started = time.monotonic()
    try:
        detail = check()
    except (AssertionError, CommandError, OSError, subprocess.TimeoutExpired) as error:
        message = f"{name}: {error or type(error).__name__}"
        raise CheckFailedError(message) from error
    say(f"ok    {name}{detail and f' ({detail})'} [{time.monotonic() - started:.1f} s]")


def build(engine: Engine, folder: Path) -> str:
    more = shlex.split(os.environ.get("IMAGE_CHECK_BUILD_FLAGS", ""))
    engine.build([*build_secrets(folder), *more])
    return f"with {engine.name}, on {engine.base or 'the default base'}"


def surround(engine: Engine, folder: Path, at_the_end: ExitStack) -> Site:
    """Start Postgres and a mail server, and hand the containers what leads to them."""
    postgres = Postgres(folder / "postgres")
    at_the_end.callback(postgres.stop)
    postgres.make_database()
    mail = MailServer(folder / "mail")
    at_the_end.callback(mail.stop)
    values = {"database_url": postgres.url, "email_url": f"smtp://127.0.0.1:{mail.port}"}
    values |= {"secret_key": secrets.token_urlsafe(48), "encryption_key": secrets.token_urlsafe(48)}
    write_secrets(folder / "secrets", values)
    site = Site(engine, postgres, mail, port=free_port())
    environment = {f"{name.upper()}_FILE": f"/run/secrets/{name}" for name in values}
    environment |= {"ALLOWED_HOSTS": HOST, "SITE_URL": f"https://{HOST}"}
    # Containers share this machine's network, so the web server takes loopback and a free port.
    environment |= {"GRANIAN_HOST": "127.0.0.1", "GRANIAN_PORT": str(site.port)}
    engine.use(secrets=folder / "secrets", environment=environment)
    return site


if __name__ == "__main__":
    sys.exit(main())
