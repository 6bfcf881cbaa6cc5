from contact.models.appointment import Appointment
from contact.models.availability import Availability, ClosedDays, ExtraHours, WeeklyHours
from contact.models.busy import BusyCalendar, BusySpan
from contact.models.enquiry import Enquiry
from contact.models.entry import Entry
from contact.models.feed_token import FeedToken
from contact.models.snippet import Snippet

__all__ = [
    "Appointment",
    "Availability",
    "BusyCalendar",
    "BusySpan",
    "ClosedDays",
    "Enquiry",
    "Entry",
    "ExtraHours",
    "FeedToken",
    "Snippet",
    "WeeklyHours",
]
