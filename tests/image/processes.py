"""Programs that are run, and what Linux knows about processes."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class CommandError(Exception):
    """A program is missing or refused; the text says what in its own words."""


def finish(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def call(*command: str, timeout: float = 120.0) -> str:
    """Run `command` in the repository and return what it printed. Raises CommandError."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CommandError(str(error)) from error
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-25:])
        message = f"`{' '.join(command[:3])} …` ended with {done.returncode}:\n{last}"
        raise CommandError(message)
    return done.stdout.strip()


def children(pid: int) -> list[int]:
    """Return the processes that `pid` started, on whichever of its threads."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in lists for child in path.read_text().split()]


def with_descendants(pid: int) -> list[int]:
    return [pid] + [below for child in children(pid) for below in with_descendants(child)]


def resident(pid: int) -> int:
    """Return the bytes of memory that `pid` occupies."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024
