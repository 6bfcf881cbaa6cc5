"""How much may be sent in files. DATA_UPLOAD_MAX_MEMORY_SIZE bounds everything but files."""

from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from practice.image_rules import LARGEST_UPLOAD

READ_ANYWAY = 8 * LARGEST_UPLOAD  # bytes, so that a browser gets round to reading our answer
CHUNK = 64 * 1024  # bytes


class FileTooBigError(RequestDataTooBig):
    """Somebody sent a file that is larger than any that the desk takes."""


class BoundedUploads(TemporaryFileUploadHandler):
    """Files go to disk while they arrive, and only staff may send any.

    The length that a request names is looked at before a byte of it is kept.
    """

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> Any:
        fields: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if not self._is_from_staff():
            _refuse_beyond(fields, input_data, content_length, RequestDataTooBig)
        _refuse_beyond(LARGEST_UPLOAD + fields, input_data, content_length, FileTooBigError)
        return super().handle_raw_input(input_data, META, content_length, boundary, encoding)

    def _is_from_staff(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user and user.is_staff)


def _refuse_beyond(
    limit: int, input_data: IO[bytes], length: int, error: type[RequestDataTooBig]
) -> None:
    if length <= limit:
        return
    left = min(length, READ_ANYWAY)
    while left > 0 and (chunk := input_data.read(min(left, CHUNK))):
        left -= len(chunk)
    raise error
