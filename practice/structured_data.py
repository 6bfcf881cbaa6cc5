"""What a page says to search engines in the words of schema.org, as JSON-LD."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from practice.addresses import absolute, address
from practice.models import PracticeProfile
from practice.opening import OpeningState

Data = dict[str, Any]

AS_TEXT = json.JSONEncoder(ensure_ascii=False)
# What would end the element or, in old browsers, a line.
ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
# Whether a place can be had. "BackOrder" is schema.org's word for: not now, but one can wait.
AVAILABILITY = {"open": "InStock", "waiting_list": "BackOrder", "closed": "SoldOut"}


def as_script(data: Data) -> SafeString:
    """Return `data` as an element. Browsers take it for data and never run it, whatever the CSP."""
    text = AS_TEXT.encode({"@context": "https://schema.org", **data})
    escaped = SafeString(text.translate(ESCAPED))
    return format_html('<script type="application/ld+json">{}</script>', escaped)


def business(practice: PracticeProfile) -> Data:
    """The practice: who, where, and whether new people can come, as every page says it."""
    opening = practice.opening_now()
    return without_empty(
        {
            "@type": practice.kind_of_business,
            "@id": absolute("/#practice"),
            "name": practice.name,
            "url": absolute("/"),
            "description": practice.tagline,
            "telephone": practice.phone,
            "address": _address(practice),
            "employee": person(practice),
            "makesOffer": _offer(opening),
            "specialOpeningHoursSpecification": _away(opening),
        }
    )


def person(practice: PracticeProfile) -> Data:
    """The therapist."""
    credential = {
        "@type": "EducationalOccupationalCredential",
        "name": practice.credentials,
    }
    return without_empty(
        {
            "@type": "Person",
            "@id": absolute("/about/#person"),
            "name": practice.name,
            "url": absolute(address("practice:about")),
            "hasCredential": credential if practice.credentials else "",
        }
    )


def named_business(practice: PracticeProfile) -> Data:
    """The practice, for pages that only refer to it."""
    kind = practice.kind_of_business
    return {"@type": kind, "@id": absolute("/#practice"), "name": practice.name}


def without_empty(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in ("", None, [], {})}


def _address(practice: PracticeProfile) -> Data:
    country = {"@type": "PostalAddress", "addressCountry": practice.country}
    return country | ({"addressLocality": practice.town} if practice.town else {})


def _offer(state: OpeningState) -> Data:
    offer = {
        "@type": "Offer",
        "itemOffered": {"@type": "Service", "name": _("Psychotherapy")},
        "url": absolute(address("contact:contact")),
        "availability": f"https://schema.org/{AVAILABILITY[state.kind]}",
        "description": str(state),
        "availabilityStarts": state.until.isoformat() if state.until else "",
    }
    return without_empty(offer)


def _away(state: OpeningState) -> Data:
    """Closed on every day until she is back. Midnight to midnight is how "closed" is written."""
    if state.away_until is None:
        return {}
    hours = {"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00"}
    return hours | {"validThrough": state.away_until.isoformat()}
