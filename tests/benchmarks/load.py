"""wrk, on a core of its own: so many requests a second, and what each cost the server."""

import re
import subprocess
from dataclasses import dataclass

from tests.benchmarks import machine
from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.servers import Server, fetch


@dataclass(frozen=True)
class Target:
    """What is asked for: an address of a server, with request headers, and the right answer."""

    server: Server
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200

    def check(self) -> bytes:
        """Ask once and return the body. Raises BenchmarkError at another status."""
        answer = fetch(self.server.port, self.path, dict(self.headers))
        if answer.status != self.status:
            message = f"{self.path} answered {answer.status} and not {self.status}"
            raise BenchmarkError(message)
        return answer.body


@dataclass(frozen=True)
class Load:
    """One measurement."""

    rate: float  # requests a second
    cpu: float  # microseconds of the server's processor time a request, Postgres not counted


def measure(target: Target, *, seconds: int, connections: int) -> Load:
    """Ask as fast as answers come. Raises BenchmarkError where one was wrong or missing."""
    target.check()
    before = target.server.cpu_seconds()
    printed = _wrk(target, seconds, connections)
    spent = target.server.cpu_seconds() - before
    requests = int(_number(r"(\d+) requests in", printed))
    return Load(_number(r"Requests/sec:\s+([\d.]+)", printed), spent / requests * 1e6)


def _wrk(target: Target, seconds: int, connections: int) -> str:
    headers = [part for name, value in target.headers for part in ("-H", f"{name}: {value}")]
    how = ["-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"]
    command = ["taskset", "-c", str(machine.cores()[1]), "wrk", *how, *headers]
    address = target.server.url + target.path
    done = subprocess.run([*command, address], capture_output=True, text=True, timeout=seconds + 60)
    wrong = re.search(r"Non-2xx or 3xx responses|Socket errors", done.stdout)
    if done.returncode or wrong:
        message = f"wrk on {target.path}: {done.stdout}{done.stderr}"
        raise BenchmarkError(message)
    return done.stdout


def _number(pattern: str, printed: str) -> float:
    found = re.search(pattern, printed)
    if not found:
        message = f"wrk printed something unknown: {printed}"
        raise BenchmarkError(message)
    return float(found[1])
