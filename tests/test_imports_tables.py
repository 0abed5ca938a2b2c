"""Tables of other people: links, nodes and matrices, by what their headings say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from importing import of
from readtables import QUAKERS, drops, guesses, pairs, read

from cardindex.imports import (
    OWN_ID,
    Dropped,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundRelation,
    FoundSource,
    Guessed,
    Link,
    Read,
    Unreadable,
)


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
