"""build: on a full disk, and of an index too large for all formats."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent / "data"


def on_a_small_disk(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command line where no file may grow beyond 64 kB, which fails it half way."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))

    return subprocess.run(
        [sys.executable, "-c", "from cardindex.cli import main; main()", *map(str, words)],
        capture_output=True,
        text=True,
        preexec_fn=limit,
        check=False,
    )


@pytest.mark.parametrize("stood", [True, False])
def test_build_on_a_full_disk_leaves_what_stood_there(stood: bool, tmp_path: Path, run) -> None:
    folder, index = tmp_path / "dist", DATA / "valid" / "smallest"
    if stood:
        assert run("build", index, "-o", folder).code == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert bool(before) is stood
    done = on_a_small_disk("build", index, "-o", folder)
    assert done.returncode == 1
    assert re.fullmatch(r".*: cannot be written: .*; the old files stand\n", done.stderr)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_build_of_a_large_index_makes_what_programs_load_and_the_page(
    tmp_path: Path, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cardindex.exports.LARGE", 3)
    done = run("build", DATA / "valid" / "small", "-o", tmp_path / "dist")
    assert sorted(path.name for path in (tmp_path / "dist").iterdir()) == [
        "edges.parquet", "full.nq", "index.html", "manifest.txt", "nodes.parquet", "ontology.ttl",
    ]  # fmt: skip
    assert "of more than 3 claims no more than that: see cardindex export" in done.out
    alone = run("export", "nquads", "-i", DATA / "valid" / "small", "-o", tmp_path / "all.nq")
    assert alone.code == 0
    assert (tmp_path / "dist" / "full.nq").read_bytes() == (tmp_path / "all.nq").read_bytes()
