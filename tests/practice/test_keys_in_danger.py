"""A key that is swapped, missing, damaged or unpinned closes the form; only its owner mends it."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from contact.models import Enquiry, Entry
from practice.models import OutboxMail, PracticeProfile, SealingKey
from practice.models.sealing_key import CannotSealError
from practice.sealing import SealError, new_private_key, public_key_of
from tests.factories import A_MONDAY, PHRASE, SHEET, form_data, key_ring, make_enquiry
from tests.practice.desk_keys import (
    KEYS,
    MEND,
    RECOVER,
    SET_UP,
    UNLOCK,
    is_unlocked,
    makes_keys,
    noted,
    types_in,
    unlocks,
)

THIEF = new_private_key()


def swap_public(settings: Settings) -> None:
    """A thief who can write to the database puts his own key there."""
    SealingKey.objects.update(public=public_key_of(THIEF))


def swap_all(settings: Settings) -> None:
    """The same, with a phrase and a sheet of his own, and the pin as it was."""
    his = SealingKey.new(THIEF, phrase="his own", sheet="A" * 32, now=A_MONDAY)
    SealingKey.objects.update(public=his.public, by_phrase=his.by_phrase, by_sheet=his.by_sheet)


def damage_pin(settings: Settings) -> None:
    SealingKey.objects.update(pin=b"")


def damage_public(settings: Settings) -> None:
    SealingKey.objects.update(public=b"")


def change_environment(settings: Settings) -> None:
    settings.ENCRYPTION_KEY = "another encryption key " * 4


DANGERS = [swap_public, swap_all, damage_pin, damage_public, change_environment]
Danger = Callable[[Settings], None]
HER_OWN_STILL_OPENS = [danger for danger in DANGERS if danger is not swap_all]
in_each_danger = pytest.mark.parametrize("danger", DANGERS)
pytestmark = pytest.mark.usefixtures("profile")


def page_of(response: Any) -> str:
    return str(response.content.decode())


@in_each_danger
def test_the_form_is_closed_with_a_clear_page_that_gives_back_what_was_typed(
    client: Client, settings: Settings, danger: Danger
) -> None:
    danger(settings)
    response = client.post("/contact/", form_data(message="What I typed."))
    assert response.status_code == 503
    assert "The form is closed for the moment" in page_of(response)
    assert "What I typed." in page_of(response)
    assert client.get("/contact/").status_code == 503


@in_each_danger
def test_nothing_is_ever_kept_in_the_clear_instead(
    client: Client, profile: PracticeProfile, settings: Settings, danger: Danger
) -> None:
    danger(settings)
    client.post("/contact/", form_data())
    with pytest.raises(CannotSealError):
        make_enquiry(profile, now=A_MONDAY)
    assert not Enquiry.objects.exists()
    assert not OutboxMail.objects.exists()


@in_each_danger
def test_every_page_of_the_desk_says_so(desk: Client, settings: Settings, danger: Danger) -> None:
    danger(settings)
    for page in ("/admin/", "/admin/contact/enquiry/", "/admin/password_change/", KEYS):
        shown = page_of(desk.get(page))
        assert "The key in the database is not the one that you set up." in shown
        assert f'<a href="{KEYS}">What to do</a>' in shown
    assert f'href="{MEND}"' in page_of(desk.get(KEYS))


def test_while_all_is_well_nothing_is_said_nor_to_visitors_ever(
    desk: Client, client: Client, settings: Settings
) -> None:
    assert "The form is closed" not in page_of(desk.get("/admin/"))
    swap_public(settings)
    assert "database" not in page_of(Client().get("/contact/"))
    assert "key-notice" not in page_of(Client().get("/admin/login/"))


@in_each_danger
def test_the_desk_is_locked_and_makes_no_other_keys(
    desk: Client, settings: Settings, danger: Danger
) -> None:
    unlocks(desk, PHRASE)
    danger(settings)
    assert not is_unlocked(desk)
    assert desk.post(UNLOCK, {"phrase": PHRASE}).headers["Location"] == KEYS
    assert desk.post(SET_UP).headers["Location"] == MEND
    assert SealingKey.objects.count() == 1


@pytest.mark.parametrize("danger", HER_OWN_STILL_OPENS)
@pytest.mark.parametrize(
    ("where", "typed"), [(MEND, {"phrase": PHRASE}), (RECOVER, {"sheet": SHEET})]
)
def test_her_phrase_or_her_sheet_puts_her_own_key_back(
    desk: Client, settings: Settings, danger: Danger, where: str, typed: dict[str, str]
) -> None:
    public = bytes(SealingKey.objects.get().public)
    danger(settings)
    assert desk.post(where, typed).status_code == 302

    key = SealingKey.objects.current()
    assert bytes(key.public) == public
    assert is_unlocked(desk)
    assert desk.get("/contact/").status_code == 200
    assert ("therapist", "key_changed", "key") in noted()


@pytest.mark.parametrize(("where", "typed"), [(MEND, "phrase"), (RECOVER, "sheet")])
def test_the_key_of_a_thief_stays_out_whatever_of_hers_is_typed(
    desk: Client, settings: Settings, where: str, typed: str
) -> None:
    swap_all(settings)
    response = desk.post(where, {typed: PHRASE if typed == "phrase" else SHEET})
    assert response.status_code == 422
    with pytest.raises(CannotSealError):
        SealingKey.objects.current()


def test_what_was_sealed_before_a_change_of_the_environment_opens_once_it_is_marked_anew(
    desk: Client, profile: PracticeProfile, settings: Settings
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY, message="before")
    note = Entry(enquiry=enquiry, kind="note", key=enquiry.key)
    note.written_at = note.shown_from = A_MONDAY
    note.seal({"text": "a note"})
    note.save(force_insert=True)
    change_environment(settings)
    desk.post(MEND, {"phrase": PHRASE})
    with pytest.raises(SealError):
        enquiry.unseal(key_ring())

    for _ in range(2):
        call_command("mark_anew", stdout=StringIO())
    enquiry.refresh_from_db()
    assert enquiry.unseal(key_ring())["message"] == "before"
    assert enquiry.entries.get().unseal(key_ring())["text"] == "a note"
    enquiry.seal({"message": "to her number too"})


def test_a_key_in_order_needs_no_mending(desk: Client) -> None:
    before = SealingKey.objects.values().get()
    assert desk.post(MEND, {"phrase": PHRASE}).headers["Location"] == KEYS
    assert SealingKey.objects.values().get() == before


def test_halves_of_different_pairs_do_not_open() -> None:
    key = SealingKey.objects.get()
    key.public = public_key_of(THIEF)
    with pytest.raises(SealError):
        key.opened_by_phrase(PHRASE)
    with pytest.raises(SealError):
        key.opened_by_sheet(SHEET)


# --- Phrase and sheet are both lost -----------------------------------------------------------


def test_whoever_has_the_server_can_give_up_a_lost_key_and_she_begins_again(
    desk: Client, profile: PracticeProfile
) -> None:
    lost = make_enquiry(profile, now=A_MONDAY)
    call_command("give_up_lost_key", "--yes")
    assert desk.get("/contact/").status_code == 503
    types_in(desk, makes_keys(desk))

    new = make_enquiry(profile, now=A_MONDAY)
    assert new.key_id != lost.key_id
    assert is_unlocked(desk)
    assert Enquiry.objects.filter(pk=lost.pk).exists()


def test_to_give_up_a_key_wants_to_be_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    call_command("give_up_lost_key")
    assert SealingKey.objects.current()
