"""What the form looks like before anything is typed, to eyes and to a screen reader."""

import re
from typing import Any

import lxml.html
import pytest
from django.test import Client

from contact.forms import EnquiryForm
from practice.models import Opening, PracticeProfile

TELLING = re.compile("therap|counsel|session|client|clinic|psych|trauma|patient", re.IGNORECASE)


@pytest.fixture
def blank(client: Client, profile: PracticeProfile) -> Any:
    return lxml.html.document_fromstring(client.get("/contact/").content.decode())


def questions(page: Any) -> list[Any]:
    found: list[Any] = page.find_class("question")
    assert len(found) == len(EnquiryForm.base_fields)
    return found


def label_of(question: Any) -> str:
    return str(question.xpath("(legend | label | .//label)[1]")[0].text_content())


def names_of(question: Any) -> set[str]:
    return {control.name for control in question.xpath(".//input | .//textarea")}


def wrong_references(page: Any) -> list[str]:
    """Every id that is pointed at by a description or a label and is not there."""
    pointed = " ".join(page.xpath("//@aria-describedby | //@aria-labelledby | //label/@for"))
    return [name for name in pointed.split() if page.get_element_by_id(name, None) is None]


def kinds(question: Any) -> list[str]:
    """The parts of a question in the order in which they are read."""
    parts = []
    for element in question.iter():
        if element.tag in ("label", "legend"):
            parts.append("label")
        elif element.get("class") in ("hint", "error"):
            parts.append(element.get("class"))
        elif element.tag in ("input", "textarea"):
            parts.append("input")
    return parts


def test_every_field_has_one_question(blank: Any) -> None:
    assert [names_of(question) for question in questions(blank)] == [
        {name} for name in EnquiryForm.base_fields
    ]


def test_the_easy_questions_come_first_and_consent_last(blank: Any) -> None:
    names = list(EnquiryForm.base_fields)
    assert names[:2] == ["name", "reply_by"]
    assert names[-1] == "consent"


def test_label_hint_and_input_are_in_that_order(blank: Any) -> None:
    for question in questions(blank)[:-1]:
        assert kinds(question)[:3] in (["label", "hint", "input"], ["label", "input"]), label_of(
            question
        )


def test_an_error_stands_between_hint_and_input(client: Client, profile: PracticeProfile) -> None:
    answer = client.post("/contact/", {"reply_by": "email"}).content.decode()
    name, *_rest = questions(lxml.html.document_fromstring(answer))
    assert kinds(name) == ["label", "hint", "error", "input"]


def test_descriptions_and_labels_point_at_something(blank: Any) -> None:
    assert blank.xpath("//@aria-describedby")
    assert wrong_references(blank) == []


def test_descriptions_of_a_form_with_errors_point_at_something(
    client: Client, profile: PracticeProfile
) -> None:
    answer = client.post("/contact/", {"reply_by": "email"}).content.decode()
    page: Any = lxml.html.document_fromstring(answer)
    assert any("_error" in described for described in page.xpath("//@aria-describedby"))
    assert wrong_references(page) == []


def test_every_hint_is_read_out_with_its_question(blank: Any) -> None:
    for hint in blank.xpath("//form//*[@class='hint']"):
        assert blank.xpath(f"//*[contains(@aria-describedby, '{hint.get('id')}')]")


def test_every_control_has_a_label(blank: Any) -> None:
    for control in blank.xpath("//form//input[not(@type='hidden')] | //form//textarea"):
        [label] = blank.xpath(f"//label[@for='{control.get('id')}']")
        assert label.text_content().strip()


def test_choices_are_grouped_under_their_question(blank: Any) -> None:
    for choice in blank.xpath("//form//input[@type='radio' or @name='safe_times']"):
        assert choice.xpath("ancestor::fieldset/legend")


def test_only_what_may_be_left_out_says_optional(blank: Any) -> None:
    optional = {
        name for q in questions(blank) if "(optional)" in label_of(q) for name in names_of(q)
    }
    assert optional == EnquiryForm.OPTIONAL
    assert optional == {
        "mail_says",
        "safe_times",
        "modality",
        "message",
        "pronouns",
        "access_needs",
    }


def test_nothing_is_chosen_or_filled_in_beforehand(blank: Any) -> None:
    assert blank.xpath("//form//@checked | //form//@selected") == []
    written = "//form//input[not(@type='hidden' or @type='radio' or @type='checkbox')]/@value"
    typed = blank.xpath(written)
    assert [*typed, blank.get_element_by_id("id_message").text.strip()] == [""]


def test_there_are_no_asterisks(blank: Any) -> None:
    assert "*" not in blank.body.text_content()


def test_that_an_unsafe_way_sends_nothing_is_said_where_it_is_asked(blank: Any) -> None:
    [question] = [q for q in questions(blank) if names_of(q) == {"safe_to_write"}]
    assert "I send nothing there" in question.text_content()
    assert "my answer waits here, behind a number" in question.text_content()


def test_a_browser_remembers_nothing_that_was_typed(blank: Any) -> None:
    assert blank.xpath("//form/@autocomplete") == ["off"]
    assert blank.xpath("//form//*/@autocomplete") == []  # a field's own word would go before it


def test_a_browser_never_cuts_what_is_pasted(blank: Any) -> None:
    assert blank.xpath("//form//@maxlength") == []


def test_the_title_says_nothing_to_somebody_looking_over_the_shoulder(blank: Any) -> None:
    assert blank.findtext(".//title") == "Contact"


@pytest.mark.parametrize("path", ["/contact/", "/contact/received/"])
def test_no_title_of_an_enquiry_is_telling(
    client: Client, profile: PracticeProfile, path: str
) -> None:
    with_errors = client.post("/contact/", {"reply_by": "email"}).content.decode()
    for text in (with_errors, client.get(path, follow=True).content.decode()):
        title = lxml.html.document_fromstring(text).findtext(".//title")
        assert title
        assert not TELLING.search(title)


def test_the_form_is_never_stored_by_a_browser(client: Client, profile: PracticeProfile) -> None:
    assert "no-store" in client.get("/contact/")["Cache-Control"]


@pytest.mark.parametrize(
    ("opening", "offered"),
    [
        (Opening.OPEN, ["question", "conversation"]),
        (Opening.WAITING_LIST, ["question", "waiting_list"]),
    ],
)
def test_only_what_the_practice_offers_can_be_wished_for(
    client: Client, profile: PracticeProfile, opening: Opening, offered: list[str]
) -> None:
    PracticeProfile.objects.update(opening=opening)
    page: Any = lxml.html.document_fromstring(client.get("/contact/").content.decode())
    assert page.xpath("//input[@name='wish']/@value") == offered
