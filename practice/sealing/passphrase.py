"""What a person keeps: six words to read with, and a printed sheet for when they are lost.

Words: the EFF's long list for passphrases (eff.org/dice), CC BY 3.0 US, kept beside this file.
"""

import base64
import re
import secrets
from functools import cache
from pathlib import Path

WORDS = 6  # of 7,772: 77 bits
SHEET_BYTES = 20  # 160 bits
SHEET_LETTERS = 32  # and digits, in eight groups
WORD_LIST = Path(__file__).parent / "eff_long_wordlist.txt"


@cache
def _words() -> list[str]:
    """Words of letters only: a hyphen is easily forgotten."""
    return [word for word in WORD_LIST.read_text(encoding="ascii").split() if word.isalpha()]


def new_phrase() -> str:
    return " ".join(secrets.choice(_words()) for _ in range(WORDS))


def phrase_as_typed(typed: str) -> str:
    """Return the phrase that was meant: capitals, commas and line ends do not matter."""
    return " ".join(re.findall(r"[a-z]+", typed.lower()))


def is_word(typed: str) -> bool:
    """Whether any phrase may have it: says nothing of whose."""
    return typed in _words()


def new_sheet() -> str:
    """Return the letters of a new recovery sheet, in groups of four."""
    return _grouped(base64.b32encode(secrets.token_bytes(SHEET_BYTES)).decode())


def sheet_as_typed(typed: str) -> bytes:
    """Return the secret on the sheet; b"" for what cannot be one."""
    letters = letters_of_sheet(typed)
    if len(letters) != SHEET_LETTERS or "9" in letters:
        return b""
    return base64.b32decode(letters)


def letters_of_sheet(typed: str) -> str:
    """Return the letters and digits that were meant.

    Base32 has no 0, 1 or 8: whoever types one has read an O, an I or a B.
    """
    return re.sub(r"[^A-Z0-9]", "", typed.upper()).translate(str.maketrans("018", "OIB"))


def _grouped(letters: str) -> str:
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))
