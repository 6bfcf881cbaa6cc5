"""Pages with the quick exit may run scripts of ours; no other page of a visitor's runs any.

docs/decisions/0055 says what the exit does, and what it cannot do.
"""

from csp.constants import HEADER, HEADER_REPORT_ONLY, SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.templatetags.static import static
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

_CARRIES_IT = "carries_the_quick_exit"
POLICIES = (HEADER, HEADER_REPORT_ONLY)


def script_for(request: HttpRequest, name: str = "js/leave.js") -> SafeString:
    """Return a script as an element, and let the page that answers `request` run it."""
    setattr(request, _CARRIES_IT, True)
    return format_html('<script src="{}" defer></script>', static(name))


class ContentSecurityPolicy(CSPMiddleware):
    """Sends the policy of the settings, with our own scripts only where the page carries one."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if settings.DEBUG or _has_one_of_its_own(request, response):
            return super().process_response(request, response)
        for name, policy in self._usual.items():
            response.headers.setdefault(name, policy)
        return response

    @cached_property
    def _usual(self) -> dict[str, str]:
        """The headers of most responses. Written once: django-csp takes 50 µs for them."""
        written = super().process_response(HttpRequest(), HttpResponse())
        return {name: value for name, value in written.items() if name in POLICIES}

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


def _has_one_of_its_own(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the policy is another for this page: by the exit, a nonce, or a decorator."""
    return (
        hasattr(request, _CARRIES_IT)
        or hasattr(request, "_csp_nonce")
        or any(name.startswith("_csp_") for name in vars(response))
    )
