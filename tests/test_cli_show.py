"""How show and path tell evidence: every standing and remark in words, and whose word it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from building import cite, claim, index, work
from click.testing import CliRunner

from cardindex.cli import commands

Run = Callable[..., str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Claims about k, one of each standing and remark; K and L agreed their accounts of c01."""
    claims = [
        claim("c01", "k funded l"), claim("c02", "k handled l"), claim("c03", "k funded m"),
        claim("c04", "k handled m"), claim("c05", "l funded k"), claim("c06", "m funded k"),
        claim("c07", "k agreed_accounts_with l"), claim("c08", "m handled k"),
    ]  # fmt: skip
    citations = [
        cite("c01", "files"), cite("c01", "letters"),
        cite("c02", "paper", "book"), cite("c02", "book", "files@3"),
        cite("c03", "book"), cite("c03", "paper"),
        cite("c04", "paper", "book"), cite("c04", "book", "paper"),
        cite("c05", "book", "letters"), cite("c05", "letters", "", "denies"),
        cite("c06", "book", "paper!"), cite("c06", "paper", "", "affirms possible"),
        cite("c07", "book", "!"), cite("c08", "files"), cite("c08", "letters"),
        cite("c08", "memoir"),
    ]  # fmt: skip
    sources = [
        work("files", origin="k"), work("letters", origin="l"), work("memoir", origin="n"),
        work("paper", author="p"), work("book"),
    ]  # fmt: skip
    made = tmp_path_factory.mktemp("index")
    index(made, claims, citations, sources)
    return made


@pytest.fixture
def run(folder: Path) -> Run:
    def run_(*words: str) -> str:
        done = CliRunner().invoke(commands, [*words, "--index", str(folder)])
        assert done.exit_code == 0, done.output
        return done.stdout

    return run_


@pytest.mark.parametrize(
    ("id_", "brackets"),
    [
        ("c01", "single-root (2 roots, not independent), 2 works"),
        ("c02", "single-root, 3 works, told by the doer, apparent corroboration"),
        ("c03", "untraced, 2 works"),
        ("c04", "untraced, 2 works, circular reporting"),
        # Book, and the letters that it has it from, though those say otherwise.
        ("c05", "contested, 2 works, misquoted"),
        # Paper has it only as possible, and it is Paper that is said to have concluded it.
        ("c06", "single-root, 2 works, overstated"),
        ("c07", "single-root"),
        ("c08", "corroborated (3 roots, 2 of them independent), 3 works"),
    ],
)
def test_claim_is_shown_with_its_standing_and_remarks(run: Run, id_: str, brackets: str) -> None:
    found = re.findall(rf"^  {id_}  .*\[(.*)\]$", run("show", "k"), re.MULTILINE)
    assert found == [brackets]


def test_citation_is_shown_with_what_it_leans_on_and_its_roots(run: Run) -> None:
    lines = [line.strip() for line in run("show", "k").splitlines()]
    for told in (
        "Paper affirms; from Book; leans on Book; root: K",
        "Book affirms; from Files, 3; root: K",
        "Paper affirms; root: unknown",
        "Book affirms; from Paper; leans on Paper; root: unknown",
        "told in a circle: book > paper > book",
        "Book affirms; from Letters; root: unknown; misquotes the work that it quotes",
        "Book affirms; its own conclusion; root: Book",
    ):
        assert told in lines, told
    (overstating,) = (line for line in lines if "overstates" in line)
    assert overstating == (
        "Book affirms; from Paper, which has concluded it itself; root: P; "
        "overstates the work that it quotes"
    )


def test_shown_as_json_it_has_the_names_of_the_columns(run: Run) -> None:
    families = json.loads(run("show", "k", "--format", "json"))["families"]
    lines = {line["claim"]: line for _, lines in families for line in lines}
    told = lines["c01"]
    assert (told["support_low"], told["support_high"], told["works"]) == (1, 2, 2)
    assert (told["told_by_doer"], told["told_by_concerned"], told["apparent"]) == (False,) * 3
    assert lines["c02"]["citations"][1]["leans_on"] == "Book"
    assert lines["c04"]["loop"] == "book > paper > book"


def test_path_tells_untraced_and_marks_the_hop_of_fewest_roots(run: Run) -> None:
    told = run("path", "l", "m", "-n", "1")
    hops = [line for line in told.splitlines() if "[" in line]
    # From l to k: money, told by two who are no two witnesses. That they agreed is a link, too,
    # but of discourse, which no path takes. From k to m: two that are left of three.
    assert "corroborated (3 roots, 2 of them independent); c08" in hops[1]
    assert hops[0].endswith("← weakest")


def test_strike_of_the_agreement_makes_two_roots_of_one(run: Run) -> None:
    told = run("show", "k", "--struck", "source:book")
    assert re.search(r"c01  .*\[corroborated \(2 roots\), 2 works\]", told)
    assert "c07" not in told
