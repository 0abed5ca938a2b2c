"""SPARQL put to Oxigraph in a process of its own, within limits and without a network.

``Runner`` holds the process: it is started when first asked, kept for the queries that follow, and
started anew where one had to be ended. ``Limits`` says what a query may take. A query is judged by
the parser of the engine that runs it, so what is refused and what is run are read alike.
"""

from cardindex.engine.limits import LIMITS, Limits
from cardindex.engine.lines import Text, written
from cardindex.engine.runner import Found, Runner
from cardindex.engine.syntax import bare, plain
from cardindex.engine.worker import STORE

__all__ = ["LIMITS", "STORE", "Found", "Limits", "Runner", "Text", "bare", "plain", "written"]
