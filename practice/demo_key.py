"""A sealing key for a site that is no real one: the local trial, the benchmarks, the checks.

On a real site the therapist makes hers at the desk, and nobody else has seen its phrase.
"""

from datetime import datetime

from practice.models import SealingKey
from practice.sealing import new_private_key


def is_needed() -> bool:
    return not SealingKey.objects.exists()


def make(*, phrase: str, sheet: str, now: datetime) -> None:
    """Make a key that `phrase` and `sheet` open, and put it in use as if they had been typed in."""
    key = SealingKey.new(new_private_key(), phrase=phrase, sheet=sheet, now=now)
    SealingKey.objects.begin(key)
    key.phrase_typed_at = key.sheet_typed_at = now
    key.put_in_use()
