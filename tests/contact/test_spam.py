"""Programs that fill in forms are held back, never dropped; people are not held back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from lxml import html
from time_machine import TimeMachineFixture

from contact.models import Enquiry
from contact.spam import FROM_ONE_ADDRESS, HONEYPOT
from contact.submission import QUICKEST, SLOWEST, new_token
from practice.models import OutboxMail
from tests.factories import A_MONDAY, form_data, key_ring
from tests.visitor import pressing_send

ADVERT = "Cheap pills https://a.example https://b.example and more on www.c.example"
ROUND = "best prices for you today my friend come and see "
SAMPLE = settings.BASE_DIR / "blog" / "sample_content" / "part-2.html"
LONG = strip_tags(SAMPLE.read_text("utf-8"))[:8_000]  # pages of it, by a person

pytestmark = pytest.mark.usefixtures("profile")


@pytest.fixture(autouse=True)
def monday(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(A_MONDAY, tick=False)


def opened(ago: timedelta) -> str:
    """The token of a form that was opened so long ago."""
    return new_token(timezone.now() - ago)


def send(client: Client, *, address: str = "192.0.2.1", **changed: str) -> Any:
    return client.post("/contact/", form_data(**changed), REMOTE_ADDR=address)


def status_of(response: Any) -> str:
    """The status that the only enquiry got, which was taken by this response."""
    assert (response.status_code, response["Location"]) == (303, "/contact/received/")
    return Enquiry.objects.get().status


def statuses() -> list[str]:
    return list(Enquiry.objects.order_by("pk").values_list("status", flat=True))


def mails() -> list[str]:
    return sorted(OutboxMail.objects.values_list("template", flat=True))


def test_what_a_person_sends_is_new_and_told_of_at_once(client: Client) -> None:
    assert status_of(send(client)) == "new"
    assert mails() == ["new_message"]


@pytest.mark.parametrize(
    "changed",
    [
        {HONEYPOT: "https://advert.example"},
        {"message": ADVERT},
        {"name": "www.advert.example"},
        {"pronouns": "see https://advert.example"},
        {"name": "qwerty", "message": "qwerty", "access_needs": "qwerty"},
        {"message": "buy " * 24},
        {"message": ROUND * 9},
    ],
    ids=["honeypot", "links", "name", "pronouns", "one answer", "one word", "one sentence"],
)
def test_what_looks_like_advertising_is_held_back_whole(
    client: Client, changed: dict[str, str]
) -> None:
    assert status_of(send(client, **changed)) == "held"
    kept = Enquiry.objects.get().unseal(key_ring())
    assert kept["message"] == (form_data() | changed)["message"].strip()
    assert HONEYPOT not in kept
    assert mails() == ["held_back"]


@pytest.mark.parametrize(
    "message",
    [
        "I found you through https://directory.example/vale and read www.blog.example/part-2.",
        "please please please please help me " * 3,
        LONG,
        "",
        "I can’t sleep.\n" * 5,
        "لا أستطيع النوم " * 4,
        "眠れない眠れない眠れない",
    ],
    ids=["two links", "in need", "long", "nothing", "again and again", "Arabic", "Japanese"],
)
def test_what_people_write_is_not_held_back(client: Client, message: str) -> None:
    assert status_of(send(client, message=message)) == "new"


@pytest.mark.parametrize(
    ("ago", "status"),
    [
        (timedelta(0), "held"),
        (QUICKEST - timedelta(seconds=1), "held"),
        (QUICKEST, "new"),
        (SLOWEST - timedelta(seconds=9), "new"),
        (timedelta(minutes=-5), "held"),
    ],
)
def test_only_the_time_that_a_person_takes_is_believed(
    client: Client, ago: timedelta, status: str
) -> None:
    assert status_of(send(client, submission=opened(ago))) == status


def test_the_time_is_the_one_at_which_the_page_was_opened(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    blank = pressing_send(client.get("/contact/").content.decode())
    time_machine.shift(timedelta(minutes=1))
    assert status_of(send(client, submission=blank["submission"])) == "new"


@pytest.mark.parametrize(
    "token", [lambda: opened(SLOWEST + timedelta(seconds=9)), lambda: "not ours"]
)
def test_a_form_that_went_stale_asks_for_one_more_press_and_believes_it_at_once(
    client: Client, token: Any
) -> None:
    page = send(client, submission=token(), message="Every word.")
    assert (page.status_code, Enquiry.objects.count()) == (422, 0)
    filled_in = pressing_send(page.content.decode())
    assert filled_in["message"].strip() == "Every word."
    assert status_of(client.post("/contact/", filled_in)) == "new"


def test_a_correction_does_not_start_the_time_again(client: Client) -> None:
    page = send(client, email="a slip").content.decode()
    assert status_of(send(client, submission=pressing_send(page)["submission"])) == "new"


def test_a_time_that_was_made_up_sends_nothing(client: Client) -> None:
    earlier = opened(timedelta(0)).replace(".", ".1", 1)
    assert send(client, submission=earlier).status_code == 422
    assert not Enquiry.objects.exists()


def test_a_whole_clinic_can_write_through_one_address(client: Client) -> None:
    for number in range(FROM_ONE_ADDRESS):
        send(client, name=f"Person {number}")
    assert statuses() == ["new"] * FROM_ONE_ADDRESS


def test_a_flood_from_one_address_is_held_back_from_there_on_for_a_day(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    for number in range(FROM_ONE_ADDRESS + 10):
        send(client, name=f"Person {number}")
    send(client, address="192.0.2.2", name="Somebody else")
    assert statuses().count("held") == 10
    time_machine.shift(timedelta(days=1))
    send(client, name="Person of the next day")
    assert statuses().count("held") == 10


def test_pressing_send_again_does_not_hold_back_what_was_taken(client: Client) -> None:
    data = form_data()
    for _ in range(FROM_ONE_ADDRESS + 5):
        assert client.post("/contact/", data).status_code == 303
    assert statuses() == ["new"]


def test_who_is_held_back_is_told_the_same_as_everybody(client: Client) -> None:
    pages = []
    for changed in ({}, {HONEYPOT: "x"}):
        page: Any = html.fromstring(
            Client().post("/contact/", form_data(**changed), follow=True).content
        )
        [number] = page.find_class("number")
        number.text = "0000 0000 0000 0000 0000"
        pages.append(html.tostring(page))
    assert statuses().count("held") == 1
    assert pages[0] == pages[1]
    assert b"Your message has arrived" in pages[0]


@pytest.mark.parametrize(
    ("at", "told_on"),
    [
        ("00:00:00", "2027-03-01"),
        ("07:54:59", "2027-03-01"),
        ("07:55:00", "2027-03-02"),
        ("08:00:00", "2027-03-02"),
        ("23:00:00", "2027-03-02"),
    ],
)
def test_one_mail_the_next_morning_tells_of_all_that_was_held_back(
    client: Client, time_machine: TimeMachineFixture, at: str, told_on: str
) -> None:
    time_machine.move_to(datetime.fromisoformat(f"2027-03-01T{at}+00:00"), tick=False)
    for number in range(5):
        send(client, name=f"Bot {number}", message=ADVERT)
    mail = OutboxMail.objects.get()
    assert (mail.template, mail.cause) == ("held_back", f"held:{told_on}")
    assert timezone.localtime(mail.next_try_at).strftime("%Y-%m-%d %H:%M") == f"{told_on} 08:00"


def test_each_day_with_something_held_back_has_its_own_mail(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    for _ in range(3):
        send(client, message=ADVERT)
        time_machine.shift(timedelta(days=1))
    assert mails() == ["held_back"] * 3


def bot_post(number: int) -> dict[str, str]:
    """What the nth of a thousand posts looks like: six kinds of program take turns."""
    of_a_kind = {
        0: {HONEYPOT: f"https://advert.example/{number}"},
        1: {"submission": opened(timedelta(0))},
        2: {"submission": opened(timedelta(days=3))},
        3: {"message": f"{number} {ADVERT}"},
        4: {"submission": "made up"},
        5: {"message": f"Hello. My offer number {number} may interest you."},
    }
    return form_data(name=f"Bot {number}", **of_a_kind[number % 6])


def test_a_thousand_posts_of_bots_make_at_most_twenty_mails(client: Client) -> None:
    for number in range(1000):
        # Those who make no other mistake come from one place; the others from everywhere.
        address = "203.0.113.9" if number % 6 == 5 else f"198.51.{number % 250}.{number // 4}"
        answer = client.post("/contact/", bot_post(number), REMOTE_ADDR=address)
        assert answer.status_code == (422 if number % 6 in (2, 4) else 303)
    assert len(statuses()) == 1000 - len(range(2, 1000, 6)) - len(range(4, 1000, 6))
    assert OutboxMail.objects.count() <= 20


def human_post(number: int) -> dict[str, str]:
    """What the nth of a hundred people sends: no two alike, and some are clumsy or in a hurry."""
    ways = {
        0: {},
        1: {"reply_by": "phone", "phone": f"01632 960 {number:03}", "voicemail": "nothing"},
        2: {"reply_by": "code", "message": ""},
        3: {"message": f"I read https://practice.example/articles/{number}/ and it was me."},
        4: {"submission": opened(timedelta(hours=20)), "message": LONG[: 60 * number]},
        5: {"submission": opened(timedelta(seconds=9)), "safe_to_write": "unsure", "message": "?"},
    }
    return form_data(name=f"Robin {number}", **ways[number % 6])


def test_a_hundred_people_are_all_new(client: Client) -> None:
    for number in range(100):
        # Twelve sit in one waiting room; the others are at home, in twos.
        address = "203.0.113.1" if number < 12 else f"192.0.2.{number // 2}"
        assert client.post("/contact/", human_post(number), REMOTE_ADDR=address).status_code == 303
    assert statuses() == ["new"] * 100
    assert OutboxMail.objects.count() == 100
