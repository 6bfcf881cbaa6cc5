"""Searching enquiries: by reference and day at any time, by words once the desk is unlocked."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from contact import notes, searching
from contact.desk import searching as at_the_desk
from contact.models import Enquiry, Entry
from contact.written_once import new_token
from practice.models import AuditLine, PracticeProfile
from tests.contact.canaries import CANARIES, found_in
from tests.contact.desk_pages import LIST, openings, page_of
from tests.contact.inbox_pages import AT_THE_ENDS_OF_TIME, SEARCH, page_at, search, shown, words_of
from tests.contact.test_list_of_enquiries import add_to
from tests.factories import A_MONDAY, key_ring, make_enquiry

DAY = timedelta(days=1)


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    said = {"message": "Since the quarrel in Zürich I cannot sleep.", "phone": "01632 960 741"}
    return make_enquiry(profile, now=A_MONDAY, name="Renée", **said)


def reference(enquiry: Enquiry) -> str:
    return enquiry.pk.hex[:6].upper()


def found(page: Any) -> list[str]:
    return [row["who"].split()[0] for row in shown(page)]


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("quarrel", "message"),
        ("zurich SLEEP", "message"),
        ("renee quarrel", "name, message"),
        ("960 741", "phone number"),
        ("tuesday", "My answer"),
        ("tired", "My note"),
        ("thing", "Added by the person who wrote"),
    ],
)
def test_all_that_was_written_is_found_by_its_words(
    unlocked_desk: Client, enquiry: Enquiry, words: str, where: str
) -> None:
    make_enquiry(PracticeProfile.objects.get(), now=A_MONDAY + DAY, name="Kit", message="Hello.")
    answer = Entry(enquiry=enquiry, key=enquiry.key, kind="reply")
    answer.written_at = answer.shown_from = A_MONDAY
    answer.seal({"text": "Come on Tuesday."})
    answer.save()
    notes.add(enquiry, "Sounded tired.", token=new_token(), now=A_MONDAY)
    add_to(enquiry, "addition", A_MONDAY)

    page = search(unlocked_desk, words)
    assert found(page) == [reference(enquiry)]
    assert shown(page)[0]["Found in"] == where
    assert "Looked through 2 messages, to the very first." in words_of(page)


def test_what_is_not_there_is_not_found_and_it_says_so(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    page = search(unlocked_desk, "quarrel elsewhere")
    assert shown(page) == []
    assert "Nothing was found." in words_of(page)


def test_while_the_desk_is_locked_words_open_nothing_and_lead_to_unlocking(
    desk: Client, enquiry: Enquiry
) -> None:
    page = search(desk, "quarrel")
    assert shown(page) == []
    [unlock] = page.xpath("//a[.='Unlock to search']/@href")
    assert unlock == "/admin/unlock/?next=%2Fadmin%2Fcontact%2Fenquiry%2Fsearch%2F"
    assert "Nothing was found" not in words_of(page)
    assert not AuditLine.objects.exists()


@pytest.mark.parametrize("typed", ["1 March 2027", "01/03/2027", "2027-03-01"])
def test_references_and_days_are_found_while_the_desk_is_locked(
    desk: Client, profile: PracticeProfile, typed: str
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY, **CANARIES)
    make_enquiry(profile, now=A_MONDAY + DAY)
    for words in (typed, reference(enquiry), reference(enquiry).lower()):
        page = search(desk, words)
        assert found(page) == [reference(enquiry)]
        assert page.xpath("//h2/a/@href") == [page_of(enquiry)]
    assert found_in(desk.post(SEARCH, {"words": typed}).content) == set()


def test_one_search_leaves_one_line_which_names_nobody(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    search(unlocked_desk, "quarrel")
    line = AuditLine.objects.get(verb=AuditLine.Verb.SEARCHED)
    assert (line.who, line.thing) == ("therapist", "enquiries")
    assert not openings()


def test_no_line_no_search(unlocked_desk: Client, enquiry: Enquiry) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'not today'; END $$;"
            "CREATE TRIGGER refuse BEFORE INSERT ON practice_auditline EXECUTE FUNCTION refuse()"
        )
    page = search(unlocked_desk, "quarrel")
    assert shown(page) == []
    assert "A search is noted before it opens anything; that failed." in words_of(page)


def test_a_name_is_shown_in_initials_until_she_says_otherwise(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    assert shown(search(unlocked_desk, "quarrel"))[0]["who"] == f"{reference(enquiry)} R."
    session = unlocked_desk.session
    session["shows_names"] = True
    session.save()
    assert shown(search(unlocked_desk, "quarrel"))[0]["who"] == f"{reference(enquiry)} Renée"


def test_it_says_how_far_it_looked_and_looks_further_back(
    unlocked_desk: Client, profile: PracticeProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "LOOKED_AT_MOST", 3)
    monkeypatch.setattr(searching, "AT_ONCE", 2)
    made = [make_enquiry(profile, now=A_MONDAY + n * DAY, message="A word.") for n in range(7)]
    newest, seen = [reference(one) for one in reversed(made)], []
    page = search(unlocked_desk, "word")
    assert "Looked through 3 messages, back to 5 March 2027." in words_of(page)
    while True:
        seen.append(found(page))
        forms = page.xpath("//form[.//button[.='Look further back']]")
        if not forms:
            break
        page = search(unlocked_desk, **forms[0].fields)
    assert seen == [newest[:3], newest[3:6], newest[6:]]
    assert "Looked through 1 message, to the very first." in words_of(page)


def test_a_search_ends_when_its_time_is_over(
    unlocked_desk: Client, profile: PracticeProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "SECONDS", 0)
    for number in range(2):
        make_enquiry(profile, now=A_MONDAY + number * DAY)
    assert "Looked through 1 message, back to 2 March 2027." in words_of(
        search(unlocked_desk, "word")
    )


def test_one_that_is_damaged_keeps_no_other_from_being_found(
    unlocked_desk: Client, profile: PracticeProfile, enquiry: Enquiry
) -> None:
    damaged = make_enquiry(profile, now=A_MONDAY + DAY)
    Enquiry.objects.filter(pk=damaged.pk).update(sealed=b"damaged")
    assert found(search(unlocked_desk, "quarrel")) == [reference(enquiry)]


def test_what_was_searched_for_is_in_no_address_and_nothing_is_kept(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    before = dict(unlocked_desk.session.items())
    answer = unlocked_desk.post(SEARCH, {"words": "quarrel"})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert dict(unlocked_desk.session.items()) == before
    page = page_at(unlocked_desk, f"{SEARCH}?words=quarrel")
    assert shown(page) == []
    assert {each.get("method") for each in page.xpath("//form[@role='search']")} == {"post"}


@pytest.mark.parametrize("words", ["9999-12-31", "0001-01-01", "1 January 1999", "1.1.2201"])
def test_no_day_of_this_site_is_looked_for_as_words(
    unlocked_desk: Client, enquiry: Enquiry, words: str
) -> None:
    assert "Looked through 1 message" in words_of(search(unlocked_desk, words))


@pytest.mark.parametrize("words", ["", "a", "x" * 101])
def test_a_search_that_is_too_short_or_too_long_is_refused_with_a_word(
    unlocked_desk: Client, enquiry: Enquiry, words: str
) -> None:
    answer = unlocked_desk.post(SEARCH, {"words": words})
    assert answer.status_code == 422
    assert b"search_words_error" in answer.content
    assert not AuditLine.objects.filter(verb=AuditLine.Verb.SEARCHED).exists()


def test_so_many_searches_in_a_minute_and_no_more(
    unlocked_desk: Client, enquiry: Enquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_the_desk, "MOST_A_MINUTE", 2)
    for _ in range(2):
        assert found(search(unlocked_desk, "quarrel"))
    page = search(unlocked_desk, "quarrel")
    assert "Please wait for a minute." in words_of(page)
    assert found(search(unlocked_desk, "1 March 2027"))  # that opens nothing


def test_a_place_that_is_none_begins_at_the_newest(enquiry: Enquiry) -> None:
    ends = [f"{at},{enquiry.pk}" for at in AT_THE_ENDS_OF_TIME]
    for before in ("nonsense", "2027-01-01,x", "\x00,\x00", *ends):
        result = searching.by_words(
            "quarrel", key_ring(), who="therapist", now=timezone.now(), before=before
        )
        assert [one.enquiry for one in result.found] == [enquiry]


@pytest.mark.parametrize("path", [LIST, SEARCH])
def test_the_box_says_what_it_takes_just_now(desk: Client, path: str) -> None:
    [hint] = page_at(desk, path).xpath("//*[@id='search_words_helptext']")
    assert words_of(hint).endswith("Words, too, once your desk is unlocked.")


@pytest.mark.parametrize("path", [LIST, SEARCH])
def test_unlocked_it_takes_words_and_says_so(unlocked_desk: Client, path: str) -> None:
    [hint] = page_at(unlocked_desk, path).xpath("//*[@id='search_words_helptext']")
    assert words_of(hint).endswith("Or words that somebody wrote.")
