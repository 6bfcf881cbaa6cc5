"""What is generated for a site on this machine and kept under ATTUNE_HOME, for its owner's eyes."""

import os
import re
import secrets
from dataclasses import dataclass
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


@dataclass(frozen=True)
class FirstSignIn:
    """What opens the desk of a site on this machine, and what people write there.

    The password is the code of the first link, too.
    """

    password: str
    phrase: str
    sheet: str


def first_sign_in(home: Path, *, site_url: str) -> FirstSignIn:
    """Return what the file of the first sign-in says; what it does not say is made, and added."""
    path = sign_in_file(home)
    written = path.read_text() if path.exists() else ""
    found = dict(re.findall(r"^(Password|Phrase|Sheet) +(\S.*)$", written, re.MULTILINE))
    made = _made() | found
    first = FirstSignIn(made["Password"], made["Phrase"], made["Sheet"])
    if len(found) < len(made):
        _write(path, _sign_in_text(first, site_url))
    return first


def _made() -> dict[str, str]:
    # Here and not above: the settings read this module, and few of its readers need this.
    from practice.sealing import passphrase

    return {
        "Password": readable_password(),
        "Phrase": passphrase.new_phrase(),
        "Sheet": passphrase.new_sheet(),
    }


def _sign_in_text(first: FirstSignIn, site_url: str) -> str:
    return (
        f"Begin     {desk_address(site_url)}begin/#{first.password}\n"
        f"Phrase    {first.phrase}\n"
        f"Sheet     {first.sheet}\n"
        f"Name      {SIGN_IN_NAME}\n"
        f"Password  {first.password}\n\n"
        "The link works once, for two days: there you choose a name and a password of your own.\n"
        "After that, or without it, you sign in by name and password. The first time, the desk\n"
        "asks for a passkey or an app with one-time codes as well.\n"
        "The phrase opens what people write, the sheet stands in for a lost phrase. They are here\n"
        "because this is a trial. Once you have changed them, delete this file.\n"
    )


def desk_address(site_url: str) -> str:
    """Return where to sign in: browsers make passkeys for a name, and not for 127.0.0.1."""
    return f"{site_url.replace('//127.0.0.1', '//localhost')}/admin/"


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
