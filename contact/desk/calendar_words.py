"""Why a calendar could not be read, and what the therapist can do about it."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contact.busy.trouble import Trouble

ADD_AGAIN = _("Please look up its address again, add it anew, and remove this one.")

WORDS = {
    Trouble.ADDRESS: _("It leads to an address that does not begin with https."),
    Trouble.NO_SUCH_PLACE: _("No server of that name is known. Is there a slip in the address?"),
    Trouble.NOT_PUBLIC: _(
        "It leads into a private network. I only read calendars that are on the internet."
    ),
    Trouble.UNREACHABLE: _("Its server does not answer. I keep trying."),
    Trouble.CERTIFICATE: _(
        "Its server cannot prove who it is: its certificate is not valid. I keep trying."
    ),
    Trouble.TOO_SLOW: _("Its server takes too long to answer. I keep trying."),
    Trouble.TOO_MANY_REDIRECTS: _("It leads from one address to the next, without an end."),
    Trouble.GONE: _("There is nothing at that address any more. Perhaps it was made anew there."),
    Trouble.REFUSED: _(
        "Its server wants a name and a password. Please look for the secret address in iCal format."
    ),
    Trouble.ANSWERED_BADLY: _("Its server says that something is wrong there. I keep trying."),
    Trouble.COMPRESSED: _("Its server answers in a compressed form that I do not take."),
    Trouble.TOO_LARGE: _("It is too large: I read up to 5 MB."),
    Trouble.EMPTY: _("What came from there was empty. I keep trying."),
    Trouble.WEB_PAGE: _(
        "There is a web page at that address, and no calendar. Please look for the secret address"
        " in iCal format."
    ),
    Trouble.NO_CALENDAR: _("What came from there is no calendar."),
    Trouble.TOO_MUCH: _("There is too much in it for me to work through."),
    Trouble.PARTLY: _(
        "Some entries in it make no sense to me. They may be times at which you are busy: please"
        " block those by hand."
    ),
    Trouble.NO_KEY: _("I can no longer open the address that you gave me."),
}
SHE_CAN_MEND = {
    Trouble.ADDRESS,
    Trouble.NO_SUCH_PLACE,
    Trouble.GONE,
    Trouble.REFUSED,
    Trouble.WEB_PAGE,
    Trouble.NO_CALENDAR,
    Trouble.NO_KEY,
}


def in_words(failed_because: str) -> str:
    """Return sentences, "" where nothing is amiss."""
    if not failed_because:
        return ""
    trouble = Trouble(failed_because)
    words = str(WORDS[trouble])
    return f"{words} {ADD_AGAIN}" if trouble in SHE_CAN_MEND else words


def is_hers(failed_because: str) -> bool:
    """Whether it stays until she does something, however often it is tried."""
    return failed_because in {*SHE_CAN_MEND, Trouble.PARTLY}


def ago(moment: datetime | None) -> str:
    """Return "just now" or "3 minutes ago"; "" for never."""
    if moment is None:
        return ""
    if timezone.now() - moment < timedelta(minutes=1):
        return gettext("just now")
    return gettext("%(age)s ago") % {"age": timesince(moment)}
