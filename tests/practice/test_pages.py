"""The pages that the therapist writes herself, and what is said when there is none."""

import pytest
from django.test import Client

from practice.models import Page, PracticeProfile, User
from tests.factories import (
    READABLE,
    make_article,
    make_helpline,
    make_pages,
    make_profile,
    make_readable_site,
)
from tests.pages import links_in, page_at, source_at, text_in, text_of, values

PAGES = ["/about/", "/fees/", "/privacy/", "/urgent-help/"]


@pytest.mark.usefixtures("profile")
@pytest.mark.parametrize("address", PAGES)
def test_a_page_shows_its_title_and_text(client: Client, address: str) -> None:
    make_pages()
    row = Page.objects.get(slug=address.strip("/"))
    page = page_at(client, address)

    assert values(page, "//h1/text()") == [row.title]
    assert values(page, "//title/text()") == [f"{row.title} – Dr Miriam Vale"]
    assert f"All about {row.slug}." in text_in(page, "prose")
    assert row.get_absolute_url() == address


@pytest.mark.usefixtures("profile")
@pytest.mark.parametrize("address", [page for page in PAGES if page != "/urgent-help/"])
def test_a_page_that_is_not_written_yet_is_not_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("profile")
def test_urgent_help_is_there_even_with_nothing_written_and_no_number(client: Client) -> None:
    assert "112" in text_in(page_at(client, "/urgent-help/"), "lead")


@pytest.mark.usefixtures("profile")
def test_a_page_is_sanitised_before_it_is_kept(client: Client) -> None:
    Page.objects.create(slug="about", title="<b>Me</b>", body="<p>Hi.</p><script>x</script>")
    source = source_at(client, "/about/")

    assert Page.objects.get().body == "<p>Hi.</p>"
    assert "<script" not in source
    assert "&lt;b&gt;Me&lt;/b&gt;" in source


@pytest.mark.usefixtures("profile")
def test_the_therapist_finds_a_link_to_edit_it_and_nobody_else_does(client: Client) -> None:
    make_pages()
    assert "/admin/" not in source_at(client, "/about/")

    client.force_login(User.objects.create_user("somebody", password="a long enough sign-in"))
    assert "/admin/" not in source_at(client, "/about/")

    client.force_login(User.objects.create_superuser("her", password="a long enough sign-in"))
    about = Page.objects.get(slug="about")
    (line,) = page_at(client, "/about/").find_class("staff")
    assert links_in(line) == [f"/admin/practice/page/{about.pk}/change/"]


@pytest.mark.django_db
@pytest.mark.parametrize("country", ["GB", "IE"])
def test_urgent_help_names_the_lines_of_her_country_only(client: Client, country: str) -> None:
    make_profile(country=country)
    make_pages()
    for line in ("GB", "IE", "US"):
        make_helpline(f"The line of {line}", country=line)
    page = page_at(client, "/urgent-help/")

    assert values(page, "//ul[@class='helplines']//h2/text()") == [f"The line of {country}"]


@pytest.mark.usefixtures("profile")
def test_a_number_can_be_tapped(client: Client) -> None:
    make_pages()
    make_helpline(number="116 123 or 116 124", tel="116123", hours="Day and night", cost="Free")
    (line,) = page_at(client, "/urgent-help/").xpath("//ul[@class='helplines']/li")

    assert values(line, ".//a[@class='number']/@href") == ["tel:116123"]
    assert text_in(line, "number") == "116 123 or 116 124"
    assert "Day and night. Free" in text_of(line)


@pytest.mark.usefixtures("profile")
def test_a_line_for_text_messages_only_has_no_number_to_tap(client: Client) -> None:
    make_pages()
    make_helpline(number="", tel="", text="HELLO to 0000")
    (line,) = page_at(client, "/urgent-help/").xpath("//ul[@class='helplines']/li")

    assert "By text message: HELLO to 0000" in text_of(line)
    assert [link for link in links_in(line) if link.startswith("tel:")] == []


@pytest.mark.usefixtures("profile")
def test_lines_come_in_the_order_that_she_gave_them(client: Client) -> None:
    make_pages()
    make_helpline("Zed", position=1)
    make_helpline("Ay", position=2)
    names = values(page_at(client, "/urgent-help/"), "//ul[@class='helplines']//h2/text()")

    assert names == ["Zed", "Ay"]


@pytest.mark.django_db
def test_every_page_leads_to_urgent_help_and_to_the_phone(client: Client) -> None:
    make_readable_site()
    for address in READABLE:
        (footer,) = page_at(client, address).xpath("//footer[@class='site-footer']")
        assert {"/urgent-help/", "tel:01632960123"} <= set(links_in(footer)), address


@pytest.mark.django_db
def test_home_says_who_for_whom_and_what_it_costs(client: Client) -> None:
    make_profile(
        tagline="For the quiet.", welcome="One.\n\nTwo <b>.", fee_line="A session costs 7."
    )
    make_article("an-article")
    page = page_at(client, "/")

    assert values(page, "//h1/text()") == ["For the quiet."]
    assert values(page, "//div[contains(@class, 'welcome')]/p/text()") == ["One.", "Two <b>."]
    assert "A session costs 7." in text_in(page, "fee-line")
    assert "An article" in text_in(page, "latest")


@pytest.mark.usefixtures("profile")
@pytest.mark.parametrize(
    "address",
    [
        "/no-such-page/",
        "/articles/no-such-article/",
        "/series/no-such-series/",
        "/topics/no-such-topic/",
        "/articles/%00/",
        "/articles/<script>/",
        f"/articles/{'x' * 5_000}/",
        "/articles/%F0%9F%98%80/",
    ],
    ids=lambda address: address[:24],
)
def test_an_address_that_leads_nowhere_is_answered_with_a_page_of_ours(
    client: Client, address: str
) -> None:
    page = page_at(client, address, status=404)

    assert values(page, "//h1/text()") == ["There is no page here"]
    assert links_in(page)[:3] == ["/", "/articles/", "/urgent-help/"]


@pytest.mark.usefixtures("profile")
def test_a_missing_page_says_the_phone_number_once_it_is_known(client: Client) -> None:
    assert "tel:" not in source_at(client, "/no-such-page/")
    client.get("/")

    assert 'href="tel:01632960123"' in source_at(client, "/no-such-page/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/articles/", "/series/", "/contact/"])
def test_before_the_profile_is_filled_in_the_site_opens_soon(client: Client, address: str) -> None:
    page = page_at(client, address, status=503)

    assert values(page, "//h1/text()") == ["This site opens soon"]


@pytest.mark.django_db
def test_the_desk_opens_before_that(desk: Client) -> None:
    assert desk.get("/admin/").status_code == 200
    assert desk.get("/admin/practice/practiceprofile/", follow=True).status_code == 200
    assert not PracticeProfile.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("address", READABLE)
def test_a_page_for_reading_takes_nothing(client: Client, address: str) -> None:
    make_readable_site()

    assert client.post(address, {"x": "y"}).status_code == 405
    assert client.delete(address).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("address", READABLE)
def test_head_is_answered_like_get_without_the_page(client: Client, address: str) -> None:
    make_readable_site()
    asked, got = client.head(address), client.get(address)

    assert (asked.status_code, asked.content) == (200, b"")
    assert asked["Content-Type"] == got["Content-Type"]


@pytest.mark.usefixtures("profile")
@pytest.mark.parametrize("address", ["/articles", "/about", "/contact"])
def test_an_address_without_its_last_slash_leads_on(client: Client, address: str) -> None:
    response = client.get(address)

    assert (response.status_code, response["Location"]) == (301, f"{address}/")
