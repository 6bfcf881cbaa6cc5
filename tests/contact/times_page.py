"""The page on which the therapist says when she has time, for tests."""

from datetime import timedelta
from typing import Any

import lxml.html
from django.test import Client
from django.utils import timezone

from contact.models import ClosedDays, ExtraHours, WeeklyHours

PAGE = "/admin/contact/availability/"

# Tuesdays and Thursdays, from nine to eleven.
A_ROW: dict[str, list[str]] = {
    "weekly-0-weekdays": ["1", "3"],
    "weekly-0-begins": ["09:00"],
    "weekly-0-ends": ["11:00"],
    "weekly-0-modalities": ["online", "phone"],
}
IN_WORDS = [
    "Tuesday 09:00–11:00 online",
    "Tuesday 09:00–11:00 phone",
    "Thursday 09:00–11:00 online",
    "Thursday 09:00–11:00 phone",
]


def page(desk: Client) -> Any:
    answer = desk.get(PAGE)
    assert answer.status_code == 200
    return parsed(answer)


def parsed(answer: Any) -> Any:
    return lxml.html.document_fromstring(answer.content.decode())


def fields_of(document: Any) -> dict[str, list[str]]:
    """What a browser would post, buttons left out."""
    fields: dict[str, list[str]] = {}
    inputs = "//form[@id='times']//input[not(@type='checkbox') or @checked]"
    for box in document.xpath(inputs):
        empty = "on" if box.get("type") == "checkbox" else ""
        fields.setdefault(box.get("name"), []).append(box.get("value", empty))
    del fields["csrfmiddlewaretoken"]
    return fields


def press(desk: Client, button: str, typed: dict[str, list[str]], **value: str) -> Any:
    """Press a button of the form with these fields."""
    return desk.post(PAGE, typed | {button: value.get("to", "")})


def typed_into(document: Any, **changed: str | list[str]) -> dict[str, list[str]]:
    """Type into a page: `weekly_0_begins="09:00"`."""
    words = {name: value if isinstance(value, list) else [value] for name, value in changed.items()}
    return fields_of(document) | {_name_of(name): value for name, value in words.items()}


def _name_of(name: str) -> str:
    kind, _, rest = name.partition("_")
    if kind not in ("weekly", "extra", "closed"):
        return name
    number, _, field = rest.partition("_")
    return f"{kind}-{number}-{field}"


def text_of(document: Any) -> str:
    return " ".join(document.get_element_by_id("content").text_content().split())


def slips(document: Any) -> list[str]:
    return [link.text for link in document.xpath("//*[@class='times-slips']//li/a")]


def entered() -> list[str]:
    """All rows that are stored, in words."""
    weekly = [f"{row} {row.modality}" for row in WeeklyHours.objects.all()]
    extra = [f"{row} {row.modality}" for row in ExtraHours.objects.all()]
    return [*weekly, *extra, *map(str, ClosedDays.objects.all())]


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def words_of(fields: dict[str, list[str]]) -> dict[str, list[str]]:
    """What is typed in them, empty boxes left out."""
    return {
        name: words
        for name, words in fields.items()
        if words not in ([""], []) and "_FORMS" not in name
    }


def save(desk: Client, typed: dict[str, list[str]]) -> Any:
    answer = press(desk, "save", typed)
    assert answer.status_code == 302
    return page(desk)
