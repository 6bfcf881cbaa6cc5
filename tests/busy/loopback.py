"""Reads a calendar as the site does, but from this machine alone: what the tests' servers are on.

python -m tests.busy.loopback AUTHORITY SECONDS_TO_FETCH SECONDS_OF_PROCESSOR_TIME
"""

import sys
from functools import partial
from ipaddress import IPv4Address, IPv6Address

from contact.busy.fetching import fetch
from contact.busy.process import main


def is_loopback(address: IPv4Address | IPv6Address) -> bool:
    return address.is_loopback


if __name__ == "__main__":
    authority, fetched_within, processor_time = sys.argv[1:]
    main(
        partial(fetch, is_allowed=is_loopback, trusted=authority),
        fetched_within=int(fetched_within),
        processor_time=int(processor_time),
    )
