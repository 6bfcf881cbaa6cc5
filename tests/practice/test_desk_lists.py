"""Lists at the desk: what an empty one says, and what a line says on a phone."""

from datetime import UTC, datetime

import lxml.html
import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from practice.models import AuditLine, Helpline, Holiday, OutboxMail, Page, PracticeProfile
from practice.outbox_desk import NAMES

NOW = datetime(2026, 11, 22, 20, 40, tzinfo=UTC)
ENQUIRY = "4b0f9bbe-10a9-4c1e-9d5e-0123456789ab"
MAILS, LINES = "/admin/practice/outboxmail/", "/admin/practice/auditline/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail() -> OutboxMail:
    due = {"created_at": NOW, "due_at": NOW, "next_try_at": NOW}
    return OutboxMail.objects.create(template="test_mail", cause="test:1", tries=1, **due)


@pytest.fixture
def line() -> AuditLine:
    return AuditLine.objects.create(
        at=NOW, who="therapist", verb="opened", thing=f"enquiry:{ENQUIRY}"
    )


def shown(desk: Client, path: str) -> lxml.html.HtmlElement:
    answer = desk.get(path)
    assert answer.status_code == 200, path
    return lxml.html.document_fromstring(answer.content.decode())


def words(page: lxml.html.HtmlElement, path: str) -> list[str]:
    return [" ".join(str(one.text_content()).split()) for one in page.xpath(path)]


def cells(desk: Client, path: str) -> dict[str, str]:
    """The first line as it reads on a phone: each value after its name."""
    page = shown(desk, path)
    return {
        str(cell.get("data-label")): str(cell.text_content())
        for cell in page.xpath("//*[@id='result_list']/tbody/tr[1]/td")
    }


def test_an_empty_list_says_so_in_a_sentence_of_its_own(
    desk: Client, profile: PracticeProfile
) -> None:
    for filled in (Page, Helpline, Holiday):
        filled.objects.all().delete()
    said = []
    for model in admin.site._registry:
        page = shown_list(desk, model)
        if page is None or page.xpath("//*[@id='result_list']"):
            continue
        assert page.xpath("//*[@class='paginator']") == [], model
        said += words(page, "//*[@id='changelist']//p[@class='quiet none-yet']")

    assert len(set(said)) == len(said) >= 9
    assert all(said)


def shown_list(desk: Client, model: type) -> lxml.html.HtmlElement | None:
    """The page, where it is one of Django's lists."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"  # type: ignore[attr-defined]
    page = lxml.html.document_fromstring(desk.get(reverse(name), follow=True).content.decode())
    return page if page.xpath("//*[@id='changelist-form']//*") else None


def test_where_nothing_fits_a_search_the_list_does_not_say_that_it_is_empty(
    desk: Client, profile: PracticeProfile, line: AuditLine
) -> None:
    page = shown(desk, f"{LINES}?q=nothing")

    assert words(page, "//*[@class='quiet none-yet']") == ["Nothing here fits."]


def test_mail_is_listed_in_her_words_with_a_name_before_each_value(
    desk: Client, profile: PracticeProfile, mail: OutboxMail
) -> None:
    assert cells(desk, MAILS) == {
        "Queued": "22 November 2026, 20:40",
        "Which": "A trial",
        "Due": "22 November 2026, 20:40",
        "Tries": "1",
        "Last error": "",
        "Sent": "",
        "Given up": "",
    }


def test_each_mail_has_a_name() -> None:
    folder = settings.BASE_DIR / "templates/emails"

    assert {path.name.split(".")[0] for path in folder.glob("*.subject.txt")} == set(NAMES)


def test_whether_mail_was_sent_is_asked_with_yes_and_no(
    desk: Client, profile: PracticeProfile, mail: OutboxMail
) -> None:
    page = shown(desk, MAILS)
    assert words(page, "//nav[@id='changelist-filter']//summary") == ["Sent", "Given up"]
    assert words(page, "//*[@data-filter-title='sent']//a") == ["All", "No", "Yes"]

    assert cells(desk, MAILS + "?sent_at__isempty=1")["Which"] == "A trial"
    assert shown(desk, MAILS + "?sent_at__isempty=0").xpath("//*[@id='result_list']") == []


def test_what_was_done_names_a_message_as_the_inbox_does(
    desk: Client, profile: PracticeProfile, line: AuditLine
) -> None:
    assert cells(desk, LINES) == {
        "When": "22 November 2026, 20:40",
        "Who": "therapist",
        "What": "opened",
        "Of what": "message 4B0F9B",
    }
    assert cells(desk, f"{LINES}?q=4B0F9B")["Of what"] == "message 4B0F9B"


def test_many_things_to_filter_by_are_folded_and_the_chosen_one_is_named(
    desk: Client, profile: PracticeProfile, line: AuditLine
) -> None:
    what, who = (f"//details[@data-filter-title='{name}']" for name in ("what", "who"))
    page = shown(desk, f"{LINES}?verb__exact=opened")

    assert [page.xpath(each)[0].get("open") for each in (what, who)] == [None, ""]
    assert words(page, f"{what}/summary") == ["What: opened"]
    assert words(page, f"{who}/summary") == ["Who"]
