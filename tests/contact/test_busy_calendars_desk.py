"""The page of calendars at the desk."""

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact.busy.trouble import Trouble
from contact.desk.calendar_words import WORDS, in_words
from contact.models import BusyCalendar, BusySpan, FeedToken
from practice.models import User
from tests.contact.desk_pages import text_of

PAGE = "/admin/contact/busycalendar/"
ADD = f"{PAGE}add/"
SITE = "http://127.0.0.1:8000"
ADDRESS = "https://calendar.example/private-unmistakable/basic.ics"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]


def add(desk: Client, address: str = ADDRESS, name: str = "Home") -> lxml.html.HtmlElement:
    answer = desk.post(ADD, {"name": name, "secret_address": address}, follow=True)
    return lxml.html.document_fromstring(answer.content.decode())


def page(desk: Client) -> str:
    return text_of(lxml.html.document_fromstring(desk.get(PAGE).content.decode()))


def test_a_calendar_is_added_and_due_at_once(desk: Client) -> None:
    assert "There is none yet." in page(desk)
    shown = text_of(add(desk))
    calendar = BusyCalendar.objects.get()
    assert (calendar.name, calendar.opened_address()) == ("Home", ADDRESS)
    assert calendar.due_at <= timezone.now()
    assert "calendar.example/…" in shown
    assert "Not read yet." in shown


def test_its_address_is_shown_nowhere_again(desk: Client) -> None:
    add(desk)
    change = f"{PAGE}{BusyCalendar.objects.get().pk}/change/"
    for path in (
        PAGE,
        change,
        change.replace("change", "delete"),
        change.replace("change", "history"),
    ):
        answer = desk.get(path)
        assert answer.status_code == 200
        assert b"unmistakable" not in answer.content
    entry = LogEntry.objects.get()
    assert "nmistakable" not in f"{entry.object_repr} {entry.change_message}"


@pytest.mark.parametrize("typed", [ADDRESS.replace("https", "webcal"), f"  {ADDRESS} "])
def test_an_address_is_taken_as_programs_give_it(desk: Client, typed: str) -> None:
    add(desk, typed)
    assert BusyCalendar.objects.get().opened_address() == ADDRESS


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "calendar",
        "http://calendar.example/",
        "ftp://calendar.example/",
        "https://",
        "https://a:b/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        f"https://x.example/{'a' * 2000}",
    ],
)
def test_what_is_no_https_address_is_refused_with_the_words_kept(desk: Client, typed: str) -> None:
    shown = add(desk, typed)
    assert not BusyCalendar.objects.exists()
    assert shown.get_element_by_id("id_name").value == "Home"
    assert shown.get_element_by_id("id_secret_address").value in (typed, None, "")
    assert shown.get_element_by_id("id_secret_address_error") is not None


def test_an_address_with_a_password_is_refused(desk: Client) -> None:
    assert "There is a password in this address." in text_of(add(desk, "https://a:b@c.example/"))


def test_the_same_address_twice_is_one_calendar(desk: Client) -> None:
    for name in ("Home", "Home", "Family"):
        add(desk, name=name)
    assert BusyCalendar.objects.get().name == "Family"


def test_a_calendar_is_renamed_and_stays_as_it_is(desk: Client) -> None:
    add(desk)
    calendar = BusyCalendar.objects.get()
    desk.post(f"{PAGE}{calendar.pk}/change/", {"name": "Family"})
    renamed = BusyCalendar.objects.get()
    assert renamed.name == "Family"
    assert bytes(renamed.address) == bytes(calendar.address)


def test_a_calendar_that_is_removed_takes_its_times_along(desk: Client) -> None:
    add(desk)
    calendar = BusyCalendar.objects.get()
    now = timezone.now()
    BusySpan.objects.create(calendar=calendar, during=(now, now + timedelta(hours=1)))
    BusySpan.objects.create(during=(now, now + timedelta(hours=1)))
    remove = f"{PAGE}{calendar.pk}/delete/"
    assert b"busy time" not in desk.get(remove).content.lower()  # there may be thousands
    desk.post(remove, {"post": "yes"})
    assert not BusyCalendar.objects.exists()
    assert BusySpan.objects.get().calendar is None


