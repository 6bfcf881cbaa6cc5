"""One of everything that has an address, and everybody who may come to it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from blog.models import Article, PreviewLink, Series, Topic
from blog.previews import address_of, new_link
from contact import booking
from contact.models import Appointment, Availability, BusyCalendar, Enquiry, Snippet
from practice.models import (
    AuditLine,
    Helpline,
    Holiday,
    Image,
    OutboxMail,
    Page,
    PracticeProfile,
    Redirect,
    User,
)
from practice.models.user import Role
from practice.sign_in import second_factors
from tests import factories
from tests.contact.returning import reply
from tests.contact.test_resealing import make_note
from tests.pictures import drawn, encoded, kept
from tests.practice import second_steps as she

SECRET = "Robin Only-The-Therapist"


@pytest.fixture
def things(profile: PracticeProfile, media: Path) -> dict[str, Any]:
    """One of everything that has an address, and who may come, with an app each."""
    now = timezone.now()
    factories.make_pages()
    series = factories.make_series()
    factories.make_article("another-part", series=series, position=2)
    article = factories.make_article("a-part", series=series, position=1)
    article.topics.add(factories.make_topic())
    therapist = she.make_therapist()
    editor = User(username="editor")
    editor.role = Role.EDITOR
    editor.save()
    she.adds_app(editor)
    new = User(username="new")
    new.role = Role.THERAPIST
    new.save()
    nobody = User.objects.create_user("nobody")
    enquiry = factories.make_enquiry(profile, now=now, name=SECRET)
    answer, note = reply(enquiry, "An answer.", now=now, shown_in=3), make_note(enquiry, "A note.")
    kept(encoded(drawn()))
    factories.make_helpline()
    Snippet.objects.create(title="Hello", text="Hello")
    _make_times(now)
    Holiday.objects.create(day=now.date())
    Redirect.objects.create(old_path="/old/", new_path="/about/")
    AuditLine.objects.create(at=now, who="therapist", verb="opened", thing="enquiry:1")
    link = new_link(article, now)
    LogEntry.objects.create(
        user=therapist,
        content_type=ContentType.objects.get_for_model(Enquiry),
        object_id=str(enquiry.pk),
        object_repr=SECRET,
        action_flag=CHANGE,
    )
    return {
        "article": article,
        "series": series,
        "enquiry": enquiry,
        "answer": answer.pk,
        "note": note.pk,
        "link": link,
        "users": {
            "editor": editor,
            "therapist": therapist,
            "not enrolled": new,
            "no role": nobody,
        },
    }


def _make_times(now: datetime) -> None:
    """Hours, an appointment of somebody who rang, another calendar."""
    factories.make_availability()
    day = now.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=3)
    booking.add("MV", booking.Wanted(day, "online"), pk=uuid4(), who="therapist", now=now)
    calendar = BusyCalendar(name="Home")
    calendar.keep_address("https://calendar.example/home.ics", now=now)
    calendar.save()


ROW_OF: dict[str, Callable[[], Any]] = {
    "blog/article": lambda: Article.objects.get(slug="a-part"),
    "blog/series": Series.objects.get,
    "blog/topic": Topic.objects.get,
    "practice/image": Image.objects.get,
    "practice/user": lambda: User.objects.get(username="new"),
    "practice/practiceprofile": PracticeProfile.objects.get,
    "practice/page": lambda: Page.objects.all()[0],
    "practice/helpline": Helpline.objects.get,
    "practice/redirect": Redirect.objects.get,
    "practice/holiday": Holiday.objects.get,
    "practice/auditline": lambda: AuditLine.objects.all()[0],
    "practice/outboxmail": lambda: OutboxMail.objects.all()[0],
    "contact/enquiry": Enquiry.objects.get,
    "contact/snippet": Snippet.objects.get,
    "contact/appointment": Appointment.objects.get,
    "contact/availability": Availability.objects.get,
    "contact/busycalendar": BusyCalendar.objects.get,
}


def path_of(route: str, things: dict[str, Any], who: str) -> str:
    """An address that this route matches, with something behind it."""
    if route.startswith("^calendar/"):
        return f"/calendar/{'a' * 43}.ics"
    if route.startswith("^media/"):
        return "/media/cards/1-" + "0" * 32 + ".png" if "cards" in route else _picture()
    route = re.sub(r"\^\(\?P<app_label>[^)]*\)/\$", "contact/", route)
    route = route.replace("(?P<url>.*)$", "no-such-page/")
    rows = re.match(r"admin/(\w+/\w+)/<", route)
    row = ROW_OF[rows[1]]().pk if rows else ""
    values = {
        "object_id": things["article"].pk if route.startswith("admin/r/") else row,
        "id": row,
        "pk": row or _way_of(things["users"].get(who)),
        "content_type_id": ContentType.objects.get_for_model(Article).pk,
        "entry": things["note"] if "notes" in route else things["answer"],
        "link": PreviewLink.objects.get().pk,
        "version": things["article"].revisions.last().pk,
        "part": things["article"].pk,
        "slug": {"a": "a-part", "s": "a-series", "t": "closeness"}.get(route[:1], ""),
        "token": address_of(things["link"]).rpartition("/preview/")[2].strip("/"),
    }
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route)


def _picture() -> str:
    return f"/media/images/{Image.objects.get().digest}/480.jpg"


def _way_of(user: User | None) -> int:
    way = second_factors.ways_of(user).first() if user else None
    return way.pk if way else 1


def browser_of(who: str, things: dict[str, Any]) -> Client:
    browser = Client(raise_request_exception=True)
    if who in ("no role", "editor", "therapist"):
        browser.force_login(things["users"][who])
    elif who != "anonymous":
        browser.cookies["session"] = half_way_in(things["users"][HALF_WAY[who]])
    return browser


HALF_WAY = {"half-way in": "therapist", "not enrolled": "not enrolled"}


def half_way_in(user: User) -> str:
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    from practice.sign_in import half_way

    request = HttpRequest()
    request.session = SessionStore()
    half_way.begin(request, user, then="/admin/", now=timezone.now())
    request.session.save()
    return str(request.session.session_key)
