"""The urgent-help numbers that we know of, each with the page of the organisation that says so.

None counts as checked: a number that has changed meanwhile would be worse than none.
"""

import json
from pathlib import Path
from typing import Any

from practice.models import Helpline

FILE = Path(__file__).resolve().parents[2] / "blog" / "sample_content" / "helplines.json"


def known() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return rows


def offer(row: dict[str, Any]) -> bool:
    """Add a number, unless it is there. Returns whether it is new."""
    key = {"country": row["country"], "name": row["name"]}
    return Helpline.objects.get_or_create(**key, defaults=row)[1]


def offer_for(country: str) -> None:
    """Add what we know for a country where she has entered nothing for it."""
    if not Helpline.objects.for_country(country).exists():
        for row in known():
            if row["country"] == country:
                offer(row)
