"""A worker: as many connections as the system lets be open."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("resource")

ASK = """
import resource
from cardindex.server.connections import Bounds
from cardindex.server.worker import _as_many_as_may_be_open
resource.setrlimit(resource.RLIMIT_NOFILE, (600, {hard}))
print(_as_many_as_may_be_open(Bounds()).connections, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.parametrize(
    ("hard", "told"), [(4_000, "1000 1500"), (800, "300 800"), (600, "100 600")]
)
def test_no_more_connections_than_files_may_be_open(hard: int, told: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(hard=hard)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == told
