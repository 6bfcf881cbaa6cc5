"""Short texts for machines: what crawlers may visit, and whom a finder of a hole writes to."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from practice.addresses import absolute

PLAIN = "text/plain; charset=utf-8"
NOT_FOR_CRAWLERS = ["/admin/", "/search/", "/preview/"]
GOOD_FOR = timedelta(days=180)  # RFC 9116 recommends less than a year


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    refused = [f"Disallow: {path}" for path in NOT_FOR_CRAWLERS]
    sitemap = f"Sitemap: {absolute(reverse('machines:sitemap'))}"
    return _lines("User-agent: *", *refused, "Allow: /", "", sitemap)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Her own address is named only where SECURITY_CONTACT says so."""
    return _lines(
        f"Contact: {_contact()}",
        f"Expires: {_expiry(timezone.now()):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {settings.LANGUAGE_CODE}",
        f"Canonical: {absolute(request.path)}",
    )


def _contact() -> str:
    contact: str = settings.SECURITY_CONTACT
    if not contact:
        return absolute(reverse("contact:contact"))
    return contact if ":" in contact else f"mailto:{contact}"


def _expiry(now: datetime) -> datetime:
    """Midnight, so that the file is the same all day."""
    then = (now + GOOD_FOR).astimezone(UTC)
    return then.replace(hour=0, minute=0, second=0, microsecond=0)


def _lines(*lines: str) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)
