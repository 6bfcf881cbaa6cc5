"""How often somebody may guess: refused before anything slow is done, and no account is locked.

A browser that was signed in to the account before has a pause of its own. All others wait by
network address: the pause grows with every wrong try at the account, but an address that has not
tried yet is always let try. Six digits alone could be guessed from many addresses at once, so
unknown browsers share one pause there; passkeys and recovery codes, which nobody guesses, go past
it.
"""

from datetime import datetime, timedelta
from functools import partial

from django.http import HttpRequest

from practice.models import User
from practice.pauses import Pause, Turn, turn_of
from practice.rate_limit import Limit, tries_of
from practice.sealing import environment
from practice.sign_in import known_browser

FORGOTTEN_AFTER = timedelta(minutes=15)
# Six digits are few: what begins anew four times an hour would be five times as many tries a day.
CODES_FORGOTTEN_AFTER = timedelta(days=1)
# Of all names together: what bounds the work that one address can ask for.
FROM_ADDRESS = Limit("signing in", within=FORGOTTEN_AFTER, from_one=30, from_all=10**9)
# To ask for a passkey's challenge is a row each.
CHALLENGES = Limit("passkey challenge", within=timedelta(minutes=5), from_one=60, from_all=10**9)

FREE_PASSWORDS, LONGEST_FOR_A_PASSWORD = 3, timedelta(minutes=1)
FREE_CODES, LONGEST_FOR_A_CODE = 5, timedelta(minutes=5)


def wait_before_password(request: HttpRequest, name: str, now: datetime) -> timedelta | None:
    """Return how long to wait; ask before the password is looked at, known name or not."""
    if known_browser.id_of(request, name) is None:
        wait = FROM_ADDRESS.take(request, now)
        if wait:
            return wait
    return _for_password(request, name).too_soon(now)


def note_right_password(request: HttpRequest, name: str, now: datetime) -> None:
    _for_password(request, name).give_back(now)


def for_code(request: HttpRequest, user: User, *, is_recovery: bool) -> Pause:
    """The tries at the second factor of somebody whose password was right."""
    name = user.get_username()
    what = "recovery code" if is_recovery else "code"
    known = known_browser.id_of(request, name)
    if known:
        return _code(f"{what} in {known}", None, LONGEST_FOR_A_CODE)
    if is_recovery:
        turn = _by_address(request, f"{what}|{user.pk}")
        return _code(f"{what} of {user.pk}", turn, LONGEST_FOR_A_PASSWORD)
    return _code(f"{what} of {user.pk}", None, LONGEST_FOR_A_CODE)


def _for_password(request: HttpRequest, name: str) -> Pause:
    known = known_browser.id_of(request, name)
    if known:
        return _password(f"password in {known}", None)
    account = known_browser.digest_of(name)
    turn = _by_address(request, f"password|{account}")
    return _password(f"password of {account}", turn)


def _code(whose: str, turn: Turn | None, longest: timedelta) -> Pause:
    """Without a `turn` of its own, whoever is counted waits together."""
    turn = turn or turn_of(_key(f"turn {whose}"))
    return Pause(_key(f"wrong {whose}"), turn, FREE_CODES, longest, CODES_FORGOTTEN_AFTER)


def _password(whose: str, turn: Turn | None) -> Pause:
    turn = turn or turn_of(_key(f"turn {whose}"))
    free, longest = FREE_PASSWORDS, LONGEST_FOR_A_PASSWORD
    return Pause(_key(f"wrong {whose}"), turn, free, longest, FORGOTTEN_AFTER)


def _by_address(request: HttpRequest, what: str) -> Turn:
    """Under the salt of the day, as every address."""
    count = partial(tries_of, request, f"turn at the {what}")
    return lambda pause, now: count(within=pause, now=now)


def _key(whose: str) -> bytes:
    return environment.mac(whose.encode(), purpose="tries at signing in")
