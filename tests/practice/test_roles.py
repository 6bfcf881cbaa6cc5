"""Every address × every method × everybody who may come: what they get is what the table says."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.http import HttpResponse
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
from practice.roles import EDITOR_MAY
from practice.sign_in import second_factors, standing
from tests import factories
from tests.contact.returning import reply
from tests.contact.test_resealing import make_note
from tests.pictures import drawn, encoded, kept
from tests.practice import second_steps as she
from tests.practice.addresses import every_address
from tests.practice.roles_table import LOOKED_AT, NOBODY, TABLE, WANT_IT_AGAIN, WHO, Kind
from tests.signing_in import session_of

METHODS = ["GET", "POST", "PUT", "DELETE", "OPTIONS"]
SECRET = "Robin Only-The-Therapist"

pytestmark = pytest.mark.django_db


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
        "users": {"editor": editor, "therapist": therapist, "not enrolled": new},
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
    if who in ("editor", "therapist"):
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


def kind_of(response: HttpResponse) -> Kind:
    if response.status_code == 302 and response["Location"].startswith(she.LOGIN):
        return Kind.SIGN_IN
    if "Allow" in response:  # said in place of a page: which methods there are
        return Kind.NO_METHOD
    return {403: Kind.REFUSED, 404: Kind.MISSING}.get(response.status_code, Kind.IN)


def asked(browser: Client, method: str, path: str) -> Any:
    """Ask for it; what it changes is put back."""
    with transaction.atomic():
        response = browser.generic(method, path)
        transaction.set_rollback(True)
    b"".join(response)  # a file is closed at its end
    return response


def test_the_table_names_every_address_and_no_other() -> None:
    routes = {address.route for address in every_address()}

    assert len(routes) > 150
    assert {"not in the table": routes - TABLE.keys(), "gone": TABLE.keys() - routes} == {
        "not in the table": set(),
        "gone": set(),
    }


@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_what_the_table_says(things: dict[str, Any], who: str) -> None:
    wrong = {}
    for route in TABLE:
        path = path_of(route, things, who)
        for method in METHODS if who != "therapist" else ["GET", "POST"]:
            response = asked(browser_of(who, things), method, path)
            if kind_of(response) not in said(route, method, who):
                wrong[f"{method} {route}"] = kind_of(response)
            if who != "therapist" and route.startswith("admin/"):
                assert SECRET.encode() not in response.content, route
    assert wrong == {}


# Whoever is let in there ends on the sign-in page: she has signed out, or sent no passkey.
LEADS_TO_SIGN_IN = {"admin/sign-in/everywhere/", "admin/login/passkey/"}
# Not there without a word of what to do.
WANTS_WORDS = {
    "admin/contact/enquiry/<uuid:pk>/standing/",
    "admin/contact/appointment/<uuid:pk>/standing/",
    "admin/contact/appointment/block/",
}


def said(route: str, method: str, who: str) -> set[Kind]:
    """What the table says. That there is no such method may be said to anybody."""
    rule = NOBODY if method == "POST" and route in LOOKED_AT else TABLE[route]
    also = {Kind.NO_METHOD}
    if method == "POST" and rule[who] == Kind.IN:
        also |= {Kind.SIGN_IN} if route in LEADS_TO_SIGN_IN else set()
        also |= {Kind.MISSING} if route in WANTS_WORDS else set()
    return {rule[who], *also}


def test_who_may_change_how_somebody_signs_in_has_just_used_the_second_factor(
    things: dict[str, Any],
) -> None:
    found = set()
    for route, rule in TABLE.items():
        browser = browser_of("therapist", things)
        session = browser.session
        session[standing.IN_SESSION] |= {"proved": 0}
        session.save()
        if rule["therapist"] == Kind.IN:
            response = asked(browser, "GET", path_of(route, things, "therapist"))
            if response.get("Location", "").startswith(she.AGAIN):
                found.add(route)
    assert found == WANT_IT_AGAIN


def test_no_row_of_the_database_lets_an_editor_see_more(things: dict[str, Any]) -> None:
    from django.contrib.auth.models import Group, Permission

    editor = things["users"]["editor"]
    everything = Group.objects.create(name="everything")
    everything.permissions.set(Permission.objects.all())
    editor.groups.add(everything)
    editor.user_permissions.set(Permission.objects.all())
    editor = User.objects.get(pk=editor.pk)

    assert editor.get_all_permissions() == EDITOR_MAY
    assert not any(name.startswith("contact.") for name in EDITOR_MAY)
    client = Client()
    client.force_login(editor)
    assert client.get("/admin/contact/enquiry/").status_code == 403


def test_postgres_knows_no_editor_who_may_everything(therapist: User) -> None:
    therapist.is_editor = True
    with pytest.raises(IntegrityError, match="editors_are_staff_and_nothing_more"):
        therapist.save()


def test_the_last_who_may_everything_keeps_it(desk: Client, therapist: User) -> None:
    change = f"/admin/practice/user/{therapist.pk}/change/"
    fields = {"username": "therapist", "is_active": "on", "role": "editor"}
    assert "Somebody must stay" in desk.post(change, fields).content.decode()
    therapist.refresh_from_db()
    assert therapist.role == Role.THERAPIST
    assert desk.get(change.replace("change", "delete")).status_code == 403


def test_she_makes_somebody_an_editor(desk: Client) -> None:
    new = User.objects.create_user("somebody")
    fields = {"username": "somebody", "is_active": "on", "role": "editor"}
    assert desk.post(f"/admin/practice/user/{new.pk}/change/", fields).status_code == 302
    new.refresh_from_db()
    assert (new.role, new.is_staff, new.is_superuser) == (Role.EDITOR, True, False)


def test_an_editor_sees_nothing_of_keys_and_enquiries(things: dict[str, Any]) -> None:
    browser = browser_of("editor", things)
    for path in ("/admin/", "/admin/blog/article/", "/about/"):
        page = browser.get(path).content.decode()
        assert not any(word in page for word in ("Your keys", "Unlock", "Enquir", "Edit this page"))


def test_sessions_are_signed_in_by_the_one_way_that_asks_for_a_second_factor() -> None:
    """Whoever calls Django's own `login` elsewhere would go past it."""
    root = Path(__file__).resolve().parents[2]
    ours = [path for app in ("practice", "blog", "contact") for path in (root / app).rglob("*.py")]
    calls = re.compile(r"import[^\n]*\blogin\b|force_login|\bauth\.login\(")
    found = {str(path.relative_to(root)) for path in ours if calls.search(path.read_text())}
    assert found == {"practice/sign_in/standing.py", "practice/desk.py"}


def test_that_session_is_needed(therapist: User) -> None:
    """The mark is what counts: a session without it is nobody's, and one with it is hers."""
    browser = Client()
    browser.cookies["session"] = session_of(therapist, now=timezone.now()).session_key
    assert she.is_in(browser)
