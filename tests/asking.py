"""What tests ask a store: a query without end, and one of which the limit is to be known."""

from __future__ import annotations

import pytest

from cardindex.engine import Limits
from cardindex.errors import QueryError
from cardindex.store import Store

FOR_EVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def refused(asked: Store, query: str, /, **limits: float) -> str:
    """Return the limit that a query comes to; the next query is answered all the same."""
    with pytest.raises(QueryError) as caught:
        asked.query(query, Limits(**limits))
    assert asked.query("ASK { entity:norrin ?p ?o }").boolean is True
    return caught.value.limit
