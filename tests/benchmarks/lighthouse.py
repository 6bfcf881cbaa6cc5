"""What Lighthouse says of pages, as on a phone: out of a hundred in each category."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import npm
from tests.benchmarks import content
from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.report import Row
from tests.benchmarks.rounds import Effort
from tests.benchmarks.servers import Server
from tests.browser.chromium import NoChromiumError, executable

MANIFEST = Path(__file__).parent
ENDS_WITHIN = 180  # seconds
LOOKS_AT_MOST = 3  # a page; each takes over ten seconds
ALL = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "home": ("/", ALL),
    "article": (content.ARTICLE, ALL),
    "series": ("/series/interpersonal-neurobiology/", ALL),  # with a summary, as a real one has
    "contact": ("/contact/", ALL[:3]),  # search engines have nothing to find there
}
CHROME = "--headless --no-sandbox --disable-dev-shm-usage --disable-background-networking"
OPTIONS = ("--quiet", "--no-enable-error-reporting", "--output=json", f"--chrome-flags={CHROME}")


def rows(site: Server, home: Path, effort: Effort) -> Iterator[Row]:
    """One for each page. Raises BenchmarkError where Lighthouse or a chromium is missing."""
    try:
        program = npm.installed(MANIFEST, home) / "lighthouse" / "cli" / "index.js"
        chromium = executable()
    except (npm.NpmError, NoChromiumError) as error:
        raise BenchmarkError(str(error)) from error
    for name, (path, categories) in PAGES.items():
        url, times = site.url + path, range(min(effort.rounds, LOOKS_AT_MOST))
        reports = [_report_at_last(program, chromium, url, categories) for _ in times]
        yield row(name, _in_the_middle(reports), categories)


def _in_the_middle(reports: list[Any]) -> Any:
    """The median by speed; nothing else wavers."""
    by_speed = sorted(reports, key=lambda it: it["categories"]["performance"]["score"] or 0)
    return by_speed[len(by_speed) // 2]


def _report_at_last(program: Path, chromium: Path, url: str, categories: tuple[str, ...]) -> Any:
    """Now and then Lighthouse loses the trace of a page (NO_NAVSTART), and asks to be run again."""
    try:
        return _report(program, chromium, url, categories)
    except BenchmarkError:
        return _report(program, chromium, url, categories)


def _report(program: Path, chromium: Path, url: str, categories: tuple[str, ...]) -> Any:
    only = f"--only-categories={','.join(categories)}"
    command = ["node", str(program), url, only, *OPTIONS]
    done = subprocess.run(
        ["timeout", f"{ENDS_WITHIN}", *command],
        env=os.environ | {"CHROME_PATH": str(chromium)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        [*_, why] = done.stderr.strip().splitlines() or ["it does not say why"]
        message = f"Lighthouse did not finish: {why}"
        raise BenchmarkError(message)
    return json.loads(done.stdout)


def row(name: str, report: Any, categories: tuple[str, ...]) -> Row:
    """The scores of a report as Lighthouse writes it."""
    scores = [round(100 * (report["categories"][it]["score"] or 0)) for it in categories]
    lost = [audit for it in categories for audit in _lost(report, it)]
    return Row(
        f"Lighthouse on a phone, {name}",
        ", ".join(map(str, scores)),
        f"lost by: {', '.join(lost)}" if lost else ", ".join(categories).replace("-", " "),
        budget="100 each",
        within=set(scores) == {100},
    )


def _lost(report: Any, category: str) -> list[str]:
    """The audits that keep a category from its hundred."""
    if report["categories"][category]["score"] == 1:
        return []
    weighed = [it["id"] for it in report["categories"][category]["auditRefs"] if it["weight"]]
    return [name for name in weighed if (report["audits"][name]["score"] or 0) < 1]
