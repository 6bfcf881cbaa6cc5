"""The therapist sets up her keys: phrase and sheet are shown once, and were both typed in."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from contact.models import Enquiry
from practice.models import SealingKey, User
from tests.factories import form_data, make_profile
from tests.practice.desk_keys import (
    CONFIRM,
    KEYS,
    SET_UP,
    Paper,
    is_unlocked,
    makes_keys,
    noted,
    types_in,
    unlocks,
)
from tests.practice.first_day import LIVE


@pytest.fixture(autouse=True)
def no_keys_yet(db: None) -> None:
    make_profile()
    SealingKey.objects.all().delete()


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_until_then_the_form_is_closed_and_every_page_of_the_desk_says_so(desk: Client) -> None:
    assert desk.get("/contact/").status_code == 503
    assert desk.post("/contact/", form_data()).status_code == 503
    for page in ("/admin/", "/admin/blog/article/", "/admin/practice/page/add/", KEYS):
        assert "The form is closed." in text_of(desk.get(page))
    assert not Enquiry.objects.exists()


def test_it_ends_once_both_were_typed_in(desk: Client) -> None:
    paper = makes_keys(desk)
    assert desk.get("/contact/").status_code == 503
    assert SealingKey.objects.get().status == "unconfirmed"

    assert types_in(desk, paper).headers["Location"] == LIVE
    key = SealingKey.objects.get()
    assert key.status == "current"
    assert key.phrase_typed_at
    assert key.sheet_typed_at
    assert desk.get("/contact/").status_code == 200
    assert "The form is closed." not in text_of(desk.get("/admin/"))


def test_then_the_desk_is_unlocked_and_what_is_written_opens(desk: Client) -> None:
    paper = makes_keys(desk)
    types_in(desk, paper)
    assert is_unlocked(desk)
    assert desk.post("/contact/", form_data(message="Hello.")).status_code == 303
    private = SealingKey.objects.get().opened_by_phrase(paper.phrase)
    assert private == SealingKey.objects.get().opened_by_sheet(paper.sheet)


def test_it_leaves_lines_without_content(desk: Client) -> None:
    types_in(desk, makes_keys(desk))
    assert noted() == [("therapist", "key_changed", "key"), ("therapist", "unlocked", "key")]


def test_what_was_shown_is_in_no_later_page(desk: Client) -> None:
    paper = makes_keys(desk)
    for page in (SET_UP, CONFIRM, KEYS, "/admin/"):
        shown = text_of(desk.get(page))
        assert paper.phrase not in shown
        assert paper.sheet not in shown


def test_no_page_that_shows_it_is_stored(desk: Client) -> None:
    for response in (desk.post(SET_UP), desk.post(CONFIRM, {"phrase": "a", "sheet": "b"})):
        assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("phrase", "sheet"),
    [
        (str.upper, str.lower),
        (lambda it: it.replace(" ", ", "), lambda it: it.replace(" ", "")),
        (lambda it: f"  {it.replace(' ', '  ')}. ", lambda it: it.replace(" ", "-")),
    ],
)
def test_typing_is_forgiving(desk: Client, phrase: object, sheet: object) -> None:
    paper = makes_keys(desk)
    typed = Paper(phrase(paper.phrase), sheet(paper.sheet))  # type: ignore[operator]
    assert types_in(desk, typed).status_code == 302
    assert SealingKey.objects.current()


@pytest.mark.parametrize("wrong", ["phrase", "sheet", "both"])
def test_a_wrong_entry_keeps_what_was_typed_and_says_what_to_do(desk: Client, wrong: str) -> None:
    paper = makes_keys(desk)
    phrase = "abacus abdomen abdominal abide abiding ability"
    sheet = "AAAA " * 8
    typed = Paper(
        paper.phrase if wrong == "sheet" else phrase, paper.sheet if wrong == "phrase" else sheet
    )
    response = types_in(desk, typed)
    page = text_of(response)

    assert response.status_code == 422
    assert f'value="{typed.phrase}"' in page
    assert f'value="{typed.sheet}"' in page
    assert ("These six words do not open it." in page) == (wrong != "sheet")
    assert ("These letters do not open it." in page) == (wrong != "phrase")
    assert SealingKey.objects.get().status == "unconfirmed"


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("abacus abdomen", "That is 2 words; your phrase has six."),
        ("abacus abdomen abdominal abide abiding abilty", "the word “abilty”"),
        ("", "This field is required."),
    ],
)
def test_a_slip_is_named(desk: Client, phrase: str, says: str) -> None:
    paper = makes_keys(desk)
    assert says in text_of(types_in(desk, Paper(phrase, paper.sheet)))


def test_a_letter_too_few_is_counted(desk: Client) -> None:
    paper = makes_keys(desk)
    page = text_of(types_in(desk, Paper(paper.phrase, paper.sheet[:-1])))
    assert "That is 31 letters; the sheet has 32." in page


def test_whoever_lost_them_begins_again_with_a_new_pair(desk: Client) -> None:
    lost, kept = makes_keys(desk), makes_keys(desk)
    assert SealingKey.objects.count() == 1
    assert types_in(desk, lost).status_code == 422
    assert types_in(desk, kept).status_code == 302


def test_pressing_the_last_button_twice_changes_nothing_more(desk: Client) -> None:
    paper = makes_keys(desk)
    types_in(desk, paper)
    before = SealingKey.objects.values().get()
    assert types_in(desk, paper).headers["Location"] == KEYS
    assert SealingKey.objects.values().get() == before


def test_a_second_process_that_confirms_at_once_changes_nothing_more(desk: Client) -> None:
    makes_keys(desk)
    first, second = (SealingKey.objects.get() for _ in range(2))
    for each in (first, second):
        each.phrase_typed_at = each.sheet_typed_at = each.made_at
        each.put_in_use()
    assert SealingKey.objects.current().pk == first.pk


def test_to_look_at_the_page_makes_nothing(desk: Client) -> None:
    desk.get(SET_UP)
    assert not SealingKey.objects.exists()


def test_others_cannot(client: Client) -> None:
    assert "/admin/login/" in client.post(SET_UP).headers["Location"]
    writer = User.objects.create_user("writer", is_staff=True, is_editor=True)
    writer.user_permissions.set(Permission.objects.filter(codename="change_article"))
    client.force_login(writer)
    for page in (SET_UP, CONFIRM, KEYS):
        assert client.post(page).status_code == 403
    assert not SealingKey.objects.exists()


def test_once_there_are_keys_a_locked_desk_makes_no_others(desk: Client) -> None:
    paper = makes_keys(desk)
    types_in(desk, paper)
    desk.post("/admin/lock/")

    response = desk.post(SET_UP)
    assert response.headers["Location"] == "/admin/unlock/?next=%2Fadmin%2Fkeys%2Fset-up%2F"
    assert SealingKey.objects.count() == 1
    assert unlocks(desk, paper.phrase, next=SET_UP).headers["Location"] == SET_UP
