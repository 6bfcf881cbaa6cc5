"""The site's settings, with the addresses of faulty_urls.py."""

from practice.settings import *  # noqa: F403

ROOT_URLCONF = "tests.practice.faulty_urls"
