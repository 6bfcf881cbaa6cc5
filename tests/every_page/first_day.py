"""The first day: the link, the questions with their slips, and what is left to do."""

from collections.abc import Iterator

from django.utils import timezone

from contact import example
from contact.models import Enquiry
from practice.models import FirstSteps, Helpline, PracticeProfile, User
from tests.every_page.documents import Document, document, fetched
from tests.every_page.therapist import signed_in, unlocked
from tests.live_site import LiveSite
from tests.practice.first_day import ANSWERS, BEGIN, FIRST, HELPLINES, LIVE, MAIL, PRIVACY
from tests.visitor import Visitor

SLIP = {"number": "<&>", "name": "", "email": "<&>", "reply_days": "0", "other": "<&>"}


def before_anything_is_there(site: LiveSite) -> Iterator[Document]:
    """Nobody has an account yet."""
    stranger = Visitor(site)
    yield from fetched(stranger, {"begin": BEGIN})
    refused = stranger.press(BEGIN, code="<&>", username="<&>", password="x")
    yield document("begin, refused", BEGIN, refused, 422)
    account = User.objects.create_superuser("therapist")
    yield from _before_any_answer(signed_in(site))
    account.delete()


def _before_any_answer(therapist: Visitor) -> Iterator[Document]:
    for question in ANSWERS:
        path = f"{FIRST}{question}/"
        yield from fetched(therapist, {f"desk, first, {question}": path})
        yield document(f"desk, first, {question}, amiss", path, therapist.press(path, **SLIP), 422)
    yield from fetched(therapist, {"desk, live, not yet": LIVE, "desk, mail, no address": MAIL})
    FirstSteps.objects.all().delete()


def documents(site: LiveSite) -> Iterator[Document]:
    therapist, now = unlocked(site), timezone.now()
    pages = {"live": LIVE, "test mail": MAIL, "privacy, read it": PRIVACY, "helplines": HELPLINES}
    yield from fetched(therapist, {f"desk, {name}": path for name, path in pages.items()})
    yield from fetched(therapist, {"desk, first, hours of her own": f"{FIRST}hours/"})
    FirstSteps.objects.update_or_create(defaults={"mail_asked_at": now})
    yield from fetched(therapist, {"desk, test mail, sent": MAIL})
    wrong = therapist.press(MAIL, number="000000")
    yield document("desk, test mail, wrong number", MAIL, wrong, 422)
    made = example.make(PracticeProfile.objects.current(), now)
    Helpline.objects.update(checked_on=now)
    done = {"mail_received_at": now, "privacy_read_at": now}
    FirstSteps.objects.update(**done)
    yield from fetched(therapist, {"desk, live, with an example": LIVE})
    pages = {"test mail, came": MAIL, "privacy, was read": PRIVACY, "helplines, checked": HELPLINES}
    yield from fetched(therapist, {f"desk, {name}": path for name, path in pages.items()})
    yield from fetched(
        therapist, {"desk, the example": f"/admin/contact/enquiry/{made.pk}/change/"}
    )
    Enquiry.objects.filter(is_example=True).delete()
    FirstSteps.objects.all().delete()
    Helpline.objects.update(checked_on=None)
