"""The WSGI entry point, served by granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
# Only for web processes: a visitor is answered within five seconds, a migration may take longer.
os.environ.setdefault("PGOPTIONS", "-c statement_timeout=4000 -c lock_timeout=3000")

application = get_wsgi_application()
