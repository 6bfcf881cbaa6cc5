"""Somebody who carries off the database, and all else that lies about, reads nothing of it."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from contact.models import Enquiry
from practice.models import PracticeProfile, RateCount, RateSalt
from practice.sealing import SealError, environment
from tests.contact.canaries import CANARIES, found_in
from tests.contact.loot import (
    LEFT_OUT,
    addresses_confirmed_by,
    confirmed_by,
    dump,
    log_of_postgres,
    opened_with_the_environment,
    surroundings,
)
from tests.factories import A_MONDAY, form_data, key_ring, make_enquiry
from tests.live_site import REPOSITORY, LiveSite, live_site
from tests.smtp_server import smtp_server
from tests.visitor import TYPED, Visitor, pressing_send

ENQUIRIES = 1000
ROUTES = [
    {"reply_by": "email", "safe_to_write": "yes"},
    {"reply_by": "phone", "voicemail": "nothing"},
    {"reply_by": "text", "safe_to_write": "yes"},
]
DICTIONARY = [
    *(CANARIES[name] for name in ("name", "email", "phone")),
    *(f"{name}@enquirer.example" for name in ("robin", "canary", "larkspur", "ada", "noor")),
]

WHENCE = [f"192.0.2.{number}" for number in range(250)]

pytestmark = pytest.mark.usefixtures("profile")


@dataclass(frozen=True)
class Loot:
    """What the site left behind, after so many enquiries."""

    backup: bytes
    logs: bytes
    mails: list[bytes]


@pytest.fixture
def loot(transactional_db: None, profile: PracticeProfile) -> Iterator[Loot]:
    """After a thousand enquiries through the real form, each of them told of by mail."""
    with smtp_server() as post, live_site(EMAIL_URL=post.url, TRUSTED_PROXIES="1") as site:
        for number in range(ENQUIRIES):
            assert send(site, number) == 303
        post.wait_for(ENQUIRIES)
        assert site.worker
        printed = site.web.printed() + site.worker.printed()
        mails = [mail.raw for mail in post.received]
        yield Loot(dump(LEFT_OUT), printed.encode() + log_of_postgres(), mails)


def send(site: LiveSite, number: int) -> int:
    """Send one enquiry, from an address of its own; return the status of the answer."""
    visitor = Visitor(site)
    visitor.cookies["csrftoken"] = token = "t" * 32
    typed = CANARIES | ROUTES[number % len(ROUTES)] | {"csrfmiddlewaretoken": token}
    headers = {"X-Forwarded-For": WHENCE[number % 250], "Content-Type": TYPED}
    return visitor.ask("POST", "/contact/", urlencode(form_data(**typed)).encode(), headers).status


@pytest.mark.django_db(transaction=True)
def test_after_a_thousand_enquiries_not_a_word_of_them_lies_about(loot: Loot) -> None:
    ids = [str(enquiry.pk).encode() for enquiry in Enquiry.objects.all()]
    assert len(ids) == ENQUIRIES
    assert all(each in loot.backup for each in ids)
    assert len(loot.mails) == ENQUIRIES

    lying_about = {
        "dump": loot.backup,
        "logs": loot.logs,
        "mail": b"\n".join(loot.mails),
        "environment and source": surroundings(),
    }
    assert {where: found_in(text) for where, text in lying_about.items() if found_in(text)} == {}
    assert confirmed_by(loot.backup, DICTIONARY) == set()
    assert opened_with_the_environment(loot.backup) == []
    assert addresses_confirmed_by(loot.backup, WHENCE, ["enquiry"]) == set()
    received = set(Enquiry.objects.values_list("received_at", flat=True))
    for kept in RateCount.objects.values_list("expires_at", flat=True):
        assert kept - timedelta(days=1) not in received


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("written", [bytes, base64.b64encode, bytes.hex])
def test_the_search_of_a_dump_would_find_it(
    profile: PracticeProfile, written: Callable[[bytes], bytes | str]
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY)
    plain = written("|".join(CANARIES.values()).encode())
    sealed = plain.encode() if isinstance(plain, str) else plain
    Enquiry.objects.filter(pk=enquiry.pk).update(sealed=sealed)
    assert found_in(dump()) == set(CANARIES)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "kept", [lambda mac: mac, lambda mac: mac.hex().encode(), base64.b64encode]
)
def test_the_dictionary_would_recognise_an_address(kept: Callable[[bytes], bytes]) -> None:
    address = CANARIES["email"]
    mac = environment.mac(address.encode(), purpose="rate limit")
    RateCount.objects.create(key=kept(mac), count=1, expires_at=A_MONDAY)
    assert confirmed_by(dump(), DICTIONARY) == {address}


@pytest.mark.django_db(transaction=True)
def test_only_a_dump_with_the_salt_of_the_day_confirms_a_network_address(client: Client) -> None:
    client.post("/contact/", form_data(), REMOTE_ADDR="192.0.2.7")
    assert addresses_confirmed_by(dump(), WHENCE, ["enquiry"]) == {"192.0.2.7"}
    assert addresses_confirmed_by(dump(LEFT_OUT), WHENCE, ["enquiry"]) == set()
    RateSalt.objects.all().delete()  # as the worker does after the day
    assert addresses_confirmed_by(dump(), WHENCE, ["enquiry"]) == set()


def test_the_runbook_backs_up_as_these_tests_do() -> None:
    assert LEFT_OUT in (REPOSITORY / "docs" / "runbook.md").read_text("utf-8")


@pytest.mark.django_db(transaction=True)
def test_what_the_environment_opens_would_be_found() -> None:
    encrypted = environment.encrypt(CANARIES["email"], purpose="received")
    RateCount.objects.create(key=encrypted, count=1, expires_at=A_MONDAY)
    assert opened_with_the_environment(dump()) == [CANARIES["email"]]


def test_contents_moved_to_another_row_do_not_open(profile: PracticeProfile) -> None:
    mine = make_enquiry(profile, now=A_MONDAY, message="mine")
    others = make_enquiry(profile, now=A_MONDAY, message="another's")
    Enquiry.objects.filter(pk=mine.pk).update(sealed=bytes(others.sealed))

    assert others.unseal(key_ring())["message"] == "another's"
    with pytest.raises(SealError):
        Enquiry.objects.get(pk=mine.pk).unseal(key_ring())


def test_the_length_of_a_message_does_not_show(profile: PracticeProfile) -> None:
    short = make_enquiry(profile, now=A_MONDAY, message="Hello.")
    longer = make_enquiry(profile, now=A_MONDAY, message="Hello. " * 100)
    assert len(short.sealed) == len(longer.sealed)


def test_more_than_can_be_sealed_is_given_back_with_a_clear_error(client: Client) -> None:
    message = "🌊" * 10_000
    response = client.post("/contact/", form_data(message=message))
    page = response.content.decode()

    assert response.status_code == 422
    assert "more than this form can hold" in page
    assert pressing_send(page)["message"] == message
    assert not Enquiry.objects.exists()


def test_the_longest_message_in_letters_fits(client: Client) -> None:
    assert client.post("/contact/", form_data(message="m" * 10_000)).status_code == 303
    assert Enquiry.objects.get().unseal(key_ring())["message"] == "m" * 10_000
