"""What somebody typed, as text to copy: for a page on which no form can be shown."""

from django.http import HttpRequest

# What people see and fill in, longest first. Never a number, a phrase or a password.
SHOWN = ["message", "text", "body", "name", "title", "email", "phone", "pronouns", "access_needs"]


def typed(request: HttpRequest) -> str:
    """Return every word that was posted in a field of these names, without its question."""
    words = (request.POST.get(name, "").strip() for name in SHOWN)
    return "\n\n".join(filter(None, words))
