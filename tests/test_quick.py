"""`make quick` runs what is nearest to a change, within its time, and says what it left out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import quick

SHELF = "src/cardindex/store/shelf.py"
QUAYS = "src/cardindex/example/claims.csv"
FLOWS = "src/cardindex/view/static/views/flows.js"


@pytest.mark.parametrize(
    ("test", "text", "change", "expected"),
    [
        ("test_store.py", "", "tests/test_store.py", 0),
        ("test_store.py", "", SHELF, 1),
        ("test_store_remote.py", "", "src/cardindex/store/remote.py", 1),
        ("test_store_remote.py", "", "src/cardindex/store/__init__.py", 1),
        ("test_store_remote.py", "", SHELF, None),
        ("test_docs_imports.py", "", "docs/imports.md", 1),
        ("test_docs_imports.py", "", "docs/analysis.md", None),
        ("test_cli.py", "from cardindex.store.shelf import find", SHELF, 2),
        ("test_cli.py", "from cardindex.store import Store, shelf", SHELF, 2),
        ("test_cli.py", "from cardindex.store import shelves", SHELF, None),
        ("test_cli.py", "\nimport sites\n", "tests/sites.py", 2),
        ("test_cli.py", '"docs" / "imports.md"', "docs/imports.md", 2),
        ("test_cli_editing.py", "\nfrom example import NEW\n", QUAYS, 2),
        ("browser/test_desk.py", "\nfrom desks import copied\n", QUAYS, 2),
        ("test_checks.py", "copytree(EXAMPLE, folder)", QUAYS, 2),
        ("test_tables.py", 'folder / "claims.csv"', QUAYS, None),
        ("browser/test_svg.py", 'modules("flows.js", it)', FLOWS, 2),
        ("browser/test_svg.py", 'modules("overflows.js", it)', FLOWS, 3),
        ("browser/test_phone.py", "", "src/cardindex/view/static/styles/print.css", 3),
        ("browser/test_phone.py", "", "src/cardindex/view/collect.py", None),
        ("test_view_scripts.py", 'STATIC = VIEW / "static"', FLOWS, 3),
    ],
)  # fmt: skip
def test_tests_are_known_by_what_they_mirror_and_name(
    test: str, text: str, change: str, expected: int | None
) -> None:
    assert quick.rank(f"tests/{test}", text, ["LICENSE", change]) == expected


def test_nearest_run_as_far_as_the_time_goes_and_then_most_tests_a_second() -> None:
    seconds = {quick.ALWAYS: 5, "long.py": 50, "own.py": 20, "named.py": 15, "quick.py": 10,
               "many.py": 10, "few.py": 10}  # fmt: skip
    ranks = {
        "long.py": 1,
        "own.py": 0,
        "named.py": 2,
        "quick.py": 2,
        "many.py": None,
        "few.py": None,
    }
    taken, left = quick.chosen(ranks, seconds, {"many.py": 100, "few.py": 2})
    assert taken == [quick.ALWAYS, "own.py", "quick.py", "many.py", "few.py"]
    assert left == ["long.py", "named.py"]


def test_what_changed_is_told_by_git_committed_or_not(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    assert quick.changed("main", tmp_path) is None
    git("init", "--initial-branch=main")
    for name in ("kept.py", "changed.py", "committed.py"):
        (tmp_path / name).write_text("1\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-m", "all")
    git("checkout", "-b", "mine")
    (tmp_path / "committed.py").write_text("2\n", encoding="utf-8")
    git("commit", "-am", "one")
    (tmp_path / "changed.py").write_text("2\n", encoding="utf-8")
    (tmp_path / "né.py").write_text("new\n", encoding="utf-8")
    found = quick.changed("main", tmp_path)
    assert found is not None
    assert sorted(found) == ["changed.py", "committed.py", "né.py"]
    assert quick.changed("nowhere", tmp_path) is None
