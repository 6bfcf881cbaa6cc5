"""People who write and press Send until they are told that it has arrived."""

import http.client
import random
import threading
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

from tests.live_site import HOST
from tests.visitor import TYPED, pressing_send

FORMS_AT_ONCE = 6
A_PERSON_TYPES_FOR = 4.0  # seconds; who is faster is taken for a machine
PAUSE = 0.2  # seconds before Send is pressed again
SENT_TWICE_ONE_IN = 10


@dataclass
class Form:
    """A form that was opened, and the word that tells its enquiry from all others."""

    fields: dict[str, str]
    cookies: str
    marker: str
    opened_at: float


@dataclass
class Ledger:
    """What the site has acknowledged, and what it said otherwise."""

    acknowledged: list[str] = field(default_factory=list)
    other_answers: dict[int, int] = field(default_factory=dict)
    broken: int = 0
    sent_twice: int = 0

    def note(self, status: int) -> None:
        self.other_answers[status] = self.other_answers.get(status, 0) + 1


class Enquirer(threading.Thread):
    """One of several who write at the same time, each from an address of its own."""

    def __init__(self, port: int, ledger: Ledger, over: threading.Event, chance: random.Random):
        super().__init__(daemon=True)
        self._port, self._ledger, self._over, self._chance = port, ledger, over, chance

    def run(self) -> None:
        while not self._over.is_set():
            for form in [self._open() for _ in range(FORMS_AT_ONCE)]:
                if self._over.is_set():
                    return
                self._type(form)
                self._send_until_told(form)

    def _open(self) -> Form:
        while True:
            answer = self._ask("GET", "", {"X-Forwarded-For": "198.51.100.1"})
            if answer and answer[0] == 200:
                return self._form(answer[1], answer[2])
            time.sleep(PAUSE)

    def _form(self, page: str, cookies: str) -> Form:
        marker = uuid4().hex
        fields = pressing_send(page) | {
            "name": "Robin",
            "reply_by": "email",
            "email": "robin@enquirer.example",
            "safe_to_write": "yes",
            "wish": "question",
            "message": f"I would like to talk to someone. {marker}",
            "consent": "on",
        }
        return Form(fields, cookies, marker, time.monotonic())

    def _type(self, form: Form) -> None:
        time.sleep(max(0.0, form.opened_at + A_PERSON_TYPES_FOR - time.monotonic()))

    def _send_until_told(self, form: Form) -> None:
        while not self._send(form):
            if self._over.is_set():
                return
            time.sleep(PAUSE)
        self._ledger.acknowledged.append(form.marker)
        if self._chance.randrange(SENT_TWICE_ONE_IN) == 0:
            self._ledger.sent_twice += self._send(form)

    def _send(self, form: Form) -> bool:
        """Press Send; whether the answer was "it has arrived"."""
        headers = {
            "Content-Type": TYPED,
            "Cookie": form.cookies,
            # A household of its own: these are many people, and no flood from one place.
            "X-Forwarded-For": f"2001:db8:{form.marker[:4]}:{form.marker[4:8]}::1",
        }
        answer = self._ask("POST", urlencode(form.fields), headers)
        if answer is None:
            self._ledger.broken += 1
            return False
        if answer[0] != 303:
            self._ledger.note(answer[0])
        return answer[0] == 303

    def _ask(self, method: str, body: str, headers: dict[str, str]) -> tuple[int, str, str] | None:
        """Status, text and cookies of the answer; None where the connection broke."""
        connection = http.client.HTTPConnection(HOST, self._port, timeout=15)
        try:
            connection.request(method, "/contact/", body.encode(), headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        kept = SimpleCookie("; ".join(response.headers.get_all("Set-Cookie", [])))
        cookies = "; ".join(f"{name}={one.value}" for name, one in kept.items())
        return response.status, text, cookies
