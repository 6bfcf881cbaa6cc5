from django.contrib import admin

from contact.desk.appointments import AppointmentAdmin
from contact.desk.availability import AvailabilityAdmin
from contact.desk.busy_calendars import BusyCalendarAdmin
from contact.desk.enquiries import EnquiryAdmin
from contact.desk.snippets import SnippetAdmin
from contact.models import Appointment, Availability, BusyCalendar, Enquiry, Snippet

admin.site.register(Enquiry, EnquiryAdmin)
admin.site.register(Snippet, SnippetAdmin)
admin.site.register(Appointment, AppointmentAdmin)
admin.site.register(BusyCalendar, BusyCalendarAdmin)
admin.site.register(Availability, AvailabilityAdmin)
