"""What cannot be imported is refused in one clear line, and nothing is changed."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from blog.models import Article
from tests.factories import make_article, make_series


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "exported.txt"
    path.write_text("1. Rest:\n\nSome text.\n", encoding="utf-8")
    return path


def refusal(file: Path, series: str = "a-series", part: int = 2, title: str = "") -> str:
    """What the command says when it refuses: one line, after which no article is new."""
    before = list(Article.objects.values())
    with pytest.raises(CommandError) as refused:
        call_command("import_article", file, series=series, part=part, title=title)
    assert list(Article.objects.values()) == before
    assert "\n" not in str(refused.value)
    return str(refused.value)


# The place in a series is checked when the transaction ends, so here it must really end.
@pytest.mark.django_db(transaction=True)
def test_a_part_that_is_taken(file: Path) -> None:
    make_article("mine", series=make_series(), position=2, body="<p>Mine.</p>")

    assert refusal(file) == (
        "“A series” already has a part 2, or there is an article at the address "
        "“a-series-part-2”. Choose another --part or --title."
    )


@pytest.mark.django_db(transaction=True)
def test_an_address_that_is_taken(file: Path) -> None:
    make_series()
    make_article("mine")

    assert "“mine”. Choose another --part or --title." in refusal(file, title="Mine")


@pytest.mark.django_db
def test_an_unknown_series_and_those_that_there_are(file: Path) -> None:
    make_series("first-series", title="A")
    make_series("second-series", title="B")

    assert refusal(file, series="third-series") == (
        "There is no series “third-series”. Series here: first-series, second-series."
    )


@pytest.mark.django_db
def test_a_series_where_there_is_none_yet(file: Path) -> None:
    assert refusal(file).endswith("Series here: none yet.")


@pytest.mark.django_db
@pytest.mark.parametrize("part", [0, -1])
def test_a_part_before_the_first(file: Path, part: int) -> None:
    make_series()

    assert refusal(file, part=part) == "Parts are counted from 1."


@pytest.mark.django_db
def test_a_part_beyond_counting(file: Path) -> None:
    make_series()

    assert refusal(file, part=40_000).startswith("position: ")


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff", "Edit Content\n", "1. Rest:\n", "\x00"])
def test_a_file_without_text(file: Path, text: str) -> None:
    make_series()
    file.write_text(text, encoding="utf-8")

    assert refusal(file) == "There is no text in that file."


@pytest.mark.django_db
def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    make_series()

    assert "No such file" in refusal(tmp_path / "nowhere.txt")


@pytest.mark.django_db
def test_a_folder(tmp_path: Path) -> None:
    make_series()

    assert "Is a directory" in refusal(tmp_path)


@pytest.mark.django_db
def test_a_file_in_another_encoding(file: Path) -> None:
    make_series()
    file.write_bytes("Café.".encode("latin-1"))

    assert refusal(file) == f"{file} is not UTF-8 text. Save it as UTF-8 and try again."


@pytest.mark.django_db
def test_a_title_that_is_too_long(file: Path) -> None:
    make_series()

    assert refusal(file, title="x" * 161).startswith("title: ")


@pytest.mark.django_db
def test_a_title_that_makes_no_address(file: Path) -> None:
    make_series()

    assert refusal(file, title="…") == "slug: This field cannot be blank."


@pytest.mark.django_db
def test_odd_signs_in_the_text_are_no_reason_to_refuse(file: Path) -> None:
    make_series()
    file.write_bytes(b"\x01Some\x00text.\n")
    call_command("import_article", file, series="a-series", part=1, verbosity=0)

    assert Article.objects.get().body == "<p>Some text.</p>"
