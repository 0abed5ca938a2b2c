"""Tables of other people: what each program's headings say, and what of a file is not taken."""

from __future__ import annotations

import csv
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from importing import of

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
    Link,
    Read,
    Unreadable,
    Wishes,
    take,
)


def read(
    folder: Path, text: str | bytes, *, nodes: str = "", name: str = "edges.csv", **wishes: Any
) -> list[Found]:
    """Read one CSV file, and a list of nodes beside it where there is one."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    if nodes:
        (folder / "nodes.csv").write_text(nodes, encoding="utf-8")
        wishes["nodes"] = str(folder / "nodes.csv")
    return list(FORMATS["csv"].read([path], Wishes(**wishes)))


def pairs(found: Sequence[Found]) -> list[tuple[str, str, str]]:
    return [(each.subject, each.relation, each.object) for each in of(found, FoundClaim)]


def guesses(found: Sequence[Found]) -> str:
    return "\n".join(each.what for each in of(found, Guessed))


def drops(found: Sequence[Found]) -> list[tuple[str, str]]:
    return [(each.at, each.why) for each in of(found, Dropped)]


def test_the_plainest_edge_list(tmp_path: Path) -> None:
    found = read(tmp_path, "Source,Target\nMira Vask,Oto Brandl\n", relation="knew")
    assert found == [
        FoundEntity("Mira Vask", "Mira Vask", at="edges.csv:2"),
        FoundEntity("Oto Brandl", "Oto Brandl", at="edges.csv:2"),
        FoundClaim("Mira Vask", "knew", "Oto Brandl", at="edges.csv:2"),
        Read(1, "row"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "SOURCE,relation,target", "from,Type,to", "Who,Relation,Whom", "sender,kind,recipient",
        "Von;Beziehung;Nach", "Origen;Relación;Destino", "Source Name,interaction,Target Name",
        "person1,connection,person2", "Person A,Relationship,Person B", ":START_ID,:TYPE,:END_ID",
        "source_id\trelation_type\ttarget_id", "Entity 1,Category,Entity 2", "From,Label,To",
        "expéditeur,lien,destinataire", "sourceId,predicate,targetId", "node1,tie,node2",
    ],
)  # fmt: skip
def test_headings_of_the_ends_are_known_in_any_case(tmp_path: Path, header: str) -> None:
    row = header.replace(";", ",").replace("\t", ",").split(",")
    sign = next(sign for sign in ";\t," if sign in header)
    found = read(tmp_path, f"{header}\n{sign.join(['a', 'met', 'b'])}\n")
    assert len(row) == 3
    assert pairs(found) == [("a", "met", "b")]


def test_gephis_edges_have_type_weight_and_times(tmp_path: Path) -> None:
    text = (
        "Source,Target,Type,Id,Label,timeset,Weight\n"
        '1.0,2,Undirected,0,,"<[1953.0, 1973.0]>",2.0\n'
        '2,3,Undirected,1,aunt,"<[1953,1955];[1960,Infinity]>",1.0\n'
    )
    found = read(tmp_path, text, relation="knew")
    assert of(found, FoundClaim) == [
        FoundClaim("1", "knew", "2", quantity="2", when="1953/1973", at="edges.csv:2"),
        FoundClaim("2", "knew", "3", text="aunt", quantity="1", when="1953/1955", at="edges.csv:3"),
        FoundClaim("2", "knew", "3", text="aunt", quantity="1", when="1960/..", at="edges.csv:3"),
    ]
    assert of(found, FoundRelation) == [FoundRelation("knew", symmetric=True)]
    assert '("12.0") are ids without one ("12")' in guesses(found)
    assert 'numbers in the column "Id"' in guesses(found)


def test_ids_of_links_are_kept_where_they_are_said_to_be_some(tmp_path: Path) -> None:
    text = "Id,Source,Target\n7,a,b\n8,b,c\n8,c,a\n"
    found = read(tmp_path, text, relation="knew", mapping={"columns": {"key": "Id"}})
    assert [each.key for each in of(found, FoundClaim)] == ["7", "8", ""]
    assert "a second time" in guesses(found)


def test_kumus_connections(tmp_path: Path) -> None:
    text = (
        "From,To,Type,Direction,Label,Description,Tags\n"
        "Ada,Ben,friend,mutual,best friends,met at school,old\n"
        "Ada,Cai,boss,directed,,,\n"
    )
    found = read(tmp_path, text)
    assert of(found, FoundClaim) == [
        FoundClaim(
            "Ada", "friend", "Ben", text="best friends", gloss="met at school",
            citations=(FoundCitation(note="Tags: old"),), at="edges.csv:2",
        ),
        FoundClaim("Ada", "boss", "Cai", at="edges.csv:3"),
    ]  # fmt: skip
    assert of(found, FoundRelation) == [FoundRelation("friend", symmetric=True)]
    assert 'what stands in "Tags" is not known' in guesses(found)


def test_cytoscapes_edges_have_both_ends_in_one_cell(tmp_path: Path) -> None:
    text = (
        "SUID,interaction,name,selected,shared interaction,shared name,weight\n"
        "52,met,Ann (met) Ben,false,met,Ann (met) Ben,3\n"
    )
    found = read(tmp_path, text)
    assert of(found, FoundClaim) == [
        FoundClaim("Ann", "met", "Ben", quantity="3", at="edges.csv:2")
    ]


def test_neo4js_headings_have_types(tmp_path: Path) -> None:
    found = read(tmp_path, ":START_ID(P),:END_ID(P),:TYPE,weight:float\n1,2,KNOWS,3.5\n")
    assert of(found, FoundClaim) == [
        FoundClaim("1", "KNOWS", "2", quantity="3.5", at="edges.csv:2")
    ]
    found = read(tmp_path, "personId:ID,name,:LABEL,born:int\n1,Ann,Person,1950\n", name="p.csv")
    assert of(found, FoundEntity) == [
        FoundEntity("1", "Ann", kind="Person", id_kind=OWN_ID, at="p.csv:2")
    ]
    assert of(found, FoundClaim) == [FoundClaim("1", "born", when="1950", at="p.csv:2")]


def test_a_table_of_gifts_is_known_and_each_gift_with_an_id_is_a_claim(tmp_path: Path) -> None:
    text = (
        "EC reference,Entity name,Donor name,Donor type,DonationEUR,Accepted date\n"
        "C1,Mill Party,Ada,COMPANY,100,2009-10-01\n"
        "C2,Mill Party,Ada,COMPANY,100,2009-10-01\n"
    )
    claim = FoundClaim("Ada", "funded", "Mill Party", quantity="100", unit="EUR", when="2009-10-01")
    assert of(read(tmp_path, text, relation="funded"), FoundClaim) == [
        replace(claim, key="C1", at="edges.csv:2"), replace(claim, key="C2", at="edges.csv:3"),
    ]  # fmt: skip


def test_rows_that_r_has_numbered_are_whom_links_go_by(tmp_path: Path) -> None:
    found = read(
        tmp_path, '"","V1","V2"\n"1",2,1\n', relation="knew",
        nodes='"","name","sex"\n"1","Ada","F"\n"2","Ben","M"\n',
    )  # fmt: skip
    assert [(each.subject, each.object) for each in of(found, FoundClaim)] == [("2", "1")]
    assert [(each.key, each.label) for each in of(found, FoundEntity)] == [
        ("1", "Ada"),
        ("2", "Ben"),
    ]
    told = "nodes.csv: its first column, without a heading, is the ids that links go by"
    assert told in [each.what for each in of(found, Guessed)]
    # Where links go by names, the numbers are those of rows.
    found = read(
        tmp_path, "Source,Target\nAda,Ben\n", nodes=",name\n1,Ada\n2,Ben\n", relation="knew"
    )
    assert [(each.subject, each.object) for each in of(found, FoundClaim)] == [("Ada", "Ben")]


def test_one_wide_table_says_who_says_so(tmp_path: Path) -> None:
    text = (
        "Who;Relation;Whom;From year;Until;Source;Page;Said by;Via;How sure;Amount (USD);"
        "Place;Note\n"
        "Ada;funded;Ben;1953;May 1960;Lantern Papers;12;Cai;Cable 9@3;?;5,000;Port Halm;torn\n"
    )
    found = read(tmp_path, text)
    assert [each for each in found if not isinstance(each, Guessed)] == [
        FoundEntity("Ada", "Ada", at="edges.csv:2"),
        FoundEntity("Ben", "Ben", at="edges.csv:2"),
        FoundEntity("Port Halm", "Port Halm", kind="place"),
        FoundSource("Lantern Papers", "Lantern Papers", at="edges.csv:2"),
        FoundSource("Cable 9", "Cable 9", at="edges.csv:2"),
        FoundEntity("Cai", "Cai", at="edges.csv:2"),
        FoundSource("Cai", "Cai", origin="Cai", at="edges.csv:2"),
        FoundClaim(
            "Ada", "funded", "Ben", quantity="5,000", unit="USD", when="1953/1960-05",
            place="Port Halm", at="edges.csv:2",
            citations=(
                FoundCitation(
                    "Lantern Papers", "12", (Link("Cable 9", "3"), Link("Cai")),
                    certainty="possible", note="torn",
                ),
            ),
        ),
        Read(1, "row"),
    ]  # fmt: skip
    assert 'how sure: "?" is taken for possible' in guesses(found)


@pytest.mark.parametrize(
    ("word", "mapping", "meant"),
    [
        ("certain", {}, "stated"), ("Wahrscheinlich", {}, "probable"), ("posible", {}, "possible"),
        ("0.95", {}, "stated"), ("0,6", {}, "probable"), ("30 %", {}, "possible"), ("60", {}, ""),
        ("60", {"scale": 100}, "probable"), ("3", {"3": "probable"}, "probable"),
        ("as far as I know", {}, ""),
    ],
)  # fmt: skip
def test_how_sure_somebody_is(
    tmp_path: Path, word: str, mapping: dict[str, object], meant: str
) -> None:
    text = f'source,target,Confidence\na,b,"{word}"\n'
    found = read(tmp_path, text, relation="knew", mapping={"certainty": mapping})
    note = "" if meant else f"how sure: {word}"
    assert of(found, FoundClaim)[0].citations == (FoundCitation(certainty=meant, note=note),)


def test_the_order_of_days_and_months_is_told_by_those_after_the_twelfth(tmp_path: Path) -> None:
    text = (
        "from,to,Date,Amount\na,b,03/04/1971,£5\na,c,13/04/1971 10:00,EUR 7\n"
        "a,d,1971-05-06T09:00,8\n"
    )
    found = read(tmp_path, text, relation="paid")
    assert [each.when for each in of(found, FoundClaim)] == [
        "1971-04-03",
        "1971-04-13",
        "1971-05-06",
    ]
    assert [(each.quantity, each.unit) for each in of(found, FoundClaim)] == [
        ("5", "GBP"), ("7", "EUR"), ("8", ""),
    ]  # fmt: skip
    assert "dates such as 03/04/1971 have the day first" in guesses(found)
    text = "from,to,Start,End\na,b,3/4/1971,4/4/1971\n"
    found = read(tmp_path, text, relation="paid", mapping={"dates": {"order": "month first"}})
    assert [each.when for each in of(found, FoundClaim)] == ["1971-03-04/1971-04-04"]
    with pytest.raises(Unreadable, match=r"\[dates\] says in which order"):
        read(tmp_path, text, relation="paid", mapping={"dates": {"order": "dmy"}})


def test_several_sources_in_a_cell_are_several_citations(tmp_path: Path) -> None:
    text = "from,to,Sources,Page\na,b,One; Two,3; 4\na,c,One; Two,3\n"
    found = read(tmp_path, text, relation="knew")
    assert [each.citations for each in of(found, FoundClaim)] == [
        (FoundCitation("One", "3"), FoundCitation("Two", "4")),
        (FoundCitation("One; Two", "3"),),  # of which of the two it is page 3, nobody knows
    ]


def test_free_text_in_place_of_relations_is_wondered_at(tmp_path: Path) -> None:
    rows = "".join(f"a{at},b,{'story' if at % 2 else 'met'} {at}\n" for at in range(40))
    told = '40 different relations stand in "Relationship"'
    assert told in guesses(read(tmp_path, f"from,to,Relationship\n{rows}"))
    mapping = {"columns": {"text": "Relationship"}}
    found = read(tmp_path, f"from,to,Relationship\n{rows}", relation="knew", mapping=mapping)
    assert told not in guesses(found)
    assert of(found, FoundClaim)[0].text == "met 0"


def test_words_for_denying_and_for_backwards(tmp_path: Path) -> None:
    found = read(tmp_path, "from,to,direction,stance\na,b,backward,denied\n", relation="paid")
    assert of(found, FoundClaim) == [
        FoundClaim("b", "paid", "a", citations=(FoundCitation(stance="denies"),), at="edges.csv:2")
    ]


QUAKERS = (
    "Name,Historical Significance,Gender,Birthdate,Deathdate,ID\n"
    "Ann Pell,preacher,female,1638,1716,1001\nJob Marsh,,male,,1690,1002\n"
)


def test_a_list_of_nodes_beside_the_links(tmp_path: Path) -> None:
    text = "Source,Target\nAnn Pell,job marsh\n1002,Zoe\n"
    found = read(tmp_path, text, nodes=QUAKERS, relation="knew")
    assert found == [
        FoundEntity(
            "1001", "Ann Pell", description="preacher", attributes=(("gender", "female"),),
            id_kind=OWN_ID, at="nodes.csv:2",
        ),
        FoundClaim("1001", "born", when="1638", at="nodes.csv:2"),
        FoundClaim("1001", "died_on", when="1716", at="nodes.csv:2"),
        FoundEntity(
            "1002", "Job Marsh", attributes=(("gender", "male"),), id_kind=OWN_ID, at="nodes.csv:3",
        ),
        FoundClaim("1002", "died_on", when="1690", at="nodes.csv:3"),
        Read(2, "node"),
        Guessed("ends of links that are no ids of nodes.csv are taken by their labels"),
        Guessed("ends of links that are no ids of nodes.csv are taken by their labels"),
        FoundClaim("1001", "knew", "1002", at="edges.csv:2"),
        FoundEntity("Zoe", "Zoe", at="edges.csv:3"),
        FoundClaim("1002", "knew", "Zoe", at="edges.csv:3"),
        Read(2, "row"),
        Guessed('1 whom links name and nodes.csv does not are made by their names alone: "Zoe"'),
    ]  # fmt: skip


def test_ids_are_those_of_the_set_and_names_are_none(tmp_path: Path) -> None:
    found = read(tmp_path, "Id,Label\n1,Ann\nBob,Bob\n", name="people.csv")
    assert [each.id_kind for each in of(found, FoundEntity)] == [OWN_ID, ""]


def test_names_in_parts_other_names_kinds_and_tags(tmp_path: Path) -> None:
    text = (
        "First Name,Surname,Type,Also known as,Acronym,Tags,Degree,Team,Founded,Source\n"
        'Ann,Pell,Person,"Annie; Miss P.",AP,red|blue,7,North,,Rolls\n'
        ",Halm Works,Company,,HW,,2,,1901,Rolls\n"
    )
    found = read(tmp_path, text, name="people.csv")
    assert of(found, FoundEntity) == [
        FoundEntity(
            "Ann Pell", "Ann Pell", kind="Person",
            names=(("Annie", "", ""), ("Miss P.", "", ""), ("AP", "abbreviation", "")),
            attributes=(("team", "North"), ("tags", "red"), ("tags", "blue"), ("source", "Rolls")),
            at="people.csv:2",
        ),
        FoundEntity(
            "Halm Works", "Halm Works", kind="Company", names=(("HW", "abbreviation", ""),),
            at="people.csv:3",
        ),
    ]  # fmt: skip
    assert of(found, FoundClaim) == [
        FoundClaim(
            "Halm Works", "founded_on", when="1901", citations=(FoundCitation("Rolls"),),
            at="people.csv:3",
        )
    ]  # fmt: skip
    assert [(each.what, each.why) for each in of(found, Dropped)] == [
        ('the column "Degree"', "a measure of the network, which is computed here (cardindex rank)")
    ]


def test_nodes_that_cannot_be_told_apart(tmp_path: Path) -> None:
    nodes = "Id,Label\n1,Ann\n1,Bob\n1,ann\n2,Cai\n3,Cai\n,\n,Dan\n"
    found = read(tmp_path, "from,to\n1,Cai\n2,Dan\n", nodes=nodes, relation="knew")
    assert drops(found) == [
        ("nodes.csv:3", '"1" is the id of Ann already; give one of the two another'),
        (
            "edges.csv:2",
            '"Cai" is the label of "2", "3" in nodes.csv; write the id of the one meant',
        ),
    ]
    assert pairs(found) == [("2", "knew", "Dan")]


def test_a_list_of_nodes_without_known_headings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, "from,to\na,b\n", nodes="No.,Called\n1,Ann\n", relation="knew")
    assert str(caught.value) == (
        'nodes.csv: which column says who its nodes are is not known; its columns are "No.", '
        '"Called". Head them Id and Label, or say it in a file for --map: [columns] id = "No.", '
        'label = "Called"'
    )
    mapping = {"columns": {"id": "No.", "label": "Called"}}
    found = read(
        tmp_path, "from,to\n1,2\n", nodes="No.,Called\n1,Ann\n2,Ben\n", relation="knew",
        mapping=mapping,
    )  # fmt: skip
    assert [each.label for each in of(found, FoundEntity)] == ["Ann", "Ben"]


def test_ends_bring_their_labels_and_kinds(tmp_path: Path) -> None:
    text = (
        "source_id,target_id,source name,target name,source type,target_type\n"
        "1,2,Ann,Halm,person,business\n2,1,Halm Works,Ann,business,\n"
    )
    found = read(tmp_path, text, relation="knew")
    assert of(found, FoundEntity) == [
        FoundEntity("1", "Ann", kind="person", at="edges.csv:2"),
        FoundEntity("2", "Halm", kind="business", at="edges.csv:2"),
        FoundEntity("2", "Halm Works", kind="business", at="edges.csv:3"),
    ]


def test_a_matrix_is_read_once_where_it_is_the_same_on_both_sides(tmp_path: Path) -> None:
    text = ",Ann,Ben,Cai\nAnn,0,2,0\nBen,2,5,1\nCai,0,1,0\n"
    found = read(tmp_path, text, relation="knew")
    assert of(found, FoundClaim) == [
        FoundClaim("Ann", "knew", "Ben", quantity="2", at="edges.csv:2"),
        FoundClaim("Ben", "knew", "Cai", quantity="1", at="edges.csv:3"),
    ]
    assert of(found, FoundRelation) == [FoundRelation("knew", symmetric=True)]
    assert drops(found) == [("edges.csv:3", "the diagonal links Ben to itself")]


def test_a_matrix_that_differs_runs_from_rows_to_columns(tmp_path: Path) -> None:
    text = "wrote to,Ann,Ben,Cai\nAnn,0,1,0\nBen,1,0,0\nCai,1,0,0\n"
    found = read(tmp_path, text, relation="wrote_to")
    assert pairs(found) == [
        ("Ann", "wrote_to", "Ben"), ("Ben", "wrote_to", "Ann"), ("Cai", "wrote_to", "Ann"),
    ]  # fmt: skip
    assert of(found, FoundRelation) == []
    assert {each.quantity for each in of(found, FoundClaim)} == {""}  # ones alone are no weights


def test_half_a_matrix_and_one_of_people_and_events(tmp_path: Path) -> None:
    found = read(tmp_path, ",Ann,Ben,Cai\nAnn,,1,1\nBen,,,1\nCai,,,\n", relation="knew")
    assert len(pairs(found)) == 3
    assert of(found, FoundRelation) == [FoundRelation("knew", symmetric=True)]
    assert "one half of the matrix is empty" in guesses(found)
    found = read(tmp_path, ",Fair,Feast\nAnn,x,\nBen,,x\n", relation="took_part_in")
    assert pairs(found) == [("Ann", "took_part_in", "Fair"), ("Ben", "took_part_in", "Feast")]


def test_two_columns_need_no_known_heading(tmp_path: Path) -> None:
    found = read(tmp_path, "Ann,Ben\nBen,Cai\n", relation="knew")
    assert pairs(found) == [("Ann", "knew", "Ben"), ("Ben", "knew", "Cai")]
    assert "no header" in guesses(found)
    found = read(tmp_path, "Spender,Spent on\nAnn,Ben\nBen,Cai\n", relation="paid")
    assert pairs(found) == [("Ann", "paid", "Ben"), ("Ben", "paid", "Cai")]
    assert "(Spender | Spent on) is taken for a header" in guesses(found)
    found = read(tmp_path, "# SNAP\n# FromNodeId\tToNodeId\n0\t1\n", relation="cited")
    assert pairs(found) == [("0", "cited", "1")]
    found = read(tmp_path, "1 2\n2 3\n", relation="cited")
    assert pairs(found) == [("1", "cited", "2"), ("2", "cited", "3")]


def test_unknown_headings_are_listed_with_how_to_say_them(tmp_path: Path) -> None:
    text = "Spender,Spent on,Purse\nAnn,Ben,big\nBen,Cai,small\n"
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, text, relation="paid")
    assert str(caught.value) == (
        "edges.csv: which columns are the two ends of a link is not known; its columns are "
        '"Spender", "Spent on", "Purse". Head them Source and Target, or say it in a file for '
        '--map: [columns] from = "Spender", to = "Spent on"; a list of nodes has a column Id, '
        'Label or Name ([columns] label = "…")'
    )
    mapping = {"columns": {"from": "Spender", "to": "spent on", "text": "Purse"}}
    found = read(tmp_path, text, relation="paid", mapping=mapping)
    assert [(*pairs([each])[0], each.text) for each in of(found, FoundClaim)] == [
        ("Ann", "paid", "Ben", "big"), ("Ben", "paid", "Cai", "small"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"from": "Sauce"}, 'from = "Sauce" is no column; did you mean "Source"?; the columns are'),
        ({"sorce": "Source"}, 'knows no "sorce"; did you mean "source"?'),
        ({"from": 3}, "from is a heading, or a list of headings, in quotation marks: from ="),
        ("x", 'is a table: from = "Who", to = "Whom"'),
    ],
)  # fmt: skip
def test_a_mapping_that_names_no_column_is_refused(
    tmp_path: Path, columns: object, told: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, "Source,Target\na,b\n", relation="knew", mapping={"columns": columns})
    assert str(caught.value).startswith(f"the mapping: [columns] {told}")


def test_links_without_a_relation_are_refused_before_anything_is_made(tmp_path: Path) -> None:
    for text in ("Source,Target\na,b\n", "Source,Target,Label\na,b,\n", ",A,B\nA,0,1\nB,1,0\n"):
        with pytest.raises(Unreadable, match="nothing says which relation its links are"):
            read(tmp_path, text)


def test_rows_that_are_not_taken_are_told_with_their_lines(tmp_path: Path) -> None:
    text = (
        'My links,\n\nSource,Target,Relation\nSmith, John,Doe,met\n,b,met\nNA,b,met\na,,met\n"a\n'
        'b",c,met\nd,e,\n,,\n'
    )
    found = read(tmp_path, text)
    why = (
        "it has 4 cells, and the header 3; put a cell that holds what separates cells into "
        "quotation marks"
    )
    assert drops(found) == [
        ("edges.csv:1", "it stands above the header"),
        ("edges.csv:4", why),
        ("edges.csv:5", "its first end is missing"),
        ("edges.csv:6", "its first end is missing"),
        ("edges.csv:7", "its second end is missing"),
        (
            "edges.csv:10",
            "it says no relation; write one, or name one for all such rows: --relation",
        ),
    ]
    assert of(found, FoundClaim) == [FoundClaim("a b", "met", "c", at="edges.csv:8")]


def test_what_programs_add_to_rows(tmp_path: Path) -> None:
    found = read(tmp_path, '"from","to"\n"1","a","b"\n"2","b","c"\n', relation="knew")  # R
    assert pairs(found) == [("a", "knew", "b"), ("b", "knew", "c")]
    found = read(tmp_path, ",Source,Target\n0,a,b\n1,b,c\n", relation="knew")  # pandas
    assert pairs(found) == [("a", "knew", "b"), ("b", "knew", "c")]
    assert drops(found) == [("edges.csv:1", "it has no heading")]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", ""), ("utf-8-sig", ""), ("utf-16", "read as UTF-16"),
        ("utf-16-le", "read as UTF-16, which it does not say"), ("cp1252", "read as Windows-1252"),
    ],
)  # fmt: skip
def test_encodings_are_found_and_told(tmp_path: Path, encoding: str, told: str) -> None:
    text = "Source,Target\nZoë Müller,Íñigo\n".encode(encoding)
    found = read(tmp_path, text, relation="knew")
    assert pairs(found) == [("Zoë Müller", "knew", "Íñigo")]
    assert told in guesses(found)
    assert bool(told) == bool(guesses(found))


def test_named_encodings_and_separators(tmp_path: Path) -> None:
    text = "Source^Target\nЮлия^Лидия\n".encode("cp1251")
    found = read(tmp_path, text, relation="knew", encoding="cp1251", delimiter="^")
    assert pairs(found) == [("Юлия", "knew", "Лидия")]
    with pytest.raises(Unreadable, match='no encoding "cp1525"; did you mean "cp1252"'):
        read(tmp_path, text, relation="knew", encoding="cp1525")
    with pytest.raises(Unreadable, match="not in the encoding ascii"):
        read(tmp_path, text, relation="knew", encoding="ascii")
    found = read(tmp_path, "sep=;\nSource;Target\na\x00b;c\n", relation="knew")
    assert of(found, FoundClaim) == [FoundClaim("ab", "knew", "c", at="edges.csv:3")]
    assert "NUL" in guesses(found)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "it is empty"), (b"  \n", "it is empty"), (b"%PDF-1.7 ", "it is a PDF"),
        (b"PK\x03\x04", "if it is a workbook: cardindex import xlsx"),
        (b'<?xml version="1.0"?>\n<gexf ', "cardindex import gexf"),
        (b'{"type": "bundle", ', "cardindex import stix"), (b"[]", "it is JSON"),
        (b"0 HEAD\n1 SOUR", "cardindex import gedcom"), (b"\x1f\x8b\x08", "packed"),
        (b"<!DOCTYPE html><html>", "a page of the web"),
        (b'a,b\n"c,d\ne,f\n', "edges.csv:2: a quotation mark opens a cell and nothing closes it"),
    ],
)  # fmt: skip
def test_other_files_are_named_as_what_they_are(tmp_path: Path, data: bytes, told: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, data, relation="knew")
    assert told in str(caught.value)


def test_our_own_tables_of_a_network_come_back(tmp_path: Path) -> None:
    text = (
        "source,target,claim,relation,words,family,type,standing,stands,support_low,when,gloss\n"
        "ann,ben,c1,met,met,diplomacy,undirected,untraced,true,0,1953,They met.\n"
    )
    nodes = "id,label,type,description\nann,Ann,person,a smith\nben,Ben,person,\n"
    found = read(tmp_path, text, nodes=nodes)
    assert of(found, FoundClaim) == [
        FoundClaim("ann", "met", "ben", when="1953", gloss="They met.", at="edges.csv:2")
    ]
    assert of(found, FoundRelation) == [FoundRelation("met", symmetric=True)]
    assert drops(found) == [("edges.csv:1", "it follows from the claims, and is computed anew")]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Write a workbook as a person has it: titles, merged cells, dates, formulas, other sheets."""
    path = tmp_path / "halm.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Connections")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write(0, 0, "My links")
    sheet.write_row(2, 0, ["From", "To", "Type", "Date", "Weight", "Words"])
    sheet.merge_range(3, 0, 4, 0, "Ann")
    sheet.write_row(3, 1, ["Ben", "met"])
    sheet.write_datetime(3, 3, datetime(1971, 6, 1), day)  # noqa: DTZ001 - a spreadsheet's has none
    sheet.write(3, 4, 12.0)
    sheet.write_string(3, 5, "=1+1")
    sheet.write_row(4, 1, ["Cai", "met"])
    sheet.write_formula(4, 5, "=1/0", None, "#DIV/0!")
    sheet.write_row(5, 0, [12, "Ben", "met"])
    sheet.write(5, 8, "stray")
    nodes = book.add_worksheet("Elements")
    nodes.write_row(0, 0, ["Label", "Type"])
    nodes.write_row(1, 0, ["Ann", "person"])
    book.add_worksheet("Read me").write_row(0, 0, ["Nothing", "of", "note"])
    more = book.add_worksheet("More")
    more.write_row(0, 0, ["source", "target"])
    more.write_row(1, 0, ["a", "b"])
    book.add_worksheet("Empty")
    book.close()
    return path


