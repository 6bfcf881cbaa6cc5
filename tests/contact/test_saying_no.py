"""A "no" at the desk, and answers that nobody but the therapist can give: by phone, by text."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contact.models import Enquiry
from practice.models import OutboxMail, PracticeProfile
from tests.contact.desk_pages import BY_MAIL, held_by, in_the_box, press, text_of, undo
from tests.factories import make_enquiry


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=timezone.now(), **BY_MAIL)


def test_a_no_takes_one_tap_and_is_shown_before_it_goes(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    PracticeProfile.objects.update(other_services="The Elm Practice")
    page = press(unlocked_desk, enquiry, "decline", "")
    assert "The Elm Practice" in page.find_class("letter-body")[-1].text
    assert "With this answer the enquiry is closed." in text_of(page)
    assert Enquiry.objects.get().status == "new"

    [form] = page.xpath("//form[.//button[@name='send']]")
    unlocked_desk.post(form.action, held_by(form) | {"send": "1"})
    declined = Enquiry.objects.get()
    assert (declined.status, declined.closed_because) == ("closed", "declined")


def test_a_no_comes_below_what_was_typed(unlocked_desk: Client, enquiry: Enquiry) -> None:
    page = press(unlocked_desk, enquiry, "decline", "Thank you for your trust.")
    assert page.find_class("letter-body")[-1].text.startswith(
        "Thank you for your trust.\n\nHello Robin,"
    )


def test_a_no_that_became_a_yes_leaves_the_enquiry_open(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    [form] = press(unlocked_desk, enquiry, "decline", "").xpath("//form[.//button[@name='send']]")
    page = press(unlocked_desk, enquiry, "change", **held_by(form))
    [form] = page.xpath("//form[.//textarea[@id='id_text']]")
    form.fields["text"] = "Yes, come on Tuesday."
    form.inputs["declines"].checked = False
    page = press(unlocked_desk, enquiry, "preview", **held_by(form))
    assert "the enquiry is closed" not in text_of(page)
    [form] = page.xpath("//form[.//button[@name='send']]")
    press(unlocked_desk, enquiry, "send", **held_by(form))
    assert Enquiry.objects.get().status == "answered"


@pytest.mark.parametrize("route", ["phone", "text"])
@pytest.mark.parametrize("declines", ["", "on"])
def test_an_answer_that_she_has_to_give_herself_is_no_answer_before_she_did(
    unlocked_desk: Client, profile: PracticeProfile, route: str, declines: str
) -> None:
    said = {"reply_by": route, "phone": "01632 960 741", "safe_to_write": "yes"}
    enquiry = make_enquiry(profile, now=timezone.now(), **said)
    page = press(unlocked_desk, enquiry, "preview", declines=declines)
    assert "Nobody is told of this by itself: " in text_of(page)
    assert "at any time." in text_of(page)
    assert "It also stands behind the number." in text_of(page)
    assert "is closed" not in text_of(page)

    page = press(unlocked_desk, enquiry, "send", declines=declines)
    assert "No mail goes out: it stands behind the number." in text_of(page) + "".join(
        each.text_content() for each in page.find_class("messagelist")
    )
    assert Enquiry.objects.get().status == "new"
    assert Enquiry.objects.due_by(enquiry.reply_due_on).count() == 1
    assert page.xpath("//button[@value='answered']")
    undo(unlocked_desk, enquiry)
    assert Enquiry.objects.get().status == "new"


def test_what_it_says_of_the_mail_is_the_mails_own_time(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    yesterday = timezone.localtime() - timedelta(days=1)
    said = BY_MAIL | {"safe_times": yesterday.strftime("%a").lower()}
    page = press(unlocked_desk, make_enquiry(profile, now=timezone.now(), **said), "send")
    due = timezone.localtime(OutboxMail.objects.get(template="answer").due_at)
    assert due > timezone.now() + timedelta(days=1)
    assert f"The mail goes out on {due:%A %-d %B, %H:%M}." in page.text_content()


def test_the_words_of_a_no_can_be_changed_first(unlocked_desk: Client, enquiry: Enquiry) -> None:
    page = press(unlocked_desk, enquiry, "change", "No room, sorry.", declines="on")
    assert in_the_box(page) == "No room, sorry."
    [no] = page.xpath("//input[@name='declines']")
    assert (no.get("type"), no.checked) == ("checkbox", True)
    assert no.getparent().text_content().strip() == "This is a no: close the enquiry"
