"""No page of the desk lets in a script or a style that is not a file of this site."""

import base64
import hashlib
from typing import Any

import lxml.html
import pytest

from tests.factories import PHRASE
from tests.practice.everything import browser_of, path_of, things
from tests.practice.roles_table import TABLE, Kind

__all__ = ["things"]  # a fixture

FEWEST = 100  # pages: below that the walk has lost its way


def directives(answer: Any) -> dict[str, list[str]]:
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


def inside(page: Any, policy: dict[str, list[str]]) -> list[str]:
    """What stands in the page itself and could run, or paint, if the policy were to let it."""
    found = [f"<{each.tag} {name}>" for each in page.iter("*") for name in _handlers(each)]
    found += [f"<{each.tag} style>" for each in page.xpath("//*[@style]")]
    found += ["<style>" for _each in page.xpath("//style")]
    found += ["javascript:" for _each in page.xpath("//*[starts-with(@href, 'javascript:')]")]
    scripts = page.xpath("//script[not(@src)]")
    return found + ["<script>" for one in scripts if not _is_data(one, policy)]


def _handlers(element: Any) -> list[str]:
    return [name for name in element.attrib if name.startswith("on")]


def _is_data(script: Any, policy: dict[str, list[str]]) -> bool:
    """JSON runs nowhere; a map of modules has to be there word for word as the policy says."""
    if script.get("type") in ("application/json", "application/ld+json"):
        return True
    digest = hashlib.sha256((script.text or "").encode()).digest()
    said = f"'sha256-{base64.b64encode(digest).decode()}'"
    return script.get("type") == "importmap" and said in policy["script-src"]


@pytest.mark.django_db
def test_nothing_inline_is_on_any_page_of_the_desk_nor_would_run(things: dict[str, Any]) -> None:
    browser = browser_of("therapist", things)
    assert browser.post("/admin/unlock/", {"phrase": PHRASE}).status_code == 302
    wrong, pages = {}, 0
    for route, rule in TABLE.items():
        if route.startswith("admin/") and rule["therapist"] == Kind.IN:
            answer = browser.get(path_of(route, things, "therapist"))
            if answer.get("Content-Type", "").startswith("text/html"):
                pages += 1
                if amiss := _amiss(answer):
                    wrong[route] = amiss
    assert wrong == {}
    assert pages > FEWEST


def _amiss(answer: Any) -> list[str]:
    policy = directives(answer)
    allowed = [source for sources in policy.values() for source in sources]
    found = [source for source in allowed if source.startswith(("'unsafe", "*", "http"))]
    found += [] if policy["default-src"] == ["'none'"] else ["default-src"]
    if not answer.content:
        return found
    return found + inside(lxml.html.document_fromstring(answer.content.decode()), policy)
