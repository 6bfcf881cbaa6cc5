"""What search engines read out of a page is what the page says."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from practice.models import PracticeProfile
from tests.factories import make_article, make_draft, make_profile, make_series, make_topic
from tests.pages import page_at, text_in

SITE = "http://127.0.0.1:8000"

# What schema.org lets a type say, of all that we say: a slip in a name is found here.
KNOWN = {
    "BlogPosting": {
        "headline", "description", "url", "mainEntityOfPage", "image", "datePublished",
        "dateModified", "author", "publisher", "keywords", "timeRequired", "isPartOf", "position",
    },
    "CreativeWorkSeries": {"name", "url", "description", "author", "hasPart"},
    "Person": {"name", "url", "hasCredential"},
    "EducationalOccupationalCredential": {"name"},
    "ProfessionalService": {
        "name", "url", "description", "telephone", "address", "employee", "makesOffer",
        "specialOpeningHoursSpecification",
    },
    "PostalAddress": {"addressLocality", "addressCountry"},
    "Offer": {"itemOffered", "url", "availability", "availabilityStarts", "description"},
    "Service": {"name"},
    "OpeningHoursSpecification": {"opens", "closes", "validThrough"},
}  # fmt: skip
KNOWN["MedicalBusiness"] = KNOWN["ProfessionalService"]

pytestmark = pytest.mark.django_db


def slips(data: Any) -> list[str]:
    """Return every property that its type has not, everywhere in `data`."""
    if isinstance(data, list):
        return [slip for one in data for slip in slips(one)]
    if not isinstance(data, dict):
        return []
    known = KNOWN[data["@type"]] | {"@context", "@type", "@id"}
    found = [f"{data['@type']}.{name}" for name in data if name not in known]
    return found + [slip for value in data.values() for slip in slips(value)]


def data_at(client: Client, address: str) -> Any:
    (script,) = page_at(client, address).xpath("//script")
    assert script.get("type") == "application/ld+json"
    data = json.loads(script.text)
    assert data["@context"] == "https://schema.org"
    assert slips(data) == []
    return data


def test_a_part_of_a_series_says_so_as_visitors_count_it(client: Client) -> None:
    make_profile(credentials="Psychotherapist, MSc")
    series = make_series(title="On closeness")
    make_draft("unseen", series=series, position=1)
    make_article("one", series=series, position=2)
    two = make_article("two", title="Two", summary="Short.", series=series, position=3)
    two.topics.add(make_topic("Trust"))

    data = data_at(client, "/articles/two/")
    assert data["@type"] == "BlogPosting"
    assert (data["headline"], data["description"]) == ("Two", "Short.")
    assert data["url"] == data["mainEntityOfPage"] == f"{SITE}/articles/two/"
    assert datetime.fromisoformat(data["datePublished"]) == two.publish_at
    assert datetime.fromisoformat(data["dateModified"]) == two.updated_at
    assert data["position"] == 2
    assert data["isPartOf"]["@type"] == "CreativeWorkSeries"
    assert data["isPartOf"]["name"] == "On closeness"
    assert data["isPartOf"]["@id"] == data_at(client, "/series/a-series/")["@id"]
    assert data["keywords"] == ["Trust"]


def test_the_author_is_the_therapist_with_her_credentials(client: Client) -> None:
    make_profile(credentials="Psychotherapist, MSc")
    make_article("one")

    author = data_at(client, "/articles/one/")["author"]
    assert (author["@type"], author["name"]) == ("Person", "Dr Miriam Vale")
    assert author["hasCredential"]["name"] == "Psychotherapist, MSc"
    assert author["@id"] == data_at(client, "/")["employee"]["@id"]


def test_a_guest_who_wrote_it_has_none_of_her_credentials(client: Client) -> None:
    make_profile(credentials="Psychotherapist, MSc")
    make_article("one", author="Robin Guest")

    assert data_at(client, "/articles/one/")["author"] == {"@type": "Person", "name": "Robin Guest"}


def test_an_article_by_itself_is_part_of_nothing(client: Client) -> None:
    make_profile()
    make_article("one")

    data = data_at(client, "/articles/one/")
    assert "isPartOf" not in data
    assert "position" not in data


def test_a_series_names_the_parts_that_can_be_read_and_no_planned_one(client: Client) -> None:
    make_profile()
    series = make_series(title="On closeness", summary="Three parts.")
    make_draft("planned", title="Planned", series=series, position=1, announced=True)
    make_article("one", title="One", series=series, position=2)

    data = data_at(client, "/series/a-series/")
    assert (data["@type"], data["name"]) == ("CreativeWorkSeries", "On closeness")
    assert [(part["headline"], part["position"]) for part in data["hasPart"]] == [("One", 2)]


@pytest.mark.parametrize("kind", ["ProfessionalService", "MedicalBusiness"])
def test_the_practice_is_what_she_says_it_is(client: Client, kind: str) -> None:
    make_profile(kind_of_business=kind, town="Ashcombe", tagline="For adults.")

    data = data_at(client, "/")
    assert data["@type"] == kind
    assert (data["name"], data["url"]) == ("Dr Miriam Vale", f"{SITE}/")
    assert data["telephone"] == "01632 960 123"
    assert data["address"]["addressLocality"] == "Ashcombe"
    assert data["address"]["addressCountry"] == "GB"


def test_what_is_not_filled_in_is_not_said(client: Client) -> None:
    make_profile(phone="")

    data = data_at(client, "/")
    assert "telephone" not in data
    assert "addressLocality" not in data["address"]
    assert "hasCredential" not in data["employee"]
    assert "" not in data.values()


@pytest.mark.parametrize(
    ("opening", "availability"),
    [("open", "InStock"), ("waiting_list", "BackOrder"), ("closed", "SoldOut")],
)
def test_whether_new_people_can_come_is_said_as_the_header_says_it(
    client: Client, opening: str, availability: str
) -> None:
    make_profile(opening=opening)

    offer = data_at(client, "/")["makesOffer"]
    assert offer["availability"] == f"https://schema.org/{availability}"
    assert offer["description"] == text_in(page_at(client, "/"), "opening")


def test_closed_until_a_day_says_from_when_there_is_room(client: Client) -> None:
    make_profile(opening="closed", closed_until=date(2999, 1, 2))

    assert data_at(client, "/")["makesOffer"]["availabilityStarts"] == "2999-01-02"


def test_away_is_closed_until_the_last_day_away(client: Client) -> None:
    make_profile(away_from=date(2020, 1, 1), away_until=date(2999, 1, 1))

    hours = data_at(client, "/")["specialOpeningHoursSpecification"]
    assert hours["validThrough"] == "2999-01-01"
    assert hours["opens"] == hours["closes"]


def test_nothing_in_it_can_end_the_element_or_become_markup(client: Client) -> None:
    hostile = "</script><script>alert(1)</script><!-- & \u2028 \u2029 <b>"
    make_profile()
    PracticeProfile.objects.update(name=hostile[:100], tagline=hostile)
    make_article(
        "one", title=hostile, summary=hostile, series=make_series(title=hostile), position=1
    )

    for address in ("/", "/articles/one/", "/series/a-series/"):
        source = client.get(address).content.decode()
        assert source.count("<script") == source.count("</script") == 1
        between = source.split('ld+json">')[1].split("</script>")[0]
        assert not set("<>&\u2028\u2029") & set(between)
    assert data_at(client, "/articles/one/")["headline"] == hostile


@pytest.mark.parametrize("address", ["/articles/", "/series/", "/about/", "/search/"])
def test_other_pages_hold_no_script_element_at_all(client: Client, address: str) -> None:
    from tests.factories import make_readable_site

    make_readable_site()
    assert page_at(client, address).xpath("//script") == []
