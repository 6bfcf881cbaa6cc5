"""The way in for pictures, and where their files lie: MEDIA_ROOT/images/<digest>/<width>.<kind>.

A picture is made by a process of its own (practice/image_files.py), one at a time on a machine, in
a folder that gets its name only once all is there. What is refused leaves nothing behind.
"""

import fcntl
import hashlib
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from practice.image_rules import Reason

log = logging.getLogger("attune.images")

KINDS = {"avif": "image/avif", "jpg": "image/jpeg"}
PATIENCE = 120  # seconds; the process itself stops after 60 of processor time
STOPPED_FOR_ITS_SIZE = {signal.SIGKILL, signal.SIGXCPU}  # by the kernel, which keeps the bounds
WORKING = ".making-"

WORDS = {
    Reason.UNREADABLE: _(
        "I cannot read this as a picture. Perhaps it was cut short on the way, or it is not a"
        " JPEG, PNG, WebP or HEIC file."
    ),
    Reason.NAMED_OTHERWISE: _(
        "The name of this file does not fit what is in it. Please save it once more as a JPEG,"
        " PNG, WebP or HEIC picture, and leave the ending of the name to your program."
    ),
    Reason.TOO_MANY_PIXELS: _(
        "This picture has too many pixels for me. Please make it smaller and try again; 6,000"
        " pixels a side are plenty."
    ),
    Reason.MOVING: _("This picture moves. Please choose one that stays still."),
}


class RefusedPictureError(Exception):
    """Nothing was kept; the text says why, in words for the therapist."""


class Made(NamedTuple):
    width: int  # pixels
    height: int


def digest_of(upload: "UploadedFile[bytes]") -> str:
    """Return the SHA-256 of what was uploaded, in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def folder_of(digest: str) -> Path:
    return _root() / digest


def make(upload: "UploadedFile[bytes]", digest: str) -> Made:
    """Make the files of a picture. Raises RefusedPictureError where it is none we can show."""
    with _alone() as working:
        copy = working / "upload"
        with copy.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        made = working / "made"
        made.mkdir()
        size = _made_by_a_process(copy, Path(upload.name or "").suffix, made)
        with suppress(FileNotFoundError):  # left by an upload that was cut off before it had a row
            folder_of(digest).rename(working / "before")
        made.rename(folder_of(digest))
    return size


def forget(digest: str) -> None:
    """Remove the files of a picture, if there are any."""
    shutil.rmtree(folder_of(digest), ignore_errors=True)


def _root() -> Path:
    root: Path = settings.MEDIA_ROOT / "images"
    return root


@contextmanager
def _alone() -> Iterator[Path]:
    """Give a working folder to one upload at a time; what a killed one left is swept away."""
    _root().mkdir(parents=True, exist_ok=True)
    with (_root() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in _root().glob(f"{WORKING}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=WORKING, dir=_root()) as folder:
            yield Path(folder)


def _made_by_a_process(upload: Path, suffix: str, folder: Path) -> Made:
    command = [sys.executable, "-m", "practice.image_files", str(upload), suffix, str(folder)]
    try:
        done = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},  # and none of our secrets
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise RefusedPictureError(WORDS[Reason.TOO_MANY_PIXELS]) from None
    except subprocess.CalledProcessError as error:
        log.warning("a picture could not be read (exit code %d)", error.returncode)
        stopped = -error.returncode in STOPPED_FOR_ITS_SIZE
        reason = Reason.TOO_MANY_PIXELS if stopped else Reason.UNREADABLE
        raise RefusedPictureError(WORDS[reason]) from None
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise RefusedPictureError(WORDS[Reason(answer["refused"])])
    return Made(**answer)
