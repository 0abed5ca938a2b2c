"""The explorer: one self-contained HTML file in which a reader can question every edge."""

from __future__ import annotations

from cardindex.view.onefile import page

__all__ = ["page"]
