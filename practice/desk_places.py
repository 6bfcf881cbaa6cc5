"""The places of the desk: what its navigation leads to, and at which of them a page is."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practice import desk_settings
from practice.desk_settings import Setting


@dataclass(frozen=True)
class Place:
    """`under`: the paths below the desk's own that belong to it, besides its own.

    `new` is what the way to one more of what it lists is called, as in `Setting`.
    """

    words: Promise
    name: str
    permission: str = ""
    under: tuple[str, ...] = ()
    new: Promise | str = ""

    @property
    def address(self) -> str:
        return reverse(f"admin:{self.name}")

    def is_open_to(self, user: Any) -> bool:
        return not self.permission or bool(user.has_perm(self.permission))

    def holds(self, path: str) -> bool:
        return path.startswith(tuple(reverse("admin:index") + below for below in self.under))


CALENDAR = ("contact/appointment/", "contact/availability/", "contact/busycalendar/")
SETTINGS = Place(_("Settings"), "settings")
PLACES = (
    Place(_("Today"), "index"),
    Place(
        _("Enquiries"), "contact_enquiry_changelist", "contact.view_enquiry", ("contact/enquiry/",)
    ),
    Place(_("Calendar"), "contact_appointment_changelist", "contact.view_appointment", CALENDAR),
    Place(
        _("Writing"),
        "blog_article_changelist",
        "blog.view_article",
        ("blog/",),
        new=_("Write an article"),
    ),
    Place(_("How it goes"), "how_it_goes", "contact.view_enquiry"),
    SETTINGS,
)


@dataclass(frozen=True)
class Offered:
    """A place as a page links to it; `current` is what `aria-current` says, or nothing."""

    place: Place
    current: str


@dataclass(frozen=True)
class Around:
    """What is around a page: `here` is the place that it is, or that is above it.

    `list` is the list that it is or belongs to; `line` the setting that leads to this very page.
    """

    offered: list[Offered]
    here: Place
    list: Place | Setting
    is_one: bool
    line: Setting | None


def around(request: HttpRequest) -> Around:
    """Return the places that this account may go to, and at which of them it is."""
    here = current(request.path)
    may = [place for place in PLACES if place.is_open_to(request.user)]
    is_one = here.address == request.path
    offered = [Offered(place, _current(is_one=is_one) if place == here else "") for place in may]
    line = desk_settings.line_at(request.path)
    return Around(offered, here, list_of(request.path), is_one=is_one, line=line)


def _current(*, is_one: bool) -> str:
    return "page" if is_one else "true"


def list_of(path: str) -> Place | Setting:
    """Return what has the longest address with which this one begins, above Today."""
    known: list[Place | Setting] = [*PLACES[1:], *desk_settings.ALL]
    around = [each for each in known if path.startswith(each.address)]
    return max(around, key=lambda each: len(each.address), default=SETTINGS)


def current(path: str) -> Place:
    """Return the place that a page of the desk is at: Settings has all that no other has."""
    its_own = [place for place in PLACES if place.address == path]
    around = [place for place in PLACES if place.holds(path)]
    return next(iter(its_own + around), SETTINGS)
