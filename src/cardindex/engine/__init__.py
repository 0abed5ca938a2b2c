"""SPARQL put to Oxigraph in a process of its own, within limits and without a network.

``Runner`` holds the process: it starts with the first query, serves those that follow, and starts
anew after a query that had to be ended. ``Limits`` says what a query may take. The parser of the
engine that runs a query also judges it, so that both read it alike.
"""

from cardindex.engine.limits import LIMITS, Limits
from cardindex.engine.lines import Text, written
from cardindex.engine.pool import Bounds, Pool, Source
from cardindex.engine.process import Process
from cardindex.engine.runner import Found, Runner, begin
from cardindex.engine.syntax import bare, keyword, plain
from cardindex.engine.wanted import FORMAT, GRAPHS, ROWS, WANTED, Wanted
from cardindex.engine.worker import FAILED, STORE

__all__ = [
    "FAILED", "FORMAT", "GRAPHS", "LIMITS", "ROWS", "STORE", "WANTED", "Bounds", "Found", "Limits",
    "Pool", "Process", "Runner", "Source", "Text", "Wanted", "bare", "begin", "keyword", "plain",
    "written",
]  # fmt: skip
