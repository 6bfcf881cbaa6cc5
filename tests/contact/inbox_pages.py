"""The inbox as its page shows it, for tests."""

from typing import Any

import lxml.html
from django.test import Client

from tests.contact.desk_pages import LIST

SEARCH = f"{LIST}search/"
# Moments that no zone can say.
AT_THE_ENDS_OF_TIME = ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00"]


def words_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def shown(page: Any) -> list[dict[str, str]]:
    """Each row of a list: who, and what is said of it by its heading."""
    found = []
    for row in page.find_class("inbox__row"):
        [who] = row.find_class("inbox__who")
        said = {words_of(each[0]): words_of(each[1]) for each in row.xpath(".//dl/div")}
        found.append({"who": words_of(who)} | said)
    return found


def inbox(desk: Client, query: str = "") -> list[dict[str, str]]:
    return shown(page_at(desk, LIST + query))


def page_at(desk: Client, path: str) -> Any:
    return lxml.html.document_fromstring(desk.get(path).content.decode())


def search(desk: Client, words: str, **more: str) -> Any:
    answer = desk.post(SEARCH, {"words": words} | more)
    return lxml.html.document_fromstring(answer.content.decode())
