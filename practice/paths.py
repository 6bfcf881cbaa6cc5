"""What may be the beginning or the end of a redirect, in the one spelling that is kept."""

import re
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import is_valid_path
from django.utils.translation import gettext_lazy as _

LONGEST = 300  # signs
# What the site must keep for itself, whatever is typed at the desk.
OF_THE_SITE = ("/admin/", "/contact/", "/preview/", "/static/", "/media/", "/livez/", "/readyz/")
ELSEWHERE = re.compile(r"[/\\]{2}|[^/]*:")  # "//host", "/\host", "https:", "mailto:"
UNFIT = re.compile(r"[\x00-\x1f\x7f\\]")


def canonical(typed: str) -> str:
    """Return the path that `typed` means, as a request has it: decoded, with its last slash.

    The site's own address in front of it is cut off. Raises ValidationError in plain words.
    """
    path = typed.strip().removeprefix(settings.SITE_URL)
    if "?" in path or "#" in path:
        raise ValidationError(_("Please leave out “?” or “#” and what follows."))
    path = unquote(path, errors="replace")  # only now: “%2F%2F” hides an address elsewhere
    if ELSEWHERE.match(path):
        raise ValidationError(_("Only addresses of this site, please: “/articles/my-article/”."))
    if not path.startswith("/"):
        raise ValidationError(_("An address begins with “/”, such as “/articles/my-article/”."))
    if UNFIT.search(path) or "\ufffd" in path:
        raise ValidationError(_("There is a sign in it that no address has."))
    return with_last_slash(path)


def with_last_slash(path: str) -> str:
    """Add it where the site's own addresses have one."""
    if path.endswith("/") or is_valid_path(path) or not is_valid_path(f"{path}/"):
        return path
    return f"{path}/"


def can_be_redirected(path: str) -> bool:
    """Whether a redirect may begin at `path`."""
    return path != "/" and not f"{path}/".startswith(OF_THE_SITE)


def can_be_looked_up(path: str) -> bool:
    """Whether Postgres may be asked for it: a visitor can ask for anything."""
    return len(path) <= LONGEST and not UNFIT.search(path) and can_be_redirected(path)
