"""Enquiries at the desk: the list, reading, answering, notes, and what stands around them."""

from collections.abc import Iterator
from uuid import uuid4

from contact.models import Enquiry, Snippet
from contact.written_once import new_token
from tests.every_page import correspondence
from tests.every_page.amiss import table_away
from tests.every_page.documents import Document, document, fetched
from tests.every_page.therapist import signed_in, unlocked
from tests.live_site import LiveSite
from tests.visitor import Visitor

LIST = "/admin/contact/enquiry/"
SEARCH = f"{LIST}search/"
SHOWN = [
    *correspondence.BY_ROUTE,
    "held",
    "answered",
    "withdrawn",
    "overdue",
    "damaged",
    "talked about",
]


def documents(site: LiveSite) -> Iterator[Document]:
    written = correspondence.write()
    yield from _interrupted(site, _at(written["mail"], "answer"))
    yield from _sought(signed_in(site), {"search, locked": "quarrel"})
    therapist = unlocked(site)
    yield from fetched(therapist, {"desk, enquiries": LIST})
    yield from fetched(therapist, {"desk, enquiries, none": f"{LIST}?show=booked&due=later"})
    to_follow_up = f"{LIST}?show=follow_up&after=2020-01-01,2020-01-01T00:00Z,{uuid4()}"
    yield from fetched(therapist, {"desk, enquiries to come back to": to_follow_up})
    yield from _sought(
        therapist, {"search": "paragraphs", "search, nothing": "elsewhere", "search, refused": "x"}
    )
    pages = {f"desk, enquiry: {name}": _at(written[name], "change") for name in SHOWN}
    yield from fetched(therapist, pages)
    yield from _answering(therapist, written)
    yield from _around(therapist, written)


def _at(enquiry: Enquiry, page: str) -> str:
    return f"{LIST}{enquiry.pk}/{page}/"


def _sought(therapist: Visitor, words: dict[str, str]) -> Iterator[Document]:
    therapist.get(SEARCH)
    for name, sought in words.items():
        shown = therapist.press(SEARCH, words=sought)
        yield document(f"desk, {name}", SEARCH, shown, 422 if "refused" in name else 200)


def _interrupted(site: LiveSite, path: str) -> Iterator[Document]:
    """While she wrote the desk locked itself, the page grew old, or she was signed out."""
    words = {"text": correspondence.SAID, "preview": "1"}
    therapist, signed_out = signed_in(site), Visitor(site)
    therapist.get("/admin/")
    yield document("desk, locked meanwhile", path, therapist.press(path, **words), 200)
    yield document("desk, open for too long", path, therapist.post(words, path), 403)
    signed_out.get("/admin/login/")
    yield document("desk, signed out meanwhile", path, signed_out.press(path, **words), 403)


def _answering(therapist: Visitor, written: dict[str, Enquiry]) -> Iterator[Document]:
    for name, enquiry, said in (
        ("answer, empty", "mail", {"text": "", "preview": "1"}),
        ("answer, with a snippet", "mail", {"insert": str(Snippet.objects.get().pk)}),
        ("answer, as a mail", "mail", {"text": correspondence.SAID, "preview": "1"}),
        ("answer, told of later", "mail at times", {"text": "Yes.", "preview": "1"}),
        ("answer, behind the number", "number", {"text": "Yes.", "preview": "1"}),
        ("answer, no", "mail", {"decline": "1"}),
        ("answer, too late", "withdrawn", {"text": "Yes.", "send": "1"}),
    ):
        path = _at(written[enquiry], "answer")
        shown = therapist.press(path, token=new_token(), **said)
        yield document(f"desk, {name}", path, shown, 200)
    yield _taken_back(therapist, written["mail"])
    path = _at(written["mail"], "notes")
    refused = therapist.press(path, text="", token=new_token())
    yield document("desk, note refused", path, refused, 200)
    path = _at(written["mail"], "follow-up")
    over = therapist.press(path, follow_up_on="2020-01-01")
    yield document("desk, day to come back refused", path, over, 200)


def _taken_back(therapist: Visitor, enquiry: Enquiry) -> Document:
    path = _at(enquiry, "answer")
    therapist.press(path, text=correspondence.SAID, token=new_token(), send="1")
    path = f"{path}{enquiry.entries.get().pk}/undo/"
    return document("desk, answer taken back", path, therapist.press(path), 200)


def _around(therapist: Visitor, written: dict[str, Enquiry]) -> Iterator[Document]:
    enquiry = written["talked about"]
    pages = {"desk, export": "export", "desk, to be erased": "delete"}
    yield from fetched(therapist, {name: _at(enquiry, page) for name, page in pages.items()})
    damaged = _at(written["damaged"], "export")
    yield from fetched(therapist, {"desk, export, damaged": damaged})
    with table_away("practice_auditline"):
        path = _at(enquiry, "change")
        yield from fetched(therapist, {"desk, not noted (503)": path}, status=503)
