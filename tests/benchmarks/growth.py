"""What ten thousand articles cost more than a hundred: pages past the cache, side by side."""

from collections.abc import Iterator
from dataclasses import replace

from tests.benchmarks import content
from tests.benchmarks.load import Target
from tests.benchmarks.report import Row, say
from tests.benchmarks.rounds import Effort, alternate
from tests.benchmarks.servers import Server, fetch

FEW, MANY = 100, 10_000
CONNECTIONS = 4
AT_MOST = 1.3

ADDRESSES = {
    "article": content.ARTICLE,
    "list": "/articles/",
    "series": content.SERIES,
    "search": "/search/?q=relationship",
    "feed": "/feed.atom",
}


def rows(few: Server, many: Server, effort: Effort) -> Iterator[Row]:
    """Measure each page that the site has; for half as long as others, since there are five."""
    effort = replace(effort, seconds=max(1, effort.seconds // 2))
    for name, address in ADDRESSES.items():
        if fetch(few.port, address).status == 404:
            say(f"  no {address} yet")
            continue
        yield _row(name, past_the_cache(address), few, many, effort)


def past_the_cache(address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}past-the-cache=1"


def _row(name: str, address: str, few: Server, many: Server, effort: Effort) -> Row:
    found = alternate(Target(few, address), Target(many, address), effort, connections=CONNECTIONS)
    with_few, with_many = found.figures
    slowdown = found.ratio  # of the rate with few to the rate with many
    what, beside = f"{name} at {MANY:,} articles", f"at {FEW}: {with_few}"
    row = Row(what, with_many, beside, f"{slowdown:.2f}")
    return row.at_most(slowdown, AT_MOST)
