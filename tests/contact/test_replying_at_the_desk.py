"""Answering on the page: snippets, preview, "no", taking back. No typed word is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contact.models import Enquiry, Entry, Snippet
from practice.models import OutboxMail, PracticeProfile, SealingKey
from tests.contact.desk_pages import (
    BY_MAIL,
    LIST,
    TEXT,
    held_by,
    in_the_box,
    openings,
    page_of,
    parsed,
    press,
    text_of,
    undo,
)
from tests.factories import key_ring, make_enquiry
from tests.pages import text_in


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=timezone.now(), **BY_MAIL)


def letter(page: Any) -> dict[str, str]:
    """The mail as the preview shows it."""
    texts = [each.text_content().strip() for each in page.xpath("//dl[@class='letter']/*")]
    return dict(zip(texts[::2], texts[1::2], strict=True))


def test_the_page_says_how_to_reach_this_person(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    said = {"reply_by": "phone", "phone": "01632 960 741", "voicemail": "first_name"}
    page = parsed(unlocked_desk, make_enquiry(profile, now=timezone.now(), **said))
    [rule] = page.find_class("rule")
    assert rule.text == "Call at any time. Voicemail: first name only."
    assert "Hello, this is … (your first name)." in text_of(page)


def test_outside_the_safe_times_the_page_says_so(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    yesterday = (timezone.localtime() - timedelta(days=1)).strftime("%a").lower()
    said = {"reply_by": "phone", "phone": "01632 960 741", "safe_times": yesterday}
    page = parsed(unlocked_desk, make_enquiry(profile, now=timezone.now(), **said))
    assert "Not just now: This is not one of the safe times." in text_of(page)


def test_the_preview_shows_the_mail_and_keeps_nothing(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    page = press(unlocked_desk, enquiry, "preview")
    assert str(enquiry) in text_in(page, "breadcrumbs")
    assert str(enquiry) not in text_of(page)
    shown = letter(page)
    assert shown["Subject"] == "Your message"
    assert shown["To"] == "robin@enquirer.example"
    assert shown["From"] == "site@127.0.0.1"
    body, behind = page.find_class("letter-body")
    assert "There is an answer to your message." in body.text
    assert "Tuesday" not in body.text
    assert behind.text == TEXT
    assert not Entry.objects.exists()
    assert not OutboxMail.objects.filter(template="answer").exists()


def test_tags_in_an_answer_are_shown_as_they_were_typed(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    said = {"reply_by": "email", "email": "robin@enquirer.example", "safe_to_write": "yes"}
    enquiry = make_enquiry(profile, now=timezone.now(), **said, mail_says="answer")
    page = press(unlocked_desk, enquiry, "preview", "<b>You & I</b>")
    mail, behind = (pre.text_content() for pre in page.find_class("letter-body"))
    assert behind == "<b>You & I</b>"
    assert behind in mail


def test_where_nothing_is_sent_the_preview_says_so(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    unsafe = make_enquiry(profile, now=timezone.now(), **BY_MAIL | {"safe_to_write": "no"})
    page = press(unlocked_desk, unsafe, "preview")
    assert "Nothing is sent. This stands behind the number." in text_of(page)
    assert letter(page) == {}
    assert page.xpath("//button[@name='send']")[0].text == "Put it there"


def test_where_a_mail_goes_out_the_button_says_so(unlocked_desk: Client, enquiry: Enquiry) -> None:
    page = press(unlocked_desk, enquiry, "preview")
    assert page.xpath("//button[@name='send']")[0].text == "Send it"


def test_what_the_preview_holds_is_what_is_sent(unlocked_desk: Client, enquiry: Enquiry) -> None:
    [form] = press(unlocked_desk, enquiry, "preview").xpath("//form[.//button[@name='send']]")
    unlocked_desk.post(form.action, held_by(form) | {"send": "1"})
    assert Entry.objects.get().unseal(key_ring())["text"] == TEXT


def test_sent_it_is_on_the_page_and_can_be_taken_back(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    page = press(unlocked_desk, enquiry, "send")
    said = page.find_class("messagelist")[0].text_content()
    assert "It can be read from" in said
    assert "The mail goes out on" in said
    assert "come on Tuesday." in text_of(page)
    assert "The mail goes out on" in text_of(page)

    assert "It is taken back." in undo(unlocked_desk, enquiry).text_content()
    assert not Entry.objects.exists()
    assert Enquiry.objects.get().status == "new"


def test_later_there_is_no_button_to_take_it_back(unlocked_desk: Client, enquiry: Enquiry) -> None:
    press(unlocked_desk, enquiry, "send")
    Entry.objects.update(written_at=timezone.now() - timedelta(hours=1))
    Entry.objects.update(shown_from=timezone.now() - timedelta(minutes=57))
    assert parsed(unlocked_desk, enquiry).xpath("//button[.='Take it back']") == []
    assert "There was nothing left to take back." in undo(unlocked_desk, enquiry).text_content()
    assert Entry.objects.count() == 1


def test_a_double_click_sends_one_answer(unlocked_desk: Client, enquiry: Enquiry) -> None:
    for _ in range(2):
        press(unlocked_desk, enquiry, "send")
    assert Entry.objects.count() == 1


def test_where_the_mail_stands_is_told(unlocked_desk: Client, enquiry: Enquiry) -> None:
    press(unlocked_desk, enquiry, "send")
    mail, now = OutboxMail.objects.filter(template="answer"), timezone.now()
    mail.update(sent_at=now, address=None)
    assert "Mail sent on" in text_of(parsed(unlocked_desk, enquiry))
    mail.update(sent_at=None, given_up_at=now)
    assert "could not be sent. The answer waits behind" in text_of(parsed(unlocked_desk, enquiry))
    mail.delete()
    assert "It waits behind the number." in text_of(parsed(unlocked_desk, enquiry))


def test_a_snippet_is_put_below_what_was_typed_and_filled_in(
    unlocked_desk: Client, enquiry: Enquiry, profile: PracticeProfile
) -> None:
    text = "Dear {name}, ring {phone} or wait until {reply_date}. {other} {"
    snippet = Snippet.objects.create(title="Ring me", text=text)
    assert parsed(unlocked_desk, enquiry).xpath("//button[@name='insert'][.='Ring me']")

    page = press(unlocked_desk, enquiry, "insert", "Typed before.", insert=str(snippet.pk))
    day = f"{profile.reply_due_on(timezone.now()):%A %-d %B}"
    filled = f"Dear Robin, ring 01632 960 123 or wait until {day}. {{other}} {{"
    assert in_the_box(page) == f"Typed before.\n\n{filled}"


def test_a_name_that_looks_like_a_placeholder_is_taken_as_it_is(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    snippet = Snippet.objects.create(title="Hello", text="Hello {name}")
    odd = make_enquiry(profile, now=timezone.now(), name="{phone}")
    assert in_the_box(press(unlocked_desk, odd, "insert", "", insert=str(snippet.pk))) == (
        "Hello {phone}"
    )


def test_a_snippet_that_is_gone_is_not_found(unlocked_desk: Client, enquiry: Enquiry) -> None:
    for number in ("77", "x"):
        data = {"token": "t", "text": TEXT, "insert": number}
        assert unlocked_desk.post(f"{LIST}{enquiry.pk}/answer/", data).status_code == 404


def test_snippets_are_kept_at_the_desk(desk: Client) -> None:
    data = {"title": "Thank you", "text": "Thank you, {name}."}
    desk.post("/admin/contact/snippet/add/", data)
    assert Snippet.objects.get().text == data["text"]


def test_an_empty_answer_is_not_sent(unlocked_desk: Client, enquiry: Enquiry) -> None:
    for button in ("preview", "send"):
        page = press(unlocked_desk, enquiry, button, " \n ")
        assert "There is nothing to send yet." in text_of(page)
    assert not Entry.objects.exists()


def test_an_answer_that_is_too_long_keeps_every_word(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    for text in ("ä" * 9_000, "long " * 3_000):
        page = press(unlocked_desk, enquiry, "send", text)
        assert in_the_box(page).strip() == text.strip()
        assert page.get_element_by_id("id_text_error") is not None
    assert not Entry.objects.exists()


def test_without_a_key_nothing_is_sent_and_every_word_is_kept(
    unlocked_desk: Client, enquiry: Enquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    SealingKey.objects.update(pin=b"another")
    page = press(unlocked_desk, enquiry, "send")
    assert page.get_element_by_id("typed").text_content().strip() == TEXT
    assert not Entry.objects.exists()


def test_an_answer_to_what_was_withdrawn_meanwhile_is_not_sent(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    Enquiry.objects.update(status="closed", closed_because="withdrawn", closed_at=timezone.now())
    press(unlocked_desk, enquiry, "send")
    assert not Entry.objects.exists()


def test_a_desk_that_locked_itself_gives_back_every_word(desk: Client, enquiry: Enquiry) -> None:
    page = press(desk, enquiry, "send", declines="on")
    assert page.get_element_by_id("typed").text_content().strip() == TEXT
    assert page.xpath("//form//input[@name='token']/@value") == ["t"]
    assert page.xpath("//form//input[@name='declines']/@value") == ["on"]
    assert "/admin/unlock/" in page.xpath("//a[@target='_blank']/@href")[0]
    assert not Entry.objects.exists()
    assert not openings()


def test_each_look_is_noted_and_sending_is_no_look(unlocked_desk: Client, enquiry: Enquiry) -> None:
    press(unlocked_desk, enquiry, "preview")
    assert openings() == 1
    data = {"token": "t", "text": TEXT, "send": "1"}
    unlocked_desk.post(f"{LIST}{enquiry.pk}/answer/", data)
    assert openings() == 1


@pytest.mark.parametrize(
    "path", ["answer/", "notes/", "standing/", "answer/{entry}/undo/", "notes/{entry}/remove/"]
)
def test_buttons_are_for_who_has_signed_in_and_posts(
    client: Client, unlocked_desk: Client, enquiry: Enquiry, path: str
) -> None:
    whole = LIST + f"{enquiry.pk}/" + path.format(entry=enquiry.pk)
    assert unlocked_desk.get(whole).status_code == 405
    assert Client().post(whole)["Location"].startswith("/admin/login/")


def test_no_page_of_an_enquiry_may_be_stored(unlocked_desk: Client, enquiry: Enquiry) -> None:
    for answer in (
        unlocked_desk.get(page_of(enquiry)),
        unlocked_desk.post(f"{LIST}{enquiry.pk}/answer/", {"text": TEXT, "token": "t"}),
    ):
        assert "no-store" in answer["Cache-Control"]
