"""Entries that are killed half way, and several processes that write to one index."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from test_interrupted import files, killed, litter

from cardindex import checks
from cardindex.editing import Ledger, add_claim, add_row

EXAMPLE = Path(checks.__file__).parent.parent / "example"

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="processes are killed as POSIX does"
)

ADD = ("add", "claim", "--subject", "ida-quill", "--relation", "met", "--object", "Una Vale",
       "--new-object", "person", "--source", "A diary", "--new-source", "book")  # fmt: skip


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with an index in it."""
    shutil.copytree(EXAMPLE, tmp_path / "work" / "graph")
    shutil.copy(EXAMPLE.parent / "ontology.ttl", tmp_path / "work" / "graph")
    return tmp_path / "work"


def tables(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in files(folder).items() if name.endswith(".csv")}


def test_entry_that_is_killed_is_all_there_or_not_at_all(work: Path) -> None:
    old = tables(work / "graph")
    runs = killed(signal.SIGKILL, work, 3, *ADD)
    assert {code for code, _ in runs} == {-signal.SIGKILL, 0}
    new = tables(runs[-1][1] / "graph")
    assert sorted(name for name in new if new[name] != old[name]) == [
        "citations.csv", "claims.csv", "entities.csv", "sources.csv",
    ]  # fmt: skip
    seen = set()
    for _, folder in runs:
        index = folder / "graph"
        # Whoever reads it sees all of one or of the other.
        assert [it for it in checks.examine(index)[1] if it.severity == "error"] == []
        found = tables(index)
        assert found in (old, new)
        ledger = Ledger.open(index)
        assert len(ledger.done) == (found == new)
        if found == new:
            ledger.undo()
            assert tables(index) == old
        seen.add(found == new)
        ledger.write(add_row(ledger, "entities", {"type": "person", "label": "Another"}))
        assert set(litter(index)) == {".cardindex", ".gitignore"}
    assert seen == {True, False}


def test_undo_that_is_killed_is_all_there_or_not_at_all(work: Path) -> None:
    old = tables(work / "graph")
    ledger = Ledger.open(work / "graph")
    ledger.write(
        add_claim(
            ledger,
            {"subject": "ida-quill", "relation": "met", "object": "new-one"},
            [{"source": "quill-memoir", "stance": "affirms", "certainty": "stated"}],
            [{"id": "new-one", "type": "person", "label": "New"}],
        )
    )
    new = tables(work / "graph")
    for _, folder in killed(signal.SIGKILL, work, 6, "undo"):
        index = folder / "graph"
        assert [it for it in checks.examine(index)[1] if it.severity == "error"] == []
        found = tables(index)
        assert found in (old, new)
        again = Ledger.open(index)
        assert (len(again.done), len(again.undone)) == ((1, 0) if found == new else (0, 1))


def test_processes_that_write_at_once_lose_nothing(work: Path) -> None:
    program = (
        "import sys\n"
        "from cardindex.editing import *\n"
        "ledger = Ledger.open('graph')\n"
        "for number in range(8):\n"
        "    while True:\n"
        "        name = f'{sys.argv[1]}-{number}'\n"
        "        try:\n"
        "            ledger.write(add_row(ledger, 'entities', "
        "{'id': name, 'type': 'person', 'label': name}))\n"
        "            break\n"
        "        except ChangedOnDisk:\n"
        "            ledger.reload()\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, name], cwd=work, stderr=subprocess.PIPE)
        for name in ("one", "two", "three")
    ]
    for each in running:
        _, told = each.communicate(timeout=60)
        assert (each.returncode, told) == (0, b"")
    ledger = Ledger.open(work / "graph")
    made = {f"{name}-{number}" for name in ("one", "two", "three") for number in range(8)}
    assert made <= {row[0] for row in ledger.rows("entities")}
    assert len(ledger.done) == len(made)
    for _ in made:
        ledger.undo()
    assert tables(work / "graph")["entities.csv"] == (EXAMPLE / "entities.csv").read_bytes()
