"""GraphML and GEXF as the programs that draw networks write them, with what others lose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import small
from importing import of

from cardindex.exports import gexf, graphml
from cardindex.imports import (
    FORMATS,
    OWN_ID,
    Dropped,
    Found,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundRelation,
    FoundSource,
    Guessed,
    Read,
    Unreadable,
    Wishes,
    take,
)
from cardindex.imports.words import UnknownWords


def read(folder: Path, text: str | bytes, format_: str = "gexf", **wishes: Any) -> list[Found]:
    path = folder / f"net.{format_}"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(FORMATS[format_].read([path], Wishes(**wishes)))


def without_lines(found: Sequence[FoundClaim]) -> list[FoundClaim]:
    return [replace(each, at="") for each in found]


DYNAMIC = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.2" version="1.2" xmlns:viz="http://gexf.net/1.2/viz">
<meta lastmodifieddate="2020-01-01"><creator>Gephi 0.9</creator></meta>
<graph mode="dynamic" defaultedgetype="undirected" timeformat="date">
<attributes class="node" mode="static">
<attribute id="0" title="team" type="string"/>
<attribute id="1" title="alive" type="boolean"><default>true</default></attribute>
</attributes>
<attributes class="node" mode="dynamic"><attribute id="2" title="role" type="string"/></attributes>
<attributes class="edge" mode="dynamic"><attribute id="w" title="weight" type="float"/></attributes>
<nodes>
<node id="a" label="Ada"><attvalues>
<attvalue for="0" value="north"/>
<attvalue for="2" value="clerk" start="1951" end="1952"/>
<attvalue for="2" value="head" start="1953"/>
</attvalues><viz:color r="1" g="2" b="3"/>
<nodes><node id="a1" label="Ada's cell"/></nodes></node>
<node id="b" label="Ben" pid="a"><attvalues><attvalue for="1" value="false"/></attvalues>
<spells><spell start="1950" end="1951"/><spell start="1953"/></spells></node>
</nodes>
<edges>
<edge id="0" source="a" target="b" label="met">
<spells><spell start="1953-01-01T00:00:00" end="1954-01-01"/>
<spell start="1960" end="1961"/></spells>
</edge>
<edge id="letter-7" source="b" target="c" kind="wrote to" type="directed"><attvalues>
<attvalue for="w" value="1.5" start="1953" end="1954"/>
<attvalue for="w" value="2.5" start="1955" end="1956"/></attvalues></edge>
</edges></graph></gexf>
"""


def test_gexf_keeps_times_nesting_and_defaults(tmp_path: Path) -> None:
    found = read(tmp_path, DYNAMIC, relation="knew")
    assert of(found, FoundEntity) == [
        FoundEntity(
            "a1", "Ada's cell", attributes=(("alive", "true"),), id_kind=OWN_ID, at="net.gexf:17"
        ),
        FoundEntity("a1", "Ada's cell", attributes=(("within", "Ada"),), at="net.gexf:17"),
        FoundEntity(
            "a", "Ada", id_kind=OWN_ID, at="net.gexf:12",
            attributes=(
                ("team", "north"), ("alive", "true"), ("role", "clerk (1951/1952); head (1953/..)"),
            ),
        ),
        FoundEntity(
            "b", "Ben", id_kind=OWN_ID, at="net.gexf:18",
            attributes=(("alive", "false"), ("interval", "1950/1951"), ("interval", "1953/..")),
        ),
        FoundEntity("b", "Ben", attributes=(("within", "Ada"),), at="net.gexf:18"),
        FoundEntity("c", "c", at="net.gexf:26"),
    ]  # fmt: skip
    assert of(found, FoundClaim) == [
        FoundClaim("a", "knew", "b", text="met", when="1953-01-01/1954-01-01", at="net.gexf:22"),
        FoundClaim("a", "knew", "b", text="met", when="1960/1961", at="net.gexf:22"),
        FoundClaim("b", "wrote to", "c", quantity="1.5", when="1953/1954", at="net.gexf:26"),
        FoundClaim("b", "wrote to", "c", quantity="2.5", when="1955/1956", at="net.gexf:26"),
    ]
    assert of(found, FoundRelation) == [FoundRelation("knew", symmetric=True)]
    note = "last modified: 2020-01-01; creator: Gephi 0.9"
    assert of(found, FoundSource) == [FoundSource("", "", note=note)]
    assert of(found, Dropped) == [
        Dropped("net.gexf:16", "viz:color", "where and how it was drawn"),
    ]  # fmt: skip
    made = (
        'net.gexf: 1 whom edges name are no nodes of the file, and are made by their ids alone: "c"'
    )
    assert {each.what for each in of(found, Guessed)} == {
        'net.gexf: what a node stands in is kept as its group "within"',
        "net.gexf: the ids of edges count them, and are not kept",
        made,
    }
    assert of(found, Read) == [Read(3, "node"), Read(2, "edge")]


