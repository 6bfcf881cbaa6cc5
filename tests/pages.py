"""A page as a visitor's browser has it, for tests that look into it."""

from typing import Any

from django.test import Client
from lxml import html

Element = Any  # lxml's own types know neither find_class nor what an XPath gives


def page_at(client: Client, address: str, *, status: int = 200) -> Element:
    """Fetch what is at `address`, which must answer with `status`."""
    response = client.get(address)
    assert response.status_code == status, f"{address}: {response.status_code}"
    return html.fromstring(response.content.decode())


def source_at(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def values(page: Element, path: str) -> list[str]:
    """The attributes or texts at an XPath."""
    return [str(value) for value in page.xpath(path)]


def text_of(element: Element) -> str:
    return " ".join(str(element.text_content()).split())


def text_in(page: Element, css_class: str) -> str:
    """The words of the one element of that class."""
    (element,) = page.find_class(css_class)
    return text_of(element)


def links_in(element: Element) -> list[str]:
    return values(element, ".//a/@href")
