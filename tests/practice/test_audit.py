"""The audit is only ever added to; Postgres refuses everything else."""

from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from practice import audit
from practice.models import AuditLine
from tests.factories import A_MONDAY

LIST = "/admin/practice/auditline/"
THING = "enquiry:0f8e1f0e-0000-4000-8000-000000000000"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def line() -> AuditLine:
    audit.record("therapist", AuditLine.Verb.OPENED, THING, now=A_MONDAY)
    return AuditLine.objects.get()


def sql(statement: str) -> Callable[[], object]:
    def execute() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return execute


def saved_again() -> None:
    line = AuditLine.objects.get()
    line.who = "nobody"
    line.save()


REFUSED: dict[str, Callable[[], object]] = {
    "UPDATE": sql("UPDATE practice_auditline SET who = 'nobody'"),
    "UPDATE of no row": sql("UPDATE practice_auditline SET who = 'nobody' WHERE false"),
    "DELETE": sql("DELETE FROM practice_auditline"),
    "TRUNCATE": sql("TRUNCATE practice_auditline"),
    "TRUNCATE with all that hangs on it": sql("TRUNCATE practice_auditline CASCADE"),
    "INSERT that would update": sql(
        "INSERT INTO practice_auditline SELECT * FROM practice_auditline"
        " ON CONFLICT (id) DO UPDATE SET who = 'nobody'"
    ),
    "save": saved_again,
    "update": lambda: AuditLine.objects.update(who="nobody"),
    "delete": lambda: AuditLine.objects.get().delete(),
    "delete of all": lambda: AuditLine.objects.all().delete(),
    "bulk_update": lambda: AuditLine.objects.bulk_update([AuditLine.objects.get()], ["who"]),
}


@pytest.mark.parametrize("way", REFUSED)
def test_a_line_cannot_be_changed_or_removed(way: str) -> None:
    before = AuditLine.objects.values().get()
    with (
        pytest.raises(DatabaseError, match="audit lines are only ever added"),
        transaction.atomic(),
    ):
        REFUSED[way]()
    assert AuditLine.objects.values().get() == before


def test_lines_are_added() -> None:
    audit.record(audit.WORKER, AuditLine.Verb.ERASED, THING, now=A_MONDAY)
    assert AuditLine.objects.count() == 2


def page_of(answer: Any) -> Any:
    return lxml.html.document_fromstring(answer.content.decode())


def test_the_therapist_reads_it_at_the_desk(desk: Client) -> None:
    (row,) = page_of(desk.get(LIST)).xpath("//table[@id='result_list']/tbody/tr")
    cells = [cell.text_content() for cell in row]
    assert cells[1:] == ["therapist", "opened", "message 0F8E1F"]
    assert cells[0].startswith("1 Mar")


def test_it_is_found_by_what_it_is_about(desk: Client) -> None:
    audit.record("therapist", AuditLine.Verb.OPENED, "enquiry:another", now=A_MONDAY)
    found = page_of(desk.get(LIST, {"q": "another"})).xpath("//table/tbody/tr")
    assert ["message another" in row.text_content() for row in found] == [True]


def test_at_the_desk_nothing_adds_changes_or_removes_a_line(desk: Client, line: AuditLine) -> None:
    before = AuditLine.objects.values().get()
    for path in ("add/", f"{line.pk}/delete/"):
        assert desk.get(LIST + path).status_code == 403
        assert desk.post(LIST + path, {"post": "yes", "who": "nobody"}).status_code == 403
    assert desk.post(f"{LIST}{line.pk}/change/", {"who": "nobody"}).status_code == 403
    desk.post(LIST, {"action": "delete_selected", "_selected_action": [line.pk], "post": "yes"})
    assert AuditLine.objects.values().get() == before


def test_nobody_who_has_not_signed_in_reads_it(client: Client) -> None:
    assert client.get(LIST).status_code == 302
