"""What the image check needs of an engine, whichever it is."""

import signal
import subprocess
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from tests.image.processes import CommandError, finish, resident, with_descendants

IMAGE = "localhost/attune-image-check"
BUILD_SECONDS = 480.0

Process = subprocess.Popen[bytes]


class Container:
    """A container that runs in the background, and its log."""

    def __init__(self, engine: "Engine", name: str, process: Process, log: Path) -> None:
        self.engine, self.name, self.process, self.log = engine, name, process, log

    def execute(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run `command` in this container, beside what runs there."""
        return finish(self.engine.execute(self.name, *command))

    def main_pid(self) -> int:
        """Return the process id, on this machine, of the container's first process."""
        return self.engine.main_pid(self)

    def memory(self) -> int:
        """Return the resident bytes of all its processes; what they share counts for each."""
        return sum(resident(pid) for pid in with_descendants(self.main_pid()))

    def stop(self, *, within: float) -> int:
        """Send SIGTERM and return the exit code. Raises CommandError after `within` seconds."""
        self.engine.send(self, signal.SIGTERM)
        try:
            return self.process.wait(within)
        except subprocess.TimeoutExpired:
            message = f"{self.name} still runs {within:.0f} s after SIGTERM"
            raise CommandError(message) from None

    def words(self) -> str:
        return self.log.read_text(errors="replace")


class Engine(ABC):
    """Builds the image and runs containers of it, all with the same volume and environment."""

    name: str
    base: str  # the image that is built on; empty for the Dockerfile's own default

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.options: list[str] = []
        self.containers: dict[str, Container] = {}

    def use(self, *, secrets: Path, environment: dict[str, str]) -> None:
        """What containers get from here on: the folder as /run/secrets, and variables."""
        self.options = [f"--volume={secrets}:/run/secrets:ro"]
        self.options += [f"--env={name}={value}" for name, value in environment.items()]

    def start(self, name: str, *command: str) -> None:
        """Run `command`, or the image's own, in a container until `clear` at the latest."""
        log = self.folder / f"{name}.log"
        arguments = self.run(name, *command)
        with log.open("wb") as file:
            process = subprocess.Popen(
                arguments, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
            )
        self.containers[name] = Container(self, name, process, log)

    def once(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run `command` in a container of its own and wait for its end."""
        return finish(self.run("once", *command))

    def clear(self) -> None:
        """End every container that still runs, politely at first."""
        for container in self.containers.values():
            if container.process.poll() is None:
                try:
                    container.stop(within=10)
                except (OSError, CommandError):
                    self.kill(container)

    @abstractmethod
    def build(self, options: list[str]) -> None:
        """Build the image anew from the repository."""

    @abstractmethod
    def config(self) -> dict[str, Any]:
        """Return the image's configuration: User, Env, Cmd, Healthcheck and so on."""

    @abstractmethod
    def size(self) -> str:
        """Return the image's size in words."""

    @abstractmethod
    def run(self, name: str, *command: str) -> list[str]:
        """Make a container and return the command line that runs `command` in it."""

    @abstractmethod
    def execute(self, name: str, *command: str) -> list[str]:
        """Return the command line that runs `command` in a container that is there already."""

    @abstractmethod
    def main_pid(self, container: Container) -> int:
        """Return the process id, on this machine, of the container's first process."""

    @abstractmethod
    def send(self, container: Container, number: signal.Signals) -> None:
        """Send a signal to the container's first process."""

    @abstractmethod
    def kill(self, container: Container) -> None:
        """End a container that does not stop by itself."""
