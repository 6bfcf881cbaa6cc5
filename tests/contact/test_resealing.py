"""After a new key pair all is sealed to it, wherever that is broken off and begun again."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contact import resealing
from contact.models import Enquiry, Entry
from contact.resealing import BATCH, BATCHES_A_STEP, Place
from practice.models import PracticeProfile, SealingKey
from practice.models.sealing_key import KeyRing
from practice.sealing import new_private_key
from tests.factories import A_MONDAY, PHRASE, SHEET, key_ring, make_enquiry
from tests.practice.desk_keys import RESEAL, unlocks

NEW_PRIVATE = new_private_key()


def replace_key(now: datetime = A_MONDAY) -> KeyRing:
    """Put another pair in use, as the desk does; return what opens with it."""
    before = key_ring()
    new = SealingKey.new(NEW_PRIVATE, phrase=PHRASE, sheet=SHEET, now=now)
    SealingKey.objects.begin(new)
    new.phrase_typed_at = new.sheet_typed_at = now
    new.put_in_use(before=before)
    return KeyRing(new, NEW_PRIVATE)


def make_many(profile: PracticeProfile, number: int) -> None:
    """So many enquiries, whose messages are numbers, and a note to every second."""
    for n in range(number):
        enquiry = make_enquiry(profile, now=A_MONDAY, message=str(n))
        if n % 2:
            make_note(enquiry, f"note {n}")


def make_note(enquiry: Enquiry, text: str) -> Entry:
    note = Entry(enquiry=enquiry, kind=Entry.Kind.NOTE, key=SealingKey.objects.current())
    note.written_at = note.shown_from = A_MONDAY
    note.seal({"text": text})
    note.save(force_insert=True)
    return note


def words(ring: KeyRing) -> list[str]:
    """What all of them say; raises SealError where one does not open."""
    messages = [each.unseal(ring)["message"] for each in Enquiry.objects.all()]
    return sorted(messages + [each.unseal(ring)["text"] for each in Entry.objects.all()])


def waiting(ring: KeyRing) -> int:
    return resealing.count(ring).waiting


def whole_pass(ring: KeyRing) -> int:
    """Return how many were left because they do not open."""
    place: Place | None = Place()
    unopened = 0
    while place is not None:
        done = resealing.step(ring, place)
        place, unopened = done.place, unopened + done.unopened
    return unopened


def without_the_keys_before(ring: KeyRing) -> KeyRing:
    """Opens only what is sealed to the current key itself."""
    SealingKey.objects.exclude(pk=ring.current.pk).update(by_successor=b"gone")
    return KeyRing(ring.current, ring.private)


def test_everything_is_sealed_to_the_new_key_and_says_what_it_said(
    profile: PracticeProfile,
) -> None:
    make_many(profile, 6)
    before = words(key_ring())
    for_code = {each.pk: bytes(each.sealed_for_code) for each in Enquiry.objects.all()}
    ring = replace_key()

    assert whole_pass(ring) == 0
    assert waiting(ring) == 0
    assert words(without_the_keys_before(ring)) == before
    assert {each.pk: bytes(each.sealed_for_code) for each in Enquiry.objects.all()} == for_code


def test_a_step_is_of_a_fixed_size_and_the_next_goes_on_from_there(
    profile: PracticeProfile,
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY, message="x")
    a_step = BATCH * BATCHES_A_STEP
    note = make_note(enquiry, "y")
    Entry.objects.bulk_create(copies(note, a_step + 9))
    ring = replace_key()

    place = resealing.step(ring, Place(kind=1)).place
    assert waiting(ring) == 1 + 10
    assert place
    assert Place.parse(str(place)) == place
    assert resealing.step(ring, place).place is None
    assert waiting(ring) == 1


def copies(note: Entry, number: int) -> Iterator[Entry]:
    for _ in range(number):
        each = Entry(enquiry=note.enquiry, kind=note.kind, key=note.key)
        each.written_at, each.shown_from = note.written_at, note.shown_from
        each.seal({"text": "y"})
        yield each


@pytest.mark.parametrize("text", ["", "x", "1", "7:", "-1:" + "0" * 32, "0:none", "0" * 400])
def test_a_place_that_is_none_is_the_beginning(text: str) -> None:
    assert Place.parse(text) == Place()


def test_what_does_not_open_is_left_and_counted(profile: PracticeProfile) -> None:
    make_many(profile, 4)
    damaged = Enquiry.objects.order_by("pk")[1]
    Enquiry.objects.filter(pk=damaged.pk).update(sealed=b"\x02" + bytes(1100))
    ring = replace_key()

    for _ in range(2):
        assert whole_pass(ring) == 1
        assert waiting(ring) == 1
    assert bytes(Enquiry.objects.get(pk=damaged.pk).sealed) == b"\x02" + bytes(1100)


def test_what_came_in_for_the_old_key_meanwhile_is_found_by_the_next_pass(
    profile: PracticeProfile,
) -> None:
    old = SealingKey.objects.current()
    make_many(profile, 3)
    ring = replace_key()
    whole_pass(ring)
    late = make_enquiry(profile, now=A_MONDAY, message="late")
    late.key = old
    late.seal({"message": "late"})
    late.save()
    new = make_enquiry(profile, now=A_MONDAY, message="new")

    assert late.unseal(ring)["message"] == "late"
    assert waiting(ring) == 1
    whole_pass(ring)
    assert waiting(ring) == 0
    assert new.key_id == ring.current.pk


# --- At the desk -----------------------------------------------------------------------------


def bar(response: Any) -> tuple[int, int]:
    found = re.search(r'<progress id="progress" max="(\d+)" value="(\d+)">', page_of(response))
    assert found
    return int(found[2]), int(found[1])


def page_of(response: Any) -> str:
    return str(response.content.decode())


def go_on(desk: Client, shown: Any) -> Any:
    fields = dict(re.findall(r'name="(place|unopened)" value="([^"]*)"', page_of(shown)))
    return desk.post(RESEAL, fields)


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resealing, "BATCH", 2)
    monkeypatch.setattr(resealing, "BATCHES_A_STEP", 1)


@pytest.mark.usefixtures("small_steps")
def test_each_press_of_the_button_is_a_step_and_the_bar_grows(
    desk: Client, profile: PracticeProfile
) -> None:
    make_many(profile, 4)  # and two notes
    replace_key(timezone.now())
    unlocks(desk, PHRASE)
    shown = desk.get(RESEAL)
    assert bar(shown) == (0, 6)
    assert "data-goes-on" not in page_of(shown)  # the first press is hers

    done = []
    while "</progress>" in page_of(shown):
        done.append(bar(shown)[0])
        shown = go_on(desk, shown)
    assert done == [0, 2, 4, 4]  # once it has looked for more enquiries in vain
    assert "Everything is sealed to your new key." in page_of(shown)
    assert "Everything is sealed to your new key." in page_of(desk.get(RESEAL))


@pytest.mark.usefixtures("small_steps")
def test_the_desk_says_how_many_do_not_open_and_comes_to_an_end(
    desk: Client, profile: PracticeProfile
) -> None:
    make_many(profile, 5)
    Enquiry.objects.filter(pk__in=Enquiry.objects.order_by("pk")[:3].values("pk")).update(
        sealed=b""
    )
    replace_key(timezone.now())
    unlocks(desk, PHRASE)
    shown = desk.get(RESEAL)
    for _ in range(20):
        if "</progress>" not in page_of(shown):
            break
        shown = go_on(desk, shown)
    assert "3 messages or notes do not open: they are damaged." in page_of(shown)
    assert Enquiry.objects.filter(sealed=b"").count() == 3


def test_the_overview_says_what_is_left_to_do(desk: Client, profile: PracticeProfile) -> None:
    make_many(profile, 3)
    replace_key(timezone.now())
    unlocks(desk, PHRASE)
    assert "4 messages or notes are still under an earlier key" in page_of(desk.get("/admin/keys/"))
    go_on(desk, desk.get(RESEAL))
    assert "earlier key" not in page_of(desk.get("/admin/keys/"))
