"""Every notebook runs, ends with what must not be concluded, and is kept without outputs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> NotebookNode:
    found: NotebookNode = nbformat.read(request.param, as_version=4)
    return found


@pytest.fixture
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the kernel to this Python, and away from the settings of whoever runs the tests."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    return


def test_there_are_seven_notebooks_of_one_question_each() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == ["1-", "2-", "3-", "4-", "5-", "6-", "7-"]


@pytest.mark.usefixtures("own_settings")
def test_notebook_runs_from_top_to_bottom(notebook: NotebookNode) -> None:
    resources = {"metadata": {"path": str(FOLDER)}}
    executed = NotebookClient(notebook, timeout=100, resources=resources).execute()
    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    complaints = [
        output.text
        for cell in code
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]
    assert complaints == []
    assert [cell.id for cell in code if not cell.outputs] == []


def test_notebook_is_kept_without_outputs(notebook: NotebookNode) -> None:
    kept = [
        cell.id
        for cell in notebook.cells
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count is not None)
    ]
    assert kept == []


def test_notebook_ends_with_what_must_not_be_concluded(notebook: NotebookNode) -> None:
    last = notebook.cells[-1]
    assert last.cell_type == "markdown"
    assert last.source.startswith("## What must not be concluded")


def test_notebook_of_ranges_says_what_they_are_not(notebook: NotebookNode) -> None:
    text = "\n".join(cell.source for cell in notebook.cells)
    if "ranking(" in text:
        assert "not a confidence interval" in text
