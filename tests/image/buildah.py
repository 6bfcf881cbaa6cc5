import json
import os
import shutil
import signal
from pathlib import Path
from typing import Any

from tests.image.containers import BUILD_SECONDS, IMAGE, Container, Engine
from tests.image.processes import CommandError, call, children, with_descendants

DEBIAN_IMAGE = "localhost/attune-image-check-bookworm"
DEBIAN_PACKAGES = "python3,python3-venv,ca-certificates,tzdata"


class Buildah(Engine):
    """Containers as chroots: this machine's network and processes, the image's files and user."""

    name = "buildah"
    base = os.environ.get("IMAGE_CHECK_BASE", DEBIAN_IMAGE)

    def __init__(self, folder: Path, *, cache: Path) -> None:
        super().__init__(folder)
        os.environ["BUILDAH_ISOLATION"] = "chroot"
        self.cache = cache
        places = [f"--root={cache / 'storage'}", f"--runroot={cache / 'run'}"]
        self.command = ["buildah", "--storage-driver=vfs", *places]
        self.made: set[str] = set()

    def build(self, options: list[str]) -> None:
        self._buildah("rm", "--all")  # what a killed check may have left
        if self.base == DEBIAN_IMAGE and DEBIAN_IMAGE not in self._buildah("images"):
            self._make_debian()
        base = f"--build-arg=BASE_IMAGE={self.base}"
        tag = f"--tag={IMAGE}"
        self._buildah("build", "--format=docker", "--pull=false", tag, base, *options, ".")

    def _make_debian(self) -> None:
        """Keep a small Debian 12 with its own Python as an image, for this and all later checks."""
        files = self.cache / "bookworm"
        shutil.rmtree(files, ignore_errors=True)
        options = ["--variant=minbase", f"--include={DEBIAN_PACKAGES}"]
        command = ("debootstrap", *options, "bookworm", str(files), *debian_mirror())
        call(*command, timeout=BUILD_SECONDS)
        container = self._buildah("from", "scratch")
        self._buildah("add", "--quiet", container, f"{files}/", "/")
        self._buildah("commit", "--quiet", "--rm", container, DEBIAN_IMAGE)
        shutil.rmtree(files)

    def config(self) -> dict[str, Any]:
        inspected = json.loads(self._buildah("inspect", "--type=image", IMAGE))
        config: dict[str, Any] = inspected["Docker"]["config"]
        return config

    def size(self) -> str:
        return self._buildah("images", "--format={{.Size}}", IMAGE)

    def run(self, name: str, *command: str) -> list[str]:
        # Making one copies every file, so "once" keeps its own from command to command.
        if name not in self.made:
            self._buildah("from", "--pull-never", f"--name={name}", IMAGE)
            self.made.add(name)
        return self.execute(name, *(command or self.config()["Cmd"]))

    def execute(self, name: str, *command: str) -> list[str]:
        tmp = "--mount=type=tmpfs,destination=/tmp"
        return [*self.command, "run", tmp, *self.options, name, "--", *command]

    def main_pid(self, container: Container) -> int:
        """The first process below our own that is not buildah itself."""
        pid = container.process.pid
        while Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"buildah"):
            pid = children(pid)[0]
        return pid

    def send(self, container: Container, number: signal.Signals) -> None:
        os.kill(container.main_pid(), number)

    def kill(self, container: Container) -> None:
        for pid in with_descendants(container.process.pid):
            os.kill(pid, signal.SIGKILL)
        container.process.wait(10)

    def clear(self) -> None:
        super().clear()
        self._buildah("rm", "--all")
        self._buildah("rmi", "--prune")

    def _buildah(self, *arguments: str) -> str:
        return call(*self.command, *arguments, timeout=BUILD_SECONDS)


def debian_mirror() -> list[str]:
    """Return where this machine gets Debian 12 from; nothing where it does not, for the default."""
    try:
        found = call(
            "apt-get",
            "indextargets",
            "--format=$(REPO_URI)",
            "Codename: bookworm",
            "Component: main",
        )
    except CommandError:
        return []
    return found.splitlines()[:1]
