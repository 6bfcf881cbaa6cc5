"""Starts the process that reads one calendar, and takes its answer."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence

from django.conf import settings

from contact.busy.reading import Copy, Window
from contact.busy.trouble import CannotReadError, Trouble

PROCESS = [sys.executable, "-m", "contact.busy.process"]
PATIENCE = 60  # seconds; the process itself ends sooner, but on a machine that stands still
ENDS = {
    signal.SIGALRM: Trouble.TOO_SLOW,
    signal.SIGXCPU: Trouble.TOO_MUCH,
    signal.SIGKILL: Trouble.TOO_MUCH,  # for its memory, or just after SIGXCPU
}

Read = Callable[[str, Window], Copy]


def read(address: str, window: Window, *, command: Sequence[str] = PROCESS) -> Copy:
    """Return when somebody is busy according to the calendar at `address`.

    Raises CannotReadError, after a minute at the latest.
    """
    question = {
        "address": address,
        "begin": window.begin.isoformat(),
        "end": window.end.isoformat(),
        "zone": window.zone.key,
    }
    answer = json.loads(_answer(json.dumps(question).encode(), command))
    if "trouble" in answer:
        raise CannotReadError(Trouble(answer["trouble"]))
    return Copy([(begin, end) for begin, end in answer["spans"]], answer["is_whole"])


def _answer(question: bytes, command: Sequence[str]) -> bytes:
    try:
        done = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},  # and none of our secrets
            input=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback may quote what was read
            timeout=PATIENCE,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise CannotReadError(Trouble.TOO_SLOW) from None
    except subprocess.CalledProcessError as error:
        ended_by = ENDS.get(signal.Signals(-error.returncode)) if error.returncode < 0 else None
        raise CannotReadError(ended_by or Trouble.NO_CALENDAR) from None
    return done.stdout
