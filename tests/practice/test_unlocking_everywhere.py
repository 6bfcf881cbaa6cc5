"""A desk that was unlocked in one web process is unlocked in all of them, until it locks in one."""

from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from tests.factories import PHRASE, make_profile
from tests.live_site import live_site
from tests.practice.desk_keys import LOCK, PHRASE_PAGE, UNLOCK
from tests.practice.second_steps import NAME, PASSWORD, code_of, make_therapist
from tests.visitor import TYPED, Answer, Visitor, pressing_send


def press(visitor: Visitor, page: str, **typed: str) -> Answer:
    """Fill in the form of `page` and send it there."""
    fields = typed
    if page != LOCK:
        shown = visitor.get(page).text
        fields = pressing_send(_only_form(shown)) | typed
    fields["csrfmiddlewaretoken"] = visitor.cookies["csrftoken"].value
    return visitor.ask("POST", page, urlencode(fields).encode(), {"Content-Type": TYPED})


def _only_form(page: str) -> str:
    """The last form of the page's own part: before it there may be one for a passkey."""
    own = page[page.index('id="content"') - 5 :]
    return own[own.rindex("<form") :]


@pytest.mark.django_db(transaction=True)
def test_every_web_process_knows_that_the_desk_is_unlocked_and_that_it_was_locked() -> None:
    make_profile()
    make_therapist()
    with live_site(worker=False) as one, live_site(worker=False) as other:
        assert one.web.process.pid != other.web.process.pid
        here, there = Visitor(one), Visitor(other)
        there.cookies = here.cookies = SimpleCookie()
        press(here, "/admin/login/", username=NAME, password=PASSWORD)
        press(here, "/admin/login/second/", code=code_of())
        assert there.get(PHRASE_PAGE).status == 302

        assert press(here, UNLOCK, phrase=PHRASE).status == 302
        assert [each.get(PHRASE_PAGE).status for each in (here, there, here, there)] == [200] * 4

        assert press(there, LOCK).status == 302
        assert [each.get(PHRASE_PAGE).status for each in (here, there)] == [302] * 2
        printed = one.web.printed() + other.web.printed()
        assert "Traceback" not in printed
        assert not any(word in printed for word in PHRASE.split())
