"""docs/architecture.md lists the rooms as they are, and names files and commits that are there."""

from __future__ import annotations

import ast
import re
import runpy
import shutil
import subprocess

import pytest
from test_house import PROJECT, ROOMS, SOURCE

TEXT = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
PAGE = (PROJECT / "docs" / "how-the-page-works.md").read_text(encoding="utf-8")
PATHS = sorted({
    path
    for path in re.findall(r"`([\w.-]+/[\w./-]*|\w+\.(?:md|ttl|toml))`", TEXT)
    if "NAME" not in path
})  # fmt: skip
RUN = sorted(set(re.findall(r"tests/[\w/]+\.py", TEXT)))
COMMITS = sorted(set(re.findall(r"\b[0-9a-f]{7}\b", TEXT)))
NEW = (
    "A relation, or a kind of entity", "A check", "An import format", "An export format",
    "A measure", "A named query", "A command", "A feature of the page",
    "An endpoint of the server",
)  # fmt: skip


def duty(room: str) -> str:
    """Return the first line of a room's docstring."""
    inside = SOURCE / "cardindex" / room / "__init__.py"
    path = inside if inside.is_file() else SOURCE / "cardindex" / f"{room}.py"
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0].replace("``", "`")


def files_in(part: str) -> list[str]:
    """Return the files that a part of the page names."""
    return [path for path in PATHS if f"`{path}`" in part and (PROJECT / path).is_file()]


def test_rooms_are_listed_in_their_order_each_with_its_duty() -> None:
    table = TEXT.partition("## The rooms")[2].partition("## The folders")[0]
    told = "\n".join(line for line in table.splitlines() if line.startswith("| `"))
    rooms = "\n".join(f"| `{room}` | {duty(room)} |" for room in ROOMS)
    assert told == rooms, f"the table is to be:\n{rooms}"


def test_folders_of_the_page_are_listed_in_their_order() -> None:
    section = TEXT.partition("## The folders of the page")[2].partition("## ")[0]
    listed = re.search(r"before it alone:\s((?:`\w+`[,.]\s)+)", section)
    assert listed
    told = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert re.findall(r"`(\w+)`", listed[1]) == told


def test_drawing_is_what_is_drawn_and_names_rooms() -> None:
    tool = runpy.run_path(str(PROJECT / "tools" / "architecture.py"))
    committed = (PROJECT / "docs" / "architecture.svg").read_text(encoding="utf-8")
    assert tool["draw"]() == committed, "run tools/architecture.py"
    code = [box for _, boxes in tool["ROWS"] for box in boxes if not box.disk]
    assert {room for box in code for room in box.name.split(", ")} - set(ROOMS) == set()


def test_drawing_is_told_to_those_who_do_not_see_it_and_asks_nothing_of_the_network() -> None:
    text = (PROJECT / "docs" / "architecture.svg").read_text(encoding="utf-8")
    tool = runpy.run_path(str(PROJECT / "tools" / "architecture.py"))
    assert f"![{tool['TOLD']}](architecture.svg)" in TEXT
    assert "prefers-color-scheme: dark" in text
    assert not re.search(r"(href|src|url)=|url\((?!#)|@import|@font-face", text)


def test_there_is_a_way_for_every_new_thing_with_what_to_imitate_and_to_run() -> None:
    parts = dict(re.findall(r"^### (.+?)\n(.*?)(?=^### |\Z)", TEXT, re.MULTILINE | re.DOTALL))
    assert tuple(parts) == NEW
    for name, part in parts.items():
        imitate = re.search(r"\bImitate (?:[0-9a-f]{7}\b|`([^`]+)`)", part)
        assert imitate, f"{name}: say 'Imitate COMMIT', `FILE` or `NAME`"
        if imitate[1] and "/" not in imitate[1]:  # a file is tried below
            texts = [(PROJECT / path).read_text(encoding="utf-8") for path in files_in(part)]
            found = sum(bool(re.search(rf"\b{imitate[1]}\b", text)) for text in texts)
            assert found > 1, f"{name}: {imitate[1]} is not in its files"
        assert "tests/" in part, f"{name}: say which tests to run"


@pytest.mark.parametrize("path", [*PATHS, *RUN])
def test_path_that_is_named_is_there(path: str) -> None:
    assert (PROJECT / path).exists()


@pytest.mark.parametrize("commit", COMMITS)
def test_commit_that_is_named_is_there(commit: str) -> None:
    if not shutil.which("git") or not (PROJECT / ".git").exists():
        pytest.skip("not a git checkout")
    shallow = subprocess.run(
        ["git", "rev-parse", "--is-shallow-repository"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    if shallow.stdout.strip() == "true":
        pytest.skip("a clone without its history")
    found = subprocess.run(
        ["git", "merge-base", "--is-ancestor", commit, "HEAD"],
        cwd=PROJECT, capture_output=True, check=False,
    )  # fmt: skip
    assert found.returncode == 0
