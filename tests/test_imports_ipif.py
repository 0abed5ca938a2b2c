"""IPIF: statements tied to persons and sources by factoids become claims; compared as read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from importing import of

from cardindex.imports import (
    FORMATS,
    Dropped,
    Found,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundRelation,
    FoundSource,
    Link,
    Read,
    Unreadable,
    Wishes,
)


def ref(person: str, source: str) -> dict[str, Any]:
    return {"@id": "f", "person-ref": {"@id": person}, "source-ref": {"@id": source}}


PERSONS = [
    {
        "@id": "Ana_Vega",
        "label": "Ana Vega",
        "uris": ["http://d-nb.info/gnd/10102407X", "https://viaf.org/viaf/5285530/"],
        "createdWhen": "2010-05-05T00:00:00.000Z",
        "factoid-refs": [],
    },
    {"@id": "jo", "factoid-refs": []},
]
SOURCES = [{"@id": "Mills1", "label": "The Mill Book, vol. 1", "factoid-refs": []}]
STATEMENTS = [
    {
        "@id": "s1",
        "statementType": [
            {"label": "Geburt"},
            {"uri": "http://www.cidoc-crm.org/cidoc-crm/#E67_Birth"},
        ],
        "date": {"sortdate": "1880-06-15T00:00:00.000Z", "label": "ca. 1880"},
        "places": [{"label": "Riverton"}],
        "factoid-refs": [ref("Ana_Vega", "Mills1")],
    },
    {
        "@id": "s2",
        "memberOf": {"label": "Guild of Millers", "uri": "http://example.org/guild"},
        "role": {"label": "chair"},
        "date": {"sortdate": "1910-01-01"},
    },
    {
        "@id": "s3",
        "statementType": {"label": "parent of"},
        "relatesToPersons": [{"uri": "http://example.org/persons/jo", "label": "Jo Rey"}],
    },
    {"@id": "s4", "name": "Jo Rey", "statementText": "Jo Rey, as he is called"},
    {
        "@id": "s5",
        "role": {"label": "miller"},
        "places": [{"label": "Riverton"}, {"label": "Mill"}],
    },
    {"@id": "s6", "statementText": "He turned wheels.", "mood": "glad"},
    {"@id": "s7", "statementText": "Of nobody."},
]
FACTOIDS = [
    {
        "@id": "f1",
        "createdBy": "Tom",
        "person-ref": {"@id": "Ana_Vega"},
        "source-ref": {"@id": "Mills1"},
        "statement-refs": [{"@id": "s1"}, {"@id": "s2"}, {"@id": "s3"}, {"@id": "s5"}],
    },
    {
        "@id": "f2",
        "person-ref": {"@id": "jo"},
        "source-ref": {"@id": "Other"},
        "statement-refs": [{"@id": "s4"}, {"@id": "s6"}],
    },
]
WHOLE = {
    "protocol": {"size": 9},
    "persons": PERSONS,
    "sources": SOURCES,
    "statements": STATEMENTS,
    "factoids": FACTOIDS,
}


def found(path: Path, *texts: object) -> list[Found]:
    paths = []
    for number, text in enumerate(texts):
        paths.append(path / f"a{number}.json")
        paths[-1].write_text(text if isinstance(text, str) else json.dumps(text), "utf-8")
    return list(FORMATS["ipif"].read(paths, Wishes()))


def test_statements_become_claims_with_their_source_as_chain(tmp_path: Path) -> None:
    things = found(tmp_path, WHOLE)
    ana = (FoundCitation(chain=(Link("Mills1"),), note="factoid by Tom"),)
    jo = (FoundCitation(chain=(Link("Other"),)),)
    at = "a0.json: statements"
    assert of(things, FoundClaim) == [
        FoundClaim(
            "Ana_Vega", "born", when="ca. 1880", place="Riverton", citations=ana,
            key="s1/Ana_Vega/0", at=f"{at} 1",
        ),
        FoundClaim(
            "Ana_Vega", "member_of", "http://example.org/guild", "chair", when="1910-01-01",
            citations=ana, key="s2/Ana_Vega/0", at=f"{at} 2",
        ),
        FoundClaim(
            "Ana_Vega", "parent of", "jo", citations=ana, key="s3/Ana_Vega/0", at=f"{at} 3"
        ),
        FoundClaim(
            "jo", "name", text="Jo Rey", gloss="Jo Rey, as he is called", citations=jo,
            key="s4/jo/0", at=f"{at} 4",
        ),
        FoundClaim(
            "Ana_Vega", "had the role", text="miller", place="Riverton", citations=ana,
            key="s5/Ana_Vega/0", at=f"{at} 5",
        ),
        FoundClaim(
            "jo", "was described as", text="He turned wheels.", citations=jo, key="s6/jo/0",
            at=f"{at} 6",
        ),
    ]  # fmt: skip
    assert [each.word for each in of(things, FoundRelation)] == ["had the role", "was described as"]
    assert [(each.key, each.title) for each in of(things, FoundSource)] == [
        ("Mills1", "The Mill Book, vol. 1"),
        ("Other", "Other"),
    ]
    assert of(things, FoundEntity)[0] == FoundEntity(
        "Ana_Vega",
        "Ana Vega",
        "person",
        names=(
            ("http://d-nb.info/gnd/10102407X", "gnd", ""),
            ("5285530", "viaf", ""),
            ("Ana_Vega", "ipif", ""),
        ),
        at="a0.json: persons 1",
    )
    assert {each.key: (each.label, each.kind) for each in of(things, FoundEntity)[2:]} == {
        "jo": ("Jo Rey", "person"),
        "Riverton": ("Riverton", "place"),
        "http://example.org/guild": ("Guild of Millers", "organisation"),
        "Mill": ("Mill", "place"),
    }


def test_what_has_no_place_is_counted(tmp_path: Path) -> None:
    things = found(tmp_path, WHOLE)
    assert of(things, Dropped) == [
        Dropped("a0.json: statements 7", "the statement s7", "no factoid says of whom it is"),
        Dropped("", "a further place of a statement", "a claim has one"),
        Dropped("", "createdWhen of persons", "it tells of the record, not of the person"),
        Dropped("", "mood of statements", "there is no place for it"),
    ]
    assert {each.of: each.rows for each in of(things, Read)} == {
        "factoid": 2, "person": 2, "source": 1, "statement": 7,
    }  # fmt: skip


def test_lists_in_files_of_their_own_say_the_same(tmp_path: Path) -> None:
    apart = ({"persons": PERSONS}, SOURCES, {"statements": STATEMENTS}, FACTOIDS)
    # A bare source says what it is by the persons of its factoids.
    sources = [{**SOURCES[0], "factoid-refs": [{"@id": "f1", "person-ref": {"@id": "Ana_Vega"}}]}]
    one = of(found(tmp_path, WHOLE), FoundClaim)
    other = of(found(tmp_path, apart[0], sources, apart[2], apart[3]), FoundClaim)
    assert [(each.subject, each.relation, each.object, each.citations) for each in one] == [
        (each.subject, each.relation, each.object, each.citations) for each in other
    ]


def test_factoids_that_hold_their_parts_are_read(tmp_path: Path) -> None:
    factoid = {
        "@id": "F1",
        "createdBy": "tom@example.org",
        "person": {"@id": "p:1"},
        "source": {"@id": "S1", "label": "Mill Book"},
        "statement": {"@id": "St1", "name": "Angelus"},
    }
    things = found(tmp_path, {"factoids": [factoid]})
    assert [(each.subject, each.text, each.citations) for each in of(things, FoundClaim)] == [
        ("p:1", "Angelus", (FoundCitation(chain=(Link("S1"),), note="factoid by tom@example.org"),))
    ]
    assert [each.title for each in of(things, FoundSource)] == ["Mill Book"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (json.dumps(WHOLE)[:-200], "it was cut off"),
        ('{"a": 1}', "holds no persons, sources, factoids or statements"),
        ("[]", "holds no persons, sources, factoids or statements"),
        ('[{"id": "a", "type": "book"}]', 'it looks like csl: "cardindex import csl a0.json"'),
        ("nonsense", "no JSON"),
    ],
)
def test_what_is_no_ipif_says_so(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(Unreadable, match=r"^a0\.json") as raised:
        found(tmp_path, text)
    assert told in str(raised.value)


@pytest.mark.parametrize("value", [None, 7, [], {}, "x", [None], {"label": 3}])
def test_fields_of_other_shapes_are_no_fault(tmp_path: Path, value: object) -> None:
    names = ("statementType", "name", "role", "date", "places", "relatesToPersons", "memberOf",
             "statementText")  # fmt: skip
    statements = [
        {"@id": f"s-{name}", name: value, "factoid-refs": [ref("p", "s")]} for name in names
    ]
    found(tmp_path, {"statements": statements, "factoids": [value], "persons": [value]})
