"""Writing articles at the therapist's desk: what does not fit is said in plain English."""

from datetime import timedelta
from typing import Any

import pytest
from django.forms.utils import ErrorDict
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from blog.models import Article, Series, Topic
from practice.models import User
from tests.factories import A_MONDAY, make_article, make_profile, make_series, make_topic
from tests.pages import page_at, source_at, text_of, values

ADD = "/admin/blog/article/add/"
BOTH_OR_NEITHER = "Give both a series and a part number, or neither."


def typed(**changed: Any) -> dict[str, Any]:
    """What a browser posts: a draft of no series."""
    fields = {
        "title": "An article",
        "slug": "an-article",
        "summary": "",
        "body": "<p>Some text.</p>",
        "author": "",
        "series": "",
        "position": "",
        "expected": "",
        "status": "draft",
        "publish_at_0": "",
        "publish_at_1": "",
    }
    return fields | changed


def complaints(desk: Client, **changed: Any) -> list[str]:
    """What the form says to `changed`, after which nothing is saved."""
    before = list(Article.objects.values())
    response = desk.post(ADD, typed(**changed))
    assert response.status_code == 200
    assert list(Article.objects.values()) == before
    errors: ErrorDict = response.context["adminform"].form.errors
    return [str(message) for messages in errors.values() for message in messages]


@pytest.mark.django_db
def test_a_draft_is_saved_and_sanitised(desk: Client) -> None:
    response = desk.post(ADD, typed(body="<h2>Rest</h2><script>x</script><p>a & b</p>"))

    assert response.status_code == 302
    article = Article.objects.get()
    assert article.body == "<h2>Rest</h2><p>a &amp; b</p>"
    assert article.status == Article.Status.DRAFT


@pytest.mark.usefixtures("profile")
def test_a_part_is_published_with_its_topics(desk: Client, client: Client) -> None:
    series, topic = make_series(), make_topic()
    desk.post(
        ADD,
        typed(
            series=series.pk,
            position=1,
            topics=[topic.pk],
            status="published",
            publish_at_0="2026-01-31",
            publish_at_1="09:30:00",
            all_the_same="yes",
        ),
    )
    client.logout()

    page = text_of(page_at(client, "/articles/an-article/"))
    assert "A series · Part 1 of 1" in page
    assert "31 January 2026" in page
    assert client.get("/topics/closeness/").status_code == 200


@pytest.mark.usefixtures("profile")
def test_the_time_is_that_of_the_practice(
    client: Client, therapist: User, time_machine: TimeMachineFixture
) -> None:
    summer = A_MONDAY.replace(month=7, day=1, hour=9, minute=29, second=59)  # 10:29:59 in London
    time_machine.move_to(summer, tick=False)
    client.force_login(therapist)
    when = {"publish_at_0": "2027-07-01", "publish_at_1": "10:30:00"}
    client.post(ADD, typed(status="scheduled", all_the_same="yes", **when))

    assert client.get("/articles/an-article/").status_code == 404
    time_machine.move_to(summer + timedelta(seconds=1), tick=False)
    assert client.get("/articles/an-article/").status_code == 200


@pytest.mark.django_db
def test_a_taken_part_is_refused(desk: Client) -> None:
    series = make_series()
    make_article("first", series=series, position=1)

    assert complaints(desk, series=series.pk, position=1) == [
        "This series already has a part with that number."
    ]


@pytest.mark.django_db
def test_series_and_part_number_go_together(desk: Client) -> None:
    series = make_series()

    assert complaints(desk, position=1) == [BOTH_OR_NEITHER]
    assert complaints(desk, series=series.pk, position=0) == [BOTH_OR_NEITHER]


@pytest.mark.django_db
def test_what_is_to_be_scheduled_needs_a_time(desk: Client) -> None:
    assert complaints(desk, status="scheduled") == ["Say from when it is to be published."]


@pytest.mark.django_db
def test_only_a_part_can_be_announced(desk: Client) -> None:
    assert complaints(desk, announced="on") == ["Only a part of a series can be announced."]


