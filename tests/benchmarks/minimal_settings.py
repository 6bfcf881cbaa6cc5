"""The site's settings with the middleware that `django-admin startproject` writes, and no more."""

from practice.settings import *  # noqa: F403 - all but what follows

ROOT_URLCONF = "tests.benchmarks.minimal_site"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # allauth does not start without it; tests/benchmarks/minimal_site.py takes it out again.
    "allauth.account.middleware.AccountMiddleware",
]
