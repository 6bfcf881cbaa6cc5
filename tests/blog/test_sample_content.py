"""The content of a trial site: good enough to publish, and it never overwrites anything."""

from collections.abc import Iterator
from io import StringIO
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from lxml import html

from blog.models import Article, Series, Topic
from practice.first_steps.prepared import HERS, text_of
from practice.models import Helpline, Page, PracticeProfile
from practice.sample_content import FOLDER
from tests.factories import make_key
from tests.pages import Element, links_in, page_at, text_in, values

KINDS: list[type[Model]] = [Article, Series, Topic, Page, Helpline, PracticeProfile]


def load() -> str:
    out = StringIO()
    call_command("load_sample_content", stdout=out)
    return out.getvalue().strip()


def rows() -> list[list[dict[str, object]]]:
    return [list(kind._default_manager.order_by("pk").values()) for kind in KINDS]


def walk(client: Client) -> Iterator[tuple[str, Element]]:
    """Visit every page that can be reached by links from the start page."""
    waiting, seen = ["/"], {"/", "/leave/"}  # which leads away from here
    while waiting:
        address = waiting.pop()
        page = page_at(client, address)
        yield address, page
        found = {urldefrag(link)[0] for link in links_within(address, page)} - seen
        waiting += found
        seen |= found


def links_within(address: str, page: Element) -> set[str]:
    absolute = {urljoin(address, link) for link in links_in(page)}
    return {link for link in absolute if not urlsplit(link).scheme}


@pytest.fixture
def sample(db: None) -> None:
    make_key()
    load()


@pytest.mark.django_db
def test_loading_it_twice_is_the_same_as_once() -> None:
    first = load()
    once = rows()
    second = load()

    assert first != "New rows: 0"
    assert second == "New rows: 0"
    assert rows() == once


@pytest.mark.usefixtures("sample")
def test_what_the_therapist_changed_is_left_alone() -> None:
    Article.objects.filter(position=2).update(title="Mine", status="draft", position=7)
    Page.objects.update(body="<p>Mine.</p>")
    PracticeProfile.objects.update(name="Somebody Else", opening="closed")
    Series.objects.update(title="Mine")
    Helpline.objects.update(number="000", tel="000")
    Article.objects.get(position=1).topics.clear()
    changed = rows()

    assert load() == "New rows: 0"
    assert rows() == changed
    assert not Article.objects.get(position=1).topics.exists()


@pytest.mark.usefixtures("sample")
def test_part_2_of_3_can_be_read_and_part_3_is_planned(client: Client) -> None:
    page = page_at(client, "/articles/trauma-and-relationships/")

    assert text_in(page, "article__series").endswith("Part 2 of 3")
    assert len(page.xpath("//nav[@class='contents']//li")) >= 6
    assert text_in(page, "parts__link--planned").startswith("Part 3, planned")
    assert client.get("/articles/after-the-quarrel/").status_code == 404


@pytest.mark.usefixtures("sample")
def test_part_2_has_five_numbered_sections_and_a_conclusion() -> None:
    sections = [section.text for section in Article.objects.get(position=2).sections]

    assert [text[:2] for text in sections[:5]] == ["1.", "2.", "3.", "4.", "5."]
    assert "conclusion" in sections[5].lower()


@pytest.mark.usefixtures("sample")
def test_every_link_on_every_page_leads_somewhere(client: Client) -> None:
    pages = dict(walk(client))
    ids = {address: set(values(page, "//@id")) for address, page in pages.items()}

    for address, page in pages.items():
        for link in links_within(address, page):
            target, anchor = urldefrag(link)
            assert not anchor or anchor in ids[target], f"{link} on {address}"


@pytest.mark.usefixtures("sample")
def test_everything_that_is_public_is_reached_from_the_start_page(client: Client) -> None:
    reached = {address for address, _ in walk(client)}
    public = [
        *Article.objects.published(timezone.now()),
        *Series.objects.all(),
        *Topic.objects.filter(articles__is_sensitive=False),
        *Page.objects.all(),
    ]
    assert {thing.get_absolute_url() for thing in public} <= reached


@pytest.mark.usefixtures("sample")
def test_the_links_in_the_texts_are_links_of_this_site_or_secure_ones() -> None:
    texts = [row.body for row in [*Article.objects.all(), *Page.objects.all()] if row.body]
    links = {link for text in texts for link in links_in(html.fromstring(f"<div>{text}</div>"))}

    assert any(link.startswith("/") for link in links)
    assert [link for link in links if not link.startswith(("/", "#", "https://"))] == []


@pytest.mark.usefixtures("sample")
def test_summaries_fit_a_search_result() -> None:
    summaries = Article.objects.values_list("summary", flat=True)

    assert all(0 < len(summary) <= 160 for summary in summaries)


@pytest.mark.usefixtures("sample")
def test_nothing_of_it_is_lost_in_sanitising() -> None:
    typed = {file.read_text("utf-8").strip() for file in FOLDER.glob("*.html")}
    practice = PracticeProfile.objects.get()
    typed |= {text_of(slug, practice) for slug in Page.Slug if slug not in HERS}
    kept = {row.body for row in [*Article.objects.exclude(body=""), *Page.objects.all()]}

    assert len(kept) == 8
    assert kept == typed


@pytest.mark.usefixtures("sample")
def test_every_rule_of_the_models_holds() -> None:
    for kind in KINDS:
        for row in kind._default_manager.all():
            row.full_clean()
