"""The Nu HTML checker, as `make html-check` has installed it."""

import pytest

from tests.html.checker import NoCheckerError, command
from tests.settings import HOME


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/html" in item.nodeid:
            item.add_marker(pytest.mark.html)


@pytest.fixture(scope="session")
def checker() -> list[str]:
    try:
        return command(HOME.absolute())
    except NoCheckerError as error:
        pytest.skip(str(error))
