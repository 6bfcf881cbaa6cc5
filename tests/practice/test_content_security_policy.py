"""The policy is written once for all pages that share it, and is the one that django-csp writes."""

from typing import Any

import pytest
from csp.constants import NONCE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings

from practice.leaving import ContentSecurityPolicy
from practice.models import PracticeProfile
from tests.factories import make_article

POLICY = "Content-Security-Policy"


def directives(response: Any) -> list[str]:
    return sorted(response[POLICY].split("; "))


def answered(site: CSPMiddleware) -> HttpResponse:
    response = site(HttpRequest())
    assert isinstance(response, HttpResponse)
    return response


def middleware(**marks: Any) -> ContentSecurityPolicy:
    """As it stands in front of a view whose response bears these marks."""

    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(headers=marks.pop("headers", {}))
        vars(response).update(marks)
        return response

    return ContentSecurityPolicy(view)


def test_it_is_the_policy_of_the_settings() -> None:
    of_django_csp = answered(CSPMiddleware(lambda _request: HttpResponse()))
    ours = middleware()

    for _time in range(2):
        response = answered(ours)
        assert directives(response) == directives(of_django_csp)
        assert response.headers.keys() == of_django_csp.headers.keys()


@pytest.mark.parametrize(
    "marks",
    [
        {"_csp_update": {"script-src": ["https://a.example"]}},
        {"_csp_replace": {"img-src": ["https://a.example"]}},
        {"_csp_config": {"default-src": ["https://a.example"]}},
        {"_csp_config_ro": {"default-src": ["https://a.example"]}},
    ],
)
def test_a_view_may_have_another(marks: dict[str, Any]) -> None:
    response = answered(middleware(**marks))

    assert "https://a.example" in str(response.headers)


@override_settings(CONTENT_SECURITY_POLICY={"DIRECTIVES": {"script-src": [NONCE]}})
def test_a_page_with_a_nonce_has_a_policy_that_names_it() -> None:
    nonces: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        nonces.append(str(request.csp_nonce))  # type: ignore[attr-defined]  # set by django-csp
        return HttpResponse()

    site = ContentSecurityPolicy(view)
    policies = [answered(site)[POLICY] for _time in range(2)]

    for nonce, policy in zip(nonces, policies, strict=True):
        assert f"script-src 'nonce-{nonce}'" in policy


def test_a_view_may_have_none_or_write_its_own() -> None:
    assert POLICY not in answered(middleware(_csp_exempt=True))
    assert answered(middleware(headers={POLICY: "sandbox"}))[POLICY] == "sandbox"


def test_what_one_page_may_do_is_no_page_after_it_allowed(
    desk: Client, profile: PracticeProfile
) -> None:
    make_article("plain")
    make_article("sensitive", is_sensitive=True)
    paths = ["/articles/plain/", "/articles/sensitive/", "/admin/", "/articles/plain/"]
    before, sensitive, at_the_desk, after = (desk.get(path) for path in paths)

    assert directives(before) == directives(after)
    assert "script-src 'self'" in sensitive[POLICY]
    assert "script-src 'self'" in at_the_desk[POLICY]
    assert "script-src" not in after[POLICY]
