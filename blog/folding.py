"""Words as search compares them: without accents, on both sides."""

import unicodedata

# Signs that NFKD leaves whole, though people who look for the word type letters without them.
WITHOUT_A_MARK_TO_DROP = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
    | {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i"}
)
DROPPED = {"Mn", "Cf"}  # marks above and below letters; soft hyphens and joiners within words


def folded(text: str) -> str:
    """Return `text` without accents (NFKD); upper and lower case stay. Folding twice is harmless.

    It may come out longer or shorter than it went in.
    """
    apart = unicodedata.normalize("NFKD", text.translate(WITHOUT_A_MARK_TO_DROP))
    return "".join(sign for sign in apart if unicodedata.category(sign) not in DROPPED)