@pytest.mark.django_db
def test_an_address_is_given_once(desk: Client) -> None:
    make_article("an-article")

    assert complaints(desk) == ["Article with this Address already exists."]


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["title", "body", "summary", "author"])
def test_a_nul_is_refused(desk: Client, field: str) -> None:
    assert complaints(desk, **{field: "a\x00b"}) == ["Null characters are not allowed."]


@pytest.mark.usefixtures("profile")
@pytest.mark.parametrize(
    "body", ["\x01odd", "&#1;odd", "<h2>\x0b</h2>odd", '<a href="http://℀@x/">odd</a>', "odd\ufffe"]
)
def test_odd_signs_break_neither_desk_nor_page(desk: Client, body: str) -> None:
    make_article("before")
    now = timezone.localtime() - timedelta(minutes=1)
    when = {"publish_at_0": f"{now:%Y-%m-%d}", "publish_at_1": f"{now:%H:%M:%S}"}

    wish = typed(body=body, status="published", **when)
    assert desk.post(ADD, wish).status_code == 200  # asks about its summary, at least
    assert desk.post(ADD, wish | {"all_the_same": "yes"}).status_code == 302
    assert "odd" in source_at(desk, "/articles/an-article/")


@pytest.mark.django_db
def test_saving_again_without_a_change_changes_nothing(desk: Client) -> None:
    body = "<h2>1. Rest</h2>\n\n<p>a &amp; b &lt; c, “quoted”</p>"
    article = make_article("an-article", body=body)
    address = f"/admin/blog/article/{article.pk}/change/"
    shown = desk.get(address).context["adminform"].form.initial["body"]
    desk.post(address, typed(body=shown, title=article.title))

    assert Article.objects.get().body == body


@pytest.mark.django_db
def test_html_in_a_title_is_text_at_the_desk_too(desk: Client) -> None:
    make_article(
        "an-article", title="<b>Bold</b>", series=make_series(title="<i>S</i>"), position=1
    )
    source = source_at(desk, "/admin/blog/article/")

    assert "&lt;b&gt;Bold&lt;/b&gt;" in source
    assert "<b>Bold" not in source
    assert "<i>S</i>" not in source


@pytest.mark.django_db
def test_a_series_with_parts_is_not_deleted(desk: Client) -> None:
    series = make_series()
    make_article("first", series=series, position=1)
    response = desk.post(f"/admin/blog/series/{series.pk}/delete/", {"post": "yes"})

    assert response.status_code in (200, 403)
    assert Series.objects.exists()
    assert Article.objects.exists()


@pytest.mark.django_db
def test_series_and_topics_are_made_at_the_desk(desk: Client) -> None:
    series = {"title": "A series", "slug": "a-series", "summary": ""}
    assert desk.post("/admin/blog/series/add/", series).status_code == 302
    assert desk.post("/admin/blog/topic/add/", {"name": "Rest", "slug": "rest"}).status_code == 302

    assert Series.objects.get().slug == "a-series"
    assert Topic.objects.get().slug == "rest"


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["draft", "scheduled"])
def test_what_is_not_public_has_a_form_at_the_desk(desk: Client, status: str) -> None:
    later = timezone.now() + timedelta(days=1)
    article = make_article("an-article", status=status, publish_at=later)

    assert values(page_at(desk, "/admin/blog/article/"), "//section/ul/li/a/text()") == [
        "An article"
    ]
    assert desk.get(f"/admin/blog/article/{article.pk}/change/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", [ADD, "/admin/", "/admin/blog/article/", "/admin/blog/series/"])
def test_nobody_else_gets_to_the_desk(client: Client, address: str) -> None:
    make_profile()
    assert client.get(address)["Location"] == f"/admin/login/?next={address}"

    client.force_login(User.objects.create_user("somebody", password="a long enough sign-in"))
    assert client.get(address)["Location"] == f"/admin/login/?next={address}"
    assert client.post(ADD, typed()).status_code == 302
    assert not Article.objects.exists()
