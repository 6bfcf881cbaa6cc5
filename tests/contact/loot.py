"""What a thief carries off: the database, the environment, the source, all logs, all mail."""

import hashlib
import hmac
import os
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import product

from django.conf import settings
from django.utils.crypto import salted_hmac

from contact.return_code import derive
from practice import rate_limit
from practice.postgres_programs import MYSELF, own_program
from practice.sealing import SealError, environment
from tests.live_site import REPOSITORY, test_database_url
from tests.settings import HOME

BINARY = re.compile(rb"\\\\x([0-9a-f]+)")  # how a dump writes a bytea
SALT_BYTES = 32
TELLING = 8  # bytes of a digest that are found by no chance
LEFT_OUT = "--exclude-table-data=practice_rate*"  # docs/runbook.md backs up like this
NAMED = {
    "purpose": re.compile(r'purpose=(?:"([^"]+)"|([A-Z_]+))'),
    "salt": re.compile(r'(?:salt=|salted_hmac\()"([^"]+)"'),
}
HASHES = ("md5", "sha1", "sha256", "sha512", "blake2b")


def dump(*options: str) -> bytes:
    """All of the database of the tests, and once more all that is binary in it, as bytes."""
    done = MYSELF.run(own_program("pg_dump"), *options, "--dbname", test_database_url())
    assert done.returncode == 0, done.stdout
    text = done.stdout.encode()
    return b"\n".join([text, *binaries(text)])


def binaries(text: bytes) -> list[bytes]:
    """The value of every binary column in a dump."""
    return [bytes.fromhex(found.decode()) for found in BINARY.findall(text)]


def surroundings() -> bytes:
    """The environment of the process and the source of the site."""
    said = "\n".join(f"{name}={value}" for name, value in os.environ.items()).encode()
    return b"\n".join([said, *source_files()])


def source_files() -> Iterator[bytes]:
    for folder in ("practice", "blog", "contact", "templates", "static"):
        for path in sorted((REPOSITORY / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                yield path.read_bytes()


def log_of_postgres() -> bytes:
    """Empty where the tests run on a Postgres that is not ours."""
    log = HOME / "postgres" / "server.log"
    return log.read_bytes() if log.exists() else b""


def confirmed_by(backup: bytes, candidates: list[str]) -> set[str]:
    """Which of the candidates a thief recognises who has the keys of the environment too."""
    seen = backup + b"\n" + backup.replace(b"-", b"")  # as in the text of a UUID
    return {
        candidate
        for candidate in candidates
        for digest in _digests(candidate)
        if any(spelt in seen for spelt in _spellings(digest[:TELLING]))
    }


def addresses_confirmed_by(text: bytes, whence: list[str], what: list[str]) -> set[str]:
    """Which network addresses show in a dump, for whoever has the environment and tries them all.

    `what` names the limits that count them.
    """
    kept = set(binaries(text))
    salts = [value for value in kept if len(value) == SALT_BYTES]
    signs = {one: [rate_limit._sign(each, one) for each in what] for one in whence}
    return {
        one
        for one, salt in product(whence, salts)
        if any(hashlib.sha256(salt + sign).digest() in kept for sign in signs[one])
    }


def opened_with_the_environment(backup: bytes) -> list[str]:
    """What ENCRYPTION_KEY opens of a dump, for the purposes in the source and in the row itself."""
    opened = []
    for row in backup.split(b"\n"):
        values = binaries(row)
        words = row.decode(errors="replace").split("\t") if values else []
        for value, purpose in product(values, [*_named("purpose"), *words]):
            with suppress(SealError):
                opened.append(environment.decrypt(value, purpose=purpose))
    return opened


def _digests(candidate: str) -> Iterator[bytes]:
    """All that can be derived of it with what is known."""
    for word in {candidate, candidate.lower(), candidate.upper()}:
        plain = word.encode()
        derived = derive(word)
        yield from (derived.lookup, derived.proof, derived.secret)
        yield from (environment.mac(plain, purpose=purpose) for purpose in _named("purpose"))
        for name in HASHES:
            yield hashlib.new(name, plain).digest()
            for key in (settings.SECRET_KEY, settings.ENCRYPTION_KEY, ""):
                yield hmac.new(key.encode(), plain, name).digest()
            for salt in _named("salt"):
                yield salted_hmac(salt, word, algorithm=name).digest()


@cache
def _named(what: str) -> list[str]:
    """The purposes of ENCRYPTION_KEY, or the salts of SECRET_KEY, that the source names."""
    source = b"\n".join(source_files()).decode(errors="replace")
    names = (word for match in NAMED[what].finditer(source) for word in match.groups())
    found = {str(word) for word in names if word}
    constants = dict(re.findall(r'^([A-Z_]+) = "([^"]+)"$', source, re.MULTILINE))
    return sorted(constants.get(word, word) for word in found)


def _spellings(digest: bytes) -> list[bytes]:
    whole_triplets = b64encode(digest[: len(digest) // 3 * 3])
    return [digest, digest.hex().encode(), whole_triplets]
