"""Who may do what: every address of the site, with what each kind of visitor gets there.

An address that is not in here fails `tests/practice/test_roles.py`. So does one whose answer to
somebody is another than it says.
"""

from enum import Enum

WHO = ("anonymous", "half-way in", "not enrolled", "no role", "editor", "therapist")


class Kind(Enum):
    """What somebody gets: the page, or why not."""

    IN = "let in"
    SIGN_IN = "sent to sign in"
    REFUSED = "refused"
    MISSING = "not there"
    NO_METHOD = "no such method"


IN, SIGN_IN, REFUSED, MISSING, _NO_METHOD = Kind

Rule = dict[str, Kind]


def _rule(anonymous: Kind, half: Kind, editor: Kind, therapist: Kind) -> Rule:
    return dict(zip(WHO, (anonymous, half, half, anonymous, editor, therapist), strict=True))


EVERYBODY = _rule(IN, IN, IN, IN)
THERAPIST = _rule(SIGN_IN, SIGN_IN, REFUSED, IN)
WRITERS = _rule(SIGN_IN, SIGN_IN, IN, IN)
NOBODY = _rule(SIGN_IN, SIGN_IN, REFUSED, REFUSED)
# Where there is nothing for an editor, as if it were not there.
HIDDEN = _rule(SIGN_IN, SIGN_IN, MISSING, IN)
UNKNOWN = _rule(SIGN_IN, SIGN_IN, MISSING, MISSING)

PUBLIC = [
    "",
    "about/",
    "fees/",
    "privacy/",
    "urgent-help/",
    "articles/",
    "articles/<slug:slug>/",
    "preview/<str:token>/",
    "series/",
    "series/<slug:slug>/",
    "topics/<slug:slug>/",
    "series/<slug:slug>/feed.atom",
    "series/<slug:slug>/feed.json",
    "feed.atom",
    "feed.json",
    "search/",
    "contact/",
    "contact/received/",
    "contact/return/",
    "leave/",
    "times/",
    "sitemap.xml",
    "robots.txt",
    ".well-known/security.txt",
    r"^media/images/(?P<digest>[0-9a-f]{64})/(?P<width>[1-9][0-9]{0,3})\.(?P<kind>avif|jpg)$",
    "livez",
    "readyz",
    "admin/begin/",
    "admin/login/",
    "admin/login/passkey/",
    "admin/logout/",
]

# The steps of signing in: each is for whoever has got so far, and leads all others to the first.
BEFORE = {
    "admin/login/second/": _rule(SIGN_IN, IN, SIGN_IN, SIGN_IN) | {"not enrolled": SIGN_IN},
    "admin/login/enrol/": _rule(SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN) | {"not enrolled": IN},
}

OF_EACH = [
    "admin/",
    "admin/password_change/",
    "admin/password_change/done/",
    "admin/jsi18n/",
    "admin/settings/",
    "admin/sign-in/",
    "admin/sign-in/again/",
    "admin/sign-in/passkey/",
    "admin/sign-in/app/",
    "admin/sign-in/codes/",
    "admin/sign-in/remove/<int:pk>/",
    "admin/sign-in/everywhere/",
]

OF_THE_THERAPIST = [
    "admin/first/",
    "admin/first/name/",
    "admin/first/hours/",
    "admin/first/reply/",
    "admin/first/opening/",
    "admin/first/country/",
    "admin/first/live/",
    "admin/first/example/",
    "admin/first/example/remove/",
    "admin/first/mail/",
    "admin/first/privacy/",
    "admin/first/helplines/",
    "admin/how-it-goes/",
    "admin/keys/",
    "admin/unlock/",
    "admin/lock/",
    "admin/discretion/",
    "admin/keys/recover/",
    "admin/keys/mend/",
    "admin/keys/set-up/",
    "admin/keys/confirm/",
    "admin/keys/phrase/",
    "admin/keys/phrase/confirm/",
    "admin/keys/reseal/",
    "admin/practice/user/<id>/password/",
    "admin/contact/enquiry/<uuid:pk>/standing/",
    "admin/contact/enquiry/<uuid:pk>/export/",
    "admin/contact/enquiry/<uuid:pk>/export/json/",
    "admin/contact/enquiry/<uuid:pk>/answer/",
    "admin/contact/enquiry/<uuid:pk>/answer/<uuid:entry>/undo/",
    "admin/contact/enquiry/<uuid:pk>/notes/",
    "admin/contact/enquiry/<uuid:pk>/notes/<uuid:entry>/remove/",
    "admin/contact/enquiry/<uuid:pk>/offer/",
    "admin/contact/enquiry/waiting/",
    "admin/contact/enquiry/search/",
    "admin/contact/enquiry/<uuid:pk>/follow-up/",
    "admin/contact/appointment/",
    "admin/contact/appointment/month/",
    "admin/contact/appointment/add/",
    "admin/contact/appointment/block/",
    "admin/contact/appointment/free/",
    "admin/contact/appointment/<uuid:pk>/change/",
    "admin/contact/appointment/<uuid:pk>/standing/",
    "admin/contact/availability/",
    "admin/contact/busycalendar/<int:pk>/read/",
    "admin/contact/busycalendar/feed/make/",
    "admin/contact/busycalendar/feed/remove/",
]

