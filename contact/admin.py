from django.contrib import admin

from contact.desk.enquiries import EnquiryAdmin
from contact.desk.snippets import SnippetAdmin
from contact.models import Enquiry, Snippet

admin.site.register(Enquiry, EnquiryAdmin)
admin.site.register(Snippet, SnippetAdmin)
