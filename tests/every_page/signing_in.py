"""Signing in, step by step, with what is refused; and how she signs in, at her desk."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator

from practice.models import RateCount, User
from tests.every_page.documents import Document, document, fetched
from tests.every_page.therapist import signed_in
from tests.live_site import LiveSite
from tests.practice.second_steps import (
    AGAIN,
    APP,
    CODES,
    ENROL,
    LOGIN,
    NAME,
    PASSWORD,
    SECOND,
    WAYS,
    adds_app,
    code_of,
)
from tests.visitor import Visitor

PASSKEY = "/admin/sign-in/passkey/"
GARBAGE = '{"<&>": 1}'


def documents(site: LiveSite) -> Iterator[Document]:
    therapist = User.objects.get(username=NAME)
    therapist.set_password(PASSWORD)
    therapist.save()
    yield from _refused(site)
    yield from _first_time(site)
    Authenticator.objects.all().delete()
    adds_app(therapist)
    yield from _second_step(site)
    yield from _at_the_desk(site, therapist)
    RateCount.objects.all().delete()


def _refused(site: LiveSite) -> Iterator[Document]:
    stranger = Visitor(site)
    yield from fetched(stranger, {"sign in": LOGIN})
    for name in ("empty", "wrong"):
        typed = {"username": '"<&>', "password": "x"} if name == "wrong" else {}
        refused = stranger.press(LOGIN, **typed)
        yield document(f"sign in, {name}", LOGIN, refused, 422)
    while (again := stranger.press(LOGIN, **typed)).status != 429:
        pass
    yield document("sign in, too soon (429)", LOGIN, again, 429)
    RateCount.objects.all().delete()


def _half_way(site: LiveSite) -> Visitor:
    visitor = Visitor(site)
    visitor.get(LOGIN)
    assert visitor.press(LOGIN, username=NAME, password=PASSWORD).status == 302
    return visitor


def _first_time(site: LiveSite) -> Iterator[Document]:
    visitor = _half_way(site)
    shown = visitor.get(ENROL)
    yield document("sign in, set up", ENROL, shown, 200)
    yield document("sign in, set up, wrong", ENROL, visitor.press(ENROL, code="0"), 422)
    no_passkey = visitor.press(ENROL, credential=GARBAGE)
    yield document("sign in, set up, no passkey", ENROL, no_passkey, 422)
    seed = shown.text.partition('sign-in__seed">')[2].partition("<")[0].replace(" ", "")
    done = visitor.press(ENROL, code=code_of(seed))
    yield document("sign in, set up, codes", ENROL, done, 200)


def _second_step(site: LiveSite) -> Iterator[Document]:
    visitor = _half_way(site)
    yield from fetched(visitor, {"sign in, second step": SECOND})
    yield document("sign in, second step, wrong", SECOND, visitor.press(SECOND, code="0"), 422)


def _at_the_desk(site: LiveSite, therapist: User) -> Iterator[Document]:
    desk = signed_in(site)
    app = Authenticator.objects.get(user=therapist)
    last = f"/admin/sign-in/remove/{app.pk}/"
    pages = {"ways": WAYS, "add a passkey": PASSKEY, "add an app": APP, "new codes": CODES}
    yield from fetched(desk, {f"desk, {name}": path for name, path in pages.items()})
    yield from fetched(desk, {"desk, is it you": AGAIN, "desk, remove the last": last})
    for name, path in {"is it you": AGAIN, "add an app": APP}.items():
        yield document(f"desk, {name}, wrong", path, desk.press(path, code="0"), 422)
    refused = desk.press(PASSKEY, credential=GARBAGE)
    yield document("desk, add a passkey, none made", PASSKEY, refused, 422)
    yield document("desk, new codes, made", CODES, desk.press(CODES), 200)
    data = {"secret": app.data["secret"]}
    Authenticator.objects.create(user=therapist, type="webauthn", data={"name": "A <phone>"} | data)
    yield from fetched(desk, {"desk, remove one of two": last, "desk, two ways": WAYS})
    yield from fetched(desk, {"desk, ways, one removed": f"{WAYS}?removed"})
    Authenticator.objects.filter(type="webauthn").delete()
    accounts = "/admin/practice/user/"
    pages = {"accounts": "", "account": f"{therapist.pk}/change/", "account, new": "add/"}
    pages["account, password"] = f"{therapist.pk}/password/"
    yield from fetched(desk, {f"desk, {name}": accounts + path for name, path in pages.items()})
