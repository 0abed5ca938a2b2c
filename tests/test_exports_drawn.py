"""Networks for programs that draw: timeline, looks, simple lines, lines without a direction."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path

import building
import networkx as nx
import pytest
import small
import xmlschema
from lxml import etree

from cardindex import dates, exports
from cardindex.evidence import Selection, tally
from cardindex.exports.drawn import joined
from cardindex.measures.fold import simple
from cardindex.slices import Slice
from cardindex.view.colourgroups import colour_groups
from cardindex.view.looks import DOT, stroke
from cardindex.view.opening import first_drawing, placed, size_of

GEXF = "{http://www.gexf.net/1.2draft}"


def selection(claims: list[building.Row], **tables: list[building.Row]) -> Selection:
    cited = [building.cite(row["id"], "s") for row in claims]
    return tally(building.unchecked({"claims": claims, "citations": cited, **tables}))


def gexf(part: Selection, **asked: bool) -> ET.Element:
    data = exports.FORMATS["gexf"].bytes_of(part, **asked)
    return ET.fromstring(data)  # noqa: S314 - ours


def bounds(element: ET.Element) -> list[tuple[str | None, str | None]]:
    spells = element.findall(f"{GEXF}spells/{GEXF}spell")
    return [(it.get("start"), it.get("end")) for it in spells or [element]]


def by_id(root: ET.Element, name: str) -> dict[str, ET.Element]:
    return {it.attrib["id"]: it for it in root.iter(f"{GEXF}{name}")}


DATED = [
    building.claim("c1", "a funded b", when="1958"),
    building.claim("c2", "a funded b", when="1971-06/.."),
    building.claim("c3", "b trained c", when="1960~"),
    building.claim("c4", "c trained d"),
    building.claim("c5", "b trained e", when="../1950"),
    building.claim("c6", "f trained g", when="-0043-03-15"),
    building.claim("c7", "f trained g", when="0000"),
]


# The timeline.


def test_line_is_there_as_long_as_its_claim_possibly_holds() -> None:
    root = gexf(selection(DATED))
    graph = root.find(f"{GEXF}graph")
    assert graph is not None
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    assert {id_: bounds(it) for id_, it in by_id(root, "edge").items()} == {
        "c1": [("1958-01-01", "1958-12-31")],
        "c2": [("1971-06-01", None)],
        "c3": [("1959-01-01", "1961-12-31")],
        "c4": [(None, None)],
        "c5": [(None, "1950-12-31")],
        "c6": [("-0043-03-15", "-0043-03-15")],
        # Of the year 0 the schema knows nothing.
        "c7": [("-0001-12-31", "0001-01-01")],
    }


def test_entity_is_there_while_a_line_of_its_is() -> None:
    nodes = by_id(gexf(selection(DATED)), "node")
    assert bounds(nodes["a"]) == [("1958-01-01", "1958-12-31"), ("1971-06-01", None)]
    assert bounds(nodes["b"]) == [
        (None, "1950-12-31"), ("1958-01-01", "1961-12-31"), ("1971-06-01", None),
    ]  # fmt: skip
    # A claim without a date may have held at any time.
    assert bounds(nodes["c"]) == bounds(nodes["d"]) == [(None, None)]


def test_spans_that_meet_are_one() -> None:
    day = dates.day_number
    spans = [(day(1960, 1, 1), day(1960, 12, 31)), (day(1961, 1, 1), day(1962, 1, 1)),
             (day(1950, 1, 1), day(1970, 1, 1)), (day(1980, 1, 1), dates.NEVER)]  # fmt: skip
    assert joined(spans) == [(day(1950, 1, 1), day(1970, 1, 1)), (day(1980, 1, 1), dates.NEVER)]
    assert joined([]) == []


def test_network_without_dates_has_no_timeline() -> None:
    graph = gexf(selection([building.claim("c1")])).find(f"{GEXF}graph")
    assert graph is not None
    assert dict(graph.attrib) == {"defaultedgetype": "directed", "mode": "static"}


def test_isolates_are_there_throughout() -> None:
    part = selection(DATED, entities=[building.entity("alone")])
    assert bounds(by_id(gexf(part, isolates=True), "node")["alone"]) == [(None, None)]


@pytest.mark.parametrize("kind", ["xsd", "rng"])
@pytest.mark.parametrize("asked", [{}, {"simple": True}, {"undirected": True}, {"isolates": True}])
def test_every_variant_is_valid_by_both_schemas(
    specs: Path, kind: str, asked: dict[str, bool]
) -> None:
    file = specs / "gexf" / "specs" / "1.2draft" / f"gexf.{kind}"
    for part in (selection(DATED), small.selection(), tally(building.unchecked({}))):
        data = exports.FORMATS["gexf"].bytes_of(part, **asked)
        if kind == "xsd":
            assert [error.reason for error in xmlschema.XMLSchema(file).iter_errors(data)] == []
        else:
            schema = etree.RelaxNG(etree.parse(file))
            assert schema.validate(etree.fromstring(data)), schema.error_log


# How it looks.


def test_entities_have_places_sizes_and_colours_of_the_page() -> None:
    part = tally(small.index(), Slice())
    page = first_drawing(small.selection())
    types = small.index().vocabulary.types
    nodes = by_id(gexf(part), "node")
    assert nodes
    for id_, node in nodes.items():
        place = node.find(f"{GEXF}position")
        colour = node.find(f"{GEXF}color")
        size = node.find(f"{GEXF}size")
        assert place is not None
        assert colour is not None
        assert size is not None
        x, y = page.places[id_]
        assert (float(place.attrib["x"]), float(place.attrib["y"])) == (x, -y)
        wanted = types[small.index().entities.at[id_, "type"]].colour
        told = "".join(f"{int(colour.attrib[it]):02x}" for it in "rgb")
        assert f"#{told}" == wanted.lower()
        wide = size_of(placed(small.selection()).degree[id_])
        assert float(size.attrib["value"]) == pytest.approx(wide, rel=1e-4)


def test_graphml_has_the_same_looks_by_names_that_gephi_knows() -> None:
    part = tally(small.index(), Slice())
    nodes = by_id(gexf(part), "node")
    graph = nx.parse_graphml(exports.FORMATS["graphml"].bytes_of(part).decode())
    for id_, about in graph.nodes(data=True):
        place = nodes[id_].find(f"{GEXF}position")
        assert place is not None
        assert (about["x"], about["y"]) == (float(place.attrib["x"]), float(place.attrib["y"]))
        assert about["color"].startswith("#")
        assert about["size"] > 0
    assert all(about["color"] for *_, about in graph.edges(data=True))


def test_line_has_the_colour_of_its_group_and_the_width_of_its_standing() -> None:
    root, index = gexf(small.selection()), small.index()
    colours = {
        family: group.colour
        for group in colour_groups(index.vocabulary)
        for family in group.families
    }
    claims = small.selection().claims
    for id_, edge in by_id(root, "edge").items():
        row = claims.loc[id_]
        colour, width = edge.find(f"{GEXF}color"), edge.find(f"{GEXF}thickness")
        assert colour is not None
        assert width is not None
        family = index.vocabulary.relations[row["relation"]].family
        told = [int(colour.attrib[it]) for it in "rgb"]
        assert told == [int(colours[family][at : at + 2], 16) for at in (1, 3, 5)]
        wanted = stroke(row["standing"], actual=row["mode"] == "").width
        assert float(width.attrib["value"]) == pytest.approx(wanted, rel=1e-4)


def test_who_is_not_drawn_on_the_page_stands_beside_a_neighbour() -> None:
    hub = [building.claim(f"c{at}", f"hub funded n{at:03}") for at in range(400)]
    far = [building.claim("c900", "x1 funded x2")]
    part = selection([*hub, *far])
    drawn = first_drawing(part).places
    nodes = by_id(gexf(part), "node")
    assert len(drawn) < len(nodes)
    places = {}
    for id_, node in nodes.items():
        place = node.find(f"{GEXF}position")
        size = node.find(f"{GEXF}size")
        assert place is not None
        assert size is not None
        places[id_] = float(place.attrib["x"]), float(place.attrib["y"])
        if id_ not in drawn:
            assert float(size.attrib["value"]) == DOT
    assert len(set(places.values())) == len(places)
    aside = next(id_ for id_ in nodes if id_ not in drawn and id_.startswith("n"))
    gap = [a - b for a, b in zip(places[aside], places["hub"], strict=True)]
    assert max(map(abs, gap)) < 200


# Simple, and without direction.


def test_network_of_symmetric_relations_alone_is_undirected() -> None:
    part = selection([building.claim("c1", "a allied_with b"), building.claim("c2", "b met c")])
    graph = nx.parse_graphml(exports.FORMATS["graphml"].bytes_of(part).decode())
    assert not graph.is_directed()
    root = gexf(part).find(f"{GEXF}graph")
    assert root is not None
    assert root.get("defaultedgetype") == "undirected"
    assert not nx.read_gexf(_file(exports.FORMATS["gexf"].bytes_of(part))).is_directed()


def _file(data: bytes) -> io.BytesIO:
    return io.BytesIO(data)


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_undirected_makes_a_file_that_networkx_reads(name: str) -> None:
    data = exports.FORMATS[name].bytes_of(small.selection(), undirected=True)
    read = nx.read_gexf if name == "gexf" else partial(nx.read_graphml, force_multigraph=True)
    graph = read(_file(data))
    assert not graph.is_directed()
    claims = small.selection().claims.query("object != ''")
    assert sorted(about["claim"] for *_, about in graph.edges(data=True)) == sorted(claims.index)


@pytest.mark.parametrize("undirected", [False, True])
def test_simple_lines_are_those_that_measures_take(*, undirected: bool) -> None:
    part = tally(small.index(), Slice())
    wanted = simple(part, directed=not undirected).graph()
    data = exports.FORMATS["graphml"].bytes_of(part, simple=True, undirected=undirected)
    graph = nx.parse_graphml(data.decode())
    assert graph.is_directed() is not undirected
    assert nx.utils.graphs_equal(_weights(graph), _weights(wanted))
    gephi = nx.read_gexf(
        _file(exports.FORMATS["gexf"].bytes_of(part, simple=True, undirected=undirected))
    )
    assert nx.utils.graphs_equal(_weights(gephi), _weights(wanted))


def _weights(graph: nx.Graph) -> nx.Graph:
    kind = nx.DiGraph if graph.is_directed() else nx.Graph
    found = kind()
    found.add_weighted_edges_from((a, b, int(w)) for a, b, w in graph.edges(data="weight"))
    return found


def test_simple_line_says_whenever_one_of_its_claims_possibly_held() -> None:
    root = gexf(selection(DATED), simple=True)
    lines = {(it.attrib["source"], it.attrib["target"]): it for it in by_id(root, "edge").values()}
    assert bounds(lines["a", "b"]) == [("1958-01-01", "1958-12-31"), ("1971-06-01", None)]
    assert bounds(lines["c", "d"]) == [(None, None)]


# The page and Python, of one look.


def test_looks_are_those_of_the_page_scripts() -> None:
    from cardindex.view.looks import FAN, LINES, MEANT
    from cardindex.view.scripts import static

    glyphs = static("base/glyphs.js")
    said = r'^  ("?[\w-]+"?): \{ width: ([\d.]+), dashes: "([\d. ]*)" \}'
    told = {
        name.strip('"'): (float(width), tuple(map(float, dashes.split())))
        for name, width, dashes in re.findall(said, glyphs, re.MULTILINE)
    }
    assert told == {name: (line.width, line.dashes) for name, line in LINES.items()}
    lines = static("drawing/lines.js")
    assert f"const FAN = {FAN};" in lines
    meant = ", ".join(f"{it:g}" for it in MEANT)
    assert f": [{meant}]" in lines
    assert re.search(r"const DOT = \{ size: 4,", static("drawing/looks.js"))
