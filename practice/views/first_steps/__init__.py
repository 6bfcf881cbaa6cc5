"""The first day at the desk: five questions, what visitors see then, and what is still to check."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from practice.models.first_steps import Question
from practice.views.first_steps import checks, live, questions
from practice.views.first_steps.pages import for_the_therapist

View = Callable[[HttpRequest], HttpResponse]

PAGES: dict[str, tuple[str, View]] = {
    "first": ("first/", questions.go_on),
    **{
        f"first_{question}": (f"first/{question}/", partial(questions.ask, question=question))
        for question in Question
    },
    "first_live": ("first/live/", live.live),
    "first_example": ("first/example/", live.example),
    "first_example_remove": ("first/example/remove/", live.remove_example),
    "first_mail": ("first/mail/", checks.mail),
    "first_privacy": ("first/privacy/", checks.privacy),
    "first_helplines": ("first/helplines/", checks.helplines),
}


def urls(admin_view: Callable[[Any], Any]) -> list[URLPattern]:
    return [
        path(where, admin_view(for_the_therapist(view)), name=name)
        for name, (where, view) in PAGES.items()
    ]
