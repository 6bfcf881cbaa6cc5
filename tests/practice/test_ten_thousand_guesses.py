"""Ten thousand guesses against the running site, and the owner signs in in the midst of them."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session

from practice.models import AuditLine
from tests.live_site import LiveSite, live_site
from tests.practice import second_steps as she
from tests.practice.second_steps import LOGIN, NAME, PASSWORD, SECOND
from tests.visitor import TYPED, Answer, Visitor

GUESSES, ADDRESSES, AT_ONCE = 10_000, 8, 4


def _say(visitor: Visitor, path: str, address: str, **typed: str) -> Answer:
    headers = {"X-Forwarded-For": address, "Content-Type": TYPED}
    fields = typed | {"csrfmiddlewaretoken": visitor.cookies["csrftoken"].value}
    return visitor.ask("POST", path, urlencode(fields).encode(), headers)


def _guesses(site: LiveSite, address: str, passwords: list[str]) -> list[Answer]:
    thief = Visitor(site)
    thief.get(LOGIN)
    return [_say(thief, LOGIN, address, username=NAME, password=it) for it in passwords]


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_guesses_give_no_session_and_the_owner_gets_in() -> None:
    she.make_therapist()
    share = GUESSES // ADDRESSES
    with live_site(worker=False, TRUSTED_PROXIES="1") as site, ThreadPoolExecutor(AT_ONCE) as pool:
        thieves = [
            pool.submit(_guesses, site, f"198.51.100.{number}", _passwords(number, share))
            for number in range(ADDRESSES)
        ]
        owner = _signs_in(site)
        assert not all(thief.done() for thief in thieves)
        answers = [answer for thief in thieves for answer in thief.result()]
        assert len(answers) == GUESSES
        assert {answer.status for answer in answers} <= {422, 429}
        assert sum(answer.status == 422 for answer in answers) < 0.02 * GUESSES
        assert not any("session" in str(answer.headers.get("Set-Cookie")) for answer in answers)
        assert owner.get("/admin/").status == 200
        assert _signs_in(site, code_later=1).get("/admin/").status == 200
        assert "Traceback" not in site.web.printed()
    assert Session.objects.count() == 2  # hers
    assert AuditLine.objects.filter(verb="signed_in").count() == 2


def _passwords(number: int, share: int) -> list[str]:
    return [f"guess {number}-{one}" for one in range(share)]


def _signs_in(site: LiveSite, *, code_later: int = 0) -> Visitor:
    owner = Visitor(site)
    owner.get(LOGIN)
    assert _say(owner, LOGIN, "192.0.2.1", username=NAME, password=PASSWORD).status == 302
    code = she.code_of(later=code_later)
    assert _say(owner, SECOND, "192.0.2.1", code=code).status == 302
    return owner
