"""The worker: sends due mail, and once a minute does what has fallen due.

Beside them a thread reads the therapist's other calendars: somebody else's server may be slow, and
no mail is to wait for it.
"""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType

from django.db import Error, close_old_connections
from django.utils import timezone

from contact.busy.copies import read_next as read_next_calendar
from practice.duties import do_what_is_due
from practice.outbox.sending import send_next

log = logging.getLogger("attune.worker")

LOOK_EVERY = 1.0  # seconds between looks into an empty outbox
LOOK_FOR_CALENDARS_EVERY = 5.0  # seconds
DUTIES_EVERY = timedelta(minutes=1)


class Worker:
    """Runs until it is told to stop; the mail in hand is finished first."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._duties_due_at: datetime | None = None

    def stop_on_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()

    def run(self) -> None:
        # A daemon: at the end nobody waits for a calendar, and half of one is never kept.
        threading.Thread(target=self._read_calendars, daemon=True).start()
        while not self._stop.is_set():
            worked = self._one_round()
            if not worked:
                self._stop.wait(LOOK_EVERY)

    def _one_round(self) -> bool:
        """Mail comes first: a duty that fails must not stop it."""
        close_old_connections()
        now = timezone.now()
        sent = self._kept_going("mail", send_next, now)
        if self._duties_due_at is None or now >= self._duties_due_at:
            self._duties_due_at = now + DUTIES_EVERY
            self._kept_going("duties", do_what_is_due, now)
        return bool(sent)

    def _kept_going(self, what: str, do: Callable[[datetime], object], now: datetime) -> object:
        try:
            return do(now)
        except Error as error:
            # Postgres is away, or refuses: the next round tries again. Its words may quote a value.
            log.warning("%s: Postgres refused (%s); trying again", what, type(error).__name__)
            return None

    def _read_calendars(self) -> None:
        while not self._stop.is_set():
            close_old_connections()
            if not self._read_one():
                self._stop.wait(LOOK_FOR_CALENDARS_EVERY)

    def _read_one(self) -> bool:
        try:
            return bool(self._kept_going("calendars", read_next_calendar, timezone.now()))
        except Exception:
            # Nobody would see that this thread has ended, and times would be offered twice.
            log.exception("a calendar could not be read")
            return False
