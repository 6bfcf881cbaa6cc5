"""What many articles and past appointments cost more than a few: pages, side by side."""

from collections.abc import Iterator
from dataclasses import replace

from tests.benchmarks import content
from tests.benchmarks.load import Target
from tests.benchmarks.report import Row, say
from tests.benchmarks.rounds import Effort, alternate
from tests.benchmarks.servers import Server, fetch

FEW, MANY, MANY_PAST = 100, 10_000, 100_000
CONNECTIONS = 4
AT_MOST = 1.3

ADDRESSES = {
    "article": content.ARTICLE,
    "list": "/articles/",
    "series": content.SERIES,
    "search": "/search/?q=relationship",
    "feed": "/feed.atom",
}
TIMES = "/times/"  # never cached


def rows(few: Server, many: Server, effort: Effort) -> Iterator[Row]:
    """Measure each page that the site has; for half as long as others, since there are five."""
    effort = replace(effort, seconds=max(1, effort.seconds // 2))
    for name, address in ADDRESSES.items():
        if fetch(few.port, address).status == 404:
            say(f"  no {address} yet")
            continue
        what = f"{name} at {MANY:,} articles"
        yield _row(what, past_the_cache(address), few, many, effort)
    yield _row(f"times at {MANY_PAST:,} past appointments", TIMES, few, many, effort)


def past_the_cache(address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}past-the-cache=1"


def _row(what: str, address: str, few: Server, many: Server, effort: Effort) -> Row:
    found = alternate(Target(few, address), Target(many, address), effort, connections=CONNECTIONS)
    with_few, with_many = found.figures
    slowdown = found.ratio  # of the rate with few to the rate with many
    row = Row(what, with_many, f"at {FEW}: {with_few}", f"{slowdown:.2f}")
    return row.at_most(slowdown, AT_MOST)
