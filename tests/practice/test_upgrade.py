"""While a site is upgraded its database is new already, and web processes of the release before it
go on writing: they name none of the columns that were added since.
"""

from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from contact.models import Enquiry
from practice.models import PracticeProfile, User
from tests.factories import make_enquiry

pytestmark = pytest.mark.django_db

# The columns of the release before this one, other than those that must differ.
ENQUIRY = (
    "key_id, sealed, sealed_for_code, code_public, code_private, code_proof, status,"
    " closed_because, received_at, reply_due_on"
)
USER = "password, is_superuser, is_staff, is_active, first_name, last_name, email, date_joined"


def test_enquiries_are_taken_in_by_the_release_before(profile: PracticeProfile) -> None:
    make_enquiry(profile, now=timezone.now())
    new = uuid4()
    with connection.cursor() as postgres:
        postgres.execute(
            f"INSERT INTO contact_enquiry (id, submission, code_lookup, {ENQUIRY})"  # noqa: S608
            f" SELECT %s, %s, %s, {ENQUIRY} FROM contact_enquiry",
            [new, uuid4(), b"another"],
        )
    assert not Enquiry.objects.get(pk=new).is_example


def test_accounts_are_made_by_the_release_before(therapist: User) -> None:
    with connection.cursor() as postgres:
        postgres.execute(
            f"INSERT INTO practice_user (username, {USER})"  # noqa: S608
            f" SELECT 'another', {USER} FROM practice_user"
        )
    another = User.objects.get(username="another")
    assert (another.role, another.session_round) == (therapist.role, 0)
