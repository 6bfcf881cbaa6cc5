import pytest
from django.test import Client

from contact.models import Enquiry
from practice.models import OutboxMail, PracticeProfile
from tests.factories import form_data, key_ring


def test_a_complete_form_becomes_an_enquiry_and_a_mail(
    client: Client, profile: PracticeProfile
) -> None:
    response = client.post("/contact/", form_data())

    assert (response.status_code, response["Location"]) == (303, "/contact/received/")
    enquiry = Enquiry.objects.get()
    assert enquiry.unseal(key_ring())["email"] == "robin@enquirer.example"
    assert OutboxMail.objects.get().cause == f"enquiry:{enquiry.pk}"


@pytest.mark.django_db
def test_the_confirmation_says_by_when_an_answer_comes(
    client: Client, profile: PracticeProfile
) -> None:
    page = client.post("/contact/", form_data(), follow=True)

    assert "You will hear from me by" in page.content.decode()
