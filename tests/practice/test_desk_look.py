"""The desk looks like the site: its tokens, a sheet of its own, and words that are hers."""

import gzip
from pathlib import Path

import django
import lxml.html
import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from practice.desk_places import PLACES, Place
from practice.desk_settings import ALL, GROUPS, Setting
from practice.models import PracticeProfile, Redirect, User
from practice.models.user import Role
from practice.stylesheet import DESK, SITE, sheet
from tests.factories import make_article, make_helpline
from tests.practice.desk_keys import CONFIRM, SET_UP
from tests.practice.first_day import LIVE
from tests.signing_in import sign_in

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "templates"
DJANGOS = Path(django.__file__).parent / "contrib/admin/templates"
EXTENDED = sorted(
    path.relative_to(OURS)
    for folder in ("admin", "registration")
    for path in (OURS / folder).rglob("*.html")
    if (DJANGOS / path.relative_to(OURS)).exists()
)
COPIED = 3  # lines that follow each other in both

LEADING: list[Place | Setting] = [*PLACES, *ALL]
MAIN, NAVIGATION = "//main", "//nav[@class='places']"

pytestmark = pytest.mark.django_db


@pytest.fixture
def editors_desk(client: Client) -> Client:
    editor = User(username="editor")
    editor.role = Role.EDITOR
    editor.save()
    sign_in(client, editor)
    return client


def shown(browser: Client, path: str) -> lxml.html.HtmlElement:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return lxml.html.document_fromstring(answer.content.decode())


def links(page: lxml.html.HtmlElement, within: str) -> list[str]:
    return [str(href) for href in page.xpath(f"{within}//a/@href")]


def text_of(page: lxml.html.HtmlElement, path: str) -> list[str]:
    return [str(one.text_content()) for one in page.xpath(path)]


def lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]


@pytest.mark.parametrize("name", EXTENDED, ids=str)
def test_a_template_of_djangos_is_extended_and_not_copied(name: Path) -> None:
    ours, theirs = lines(OURS / name), "\n".join(lines(DJANGOS / name))

    assert ours[0] == f'{{% extends "{name.as_posix()}" %}}'
    runs = ("\n".join(run) for run in zip(*(ours[i:] for i in range(COPIED)), strict=False))
    assert [run for run in runs if run in theirs] == []


def test_there_are_templates_that_extend_djangos() -> None:
    assert Path("admin/base_site.html") in EXTENDED
    assert len(EXTENDED) >= 6


def test_the_sheet_of_the_desk_begins_as_the_sites_own_does() -> None:
    assert sheet(DESK)[:2_000] == sheet(SITE)[:2_000]


def test_all_that_every_page_of_the_desk_loads_in_style_is_6_kb() -> None:
    assert len(gzip.compress(sheet(DESK))) <= 6_000


def test_no_page_of_the_desk_loads_a_sheet_of_djangos(
    desk: Client, profile: PracticeProfile, therapist: User
) -> None:
    helpline = make_helpline()
    for path in (
        *("settings/", "sign-in/", "keys/", "password_change/", "blog/article/"),
        *("practice/practiceprofile/1/change/", "practice/user/", "practice/holiday/add/"),
        f"practice/user/{therapist.pk}/password/",
        *(f"practice/helpline/{helpline.pk}/{page}/" for page in ("change", "delete", "history")),
    ):
        page = shown(desk, f"/admin/{path}")
        sheets = [str(href) for href in page.xpath("//link[@rel='stylesheet']/@href")]
        assert sheets[0].startswith("/static/desk/every_page."), path
        assert [name for name in sheets if "/admin/" in name] == [], path
        scripts = " ".join(map(str, page.xpath("//script/@src")))
        assert "theme" not in scripts, path
        assert "alendar" not in scripts, path


def test_all_that_is_stored_can_be_reached_from_her_words_for_it(
    desk: Client, profile: PracticeProfile
) -> None:
    page = shown(desk, "/admin/settings/")
    reached = {*links(page, MAIN), *links(page, NAVIGATION)}
    lists = {
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    }

    assert lists - reached == set()
    assert reached == {line.address for group in GROUPS.values() for line in group} | {
        place.address for place in PLACES
    }


def test_each_setting_leads_to_a_page(desk: Client, profile: PracticeProfile) -> None:
    for address in links(shown(desk, "/admin/settings/"), MAIN):
        assert desk.get(address, follow=True).status_code == 200, address


def test_a_list_is_called_as_the_settings_call_it(desk: Client, profile: PracticeProfile) -> None:
    Redirect.objects.create(old_path="/old/", new_path="/about/")
    page = shown(desk, "/admin/practice/redirect/")

    assert text_of(page, "//h1") == ["Addresses that moved"]
    assert text_of(page, "//title") == ["Addresses that moved | Desk"]


def test_every_way_to_something_new_leads_to_a_page_of_the_same_name(
    desk: Client, profile: PracticeProfile
) -> None:
    for line in LEADING:
        page = shown(desk, desk.get(line.address).headers.get("Location", line.address))
        for link in page.xpath(f"{MAIN}//a[@class='addlink']"):
            there = shown(desk, str(link.get("href")))
            assert text_of(there, "//h1") == [" ".join(link.text_content().split())]
            assert text_of(there, "//title") == [f"{line.new} | Desk"]


