"""What a command line came to, for tests that run one in this process."""

from __future__ import annotations

from typing import NamedTuple


class Run(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str
