"""Few lengths, so that the length of what somebody wrote does not show."""

from practice.sealing.errors import TooLongError

SIZES = (1024, 4096, 16384)  # bytes


def padded(plain: bytes, fill: bytes) -> bytes:
    """Fill `plain` up to the next of SIZES. Raises TooLongError above the largest."""
    size = next((size for size in SIZES if len(plain) <= size), None)
    if size is None:
        raise TooLongError
    return plain.ljust(size, fill)
