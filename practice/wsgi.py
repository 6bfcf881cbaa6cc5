"""The WSGI entry point, served by granian."""

import os

import environ
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
# Only for web processes: a visitor is answered within five seconds, a migration may take longer.
os.environ.setdefault("PGOPTIONS", "-c statement_timeout=4000 -c lock_timeout=3000")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - only now are the settings read

from practice.page_cache import PageCache  # noqa: E402

PAGE_CACHE_BYTES = environ.Env().int("PAGE_CACHE_BYTES", default=12 * 1024 * 1024)

# Whoever works on the site wants to see her own error, not the last good copy.
if PAGE_CACHE_BYTES > 0 and not settings.DEBUG:
    application = PageCache(application, limit=PAGE_CACHE_BYTES)  # type: ignore[assignment]
