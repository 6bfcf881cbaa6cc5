"""Another phrase, another pair of keys, the sheet in place of a lost phrase."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client

from contact.models import Enquiry
from practice.models import PracticeProfile, SealingKey
from practice.models.sealing_key import KeyRing
from tests.factories import A_MONDAY, PHRASE, SHEET, key_ring, make_enquiry
from tests.practice.desk_keys import (
    CONFIRM,
    KEYS,
    LOCK,
    PHRASE_CONFIRM,
    PHRASE_PAGE,
    RECOVER,
    RESEAL,
    SET_UP,
    is_unlocked,
    makes_keys,
    noted,
    types_in,
    unlocks,
)


@pytest.fixture
def open_desk(desk: Client, profile: PracticeProfile) -> Client:
    unlocks(desk, PHRASE)
    return desk


def opens(desk: Client, phrase: str) -> bool:
    desk.post(LOCK)
    return bool(unlocks(desk, phrase).status_code == 302)


# --- A new phrase ----------------------------------------------------------------------------


def test_the_phrase_before_opens_until_the_new_one_was_typed_in(open_desk: Client) -> None:
    new = open_desk.post(PHRASE_PAGE).context["phrase"]
    assert opens(open_desk, PHRASE)
    assert not opens(open_desk, new)

    assert open_desk.post(PHRASE_CONFIRM, {"phrase": new.upper()}).headers["Location"] == KEYS
    assert opens(open_desk, new)
    assert not opens(open_desk, PHRASE)


def test_a_wrong_entry_changes_nothing(open_desk: Client) -> None:
    open_desk.post(PHRASE_PAGE)
    response = open_desk.post(PHRASE_CONFIRM, {"phrase": PHRASE})
    assert response.status_code == 422
    assert f'value="{PHRASE}"' in response.content.decode()
    assert opens(open_desk, PHRASE)


def test_of_two_new_phrases_the_one_shown_last_counts(open_desk: Client) -> None:
    lost, kept = (open_desk.post(PHRASE_PAGE).context["phrase"] for _ in range(2))
    assert open_desk.post(PHRASE_CONFIRM, {"phrase": lost}).status_code == 422
    assert open_desk.post(PHRASE_CONFIRM, {"phrase": kept}).status_code == 302


def test_what_was_sealed_before_still_opens(open_desk: Client, profile: PracticeProfile) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY, message="before")
    new = open_desk.post(PHRASE_PAGE).context["phrase"]
    open_desk.post(PHRASE_CONFIRM, {"phrase": new})
    key = SealingKey.objects.current()
    ring = KeyRing(key, key.opened_by_phrase(new))
    assert enquiry.unseal(ring)["message"] == "before"


def test_a_change_of_phrase_leaves_a_line(open_desk: Client) -> None:
    new = open_desk.post(PHRASE_PAGE).context["phrase"]
    open_desk.post(PHRASE_CONFIRM, {"phrase": new})
    assert ("therapist", "phrase_changed", "key") in noted()


@pytest.mark.parametrize("where", [PHRASE_PAGE, RESEAL, SET_UP])
def test_a_locked_desk_changes_nothing(desk: Client, profile: PracticeProfile, where: str) -> None:
    before = SealingKey.objects.values().get()
    assert desk.post(where).headers["Location"].startswith("/admin/unlock/?next=")
    assert SealingKey.objects.values().get() == before


# --- By the sheet ----------------------------------------------------------------------------


def test_the_sheet_unlocks_and_leads_straight_to_a_new_phrase(
    desk: Client, profile: PracticeProfile
) -> None:
    response = desk.post(RECOVER, {"sheet": SHEET.lower().replace(" ", "-")})
    assert response.headers["Location"] == PHRASE_PAGE
    new = desk.post(PHRASE_PAGE).context["phrase"]
    desk.post(PHRASE_CONFIRM, {"phrase": new})
    assert opens(desk, new)
    assert not opens(desk, PHRASE)
    assert desk.post(RECOVER, {"sheet": SHEET}).status_code == 302  # it stays good


def test_another_sheet_opens_nothing(desk: Client, profile: PracticeProfile) -> None:
    wrong = SHEET.replace("ABCD", "ABCE")
    response = desk.post(RECOVER, {"sheet": wrong})
    assert response.status_code == 422
    assert f'value="{wrong}"' in response.content.decode()
    assert not is_unlocked(desk)


# --- New keys --------------------------------------------------------------------------------


def test_new_keys_read_what_was_under_those_before(
    open_desk: Client, profile: PracticeProfile
) -> None:
    before = make_enquiry(profile, now=A_MONDAY, message="before")
    paper = makes_keys(open_desk)
    assert SealingKey.objects.current().pk == before.key_id
    assert types_in(open_desk, paper).headers["Location"] == RESEAL

    after = make_enquiry(profile, now=A_MONDAY, message="after")
    key = SealingKey.objects.current()
    ring = KeyRing(key, key.opened_by_sheet(paper.sheet))
    assert after.key_id == key.pk != before.key_id
    assert [each.unseal(ring)["message"] for each in (before, after)] == ["before", "after"]
    assert is_unlocked(open_desk)


def test_the_phrase_and_sheet_before_open_nothing_any_more(open_desk: Client) -> None:
    old = SealingKey.objects.current()
    paper = makes_keys(open_desk)
    types_in(open_desk, paper)
    assert not opens(open_desk, PHRASE)
    assert opens(open_desk, paper.phrase)
    kept = SealingKey.objects.get(pk=old.pk)
    assert kept.status == "replaced"
    assert (bytes(kept.by_phrase), bytes(kept.by_sheet)) == (b"", b"")


def test_through_several_pairs_everything_opens(
    open_desk: Client, profile: PracticeProfile
) -> None:
    enquiries = [make_enquiry(profile, now=A_MONDAY, message="0")]
    for number in "123":
        paper = makes_keys(open_desk)
        types_in(open_desk, paper)
        enquiries.append(make_enquiry(profile, now=A_MONDAY, message=number))
    # A key in the middle that is gone, or damaged, takes nothing else with it.
    SealingKey.objects.filter(pk=enquiries[1].key_id).update(by_successor=b"damaged")
    key = SealingKey.objects.current()
    ring = KeyRing(key, key.opened_by_phrase(paper.phrase))
    assert [enquiries[n].unseal(ring)["message"] for n in (0, 2, 3)] == ["0", "2", "3"]


def test_new_keys_that_were_never_typed_in_change_nothing(
    open_desk: Client, profile: PracticeProfile
) -> None:
    makes_keys(open_desk)
    assert open_desk.get("/contact/").status_code == 200
    enquiry = make_enquiry(profile, now=A_MONDAY, message="sealed to the old one")
    assert enquiry.unseal(key_ring())["message"] == "sealed to the old one"
    assert opens(open_desk, PHRASE)


def test_a_desk_that_has_locked_meanwhile_asks_for_the_phrase_first(open_desk: Client) -> None:
    paper = makes_keys(open_desk)
    open_desk.post(LOCK)
    location = types_in(open_desk, paper).headers["Location"]
    assert location == "/admin/unlock/?next=%2Fadmin%2Fkeys%2Fconfirm%2F"
    assert unlocks(open_desk, PHRASE, next=CONFIRM).headers["Location"] == CONFIRM
    assert types_in(open_desk, paper).status_code == 302


def test_two_keys_are_never_in_use_at_once(profile: PracticeProfile) -> None:
    other = SealingKey.new(bytes(range(32)), phrase=PHRASE, sheet=SHEET, now=A_MONDAY)
    SealingKey.objects.begin(other)
    other.phrase_typed_at = other.sheet_typed_at = A_MONDAY
    with pytest.raises(IntegrityError, match="one_current_key"):
        other.put_in_use()


@pytest.mark.django_db(transaction=True)
def test_an_old_key_goes_once_nothing_is_under_it_and_nothing_on_its_way(
    open_desk: Client, profile: PracticeProfile
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY)
    paper = makes_keys(open_desk)
    types_in(open_desk, paper)
    in_use_since = SealingKey.objects.current().sheet_typed_at
    assert in_use_since

    def keys_after(hours: timedelta) -> int:
        with time_machine.travel(in_use_since + hours, tick=False):
            unlocks(open_desk, paper.phrase)
            return SealingKey.objects.count()

    an_hour = timedelta(hours=1)
    assert keys_after(an_hour) == 2  # there is still a message under it
    Enquiry.objects.filter(pk=enquiry.pk).delete()
    assert keys_after(an_hour - timedelta(seconds=1)) == 2
    assert keys_after(an_hour) == 1
