"""Bibliographies, TEI, IPIF and RDF end to end: an index that check accepts, and the same again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cardindex.imports import take
from cardindex.index import Index

BIBTEX = """@book{veyaMills1999, title = {Mills}, author = {Vega, Ana}, year = 1999,
  doi = {10.1000/MILLS}}
@incollection{rey2001, title = {Wheels}, author = {Rey, Jo and {Guild of Millers}},
  booktitle = {Water}, year = 2001}
@misc{9, title = {A Broadsheet}, author = {Rey, Jo}, year = 1850}
"""  # fmt: skip
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="mills"><teiHeader><fileDesc><titleStmt>
<title>Letters of the Mills</title></titleStmt></fileDesc><profileDesc>
<correspDesc key="1"><correspAction type="sent"><persName ref="#p1">Ana</persName>
<placeName ref="#l1">Riverton</placeName><date when="1910-05-02"/></correspAction>
<correspAction type="received"><persName ref="#p2">Jo</persName></correspAction></correspDesc>
<correspDesc key="2"><correspAction type="sent"><persName ref="#p2">Jo</persName></correspAction>
<correspAction type="received"><persName ref="#p1">Ana</persName></correspAction></correspDesc>
</profileDesc></teiHeader><standOff><listPerson>
<person xml:id="p1"><persName>Vega, Ana</persName><birth when="1880"/></person>
<person xml:id="p2"><persName>Rey, Jo</persName></person>
<listRelation><relation name="spouse" mutual="#p2 #p1" from="1901"/>
<relation name="parent" active="#p1" passive="#p9"/></listRelation></listPerson>
<listPlace><place xml:id="l1"><placeName>Riverton</placeName></place></listPlace>
</standOff></TEI>"""
IPIF = {
    "persons": [{"@id": "p1", "label": "Ana Vega", "uris": ["http://d-nb.info/gnd/10102407X"]}],
    "sources": [{"@id": "s1", "label": "Mill Book"}],
    "statements": [
        {"@id": "t1", "memberOf": {"label": "Guild"}, "role": {"label": "chair"}},
        {"@id": "t2", "statementType": {"label": "Tod"}, "date": {"label": "um 1950"}},
        {"@id": "t3", "statementText": "She turned wheels."},
    ],
    "factoids": [
        {
            "@id": "f1",
            "person-ref": {"@id": "p1"},
            "source-ref": {"@id": "s1"},
            "statement-refs": [{"@id": "t1"}, {"@id": "t2"}, {"@id": "t3"}],
        }
    ],
}  # fmt: skip
TURTLE = """@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix ex: <http://example.org/> .
ex:ana a foaf:Person ; foaf:name "Ana Vega" ; foaf:knows ex:jo .
ex:jo a foaf:Person ; foaf:name "Jo Rey" ."""
QUERY = """PREFIX foaf: <http://xmlns.com/foaf/0.1/>
SELECT ?subject ?relation ?object { ?subject ?relation ?object VALUES ?relation { foaf:knows } }"""


def rows(folder: Path, table: str, *columns: str) -> list[tuple[str, ...]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row[column] for column in columns) for row in csv.DictReader(file)]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("format_", "name", "text"),
    [
        ("bibtex", "a.bib", BIBTEX),
        ("tei", "a.xml", TEI),
        ("ipif", "a.json", json.dumps(IPIF)),
        ("rdf", "a.ttl", TURTLE),
    ],
)
def test_an_import_is_an_index_and_the_second_changes_no_byte(
    tmp_path: Path, format_: str, name: str, text: str
) -> None:
    path, made = tmp_path / name, tmp_path / "made"
    path.write_text(text, encoding="utf-8")
    (tmp_path / "q.rq").write_text(QUERY, encoding="utf-8")
    said = {"query": str(tmp_path / "q.rq")} if format_ == "rdf" else {}
    take(format_, [path], new=made, **said)
    Index.open(made)
    before = contents(made)
    take(format_, [path], into=made, **said)
    assert contents(made) == before


