"""The first page of the desk: when nothing waits, with names, and as an editor sees it."""

from collections.abc import Iterator

from practice.models import User
from practice.models.user import Role
from tests.every_page.documents import Document, fetched
from tests.every_page.therapist import signed_in, unlocked
from tests.live_site import LiveSite

TODAY, SWITCH = "/admin/", "/admin/discretion/"


def before_anybody_wrote(site: LiveSite) -> Iterator[Document]:
    yield from fetched(signed_in(site), {"desk, today, nobody waits": TODAY})


def documents(site: LiveSite) -> Iterator[Document]:
    therapist = unlocked(site)
    yield from fetched(therapist, {"desk, today, initials only": TODAY})
    assert therapist.press(SWITCH, only_initials="0").status == 302
    yield from fetched(therapist, {"desk, today, with names": TODAY})
    editor = User(username="editor")
    editor.role = Role.EDITOR
    editor.save()
    yield from fetched(signed_in(site, "editor"), {"desk, today, of an editor": TODAY})
