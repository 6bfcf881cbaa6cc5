"""The pictures of docs/therapist.md, and what they were made from.

`make guide` plays the therapist's first day, and keeps what she saw in docs/guide/.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = ROOT / "docs" / "therapist.md"
ALBUM = ROOT / "docs" / "guide"
