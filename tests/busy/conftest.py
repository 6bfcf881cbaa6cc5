from collections.abc import Iterator
from functools import partial

import pytest

from contact.busy.fetching import fetch
from tests.busy.certificates import Certificates, made_in
from tests.busy.fetched import Fetch
from tests.busy.loopback import is_loopback
from tests.busy.tls_server import TlsServer, tls_server


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return made_in(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def server(certificates: Certificates) -> Iterator[TlsServer]:
    with tls_server(certificates.good) as server:
        yield server


@pytest.fixture
def fetch_here(certificates: Certificates) -> Fetch:
    """Fetch as the site does, but from loopback, and trusting the test's authority."""
    return partial(fetch, is_allowed=is_loopback, trusted=str(certificates.authority))
