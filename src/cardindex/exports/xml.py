"""The network as formats of XML can hold it: plain values, and no character that XML lacks."""

from __future__ import annotations

import math
import re
from typing import Any

import networkx as nx

from cardindex.evidence import Selection
from cardindex.network import network

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain_network(selection: Selection, *, isolates: bool = False) -> nx.MultiDiGraph[str]:
    """Return the network with the standings of the whole index and attributes of plain values.

    Lists are joined by ``;`` and counted beside (``root_count``); numbers that are missing or
    without bound are left out; characters that XML cannot hold are removed. ``isolates`` keeps
    entities without a link.
    """
    found = network(selection, whole=True, isolates=isolates)
    found.graph["name"] = without_forbidden(selection.index.title)
    for _, about in found.nodes(data=True):
        _make_plain(about)
    for _, _, claim, about in found.edges(keys=True, data=True):
        about["root_count"] = len(about["roots"])
        about["label"] = about.pop("words")
        about["claim"] = claim
        _make_plain(about)
    return found


def _make_plain(about: dict[str, Any]) -> None:
    for name, value in list(about.items()):
        if isinstance(value, str):
            about[name] = without_forbidden(value)
        elif isinstance(value, tuple):
            about[name] = ";".join(value)
        elif isinstance(value, float) and not math.isfinite(value):
            del about[name]


def without_forbidden(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
