"""A real SMTP server on loopback that keeps what it received, and can be told to misbehave.

with smtp_server() as post:
    ...  # something sends to post.url
    [mail] = post.wait_for(1)
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.live_site import HOST, free_port, wait_until

ACCEPTED = "250 OK"


@dataclass(frozen=True)
class ReceivedMail:
    """A mail as it came: who sent it to whom, and the bytes on the wire."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class SmtpServer:
    """What was accepted is in `received`; `offered` has the mails that were refused as well.

    `answer` is given to a mail once all of it is there ("451 later", "550 no"). With `drops` the
    connection is cut in place of an answer, though the mail is kept. `seconds` pass before either.
    An address in `unknown` is refused as a recipient. `most_at_once` mails were in hand together.
    """

    port: int
    answer: str = ACCEPTED
    drops: bool = False
    seconds: float = 0.0
    unknown: set[str] = field(default_factory=set)
    received: list[ReceivedMail] = field(default_factory=list)
    offered: list[ReceivedMail] = field(default_factory=list)
    in_hand: int = 0
    most_at_once: int = 0

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self.port}"

    def wait_for(self, count: int, *, seconds: float = 15.0) -> list[ReceivedMail]:
        """Return what was received, once there are `count`. Raises TimeoutError."""
        wait_until(lambda: len(self.received) >= count, seconds=seconds)
        return list(self.received)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 No such person"
        envelope.rcpt_tos.append(address)
        return ACCEPTED

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        assert isinstance(envelope.content, bytes)
        mail = ReceivedMail(envelope.mail_from or "", list(envelope.rcpt_tos), envelope.content)
        self.offered.append(mail)
        await self._take_time()
        if self.drops or self.answer == ACCEPTED:
            self.received.append(mail)
        if self.drops:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return self.answer

    async def _take_time(self) -> None:
        self.in_hand += 1
        self.most_at_once = max(self.most_at_once, self.in_hand)
        await asyncio.sleep(self.seconds)
        self.in_hand -= 1


@contextmanager
def smtp_server(port: int | None = None) -> Iterator[SmtpServer]:
    """Listen on a free port, or on the one given, until the end."""
    server = SmtpServer(port or free_port())
    controller = Controller(server, hostname=HOST, port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
