"""Every check of the image, in the order in which they run; a name is what the report says."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.image.containers import Container, Engine
from tests.image.surroundings import UID, MailServer, Postgres, accepts_connections, wait_until
from tests.image.visitor import Page, Visitor

APPLICATION = {
    "LICENSE",
    "manage.py",
    "__pycache__",
    "practice",
    "blog",
    "contact",
    "templates",
    "static",
    "locale",
    "var",
}
NOT_IN_THE_IMAGE = ["pip", "pip3", "uv", "gcc", "cc", "g++", "c++", "clang", "make", "cargo", "git"]
LIKE_A_SECRET = re.compile(
    r"SECRET|KEY=|PASSWORD|DATABASE_URL|EMAIL_URL|ALLOWED_HOSTS|build\.invalid|PIP_"
)
MAKE_A_KEY = """
from django.utils import timezone
from practice import demo_key
from practice.sealing import passphrase
demo_key.make(phrase=passphrase.new_phrase(), sheet=passphrase.new_sheet(), now=timezone.now())
"""
TYPED = "words-of-the-enquirer-that-no-log-may-hold"
A_PERSON_TYPES_FOR = 4.0  # seconds; who is faster is taken for a machine
# Prints what is in the image, as JSON; it runs there, with the image's own Python.
LOOK_INSIDE = f"""
import importlib.util, json, os, shutil, ssl, subprocess, sys, zoneinfo
base = [f"{{sys.base_prefix}}/bin/python3", "-Im", "pip", "--version"]
print(json.dumps({{
    "application": os.listdir("/app"),
    "local data": os.listdir("/app/var"),
    "programs": [name for name in {NOT_IN_THE_IMAGE!r} if shutil.which(name)],
    "pip": bool(importlib.util.find_spec("pip")) or not subprocess.run(base, stderr=-3).returncode,
    "pip's wheels": [name for name in ("/usr/share/python-wheels",) if os.path.exists(name)],
    "certificates": ssl.create_default_context().cert_store_stats()["x509_ca"],
    "time zone": zoneinfo.ZoneInfo("Europe/London").key,
    "python": sys.version.split()[0],
}}))
"""
# Looks the same on a root file system that could be written to and on one that could not.
FIND_WRITTEN = (
    "find / -xdev -user {uid} -not -path '/tmp/*' -not -path '/proc/*' -not -path '/run/secrets/*'"
    " -not -path '/app/var/media*' -not -path '/app/var/ledger*'"
)


@dataclass
class Site:
    """The image, and what it needs around it."""

    engine: Engine
    postgres: Postgres
    mail: MailServer
    port: int  # of the web server, on loopback

    @property
    def web(self) -> Container:
        return self.engine.containers["web"]

    @property
    def worker(self) -> Container:
        return self.engine.containers["worker"]

    def visit(self, path: str) -> int:
        return Visitor(self.port).get(path).status

    def health_check(self, container: Container) -> int:
        """Run the image's own health check there and return its exit code."""
        kind, *command = self.engine.config()["Healthcheck"]["Test"]
        assert kind == "CMD", kind
        return container.execute(*command).returncode


def expect(found: object, wanted: object, words: str = "") -> None:
    """Raises AssertionError, saying both and the end of `words`, where they differ."""
    assert found == wanted, f"{found!r} instead of {wanted!r} {words[-1500:]}".strip()


def the_image_holds_the_application_and_nothing_else(engine: Engine) -> str:
    found = json.loads(engine.once("python3", "-c", LOOK_INSIDE).stdout)
    assert set(found["application"]) <= APPLICATION, found["application"]
    expect(sorted(found["local data"]), ["ledger", "media", "static"])
    unwanted = found["programs"] + found["pip's wheels"] + ["pip"] * found["pip"]
    expect(unwanted, [])
    assert found["certificates"] > 0, "no certificate authorities: mail by TLS would fail"
    return f"Python {found['python']}, {engine.size()}"


def no_setting_of_the_build_is_left_in_the_image(engine: Engine) -> str:
    config = engine.config()
    left = [entry for entry in config["Env"] if LIKE_A_SECRET.search(entry)]
    expect(left, [])
    leftover = engine.once("sh", "-c", "ls -A /run/secrets /etc/pip.conf").stdout
    expect(leftover, "")
    return ""


def it_refuses_to_start_without_its_secrets_and_names_the_first(engine: Engine) -> str:
    done = engine.once("python3", "manage.py", "check")
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr, done.stderr[-2000:]
    return ""


def migrations_run_and_run_again(site: Site) -> str:
    for expected in ("OK", "No migrations to apply"):
        done = site.engine.once("python3", "manage.py", "migrate", "--noinput")
        expect(done.returncode, 0, done.stderr)
        assert expected in done.stdout, done.stdout[-2000:]
    return ""


