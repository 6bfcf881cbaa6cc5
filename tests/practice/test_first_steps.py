"""The first day after the link: five questions, what visitors see of them, what is left to do."""

from datetime import date, time
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from contact.models import WeeklyHours
from practice.models import FirstSteps, Helpline, Page, PracticeProfile
from practice.models.profile import Opening
from tests.factories import make_availability, make_helpline, make_key, make_pages, make_profile
from tests.practice.desk_keys import SET_UP, makes_keys, types_in
from tests.practice.first_day import ANSWERS, FIRST, HELPLINES, LIVE, PRIVACY, answers, left

pytestmark = pytest.mark.django_db
ORDER = ["name", "hours", "reply", "opening", "country"]


def path_of(question: str) -> str:
    return f"{FIRST}{question}/"


def words(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_five_answers_lead_to_the_keys_and_a_site_that_says_them(desk: Client) -> None:
    for question, then in zip(ORDER, [*map(path_of, ORDER[1:]), SET_UP], strict=True):
        assert desk.get(FIRST).headers["Location"] == path_of(question)
        assert answers(desk, question).url == then
    assert types_in(desk, makes_keys(desk)).url == LIVE

    practice = PracticeProfile.objects.current()
    assert (practice.name, practice.email) == ("Dr Miriam Vale", "hello@practice.example")
    assert (practice.opening, practice.country) == (Opening.WAITING_LIST, "IE")
    assert (practice.working_days, practice.reply_days) == ([0, 1, 2], 3)
    hours = WeeklyHours.objects.values_list("weekday", "begins", "modality")
    times = [(day, time(10), way) for day in (0, 2) for way in ("online", "phone")]
    assert sorted(hours) == times
    shown = words(desk.get(LIVE))
    assert "The form is open. What they write, only you can read." in shown
    assert "My practice is full; I keep a waiting list." in shown
    assert desk.get("/contact/").status_code == 200


def test_each_can_be_left_for_later_and_she_goes_on_where_she_left(desk: Client) -> None:
    for question, then in pairwise(ORDER):
        assert f'href="{path_of(then)}"' in words(desk.get(path_of(question)))
    assert PracticeProfile.objects.count() == FirstSteps.objects.count() == 0
    answers(desk, "opening")
    assert desk.get(FIRST).headers["Location"] == path_of("name")
    answers(desk, "name")
    assert desk.get(FIRST).headers["Location"] == path_of("hours")
    assert left() == ["hours", "reply", "country"]


def test_without_her_name_visitors_read_that_the_site_opens_soon(desk: Client) -> None:
    make_key()
    answers(desk, "reply")
    answers(desk, "opening", opening="open")
    assert "This site opens soon" in words(Client().get("/"))
    assert "this site opens soon" in words(desk.get(LIVE))
    answers(desk, "name")
    home = words(Client().get("/"))
    assert "Dr Miriam Vale" in home
    assert "I have room for new clients." in home


def test_nobody_is_told_that_there_is_room_before_she_said_so(desk: Client) -> None:
    answers(desk, "name")
    assert PracticeProfile.objects.current().opening == Opening.CLOSED
    assert "checked" not in words(desk.get(path_of("opening")))


def test_an_answer_twice_is_one_and_another_takes_its_place(desk: Client) -> None:
    for _press in range(2):
        assert answers(desk, "hours").status_code == 302
    assert WeeklyHours.objects.count() == 4
    answers(desk, "hours", days=["4"], ways=["phone"])
    assert [row.weekday for row in WeeklyHours.objects.all()] == [4]
    assert FirstSteps.objects.get().answered == ["hours"]
    assert 'value="10:00"' in words(desk.get(path_of("hours")))


SLIPS: list[tuple[str, dict[str, Any], str, str]] = [
    ("name", {"email": "nowhere"}, "valid email address", 'value="Dr Miriam Vale"'),
    ("hours", {"ends": "10:20"}, "takes 50 minutes", 'value="10:20"'),
    ("hours", {"days": []}, "Choose at least one day", 'value="13:00"'),
    ("reply", {"reply_days": "30"}, "less than or equal to 20", 'value="30"'),
    ("opening", {"opening": ""}, "Please choose one", "radio"),
    (
        "country",
        {"country": "other"},
        "its two letters",
        'value="other" required id="id_country_7" checked',
    ),
]


@pytest.mark.parametrize(("question", "typed", "says", "kept"), SLIPS)
def test_a_slip_is_said_and_nothing_typed_is_lost(
    desk: Client, question: str, typed: dict[str, Any], says: str, kept: str
) -> None:
    refused = answers(desk, question, **typed)
    assert refused.status_code == 422
    assert says in words(refused)
    assert kept in words(refused)
    assert not FirstSteps.objects.get().answered
    assert not PracticeProfile.objects.exists()


def test_hours_of_her_own_are_left_as_they_are(desk: Client) -> None:
    make_profile()
    make_availability()
    assert "You have entered your times already" in words(desk.get(path_of("hours")))
    FirstSteps.objects.create()
    assert desk.post(path_of("hours")).headers["Location"] == path_of("reply")
    assert WeeklyHours.objects.count() == 20
    assert "hours" not in left()


def test_her_country_offers_its_numbers_unchecked_and_never_over_hers(desk: Client) -> None:
    answers(desk, "country", country="GB")
    assert Helpline.objects.for_country("GB").count() == 7
    assert not Helpline.objects.exclude(checked_on=None).exists()
    Helpline.objects.all().delete()
    make_helpline("Hers", country="IE")
    answers(desk, "country", country="IE")
    assert [line.name for line in Helpline.objects.all()] == ["Hers"]
    answers(desk, "country", country="other", other="fr")
    assert PracticeProfile.objects.get().country == "FR"
    assert 'value="FR"' in words(desk.get(path_of("country")))


def test_prepared_pages_follow_her_answers_until_she_writes_them(desk: Client) -> None:
    answers(desk, "name")
    answers(desk, "country")
    privacy = Page.objects.get(slug="privacy")
    assert "I am responsible for it: Dr Miriam Vale, MSc." in privacy.body
    assert "Data Protection Commission" in privacy.body
    Page.objects.filter(slug="about").update(body="<p>Of my own.</p>")
    answers(desk, "name", name="Dr M. <Vale>")
    privacy.refresh_from_db()
    assert "Dr M. &lt;Vale&gt;, MSc." in privacy.body
    assert Page.objects.get(slug="about").body == "<p>Of my own.</p>"
    for page in ("about", "fees", "privacy", "urgent-help"):
        assert Client().get(f"/{page}/").status_code == 200


def test_a_practice_that_was_set_up_before_is_not_asked_again(desk: Client) -> None:
    make_profile()
    assert left() == []
    assert desk.get(FIRST).headers["Location"] == LIVE


TO_DO = {
    "/admin/first/mail/",
    "/admin/practice/page/",
    "/admin/first/privacy/",
    "/admin/first/helplines/",
}


def to_do(desk: Client) -> set[str]:
    """Where the list leads that she sees."""
    return {row.address for row in desk.get(LIVE).context["rows"] or []}


def test_the_list_before_going_live_gets_shorter_and_goes(desk: Client) -> None:
    assert to_do(desk) == {*map(path_of, ORDER), SET_UP, "/admin/first/mail/"}
    for question in ORDER:
        answers(desk, question)
    make_key()
    assert to_do(desk) == TO_DO

    assert desk.get(PRIVACY).status_code == 200
    assert "Read your privacy page" in words(desk.get(LIVE))
    desk.post(PRIVACY)
    for slug in ("about", "fees"):
        Page.objects.filter(slug=slug).update(body="<p>Of my own.</p>")
    for line in Helpline.objects.for_country("IE"):
        desk.post(HELPLINES, {"line": line.pk})
    assert to_do(desk) == {"/admin/first/mail/"}
    steps = FirstSteps.objects.get()
    steps.mail_asked_at = steps.mail_received_at = steps.privacy_read_at
    steps.save()
    assert to_do(desk) == set()
    assert "Before you go live" not in words(desk.get(LIVE))


def test_an_old_check_does_not_bring_the_list_back(desk: Client) -> None:
    make_profile()
    make_pages()
    line = make_helpline(checked_on=date(2020, 1, 1))
    assert "/admin/first/helplines/" not in to_do(desk)
    assert "I have checked this number" in words(desk.get(HELPLINES))
    desk.post(HELPLINES, {"line": line.pk})
    assert "I have checked this number" not in words(desk.get(HELPLINES))


@pytest.mark.parametrize("line", ["", "0", "²", "x", "99999999999999999999"])
def test_a_button_of_a_line_that_is_gone_does_nothing(desk: Client, line: str) -> None:
    make_profile()
    kept = make_helpline()
    assert desk.post(HELPLINES, {"line": line}).status_code == 302
    kept.refresh_from_db()
    assert kept.checked_on is None


def test_what_her_answers_are_is_in_the_table_of_this_test() -> None:
    assert list(ANSWERS) == ORDER
