"""Signing in as a browser does it, page by page, for tests of signing in itself."""

import re
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from practice.models import User
from practice.sign_in import second_factors

LOGIN, SECOND, ENROL = "/admin/login/", "/admin/login/second/", "/admin/login/enrol/"
PASSKEY = "/admin/login/passkey/"
WAYS, AGAIN, CODES = "/admin/sign-in/", "/admin/sign-in/again/", "/admin/sign-in/codes/"
APP, EVERYWHERE = "/admin/sign-in/app/", "/admin/sign-in/everywhere/"
NAME, PASSWORD = "therapist", "a long enough sign-in"
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_therapist(*, has_app: bool = True) -> User:
    user = User.objects.create_superuser(NAME, password=PASSWORD)
    if has_app:
        adds_app(user)
    return user


def adds_app(user: User) -> None:
    totp.TOTP.activate(user, SEED)


def factors_of(user: User) -> Any:
    """All that is kept of her second step, recovery codes too."""
    return Authenticator.objects.filter(user=user)


def code_of(secret: str = SEED, *, later: int = 0) -> str:
    """What an app with this seed shows now, or so many half-minutes later."""
    _before, now, _after = totp.yield_hotp_counters_from_time()
    return str(totp.format_hotp_value(totp.hotp_value(secret, now + later)))


def gives_password(browser: Client, password: str = PASSWORD, **more: Any) -> Any:
    fields = {"username": NAME, "password": password}
    return browser.post(LOGIN, fields | more.pop("fields", {}), **more)


def gives_code(browser: Client, code: str, **more: Any) -> Any:
    return browser.post(SECOND, {"code": code}, **more)


def signs_in(browser: Client, **more: Any) -> Any:
    gives_password(browser, **more)
    return gives_code(browser, code_of(), **more)


def is_in(browser: Client) -> bool:
    return bool(browser.get("/admin/").status_code == 200)


def seed_on(page: Any) -> str:
    """The seed that a page shows to be typed into an app."""
    return str(page.context["app"].secret)


def seed_of(user: User) -> str:
    """The seed that is kept, decrypted."""
    app = Authenticator.objects.get(user=user, type=second_factors.Type.TOTP)
    return str(get_adapter().decrypt(app.data["secret"]))


def words_of(response: Any) -> str:
    """A page without what is made anew for each."""
    source = response.content.decode()
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", source)