def test_a_workbook_is_read_by_its_sheets(workbook: Path) -> None:
    found = list(FORMATS["xlsx"].read([workbook], Wishes()))
    assert of(found, FoundEntity) == [
        FoundEntity("Ann", "Ann", kind="person", at="Elements!2"),
        FoundEntity("Ben", "Ben", at="Connections!4"),
        FoundEntity("Cai", "Cai", at="Connections!5"),
        FoundEntity("12", "12", at="Connections!6"),
    ]
    assert of(found, FoundClaim) == [
        FoundClaim(
            "Ann", "met", "Ben", text="=1+1", when="1971-06-01", quantity="12", at="Connections!4"
        ),
        FoundClaim("Ann", "met", "Cai", at="Connections!5"),
        FoundClaim("12", "met", "Ben", at="Connections!6"),
    ]
    assert drops(found) == [
        ("Read me", 'it is no table that is known; read it by itself: --sheet "Read me"'),
        ("More", 'links are read of one sheet at a time; read it by itself: --sheet "More"'),
        ("Connections!5", "there is an error in it; write the value as text"),
        ("Connections!1", "it stands above the header"),
        ("Connections!6", "it stands under no heading"),
    ]
    told = guesses(found)
    assert 'the sheet "Connections" is a list of links' in told
    assert "merged over several rows" in told
    assert "the 1st is the spreadsheet's" in told


