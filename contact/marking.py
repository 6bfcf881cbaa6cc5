"""Marks what is kept anew, once ENCRYPTION_KEY was lost or changed.

Until then nothing that was kept before opens, since anybody could have put it there. Nobody but
whoever looks after the server can tell that it was the key that changed, so no page offers this.
"""

from django.db import transaction

from contact.models import Enquiry, Entry
from contact.return_code import mark_anew

AT_ONCE = 100  # rows in memory


@transaction.atomic
def mark_all_anew() -> int:
    """Take all that is kept as it is, and return how much that is. Safe to repeat."""
    number = 0
    for enquiry in Enquiry.objects.select_for_update().iterator(AT_ONCE):
        mark_anew(enquiry)
        enquiry.mark_anew()
        enquiry.save(update_fields=["code_public", "sealed", "sealed_for_code"])
        number += 1
    for entry in Entry.objects.select_for_update().iterator(AT_ONCE):
        entry.mark_anew()
        entry.save(update_fields=["sealed", "sealed_for_code"])
        number += 1
    return number
