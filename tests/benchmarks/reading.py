"""An article: from the cache beside nginx, and past it beside a minimal Django view."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks import content
from tests.benchmarks.load import Target
from tests.benchmarks.report import Row
from tests.benchmarks.rounds import Comparison, Effort, alternate
from tests.benchmarks.servers import Server, fetch, granian, nginx

READERS = 64  # connections that ask for what lies ready
RENDERED_FOR = 4  # connections that ask for what must be rendered
GZIP = (("Accept-Encoding", "gzip"),)
# A query string that the cache does not know goes past it.
PAST_THE_CACHE = "?past-the-cache=1"
NOT_MODIFIED = "article not modified (304)"

OF_NGINX_STATIC = 0.50
OF_A_MINIMAL_VIEW = 1.0


def rows(site: Server, environment: dict[str, str], folder: Path, effort: Effort) -> Iterator[Row]:
    """Measure the article in three ways, each beside its yardstick."""
    with _same_bytes(site, folder) as static:
        yield _through_the_cache(site, static, effort)
        yield _not_modified(site, static, effort)
    minimal = environment | {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.minimal_settings"}
    with granian(minimal, "tests.benchmarks.minimal_site:application") as yardstick:
        yield _past_the_cache(site, yardstick, effort)


@contextmanager
def _same_bytes(site: Server, folder: Path) -> Iterator[Server]:
    """Nginx with the article as a file: to the byte what the site sends."""
    gzipped = fetch(site.port, content.ARTICLE, dict(GZIP)).body
    plain = gzip.decompress(gzipped)
    with nginx(folder, content.ARTICLE, plain=plain, gzipped=gzipped) as static:
        yield static


def _through_the_cache(site: Server, static: Server, effort: Effort) -> Row:
    ours, theirs = (Target(server, content.ARTICLE, GZIP) for server in (site, static))
    size = len(theirs.check())
    found = alternate(ours, theirs, effort, connections=READERS)
    what = f"article through the cache, {size / 1000:.1f} kB gzip"
    return _row(what, found, "nginx static", OF_NGINX_STATIC)


def _not_modified(site: Server, static: Server, effort: Effort) -> Row:
    ours, theirs = (_again(server) for server in (site, static))
    answered = fetch(site.port, ours.path, dict(ours.headers)).status
    if answered != ours.status:
        return Row(NOT_MODIFIED, f"answered {answered}", "nginx static", "", "304", within=False)
    found = alternate(ours, theirs, effort, connections=READERS)
    return _row(NOT_MODIFIED, found, "nginx static", OF_NGINX_STATIC)


def _again(server: Server) -> Target:
    """A reader who has the article already."""
    tag = fetch(server.port, content.ARTICLE, dict(GZIP)).headers.get("ETag", "none")
    return Target(server, content.ARTICLE, (*GZIP, ("If-None-Match", tag)), status=304)


def _past_the_cache(site: Server, yardstick: Server, effort: Effort) -> Row:
    ours = Target(site, content.ARTICLE + PAST_THE_CACHE)
    theirs = Target(yardstick, content.ARTICLE)
    found = alternate(ours, theirs, effort, connections=RENDERED_FOR)
    return _row("article past the cache", found, "minimal Django view", OF_A_MINIMAL_VIEW)


def _row(what: str, found: Comparison, beside: str, budget: float) -> Row:
    ours, theirs = found.figures
    return Row(what, ours, f"{beside}: {theirs}").at_least(found.ratio, budget)