def the_web_server_lives(site: Site) -> str:
    started = time.monotonic()
    site.engine.start("web")
    wait_until(lambda: accepts_connections(site.port), within=60, otherwise="no web server")
    expect(site.visit("/livez"), 200)
    return f"after {time.monotonic() - started:.1f} s"


def it_is_ready(site: Site) -> str:
    expect(site.visit("/readyz"), 200)
    return ""


def it_shows_the_home_page_and_its_style_sheet(site: Site) -> str:
    for command in (["load_sample_content"], ["shell", "-v0", "-c", MAKE_A_KEY]):
        done = site.engine.once("python3", "manage.py", *command)
        expect(done.returncode, 0, done.stderr)
    home = Visitor(site.port).get("/")
    expect(home.status, 200)
    sheets = Page(home.body).style_sheets
    assert sheets, "the home page names no style sheet"
    expect([site.visit(path) for path in sheets], [200] * len(sheets))
    return ", ".join(sheets)


def its_own_health_check_succeeds(site: Site) -> str:
    expect(site.health_check(site.web), 0)
    return ""


def the_worker_is_ready(site: Site) -> str:
    site.engine.start("worker", "python3", "manage.py", "worker")
    wait_until(
        lambda: "worker: ready" in site.worker.words(), within=60, otherwise="the worker is silent"
    )
    return ""


def nobody_is_root(site: Site) -> str:
    told = []
    for container in (site.web, site.worker):
        status = Path(f"/proc/{container.main_pid()}/status").read_text()
        uids = re.findall(r"^Uid:\s+(.*)$", status, re.MULTILINE)[0].split()
        expect(set(uids), {str(UID)})
        assert re.search(r"^CapEff:\s+0+$", status, re.MULTILINE), status
        told.append(f"{container.name} {container.memory() / 1e6:.0f} MB")
    return f"uid {UID}, no capability; {', '.join(told)}"


def a_message_reaches_the_therapist_by_mail(site: Site) -> str:
    visitor = Visitor(site.port)
    hidden = Page(visitor.get("/contact/").body).hidden
    fields = {"name": TYPED, "reply_by": "email", "email": "enquirer@practice.example"}
    fields |= {"safe_to_write": "yes", "wish": "question", "message": TYPED, "consent": "on"}
    time.sleep(A_PERSON_TYPES_FOR)
    sent = visitor.post("/contact/", hidden | fields)
    expect(sent.status, 303, sent.body)
    expect(visitor.get("/contact/received/").status, 200)
    seconds = wait_until(lambda: bool(site.mail.mails()), within=30, otherwise="no mail came")
    expect([mail["Subject"] for mail in site.mail.mails()], ["1 new message"])
    return f"after {seconds:.1f} s"


def without_postgres_it_lives_but_is_not_ready(site: Site) -> str:
    site.postgres.stop()
    expect(site.visit("/readyz"), 503)
    expect(site.visit("/livez"), 200)
    expect(site.health_check(site.web), 0)
    return ""


def it_wrote_nothing_outside_tmp(site: Site) -> str:
    for container in (site.web, site.worker):
        found = container.execute("sh", "-c", FIND_WRITTEN.format(uid=UID)).stdout
        expect(found, "")
    return ""


def the_web_server_stops_when_asked(site: Site) -> str:
    started = time.monotonic()
    expect(site.web.stop(within=25), 0)
    return f"after {time.monotonic() - started:.1f} s"


def the_health_check_fails_without_a_web_server(site: Site) -> str:
    code = site.health_check(site.worker)
    expect(code, 1)
    return f"exit code {code}"


def the_worker_stops_when_asked(site: Site) -> str:
    expect(site.worker.stop(within=25), 0)
    assert "worker: stopped" in site.worker.words()
    return ""


def no_log_holds_a_traceback_or_what_was_typed(site: Site) -> str:
    for container in (site.web, site.worker):
        words = container.words()
        assert TYPED not in words, container.name
        assert "Traceback" not in words, words[-3000:]
    return ""


OF_THE_IMAGE: list[Callable[[Engine], str]] = [
    the_image_holds_the_application_and_nothing_else,
    no_setting_of_the_build_is_left_in_the_image,
    it_refuses_to_start_without_its_secrets_and_names_the_first,
]
OF_THE_SITE: list[Callable[[Site], str]] = [
    migrations_run_and_run_again,
    the_web_server_lives,
    it_is_ready,
    it_shows_the_home_page_and_its_style_sheet,
    its_own_health_check_succeeds,
    the_worker_is_ready,
    nobody_is_root,
    a_message_reaches_the_therapist_by_mail,
    without_postgres_it_lives_but_is_not_ready,
    it_wrote_nothing_outside_tmp,
    the_web_server_stops_when_asked,
    the_health_check_fails_without_a_web_server,
    the_worker_stops_when_asked,
    no_log_holds_a_traceback_or_what_was_typed,
]
