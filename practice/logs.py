import copy
import logging
import re
import traceback
from types import TracebackType

type_of_exc_info = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)

# Whoever has such an address has what is behind it.
SECRET_ADDRESSES = re.compile(r"/(calendar|preview)/\S+")


class ContentFreeFormatter(logging.Formatter):
    """Prints where an exception happened and of what kind, but not its words.

    A database error, for one, quotes the value that it could not take, and that may be somebody's
    name or message. A request that was refused (4xx) is one line, without where. Of an address that
    opens something by itself, what makes it secret is left out.
    """

    def format(self, record: logging.LogRecord) -> str:
        told = copy.copy(record)
        told.exc_text = None  # where another handler's formatter leaves its words
        if getattr(record, "status_code", 500) < 500:
            told.exc_info = None  # what a visitor sent was refused: nothing of ours is amiss
        return SECRET_ADDRESSES.sub(r"/\1/…", super().format(told))

    def formatException(self, ei: type_of_exc_info) -> str:  # noqa: N802 - logging's name
        kind, _error, trace = ei
        where = "".join(traceback.format_tb(trace))
        return f"{where}{kind.__name__ if kind else 'no exception'} (its words are left out)"
