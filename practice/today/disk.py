import os
import shutil
from collections.abc import Iterable
from pathlib import Path


def least_free(places: Iterable[Path]) -> int | None:
    """Return the bytes that are left where least is; None where no disk says."""
    left = [free for free in map(_free, places) if free is not None]
    return min(left, default=None)


def _free(place: Path) -> int | None:
    try:
        return shutil.disk_usage(_there(place)).free
    except OSError:
        return None


def can_write(file: Path) -> bool:
    """Whether `file` could be written, or made with its folders."""
    there = _there(file)
    return os.access(there, os.W_OK) and (there == file or there.is_dir())


def _there(place: Path) -> Path:
    """Return `place`, or the nearest folder above it that is there."""
    return next(path for path in (place, *place.parents) if os.access(path, os.F_OK))
