"""SPARQL put to Oxigraph in a process of its own, within limits and without a network.

``Runner`` holds the process: it is started when first asked, kept for the queries that follow, and
started anew where one had to be ended. ``Limits`` says what a query may take. A query is judged by
the parser of the engine that runs it, so what is refused and what is run are read alike.
"""

from cardindex.engine.limits import LIMITS, Limits
from cardindex.engine.lines import Text, written
from cardindex.engine.pool import Bounds, Pool, Source
from cardindex.engine.runner import Found, Runner
from cardindex.engine.syntax import bare, keyword, plain
from cardindex.engine.wanted import FORMAT, GRAPHS, ROWS, WANTED, Wanted
from cardindex.engine.worker import FAILED, STORE

__all__ = [
    "FAILED", "FORMAT", "GRAPHS", "LIMITS", "ROWS", "STORE", "WANTED", "Bounds", "Found", "Limits",
    "Pool", "Runner", "Source", "Text", "Wanted", "bare", "keyword", "plain", "written",
]  # fmt: skip
