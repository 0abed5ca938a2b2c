"""Nodes and edges of GraphML and GEXF → entities and claims; attributes are read like columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cardindex.errors import nearest
from cardindex.imports.format import Unreadable
from cardindex.imports.found import Dropped, Found, FoundSource, Guessed, Read, Wishes
from cardindex.imports.tabular import columns as headings
from cardindex.imports.tabular import links, nodes
from cardindex.imports.tabular.columns import Mapped
from cardindex.imports.tabular.ends import Ends, whole
from cardindex.imports.tabular.words import missing, plain

FROM, TO, WAY, KEY, TIME, ID = "@from", "@to", "@way", "@key", "@time", "@id"
"""The headings of what a format says of edges and nodes by itself, apart from attributes."""

_SHOWN = 8
_COUNTED_NODE = re.compile(r"n?[0-9]+(?:::n?[0-9]+)*")
_COUNTED = re.compile(r"e?[0-9]+")


@dataclass
class Network:
    """A network being read: who was met, what was told, and which attributes there are.

    ``heard`` is what the nodes and edges said and nobody has fetched yet.
    """

    name: str
    wishes: Wishes
    mapped: Mapped
    ends: Ends = field(default_factory=Ends)
    heard: list[Found] = field(default_factory=list)
    links: dict[tuple[str, ...], links.Links] = field(default_factory=dict)
    lists: dict[tuple[str, ...], nodes.Lists] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)
    title: str = ""
    notes: list[str] = field(default_factory=list)
    count: dict[str, int] = field(default_factory=lambda: {"node": 0, "edge": 0})


def once(network: Network, line: int, what: str, why: str) -> None:
    """Tell once in a file that something is not taken."""
    if what not in network.told:
        network.told.add(what)
        network.heard.append(dropped(network, line, what, why))


def order(network: Network) -> str:
    """Return in which order days and months stand, as the mapping says."""
    return str(network.wishes.mapping.get("dates", {}).get("order", ""))


def dropped(network: Network, line: int, what: str, why: str) -> Dropped:
    """Return what is not taken, with where it stands."""
    return Dropped(f"{network.name}:{line}", what, why)


def guess(network: Network, what: str) -> None:
    """Tell once in a file what something was taken for."""
    if what not in network.told:
        network.told.add(what)
        network.heard.append(Guessed(what))


def node(network: Network, line: int, id_: str, about: Mapping[str, str], within: str) -> None:
    """Take a node: its id, its attributes by their names, and the node that it stands in."""
    network.count["node"] += 1
    at = f"{network.name}:{line}"
    key = whole(id_)
    if key in network.ends.made:  # an earlier edge named this node
        del network.ends.made[key], network.ends.labels[key]
    about = _said(network, about)
    header = (ID, *about)
    lists = network.lists.get(header)
    if lists is None:
        mapped = {**network.mapped, "id": (ID,)}
        found = headings.nodes(header, mapped)
        assert found is not None  # noqa: S101 - it has an id
        lists = nodes.opened(found, order(network))
        if _COUNTED_NODE.fullmatch(id_):  # a plain number, as programs number nodes, is no id
            lists = replace(lists, id_kind="")
        network.lists[header] = lists
        _lost(network, line, found)
    found_before = len(network.heard)
    row = [id_, *about.values(), ""]
    network.heard += nodes.entity(row, at, lists, network.ends)
    network.listed.add(key)
    if within and len(network.heard) > found_before:
        network.heard += nodes.inside(key, network.ends.labels.get(key, key), within, at)
        guess(network, f'{network.name}: what a node stands in is kept as its group "within"')


def edge(network: Network, line: int, ends: tuple[str, str], about: Mapping[str, str]) -> None:
    """Take an edge: its ends, and its attributes by their names, those of the format among them."""
    if _COUNTED.fullmatch(about.get(KEY, "")):
        guess(network, f"{network.name}: the ids of edges count them, and are not kept")
        about = {**about, KEY: ""}
    about = _said(network, about)
    header = (FROM, TO, *about)
    found = network.links.get(header)
    if found is None:
        found = network.links[header] = _opened(network, line, header)
    links.claim(found, f"{network.name}:{line}", [*ends, *about.values(), ""], network.heard)


def _said(network: Network, about: Mapping[str, str]) -> dict[str, str]:
    """Return attributes, empty where programs write NA or the like for nothing."""
    empty = missing()
    for word in sorted({*about.values()} & empty):
        guess(network, f"{network.name}: attributes with {word} are taken for empty")
    return {name: "" if value in empty else value for name, value in about.items()}


def _opened(network: Network, line: int, header: tuple[str, ...]) -> links.Links:
    own = {"from": (FROM,), "to": (TO,), "direction": (WAY,), "key": (KEY,), "interval": (TIME,)}
    there = {meaning: names for meaning, names in own.items() if names[0] in header}
    columns = headings.links(header, {**network.mapped, **there})
    assert columns is not None  # noqa: S101 - it has both ends
    found = links.opened(columns, network.ends, network.wishes, order(network))
    for other in network.links.values():
        found.both, found.seen = other.both, other.seen
    _lost(network, line, columns)
    for told in links.told_of(network.name, columns):
        guess(network, told.what)
    return found


def _lost(network: Network, line: int, columns: headings.Columns) -> None:
    for what, why in headings.lost(columns).items():
        once(network, line, what.replace("column", "attribute", 1), why)


def about_all(network: Network, what: str, told: str) -> None:
    """Note what a file says of itself: ``title`` is what it is called, all else a note."""
    if what == "title":
        network.title = network.title or told
    else:
        network.notes.append(f"{what}: {told}")


def ended(network: Network) -> list[Found]:
    """Return what is to be told of the whole network; raises Unreadable for idle mappings."""
    _idle(network)
    _silent(network)
    found: list[Found] = []
    if network.links:
        found += links.relations(next(iter(network.links.values())))
    if made := network.ends.made:
        shown = ", ".join(f'"{key}"' for key in list(made)[:_SHOWN])
        more = " …" if len(made) > _SHOWN else ""
        what = (
            f"{network.name}: {len(made):,} whom edges name are no nodes of the file, and are made"
        )
        found.append(Guessed(f"{what} by their ids alone: {shown}{more}"))
    if network.title or network.notes:
        notes = "; ".join(dict.fromkeys(network.notes))
        found.append(FoundSource("", network.title, note=notes))
    return [*found, *(Read(count, what) for what, count in network.count.items())]


def _silent(network: Network) -> None:
    """Raise Unreadable where nothing says which relation the edges are."""
    if not any(map(links.silent, network.links.values())):
        return
    names = dict.fromkeys(name for header in network.links for name in header)
    raise Unreadable(links.unsaid(network.name, list(names)))


def _idle(network: Network) -> None:
    there = {name for header in (*network.links, *network.lists) for name in header}
    known = sorted(name for name in there if not name.startswith("@"))
    loose = {plain(name) for name in known}
    problems = []
    for meaning, names in network.mapped.items():
        for name in names:
            if name not in there and plain(name) not in loose:
                near = nearest(name, known)
                hint = f'; did you mean "{near}"?' if near else ""
                told = ", ".join(f'"{each}"' for each in known) or "none"
                problems.append(
                    f'the mapping: [columns] {meaning} = "{name}" is no attribute{hint}; those of '
                    f"the file are {told}"
                )
    if problems:
        raise Unreadable("\n".join(problems))
