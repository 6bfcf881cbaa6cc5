import json
import os
import signal
from pathlib import Path
from typing import Any

from tests.image.containers import BUILD_SECONDS, IMAGE, Container, Engine
from tests.image.processes import call


class Docker(Engine):
    """Containers as strict as those of compose.yaml, on this machine's network."""

    name = "docker"
    base = os.environ.get("IMAGE_CHECK_BASE", "")
    STRICT = (
        "--network=host",
        "--read-only",
        "--tmpfs=/tmp",
        "--cap-drop=ALL",
        "--security-opt=no-new-privileges",
    )

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        os.environ["DOCKER_BUILDKIT"] = "1"  # an older Docker's own builder knows no secrets

    def build(self, options: list[str]) -> None:
        base = [f"--build-arg=BASE_IMAGE={self.base}"] if self.base else []
        call("docker", "build", f"--tag={IMAGE}", *base, *options, ".", timeout=BUILD_SECONDS)

    def config(self) -> dict[str, Any]:
        told = call("docker", "inspect", "--type=image", "--format={{json .Config}}", IMAGE)
        config: dict[str, Any] = json.loads(told)
        return config

    def size(self) -> str:
        return call("docker", "images", "--format={{.Size}}", IMAGE)

    def run(self, name: str, *command: str) -> list[str]:
        named = f"--name={self._full(name)}"
        return ["docker", "run", "--rm", named, *self.STRICT, *self.options, IMAGE, *command]

    def execute(self, name: str, *command: str) -> list[str]:
        return ["docker", "exec", self._full(name), *command]

    def main_pid(self, container: Container) -> int:
        return int(call("docker", "inspect", "--format={{.State.Pid}}", self._full(container.name)))

    def send(self, container: Container, number: signal.Signals) -> None:
        call("docker", "kill", f"--signal={number.name}", self._full(container.name))

    def kill(self, container: Container) -> None:
        call("docker", "rm", "--force", self._full(container.name))

    def _full(self, name: str) -> str:
        return f"attune-image-check-{os.getpid()}-{name}"
