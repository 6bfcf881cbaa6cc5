from django.urls import path

from contact.views.form import contact
from contact.views.received import received

app_name = "contact"
urlpatterns = [
    path("contact/", contact, name="contact"),
    path("contact/received/", received, name="received"),
]
