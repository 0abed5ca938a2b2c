"""The tables: their columns, their order, and the cells that every row needs."""

from __future__ import annotations

COLUMNS: dict[str, tuple[str, ...]] = {
    "entities": ("id", "type", "label", "description"),
    "names": ("entity", "name", "kind", "language"),
    "groups": ("entity", "scheme", "value", "note"),
    "sources": (
        "id", "kind", "title", "author", "origin", "date", "container", "unit", "rests_on", "note",
    ),
    "claims": (
        "id", "subject", "relation", "object", "text", "quantity", "unit", "when", "place", "mode",
        "ties", "gloss",
    ),
    "citations": (
        "claim", "source", "locator", "chain", "stance", "certainty", "start", "end", "seal",
        "coder", "note",
    ),
    "silent": ("source", "locator", "reason"),
    "decisions": ("one", "other", "decision", "who", "why"),
    "came_from": ("table", "key", "index", "row"),
}  # fmt: skip
"""The columns of each table, in their canonical order."""

ENDINGS = (".csv", ".parquet")
"""The endings of the files that tables can stand in."""

OPTIONAL = frozenset(("groups", "silent", "decisions", "came_from"))
"""The tables that an index may do without; one that is not there has no rows."""

ADDED: dict[str, tuple[str, ...]] = {"citations": ("coder",)}
"""Columns that older indexes lack, and that may be added empty."""

CODING: dict[str, tuple[str, ...]] = {"citations": ("passage",)}
"""Columns that are used only while coding: ``cardindex fmt --texts`` makes seals of them."""

SORTED_BY: dict[str, tuple[str, ...]] = {
    "entities": ("id",),
    "names": ("entity", "kind", "name", "language"),
    "groups": ("scheme", "value", "entity"),
    "sources": ("id",),
    "claims": ("id",),
    "citations": ("claim", "source", "locator", "chain", "stance", "coder"),
    "silent": ("source", "locator"),
    "decisions": ("one", "other", "who"),
    "came_from": ("table", "key", "index"),
}
"""What the rows of each table are sorted by; claim ids in the order of their numbers."""

CLAIM_IDS = frozenset((("claims", "id"), ("citations", "claim")))
"""The columns of claim ids among those that tables are sorted by."""

PLACES = frozenset((("silent", "locator"),))
"""The columns of locators among those that tables are sorted by in the order of reading."""

NEEDED: dict[str, tuple[str, ...]] = {
    "entities": ("id", "type", "label"),
    "names": ("entity", "name", "kind"),
    "groups": ("entity", "scheme", "value"),
    "sources": ("id", "kind", "title"),
    "claims": ("id", "subject", "relation"),
    "citations": ("claim", "source", "stance", "certainty"),
    "silent": ("source", "locator", "reason"),
    "decisions": ("one", "other", "decision", "who"),
    "came_from": ("table", "key", "index"),
}
"""The columns that no row leaves empty."""
