"""A real chromium against the real site: granian, Postgres, worker, SMTP."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from practice import sample_content
from tests.browser.chromium import executable
from tests.factories import make_key
from tests.live_site import LiveSite, live_site
from tests.smtp_server import SmtpServer, smtp_server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
    return browser_type_launch_args | {"executable_path": str(executable()), "args": flags}


@pytest.fixture(scope="module")
def mail() -> Iterator[SmtpServer]:
    with smtp_server() as server:
        yield server


@pytest.fixture(scope="module")
def running_site(
    django_db_setup: None, django_db_blocker: Any, static_files: None, mail: SmtpServer
) -> Iterator[LiveSite]:
    with django_db_blocker.unblock(), live_site(EMAIL_URL=mail.url) as site:
        yield site


@pytest.fixture
def sample_site(running_site: LiveSite, transactional_db: None) -> LiveSite:
    """The site with its sample content and its worker; the database is emptied after each test."""
    sample_content.load(timezone.now())
    make_key()
    return running_site


@pytest.fixture
def visitor(browser: Browser, sample_site: LiveSite) -> Iterator[Page]:
    """A visitor on a phone, with a browser that is not signed in anywhere."""
    context = browser.new_context(base_url=sample_site.url, viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()
