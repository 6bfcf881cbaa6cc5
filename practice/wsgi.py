"""The WSGI entry point, served by granian: the page cache, and Django behind it."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from practice.figures import counting
from practice.page_cache import PageCache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
# Only for web processes: a visitor is answered within five seconds, a migration may take longer.
os.environ.setdefault("PGOPTIONS", "-c statement_timeout=4000 -c lock_timeout=3000")

application = get_wsgi_application()
# Whoever works on the site wants to see her own error, not the last good copy.
if settings.PAGE_CACHE_BYTES > 0 and not settings.DEBUG:
    application = PageCache(application, limit=settings.PAGE_CACHE_BYTES)  # type: ignore[assignment]
counting.start()

# What is there now stays: the collector of garbage need not look through it again and again.
gc.collect()
gc.freeze()
