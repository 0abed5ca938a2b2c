"""The README does what it says: its commands run, and so does its Python."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")
CARDINDEX = str(Path(sys.executable).with_name("cardindex"))


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    lines = (line for block in blocks("sh") for line in block.splitlines())
    return [line for line in lines if line.startswith("cardindex ")]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like a clone to the README's commands, which follow on each other."""
    folder = tmp_path_factory.mktemp("clone")
    shutil.copytree(PROJECT / "graph", folder / "graph")
    shutil.copy(PROJECT / "ontology.ttl", folder)
    return folder


def test_the_two_commands_are_targets_of_make() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    told = [line for block in blocks("sh") for line in block.splitlines() if "make" in line[:4]]
    assert [shlex.split(line, comments=True) for line in told] == [["make"], ["make", "test"]]
    assert re.search(r"^test:", makefile, re.MULTILINE)
    assert re.search(r"^\.PHONY: build\nbuild:", makefile, re.MULTILINE)


@pytest.mark.parametrize("line", commands())
def test_command_of_the_readme_runs(line: str, clone: Path) -> None:
    words = shlex.split(line, comments=True)
    done = subprocess.run(
        [CARDINDEX, *words[1:]], cwd=clone, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr


def test_python_of_the_readme_runs(clone: Path) -> None:
    for block in blocks("python"):
        done = subprocess.run(
            [sys.executable, "-c", block], cwd=clone, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def test_every_file_that_the_readme_points_to_exists() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)", README)
    named += re.findall(
        r"`((?:docs|graph|notebooks)/[\w./-]*|[\w.-]+\.(?:ttl|cff)|LICENSE[\w-]*)`", README
    )
    assert named
    assert [name for name in named if not (PROJECT / name).exists()] == []
