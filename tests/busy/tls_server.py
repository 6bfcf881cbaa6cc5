"""A real https server on loopback that behaves as a test wants it to."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

Behaviour = Callable[[ssl.SSLSocket], None]
BLOCK = b"x" * 65536
GIGABYTE = 1024**3


class TlsServer:
    """`at` says what each path does; `asked` has the head of every request that came."""

    def __init__(self, certificate: Path, host: str) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listening = socket.create_server((host, 0), family=family)
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate)
        self.port = int(self._listening.getsockname()[1])
        self.at: dict[str, Behaviour] = {}
        self.asked: list[str] = []
        self.connections = 0
        self.sent = 0  # bytes, of bodies

    def url(self, path: str = "/", host: str = "localhost") -> str:
        return f"https://{host}:{self.port}{path}"

    def serve(self) -> None:
        with suppress(OSError):  # closed
            while True:
                plain, _ = self._listening.accept()
                self.connections += 1
                threading.Thread(target=self._answer, args=[plain], daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # wakes who waits in `accept`
        self._listening.close()

    def _answer(self, plain: socket.socket) -> None:
        plain.settimeout(20)
        with suppress(OSError), plain, self._tls.wrap_socket(plain, server_side=True) as there:
            head = there.recv(65536).decode()
            self.asked.append(head)
            self.at[head.split()[1]](there)

    def sends(self, body: bytes, *headers: str, status: str = "200 OK") -> Behaviour:
        """Answer once, as a well-behaved server does."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]

        def behaviour(there: ssl.SSLSocket) -> None:
            there.sendall("\r\n".join(lines).encode() + body)

        return behaviour

    def redirects(self, to: str) -> Behaviour:
        return self.sends(b"", f"Location: {to}", status="302 Found")

    def floods(self, *headers: str) -> Behaviour:
        """Send a gigabyte, as long as somebody takes it."""

        def behaviour(there: ssl.SSLSocket) -> None:
            there.sendall("\r\n".join(["HTTP/1.1 200 OK", *headers, "", ""]).encode())
            while self.sent < GIGABYTE:
                there.sendall(BLOCK)
                self.sent += len(BLOCK)

        return behaviour

    def drips(self, calendar: bytes, *, pause: float = 0.2) -> Behaviour:
        """Send a byte now and then: never so slowly that the connection looks dead."""

        def behaviour(there: ssl.SSLSocket) -> None:
            there.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(calendar)}\r\n\r\n".encode())
            for byte in calendar:
                there.sendall(bytes([byte]))
                time.sleep(pause)

        return behaviour


@contextmanager
def tls_server(certificate: Path, host: str = "127.0.0.1") -> Iterator[TlsServer]:
    server = TlsServer(certificate, host)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()
