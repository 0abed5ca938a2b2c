"""What a server is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    """What is asked of a server; what it is asked twice it does once, or it is not asked so."""

    method: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Bounds:
    """So many ``seconds`` for all of a request, and so many bytes (``size``) of its answer."""

    seconds: float = 300.0
    size: int = 16 << 20


@dataclass(frozen=True)
class Reply:
    """What a server has answered: status, headers by lower-case name, and all of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header, or nothing."""
        return self.headers.get(name, "")

    @property
    def kind(self) -> str:
        """The media type, in lower case and without parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def is_success(self) -> bool:
        """Whether the server has done what it was asked."""
        return 200 <= self.status < 300