YED = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<key attr.name="Description" attr.type="string" for="graph" id="d0"/>
<key attr.name="description" attr.type="string" for="node" id="d5"/>
<key for="node" id="d6" yfiles.type="nodegraphics"/>
<key for="edge" id="d10" yfiles.type="edgegraphics"/>
<graph edgedefault="directed" id="G"><data key="d0" xml:space="preserve">Harbour</data>
<node id="n0"><data key="d5"><![CDATA[a <smith>]]></data><data key="d6"><y:ShapeNode>
<y:Geometry height="30.0"/><y:NodeLabel alignment="center">Ada<y:LabelModel/></y:NodeLabel>
</y:ShapeNode></data></node>
<node id="n1" yfiles.foldertype="group"><data key="d6"><y:GroupNode>
<y:NodeLabel>Works</y:NodeLabel></y:GroupNode></data>
<graph edgedefault="directed" id="n1:"><node id="n1::n0"><data key="d6"><y:ShapeNode>
<y:NodeLabel>Ben</y:NodeLabel></y:ShapeNode></data></node></graph></node>
<edge id="e0" source="n0" target="n1::n0"><data key="d10"><y:PolyLineEdge>
<y:EdgeLabel>wrote to</y:EdgeLabel></y:PolyLineEdge></data></edge>
<edge id="e1" source="n0" target="n1"/>
<hyperedge><endpoint node="n0"/><endpoint node="n1"/></hyperedge>
</graph></graphml>
"""


def test_graphml_of_yed_has_its_labels_inside_its_drawing(tmp_path: Path) -> None:
    found = read(tmp_path, YED, "graphml")
    assert of(found, FoundEntity) == [
        FoundEntity("n0", "Ada", description="a <smith>", at="net.graphml:8"),
        FoundEntity("n1::n0", "Ben", at="net.graphml:13"),
        FoundEntity("n1::n0", "Ben", attributes=(("within", "Works"),), at="net.graphml:13"),
        FoundEntity("n1", "Works", at="net.graphml:11"),
    ]
    assert of(found, FoundSource) == [FoundSource("", "", note="Description: Harbour")]
    assert of(found, FoundClaim) == [FoundClaim("n0", "wrote to", "n1::n0", at="net.graphml:15")]
    assert [(each.at, each.what) for each in of(found, Dropped)] == [
        ("net.graphml:10", "what yEd draws by"),
        ("net.graphml:17", "n0 | n1 | directed"),
        ("net.graphml:18", "a hyperedge of n0, n1"),
    ]


def test_graphml_of_networkx_keeps_parallel_edges_and_keys(tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("ada", label="Ada", age=41)
    graph.add_edge("ada", "ben", key="first", relation="met", weight=2, since="1953")
    graph.add_edge("ada", "ben", key="second", relation="paid", certainty="?", colour="red")
    nx.write_graphml_xml(graph, tmp_path / "a.graphml")
    found = read(tmp_path, (tmp_path / "a.graphml").read_bytes(), "graphml")
    assert without_lines(of(found, FoundClaim)) == [
        FoundClaim("ada", "met", "ben", quantity="2", when="1953/", key="first"),
        FoundClaim(
            "ada", "paid", "ben", key="second", citations=(FoundCitation(certainty="possible"),)
        ),
    ]
    assert replace(of(found, FoundEntity)[0], at="") == FoundEntity(
        "ada", "Ada", attributes=(("age", "41"),), id_kind=OWN_ID
    )
    assert [each.what for each in of(found, Dropped)] == ['the attribute "colour"']


def test_graphml_says_of_each_edge_whether_it_is_directed(tmp_path: Path) -> None:
    text = (
        '<graphml><key id="k" for="edge" attr.name="certainty"><default>probable</default></key>'
        '<graph edgedefault="undirected"><node id="a"/><node id="b"/><node id="c"/>'
        '<edge source="a" target="b"/><edge source="b" target="c" directed="true">'
        '<data key="k">certain</data></edge></graph></graphml>'
    )
    found = read(tmp_path, text, "graphml", relation="knew")
    assert [each.citations[0].certainty for each in of(found, FoundClaim)] == ["probable", "stated"]
    assert of(found, FoundRelation) == []
    assert "runs both ways in some rows (1) and one way in others (1)" in str(found)


def ends(found: Sequence[Found]) -> list[tuple[str, ...]]:
    return sorted(
        (each.subject, each.relation, each.object, each.when, each.text, each.gloss)
        for each in of(found, FoundClaim)
    )


def test_our_own_networks_come_back(tmp_path: Path) -> None:
    index = small.index()
    claims = index.claims[index.claims["object"] != ""]
    columns = ("subject", "relation", "object", "when", "text", "gloss")
    links = sorted(zip(*(claims[name] for name in columns), strict=True))
    for format_, writer in (("gexf", gexf), ("graphml", graphml)):
        found = read(tmp_path, writer.write(small.selection()), format_)
        assert ends(found) == links
        told = [each.why for each in of(found, Dropped)]
        assert "it follows from the claims, and is computed anew" in told
        assert not [each for each in of(found, Guessed) if "is not known" in each.what]


@pytest.mark.parametrize(
    ("format_", "text", "told"),
    [
        ("graphml", '<graphml><graph>\n<node id="a"/>\n<edge', "graphml:3: it is no XML that can"),
        ("gexf", '<!DOCTYPE gexf [<!ENTITY a "b">]><gexf/>', "it declares entities"),
        ("gexf", "<graphml/>", "it is no GEXF; by its first bytes it is a file of graphml"),
        ("gexf", "<other/>", "it is no GEXF: its first element is <other>"),
        ("graphml", "a,b\nc,d\n", "it is no GraphML, but a text; if it is a table: cardindex imp"),
        ("graphml", "%PDF-1.7", "it is no GraphML; by its first bytes it is a PDF"),
        ("graphml", '{"nodes": []}', "by its first bytes it is JSON"),
        ("gexf", "", "it is empty"),
        ("gexf", '<?xml version="1.0" encoding="UTX"?><gexf/>', "unknown encoding: UTX); save it"),
        (
            "gexf",
            '<gexf><graph><edges><edge source="a" target="b"/></edges></graph></gexf>',
            "net.gexf: nothing says which relation its links are; name one: --relation knew",
        ),
    ],
)
def test_files_that_are_no_network_are_refused(
    tmp_path: Path, format_: str, text: str, told: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, text, format_)
    assert told in str(caught.value)


def test_a_mapping_that_names_no_attribute_is_refused(tmp_path: Path) -> None:
    mapping = {"columns": {"quantity": "wait"}}
    told = '[columns] quantity = "wait" is no attribute; did you mean "weight"'
    with pytest.raises(Unreadable, match=told.replace("[", r"\[")):
        read(tmp_path, DYNAMIC, relation="knew", mapping=mapping)


def test_a_word_that_says_no_more_than_that_it_runs_both_ways_is_asked_about(
    tmp_path: Path,
) -> None:
    net = nx.Graph()
    net.add_edge("Ada", "Ben", relationship="rivals")
    net.add_edge("Ada", "Cai", relationship="NA")
    path = tmp_path / "net.graphml"
    nx.write_graphml(net, path)
    with pytest.raises(UnknownWords) as caught:
        take("graphml", [path], new=tmp_path / "new", relation="knew", family="")
    assert list(caught.value.words) == ["rivals"]
    done = take("graphml", [path], new=tmp_path / "new", relation="knew", family="opposition")
    assert "net.graphml: attributes with NA are taken for empty" in done.told
    relations = sorted(row[2] for row in done.rows["claims"])
    assert relations == ["knew", "rivals"]
