"""The guide shows the desk as it is: no picture is missing, left over, or older than its page."""

import re

from tests.guide import ALBUM, ROOT, TEXT, made_from

QUOTED = re.compile(r"“(.+?)”", re.DOTALL)
PICTURE = re.compile(r"!\[(.*?)\]\(guide/([\w-]+\.png)\)", re.DOTALL)
LARGEST, ALL_OF_THEM = 60_000, 600_000  # bytes
SHORT_ENOUGH_TO_READ = 250  # lines


def words_of_the_site() -> str:
    """All that its pages, mails and programs say, in one line."""
    apps = [path for app in ("practice", "blog", "contact") for path in (ROOT / app).rglob("*.py")]
    files = [*apps, *(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]
    return " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in files)


def test_what_the_guide_quotes_is_what_the_desk_says() -> None:
    there = words_of_the_site()
    quoted = {" ".join(words.split()) for words in QUOTED.findall(TEXT.read_text(encoding="utf-8"))}

    assert len(quoted) > 30
    assert sorted(words for words in quoted if words not in there) == []


def pictures() -> dict[str, str]:
    """What stands in for each picture that the guide shows, by its file."""
    return {name: words for words, name in PICTURE.findall(TEXT.read_text(encoding="utf-8"))}


def test_the_pictures_are_as_new_as_the_pages_that_they_show() -> None:
    changed = made_from.changed(made_from.as_kept(), made_from.now())

    assert changed == [], "The desk looks otherwise now. Run `make guide`, and look at docs/guide/."


def test_what_was_changed_added_or_taken_away_is_noticed() -> None:
    before, after = (
        {"same": "1", "other": "2", "gone": "3"},
        {"same": "1", "other": "9", "new": "4"},
    )

    assert made_from.changed(before, after) == ["gone", "new", "other"]


def test_every_picture_is_shown_and_there_is_no_other() -> None:
    assert sorted(pictures()) == sorted(path.name for path in ALBUM.glob("*.png"))


def test_every_picture_has_words_for_who_does_not_see_it() -> None:
    assert [name for name, words in pictures().items() if len(words.split()) < 3] == []


def test_the_pictures_are_light() -> None:
    sizes = {path.name: path.stat().st_size for path in ALBUM.glob("*.png")}

    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert sum(sizes.values()) <= ALL_OF_THEM


def test_the_guide_is_read_in_one_go() -> None:
    assert len(TEXT.read_text(encoding="utf-8").splitlines()) <= SHORT_ENOUGH_TO_READ
