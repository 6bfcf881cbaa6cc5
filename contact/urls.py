from django.urls import path, re_path

from contact.private_feed import feed
from contact.views.form import contact
from contact.views.leaving import leave
from contact.views.received import received
from contact.views.returning import returning
from contact.views.times import times

app_name = "contact"
urlpatterns = [
    path("contact/", contact, name="contact"),
    path("contact/received/", received, name="received"),
    path("contact/return/", returning, name="return"),
    path("times/", times, name="times"),
    path("leave/", leave, name="leave"),
    re_path(r"^calendar/(?P<token>[A-Za-z0-9_-]{43})\.ics$", feed, name="feed"),
]
