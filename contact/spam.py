"""What looks like spam, told without a puzzle, a third party or a list of bad words.

A suspect is held back, never dropped: the therapist decides. docs/decisions/0054 says why these
limits.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.http import HttpRequest

from contact.forms import EnquiryForm
from contact.submission import QUICKEST
from practice.rate_limit import tries_of

HONEYPOT = "website"  # a field that nobody sees: templates/contact/includes/honeypot.html
FROM_ONE_ADDRESS, WITHIN = 15, timedelta(days=1)

SUSPECT_FROM = 3  # points
LINK = re.compile(r"https?://|\bwww\.|\[url|<a\s", re.IGNORECASE)
SHORT_ANSWERS = ("name", "pronouns")
TYPED = (*SHORT_ANSWERS, "message", "access_needs")
FEW_WORDS = 24
SAID_OFTEN = 8  # times, as the average of all words


def is_suspected(request: HttpRequest, form: EnquiryForm, now: datetime) -> bool:
    """Whether to hold a valid form back. Counts it for its address."""
    tries = tries_of(request, "enquiry", within=WITHIN, now=now)
    return (
        tries > FROM_ONE_ADDRESS
        or bool(request.POST.get(HONEYPOT))
        or not was_typed(form.opened_at, now)
        or points(form.contents) >= SUSPECT_FROM
    )


def was_typed(opened_at: datetime | None, now: datetime) -> bool:
    """Whether the time between opening and sending is a person's; it is never too long."""
    return opened_at is not None and now - opened_at >= QUICKEST


def points(contents: Mapping[str, str]) -> int:
    """How much the words look like advertising: links and repetition."""
    typed = {name: contents[name] for name in TYPED if name in contents}
    links = sum(len(LINK.findall(text)) for text in typed.values())
    misplaced = any(LINK.search(typed.get(name, "")) for name in SHORT_ANSWERS)
    repeated = _says_one_thing(typed) or any(_goes_round(text) for text in typed.values())
    return links + SUSPECT_FROM * (misplaced + repeated)


def _says_one_thing(typed: Mapping[str, str]) -> bool:
    """Whether at least three questions got one and the same answer."""
    return any(count >= 3 for count in Counter(typed.values()).values())


def _goes_round(text: str) -> bool:
    words = text.lower().split()
    return len(words) >= FEW_WORDS and len(words) >= SAID_OFTEN * len(set(words))
