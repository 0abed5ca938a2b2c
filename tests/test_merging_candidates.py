"""Who may be who in two indexes, by names, kinds, days and neighbours; judged by people."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_merging import HEADERS, everything, made, together

from cardindex import ontology
from cardindex.cli import commands
from cardindex.errors import CardindexError
from cardindex.merging import judged, listed, opened, text
from cardindex.merging.namesakes import Rarity, likeness, pairs

ONE = {
    "entities": [
        "bank,business,National Bank of Orr,", "hal-orr,person,Hal Orr,", "ida,person,Ida Quill,",
        "john,person,John Farrow,", "lodge,organisation,Order of the Lodge,",
        "nell,person,Nell Farrow,", "wim,person,Willem Brandsma,",
    ],
    "names": ["lodge,OTL,abbreviation,", "wim,Q7,wikidata,"],
    "sources": ["book,book,The Book,,,1950,,page,,"],
    "claims": [
        "c01,ida,met,john,,,,1949,,,,Ida Quill met John Farrow.", "c02,john,born,,,,,1908,,,,",
        "c03,hal-orr,member_of,lodge,,,,,,,,", "c04,nell,born,,,,,1871,,,,",
    ],
    "citations": [f"c0{at},book,{at},,affirms,stated,,,,," for at in range(1, 5)],
}  # fmt: skip
OTHER = {
    "entities": [
        "brandsma,person,W. Brandsma Jr,", 'farrow,person,"Farrow, J.",',
        "ida-quil,person,Ida Quil,", "nell,person,Nell Farrow,", "orr,person,H. Orr,",
        "otl,organisation,O.T.L.,", "union-bank,business,Union Bank of Tarn,",
    ],
    "names": ["brandsma,Q7,wikidata,"],
    "sources": ["letter,letter,A letter,,,1951,,,,"],
    "claims": [
        "c01,farrow,met,ida-quil,,,,1949,,,,Farrow met Ida Quil.", "c02,farrow,born,,,,,1908,,,,",
        "c03,orr,member_of,otl,,,,,,,,", "c04,nell,born,,,,,1925,,,,",
    ],
    "citations": [f"c0{at},letter,,,affirms,stated,,,,," for at in range(1, 5)],
}  # fmt: skip
TRUE = {
    ("one:hal-orr", "other:orr"), ("one:ida", "other:ida-quil"), ("one:john", "other:farrow"),
    ("one:lodge", "other:otl"), ("one:wim", "other:brandsma"),
    ("one:c01", "other:c01"), ("one:c02", "other:c02"), ("one:c03", "other:c03"),
}  # fmt: skip


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    return [made(tmp_path / "one", ONE), made(tmp_path / "other", OTHER)]


def found(folders: list[Path], **said: object) -> dict[tuple[str, str], dict[str, str]]:
    new = listed(opened(folders), **said).new  # type: ignore[arg-type]
    return {(row["one"], row["other"]): row for row in new}


def run(*arguments: object) -> tuple[str, str]:
    done = CliRunner().invoke(commands, ["candidates", *map(str, arguments)])
    assert not done.exception, done.output
    return done.stdout, done.stderr


def test_those_who_are_one_are_found_and_nobody_else(folders: list[Path]) -> None:
    assert set(found(folders)) == TRUE


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        (("one:wim", "other:brandsma"), "both are wikidata Q7"),
        (("one:ida", "other:ida-quil"), '"quill" may be "quil"'),
        (("one:ida", "other:ida-quil"), "both linked to John Farrow"),
        (("one:john", "other:farrow"), '"john" may be "j"'),
        (("one:john", "other:farrow"), "born 1908"),
        (("one:lodge", "other:otl"), 'both are called "otl"'),
        (("one:c01", "other:c01"), "if ida-quil is ida"),
    ],
)
def test_reasons_say_what_speaks_for_a_pair(
    folders: list[Path], pair: tuple[str, str], reason: str
) -> None:
    assert reason in found(folders)[pair]["reasons"]


def test_births_that_exclude_each_other_speak_against(folders: list[Path]) -> None:
    pair = ("one:nell", "other:nell")
    assert pair not in found(folders)
    low = found(folders, least=0.0)[pair]
    assert "1871 and 1925, which exclude each other" in low["reasons"]
    claims = folders[1] / "claims.csv"
    claims.write_text(claims.read_text().replace("1925", "1871"))
    assert float(found(folders)[pair]["score"]) > 0.9


def test_kinds_speak_against(tmp_path: Path) -> None:
    rows = {**ONE, "names": [], "claims": [], "citations": []}
    other = {**rows, "entities": ["body,organisation,Ida Quill,", "woman,person,Ida Quill,"]}
    folders = [made(tmp_path / "one", rows), made(tmp_path / "other", other)]
    assert set(found(folders)) == {("one:ida", "other:woman")}
    assert "person and organisation" in found(folders, least=0)["one:ida", "other:body"]["reasons"]


def test_neighbours_tell_namesakes_apart(tmp_path: Path) -> None:
    people = ["ann,person,John Smith,", "bob,person,John Smith,", "hub,organisation,Quilp Works,",
              "ink,organisation,Tarn Mills,"]  # fmt: skip
    rows = {
        "entities": people, "sources": ONE["sources"],
        "claims": ["c1,ann,member_of,hub,,,,,,,,", "c2,bob,member_of,ink,,,,,,,,"],
        "citations": ["c1,book,1,,affirms,stated,,,,,", "c2,book,2,,affirms,stated,,,,,"],
    }  # fmt: skip
    swapped = {**rows, "claims": ["c1,bob,member_of,hub,,,,,,,,", "c2,ann,member_of,ink,,,,,,,,"]}
    pairs_ = found([made(tmp_path / "one", rows), made(tmp_path / "other", swapped)])
    assert ("one:ann", "other:bob") in pairs_
    assert ("one:bob", "other:ann") in pairs_
    assert ("one:ann", "other:ann") not in pairs_


def test_one_number_elsewhere_is_enough_without_a_name_in_common(folders: list[Path]) -> None:
    entities = folders[1] / "entities.csv"
    entities.write_text(entities.read_text().replace("W. Brandsma Jr", "The Ferryman"))
    assert found(folders)["one:wim", "other:brandsma"]["reasons"] == "both are wikidata Q7"


def test_one_id_that_says_something_is_worth_a_look(tmp_path: Path) -> None:
    rows = {"sources": ONE["sources"], "entities": ["harbour-strike,event,The strike of 1911,",
                                                    "p12,person,Ida Quill,"]}  # fmt: skip
    other = {**rows, "entities": ["harbour-strike,event,A stoppage on the quays,",
                                  "p12,person,Nell Farrow,"]}  # fmt: skip
    pairs_ = found([made(tmp_path / "one", rows), made(tmp_path / "other", other)])
    assert set(pairs_) == {("one:harbour-strike", "other:harbour-strike")}
    row = pairs_["one:harbour-strike", "other:harbour-strike"]
    assert row["reasons"] == "both have the id harbour-strike"


def test_one_birthday_makes_up_for_another_given_name(tmp_path: Path) -> None:
    born = ["c1,ida,born,,,,,1908-03-02,,,,"]
    rows = {"sources": ONE["sources"], "entities": ["ida,person,Ida Quill,"], "claims": born,
            "citations": ["c1,book,1,,affirms,stated,,,,,"]}  # fmt: skip
    other = {**rows, "entities": ["w,person,Wilhelmina Quill,"],
             "claims": ["c1,w,born,,,,,1908-03-02,,,,"]}  # fmt: skip
    folders = [made(tmp_path / "one", rows), made(tmp_path / "other", other)]
    assert ("one:ida", "other:w") in found(folders)
    table = folders[1] / "claims.csv"
    table.write_text(table.read_text().replace("1908-03-02", "1931-05-06"))
    assert ("one:ida", "other:w") not in found(folders)


def test_what_has_one_address_is_no_candidate(tmp_path: Path) -> None:
    same = [made(tmp_path / name, ONE, "shared") for name in ("one", "other")]
    assert found(same) == {}


def test_order_of_indexes_is_nothing(folders: list[Path]) -> None:
    turned = {(two, one): row["score"] for (one, two), row in found(folders[::-1]).items()}
    assert turned == {pair: row["score"] for pair, row in found(folders).items()}


def test_list_filled_in_keeps_what_was_judged_and_adds_what_is_new(
    folders: list[Path], tmp_path: Path
) -> None:
    path = tmp_path / "who.csv"
    run(*folders, "-o", path)
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    at = next(at for at, row in enumerate(rows) if row["one"] == "one:c02")
    rows[at] |= {"decision": "not", "who": "ann", "why": "of another parish"}
    path.write_text(_csv(rows))
    _, told = run(*folders, "-o", path)
    assert "7 candidates to be judged, 1 judged before" in told
    again = list(csv.DictReader(io.StringIO(path.read_text())))
    assert [row["decision"] for row in again] == ["not", *[""] * 7]
    assert (again[0]["who"], again[0]["why"]) == ("ann", "of another parish")
    before = path.read_bytes()
    run(*folders, "-o", path)
    assert path.read_bytes() == before


def _csv(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_list_is_what_merging_takes(folders: list[Path], tmp_path: Path) -> None:
    path = tmp_path / "who.csv"
    run(*folders, "-o", path)
    path.write_text(_csv([row | {"decision": "same", "who": "ann"}
                          for row in csv.DictReader(io.StringIO(path.read_text()))]))  # fmt: skip
    whole = tmp_path / "whole"
    together(whole, *folders, decisions=path)
    decided = [
        line.split(",")[:4] for line in (whole / "decisions.csv").read_text().splitlines()[1:]
    ]
    assert len(decided) == len(TRUE)
    assert {each[3] for each in decided} == {"ann"}
    # What was decided in the whole is known by the ids of the indexes, and not asked again.
    assert {frozenset((row["one"], row["other"])) for row in judged(whole)} == {
        frozenset(pair) for pair in TRUE
    }
    assert listed(opened(folders), judged(whole)).new == []


def test_claims_follow_what_is_decided_of_their_ends(folders: list[Path]) -> None:
    ends = (("one:john", "other:farrow"), ("one:ida", "other:ida-quil"))
    same = [{"one": one, "other": other, "decision": "same", "who": "ann", "why": ""}
            for one, other in ends]  # fmt: skip
    row = found(folders, before=same)["one:c01", "other:c01"]
    assert row["score"] == "1.00"
    assert row["reasons"] == "the same ends and relation; nothing differs"
    apart = [same[0] | {"decision": "not"}]
    assert ("one:c01", "other:c01") not in found(folders, before=apart)


def test_judged_of_whom_there_is_no_more_is_told(folders: list[Path], tmp_path: Path) -> None:
    path = tmp_path / "who.csv"
    path.write_text("one,other,decision,who\none:gone,other:orr,not,ann\n")
    out, told = run(*folders, "--decisions", path, "--format", "csv")
    assert "one:gone has gone" in told
    assert "one:gone,other:orr,not,ann" in out


@pytest.mark.parametrize("value", ["", "one,second\na,b\n"])
def test_file_that_is_no_list_is_refused(folders: list[Path], tmp_path: Path, value: str) -> None:
    path = tmp_path / "who.csv"
    path.write_text(value)
    before = everything(tmp_path)
    done = CliRunner().invoke(commands, ["candidates", *map(str, folders), "-o", str(path)])
    assert isinstance(done.exception, CardindexError)
    assert everything(tmp_path) == before


def test_names_weigh_by_how_rare_their_words_are() -> None:
    crowd = [[("john", str(at))] for at in range(300)]
    rarity = Rarity([*crowd, [("john", "quilp")], [("john", "quilp")]])

    def weight(one: str, other: str) -> float:
        return likeness(tuple(one.split()), tuple(other.split()), rarity).weight

    assert weight("john quilp", "john quilp") > weight("john", "john quilp")
    assert weight("quilp", "quilp") > weight("quilp", "quipl")
    assert weight("quilp", "john quilp") > weight("john", "john quilp")
    assert weight("john quilp", "quilp john") == weight("john quilp", "john quilp")
    assert weight("john quilp", "j quilp") > weight("john quilp", "w quilp")
    assert weight("john quilp", "john quipl") > weight("john quilp", "john farrow")
    assert weight("section 1", "section 2") < 0
    assert weight("van der quilp", "vanderquilp") > 0


def test_names_that_share_a_rare_word_are_held_against_each_other() -> None:
    crowd = [[("john", f"name{at}")] for at in range(400)]
    left = [*crowd, [("john", "quilp")]]
    right = [*crowd, [("quilp", "john")]]
    assert (400, 400) in pairs(left, right)
    assert all(abs(at - to) < 400 for at, to in pairs(left, right))
    assert pairs([], left) == pairs(left, []) == []


def test_text_of_nothing_is_its_header() -> None:
    assert ontology.packaged_path().exists()
    assert HEADERS["decisions"] == "one,other,decision,who,why"
    from cardindex.merging import Listed

    assert text(Listed()) == "one,other,decision,who,why,score,reasons,one_is,other_is\n"
