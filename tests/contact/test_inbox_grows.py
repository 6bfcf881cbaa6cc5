"""The inbox costs the same however many enquiries there are: it reads what it shows, no more."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from contact.inbox import PAGE, Due, Filter, Show, beyond, page, place_of
from contact.models import Enquiry
from contact.models.appointment import reference_of
from contact.searching import NEWEST_FIRST
from practice.models import SealingKey
from tests.benchmarks.inbox import add_enquiries
from tests.contact.desk_pages import LIST
from tests.contact.inbox_pages import inbox, page_at
from tests.contact.inbox_pages import shown as shown_in
from tests.factories import make_profile

MANY, SOME = 20_000, 2_000
FEW = 4 * PAGE  # rows, which Postgres may as well read and sort


def filled(count: int) -> None:
    make_profile()
    add_enquiries(count, key=SealingKey.objects.current().pk, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contact_enquiry")


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def amiss_in(rows: Any) -> list[str]:
    """What reads more than a few rows, as Postgres did it; it is not asked for what cannot be."""
    said = rows.explain(analyze=True, format="json", timing=False)
    return [
        f"{node['Node Type']}: {node['Actual Rows']}, thrown away {thrown_away(node)}"
        for node in nodes(json.loads(said)[0]["Plan"] if said else {})
        if node.get("Node Type") == "Seq Scan"
        or node.get("Actual Rows", 0) > FEW
        or thrown_away(node) > FEW
    ]


def thrown_away(node: dict[str, Any]) -> float:
    return float(node.get("Rows Removed by Filter", 0))


def test_whatever_is_shown_is_read_along_an_index_and_no_further(db: None) -> None:
    filled(MANY)
    today, amiss = timezone.localdate(), {}
    for chosen in (Filter(show, due) for show in Show for due in Due):
        rows = chosen.rows(today)
        amiss[chosen] = amiss_in(rows[: PAGE + 1])
        if further := place_of(page(chosen, today).next, chosen.order):
            amiss[chosen] += amiss_in(beyond(rows, chosen.order, further)[: PAGE + 1])
    assert len(amiss) == len(Show) * len(Due)
    assert {chosen: said for chosen, said in amiss.items() if said} == {}

    newest = Enquiry.objects.order_by("-received_at", "-id")
    middle = newest[MANY // 2]
    older = beyond(newest, NEWEST_FIRST, [middle.received_at, middle.pk], back=True)
    assert amiss_in(older[:PAGE]) == []
    assert amiss_in(Enquiry.objects.by_reference(middle.pk.hex[:6])[:PAGE]) == []


def test_the_pages_one_after_the_other_show_each_row_once(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    """And Postgres is asked eight times at most for each."""
    filled(SOME)
    chosen, today, seen = Filter(Show.WAITING), timezone.localdate(), list[str]()
    query: str | None = chosen.query()
    desk.get(LIST)
    while query:
        with django_assert_max_num_queries(8):
            shown = page_at(desk, LIST + query)
        seen += [row["who"] for row in shown_in(shown)]
        query = next(iter(shown.xpath("//a[@rel='next']/@href")), "").removeprefix(LIST)
    assert seen == [reference_of(one.pk) for one in chosen.rows(today)]
    assert len(seen) > 4 * PAGE
    for query in ("", "?show=unanswered&due=overdue", "?show=follow_up"):
        with django_assert_max_num_queries(8):
            assert len(inbox(desk, query)) == PAGE
