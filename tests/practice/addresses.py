"""Every address that the site has, read from its URL configuration."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """A pattern as the configuration writes it, and the name by which it is reversed."""

    route: str
    name: str


def every_address() -> list[Address]:
    return list(_under(get_resolver(), "", ""))


def _under(resolver: URLResolver, route: str, space: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Address(here, f"{space}{entry.name or ''}")
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _under(entry, here, inner)
