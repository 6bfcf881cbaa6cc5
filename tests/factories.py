"""Plain functions that make rows. Each takes only what its test is about."""

from copy import copy
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from blog.models import Article, Series, Topic
from contact.intake import receive
from contact.models import Availability, Enquiry, WeeklyHours
from contact.submission import Submission, new_token
from practice.models import Helpline, Page, PracticeProfile, SealingKey
from practice.models.sealing_key import KeyRing
from practice.sealing import new_private_key

A_MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


PHRASE = "amber basket cedar dune ember fern"
SHEET = "ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567"


@cache
def _wrapped() -> tuple[bytes, SealingKey]:
    """A private key and its wraps, made once for all tests: the phrase is slow on purpose."""
    private = new_private_key()
    key = SealingKey.new(private, phrase=PHRASE, sheet=SHEET, now=A_MONDAY)
    key.status, key.phrase_typed_at, key.sheet_typed_at = "current", A_MONDAY, A_MONDAY
    return private, key


def make_key() -> SealingKey:
    """The therapist's key, in use; PHRASE and SHEET open it."""
    key = copy(_wrapped()[1])
    key.save(force_insert=True)
    return key


def key_ring() -> KeyRing:
    """What opens enquiries, as in an unlocked desk."""
    return KeyRing(SealingKey.objects.current(), _wrapped()[0])


def make_profile(**changed: Any) -> PracticeProfile:
    """The practice, set up to take enquiries."""
    if not SealingKey.objects.exists():
        make_key()
    fields = {
        "name": "Dr Miriam Vale",
        "phone": "01632 960 123",
        "email": "hello@practice.example",
    }
    return PracticeProfile.objects.create(**fields | changed)


def make_series(slug: str = "a-series", **changed: Any) -> Series:
    return Series.objects.create(slug=slug, **{"title": "A series"} | changed)


def make_article(slug: str = "an-article", **changed: Any) -> Article:
    """An article that was published an hour ago."""
    fields = {
        "title": slug.replace("-", " ").capitalize(),
        "body": "<p>Some text.</p>",
        "status": Article.Status.PUBLISHED,
        "publish_at": timezone.now() - timedelta(hours=1),
    }
    return Article.objects.create(slug=slug, **fields | changed)


def form_data(**changed: str) -> dict[str, str]:
    """What a browser posts two minutes after it opened the form: an enquiry by e-mail, complete."""
    return {
        "submission": new_token(timezone.now() - timedelta(minutes=2)),
        "name": "Robin",
        "reply_by": "email",
        "email": "robin@enquirer.example",
        "safe_to_write": "yes",
        "wish": "question",
        "message": "I would like to talk to someone.",
        "consent": "on",
    } | changed


def make_enquiry(profile: PracticeProfile, *, now: datetime, **contents: str) -> Enquiry:
    contents = {"name": "Robin"} | contents
    submission = Submission.of(new_token(), contents)
    return receive(contents, submission=submission, profile=profile, now=now)


def make_availability(**changed: Any) -> Availability:
    """First conversations online and in person, on weekdays from 9 to 12 and from 13 to 17."""
    for weekday in range(5):
        for begins, ends in ((time(9), time(12)), (time(13), time(17))):
            for modality in ("online", "in_person"):
                hours = {"begins": begins, "ends": ends, "modality": modality}
                WeeklyHours.objects.create(weekday=weekday, **hours)
    return Availability.objects.create(**changed)


def make_draft(slug: str = "a-draft", **changed: Any) -> Article:
    """An article that nobody but the therapist may read."""
    return make_article(slug, **{"status": Article.Status.DRAFT, "publish_at": None} | changed)


def make_topic(name: str = "Closeness") -> Topic:
    return Topic.objects.create(name=name, slug=slugify(name))


def make_pages() -> None:
    for slug in Page.Slug:
        Page.objects.create(slug=slug, title=str(slug.label), body=f"<p>All about {slug}.</p>")


def make_helpline(name: str = "A line", **changed: Any) -> Helpline:
    fields = {"country": "GB", "number": "0800 000", "tel": "0800000"}
    return Helpline.objects.create(
        name=name, source="https://line.example/", **{**fields, **changed}
    )


# What a visitor finds on the site that `make_readable_site` makes.
READABLE = [
    "/",
    "/articles/",
    "/articles/first-part/",
    "/articles/second-part/",
    "/series/",
    "/series/a-series/",
    "/topics/closeness/",
    "/about/",
    "/fees/",
    "/privacy/",
    "/urgent-help/",
]


def make_readable_site() -> Series:
    """One of everything that can be read, at the addresses in READABLE. Returns the series."""
    make_profile()
    make_pages()
    make_helpline()
    series = make_series()
    topic = make_topic()
    for position, slug in enumerate(["first-part", "second-part"], start=1):
        make_article(slug, series=series, position=position).topics.add(topic)
    return series
