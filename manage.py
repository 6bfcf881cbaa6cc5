#!/usr/bin/env python
"""Django's command line; in local work (DEBUG=true, no DATABASE_URL) on the embedded Postgres."""

import os
import sys

from django.core.management import execute_from_command_line


def start_the_embedded_postgres() -> None:
    """Start it where it is what the settings mean; do nothing where it is up already."""
    from django.conf import settings

    from practice import local_postgres

    if local_postgres.database_url(settings.ATTUNE_HOME) == settings.DATABASE_URL:
        local_postgres.start(settings.ATTUNE_HOME)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
    if os.environ.get("DEBUG", "").lower() in ("true", "on", "yes", "1"):
        start_the_embedded_postgres()
    execute_from_command_line(sys.argv)
