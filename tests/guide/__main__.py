"""`make guide`: plays her first day in a browser and takes the pictures of the guide anew."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.guide import ALBUM, ROOT, made_from

DAY = "tests/browser/test_the_first_day.py"
COLOURS = 64  # a page has a dozen; the rest are the edges of its letters


def main() -> int:
    files = made_from.now()
    with tempfile.TemporaryDirectory(prefix="attune-guide-") as name:
        code = play(Path(name))
        if code == 0:
            replace_album(Path(name))
            made_from.keep(files)
    return code


def play(album: Path) -> int:
    """Take the pictures into `album`; return the exit code, which is not 0 where a step failed."""
    environment = os.environ | {"GUIDE_ALBUM": str(album)}
    command = [sys.executable, "-m", "pytest", DAY]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def replace_album(taken: Path) -> None:
    """Leave the new pictures in docs/guide/, small enough for a repository, and no others."""
    ALBUM.mkdir(exist_ok=True)
    for picture in ALBUM.glob("*.png"):
        picture.unlink()
    for picture in sorted(taken.glob("*.png")):
        with Image.open(picture) as shown:
            few = shown.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(ALBUM / picture.name, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
