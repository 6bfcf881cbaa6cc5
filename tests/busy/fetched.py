"""What tests of fetching share."""

import socket
from collections.abc import Callable
from typing import Any

import pytest

from contact.busy.public import Peer
from contact.busy.trouble import CannotReadError, Trouble
from tests.busy.calendars import calendar, event

A_CALENDAR = calendar(event())
Fetch = Callable[..., bytes]


def trouble(fetch: Fetch, address: str, **how: Any) -> Trouble:
    with pytest.raises(CannotReadError) as caught:
        fetch(address, **how)
    for shown in (str(caught.value), repr(caught.value), repr(caught.value.__context__)):
        assert "localhost" not in shown or caught.value.__suppress_context__
    return caught.value.because


def names(**hosts: str) -> Callable[[str, int], list[Peer]]:
    """Resolve `calendar_example` and the like to these addresses."""

    def resolve(host: str, port: int) -> list[Peer]:
        address = hosts[host.replace(".", "_")]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [Peer(family, (address, port))]

    return resolve
