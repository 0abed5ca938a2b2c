"""GraphML, as Gephi, yEd, igraph, networkx and Cytoscape write it; read as it streams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cardindex.imports import network as net
from cardindex.imports.format import Format, Unreadable
from cardindex.imports.found import Found, Wishes
from cardindex.imports.tabular.foreign import refuse
from cardindex.imports.tabular.texts import contents
from cardindex.imports.tabular.whole import mapping
from cardindex.imports.xmlevents import Event, events

_LABELS = ("NodeLabel", "EdgeLabel", "Label", "Label.Text")  # yEd's
_DRAWN = "where and how it was drawn"


def read(paths: Sequence[Path], wishes: Wishes) -> Iterator[Found]:
    """Yield what GraphML files say; raises Unreadable."""
    mapped = mapping(wishes)
    for path in paths:
        data = contents(path)
        refused(path, data, "GraphML")
        state = _State(net.Network(path.name, wishes, mapped))
        for event in events(path, data):
            _take(state, event, path)
            yield from state.network.heard
            state.network.heard.clear()
        yield from net.ended(state.network)


def refused(path: Path, data: bytes, name: str) -> None:
    """Raise Unreadable where a file is not the XML that it is said to be."""
    if f"<{name.lower()}" not in data[:4096].decode("latin-1").lower().replace("\0", ""):
        refuse(path, data, name)
        if not data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith((b"<", b"\0<")):
            message = f"{path}: it is no {name}, but a text; if it is a table: cardindex import csv"
            raise Unreadable(message)


@dataclass
class _Key:
    """An attribute that is declared: its name, what it is for, what it is where it is not told.

    It is not ``plain`` where it holds what yEd draws by.
    """

    name: str
    of: str
    plain: bool = True
    default: str = ""


@dataclass
class _Thing:
    """A node or an edge that is open: its own attributes, its data, its line."""

    attributes: dict[str, str]
    line: int
    within: str = ""
    about: dict[str, str] = field(default_factory=dict)


@dataclass
class _State:
    """Where one is in a file. ``labels``: what yEd writes inside a piece of data."""

    network: net.Network
    root: str = ""
    keys: dict[str, _Key] = field(default_factory=dict)
    graphs: list[dict[str, str]] = field(default_factory=list)
    nodes: list[_Thing] = field(default_factory=list)
    edge: _Thing | None = None
    hyper: list[str] | None = None
    key: str = ""
    data: str = ""
    depth: int = 0
    labels: list[str] = field(default_factory=list)


def _take(state: _State, event: Event, path: Path) -> None:
    if not state.root:
        state.root = event.name
        if event.name != "graphml":
            message = f"{path}: it is no GraphML: its first element is <{event.name}>"
            raise Unreadable(message)
    if state.data:
        _inside(state, event)
    elif event.attributes is not None:
        _opens(state, event.name, event.attributes, event.line)
    else:
        _closes(state, event)


def _opens(state: _State, name: str, attributes: dict[str, str], line: int) -> None:
    if name == "key":
        state.key = attributes.get("id", "")
        called = attributes.get("attr.name") or attributes.get("yfiles.type") or state.key
        drawn = "yfiles.type" in attributes
        state.keys[state.key] = _Key(called, attributes.get("for", "all"), plain=not drawn)
    elif name == "graph":
        state.graphs.append(attributes)
    elif name == "node":
        state.nodes.append(_Thing(attributes, line, _called(state)))
    elif name == "edge":
        state.edge = _Thing(attributes, line)
    elif name == "data":
        state.data, state.depth, state.labels = attributes.get("key", ""), 0, []
    elif name == "hyperedge":
        state.hyper = []
    elif name == "endpoint" and state.hyper is not None:
        state.hyper.append(attributes.get("node", ""))
    elif name == "port":
        net.once(state.network, line, "ports", "where an edge meets its node is not taken")


def _closes(state: _State, event: Event) -> None:
    name, network = event.name, state.network
    if name == "default" and state.key in state.keys:
        state.keys[state.key].default = event.text
    elif name == "graph":
        state.graphs.pop()
    elif name == "node":
        thing = state.nodes.pop()
        about = _whole(state, thing, "node")
        net.node(network, thing.line, thing.attributes.get("id", ""), about, thing.within)
    elif name == "edge" and state.edge is not None:
        _edge(state, state.edge)
        state.edge = None
    elif name == "hyperedge" and state.hyper is not None:
        why = "an edge of more than two ends has no place here; make an event of it"
        what = f"a hyperedge of {', '.join(state.hyper)}"
        network.heard.append(net.dropped(network, event.line, what, why))
        state.hyper = None


def _inside(state: _State, event: Event) -> None:
    """Take what stands inside a piece of data: text, or elements of yEd's."""
    if event.attributes is not None:
        state.depth += 1
        return
    if state.depth:
        state.depth -= 1
        if event.name in _LABELS and event.text:
            state.labels.append(event.text)
        if not state.labels:
            state.labels.append("")
        return
    key = state.keys.get(state.data)
    name = key.name if key else state.data
    state.data = ""
    drawn = bool(state.labels)
    value = " ".join(filter(None, state.labels)) if drawn else event.text
    thing = state.edge or (state.nodes[-1] if state.nodes else None)
    if drawn:
        net.once(state.network, event.line, "what yEd draws by", _DRAWN)
        name = "label"
    if thing is None:
        if value:
            called = name.casefold() in {"name", "title", "label"}
            net.about_all(state.network, "title" if called else name, value)
    elif value and not (name in thing.about and drawn):
        thing.about[_free(name, thing.about)] = value


def _free(name: str, about: dict[str, str]) -> str:
    return name if name not in about else _free(f"{name} 2", about)


def _called(state: _State) -> str:
    """Return what the node is called that is open; its id where it has not said it yet."""
    if not state.nodes:
        return ""
    outer = state.nodes[-1]
    labels = (value for name, value in outer.about.items() if name.casefold() in {"label", "name"})
    return next(labels, outer.attributes.get("id", ""))


def _whole(state: _State, thing: _Thing, of: str) -> dict[str, str]:
    """Return the attributes of a thing, in the order of the keys, with what goes without saying."""
    found = {
        key.name: key.default for key in state.keys.values() if key.of in {of, "all"} and key.plain
    }
    return found | thing.about


def _edge(state: _State, thing: _Thing) -> None:
    state.network.count["edge"] += 1
    own = thing.attributes
    directed = own.get("directed", "")
    default = state.graphs[-1].get("edgedefault", "") if state.graphs else ""
    way = {"true": "directed", "false": "undirected"}.get(directed, directed or default)
    about = {net.WAY: way, net.KEY: own.get("id", ""), **_whole(state, thing, "edge")}
    for port in ("sourceport", "targetport"):
        if own.get(port):
            net.once(
                state.network, thing.line, "ports", "where an edge meets its node is not taken"
            )
    net.edge(state.network, thing.line, (own.get("source", ""), own.get("target", "")), about)


FORMATS = (
    Format(
        name="graphml",
        description="GraphML: networks of Gephi, yEd, igraph, networkx, Cytoscape",
        extensions=(".graphml", ".xml"),
        read=read,
    ),
)
