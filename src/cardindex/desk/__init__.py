"""The desk: one local page beside the texts, by which evidence goes into the tables.

It is served on this machine alone, to anyone who has its address. It writes canonical tables by
way of ``editing``; what it offers comes from ``composing``.
"""

from cardindex.desk.application import application
from cardindex.desk.holding import Desk
from cardindex.desk.serving import serve

__all__ = ["Desk", "application", "serve"]
