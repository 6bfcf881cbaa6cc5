"""Kills one part of the site after the other, in an order of chance."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from tests.chaos.enquirers import Ledger
from tests.chaos.processes import Postgres, Supervised

VICTIMS = ("web", "web worker", "mail worker", "Postgres backend", "postmaster")
PAUSE = (0.3, 1.2)  # seconds between two kills, once the site has taken something again
BACK_WITHIN = 20.0  # seconds


@dataclass(frozen=True)
class Kill:
    """What was killed, and when (monotonic seconds)."""

    victim: str
    at: float


@dataclass
class Killer:
    """Each victim comes at least once in a round; a round's order is chance."""

    victims: dict[str, Callable[[], bool]]
    ledger: Ledger
    chance: random.Random
    kills: list[Kill] = field(default_factory=list)

    def run(self, count: int, *, enough: Callable[[], bool]) -> None:
        """Kill until there were `count` kills and there is enough.

        Raises TimeoutError where the site takes nothing any more.
        """
        while len(self.kills) < count or not enough():
            for victim in self.chance.sample(sorted(self.victims), len(self.victims)):
                self._await_an_acknowledgement()
                time.sleep(self.chance.uniform(*PAUSE))
                began = time.monotonic()
                if self.victims[victim]():
                    self.kills.append(Kill(victim, began))

    def _await_an_acknowledgement(self) -> None:
        before, deadline = len(self.ledger.acknowledged), time.monotonic() + BACK_WITHIN
        while len(self.ledger.acknowledged) == before:
            if time.monotonic() > deadline:
                message = f"nothing was taken for {BACK_WITHIN:.0f} s after a kill"
                raise TimeoutError(message)
            threading.Event().wait(0.02)


def victims(
    site: Supervised, sender: Supervised, postgres: Postgres, chance: random.Random
) -> dict[str, Callable[[], bool]]:
    """How each of VICTIMS is killed; each says whether there was anything to kill."""
    return {
        "web": site.kill,
        "web worker": partial(site.kill_a_child, chance),
        "mail worker": sender.kill,
        "Postgres backend": partial(postgres.kill_a_backend, chance),
        "postmaster": postgres.kill,
    }
