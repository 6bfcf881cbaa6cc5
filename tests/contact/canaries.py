"""Words that stand for what somebody typed, and ways to find them where they must not be."""

import base64

# One for each field that takes any text; the e-mail address and number are valid ones.
CANARIES = {
    "name": "Canary-Wrenfield",
    "email": "canary.larkspur@enquirer.example",
    "phone": "+44 1632 960 741",
    "message": "canary-the-door-was-ämber-and-heavy",
    "pronouns": "canary/canaries",
    "access_needs": "canary-a-lift-with-a-bench",
}


def spellings(word: str) -> set[bytes]:
    """The ways in which a dump or a log could hold `word`."""
    plain = word.encode()
    spelt = {plain, plain.hex().encode(), plain.hex().upper().encode()}
    spelt |= {word.encode("unicode_escape"), word.encode("utf-16-le")}
    return spelt | {_base64_inside(plain, before) for before in range(3)}


def _base64_inside(plain: bytes, before: int) -> bytes:
    """The part of the base64 of longer text that `plain` alone decides, `before` bytes into it."""
    encoded = base64.b64encode(bytes(before) + plain)
    start = -(-before * 8 // 6)
    end = (before + len(plain)) * 8 // 6
    return encoded[start:end]


def found_in(text: bytes) -> set[str]:
    """The names of the fields whose canary is in `text`, however it is spelt."""
    return {
        name for name, word in CANARIES.items() if any(spelt in text for spelt in spellings(word))
    }
