"""An article that is public or about to be has a card that says what is true; others have none."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blog import cards
from blog.models import Article, Series
from practice.duties import do_what_is_due
from practice.models import PracticeProfile
from tests.factories import make_article, make_draft, make_series
from tests.pages import page_at, values

Commits = Callable[..., Any]
Saved = Callable[[Article], Article]
RefreshAll = Callable[[], int]


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any, profile: object) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "cards"


@pytest.fixture
def saved(django_capture_on_commit_callbacks: Commits) -> Saved:
    """Save an article as a request does: with what happens once it is committed."""

    def save(article: Article) -> Article:
        with django_capture_on_commit_callbacks(execute=True):
            article.save()
        return article

    return save


@pytest.fixture
def refresh_all(django_capture_on_commit_callbacks: Commits) -> RefreshAll:
    """What the worker does, outside a transaction."""

    def refresh() -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return cards.refresh_all(timezone.now())

    return refresh


@pytest.fixture(autouse=True)
def no_half_files(media: Path) -> Iterator[None]:
    yield
    assert not list(media.glob("*.half"))


def files(media: Path) -> list[str]:
    return sorted(f"cards/{file.name}" for file in media.glob("*"))


def stored(article: Article) -> str:
    return str(Article.objects.values_list("card", flat=True).get(pk=article.pk))


def test_saving_draws_it(media: Path, saved: Saved) -> None:
    article = saved(make_article("one"))

    assert files(media) == [article.card] == [stored(article)]
    assert article.card.startswith(f"cards/{article.pk}-")


def test_saving_without_a_change_draws_nothing_anew(media: Path, saved: Saved) -> None:
    article = saved(make_article("one"))
    drawn_at = (media.parent / article.card).stat().st_mtime_ns

    saved(article)
    assert (media.parent / article.card).stat().st_mtime_ns == drawn_at


def test_a_save_that_is_undone_draws_nothing(media: Path) -> None:
    make_article("one")  # its transaction is never committed

    assert files(media) == []


def test_a_new_title_replaces_the_card_and_the_old_file(media: Path, saved: Saved) -> None:
    article = saved(make_article("one"))
    before = article.card
    article.title = "Another title"
    saved(article)

    assert article.card != before
    assert files(media) == [article.card]


def test_a_save_from_an_old_copy_leaves_one_true_card(media: Path, saved: Saved) -> None:
    article = saved(make_article("one"))
    old_copy = Article.objects.get(pk=article.pk)
    article.title = "Another title"
    saved(article)
    old_copy.summary = "Edited elsewhere."
    saved(old_copy)

    assert stored(article) in files(media)
    cards.remove_strays(timezone.now() + timedelta(hours=2))
    assert files(media) == [stored(article)]


def rename_series(article: Article) -> None:
    Series.objects.update(title="Renamed")


def rename_practice(article: Article) -> None:
    PracticeProfile.objects.update(name="Dr Other")


def move_part(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(position=3)
    make_article("now-first", series=article.series, position=1)


def lose_its_file(article: Article) -> None:
    (Path(str(cards._file(article.card)))).unlink()


CHANGES = [rename_series, rename_practice, move_part]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_the_worker_draws_it_anew_when_what_it_says_has_changed_elsewhere(
    media: Path, saved: Saved, refresh_all: RefreshAll, change: Callable[[Article], None]
) -> None:
    article = saved(make_article("one", series=make_series(), position=1))
    before = article.card
    change(article)
    assert refresh_all() > 0

    assert stored(article) != before
    assert stored(article) in files(media)
    assert before not in files(media)
    assert refresh_all() == 0


def test_the_worker_draws_what_is_missing(media: Path, saved: Saved) -> None:
    article = saved(make_article("one"))
    lose_its_file(article)
    cards.refresh_all(timezone.now())

    assert files(media) == [article.card]


def test_the_worker_draws_so_many_at_a_time_newest_first(media: Path) -> None:
    for number in range(4):
        make_article(f"a-{number}", publish_at=timezone.now() - timedelta(days=number + 1))

    assert cards.refresh_all(timezone.now(), most=3) == 3
    assert stored(Article.objects.get(slug="a-3")) == ""
    assert cards.refresh_all(timezone.now(), most=3) == 1
    assert cards.refresh_all(timezone.now(), most=3) == 0


def test_the_duties_of_the_worker_include_it_and_survive_a_full_disk(
    media: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    article = make_article("one")
    media.parent.joinpath("file").write_text("in the way")
    settings.MEDIA_ROOT = media.parent / "file"
    do_what_is_due(timezone.now())
    assert "cards cannot be drawn" in caplog.text

    settings.MEDIA_ROOT = media.parent
    do_what_is_due(timezone.now())
    assert files(media) == [stored(article)]


@pytest.mark.parametrize("status", ["draft", "unpublished"])
def test_what_nobody_may_read_has_no_card(media: Path, saved: Saved, status: str) -> None:
    article = saved(make_draft("one", status=status))

    assert (article.card, files(media)) == ("", [])


@pytest.mark.parametrize("status", ["draft", "unpublished"])
def test_taking_an_article_back_takes_its_card_away(
    client: Client, media: Path, saved: Saved, status: str
) -> None:
    article = saved(make_article("one"))
    address = article.card_address
    assert files(media) == [article.card]

    article.status = status
    saved(article)
    assert (article.card, files(media)) == ("", [])
    assert client.get(address).status_code == 404


def test_a_deleted_article_leaves_no_card_for_long(media: Path, saved: Saved) -> None:
    article = saved(make_article("one"))
    other = saved(make_article("two"))
    article.delete()

    now = timezone.now()
    assert cards.remove_strays(now) == 0
    assert cards.remove_strays(now + timedelta(hours=1, seconds=1)) == 1
    assert files(media) == [other.card]


def test_the_card_of_a_scheduled_part_says_the_number_that_it_will_have(
    media: Path, saved: Saved
) -> None:
    series, now = make_series(), timezone.now()
    make_article("first", series=series, position=1)
    soon = {"status": "scheduled", "series": series}
    make_article("second", position=2, publish_at=now + timedelta(days=1), **soon)
    third = saved(make_article("third", position=3, publish_at=now + timedelta(days=2), **soon))

    assert cards._part_line(third, now) == "Part 3 · A series"
    cards.refresh_all(now + timedelta(days=3))
    assert stored(third) == third.card


def test_the_name_of_a_card_cannot_be_guessed_from_its_words(
    media: Path, saved: Saved, settings: Any
) -> None:
    article = saved(make_article("one"))
    before = article.card
    settings.SECRET_KEY = "k" * 60

    assert saved(article).card != before


def test_two_processes_at_once_leave_one_card(media: Path, saved: Saved) -> None:
    article = make_article("one")
    copies = [Article.objects.get(pk=article.pk) for _ in range(2)]
    for copy in copies:
        cards.refresh(copy, timezone.now())

    assert files(media) == [stored(article)]


def test_the_page_names_its_card_and_the_card_is_there(
    client: Client, media: Path, saved: Saved
) -> None:
    saved(make_article("one", title="A & B", summary="Short."))
    page = page_at(client, "/articles/one/")

    def said(name: str) -> list[str]:
        return values(page, f"//meta[@property='{name}' or @name='{name}']/@content")

    (address,) = said("og:image")
    assert address.startswith("http://127.0.0.1:8000/media/cards/")
    assert said("og:title") == ["A & B"]
    assert said("og:description") == ["Short."]
    assert said("og:type") == ["article"]
    assert said("og:url") == ["http://127.0.0.1:8000/articles/one/"]
    assert said("twitter:card") == ["summary_large_image"]

    with closing(client.get(address.removeprefix("http://127.0.0.1:8000"))) as response:
        assert response["Content-Type"] == "image/png"
        assert "immutable" in response["Cache-Control"]
        assert response.getvalue().startswith(b"\x89PNG")


def test_a_page_without_a_card_names_none(client: Client) -> None:
    make_article("one")
    page = page_at(client, "/articles/one/")

    assert values(page, "//meta[starts-with(@property, 'og:image')]/@content") == []
    assert values(page, "//meta[@name='twitter:card']/@content") == ["summary"]


@pytest.mark.parametrize(
    "name",
    [
        "../file.png",
        "..%2Ffile.png",
        "1.png",
        "1-abc.png",
        f"1-{'0' * 32}.png",
        f"1-{'0' * 32}.svg",
    ],
)
def test_nothing_else_is_sent_from_there(client: Client, media: Path, name: str) -> None:
    media.mkdir()
    (media.parent / "file.png").write_bytes(b"secret")

    assert client.get(f"/media/cards/{name}").status_code == 404


def test_a_card_that_cannot_be_written_does_not_keep_an_article_from_being_saved(
    media: Path, saved: Saved
) -> None:
    media.write_text("in the way")
    article = saved(make_article("one"))

    assert stored(article) == ""