def test_a_sheet_can_be_named(workbook: Path, tmp_path: Path) -> None:
    found = list(FORMATS["xlsx"].read([workbook], Wishes(sheet="more", relation="knew")))
    assert pairs(found) == [("a", "knew", "b")]
    wishes = Wishes(sheet="Connections", nodes="elements")
    found = list(FORMATS["xlsx"].read([workbook], wishes))
    assert of(found, FoundEntity)[0] == FoundEntity("Ann", "Ann", kind="person", at="Elements!2")
    with pytest.raises(Unreadable, match=r'no sheet "Mroe"; did you mean "More"\?; it has "Conn'):
        list(FORMATS["xlsx"].read([workbook], Wishes(sheet="Mroe")))
    broken = bytearray(workbook.read_bytes())
    at = broken.index(b"xl/worksheets/sheet1.xml") + 60
    broken[at : at + 40] = bytes(40)
    (tmp_path / "a.xlsx").write_bytes(broken)
    with pytest.raises(Unreadable, match=r"it is broken .* save it anew"):
        list(FORMATS["xlsx"].read([tmp_path / "a.xlsx"], Wishes()))
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        for part in range(51):
            packed.writestr(f"xl/{part}", bytes(10_000_000))
    with pytest.raises(Unreadable, match="unpacked it would be 510 MB"):
        list(FORMATS["xlsx"].read([tmp_path / "a.xlsx"], Wishes()))
    (tmp_path / "a.xlsx").write_text("Source,Target\na,b\n")
    with pytest.raises(Unreadable, match="it is a text; if it is a table: cardindex import csv"):
        list(FORMATS["xlsx"].read([tmp_path / "a.xlsx"], Wishes()))


