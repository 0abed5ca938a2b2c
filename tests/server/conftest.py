"""Sites to ask: the essay's index, opened once for all tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cardindex.server import Place, Served, Site, application

PROJECT = Path(__file__).resolve().parent.parent.parent

Asked = Callable[..., TestClient]


@pytest.fixture(scope="session")
def essay() -> Served:
    """The index of the essay, as it is served."""
    return Served.open(Place(PROJECT / "graph"))


@pytest.fixture(scope="session")
def client(essay: Served) -> TestClient:
    """Asks a site of the essay alone."""
    return TestClient(application(Site.of([essay])), base_url="http://127.0.0.1")
