"""GEXF of any version, dynamic and hierarchical ones too; read as it streams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cardindex.imports import network as net
from cardindex.imports.format import Format, Unreadable
from cardindex.imports.found import Found, Wishes
from cardindex.imports.graphml import refused
from cardindex.imports.tabular.spells import spells
from cardindex.imports.tabular.texts import contents
from cardindex.imports.tabular.whole import mapping
from cardindex.imports.xmlevents import Event, events

_DRAWN = frozenset({"color", "position", "size", "shape", "thickness"})
_META = frozenset({"creator", "title", "description", "keywords"})
_OWN = frozenset({"id", "source", "target", "type", "start", "end", "startopen", "endopen", "pid",
                  "for", "timestamp", "timestamps", "intervals", "timeformat"})  # fmt: skip


def read(paths: Sequence[Path], wishes: Wishes) -> Iterator[Found]:
    """Yield what GEXF files say; raises Unreadable."""
    mapped = mapping(wishes)
    for path in paths:
        data = contents(path)
        refused(path, data, "GEXF")
        state = _State(net.Network(path.name, wishes, mapped))
        for event in events(path, data):
            if not state.root and event.name != "gexf":
                message = f"{path}: it is no GEXF: its first element is <{event.name}>"
                raise Unreadable(message)
            state.root = state.root or event.name
            if event.attributes is not None:
                _opens(state, event.name, event.attributes, event.line)
            else:
                _closes(state, event)
            yield from state.network.heard
            state.network.heard.clear()
        yield from net.ended(state.network)


@dataclass
class _Thing:
    """A node or an edge that is open. ``dated``: values that hold for a time: name, value, time."""

    attributes: dict[str, str]
    line: int
    within: str = ""
    about: dict[str, str] = field(default_factory=dict)
    dated: list[tuple[str, str, str]] = field(default_factory=list)
    spells: list[str] = field(default_factory=list)


@dataclass
class _State:
    """Where one is in a file. ``attributes``: names and defaults by class and id."""

    network: net.Network
    root: str = ""
    of: str = ""
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)
    defaults: dict[tuple[str, str], str] = field(default_factory=dict)
    declared: str = ""
    way: str = ""
    nodes: list[_Thing] = field(default_factory=list)
    edge: _Thing | None = None
    labels: dict[str, str] = field(default_factory=dict)


def _opens(state: _State, name: str, attributes: dict[str, str], line: int) -> None:
    if name == "graph":
        state.way = attributes.get("defaultedgetype", "")
        net.about_all(state.network, "title", attributes.get("name", ""))
    elif name == "meta" and (day := attributes.get("lastmodifieddate")):
        net.about_all(state.network, "last modified", day)
    elif name == "attributes":
        state.of = attributes.get("class", "node")
    elif name == "attribute":
        state.declared = attributes.get("id", "")
        title = attributes.get("title") or state.declared
        if state.declared == "weight":  # whatever it is shown as
            title = state.declared
        state.attributes[state.of, state.declared] = title
    elif name == "node":
        _node_opens(state, attributes, line)
    elif name == "edge":
        state.edge = _Thing(attributes, line)
        _time(state.edge, attributes)
    elif thing := state.edge or (state.nodes[-1] if state.nodes else None):
        _about(state, thing, name, attributes, line)


def _node_opens(state: _State, attributes: dict[str, str], line: int) -> None:
    outer = state.nodes[-1].attributes.get("id", "") if state.nodes else attributes.get("pid", "")
    state.labels[attributes.get("id", "")] = attributes.get("label", "")
    thing = _Thing(attributes, line, state.labels.get(outer) or outer)
    _time(thing, attributes)
    state.nodes.append(thing)


def _about(state: _State, thing: _Thing, name: str, attributes: dict[str, str], line: int) -> None:
    """Take what stands inside a node or an edge."""
    if name == "attvalue":
        id_ = attributes.get("for", attributes.get("id", ""))
        of = "edge" if thing is state.edge else "node"
        title = state.attributes.get((of, id_), id_)
        value = attributes.get("value", "")
        if time := _interval(attributes):
            thing.dated.append((title, value, time))
        elif value:
            thing.about[title] = value
    elif name in {"spell", "slice"}:
        _time(thing, attributes)
    elif name == "parent" and not thing.within:
        outer = attributes.get("for", "")
        thing.within = state.labels.get(outer) or outer
    elif name in _DRAWN:
        net.once(state.network, line, f"viz:{name}", "where and how it was drawn")


def _closes(state: _State, event: Event) -> None:
    name = event.name
    if name == "default":
        state.defaults[state.of, state.declared] = event.text
    elif name == "node":
        _node(state, state.nodes.pop())
    elif name == "edge" and state.edge is not None:
        _edge(state, state.edge)
        state.edge = None
    elif name in _META and event.text and not state.nodes and state.edge is None:
        net.about_all(state.network, name, event.text)


def _interval(attributes: dict[str, str]) -> str:
    """Return the time of an element as an interval in brackets; empty where it has none."""
    stamp = attributes.get("timestamp", "")
    start = attributes.get("start", attributes.get("startopen", "")) or stamp
    end = attributes.get("end", attributes.get("endopen", "")) or stamp
    return f"[{start or '-inf'},{end or 'inf'}]" if start or end else ""


def _time(thing: _Thing, attributes: dict[str, str]) -> None:
    several = attributes.get("intervals", "") or attributes.get("timestamps", "")
    if time := _interval(attributes) or several.strip("<>"):
        thing.spells.append(time)


def _whole(state: _State, thing: _Thing, of: str) -> dict[str, str]:
    """Return the attributes of a thing, with what goes without saying."""
    own = {name: text for name, text in thing.attributes.items() if name not in _OWN and text}
    silent = {
        title: "" if title in (name for name, _, _ in thing.dated) else state.defaults.get(key, "")
        for key, title in state.attributes.items()
        if key[0] == of
    }
    return own | silent | thing.about


def _node(state: _State, thing: _Thing) -> None:
    about = _whole(state, thing, "node")
    for name, value, time in thing.dated:
        dated = f"{value} ({', '.join(spells('', '', '', time))})"
        about[name] = "; ".join(filter(None, (about.get(name), dated)))
    if thing.spells:
        about["interval"] = "; ".join(thing.spells)
    net.node(state.network, thing.line, thing.attributes.get("id", ""), about, thing.within)


def _edge(state: _State, thing: _Thing) -> None:
    """Take an edge: once for all its times, and once for each value that holds for a time."""
    state.network.count["edge"] += 1
    own = thing.attributes
    ends = (own.get("source", ""), own.get("target", ""))
    about = {net.WAY: own.get("type", "") or state.way, net.KEY: own.get("id", "")}
    about |= _whole(state, thing, "edge")
    if thing.spells or not thing.dated:
        net.edge(state.network, thing.line, ends, {**about, net.TIME: "; ".join(thing.spells)})
    for name, value, time in thing.dated:
        dated = {**about, name: value, net.TIME: time, net.KEY: ""}
        net.edge(state.network, thing.line, ends, dated)


FORMATS = (
    Format(
        name="gexf",
        description="GEXF: networks of Gephi and Gephi Lite, with their times",
        extensions=(".gexf", ".xml"),
        read=read,
    ),
)
