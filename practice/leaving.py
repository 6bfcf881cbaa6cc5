"""Pages with the quick exit may run scripts of ours; no other page of a visitor's runs any.

docs/decisions/0055 says what the exit does, and what it cannot do.
"""

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

_CARRIES_IT = "carries_the_quick_exit"


def script_for(request: HttpRequest, name: str = "js/leave.js") -> SafeString:
    """Return a script as an element, and let the page that answers `request` run it."""
    setattr(request, _CARRIES_IT, True)
    return format_html('<script src="{}" defer></script>', static(name))


class ContentSecurityPolicy(CSPMiddleware):
    """Sends the policy of the settings, with our own scripts only where the page carries one."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001, FBT002 - as django-csp calls it
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if hasattr(request, _CARRIES_IT):
            parts.update = (parts.update or {}) | {"script-src": [SELF]}
        return parts
