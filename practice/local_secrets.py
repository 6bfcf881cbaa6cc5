"""What is generated for a site on this machine and kept under ATTUNE_HOME, for its owner's eyes."""

import os
import re
import secrets
from pathlib import Path

SIGN_IN_NAME = "therapist"
CONSONANTS, VOWELS = "bdfghjklmnprstvwz", "aeiou"


def secret_file(home: Path, name: str) -> Path:
    """Return the file that holds the secret of this name; it is made once."""
    path = home / f"{name.lower().replace('_', '-')}.txt"
    if not path.exists():
        _write(path, secrets.token_urlsafe(64))
    return path


def sign_in_file(home: Path) -> Path:
    return home / "first-sign-in.txt"


def first_password(home: Path, *, site_url: str) -> str:
    """Return the password of the first sign-in from its file, which is made if need be."""
    kept = sign_in_file(home)
    if kept.exists():
        found = re.search(r"^Password +(\S+)$", kept.read_text(), re.MULTILINE)
        if found:
            return found.group(1)
    password = readable_password()
    _write(kept, _sign_in_text(password, site_url))
    return password


def _sign_in_text(password: str, site_url: str) -> str:
    return (
        f"Desk      {site_url}/admin/\n"
        f"Name      {SIGN_IN_NAME}\n"
        f"Password  {password}\n\n"
        "Once you have changed the password at the desk, delete this file.\n"
    )


def readable_password() -> str:
    """Return five short words that can be read aloud: ten random syllables, 64 bits."""
    return "-".join(_syllable() + _syllable() for _ in range(5))


def _syllable() -> str:
    return secrets.choice(CONSONANTS) + secrets.choice(VOWELS)


def _write(path: Path, text: str) -> None:
    """Write a file of mode 0600 that is there whole or not at all."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    unfinished.replace(path)
