"""While the practice takes nobody new, no address and no older page gets round it."""

import pytest
from django.test import Client

from contact.models import Enquiry
from practice.models import Opening, PracticeProfile
from tests.factories import form_data


@pytest.fixture(autouse=True)
def closed(profile: PracticeProfile) -> None:
    PracticeProfile.objects.update(opening=Opening.CLOSED)


def test_the_form_is_not_there(client: Client) -> None:
    page = client.get("/contact/").content.decode()
    assert "I take no new enquiries" in page
    assert "<form" not in page


def test_a_page_from_before_is_refused_and_the_message_given_back(client: Client) -> None:
    response = client.post("/contact/", form_data(message="I typed <this> before."))
    assert response.status_code == 409
    assert "I typed &lt;this&gt; before." in response.content.decode()
    assert not Enquiry.objects.exists()


def test_a_stale_page_does_not_bring_the_form_back() -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/contact/", form_data(message="I typed this before.")).content.decode()
    assert "I typed this before." in page
    assert "<form" not in page
