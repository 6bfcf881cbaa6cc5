"""The therapist's first day on a phone, from one link to a conversation that is agreed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.first_day import answering, arriving, looking_round, writing, writing_to_her
from tests.browser.first_day.day import A_PHONE, Day
from tests.browser.test_passkeys import window
from tests.live_site import live_site
from tests.smtp_server import smtp_server


@pytest.fixture
def day(browser: Browser, transactional_db: None, static_files: None) -> Iterator[Day]:
    """A fresh site: nobody has an account, and nothing is written."""
    album = os.environ.get("GUIDE_ALBUM")
    with (
        smtp_server() as mail,
        live_site(EMAIL_URL=mail.url) as site,
        window(browser, site) as hers,
        window(browser, site) as robins,
    ):
        hers.set_viewport_size(A_PHONE)
        yield Day(hers, robins, mail, Path(album) if album else None)


def test_her_first_day(day: Day) -> None:
    arriving.opens_the_link(day)
    arriving.makes_a_passkey(day)
    arriving.answers_five_questions(day)
    arriving.makes_her_keys(day)
    arriving.is_live(day)
    arriving.sees_that_mail_arrives(day)

    writing.writes_part_one(day)
    writing.publishes_it(day)
    writing.writes_part_two_for_tomorrow(day)
    writing.strangers_read_part_one_only(day)

    number = writing_to_her.robin_asks_for_a_time(day)
    answering.reads_what_came(day)
    answering.answers_it(day)
    writing_to_her.robin_reads_the_answer(day.robins, number, answering.ANSWER)
    answering.agrees_to_the_time(day)
    writing_to_her.robin_sees_that_it_is_agreed(day.robins, number)
    writing_to_her.no_mail_gives_anything_away(day, number)
    answering.the_day_before_comes()
    answering.sees_it_at_today(day)
    looking_round.looks_round(day)
