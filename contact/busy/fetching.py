"""Asks for a calendar over https, at public addresses only.

Every address that a name has must be public, and the connection goes to one of those that were
checked, so a name that answers otherwise a moment later changes nothing. The whole is bounded in
time by the process around it (contact/busy/process.py).
"""

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from contact.busy.public import IsAllowed, Peer, Resolve, is_public, resolved
from contact.busy.trouble import CannotReadError, Trouble

LARGEST = 5 * 1024**2  # bytes: ten years of a full calendar
MOST_REDIRECTS = 3
PATIENCE = 6.0  # seconds without a sign: of each address that a name has, then of the answer
HTTPS_PORT = 443

HEADERS = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "calendar"}
REDIRECTS = {301, 302, 303, 307, 308}
STATUSES = {
    401: Trouble.REFUSED,
    403: Trouble.REFUSED,
    404: Trouble.GONE,
    410: Trouble.GONE,
}
SIGNS = "/?&=%:;,@!$'()*+~-._[]|"  # what stays as it is in a path


@dataclass(frozen=True)
class Target:
    """An https address, taken apart."""

    host: str
    port: int
    path: str  # with what follows the question mark
    needs_password: bool  # which is never sent

    @classmethod
    def of(cls, address: str) -> "Target":
        """Raises CannotReadError for everything that is no https address."""
        try:
            parts = urlsplit(address)
            host, port = (parts.hostname or "").encode("idna").decode(), parts.port or HTTPS_PORT
        except ValueError:
            raise CannotReadError(Trouble.ADDRESS) from None
        if parts.scheme != "https" or not host:
            raise CannotReadError(Trouble.ADDRESS)
        asked = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        return cls(host, port, quote(asked, safe=SIGNS), "@" in parts.netloc)


def fetch(
    address: str,
    *,
    resolve: Resolve = resolved,
    is_allowed: IsAllowed = is_public,
    trusted: str | None = None,
) -> bytes:
    """Return what is at `address`, or where it redirects to. Raises CannotReadError.

    `trusted` is a file of certificate authorities, else the machine's.
    """
    context = ssl.create_default_context(cafile=trusted)
    for _ in range(1 + MOST_REDIRECTS):
        target = Target.of(address)
        with _failures_told():
            peers = _checked(resolve(target.host, target.port), is_allowed)
            with closing(_Connection(target, peers, context)) as connection:
                connection.request("GET", target.path, headers=HEADERS)
                with connection.getresponse() as response:
                    if response.status not in REDIRECTS:
                        return _body(response)
                    address = urljoin(address, response.headers.get("Location", ""))
    raise CannotReadError(Trouble.TOO_MANY_REDIRECTS)


class _Connection(http.client.HTTPConnection):
    """Speaks TLS with one of the addresses that were checked; the certificate is for the name."""

    def __init__(self, target: Target, peers: list[Peer], context: ssl.SSLContext) -> None:
        super().__init__(target.host, target.port)
        self.default_port = HTTPS_PORT  # left out of the Host header
        self._peers = peers
        self._tls = context

    def connect(self) -> None:
        plain = _first_to_answer(self._peers)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def _first_to_answer(peers: list[Peer]) -> socket.socket:
    """Raises OSError, that of the last one tried."""
    for left, peer in zip(reversed(range(len(peers))), peers, strict=True):
        plain = socket.socket(peer.family, socket.SOCK_STREAM)
        plain.settimeout(PATIENCE)
        try:
            plain.connect(peer.where)
        except OSError:
            plain.close()
            if not left:
                raise
        else:
            return plain
    raise CannotReadError(Trouble.NO_SUCH_PLACE)


def _checked(peers: list[Peer], is_allowed: IsAllowed) -> list[Peer]:
    if not all(is_allowed(peer.address) for peer in peers):
        raise CannotReadError(Trouble.NOT_PUBLIC)
    return peers


def _body(response: http.client.HTTPResponse) -> bytes:
    if response.status != http.client.OK:
        raise CannotReadError(STATUSES.get(response.status, Trouble.ANSWERED_BADLY))
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise CannotReadError(Trouble.COMPRESSED)
    if (response.length or 0) > LARGEST:
        raise CannotReadError(Trouble.TOO_LARGE)
    body = response.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise CannotReadError(Trouble.TOO_LARGE)
    if response.length:  # of which nothing came any more
        raise CannotReadError(Trouble.UNREACHABLE)
    return body


@contextmanager
def _failures_told() -> Iterator[None]:
    """Leave out the words of an error: they may quote an address."""
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise CannotReadError(Trouble.CERTIFICATE) from None
    except socket.gaierror:
        raise CannotReadError(Trouble.NO_SUCH_PLACE) from None
    except TimeoutError:
        raise CannotReadError(Trouble.TOO_SLOW) from None
    except (OSError, http.client.HTTPException):
        raise CannotReadError(Trouble.UNREACHABLE) from None
    except ValueError:  # a name or an address that cannot be one
        raise CannotReadError(Trouble.ADDRESS) from None
