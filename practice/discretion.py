"""Initials in place of names, for screens that others can see.

It is on at every sign-in, and off only after she has said so, for as long as she is signed in:
to forget it costs a tap, not somebody's name.
"""

from django.http import HttpRequest

IN_SESSION = "shows_names"


def is_on(request: HttpRequest) -> bool:
    """Whether lists and headings show initials only. Nothing is asked of Postgres for it."""
    return not request.session.get(IN_SESSION, False)


def switch(request: HttpRequest, *, on: bool) -> None:
    """The same again changes nothing."""
    request.session[IN_SESSION] = not on


def initials_of(name: str) -> str:
    """Return "R. B." for "Robin Bell", two at most; "" for no name."""
    return " ".join(f"{word[0].upper()}." for word in name.split()[:2])


def as_shown(name: str, *, only_initials: bool) -> str:
    """Return what a list or a heading may say of somebody whose name was opened."""
    return initials_of(name) if only_initials else name
