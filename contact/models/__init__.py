from contact.models.enquiry import Enquiry
from contact.models.entry import Entry
from contact.models.snippet import Snippet

__all__ = ["Enquiry", "Entry", "Snippet"]
