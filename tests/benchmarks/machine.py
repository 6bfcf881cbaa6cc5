"""The machine that the figures belong to, and which of its cores does what."""

import os
import platform
import re
import subprocess
from pathlib import Path

import psycopg


def cores() -> tuple[int, int]:
    """The core that serves and the core that asks: the same one where there is only one."""
    ours = sorted(os.sched_getaffinity(0))
    return ours[0], ours[1 % len(ours)]


def description(database_url: str) -> str:
    """One line that names processor, cores, kernel, and the versions of what was measured."""
    count = len(os.sched_getaffinity(0))
    parts = [
        f"{_processor()}, {count} core{'s' if count > 1 else ''}",
        f"Linux {platform.release()}",
        f"Python {platform.python_version()}",
        _postgres(database_url),
        f"nginx {_printed('nginx', '-v').rpartition('/')[2].split()[0]}",
    ]
    return " · ".join(parts)


def load_average() -> str:
    """What else the machine was doing: processes that wanted a core, over a minute."""
    return f"{os.getloadavg()[0]:.1f}"


def _processor() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found[1].strip() if found else platform.machine()


def _postgres(database_url: str) -> str:
    with psycopg.connect(database_url) as connection:
        version = connection.info.server_version
    return f"Postgres {version // 10000}.{version % 10000}"


def _printed(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr
