"""Every setting of the site, read from the environment in this one file.

A required variable has no default: without DEBUG=true the process refuses to start and names what
is missing. Any secret may come from a file instead: SECRET_KEY_FILE=/run/secrets/key.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from practice import local_postgres
from practice.local_secrets import secret_file

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

DEBUG = env.bool("DEBUG", default=False)
ATTUNE_HOME = Path(env.str("ATTUNE_HOME", default=str(BASE_DIR / "var"))).absolute()


def required(name: str, *, local: str) -> str:
    """Return the variable `name`; `local` stands in only where DEBUG=true.

    Raises ImproperlyConfigured, naming the variable, where it is missing, empty or a sample.
    """
    value: str = env.str(name, default="").strip()
    if not value and DEBUG:
        return local
    if not value:
        message = f"{name} is not set. Set {name} (or {name}_FILE), or DEBUG=true for local work."
        raise ImproperlyConfigured(message)
    if not DEBUG and "change-me" in value:
        message = f"{name} still has its sample value. Set {name} to one of your own."
        raise ImproperlyConfigured(message)
    return value


def local_secret(name: str) -> str:
    """Return the secret that `make run` uses, so that DEBUG=true opens what was written there."""
    if not DEBUG:
        return ""
    ATTUNE_HOME.mkdir(parents=True, exist_ok=True)
    return secret_file(ATTUNE_HOME, name).read_text()


# --- Secrets ---------------------------------------------------------------------------------
SECRET_KEY = required("SECRET_KEY", local=local_secret("SECRET_KEY"))
# Pins the public key and goes into return codes: docs/runbook.md says how to keep it.
ENCRYPTION_KEY = required("ENCRYPTION_KEY", local=local_secret("ENCRYPTION_KEY"))
if min(len(SECRET_KEY), len(ENCRYPTION_KEY)) < 50:
    short = "SECRET_KEY" if len(SECRET_KEY) < 50 else "ENCRYPTION_KEY"
    message = f"{short} is too short. It needs at least 50 random characters."
    raise ImproperlyConfigured(message)

# --- Where the site is -----------------------------------------------------------------------
SITE_URL = required("SITE_URL", local="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = required("ALLOWED_HOSTS", local="127.0.0.1,localhost").replace(" ", "").split(",")
if urlsplit(SITE_URL).scheme not in ("https", "http") or not urlsplit(SITE_URL).hostname:
    raise ImproperlyConfigured("SITE_URL is not an address. It looks like https://practice.example")
HTTPS = urlsplit(SITE_URL).scheme == "https"
if not HTTPS and urlsplit(SITE_URL).hostname not in ("127.0.0.1", "localhost"):
    raise ImproperlyConfigured("SITE_URL must begin with https:// (http is for this machine only).")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts. It looks like practice.example")
# Whom a finder of a hole writes to, in /.well-known/security.txt; else the contact page is named.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
ROOT_URLCONF = "practice.urls"
WSGI_APPLICATION = "practice.wsgi.application"

# --- Apps and the way of a request -----------------------------------------------------------
INSTALLED_APPS = [
    "practice.apps.PracticeConfig",
    "blog",
    "contact",
    "crispy_forms",
    "csp",
    "practice.apps.DeskConfig",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "practice.middleware.GZip",
    "practice.leaving.ContentSecurityPolicy",
    "practice.middleware.PermissionsPolicy",
    "practice.middleware.PostgresAway",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "practice.sign_in.middleware.SignedIn",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "practice.redirects.Redirects",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "practice.context_processors.practice",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["attune"]
CRISPY_TEMPLATE_PACK = "attune"
CRISPY_FAIL_SILENTLY = False

# --- Postgres --------------------------------------------------------------------------------
DATABASE_URL = required(
    "DATABASE_URL", local=local_postgres.database_url(ATTUNE_HOME) if DEBUG else ""
)
if not DATABASE_URL.startswith(("postgres://", "postgresql://")):
    raise ImproperlyConfigured(
        "DATABASE_URL is not a Postgres address. It looks like postgres://name:password@host/database"
    )
DATABASES = {
    "default": environ.Env.db_url_config(DATABASE_URL)
    | {
        # Worth a factor of three; the check makes them survive a restart of Postgres.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
# A visitor waits at most these seconds for a Postgres that is away, and then gets her words back.
DATABASES["default"].setdefault("OPTIONS", {}).update(
    {
        "connect_timeout": 2,
        "tcp_user_timeout": 2000,
        # After so many times a question of practice/prepared.py is planned once for all; nothing
        # else is. PREPARE=false for a pooler that cannot carry that.
        "prepare_threshold": 5 if env.bool("PREPARE", default=True) else None,
    }
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Mail ------------------------------------------------------------------------------------
environ.Env.EMAIL_SCHEMES["eml"] = "practice.outbox.eml_files.EmailBackend"
_mail = environ.Env.email_url_config(
    required("EMAIL_URL", local=f"eml://{(ATTUNE_HOME / 'mail').as_posix()}")
)
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
_in_the_clear = _mail["EMAIL_BACKEND"].endswith(".smtp.EmailBackend") and not (
    EMAIL_USE_TLS or EMAIL_USE_SSL
)
if _in_the_clear and EMAIL_HOST not in ("127.0.0.1", "::1", "localhost"):
    message = "EMAIL_URL must begin with smtp+tls:// or smtp+ssl:// beyond this machine."
    raise ImproperlyConfigured(message)
EMAIL_FILE_PATH = f"/{_mail['EMAIL_FILE_PATH']}"  # the URL's own first slash is gone by now
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"site@{urlsplit(SITE_URL).hostname}")

# --- Who may sign in -------------------------------------------------------------------------
AUTH_USER_MODEL = "practice.User"
AUTHENTICATION_BACKENDS = ["practice.roles.Roles"]
LOGIN_URL = "admin:login"
# Over after so long without use (longer than an hour with a client), and after a day's work.
SIGN_IN_IDLE = timedelta(minutes=env.int("SIGN_IN_IDLE_MINUTES", default=75))
SIGN_IN_AT_MOST = timedelta(hours=env.int("SIGN_IN_HOURS", default=12))
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    for name in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword")
]
# allauth keeps and checks second factors; no address and no form of its is served.
MFA_ADAPTER = "practice.sign_in.adapters.SecondFactors"
MFA_TOTP_TOLERANCE = 1  # half-minutes that a phone's clock may be wrong
MFA_RECOVERY_CODE_DIGITS = 12  # 40 bits: not to be guessed at the pace that is allowed
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # by finger, face or PIN: so a passkey is two factors

# --- Cookies, transport and headers ----------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_AGE = int(SIGN_IN_AT_MOST.total_seconds())
CSRF_COOKIE_AGE = None  # gone with the browser's session: it tells who has opened the form
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Opens nothing: practice/sign_in/tries.py.
KNOWN_BROWSER_COOKIE_NAME = "__Host-known" if HTTPS else "known"
# What the reading phrase opened: locked again after so long without use, and in any case.
UNLOCK_COOKIE_NAME = "__Host-unlock" if HTTPS else "unlock"
UNLOCK_IDLE = timedelta(minutes=env.int("UNLOCK_IDLE_MINUTES", default=30))
UNLOCK_AT_MOST = timedelta(hours=env.int("UNLOCK_HOURS", default=8))
CSRF_FAILURE_VIEW = "contact.views.form.stale_form"
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]  # asked by the machine itself, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
# Only on request: other sites under the same domain may not speak TLS yet.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" would break Django's own CSRF check
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],  # lets an auditor in the browser fetch robots.txt; no script is ours
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- The quick exit --------------------------------------------------------------------------
# What "Leave this page" shows: a page that many people have open, and that asks no question back.
LEAVE_TO = env.str("LEAVE_TO", default="https://www.bbc.co.uk/weather")
if not LEAVE_TO.startswith(("https://", "http://")):
    raise ImproperlyConfigured("LEAVE_TO is not an address. It looks like https://weather.example")

# --- The page cache in front of Django -------------------------------------------------------
# Bytes a process; a full one of this size keeps it under 110 MB. 0 switches it off.
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=4 * 1024 * 1024)

# --- Where a visitor comes from --------------------------------------------------------------
# How many proxies stand in front. Each writes whom it heard from at the end of X-Forwarded-For; 0
# believes no such header. Too high a number lets visitors make up addresses of their own.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# --- What a visitor may send -----------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024  # bytes; the longest honest enquiry is under 50 kB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_HANDLERS = ["practice.uploads.BoundedUploads"]  # files do not count above

# --- Language and time -----------------------------------------------------------------------
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en-gb")
TIME_ZONE = env.str("TIME_ZONE", default="Europe/London")
FORMAT_MODULE_PATH = "practice.formats"
FORM_RENDERER = "practice.form_labels.Renderer"
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- Files -----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(ATTUNE_HOME / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "practice.made_files.Finder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # favicon.ico and its like
WHITENOISE_MAX_AGE = 24 * 60 * 60  # seconds, for those; what has a hash in its name is for ever
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}
MEDIA_ROOT = ATTUNE_HOME / "media"
# What was erased, as random ids, for the day on which a backup brings it back. Never restored with
# the database; best on another disk.
ERASURE_LEDGER = Path(env.str("ERASURE_LEDGER", default=str(ATTUNE_HOME / "ledger" / "erasures")))

# --- Logs: what happened, never what somebody typed ------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "content_free": {
            "()": "practice.logs.ContentFreeFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "content_free"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "attune": {"level": "INFO"},
        # Django's own handlers would mail tracebacks to ADMINS and print them in full.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
