"""What commands say beside their answer, and how it fits a terminal."""

from __future__ import annotations

import csv
import io
import json

import pytest
import small
from click.testing import CliRunner, Result
from rich.cells import cell_len

from cardindex.cli import commands
from cardindex.cli.output import standing
from cardindex.cli.printing import plain
from cardindex.evidence import alike, weights
from cardindex.slices import STANDINGS


def run(*arguments: str, width: int = 80) -> Result:
    """Run a command on the small index, on a terminal of so many columns."""
    found = CliRunner().invoke(
        commands, [*arguments, "--index", str(small.FOLDER)], env={"COLUMNS": str(width)}
    )
    assert found.exit_code == 0, found.output
    return found


@pytest.mark.parametrize(
    "words",
    [
        ("build", str(small.FOLDER), "-o", ""),
        ("export", "turtle", "-i", ""),
        ("view", "-o", ""),
        ("rank", "degree", "--plot", ""),
        ("check", ""),
    ],
)
def test_empty_path_is_not_taken_for_the_folder_that_one_is_in(words: tuple[str, ...]) -> None:
    found = CliRunner().invoke(commands, words)
    assert found.exit_code == 2
    assert 'it is empty; name a file or a folder ("." is this one)' in " ".join(
        found.stderr.split()
    )


# What is left out.


def test_export_tells_what_it_leaves_out_and_keeps_standard_output_clean() -> None:
    few, all_ = run("export", "edges-csv"), run("export", "edges-csv-all")
    rows = [list(csv.DictReader(io.StringIO(done.stdout))) for done in (few, all_)]
    stand = {row["claim"] for row in rows[1] if row["stands"] == "true"}
    assert {row["claim"] for row in rows[0]} == stand
    # Contested c003, c008, c011 and c012, tentative c023, denied c017; c010, c020, c021 and c029
    # have one end. The directorate, Brandt and the city are in no other claim.
    assert few.stderr == (
        "Left out: 4 contested, 1 tentative, 1 denied (--standing any); 1 attempted, 1 authorised "
        "(--mode any); 4 that link no two entities (names, measures, dates). 3 entities without a "
        "link here: Ilse Brandt, Norrin City and Veld Directorate.\n"
        "edges-csv has no place for 15 entities, 9 other names, 4 memberships of groups, 2 ties, "
        "30 citations, 11 chains, 10 sources, 2 entries of the bibliography, 3 silent places. "
        "docs/formats.md says which has.\n"
    )
    assert all_.stderr.startswith("Left out: 4 that link no two entities (names, measures, dates).")
    anything = run("export", "edges-csv", "--standing", "any", "--mode", "any")
    assert (anything.stdout, anything.stderr) == (all_.stdout, all_.stderr)


def test_export_that_leaves_nothing_out_says_nothing() -> None:
    assert run("export", "trig").stderr == ""
    assert run("export", "claims").stderr == ""


def test_truthy_dump_tells_what_does_not_stand_and_where_it_is() -> None:
    assert run("export", "truthy-turtle").stderr == (
        "Left out: 4 contested, 1 tentative, 1 denied (in the format turtle); 1 attempted, "
        "1 authorised (in the format turtle).\n"
        "truthy-turtle has no place for 29 claims, 12 sources, 2 entries of the bibliography, "
        "3 silent places. docs/formats.md says which has.\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        ["path", "foreign-desk", "orlin-party"],
        ["rank", "degree"],
        ["timeline", "foreign-desk"],
        ["export", "simple-csv"],
    ],
)
def test_command_with_a_default_tells_what_it_leaves_out(words: list[str]) -> None:
    told = run(*words).stderr
    assert "Left out: " in told
    for how in ("--standing any", "--family any", "--mode any"):
        assert how in told
    asked = run(*words, "--standing", "any", "--mode", "any", "--family", "any").stderr
    assert "--standing any" not in asked
    assert "--family any" not in asked


def test_compare_tells_what_is_left_out_of_each_voice() -> None:
    told = run("compare", "history", "notes").stderr
    assert "On the word of history alone: left out: " in told


@pytest.mark.parametrize("words", [["show", "orlin-party"], ["weigh", "history"]])
def test_command_that_takes_everything_says_nothing(words: list[str]) -> None:
    assert run(*words).stderr == ""


# Standings in words.


@pytest.mark.parametrize(
    ("name", "low", "high", "told"),
    [
        ("corroborated", 2, 2, "corroborated (2 roots)"),
        ("corroborated", 2, 3, "corroborated (3 roots, 2 of them independent)"),
        ("single-root", 1, 1, "single-root"),
        ("single-root", 1, 2, "single-root (2 roots, not independent)"),
        ("untraced", 0, 0, "untraced"),
    ],
)
def test_standing_is_told_with_its_roots(name: str, low: int, high: int, told: str) -> None:
    assert plain(standing(name, low, high)) == told


def test_every_standing_has_a_colour_of_its_own() -> None:
    assert len({standing(name, 0, 0).partition(name)[0] for name in STANDINGS}) == len(STANDINGS)


# Weights.


@pytest.mark.parametrize("width", [60, 80, 200])
def test_weights_fit_the_terminal_with_keys_whole(width: int) -> None:
    text = run("weigh", "--format", "table", width=width).stdout
    lines = [line.rstrip() for line in text.splitlines()]
    assert max(map(cell_len, lines)) <= width
    keys = [line.split()[0] for line in lines if ":" in line.split(" ")[0]]
    assert sorted(keys) == sorted(weights(small.index()).index)
    assert ("citations" in text) == (width == 200)


def test_keys_that_strike_the_same_citations_share_a_row() -> None:
    text = run("weigh", "--format", "table").stdout.splitlines()
    at = next(at for at, line in enumerate(text) if line.startswith("source:reet-memoir"))
    assert text[at].split()[-1].isdigit()
    assert [line.strip() for line in text[at + 1 : at + 3]] == [
        "author:jonas-reet", "origin:jonas-reet",
    ]  # fmt: skip
    touched = small.index().citations["touched"]
    struck = {key: tuple(key in keys for keys in touched) for key in alike(small.index())}
    for key, first in alike(small.index()).items():
        assert struck[key] == struck[first]
    assert len(set(struck.values())) == len(set(alike(small.index()).values()))


def test_pipes_have_every_key_on_a_row_of_its_own() -> None:
    rows = list(csv.DictReader(io.StringIO(run("weigh").stdout)))
    assert [row["key"] for row in rows] == list(weights(small.index()).index)
    assert json.loads(run("weigh", "--format", "json").stdout)[0]["key"] == rows[0]["key"]
