"""check: its exit codes, what it counts, and many mistakes told in few lines."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from commands import Run

DATA = Path(__file__).resolve().parent / "data"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A copy of a small index."""
    return Path(shutil.copytree(DATA / "valid" / "smallest", tmp_path / "index"))


def test_check_of_a_valid_index_is_0_and_tells_its_size(index: Path, run) -> None:
    assert run("check", index) == Run(
        0, f"{index}: 3 claims, 3 citations, 2 sources, 3 entities: nothing wrong\n", ""
    )


def test_warnings_alone_leave_the_exit_code_at_0(run) -> None:
    folder = DATA / "invalid" / "not-canonical--order"
    done = run("check", folder)
    assert done.code == 0
    assert done.out.startswith(f"warning: {folder}/entities.csv:2: ")
    assert done.out.endswith(": 1 warning\n")


def test_errors_make_it_1_and_are_counted(run) -> None:
    folder = DATA / "several" / "ten-lines-wrong"
    done = run("check", folder)
    lines = (folder / "report.txt").read_text(encoding="utf-8").splitlines()
    assert done == Run(1, "".join(f"{folder}/{line}\n" for line in lines), f"{len(lines)} errors\n")


def test_problems_can_be_had_as_json(run) -> None:
    done = run("check", DATA / "invalid" / "tie-to-itself", "--json")
    assert done.code == 1
    assert json.loads(done.out) == [
        {
            "file": "claims.csv",
            "row": 3,
            "column": "ties",
            "code": "tie-to-itself",
            "message": '"same c02" ties the claim to itself; delete it',
            "severity": "error",
        }
    ]


def misspelt(index: Path, rows: int, relation: str = "fundd") -> None:
    """Give an index so many claims of a relation that is not defined."""
    claims = [f"c{at},a,{relation.format(at)},b,,,,,,,,\n" for at in range(1, rows + 1)]
    header = (index / "claims.csv").read_text(encoding="utf-8").partition("\n")[0]
    (index / "claims.csv").write_text(f"{header}\n{''.join(claims)}", encoding="utf-8")


def test_one_mistake_in_many_rows_is_one_line(run, index: Path) -> None:
    misspelt(index, 174)
    lines = [line for line in run("check", index).out.splitlines() if "fundd" in line]
    rows = "(174 rows: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 …)"
    told = f'unknown relation "fundd"; did you mean "funded"? {rows} [unknown-relation]'
    assert lines == [f"{index}/claims.csv:relation: {told}"]
    found = json.loads(run("check", index, "--json").out)
    wrong = [problem["row"] for problem in found if problem["code"] == "unknown-relation"]
    assert wrong == list(range(2, 176))


def test_many_problems_are_told_a_hundred_at_once_and_errors_first(run, index: Path) -> None:
    misspelt(index, 150, "zzz{}")
    entities = "".join(f"e{at},person,E,\n" for at in range(50))
    path = index / "entities.csv"
    path.write_text(path.read_text(encoding="utf-8") + entities, encoding="utf-8")
    *lines, last = run("check", index).out.splitlines()
    whole = run("check", index, "--all").out.splitlines()
    assert len(lines) == 100
    assert not any(line.startswith("warning: ") for line in lines)
    assert last == f"… and {len(whole) - 100} more lines: --all prints them"
    assert set(lines) < set(whole)