OF_WRITERS = [
    "admin/blog/article/<int:pk>/autosave/discard/",
    "admin/blog/article/<int:pk>/versions/",
    "admin/blog/article/<int:pk>/versions/<int:version>/restore/",
    "admin/blog/article/when/",
    "admin/blog/article/<int:pk>/look/",
    "admin/blog/article/<int:pk>/look/framed/",
    "admin/blog/article/<int:pk>/previews/",
    "admin/blog/article/<int:pk>/previews/<uuid:link>/revoke/",
    "admin/practice/image/choose/",
    "admin/blog/series/<int:pk>/parts/<int:part>/move/",
    "admin/blog/series/<int:pk>/parts/<int:part>/announce/",
]

# Django's pages about a kind of row: list, add, history, delete, change.
WRITTEN = ["blog/article", "blog/series", "blog/topic", "practice/image"]
HERS = [
    "practice/user",
    "practice/practiceprofile",
    "practice/page",
    "practice/helpline",
    "practice/redirect",
    "practice/holiday",
    "contact/enquiry",
    "contact/snippet",
    "contact/busycalendar",
]
ONLY_LOOKED_AT = ["practice/auditline", "practice/outboxmail"]
ROWS = [*WRITTEN, *HERS, *ONLY_LOOKED_AT]

OTHERS = {
    # Asked by the editor's script, which says on its page that she is signed out.
    "admin/blog/article/<int:pk>/autosave/": _rule(REFUSED, REFUSED, IN, IN),
    r"^media/cards/(?P<name>[0-9]+-[0-9a-f]{32}\.png)$": _rule(MISSING, MISSING, MISSING, MISSING),
    # For whoever has its address, a calendar program, and for nobody who guesses.
    r"^calendar/(?P<token>[A-Za-z0-9_-]{43})\.ics$": _rule(MISSING, MISSING, MISSING, MISSING),
    "admin/contact/availability/<path:pk>/": WRITERS,  # leads to the one page, which decides
    "admin/autocomplete/": NOBODY,  # no field of ours asks it
    "admin/r/<path:content_type_id>/<path:object_id>/": WRITERS,  # leads to what all may read
    "admin/^(?P<app_label>practice|blog|contact)/$": WRITERS,  # leads to the settings
    "admin/(?P<url>.*)$": UNKNOWN,
}

# What Django's pages about rows do otherwise.
NOT_ADDED = ["contact/enquiry", "practice/practiceprofile", *ONLY_LOOKED_AT]
NOT_DELETED = ["practice/practiceprofile", "practice/page", *ONLY_LOOKED_AT]


def _of_rows(rows: str) -> dict[str, Rule]:
    rule = WRITERS if rows in WRITTEN else THERAPIST
    one = f"admin/{rows}/<path:object_id>/"
    return {
        f"admin/{rows}/": rule,
        f"admin/{rows}/add/": NOBODY if rows in NOT_ADDED else rule,
        f"{one}history/": rule,
        f"{one}delete/": NOBODY if rows in NOT_DELETED else THERAPIST,
        f"{one}change/": rule,
        one: WRITERS,  # leads to the one above, which decides
    }


TABLE: dict[str, Rule] = {
    **dict.fromkeys(PUBLIC, EVERYBODY),
    **BEFORE,
    **dict.fromkeys(OF_EACH, WRITERS),
    **dict.fromkeys(OF_THE_THERAPIST, THERAPIST),
    **dict.fromkeys(OF_WRITERS, WRITERS),
    **{route: rule for rows in ROWS for route, rule in _of_rows(rows).items()},
    **OTHERS,
}

# Shown, and never changed.
LOOKED_AT = {f"admin/{rows}/<path:object_id>/change/" for rows in ONLY_LOOKED_AT}

# To these the second factor must have been used just now.
WANT_IT_AGAIN = {
    "admin/password_change/",
    "admin/sign-in/passkey/",
    "admin/sign-in/app/",
    "admin/sign-in/codes/",
    "admin/sign-in/remove/<int:pk>/",
    "admin/practice/user/<id>/password/",
    *(route for route in _of_rows("practice/user") if not route.endswith("<path:object_id>/")),
}
