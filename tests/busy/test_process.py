"""What a stranger's server sends is taken in by a process that ends, whatever comes."""

import sys
import time
from functools import partial

import pytest

from contact.busy import asking
from contact.busy.trouble import CannotReadError
from tests.busy.calendars import WINDOW, calendar, event, shown
from tests.busy.certificates import Certificates
from tests.busy.tls_server import TlsServer

SECONDLY = event("20270301T000000Z", "20270301T000001Z", "RRULE:FREQ=SECONDLY")
NEVER = event("20270301T000000Z", "20270301T010000Z", "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")
LONG_AGO = event("19000101T000000Z", "19000101T000001Z", "RRULE:FREQ=MINUTELY")


@pytest.fixture
def read(certificates: Certificates) -> asking.Read:
    """Read as the site does, but from loopback, and with less patience."""
    return partial(asking.read, command=on_loopback(certificates, fetched_within=2))


def on_loopback(certificates: Certificates, *, fetched_within: int = 20) -> list[str]:
    bounds = [str(fetched_within), "2"]
    return [sys.executable, "-m", "tests.busy.loopback", str(certificates.authority), *bounds]


def trouble(read: asking.Read, address: str) -> str:
    with pytest.raises(CannotReadError) as caught:
        read(address, WINDOW)
    return caught.value.because


def test_a_calendar_is_fetched_and_read(read: asking.Read, server: TlsServer) -> None:
    broken = "DTSTART:hello"
    server.at["/"] = server.sends(calendar(event(), broken))
    copy = read(server.url(), WINDOW)
    assert shown(copy) == ["1 Mar 10:00 – 1 Mar 11:00"]
    assert not copy.is_whole


def test_the_site_itself_never_asks_this_machine(server: TlsServer) -> None:
    assert trouble(asking.read, server.url()) == "not_public"
    assert server.connections == 0


def test_why_it_failed_comes_back(read: asking.Read, server: TlsServer) -> None:
    server.at["/"] = server.sends(b"<html>")
    assert trouble(read, server.url()) == "web_page"
    assert trouble(read, "http://localhost/") == "address"


def test_an_answer_that_drips_is_not_waited_for(read: asking.Read, server: TlsServer) -> None:
    server.at["/body"] = server.drips(calendar(event()))
    server.at["/silence"] = lambda there: time.sleep(8)
    for path in server.at:
        began = time.monotonic()
        assert trouble(read, server.url(path)) == "too_slow"
        assert time.monotonic() - began < 6


@pytest.mark.parametrize("bomb", [SECONDLY, NEVER, LONG_AGO], ids=["secondly", "never", "long ago"])
def test_a_rule_that_never_ends_is_ended(read: asking.Read, server: TlsServer, bomb: str) -> None:
    server.at["/"] = server.sends(calendar(event(), bomb))
    began = time.monotonic()
    assert trouble(read, server.url()) == "too_much"
    assert time.monotonic() - began < 20


def test_what_needs_too_much_memory_is_ended() -> None:
    command = program("from contact.busy.process import main; main(lambda _: bytes(10**9))")
    assert trouble(partial(asking.read, command=command), "https://a.example/") == "too_much"


def test_the_process_gets_none_of_our_secrets() -> None:
    assert says_yes("set(os.environ) <= {'PATH', 'LANG', 'LC_CTYPE'}")


def test_the_address_is_not_among_the_arguments_of_the_process() -> None:
    assert says_yes("'a.example' in sys.stdin.read() and len(sys.argv) == 1")


def says_yes(condition: str) -> bool:
    """Whether `condition` holds in a process that is asked as the real one is."""
    answer = f"{{'spans': [], 'is_whole': {condition}}}"
    command = program(f"import json, os, sys; print(json.dumps({answer}))")
    return asking.read("https://a.example/", WINDOW, command=command).is_whole


def program(source: str) -> list[str]:
    return [sys.executable, "-c", source]


def test_a_process_that_breaks_is_told_of_without_its_words(
    capfd: pytest.CaptureFixture[str],
) -> None:
    command = program("raise ValueError('Unmistakable')")
    assert trouble(partial(asking.read, command=command), "https://a.example/") == "no_calendar"
    assert "Unmistakable" not in "".join(capfd.readouterr())
