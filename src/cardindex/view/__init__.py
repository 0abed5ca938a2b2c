"""The explorer: one self-contained HTML file in which a reader can question every link."""

from __future__ import annotations

from cardindex.view.onefile import page
from cardindex.view.part import MOST, part_of

__all__ = ["MOST", "page", "part_of"]