def table(index: Path, name: str) -> list[list[str]]:
    with (index / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def test_a_quakers_edge_list_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "edges.csv").write_text("Source,Target\nJob Marsh,Ann Pell\nAnn Pell,Job Marsh\n")
    (tmp_path / "nodes.csv").write_text(QUAKERS)
    command = (
        "import", "csv", "edges.csv", "--nodes", "nodes.csv", "--relation", "knew", "--symmetric",
        "--family", "alliance", "--source", "Six Degrees of Somebody", "-o", "quakers",
    )  # fmt: skip
    program = [sys.executable, "-P", "-m", "cardindex"]
    done = subprocess.run(
        [*program, *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    made = "made: 2 entities, 2 names, 2 rows of groups, 1 source, 4 claims, 4 citations"
    assert done.stderr.splitlines()[:2] == ["read: 2 nodes, 2 rows", made]
    index = tmp_path / "quakers"
    claims = sorted(row[1:4] + row[7:8] for row in table(index, "claims"))
    assert claims == [
        ["ann-pell", "born", "", "1638"],
        ["ann-pell", "died_on", "", "1716"],
        ["ann-pell", "knew", "job-marsh", ""],
        ["job-marsh", "died_on", "", "1690"],
    ]
    assert [row[2] for row in table(index, "sources")] == ["Six Degrees of Somebody"]


def test_rows_that_name_their_source_need_no_other(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "Who,Relation,Whom,Source,Said by\nAnn,met,Ben,Lantern Papers,Cai\nBen,met,Cai,Rolls,\n"
    )
    take("csv", [tmp_path / "t.csv"], new=tmp_path / "index")
    assert [(row[0], row[4], row[6]) for row in table(tmp_path / "index", "sources")] == [
        ("cai", "cai", ""), ("lantern-papers", "", ""), ("rolls", "", ""),
    ]  # fmt: skip
    assert sorted(row[1:4] for row in table(tmp_path / "index", "citations")) == [
        ["lantern-papers", "", "cai"], ["rolls", "", ""],
    ]  # fmt: skip


def test_another_order_of_the_rows_changes_no_byte(tmp_path: Path) -> None:
    rows = ["Ann,met,Ben,1953,x", "Ben,met,Cai,1954,", "Cai,knew,Ann,,", "Ann,met,Ben,1953,x"]
    made = []
    for order in (rows, rows[::-1]):
        path = tmp_path / "links.csv"
        path.write_text("\n".join(["who,relation,whom,when,note", *order, ""]))
        new = tmp_path / f"index-{len(made)}"
        take("csv", [path], new=new, family="alliance")
        made.append({each.name: each.read_bytes() for each in sorted(new.iterdir())})
        take("csv", [path], into=new, family="alliance")
        assert {each.name: each.read_bytes() for each in sorted(new.iterdir())} == made[-1]
    assert made[0] == made[1]
