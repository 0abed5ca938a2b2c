"""`make docs`: a site without a warning, the same each time, that asks nothing of the network."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_house import PROJECT

import cardindex

MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
LOADED = re.compile(
    r"<(?:script|img|iframe|source)\b[^>]*\bsrc=[\"'](?:https?:)?//"
    r"|<link\b[^>]*\bhref=[\"'](?:https?:)?//"
    r"|url\([\"']?(?:https?:)?//|@import\s+[\"'](?:https?:)?//"
)


def make(folder: Path, seed: str) -> subprocess.CompletedProcess[str]:
    """Run the command of ``make docs``, into a folder."""
    (line,) = re.findall(r"^\t@?\$\(run\) (sphinx .+) \. dist/site$", MAKEFILE, re.MULTILINE)
    words = [word.replace("build/", f"{folder}/") for word in shlex.split(line)]
    return subprocess.run(
        [sys.executable, "-P", "-m", *words, ".", str(folder / "site")],
        cwd=PROJECT, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONHASHSEED": seed},
    )  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    done = make(folder, "1")
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "site"


def test_every_page_is_made_and_the_first_is_found(site: Path) -> None:
    pages = {path.stem for path in (PROJECT / "docs").glob("*.md")}
    assert pages == {path.stem for path in (site / "docs").glob("*.html")}
    assert {"README.html", "CONTRIBUTING.html", "SECURITY.html", "CHANGELOG.html"} <= {
        path.name for path in site.iterdir()
    }
    assert 'url=docs/index.html"' in (site / "index.html").read_text(encoding="utf-8")


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    texts = [path for path in site.rglob("*") if path.suffix in {".html", ".css", ".svg"}]
    wrong = [path.name for path in texts if LOADED.search(path.read_text(encoding="utf-8"))]
    assert wrong == []


def test_what_loads_from_elsewhere_is_seen() -> None:
    assert LOADED.search('<script async src="https://example.org/x.js">')
    assert LOADED.search('<link rel="stylesheet" href="//example.org/x.css">')
    assert LOADED.search("@font-face { src: url(https://example.org/x.woff2) }")
    assert not LOADED.search('<a href="https://example.org">')


def test_python_that_is_promised_is_told(site: Path) -> None:
    told = (site / "docs" / "python.html").read_text(encoding="utf-8")
    public = {name for name in cardindex.__all__ if not name.startswith("__")}
    assert {name for name in public if f'id="cardindex.{name}"' not in told} == set()
    for name in vars(cardindex.Workbench):
        if not name.startswith("_"):
            assert f'id="cardindex.Workbench.{name}"' in told, name


def test_it_is_the_same_each_time(site: Path, tmp_path: Path) -> None:
    assert make(tmp_path, "2").returncode == 0
    again = tmp_path / "site"

    def files(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    first, second = files(site), files(again)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.parametrize("page", ["python", "i-analyse"])
def test_python_of_the_pages_runs(page: str, tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "graph", tmp_path / "graph")
    shutil.copy(PROJECT / "ontology.ttl", tmp_path)
    text = (PROJECT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        done = subprocess.run(
            [sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
