"""The therapist's browser, at her desk."""

from django.test import Client

from practice.models import User
from tests.factories import PHRASE
from tests.live_site import LiveSite
from tests.visitor import Visitor

UNLOCK = "/admin/unlock/"


def signed_in(site: LiveSite, who: str = "therapist") -> Visitor:
    browser = Client()
    browser.force_login(User.objects.get(username=who))
    visitor = Visitor(site)
    visitor.cookies.load(browser.cookies.output(header="", sep=";"))
    return visitor


def unlocked(site: LiveSite) -> Visitor:
    """She has typed her phrase, too."""
    visitor = signed_in(site)
    unlock(visitor)
    return visitor


def unlock(visitor: Visitor) -> None:
    visitor.get(UNLOCK)
    assert visitor.press(UNLOCK, phrase=PHRASE).status == 302
