"""The therapist puts a picture into her library, says what it shows, and pastes it into a text."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import html

from practice import images
from practice.models import Image
from tests.at_once import meanwhile
from tests.factories import make_article
from tests.pages import page_at, text_of, values
from tests.pictures import drawn, encoded, make_image, upload

ADD = "/admin/practice/image/add/"
pytestmark = pytest.mark.django_db


def posted(content: bytes | None = None, name: str = "photo.jpg", **words: Any) -> dict[str, Any]:
    picture = upload(encoded(drawn()) if content is None else content, name)
    return {"picture": picture, "alt": "A harbour", "credit": ""} | words


def errors(response: Any) -> str:
    return " ".join(values(page_of(response), "//ul[contains(@class, 'errorlist')]//text()"))


def page_of(response: Any) -> Any:
    return html.fromstring(response.content.decode())


def test_an_uploaded_picture_is_there_with_the_line_to_paste(desk: Client, media: Path) -> None:
    response = desk.post(ADD, posted(), follow=True)
    image = Image.objects.get()

    assert (image.alt, image.width, image.height) == ("A harbour", 1000, 700)
    assert (images.folder_of(image.digest) / "480.avif").exists()
    assert response.redirect_chain[-1][0] == f"/admin/practice/image/{image.pk}/change/"
    assert text_of(page_of(response).xpath("//code")[0]) == (
        f'<figure><img data-image="{image.pk}"></figure>'
    )
    assert values(page_of(response), "//img/@src") == [f"/media/images/{image.digest}/480.jpg"]


@pytest.mark.usefixtures("profile")
def test_the_line_shows_the_picture_in_an_article(desk: Client, media: Path) -> None:
    page = page_of(desk.post(ADD, posted(), follow=True))
    make_article("an-article", body=f"<p>a</p>{text_of(page.xpath('//code')[0])}")
    article = page_at(desk, "/articles/an-article/")

    [address] = article.xpath("//figure//img/@src")
    assert b"".join(desk.get(address).streaming_content)[:2] == b"\xff\xd8"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ({"alt": ""}, "Say what it shows"),
        ({"alt": "   "}, "Say what it shows"),
        ({"is_decorative": "on"}, "Leave this empty"),
        ({"alt": "x" * 301}, "300"),
    ],
)
def test_a_picture_without_words_is_not_taken_and_nothing_is_kept(
    desk: Client, media: Path, words: dict[str, Any], complaint: str
) -> None:
    response = desk.post(ADD, posted(**words))

    assert response.status_code == 422
    assert complaint in errors(response)
    assert not Image.objects.exists()
    assert not media.exists()


def test_decorative_is_said_expressly(desk: Client, media: Path) -> None:
    desk.post(ADD, posted(alt="", is_decorative="on"))

    assert Image.objects.get().is_decorative


@pytest.mark.parametrize(
    ("content", "name", "complaint"),
    [
        (b"", "photo.jpg", "This file is empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.jpg", "I cannot read this"),
        (encoded(drawn(), "PNG"), "photo.jpg", "name of this file"),
    ],
)
def test_what_is_no_picture_is_answered_in_plain_words(
    desk: Client, media: Path, content: bytes, name: str, complaint: str
) -> None:
    response = desk.post(ADD, posted(content, name))

    assert response.status_code == 422
    assert complaint in errors(response)
    assert not Image.objects.exists()
    assert [path.name for path in media.rglob("*")] in ([], [".lock"])


def test_without_a_file_nothing_is_taken(desk: Client, media: Path) -> None:
    assert desk.post(ADD, {"alt": "A harbour"}).status_code == 422


def test_the_same_bytes_twice_are_one_picture_and_its_words_stay(desk: Client, media: Path) -> None:
    for alt in ("A harbour", "Something else"):
        response = desk.post(ADD, posted(alt=alt), follow=True)

    assert Image.objects.get().alt == "A harbour"
    assert "was here already" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_save_is_one_picture(desk: Client, media: Path) -> None:
    content = encoded(drawn())
    both = [meanwhile(lambda: desk.post(ADD, posted(content))) for _ in range(2)]

    assert [each.result().status_code for each in both] == [302, 302]
    assert Image.objects.count() == 1
    assert len(list(images.folder_of(Image.objects.get().digest).iterdir())) == 7


def test_the_library_lists_pictures_with_their_lines(desk: Client, media: Path) -> None:
    make_image(12)
    make_image(13, alt="", is_decorative=True)
    page = page_at(desk, "/admin/practice/image/")

    assert [text_of(line) for line in page.xpath("//code")] == [
        '<figure><img data-image="13"></figure>',
        '<figure><img data-image="12"></figure>',
    ]
    links = [text_of(link) for link in page.xpath("//th/a")]
    assert links == ["decorative picture 13", "A harbour"]


def test_words_are_changed_and_seen_on_the_article(desk: Client, media: Path) -> None:
    make_image(12)
    article = make_article(body='<p>a</p><figure><img data-image="12"></figure>')
    page = page_at(desk, "/admin/practice/image/12/change/")
    assert values(page, "//div[contains(@class,'field-articles')]//a/text()") == ["An article"]

    response = desk.post(
        "/admin/practice/image/12/change/", {"alt": "A quay", "credit": "Ada Example"}
    )

    article.refresh_from_db()
    assert response.status_code == 302
    assert 'alt="A quay"' in article.body_html


def test_words_cannot_be_taken_away(desk: Client, media: Path) -> None:
    make_image(12)
    response = desk.post("/admin/practice/image/12/change/", {"alt": "", "credit": ""})

    assert response.status_code == 422
    assert Image.objects.get().alt == "A harbour"


@pytest.mark.django_db(transaction=True)
def test_a_deleted_picture_leaves_no_file(desk: Client, media: Path) -> None:
    desk.post(ADD, posted())
    image = Image.objects.get()
    desk.post(f"/admin/practice/image/{image.pk}/delete/", {"post": "yes"})

    assert not Image.objects.exists()
    assert [path.name for path in media.iterdir()] == [".lock"]


def test_a_visitor_cannot_upload(client: Client, media: Path) -> None:
    response = client.post(ADD, posted())

    assert response.status_code in (302, 413)
    assert not Image.objects.exists()
    assert not media.exists()
