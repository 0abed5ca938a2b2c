"""The index whose page the tests of other engines open."""

from __future__ import annotations

from pathlib import Path

import pytest

from cardindex.index import Index

TESTS = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def harbour() -> Index:
    return Index.open(TESTS / "data" / "page")
