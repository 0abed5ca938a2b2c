"""A page as a notebook shows it: in a frame of its own."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from cardindex.atomic import write_text
from cardindex.brief import brief


@dataclass(frozen=True)
class Page:
    """A page as text; in a notebook, a frame that shows it."""

    html: str

    def __repr__(self) -> str:
        return brief(self, "", f"{len(self.html):,} characters of HTML")

    def save(self, path: str | Path) -> None:
        """Write the page to a file."""
        write_text(Path(path), self.html)

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{escape(self.html)}" style="width:100%;height:40rem;border:0" '
            'sandbox="allow-scripts allow-downloads" title="cardindex"></iframe>'
        )