def test_each_place_is_headed_with_the_words_that_lead_there(
    desk: Client, profile: PracticeProfile
) -> None:
    for line in LEADING:
        answer = desk.get(line.address)
        if answer.status_code == 200:  # and not her one profile, which is headed with her name
            assert text_of(shown(desk, line.address), "//h1") == [str(line.words)], line.address


def test_the_way_up_from_a_row_is_in_her_words_and_leaves_out_the_page_itself(
    desk: Client, profile: PracticeProfile
) -> None:
    moved = Redirect.objects.create(old_path="/old/", new_path="/about/")
    for path, way in {
        f"practice/redirect/{moved.pk}/change/": ["Settings", "Addresses that moved"],
        f"blog/article/{make_article().pk}/look/": ["Writing", "An article"],
        "contact/appointment/add/": ["Calendar"],
        "contact/appointment/month/": ["Calendar"],
        "contact/enquiry/search/": ["Enquiries"],
    }.items():
        page = shown(desk, f"/admin/{path}")
        crumbs = "//*[@class='breadcrumbs']"
        assert text_of(page, f"{crumbs}/a") == way
        assert [text for text in page.xpath(f"{crumbs}/text()") if text.strip()] == [], path


def test_on_the_first_day_no_page_of_her_keys_leads_away_from_the_next_step(desk: Client) -> None:
    assert shown(desk, "/admin/keys/").xpath(NAVIGATION)
    made = desk.post(SET_UP).content.decode()
    pages = [shown(desk, path) for path in (SET_UP, CONFIRM, LIVE)]
    for page in [lxml.html.document_fromstring(made), *pages]:
        assert page.xpath(f"{NAVIGATION}|//*[@class='breadcrumbs']") == [], text_of(page, "//h1")


def test_who_has_keys_makes_others_in_their_place_at_the_desk(unlocked_desk: Client) -> None:
    page = shown(unlocked_desk, SET_UP)
    assert text_of(page, "//*[@class='breadcrumbs']/a") == ["Settings", "Your keys"]
    assert page.xpath(NAVIGATION)


@pytest.mark.parametrize("app", ["practice", "blog", "contact"])
def test_what_is_stored_by_which_part_of_the_program_is_nothing_to_her(
    desk: Client, profile: PracticeProfile, app: str
) -> None:
    assert desk.get(f"/admin/{app}/").headers["Location"] == "/admin/settings/"


@pytest.mark.parametrize(
    ("path", "words", "current"),
    [
        ("", "Today", "page"),
        ("settings/", "Settings", "page"),
        ("contact/appointment/month/", "Calendar", "true"),
        ("contact/availability/", "Calendar", "true"),
        ("blog/topic/", "Writing", "true"),
        ("practice/holiday/add/", "Settings", "true"),
        ("keys/", "Settings", "true"),
    ],
)
def test_the_navigation_says_where_she_is(
    desk: Client, profile: PracticeProfile, path: str, words: str, current: str
) -> None:
    here = shown(desk, f"/admin/{path}").xpath(f"{NAVIGATION}//*[@aria-current]")

    assert [(one.text_content(), one.get("aria-current")) for one in here] == [(words, current)]


def test_an_editor_is_led_to_nothing_that_is_not_for_editors(
    editors_desk: Client, profile: PracticeProfile
) -> None:
    make_article("draft")
    page = shown(editors_desk, "/admin/settings/")
    offered = [*links(page, NAVIGATION), *links(page, MAIN)]

    assert text_of(page, f"{NAVIGATION}//a") == ["Today", "Writing", "Settings"]
    assert "/admin/practice/image/" in offered
    assert [editors_desk.get(path).status_code for path in offered] == [200] * len(offered)


def test_whoever_is_not_signed_in_is_offered_no_place(client: Client) -> None:
    page = shown(client, "/admin/login/")

    assert page.xpath(f"{NAVIGATION} | //*[@id='user-tools'] | //*[@id='footer']/*") == []
    assert text_of(page, "//h1") == ["Sign in"]


def test_a_day_is_asked_for_with_the_phones_own_picker(
    desk: Client, profile: PracticeProfile
) -> None:
    page = shown(desk, "/admin/practice/holiday/add/")
    assert page.get_element_by_id("id_day").get("type") == "date"

    desk.post("/admin/practice/holiday/add/", {"day": "2027-05-03", "name": "May Day"})
    listed = shown(desk, "/admin/practice/holiday/")
    assert "May Day" in listed.text_content()
    again = shown(desk, links(listed, "//table")[-1])
    assert again.get_element_by_id("id_day").get("value") == "2027-05-03"


def test_a_form_has_one_way_to_save(desk: Client, profile: PracticeProfile) -> None:
    page = shown(desk, "/admin/practice/holiday/add/")

    assert page.xpath("//*[@class='submit-row']//input/@name") == ["_save"]


def test_what_is_to_be_deleted_is_left_with_one_tap(desk: Client, profile: PracticeProfile) -> None:
    helpline = make_helpline()
    page = shown(desk, f"/admin/practice/helpline/{helpline.pk}/delete/")

    assert links(page, f"{MAIN}//form") == [f"/admin/practice/helpline/{helpline.pk}/change/"]
