"""Of each calendar the last good copy is kept, and of that only when she is busy."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from contact.busy import copies
from contact.busy.copies import EVERY, LONGEST_PAUSE, TAKEN_FOR, read_next
from contact.busy.reading import Copy, Window
from contact.busy.trouble import CannotReadError, Trouble
from contact.models import Availability, BusyCalendar, BusySpan
from contact.timetable import Timetable
from practice.models import PracticeProfile
from tests.at_once import meanwhile
from tests.factories import A_MONDAY, make_availability

ADDRESS = "https://calendar.example/private-unmistakable/basic.ics"
SECOND = timedelta(seconds=1)
HOUR = 3600
TEN = int(datetime(2027, 3, 3, 10, 0, tzinfo=UTC).timestamp())

pytestmark = pytest.mark.django_db
Read = Callable[[str, Window], Copy]


def make_calendar(name: str = "Home", address: str = ADDRESS) -> BusyCalendar:
    calendar = BusyCalendar(name=name)
    calendar.keep_address(address, now=A_MONDAY)
    calendar.save()
    return calendar


def saying(*spans: tuple[int, int], is_whole: bool = True) -> Read:
    return lambda address, window: Copy(list(spans), is_whole)


def failing(because: Trouble) -> Read:
    def read(address: str, window: Window) -> Copy:
        raise CannotReadError(because)

    return read


def spans() -> list[tuple[datetime, datetime]]:
    return [(one.during.lower, one.during.upper) for one in BusySpan.objects.all()]


def test_a_calendar_is_read_at_the_second_it_is_due() -> None:
    make_calendar()
    assert not read_next(A_MONDAY - SECOND, read=saying())
    assert read_next(A_MONDAY, read=saying((TEN, TEN + HOUR)))
    assert spans() == [(datetime(2027, 3, 3, 10, tzinfo=UTC), datetime(2027, 3, 3, 11, tzinfo=UTC))]
    assert BusyCalendar.objects.get().read_at == A_MONDAY
    assert not read_next(A_MONDAY + EVERY - SECOND, read=saying())
    assert read_next(A_MONDAY + EVERY, read=saying())


def test_the_new_copy_takes_the_place_of_the_old_one_and_of_no_other() -> None:
    other = make_calendar("Other", "https://other.example/")
    BusySpan.objects.create(calendar=other, during=(A_MONDAY, A_MONDAY + SECOND))
    BusySpan.objects.create(during=(A_MONDAY, A_MONDAY + SECOND))  # blocked by hand
    BusyCalendar.objects.filter(pk=other.pk).update(due_at=A_MONDAY + timedelta(days=1))
    calendar = make_calendar()
    read_next(A_MONDAY, read=saying((TEN, TEN + HOUR), (TEN + 2 * HOUR, TEN + 3 * HOUR)))
    kept = BusySpan.objects.filter(calendar=calendar).latest("during")
    read_next(A_MONDAY + EVERY, read=saying((TEN + 2 * HOUR, TEN + 3 * HOUR)))
    assert BusySpan.objects.filter(calendar=calendar).get() == kept
    assert BusySpan.objects.count() == 3


def test_a_calendar_that_says_the_same_is_not_written_anew() -> None:
    make_calendar()
    many = [(TEN + n * 2 * HOUR, TEN + n * 2 * HOUR + HOUR) for n in range(500)]
    read_next(A_MONDAY, read=saying(*many))
    with CaptureQueriesContext(connection) as queries:
        read_next(A_MONDAY + EVERY, read=saying(*many))
    assert not [one for one in queries if "busyspan" in one["sql"] and "SELECT" not in one["sql"]]


def test_no_time_is_offered_at_which_she_is_busy(profile: PracticeProfile) -> None:
    make_availability()
    make_calendar()
    ten = datetime(2027, 3, 3, 10, tzinfo=UTC)
    assert Timetable.read(profile, A_MONDAY).is_free(ten, "online")
    read_next(A_MONDAY, read=saying((TEN, TEN + HOUR)))
    assert not Timetable.read(profile, A_MONDAY).is_free(ten, "online")


@pytest.mark.parametrize("because", [one for one in Trouble if one != Trouble.PARTLY])
def test_the_last_good_copy_stays_where_reading_fails(because: Trouble) -> None:
    make_calendar()
    read_next(A_MONDAY, read=saying((TEN, TEN + HOUR)))
    read_next(A_MONDAY + EVERY, read=failing(because))
    calendar = BusyCalendar.objects.get()
    assert len(spans()) == 1
    assert (calendar.read_at, calendar.tried_at) == (A_MONDAY, A_MONDAY + EVERY)
    assert calendar.failed_because == because
    read_next(A_MONDAY + EVERY * 2, read=saying())
    assert BusyCalendar.objects.get().failed_because == ""
    assert spans() == []


def test_a_copy_that_is_not_whole_is_kept_and_told_of() -> None:
    make_calendar()
    read_next(A_MONDAY, read=saying((TEN, TEN + HOUR), is_whole=False))
    calendar = BusyCalendar.objects.get()
    assert (calendar.read_at, calendar.failed_because) == (A_MONDAY, "partly")
    assert calendar.failures == 0
    assert len(spans()) == 1


def test_pauses_grow_as_long_as_it_fails_and_not_for_ever() -> None:
    make_calendar()
    now, pauses = A_MONDAY, []
    for _ in range(8):
        read_next(now, read=failing(Trouble.UNREACHABLE))
        due_at = BusyCalendar.objects.get().due_at
        pauses.append(due_at - now)
        now = due_at
    assert pauses[:4] == [EVERY, EVERY * 2, EVERY * 4, EVERY * 8]
    assert pauses[-1] == LONGEST_PAUSE
    read_next(now, read=saying())
    assert BusyCalendar.objects.get().due_at == now + EVERY


def test_the_one_that_waits_longest_is_next() -> None:
    late, early = make_calendar("Late", "https://b.example/"), make_calendar("Early")
    BusyCalendar.objects.filter(pk=late.pk).update(due_at=A_MONDAY + SECOND)
    read_next(A_MONDAY + SECOND, read=saying())
    assert BusyCalendar.objects.get(pk=early.pk).read_at is not None
    assert BusyCalendar.objects.get(pk=late.pk).read_at is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_read_the_same_calendar() -> None:
    make_calendar()
    asked: list[str] = []

    def read(address: str, window: Window) -> Copy:
        asked.append(address)
        assert not read_next(A_MONDAY + TAKEN_FOR - SECOND, read=read)  # meanwhile, another one
        return Copy([], is_whole=True)

    workers = [meanwhile(lambda: read_next(A_MONDAY, read=read)) for _ in range(4)]
    assert sorted(worker.result() for worker in workers) == [False, False, False, True]
    assert asked == [ADDRESS]


def test_what_a_killed_worker_had_in_hand_is_read_again() -> None:
    make_calendar()

    def killed(address: str, window: Window) -> Copy:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_next(A_MONDAY, read=killed)
    assert not read_next(A_MONDAY + TAKEN_FOR - SECOND, read=saying())
    assert read_next(A_MONDAY + TAKEN_FOR, read=saying())


def test_no_lock_is_held_while_a_stranger_thinks() -> None:
    make_calendar()

    def read(address: str, window: Window) -> Copy:
        with transaction.atomic():
            BusyCalendar.objects.select_for_update(nowait=True).get().delete()
        return Copy([(TEN, TEN + HOUR)], is_whole=True)

    read_next(A_MONDAY, read=read)  # removed at the desk meanwhile: nothing comes back
    assert spans() == []
    assert not BusyCalendar.objects.exists()


def test_under_another_environment_key_the_desk_is_told(settings: Any) -> None:
    make_calendar()
    settings.ENCRYPTION_KEY = "another one" * 5
    read_next(A_MONDAY, read=saying())
    assert BusyCalendar.objects.get().failed_because == "no_key"
    assert BusyCalendar.objects.get().host == ""


def test_the_address_is_stored_nowhere_to_be_read(caplog: pytest.LogCaptureFixture) -> None:
    calendar = make_calendar()
    with caplog.at_level(logging.INFO):
        read_next(A_MONDAY, read=failing(Trouble.GONE))
    assert "unmistakable" not in caplog.text
    assert "calendar.example" not in caplog.text
    assert "cannot be read (gone)" in caplog.text
    assert "unmistakable" not in f"{calendar} {calendar!r}"
    calendar.refresh_from_db()
    assert b"unmistakable" not in bytes(calendar.address) + bytes(calendar.address_mark)
    assert (calendar.host, calendar.opened_address()) == ("calendar.example", ADDRESS)


def test_the_same_address_cannot_be_there_twice() -> None:
    make_calendar()
    with pytest.raises(IntegrityError, match="each_calendar_is_read_once"):
        make_calendar("Again")


def test_it_is_read_as_far_as_a_time_could_ever_be_offered(profile: PracticeProfile) -> None:
    """Else a longer horizon would offer, for ten minutes, times at which she is busy."""
    make_availability(horizon_days=365)
    window = copies.window_at(A_MONDAY)
    last = max(slot.start for slot in Timetable.read(profile, A_MONDAY).free_slots())
    assert window.begin <= A_MONDAY - timedelta(days=1)
    assert window.end > last + timedelta(days=7)
    with pytest.raises(IntegrityError):
        Availability.objects.update(horizon_days=366)
