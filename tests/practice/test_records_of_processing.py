"""The records of Article 30, as a supervisory authority asks for them."""

from io import StringIO
from typing import Any

import lxml.html
import pytest
from django.core.management import CommandError, call_command

from practice.retention import Whose
from practice.retention.told import rows
from tests.factories import make_profile

pytestmark = pytest.mark.django_db


def printed(**options: Any) -> str:
    out = StringIO()
    call_command("records_of_processing", stdout=out, **options)
    return out.getvalue()


def test_the_controller_is_whoever_the_profile_says() -> None:
    make_profile(credentials="MSc", town="Ashcombe")
    controller = printed().split("## ")[1]
    for line in ("Dr Miriam Vale, MSc", "Ashcombe GB", "hello@practice.example", "01632 960 123"):
        assert f"- {line}\n" in controller


def test_every_kind_of_personal_data_is_there_with_purpose_and_period() -> None:
    make_profile()
    text = printed()
    told = rows([Whose.ENQUIRERS, Whose.VISITORS, Whose.STAFF])
    assert len(told) > 10
    for row in told:
        assert f"| {row.what} | {row.whose} | {row.why} | {row.how_long} |" in text


def test_recipients_transfers_and_measures_are_there() -> None:
    make_profile()
    headings = [line for line in printed().splitlines() if line.startswith("## ")]
    assert headings == [
        "## Controller",
        "## Recipients",
        "## Transfers to other countries",
        "## Security measures",
        "## Activities",
    ]


def test_the_page_to_print_says_the_same_and_escapes_it() -> None:
    make_profile(name="Vale & Daughter <b>")
    page: Any = lxml.html.document_fromstring(printed(html=True))
    assert "Vale & Daughter <b>" in page.text_content()
    table = page.xpath("//tbody/tr")
    assert [cell.text for cell in table[0]] == list(rows([Whose.ENQUIRERS])[0])


def test_what_is_public_for_everybody_is_not_personal_data() -> None:
    make_profile()
    assert "What this website says" not in printed()


def test_before_there_is_a_profile_it_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="fill it in at the desk"):
        printed()
