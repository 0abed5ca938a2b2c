"""rank, compare and timeline on the command line: tables for people, CSV and JSON for pipes."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cardindex.cli import commands, rank
from cardindex.measures import centrality
from cardindex.measures.centrality import MEASURES
from cardindex.measures.ranges import CAVEAT
from cardindex.measures.simplenetwork import Folded
from cardindex.measures.structure import BROKERAGE

FOLDER = Path(__file__).parent / "data" / "page"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, [*arguments, "--index", str(FOLDER)])


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def refusal(result: Result) -> str:
    assert result.exit_code == 1
    return str(result.exception)


def test_rank_prints_values_ranks_and_ranges() -> None:
    result = run("rank", "betweenness", "--top", "1")
    assert rows(result) == [
        {
            "entity": "harbour-party", "label": "Harbour Party", "value": "0.2", "rank": "1",
            "highest": "1", "lowest": "2", "moved_by": "source:inquiry", "stays": "True",
            "gone_without": "",
        }
    ]  # fmt: skip
    assert CAVEAT in result.stderr


def test_rank_without_strikes_prints_the_same_values_alone() -> None:
    struck, alone = (run("rank", "betweenness", *more) for more in ((), ("--strikes", "none")))
    columns = ("entity", "label", "value", "rank")
    assert rows(alone) == [{name: row[name] for name in columns} for row in rows(struck)]
    assert "Nothing was struck, so there is no range." in alone.stderr
    assert CAVEAT not in alone.stderr


@pytest.mark.parametrize("option", [("--each-strike",), ("--plot", "x.svg")])
def test_rank_without_strikes_has_none_to_show(option: tuple[str, ...]) -> None:
    result = run("rank", "degree", "--strikes", "none", *option)
    assert result.exit_code == 2
    assert "nothing for --each-strike or --plot to show" in result.stderr


def test_rank_ends_by_ctrl_c_with_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def of(folded: Folded) -> Any:
        seen.append(1)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return centrality.betweenness(folded)

    measure = replace(MEASURES["betweenness"], of=of)
    monkeypatch.setitem(MEASURES, "betweenness", measure)
    result = run("rank", "betweenness")
    assert result.exit_code == 130
    found = list(csv.DictReader(io.StringIO(result.stdout)))
    assert found[0]["entity"] == "harbour-party"
    assert "Partial: it was ended when" in result.stderr


def test_rank_goes_on_from_a_file(tmp_path: Path) -> None:
    kept = ("--keep", str(tmp_path / "so-far"))
    one, other = (run("rank", "betweenness", "--exact", *kept) for _ in range(2))
    assert rows(one) == rows(other) == rows(run("rank", "betweenness"))
    assert "is of another run" in refusal(run("rank", "degree", *kept))


def test_exact_and_within_contradict_each_other() -> None:
    result = run("rank", "degree", "--exact", "--within", "3")
    assert result.exit_code == 2
    assert "--exact takes as long as it takes" in result.stderr


def test_rank_tells_the_stability_coefficient() -> None:
    result = run("rank", "degree", "--strikes", "none", "--stability", "claims")
    assert "Stability coefficient (Epskamp, Borsboom and Fried 2018" in result.stderr


def test_rank_tells_how_each_strike_does() -> None:
    found = rows(run("rank", "degree", "--strikes", "authors", "--each-strike"))
    assert {row["key"] for row in found} == {"author:hostile", "author:ines"}


def test_rank_prints_json() -> None:
    found = json.loads(run("rank", "core", "--format", "json").stdout)
    assert found[0]["entity"] == "aurora"
    assert found[0]["gone_without"] == []


def test_missing_range_is_null_and_no_invalid_json() -> None:
    one_voice = ("--according-to", "inquiry", "--strikes", "origins")
    result = run("rank", "degree", *one_voice, "--format", "json")
    found = json.loads(result.stdout, parse_constant=pytest.fail)
    assert found[0]["highest"] is None
    assert "There is no range" in result.stderr


def test_rank_draws(tmp_path: Path) -> None:
    path = tmp_path / "ranks.svg"
    assert run("rank", "degree", "--plot", str(path)).exit_code == 0
    assert "<svg" in path.read_text(encoding="utf-8")


def test_brokerage_is_between_blocs_or_kinds() -> None:
    blocs, kinds = (
        {row["entity"]: row["value"] for row in rows(run("rank", "brokerage", "--by", by))}
        for by in ("bloc", "kind")
    )
    assert blocs != kinds


def test_help_of_rank_names_every_measure() -> None:
    told = " ".join((rank.command.help or "").split())
    assert [name for name in (*MEASURES, BROKERAGE) if name not in told] == []


def test_compare_tells_what_only_one_has() -> None:
    result = run("compare", "aurora-files", "inquiry")
    assert {(row["subject"], row["object"]): row["whose"] for row in rows(result)} == {
        ("aurora", "ines"): "aurora-files",
        ("aurora", "harbour-party"): "both",
        ("militia", "dockers"): "inquiry",
    }
    assert "1 link that only inquiry has." in result.stderr


def test_compare_shows_ranks_and_communities() -> None:
    ranks = rows(run("compare", "aurora-files", "inquiry", "--show", "ranks"))
    assert {row["entity"]: row["inquiry"] for row in ranks}["ines"] == ""
    parts = rows(run("compare", "aurora-files", "inquiry", "--show", "communities"))
    assert {row["whose"] for row in parts} == {"aurora-files", "inquiry"}


def test_timeline_prints_both_ends_of_the_band() -> None:
    found = rows(run("timeline", "ines", "--during", "1951/1952"))
    assert found == [
        {"year": "1951", "surely": "1.0", "dated": "2.0", "possibly": "3.0"},
        {"year": "1952", "surely": "1.0", "dated": "2.0", "possibly": "3.0"},
    ]


def test_timeline_draws(tmp_path: Path) -> None:
    path = tmp_path / "ines.pdf"
    assert run("timeline", "ines", "--plot", str(path)).exit_code == 0
    assert path.read_bytes().startswith(b"%PDF")


def test_timeline_counts_what_was_told() -> None:
    found = rows(run("timeline", "ines", "--told"))
    assert list(found[0]) == [
        "year", "said_surely", "said_possibly", "published_surely", "published_possibly",
    ]  # fmt: skip
    everybody = rows(run("timeline", "--told"))
    assert int(everybody[-1]["said_surely"]) > int(found[-1]["said_surely"])
    surely = rows(run("timeline", "ines", "--told", "--said-by", "1971", "--surely"))
    assert [row for row in found if row["year"] <= "1971"][-1]["said_surely"] == (
        surely[-1]["said_surely"]
    )


def test_timeline_draws_what_was_told(tmp_path: Path) -> None:
    path = tmp_path / "ines.svg"
    assert run("timeline", "--told", "--plot", str(path)).exit_code == 0
    assert path.read_bytes().startswith(b"<?xml")


def test_timeline_has_to_be_told_of_whom_and_of_what() -> None:
    assert "name an ENTITY" in run("timeline").output
    assert "not both" in run("timeline", "ines", "--told", "--measure", "degree").output


def test_ranking_is_on_what_was_told_by_then() -> None:
    asked = ("rank", "degree", "--standing", "any")
    early = {row["entity"] for row in rows(run(*asked, "--said-by", "1960", "--surely"))}
    assert early < {row["entity"] for row in rows(run(*asked))}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("rank", "betweennes"), 'did you mean "betweenness"?'),
        (("rank", "degree", "--strikes", "author"), 'did you mean "authors"?'),
        (("rank", "degree", "--family", "kinship"), "widen the slice"),
        (("rank", "core", "--directed"), "leave the directions out"),
        (("compare", "inquiry", "auroras"), 'did you mean "aurora-files" (Files of Aurora) or'),
        (("compare", "inquiry", "aurora-files", "--measure", "x"), 'unknown measure "x"'),
        (("timeline", "inse"), 'did you mean "ines" (Inés Ábalos)?'),
        (("timeline", "ines", "--measure", "cores"), 'did you mean "core"?'),
        (("timeline", "rtl"), "no claim here is dated"),
        (("timeline", "inse", "--told"), 'did you mean "ines" (Inés Ábalos)?'),
        (("rank", "degree", "--said-by", "soon"), '"said by" takes a date; not a date'),
        (("rank", "degree", "--published-by", "1970/.."), "this has no last day"),
    ],
)
def test_bad_input_says_how_to_mend_it(arguments: tuple[str, ...], message: str) -> None:
    assert message in refusal(run(*arguments))
