"""docs/imports.md does what it says: its files are imported, and every format has its place."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cardindex.imports import FORMATS

PROJECT = Path(__file__).resolve().parent.parent
TEXT = (PROJECT / "docs" / "imports.md").read_text(encoding="utf-8")
FILES = re.findall(r"^`([\w.-]+)`:\n\n```\w*\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
STEPS = re.findall(r"^```(sh|python)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the page shows."""
    place = tmp_path_factory.mktemp("imports")
    for name, text in FILES:
        (place / name).write_text(text, encoding="utf-8")
    return place


def test_commands_and_python_of_the_page_run_in_their_order(folder: Path) -> None:
    for language, block in STEPS:
        lines = [shlex.split(row, comments=True) for row in block.splitlines() if row.strip()]
        runs = [["-m", *words] for words in lines] if language == "sh" else [["-c", block]]
        for words in runs:
            done = subprocess.run(
                [sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, (words, done.stderr)


def test_every_format_has_its_place() -> None:
    headed = re.findall(r"^### (\w+)$", TEXT, re.MULTILINE)
    assert headed == sorted(headed)
    assert FORMATS.keys() <= set(headed)
