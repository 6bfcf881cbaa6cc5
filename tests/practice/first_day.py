"""What she does on the first day, as her browser posts it."""

from typing import Any

from django.test import Client
from django.utils import timezone

from practice.models import FirstSteps
from practice.sign_in import first_link
from tests.practice.second_steps import code_of, seed_on

BEGIN, ENROL, FIRST, LIVE = (
    "/admin/begin/",
    "/admin/login/enrol/",
    "/admin/first/",
    "/admin/first/live/",
)
MAIL, PRIVACY, HELPLINES = (f"{FIRST}{name}/" for name in ("mail", "privacy", "helplines"))
EXAMPLE, EXAMPLE_REMOVE = f"{FIRST}example/", f"{FIRST}example/remove/"
NAME, PASSWORD = "miriam", "four-quiet-lamps"
ANSWERS: dict[str, dict[str, Any]] = {
    "name": {"name": "Dr Miriam Vale", "credentials": "MSc", "email": "hello@practice.example"},
    "hours": {"days": ["0", "2"], "begins": "10:00", "ends": "13:00", "ways": ["online", "phone"]},
    "reply": {"working_days": ["0", "1", "2"], "reply_days": "3"},
    "opening": {"opening": "waiting_list"},
    "country": {"country": "IE", "other": ""},
}


def new_link() -> str:
    """The code of a link that was made just now."""
    return first_link.make(timezone.now())


def opens(browser: Client, code: str, **more: str) -> Any:
    fields = {"code": code, "username": NAME, "password": PASSWORD}
    return browser.post(BEGIN, fields | more)


def adds_app(browser: Client) -> Any:
    """The second step, by an app."""
    return browser.post(ENROL, {"code": code_of(seed_on(browser.get(ENROL)))})


def answers(desk: Client, question: str, **more: Any) -> Any:
    return desk.post(f"{FIRST}{question}/", ANSWERS[question] | more)


def left() -> list[str]:
    return [str(question) for question in FirstSteps.objects.current().left]
