from urllib.parse import unquote

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def next_page(request: HttpRequest) -> str:
    """Where to go on: a page of the desk, else its first; another page may sign her out."""
    desk, wanted = reverse("admin:index"), request.POST.get("next") or request.GET.get("next", "")
    ours = wanted.startswith(desk) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and ".." not in unquote(wanted) else desk
