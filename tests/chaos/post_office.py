"""A real SMTP server that refuses one mail in ten, and drops one in ten after taking it."""

import asyncio
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.live_site import HOST, free_port

ONE_IN = 10


@dataclass(frozen=True)
class Taken:
    """A mail that was taken: which, when (monotonic seconds), and whether the "yes" was sent."""

    message_id: str
    at: float
    dropped: bool


@dataclass
class PostOffice:
    port: int
    chance: random.Random
    taken: list[Taken] = field(default_factory=list)
    refused: int = 0

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self.port}"

    @property
    def dropped(self) -> int:
        return sum(mail.dropped for mail in self.taken)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        luck = self.chance.randrange(ONE_IN)
        if luck == 0:
            self.refused += 1
            return "451 Come back later"
        content = envelope.content
        assert isinstance(content, bytes)
        message_id = str(message_from_bytes(content)["Message-ID"])
        self.taken.append(Taken(message_id, time.monotonic(), dropped=luck == 1))
        if luck == 1:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return "250 OK"


@contextmanager
def post_office(chance: random.Random) -> Iterator[PostOffice]:
    """Listen on a free port until the end."""
    office = PostOffice(free_port(), chance)
    controller = Controller(office, hostname=HOST, port=office.port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
