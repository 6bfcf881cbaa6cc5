"""The site's settings with nothing in the way of a request: the yardstick for a rendered page."""

from practice.settings import *  # noqa: F403 - all but what follows

ROOT_URLCONF = "tests.benchmarks.minimal_site"
MIDDLEWARE = []
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {}}]
