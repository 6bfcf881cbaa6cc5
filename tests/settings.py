"""The site's own settings, under the environment that an operator would give it."""

import os
import secrets
from pathlib import Path

from practice import local_postgres

HOME = Path(os.environ.get("ATTUNE_HOME", Path(__file__).parent.parent / "var"))

if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = local_postgres.start(HOME)
# Tests that run side by side (pytest -n) each have files of their own; pytest-django sees to the
# databases.
FILES = HOME / "test" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
os.environ |= {
    "DEBUG": "false",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ENCRYPTION_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "SITE_URL": "http://127.0.0.1:8000",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "ATTUNE_HOME": str(FILES),
    "STATIC_ROOT": str(FILES / "static"),
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright runs a loop in the thread of the tests
}

from practice.settings import *  # noqa: E402, F403 - only now is the environment as it must be

# Each test's client would else read the whole folder of static files first: 40 ms a test.
WHITENOISE_AUTOREFRESH = True
