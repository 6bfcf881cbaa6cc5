"""The editor at the desk: what its pages may run, its pictures, and the pages written with it."""

import hashlib
import json
import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from practice.models import Image, Page, PracticeProfile
from tests.factories import make_article, make_pages
from tests.pages import page_at, text_of, values
from tests.pictures import drawn, encoded, make_image, upload

CHOOSE = "/admin/practice/image/choose/"
IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
pytestmark = pytest.mark.django_db


def scripts_of(response: Any) -> list[str]:
    """What the policy of a page lets it run."""
    directives = [it.split() for it in response["Content-Security-Policy"].split("; ")]
    return next(sources for name, *sources in directives if name == "script-src")


def test_a_page_with_the_editor_may_run_its_own_import_map_and_nothing_else_inline(
    desk: Client, profile: PracticeProfile
) -> None:
    make_pages()
    for path in (
        f"/admin/blog/article/{make_article().pk}/change/",
        f"/admin/practice/page/{Page.objects.all()[0].pk}/change/",
    ):
        response = desk.get(path)
        [inline] = IMPORT_MAP.findall(response.content.decode())
        digest = b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert scripts_of(response) == ["'self'", f"'sha256-{digest}'"]


def test_no_other_page_of_the_desk_may_run_anything_inline(
    desk: Client, profile: PracticeProfile
) -> None:
    desk.get(f"/admin/blog/article/{make_article().pk}/change/")
    for path in (
        "/admin/",
        "/admin/blog/article/",
        "/admin/blog/article/add/",
        "/admin/practice/image/add/",
        CHOOSE,
    ):
        response = desk.get(path)
        assert scripts_of(response) == ["'self'"], path
        assert IMPORT_MAP.findall(response.content.decode()) == []


def test_all_that_the_import_map_names_is_there_and_the_module_without_its_map(
    desk: Client, profile: PracticeProfile
) -> None:
    page = desk.get(f"/admin/blog/article/{make_article().pk}/change/")
    [inline] = IMPORT_MAP.findall(page.content.decode())
    addresses = json.loads(inline)["imports"].values()

    assert len(addresses) > 10
    for address in addresses:
        assert (settings.STATIC_ROOT / address.removeprefix("/static/")).exists(), address
    found = finders.find("django_prose_editor/editor.js")
    assert found
    assert b"sourceMappingURL" not in Path(found).read_bytes()


def test_words_and_minutes_as_of_the_last_save_stand_below_the_text(
    desk: Client, profile: PracticeProfile
) -> None:
    article = make_article(body="<p>One two<footnote>three</footnote>.</p>" + "<p>four</p>" * 300)
    page = page_at(desk, f"/admin/blog/article/{article.pk}/change/")

    [line] = page.xpath("//span[@data-says]")
    assert text_of(line) == "Words: 304. Minutes to read: 2."  # “Notes” is a word, too


def test_of_a_text_without_words_none_are_counted(desk: Client, profile: PracticeProfile) -> None:
    page = page_at(desk, f"/admin/blog/article/{make_article(body='').pk}/change/")

    [line] = page.xpath("//span[@data-says]")
    assert text_of(line) == ""


def listed(desk: Client, query: str) -> list[int]:
    return [it["number"] for it in desk.get(CHOOSE + query).json()["pictures"]]


def test_the_library_is_listed_searched_and_asked_for_one_picture(desk: Client) -> None:
    make_image(1, alt="A harbour")
    make_image(2, alt="", is_decorative=True)
    make_image(3, alt="A <quay>", credit="Ada")

    assert listed(desk, "") == [3, 2, 1]
    assert listed(desk, "?q=HARB") == [1]
    assert listed(desk, "?q=ada") == [3]
    assert listed(desk, "?number=2") == [2]
    for none in ("?number=9", "?number=x", "?number=99999999999999999999", "?number=%C2%B2"):
        assert listed(desk, none) == []
    [told] = desk.get(f"{CHOOSE}?number=3").json()["pictures"]
    assert told["says"] == "A <quay>"
    assert told["address"] == Image.objects.get(pk=3).address(960, "jpg")


def test_a_picture_that_comes_with_its_words_is_added_once(desk: Client, media: Path) -> None:
    sent = {"alt": "A harbour", "picture": upload(encoded(drawn()))}
    [first, again] = [
        desk.post(CHOOSE, sent | {"picture": upload(encoded(drawn()))}).json() for _time in range(2)
    ]

    assert first == again
    assert Image.objects.get().pk == first["picture"]["number"]


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        ({"alt": ""}, "Say what it shows"),
        ({"alt": "x", "is_decorative": "on"}, "Leave this empty"),
        ({"alt": "A harbour", "picture": b"no picture"}, "I cannot read this"),
    ],
)
def test_without_words_or_without_a_picture_nothing_is_added(
    desk: Client, media: Path, sent: dict[str, Any], complaint: str
) -> None:
    picture = upload(sent.get("picture", encoded(drawn())))
    response = desk.post(CHOOSE, sent | {"picture": picture})

    assert response.status_code == 422
    assert complaint in " ".join(response.json()["errors"])
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("slug", "added"), [("privacy", "What is kept, why, and how long"), ("urgent-help", "999")]
)
def test_a_page_that_is_written_anew_keeps_what_the_site_adds(
    desk: Client, profile: PracticeProfile, slug: str, added: str
) -> None:
    make_pages()
    page = Page.objects.get(slug=slug)
    address = f"/admin/practice/page/{page.pk}/change/"
    form = page_at(desk, address)
    assert values(form, "//textarea[@data-editor]/text()")[0].strip() == page.body
    assert values(form, "//*[@name='slug']") == []
    desk.post(address, {"title": "New", "body": "<p>All new.</p>", "slug": "about"})

    shown = page_at(desk, f"/{slug}/").text_content()
    assert "All new." in shown
    assert added in shown
    assert Page.objects.get(pk=page.pk).slug == slug
