"""An article that the old site exported as plain text becomes a draft, with nothing lost."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from lxml import html

from blog.importing.plain_text import read
from blog.models import Article
from tests.factories import make_series
from tests.pages import text_of

# A real export lies beside some checkouts. Its sentences are not ours to copy in here.
REAL = Path(__file__).parents[3] / "shared/samples/part-2-as-exported.txt"
FURNITURE = ["Edit Content", "Looking for someone to talk to? I’m here for you"]
HEADINGS = ["Being near", "Being far & back", "Rest", "Work <and> play", "What lasts"]
PROSE = "Sentences of one paragraph follow each other in a single long line, as exports have it. "


def exported() -> str:
    """A text of the same shape as the real one: furniture, an opening, five sections, an end."""
    lines = [FURNITURE[0], "", FURNITURE[1], "", "", f"At the opening. {PROSE * 2}", ""]
    for number, heading in enumerate(HEADINGS, start=1):
        lines += [f"{number}. {heading}:", "", f"On section {number}. {PROSE * 3}", ""]
    return "\n".join([*lines, f"In the end. {PROSE * 2}"])


@pytest.fixture(
    params=[
        "synthetic",
        pytest.param(
            "real",
            marks=pytest.mark.skipif(
                not REAL.exists(), reason="no real export beside the checkout"
            ),
        ),
    ]
)
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "real":
        return REAL
    path = tmp_path / "exported.txt"
    path.write_text(exported(), encoding="utf-8")
    return path


def imported(file: Path, **options: object) -> tuple[Article, str]:
    make_series()
    out = StringIO()
    call_command("import_article", file, series="a-series", part=2, stdout=out, **options)
    return Article.objects.get(), out.getvalue()


def lines_of(file: Path) -> list[str]:
    return [" ".join(line.split()) for line in file.read_text(encoding="utf-8").splitlines()]


def texts(article: Article, tag: str) -> list[str]:
    page = html.fragment_fromstring(article.body, create_parent="div")
    return [text_of(element) for element in page.iter(tag)]


@pytest.mark.django_db
def test_it_becomes_a_draft_in_its_place(file: Path) -> None:
    article, printed = imported(file)

    assert (article.status, article.publish_at) == (Article.Status.DRAFT, None)
    assert (str(article.series), article.position) == ("A series", 2)
    assert not article.announced
    assert f"(/articles/{article.slug}/)" in printed


@pytest.mark.django_db
def test_every_paragraph_is_there_word_for_word(file: Path) -> None:
    article, printed = imported(file)
    lines = [line for line in lines_of(file) if len(line) > 160]

    assert len(lines) == 7
    assert texts(article, "p") == lines
    assert "Paragraphs: 7." in printed


@pytest.mark.django_db
def test_the_five_numbered_lines_become_sections_without_their_colons(file: Path) -> None:
    article, printed = imported(file)
    numbered = [line for line in lines_of(file) if re.match(r"\d\. ", line)]
    assert len(numbered) == 5
    assert all(line.endswith(":") for line in numbered)

    assert texts(article, "h2") == [line.removesuffix(":") for line in numbered]
    assert len(article.sections) == 5
    assert "Sections: 5." in printed


@pytest.mark.django_db
def test_the_two_lines_of_furniture_are_left_out_and_named(file: Path) -> None:
    article, printed = imported(file)
    lines = lines_of(file)

    assert printed.splitlines()[-3:] == [
        "Left out: 2",
        f"  line 1: {lines[0]}",
        f"  line 3: {lines[2]}",
    ]
    assert lines[0] not in article.body
    assert lines[2] not in texts(article, "p")


@pytest.mark.django_db
def test_every_line_is_either_kept_or_named(file: Path) -> None:
    article, printed = imported(file)
    kept = [*texts(article, "p"), *texts(article, "h2")]

    for line in filter(None, lines_of(file)):
        assert line.removesuffix(":") in kept or f": {line}\n" in printed


@pytest.mark.usefixtures("profile")
def test_a_visitor_sees_nothing_of_it_yet(file: Path, client: Client) -> None:
    article, _ = imported(file)

    assert client.get(f"/articles/{article.slug}/").status_code == 404
    assert client.get("/series/a-series/").status_code == 404


@pytest.mark.django_db
def test_the_title_is_made_from_the_series_or_given(tmp_path: Path) -> None:
    file = tmp_path / "exported.txt"
    file.write_text(exported(), encoding="utf-8")
    article, _ = imported(file)
    assert (article.title, article.slug) == ("A series, part 2", "a-series-part-2")

    call_command(
        "import_article", file, series="a-series", part=3, title="Being far", stdout=StringIO()
    )
    assert Article.objects.get(position=3).slug == "being-far"


@pytest.mark.django_db
def test_html_in_the_text_is_shown_as_text(tmp_path: Path) -> None:
    file = tmp_path / "exported.txt"
    file.write_text("1. <script>a</script> & b:\n\nx <img src=x onerror=y> & “c”\n", "utf-8")
    article, _ = imported(file)

    assert texts(article, "h2") == ["1. <script>a</script> & b"]
    assert texts(article, "p") == ["x <img src=x onerror=y> & “c”"]
    assert "<script" not in article.safe_html
    assert "<img" not in article.safe_html


def test_line_numbers_are_those_of_an_editor() -> None:
    text = "\ufeffRead more\r\n\r\nA line.\r\n  Share this post \r\nEdit with Elementor"

    assert [(left.line, left.text) for left in read(text).left_out] == [
        (1, "Read more"),
        (4, "Share this post"),
        (5, "Edit with Elementor"),
    ]
    assert read(text).blocks == ["<p>A line.</p>"]


def test_a_break_inside_a_paragraph_that_only_word_processors_know_is_a_space() -> None:
    assert read("One\x0btwo\x0cthree\x85four.\nFive.").blocks == [
        "<p>One two three four.</p>",
        "<p>Five.</p>",
    ]


def test_a_contact_line_between_paragraphs_is_prose() -> None:
    lines = [PROSE * 2, "Sometimes it helps to have someone to talk to.", PROSE * 2]
    found = read("\n".join(lines))

    assert found.left_out == []
    assert found.paragraphs == 3


def test_a_long_line_is_prose_whatever_it_begins_with() -> None:
    long = f"1. {PROSE * 3}"
    contact = f"Write to me. {PROSE * 3}"

    assert read(f"{long}\n{contact}").blocks == [
        f"<p>{long.strip()}</p>",
        f"<p>{contact.strip()}</p>",
    ]


@pytest.mark.parametrize("line", ["1. Rest", "1) Rest", "12. Rest:", "1.  Rest :"])
def test_numbered_lines_are_headings(line: str) -> None:
    found = read(f"{line}\n\nText.")

    assert (found.sections, found.paragraphs) == (1, 1)


@pytest.mark.parametrize("line", ["2024. A year", "1.5 hours", "1.", "Section 1. Rest"])
def test_other_lines_with_numbers_are_not(line: str) -> None:
    assert read(line).sections == 0