def test_a_bibliography_is_called_by_its_keys(tmp_path: Path) -> None:
    path, made = tmp_path / "a.bib", tmp_path / "made"
    path.write_text(BIBTEX, encoding="utf-8")
    take("bibtex", [path], new=made)
    assert rows(made, "sources", "id", "kind", "author", "date", "container") == [
        ("rey-1850", "report", "jo-rey", "1850", ""),
        ("rey2001", "essay", "jo-rey;guild-of-millers", "2001", "water-2001"),
        ("veyamills1999", "book", "ana-vega", "1999", ""),
        ("water-2001", "book", "", "2001", ""),
    ]
    entries = json.loads((made / "bibliography.json").read_text(encoding="utf-8"))
    assert [each["id"] for each in entries] == [
        "rey-1850", "rey2001", "veyamills1999", "water-2001",
    ]  # fmt: skip


def test_a_library_in_another_order_makes_the_same_index(tmp_path: Path) -> None:
    blocks = BIBTEX.split("\n@")
    for name, some in (("one", blocks), ("other", [blocks[0], *blocks[:0:-1]])):
        (tmp_path / name).mkdir()
        path = tmp_path / name / "a.bib"
        path.write_text("\n@".join(some), encoding="utf-8")
        take("bibtex", [path], new=tmp_path / name / "made")
    one, other = (contents(tmp_path / name / "made") for name in ("one", "other"))
    assert one == other


def test_a_work_that_is_there_by_its_doi_or_its_key_is_that_work(tmp_path: Path) -> None:
    path, made = tmp_path / "a.bib", tmp_path / "made"
    path.write_text(BIBTEX, encoding="utf-8")
    take("bibtex", [path], new=made)
    before = rows(made, "sources", "id", "title")
    library = [
        {"id": "http://zotero.org/x/1", "type": "book", "title": "Mills, again",
         "DOI": "https://doi.org/10.1000/mills"},
        {"id": "rey2001", "type": "chapter", "title": "Wheels"},
        {"id": "new2020", "type": "book", "title": "New"},
    ]  # fmt: skip
    other = tmp_path / "z.json"
    other.write_text(json.dumps(library), encoding="utf-8")
    taken = take("csl", [other], into=made)
    assert set(rows(made, "sources", "id", "title")) - set(before) == {("new2020", "New")}
    assert '"rey2001" is taken for the source of that id' in taken.told


def test_an_edition_says_who_wrote_to_whom_and_what_is_not_in_it_is_told(tmp_path: Path) -> None:
    path, made = tmp_path / "a.xml", tmp_path / "made"
    path.write_text(TEI, encoding="utf-8")
    taken = take("tei", [path], new=made)
    said = set(rows(made, "claims", "subject", "relation", "object", "when", "place"))
    assert said == {
        ("ana-vega", "wrote_to", "jo-rey", "1910-05-02", "riverton"),
        ("jo-rey", "wrote_to", "ana-vega", "", ""),
        ("ana-vega", "married_to", "jo-rey", "1901/", ""),
        ("ana-vega", "born", "", "1880", ""),
    }
    works = set(rows(made, "sources", "id", "kind", "container", "author"))
    assert works == {
        ("mills", "book", "", ""),
        ("mills-1", "letter", "mills", "ana-vega"),
        ("mills-2", "letter", "mills", "jo-rey"),
    }
    assert [each.why for each in taken.dropped] == ['"p9" is not in the file']


def test_a_prosopography_cites_its_sources_as_chains(tmp_path: Path) -> None:
    path, made = tmp_path / "a.json", tmp_path / "made"
    path.write_text(json.dumps(IPIF), encoding="utf-8")
    take("ipif", [path], new=made, source="The Mill Prosopography")
    said = set(rows(made, "claims", "subject", "relation", "object", "text", "when"))
    assert said == {
        ("ana-vega", "member_of", "guild", "chair", ""),
        ("ana-vega", "died_on", "", "", "1950~"),
        ("ana-vega", "was_described_as", "", "She turned wheels.", ""),
    }
    assert set(rows(made, "citations", "source", "chain")) == {
        ("the-mill-prosopography", "mill-book")
    }
    assert ("ana-vega", "http://d-nb.info/gnd/10102407X", "gnd") in rows(
        made, "names", "entity", "name", "kind"
    )
