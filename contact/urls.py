from django.urls import path

from contact.views.form import contact
from contact.views.leaving import leave
from contact.views.received import received
from contact.views.returning import returning

app_name = "contact"
urlpatterns = [
    path("contact/", contact, name="contact"),
    path("contact/received/", received, name="received"),
    path("contact/return/", returning, name="return"),
    path("leave/", leave, name="leave"),
]
