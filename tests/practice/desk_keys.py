"""What the therapist does with her keys, as her browser posts it."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from practice.models import AuditLine

UNLOCK, LOCK, KEYS = "/admin/unlock/", "/admin/lock/", "/admin/keys/"
SET_UP, CONFIRM = "/admin/keys/set-up/", "/admin/keys/confirm/"
PHRASE_PAGE, PHRASE_CONFIRM = "/admin/keys/phrase/", "/admin/keys/phrase/confirm/"
RECOVER, MEND, RESEAL = "/admin/keys/recover/", "/admin/keys/mend/", "/admin/keys/reseal/"


@dataclass(frozen=True)
class Paper:
    """What she has written down."""

    phrase: str
    sheet: str


def makes_keys(desk: Client) -> Paper:
    shown = desk.post(SET_UP)
    assert shown.status_code == 200
    return Paper(shown.context["phrase"], shown.context["sheet"])


def types_in(desk: Client, paper: Paper) -> Any:
    return desk.post(CONFIRM, {"phrase": paper.phrase, "sheet": paper.sheet})


def unlocks(desk: Client, phrase: str, **more: str) -> Any:
    return desk.post(UNLOCK, {"phrase": phrase, **more})


def is_unlocked(desk: Client) -> bool:
    """As the overview finds it, which opens nothing without the key."""
    return bool(desk.get(PHRASE_PAGE).status_code == 200)


def noted() -> list[tuple[str, str, str]]:
    """The audit, the oldest line first."""
    lines = AuditLine.objects.order_by("pk")
    return [(line.who, str(line.verb), line.thing.partition(":")[0]) for line in lines]
