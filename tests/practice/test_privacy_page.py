"""The privacy page tells what is kept, in plain words, below what the therapist has written."""

from typing import Any

import lxml.html
import pytest
from django.apps import apps
from django.test import Client

from practice.models import Page
from tests.factories import make_pages, make_profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client) -> Any:
    make_profile()
    make_pages()
    return lxml.html.document_fromstring(client.get("/privacy/").content.decode())


def cells(page: Any) -> list[list[str]]:
    rows = page.xpath("//table[@class='kept']/tbody/tr")
    return [[cell.text_content().strip() for cell in row] for row in rows]


def test_the_table_stands_below_the_words_of_the_therapist(page: Any) -> None:
    text = page.text_content()
    assert text.index("All about privacy.") < text.index("What is kept, why, and how long")


def test_each_row_says_what_why_and_how_long(page: Any) -> None:
    assert len(cells(page)) >= 7
    for what, why, how_long in cells(page):
        assert what
        assert why.removeprefix("Why: ")
        assert how_long.removeprefix("How long: ")


def test_it_says_what_mail_that_waits_holds(page: Any) -> None:
    (mail,) = (row for row in cells(page) if row[0].startswith("Your e-mail address"))
    assert "this website has the key" in mail[0]
    assert "72 hours" in mail[2]


def test_it_names_no_model_and_no_field(page: Any) -> None:
    words = set(page.xpath("string(//table[@class='kept'])").replace(".", " ").split())
    names = {field.name for model in apps.get_models() for field in model._meta.get_fields()}
    assert not words & {name for name in names if "_" in name}
    assert not words & {model.__name__ for model in apps.get_models()} - {"Entry", "Page", "Image"}


def test_it_tells_nothing_of_the_desk(page: Any) -> None:
    assert "password" not in page.xpath("string(//table[@class='kept'])")


def test_without_the_page_there_is_nothing_to_show(client: Client) -> None:
    make_profile()
    assert not Page.objects.exists()
    assert client.get("/privacy/").status_code == 404


@pytest.mark.parametrize("body", ["", "<p>Mine.</p></main></body><!--", "<table><tr><td>Mine"])
def test_whatever_she_writes_the_table_stays(desk: Client, body: str) -> None:
    make_profile()
    make_pages()
    page = Page.objects.get(slug=Page.Slug.PRIVACY)
    address = f"/admin/practice/page/{page.pk}/change/"
    assert "The table of what is kept" in desk.get(address).content.decode()

    assert desk.post(address, {"title": "Privacy", "body": body}).status_code == 302
    shown = lxml.html.document_fromstring(Client().get("/privacy/").content.decode())
    assert len(cells(shown)) >= 7
