"""What needs attention: from which moment on it is said, and what to do about it."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from contact.models import BusyCalendar
from practice import outbox
from practice.models import Helpline, OutboxMail, PracticeProfile, User
from practice.today import attention, disk, facts
from practice.today.facts import Facts, Trouble
from tests.factories import A_MONDAY, make_helpline

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)

WELL = Facts(
    mail_due_since=None,
    mail_sent_at=A_MONDAY - DAY,
    mails_given_up=0,
    backed_up_at=A_MONDAY - DAY,
    helplines=3,
    helplines_to_check=0,
    helplines_never_checked=0,
    calendars=[],
    offers_not_taken=0,
    ledger_refused=False,
    free=attention.LEAST_FREE,
    begun_at=A_MONDAY - 30 * DAY,
)
OPERATOR = "Tell whoever looks after your server:"


def said(*, is_live: bool = True, **changed: Any) -> str:
    found = attention.notices(replace(WELL, **changed), A_MONDAY, is_live=is_live)
    return " ".join(f"{one.words} {one.to_do}" for one in found)


def test_where_all_is_well_one_line_says_what_was_looked_at() -> None:
    assert said() == ""
    line = attention.looked_at(WELL, A_MONDAY)
    assert line.endswith("and calendars. The last mail went out 1\N{NO-BREAK SPACE}day ago.")
    assert "last mail" not in attention.looked_at(replace(WELL, mail_sent_at=None), A_MONDAY)


@pytest.mark.parametrize(
    ("name", "well", "amiss", "words"),
    [
        pytest.param(
            "mail_due_since",
            A_MONDAY - 15 * MINUTE,
            A_MONDAY - 15 * MINUTE - SECOND,
            "Mail does not go out: the oldest was due 15\xa0minutes ago.",
            id="mail is late",
        ),
        pytest.param("mails_given_up", 0, 1, "1 mail could not be sent", id="mail is given up"),
        pytest.param(
            "backed_up_at",
            A_MONDAY - 2 * DAY,
            A_MONDAY - 2 * DAY - SECOND,
            "The last backup was 2\xa0days ago.",
            id="a backup is old",
        ),
        pytest.param(
            "backed_up_at", A_MONDAY, None, "I know of no backup.", id="there is no backup"
        ),
        pytest.param("free", 2**30, 2**30 - 1, "The disk is nearly full", id="a disk is full"),
        pytest.param("free", None, 0, "0\xa0bytes are left", id="a disk says nothing"),
        pytest.param("ledger_refused", False, True, "the erasure ledger", id="no ledger"),
        pytest.param("helplines", 1, 0, "no urgent-help numbers", id="no numbers"),
        pytest.param(
            "helplines_to_check", 0, 1, "1 urgent-help number has not", id="numbers unchecked"
        ),
        pytest.param(
            "helplines_never_checked",
            0,
            7,
            "7 urgent-help numbers have never been checked.",
            id="numbers never checked",
        ),
    ],
)
def test_it_is_said_from_that_point_on(name: str, well: Any, amiss: Any, words: str) -> None:
    assert said(**{name: well}) == ""
    assert words in said(**{name: amiss})


def test_on_the_first_day_nothing_is_said_twice_nor_before_it_can_have_been_done() -> None:
    """That numbers were never checked stands in the list before going live."""
    assert said(is_live=False, helplines_never_checked=7) == ""
    assert said(backed_up_at=None, begun_at=A_MONDAY - DAY) == ""
    assert "I know of no backup." in said(backed_up_at=None, begun_at=A_MONDAY - DAY - SECOND)
    for unknown in ({"helplines_never_checked": 7}, {"backed_up_at": None}):
        assert attention.looked_at(replace(WELL, **unknown), A_MONDAY) == ""


@pytest.mark.parametrize(
    "amiss",
    [
        {"mail_due_since": A_MONDAY - DAY},
        {"backed_up_at": None},
        {"free": 0},
        {"ledger_refused": True},
    ],
)
def test_what_she_cannot_mend_names_who_can(amiss: dict[str, Any]) -> None:
    assert OPERATOR in said(**amiss)


@pytest.mark.parametrize(
    ("because", "failures", "is_said"),
    [
        pytest.param("too_slow", 2, False, id="mends itself"),
        pytest.param("too_slow", 3, True, id="does not mend itself"),
        pytest.param("gone", 1, True, id="hers to mend"),
        pytest.param("partly", 0, True, id="read in parts"),
    ],
)
def test_a_calendar_is_named_once_there_is_something_to_do(
    because: str, failures: int, *, is_said: bool
) -> None:
    found = said(calendars=[Trouble("Home", because, failures)])
    assert ("“Home” is not read as it should be" in found) is is_said


def read(now: datetime = A_MONDAY) -> Facts:
    found = facts.read(now)
    assert found is not None
    return found


@pytest.fixture
def mail(profile: PracticeProfile) -> OutboxMail:
    outbox.queue("new_message", cause="enquiry:1", now=A_MONDAY)
    return OutboxMail.objects.get()


def test_mail_is_late_from_when_it_was_due(mail: OutboxMail) -> None:
    assert read(A_MONDAY - SECOND).mail_due_since is None
    assert read(A_MONDAY).mail_due_since == A_MONDAY
    mail.record_success(A_MONDAY + SECOND)
    known = read(A_MONDAY + DAY)
    assert (known.mail_due_since, known.mail_sent_at) == (None, A_MONDAY + SECOND)


def test_mail_that_waits_for_a_safe_time_is_not_late_and_what_was_tried_in_vain_is(
    mail: OutboxMail,
) -> None:
    mail.postpone(A_MONDAY + DAY)
    assert read(A_MONDAY + MINUTE).mail_due_since is None
    mail.record_failure(A_MONDAY, error="TimeoutError", pause=DAY)
    assert read(A_MONDAY + MINUTE).mail_due_since == A_MONDAY


def test_what_was_given_up_is_said_for_a_week(mail: OutboxMail) -> None:
    mail.give_up(A_MONDAY)
    assert read(A_MONDAY + 7 * DAY - SECOND).mails_given_up == 1
    assert read(A_MONDAY + 7 * DAY).mails_given_up == 0


def numbers(known: Facts) -> tuple[int, int, int]:
    return known.helplines, known.helplines_to_check, known.helplines_never_checked


def test_numbers_are_to_be_checked_every_half_year_in_her_country(
    profile: PracticeProfile,
) -> None:
    today = A_MONDAY.date()
    make_helpline("Never")
    make_helpline("Long ago", checked_on=today - 184 * DAY)
    make_helpline("Lately", checked_on=today - 183 * DAY)
    make_helpline("Elsewhere", country="FR")
    assert numbers(read()) == (3, 1, 1)
    Helpline.objects.all().delete()
    assert numbers(read()) == (0, 0, 0)


def test_calendars_in_trouble_are_those_that_say_why(profile: PracticeProfile) -> None:
    for name, because in (("Home", "gone"), ("Work", "")):
        calendar = BusyCalendar(name=name, failed_because=because, failures=2)
        calendar.keep_address(f"https://calendar.example/{name}.ics", now=A_MONDAY)
        calendar.save()
    assert read().calendars == [Trouble("Home", "gone", 2)]


def test_a_site_begins_with_its_first_account(profile: PracticeProfile) -> None:
    for days in (3, 2):
        User.objects.create(username=f"{days}", date_joined=A_MONDAY - days * DAY)
    assert read().begun_at == A_MONDAY - 3 * DAY


def test_a_backup_is_noted_by_a_command(
    profile: PracticeProfile, time_machine: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read().backed_up_at is None
    for moment in (A_MONDAY, A_MONDAY + DAY):
        time_machine.move_to(moment, tick=False)
        call_command("note_backup")
    assert read().backed_up_at == A_MONDAY + DAY
    assert capsys.readouterr().out.splitlines()[0] == "Noted: 2027-03-01 09:00."


@pytest.fixture
def ledger(settings: Any, tmp_path: Path) -> None:
    settings.ERASURE_LEDGER = tmp_path / "not" / "there" / "yet"


def test_the_ledger_is_in_trouble_for_a_day_after_the_worker_said_so(
    profile: PracticeProfile, ledger: None
) -> None:
    assert not read().ledger_refused
    outbox.queue("ledger_refused", cause="ledger 2027-03-01", now=A_MONDAY)
    assert read(A_MONDAY + DAY - SECOND).ledger_refused
    assert not read(A_MONDAY + DAY).ledger_refused


def test_the_ledger_is_in_trouble_while_its_folder_cannot_be_made(
    profile: PracticeProfile, ledger: None, tmp_path: Path
) -> None:
    (tmp_path / "not").touch()
    assert read().ledger_refused


def test_room_is_looked_for_where_least_is(tmp_path: Path, monkeypatch: Any) -> None:
    free = disk.least_free([tmp_path / "not" / "there", tmp_path])
    assert free is not None
    assert free > 0

    def refuse(place: Path) -> None:
        raise OSError

    monkeypatch.setattr("shutil.disk_usage", refuse)
    assert disk.least_free([tmp_path]) is None
