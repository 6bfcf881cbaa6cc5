from enum import StrEnum


class Trouble(StrEnum):
    """Why a calendar could not be read. contact/desk/calendar_words.py says it in words."""

    ADDRESS = "address"  # it is no https address
    NO_SUCH_PLACE = "no_such_place"
    NOT_PUBLIC = "not_public"  # the name leads into a private network, or to this machine
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    TOO_SLOW = "too_slow"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    GONE = "gone"
    REFUSED = "refused"
    ANSWERED_BADLY = "answered_badly"
    COMPRESSED = "compressed"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    WEB_PAGE = "web_page"
    NO_CALENDAR = "no_calendar"
    TOO_MUCH = "too_much"  # entries, memory or processor time
    PARTLY = "partly"  # the one that comes with a new copy: some entries could not be understood
    NO_KEY = "no_key"  # the address was kept under another ENCRYPTION_KEY


class CannotReadError(Exception):
    """Nothing came of it; `because` says why. It never holds an address or what was answered."""

    def __init__(self, because: Trouble) -> None:
        super().__init__(because)
        self.because = because
