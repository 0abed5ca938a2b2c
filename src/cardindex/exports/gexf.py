"""GEXF, for Gephi: with a timeline, and with the colours, sizes and places of the page.

The timeline has each line from the first day on which its claim possibly held to the last; what has
no date is there throughout, as a filter of the page has it, and entities are while a line of theirs
is. Colours, sizes and places stand in the namespace of GEXF itself: both schemas of 1.2 have them
there alone, and Gephi and what Gephi Lite reads by go by their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cardindex import dates
from cardindex.evidence import Selection
from cardindex.exports.drawn import UNBOUND, Drawn, Span, drawn
from cardindex.exports.format import NETWORK_LACKS, Format, networks
from cardindex.exports.looks import Dot, Line
from cardindex.exports.xml import Column, all_escaped, columns, escaped

NAMESPACE = "http://www.gexf.net/1.2draft"


def write(
    selection: Selection, *, isolates: bool = False, simple: bool = False, undirected: bool = False
) -> bytes:
    """Return the claims that link as GEXF; an edge's id is its claim's.

    Those of a symmetric relation are undirected. For the others see ``drawn.drawn``.
    """
    return document(drawn(selection, isolates=isolates, simple=simple, undirected=undirected))


def document(network: Drawn) -> bytes:
    """Return a network as GEXF."""
    return "".join(_parts(network)).encode()


def _parts(network: Drawn) -> Iterator[str]:
    about = columns(network.nodes.drop(columns="label"))
    said = [*columns(network.edges.drop(columns=_OWN, errors="ignore"))]
    yield (
        f'<?xml version="1.0" encoding="utf-8"?>\n<gexf xmlns="{NAMESPACE}" version="1.2">\n'
        f"<meta><description>{escaped(network.title)}</description></meta>\n"
        f"<graph{_of_graph(network)}>\n{_titles('node', about)}{_titles('edge', said)}<nodes>\n"
    )
    yield from _nodes(network, about)
    yield "</nodes>\n<edges>\n"
    yield from _edges(network, said)
    yield "</edges>\n</graph>\n</gexf>\n"


_OWN = ["source", "target", "label", "undirected", "type", "weight"]


def _of_graph(network: Drawn) -> str:
    dated = any(spans != [UNBOUND] for spans in network.spans)
    when = ' mode="dynamic" timeformat="date"' if dated else ' mode="static"'
    # In a graph with a default direction Gephi leaves out edges without one.
    kinds = {True: ' defaultedgetype="directed"', False: ' defaultedgetype="undirected"', None: ""}
    return kinds[network.directed] + when


def _titles(of: str, said: Sequence[Column]) -> str:
    if not said:
        return ""
    rows = "".join(
        f'<attribute id="{of}-{one.name}" title="{one.name}" type="{one.kind}"/>\n' for one in said
    )
    return f'<attributes class="{of}" mode="static">\n{rows}</attributes>\n'


def _nodes(network: Drawn, said: Sequence[Column]) -> Iterator[str]:
    labels = all_escaped(network.nodes["label"])
    rows = zip(
        network.nodes.index, labels, _values("node", said, len(labels)), network.dots,
        network.spans_of_nodes(), strict=True,
    )  # fmt: skip
    for id_, label, values, dot, spans in rows:
        when, spells = _when(spans)
        yield (
            f'<node id="{escaped(id_)}" label="{label}"{when}>{values}{spells}{_dot(dot)}</node>\n'
        )


def _edges(network: Drawn, said: Sequence[Column]) -> Iterator[str]:
    table = network.edges
    ends = (table[name].tolist() for name in ("source", "target", "undirected"))
    weights = table["weight"].tolist() if "weight" in table else [None] * len(table)
    rows = zip(
        table.index, *ends, all_escaped(table["label"]), weights,
        _values("edge", said, len(table)), network.lines, network.spans, strict=True,
    )  # fmt: skip
    for id_, source, target, undirected, label, weight, values, line, spans in rows:
        when, spells = _when(spans)
        called = f' label="{label}"' if label else ""
        weighs = "" if weight is None else f' weight="{weight}"'
        kind = "undirected" if undirected else "directed"
        yield (
            f'<edge id="{escaped(id_)}" source="{escaped(source)}" target="{escaped(target)}" '
            f'type="{kind}"{called}{weighs}{when}>{values}{spells}{_line(line)}</edge>\n'
        )


def _values(of: str, said: Sequence[Column], many: int) -> Iterator[str]:
    """Yield what is said of each node or edge, where there is anything."""
    heads = [f'<attvalue for="{of}-{column.name}" value="' for column in said]
    for row in zip(*(column.values for column in said), strict=True) if said else ((),) * many:
        told = [
            f'{head}{value}"/>' for head, value in zip(heads, row, strict=True) if value is not None
        ]
        yield f"<attvalues>{''.join(told)}</attvalues>" if told else ""


def _when(spans: Sequence[Span]) -> tuple[str, str]:
    """Return the attributes of one that is there once, or the spells of one that comes and goes."""
    if len(spans) == 1:
        return _bounds(spans[0]), ""
    spells = "".join(f"<spell{_bounds(span)}/>" for span in spans)
    return "", f"<spells>{spells}</spells>"


def _bounds(span: Span) -> str:
    first, last = span
    start = "" if first == dates.ALWAYS else f' start="{_day(first, _BEFORE_0)}"'
    return start if last == dates.NEVER else f'{start} end="{_day(last, _AFTER_0)}"'


# The schema is of a version of XML Schema that has no year 0: a span goes on to the next year then.
_BEFORE_0, _AFTER_0 = dates.day_number(-1, 12, 31), dates.day_number(1, 1, 1)


def _day(number: int, instead: int) -> str:
    return dates.iso(instead if _BEFORE_0 < number < _AFTER_0 else number)


def _dot(dot: Dot) -> str:
    shape = _SHAPES.get(dot.shape, "disc")
    return (
        f'{_colour(dot.colour)}<position x="{dot.x}" y="{dot.y}" z="0"/>'
        f'<size value="{dot.size:.6g}"/><shape value="{shape}"/>'
    )


def _line(line: Line) -> str:
    width, dashes = line.stroke
    shape = "solid" if not dashes else "dotted" if dashes[0] <= 2 else "dashed"
    opacity = f' a="{line.opacity:.6g}"'
    return (
        f'{_colour(line.colour, opacity)}<thickness value="{width:.6g}"/><shape value="{shape}"/>'
    )


# GEXF has four shapes.
_SHAPES = {
    "square": "square",
    "diamond": "diamond",
    "triangle": "triangle",
    "triangleDown": "triangle",
}


def _colour(text: str, more: str = "") -> str:
    red, green, blue = (int(text[at : at + 2], 16) for at in (1, 3, 5))
    return f'<color r="{red}" g="{green}" b="{blue}"{more}/>'


_WITH_TIMELINE = {
    "dates": "as a timeline, and in words",
    "vague": "the timeline has the widest span; the four days are attributes",
    "parallel": "kept apart; Gephi merges them unless it is told not to",
    "isolates": "with --isolates",
    "denials": "counted, as opposition",
}

FORMATS = networks(
    Format(
        name="gexf",
        file="network.gexf",
        media_type="application/gexf+xml",
        group="networks",
        description="GEXF: the same network for Gephi, with a timeline, colours and places",
        write=write,
        takes=frozenset({"isolates", "simple", "undirected"}),
        lacks=NETWORK_LACKS,
        partly=_WITH_TIMELINE,
    )
)