def test_a_button_makes_it_due(desk: Client) -> None:
    add(desk)
    calendar = BusyCalendar.objects.get()
    BusyCalendar.objects.update(due_at=timezone.now() + timedelta(hours=6))
    answer = desk.post(f"{PAGE}{calendar.pk}/read/", follow=True)
    assert "It will be read within a minute." in answer.content.decode()
    assert BusyCalendar.objects.get().due_at <= timezone.now()
    assert desk.post(f"{PAGE}999/read/").status_code == 404
    assert desk.get(f"{PAGE}{calendar.pk}/read/").status_code == 405


def test_the_age_of_the_copy_and_the_trouble_are_told(desk: Client) -> None:
    add(desk)
    now = timezone.now()
    hours = {number: now - timedelta(hours=number, seconds=5) for number in (1, 3)}
    BusyCalendar.objects.update(
        read_at=hours[3], tried_at=hours[1], failed_because="gone", failures=4
    )
    shown = page(desk)
    assert "Last read 3 hours ago." in shown.replace("\xa0", " ")
    assert "could not be read when I tried 1 hour ago" in shown.replace("\xa0", " ")
    assert "There is nothing at that address any more." in shown
    assert "what was busy when it was last read counts" in shown
    BusyCalendar.objects.update(read_at=None)
    assert "Until it can be read, nothing in it counts." in page(desk)
    BusyCalendar.objects.update(failed_because="partly", failures=0)
    assert "Not all of it could be read." in page(desk)


def test_every_trouble_has_words_and_fits_its_column() -> None:
    assert set(WORDS) == set(Trouble)
    longest = BusyCalendar._meta.get_field("failed_because").max_length
    assert max(map(len, Trouble)) <= int(longest or 0)
    assert len({in_words(trouble) for trouble in Trouble}) == len(Trouble)
    assert in_words("") == ""


def test_many_calendars_are_one_question(desk: Client) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get(PAGE)
        return len(asked)

    add(desk)
    few = questions()
    for number in range(5):
        add(desk, f"https://calendar.example/{number}")
    assert questions() == few


def address_in(page: bytes) -> str:
    shown: Any = lxml.html.document_fromstring(page.decode())
    return str(shown.get_element_by_id("feed-address").text_content()).strip()


def test_the_address_of_the_feed_is_shown_once(desk: Client, client: Client) -> None:
    shown = desk.post(f"{PAGE}feed/make/")
    address = address_in(shown.content)
    assert "no-store" in shown["Cache-Control"]
    assert not [one for one in shown.cookies.values() if "calendar" in one.value]
    path = address.removeprefix(SITE)
    assert Client().get(path).status_code == 200
    assert address not in desk.get(PAGE).content.decode()
    assert "There is a secret address for it since" in page(desk)
    assert address not in "".join(map(str, LogEntry.objects.values_list("change_message")))


def test_a_new_address_closes_the_old_one_and_taking_it_away_closes_all(desk: Client) -> None:
    paths = []
    for _ in range(2):
        address = address_in(desk.post(f"{PAGE}feed/make/").content)
        paths.append(address.removeprefix(SITE))
    assert [Client().get(path).status_code for path in paths] == [404, 200]
    for _ in range(2):  # safe to repeat
        desk.post(f"{PAGE}feed/remove/")
    assert Client().get(paths[1]).status_code == 404
    assert "There is no address for it yet." in page(desk)
    assert not FeedToken.objects.exists()


@pytest.mark.parametrize("button", ["1/read/", "feed/make/", "feed/remove/", "add/", ""])
def test_somebody_without_leave_gets_nowhere(client: Client, button: str) -> None:
    assert client.post(PAGE + button).status_code == 302  # to sign in
    User.objects.create_user("editor", is_staff=True, is_editor=True)
    client.force_login(User.objects.get(username="editor"))
    answer = client.post(PAGE + button)
    assert answer.status_code == 403
    assert not FeedToken.objects.exists()


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=59), "Last read just now."),
        (timedelta(seconds=60), "Last read 1 minute ago."),
    ],
)
def test_what_was_read_this_minute_was_read_just_now(
    desk: Client, before: timedelta, said: str
) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        add(desk)
        BusyCalendar.objects.update(read_at=timezone.now() - before, failed_because="")
        assert said in page(desk).replace("\xa0", " ")


def test_what_was_tried_this_minute_was_tried_just_now(desk: Client) -> None:
    add(desk)
    now = timezone.now()
    BusyCalendar.objects.update(tried_at=now, failures=1, failed_because=Trouble.TOO_SLOW)
    assert "It could not be read when I tried just now." in page(desk)
