"""The site's settings, with a reader of calendars that asks this machine alone."""

import os
import sys

from contact.busy import asking
from practice.settings import *  # noqa: F403

asking.PROCESS[:] = [
    sys.executable,
    "-m",
    "tests.busy.loopback",
    os.environ["AUTHORITY"],
    "20",
    "2",
]
