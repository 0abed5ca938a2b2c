"""Two indexes held against each other: what both say, what one denies, whose roots meet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_merging import everything, indexes, made

from cardindex.cli import commands
from cardindex.errors import CardindexError, InvalidIndex
from cardindex.merging import hold_together, opened

ONE = {
    "entities": [
        "anna,person,Anna,", "bert,person,Bert,", "lodge,organisation,The Lodge,",
        "mill,business,The Mill,",
    ],
    "sources": [
        "book,book,The Book,,,1950,,page,,", "files,archive,Files of the Lodge,,lodge,,,,,",
    ],
    "claims": [
        "c01,anna,met,bert,,,,1949,,,,They met.", "c02,bert,member_of,lodge,,,,,,,,",
        "c03,anna,funded,lodge,,,,,,,,", "c04,anna,born,,,,,1908,,,,", "c05,bert,born,,,,,1910,,,,",
    ],
    "citations": [
        "c01,files,1,,affirms,stated,,,,,", "c02,book,13,,affirms,stated,,,,,",
        "c03,files,2,,affirms,stated,,,,,", "c04,book,14,,affirms,stated,,,,,",
        "c05,book,15,,affirms,stated,,,,,",
    ],
}  # fmt: skip
OTHER = {
    "entities": ["ann,person,Ann,", "carl,person,Carl,", "club,organisation,The Club,",
                 "rob,person,Rob,"],
    "sources": ["diary,memoir,A diary,carl,carl,1951,,,,"],
    "claims": [
        "c01,rob,met,ann,,,,1949,,,,They met.", "c02,ann,funded,club,,,,,,,,",
        "c03,ann,born,,,,,1920,,,,", "c04,rob,born,,,,,1910-05,,,,", "c05,carl,met,ann,,,,,,,,",
    ],
    "citations": [
        "c01,diary,,,affirms,stated,,,,,", "c02,diary,,,denies,stated,,,,,",
        "c03,diary,,,affirms,stated,,,,,", "c04,diary,,,affirms,stated,,,,,",
        "c05,diary,,,affirms,stated,,,,,",
    ],
}  # fmt: skip
SAME = ("one:anna,other:ann", "one:bert,other:rob", "one:lodge,other:club")


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    return [made(tmp_path / "one", ONE), made(tmp_path / "other", OTHER)]


@pytest.fixture
def decisions(tmp_path: Path) -> Path:
    path = tmp_path / "who.csv"
    lines = [f"{pair},same,ann," for pair in SAME]
    path.write_text("\n".join(["one,other,decision,who,why", *lines]) + "\n")
    return path


def rows(folders: list[Path], decisions: Path | None) -> dict[str, dict[str, Any]]:
    frame = hold_together(opened(folders), decisions).rows
    return {str(row["claims"]): row for row in frame.to_dict("records")}


def test_what_both_say_meets_with_the_roots_of_both(folders: list[Path], decisions: Path) -> None:
    row = rows(folders, decisions)["one:c01 other:c01"]
    assert (row["what"], row["says"], row["denies"]) == ("both", "one;other", "")
    assert (row["one_roots"], row["other_roots"], row["together"], row["meet"]) == (1, 1, 2, True)
    assert (row["one_standing"], row["other_standing"]) == ("single-root", "single-root")


def test_one_root_in_both_is_no_more_than_in_either(folders: list[Path], decisions: Path) -> None:
    sources = folders[1] / "sources.csv"
    sources.write_text(
        sources.read_text().replace("diary,memoir,A diary,carl,carl", "diary,archive,Papers,,club")
    )
    row = rows(folders, decisions)["one:c01 other:c01"]
    assert (row["one_roots"], row["other_roots"], row["together"], row["meet"]) == (1, 1, 1, False)


def test_what_one_denies_of_the_other_is_told(folders: list[Path], decisions: Path) -> None:
    row = rows(folders, decisions)["one:c03 other:c02"]
    assert (row["what"], row["says"], row["denies"]) == ("denied", "one", "other")
    assert (row["one_standing"], row["other_standing"]) == ("single-root", "denied")


def test_days_that_exclude_each_other_differ(folders: list[Path], decisions: Path) -> None:
    found = rows(folders, decisions)
    assert found["one:c04 other:c03"]["what"] == "differ"
    assert found["one:c04 other:c03"]["text"] == "1908 (one); 1920 (other)"
    assert found["one:c05 other:c04"]["what"] == "both"


def test_what_was_planned_is_not_what_was_done(folders: list[Path], decisions: Path) -> None:
    claims = folders[1] / "claims.csv"
    claims.write_text(
        claims.read_text().replace("rob,met,ann,,,,1949,,", "rob,met,ann,,,,1949,,planned")
    )
    found = rows(folders, decisions)
    assert (found["one:c01"]["what"], found["other:c01"]["what"]) == ("only", "only")
    assert found["other:c01"]["mode"] == "planned"


def test_what_only_one_speaks_of_is_told(folders: list[Path], decisions: Path) -> None:
    found = rows(folders, decisions)
    assert {claims: row["says"] for claims, row in found.items() if row["what"] == "only"} == {
        "one:c02": "one",
        "other:c05": "other",
    }


def test_nobody_is_taken_for_another_unless_it_was_decided(folders: list[Path]) -> None:
    held = hold_together(opened(folders))
    assert set(held.rows["what"]) == {"only"}
    assert any("cardindex candidates" in note for note in held.notes)


def test_order_of_indexes_is_nothing(folders: list[Path], decisions: Path) -> None:
    def told(turn: int) -> set[tuple[str, ...]]:
        frame = hold_together(opened(folders[::turn]), decisions).rows
        return {
            (row.what, *sorted(row.says.split(";")), row.denies, str(row.together), str(row.meet),
             *sorted(row.claims.split()))
            for row in frame.itertuples()
        }  # fmt: skip

    assert told(1) == told(-1)


def test_copy_says_what_the_original_says(tmp_path: Path) -> None:
    same = [made(tmp_path / name, ONE, "shared") for name in ("one", "copy")]
    frame = hold_together(opened(same)).rows
    assert set(frame["what"]) == {"both"}
    assert not frame["meet"].any()
    assert (frame["together"] == frame["one_roots"]).all()


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(one=indexes(), two=indexes(), base=st.sampled_from(["", "the-same"]))
def test_every_claim_of_either_is_in_one_row(
    tmp_path_factory: pytest.TempPathFactory,
    one: dict[str, list[str]],
    two: dict[str, list[str]],
    base: str,
) -> None:
    place = tmp_path_factory.mktemp("law")
    folders = [made(place / "first", one, base), made(place / "second", two, base)]
    decided = place / "who.csv"
    decided.write_text("one,other,decision,who\n" + "".join(
        f"first:{id_},second:{id_},same,ann\n" for id_ in "abcd"
        if not base and all(any(row.startswith(f"{id_},") for row in rows["entities"])
                            for rows in (one, two))
    ))  # fmt: skip
    frame = hold_together(opened(folders), decided).rows
    told = [claim for claims in frame["claims"] for claim in claims.split()]
    assert sorted(told) == sorted(
        f"{name}:{row.partition(',')[0]}"
        for name, rows in (("first", one), ("second", two))
        for row in rows["claims"]
    )
    assert (frame["together"] <= frame["one_roots"] + frame["other_roots"]).all()


def run(*arguments: object) -> Any:
    return CliRunner().invoke(commands, ["compare", "--indexes", *map(str, arguments)])


def test_command_prints_what_is_asked_for(folders: list[Path], decisions: Path) -> None:
    before = everything(folders[0].parent)
    done = run(*folders, "--decisions", decisions, "--show", "denied", "--format", "csv")
    assert done.stdout.splitlines()[1:] == [
        "denied,one,other,anna,funded,lodge,,,single-root,denied,1,0,1,False,one:c03 other:c02"
    ]
    assert "1 thing that one says and the other denies." in done.stderr
    assert "1 thing with more independent roots in both than in either." in done.stderr
    assert "1 thing that both say and only one has a root for." in done.stderr
    assert everything(folders[0].parent) == before


def test_what_is_of_sources_alone_is_refused_of_indexes(folders: list[Path]) -> None:
    assert isinstance(run(*folders, "--show", "ranks").exception, click.UsageError | SystemExit)
    done = CliRunner().invoke(commands, ["compare", "a", "b", "--show", "denied"])
    assert done.exit_code == 2
    assert "of --indexes" in done.output


def test_index_with_errors_is_refused_by_its_name(folders: list[Path]) -> None:
    claims = folders[1] / "claims.csv"
    claims.write_text(claims.read_text().replace("carl,met", "nobody,met"))
    with pytest.raises(InvalidIndex) as refused:
        hold_together(opened(folders))
    assert f"{folders[1]}/claims.csv:6:subject" in str(refused.value)


def test_one_folder_twice_is_refused(folders: list[Path]) -> None:
    with pytest.raises(CardindexError, match="two indexes are called"):
        hold_together(opened([folders[0], folders[0]]))
