"""Whoever can write to the database alone cannot have answers sealed or sent to himself."""

import pytest
from django.db.models import Model
from django.test import Client

from contact import replying, resealing
from contact.models import Enquiry, Entry
from contact.replying import Answer
from practice import sealing
from practice.models import OutboxMail, PracticeProfile, SealingKey
from practice.models.sealing_key import CannotSealError
from practice.sealing import SealError, environment, new_private_key, public_key_of
from practice.sealing.environment import MARK_BYTES
from tests.contact.returning import come_back, reply, send, text
from tests.contact.test_resealing import replace_key
from tests.factories import A_MONDAY, key_ring, make_enquiry

THIEF = public_key_of(new_private_key())
FORGED = {
    "name": "Robin",
    "reply_by": "email",
    "email": "thief@evil.example",
    "safe_to_write": "yes",
    "mail_says": "answer",
}
ADDING = {"do": "add", "entry": "1" * 32, "message": "One more thing."}

pytestmark = pytest.mark.usefixtures("profile")


def mark_of(kept: bytes | memoryview) -> bytes:
    return bytes(kept)[-MARK_BYTES:]


def swap_public(enquiry: Enquiry) -> None:
    """His own key, with the mark of the one that was there."""
    kept = THIEF + mark_of(enquiry.code_public)
    Enquiry.objects.filter(pk=enquiry.pk).update(code_public=kept)
    enquiry.refresh_from_db()


def forge(row: Enquiry | Entry, kind: type[Model]) -> None:
    """What anybody can seal to a public key, with the mark of what was there."""
    sealed = sealing.seal(FORGED, to=bytes(row.key.public), row=row.thing)
    kept = sealed + mark_of(row.sealed)
    kind._default_manager.filter(pk=row.pk).update(sealed=kept)
    row.refresh_from_db()


def answered(enquiry: Enquiry) -> Entry:
    answer = Answer("token", "Come on Tuesday at four.")
    return replying.send(enquiry, answer, ring=key_ring(), who="therapist", now=A_MONDAY)


def test_no_answer_is_sealed_to_a_key_that_a_thief_put_there(profile: PracticeProfile) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY)
    swap_public(enquiry)
    with pytest.raises(CannotSealError):
        answered(enquiry)
    with pytest.raises(CannotSealError):
        reply(enquiry, "Come on Tuesday.", now=A_MONDAY)
    assert not Entry.objects.exists()


def test_the_key_of_another_enquiry_is_refused_too(profile: PracticeProfile) -> None:
    enquiry, other = (make_enquiry(profile, now=A_MONDAY) for _ in range(2))
    enquiry.code_public = other.code_public
    with pytest.raises(CannotSealError):
        enquiry.seal({"name": "Robin"})


@pytest.mark.parametrize("fields", [ADDING, {"do": "change", "reply_by": "code"}])
def test_she_who_comes_back_is_told_and_nothing_is_sealed_to_it(
    client: Client, fields: dict[str, str]
) -> None:
    number = send(client)
    before = Enquiry.objects.get()
    swap_public(before)
    answer = come_back(client, number, **fields)
    assert answer.status_code == 503
    assert "closed for the moment" in text(answer)
    assert bytes(Enquiry.objects.get().sealed_for_code) == bytes(before.sealed_for_code)
    assert not Entry.objects.exists()


def test_a_key_that_her_number_does_not_open_is_refused_whatever_its_mark(client: Client) -> None:
    number = send(client)
    enquiry = Enquiry.objects.get()
    marked = environment.marked(THIEF, purpose="public half of a code", row=enquiry.thing)
    Enquiry.objects.update(code_public=marked)
    assert come_back(client, number, do="change", reply_by="code").status_code == 503


def test_a_forged_card_opens_nowhere_and_no_answer_goes_there(profile: PracticeProfile) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY)
    forge(enquiry, Enquiry)
    with pytest.raises(SealError):
        enquiry.unseal(key_ring())
    with pytest.raises(SealError):
        answered(enquiry)
    assert not OutboxMail.objects.filter(template="answer").exists()


def test_a_forged_answer_opens_for_nobody(client: Client) -> None:
    number = send(client)
    entry = reply(Enquiry.objects.get(), "Come on Tuesday.", now=A_MONDAY)
    forge(entry, Entry)
    with pytest.raises(SealError):
        entry.unseal(key_ring())

    public = bytes(entry.enquiry.code_public)[:-MARK_BYTES]
    forged = sealing.seal({"text": "Pay here first."}, to=public, row=entry.thing)
    Entry.objects.update(sealed_for_code=forged + mark_of(entry.sealed_for_code or b""))
    shown = text(come_back(client, number))
    assert "Pay here first." not in shown
    assert "Come on Tuesday." not in shown


def test_what_is_forged_is_not_sealed_to_a_new_key_as_if_it_were_genuine(
    profile: PracticeProfile,
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY)
    forge(enquiry, Enquiry)
    ring = replace_key()
    assert resealing.step(ring, resealing.Place()).unopened == 1
    assert Enquiry.objects.get().key_id != ring.current.pk
    assert SealingKey.objects.count() == 2
