"""The registry of exports: every format is told and built, alike each time, packed or not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import small

from cardindex import exports
from cardindex.atomic import PACKED
from cardindex.errors import OutputError, UnknownName
from cardindex.evidence import tally
from cardindex.imports.opened import stream
from cardindex.slices import Slice

STANDS = tally(small.index(), Slice())


def test_every_format_is_told_and_has_a_file_of_its_own() -> None:
    files = [format_.file for format_ in exports.FORMATS.values()]
    assert len(set(files)) == len(files)
    for name, format_ in exports.FORMATS.items():
        assert format_.name == name
        assert format_.extension == format_.file.rpartition(".")[2]
        assert "/" in format_.media_type
        assert format_.description


def test_build_writes_every_format() -> None:
    files = exports.files(small.index())
    assert list(files) == [kind.file for kind in exports.FORMATS.values() if kind.built]
    for name, part in (("edges.csv", STANDS), ("edges-all.csv", small.selection())):
        assert b"".join(files[name]()) == exports.FORMATS["edges-csv"].write(part)
    assert b"".join(files["full.nt"]()) == exports.FORMATS["ntriples"].write(small.selection())


def test_what_is_worked_out_for_a_file_of_a_large_index_goes_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    selection = tally(small.index())
    monkeypatch.setattr("cardindex.exports.LARGE", 1)
    before = set(vars(selection))
    files = exports.files(small.index(), made=(selection,))
    found = {name: b"".join(make()) for name, make in files.items()}
    assert set(vars(selection)) == before
    assert found == {
        kind.file: b"".join(kind.chunks(exports.select(small.index(), kind)))
        for kind in exports.FORMATS.values()
        if kind.file in found
    }
    assert "edges.parquet" in found


def test_files_are_told_in_groups() -> None:
    told = exports.told([*exports.files(small.index()), "index.html"])
    assert [group for group, _ in told] == [
        "RDF", "networks", "networks of everything", "simple networks", "tables", "database",
        "sources", "pictures",
    ]  # fmt: skip
    built = [kind for kind in exports.FORMATS.values() if kind.built]
    assert sum(len(names) for _, names in told) == len(built)


def test_unknown_format_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match='did you mean "graphml"'):
        exports.write(small.selection(), "grafml", tmp_path / "x")


def test_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="it is a folder"):
        exports.write(small.selection(), "turtle", tmp_path)


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "import sys; from hashlib import sha256; from cardindex import exports;"
        "from cardindex.index import Index;"
        "files = exports.files(Index.open(sys.argv[1]));"
        "[print(name, sha256(b''.join(make())).hexdigest()) for name, make in files.items()]"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", program, str(small.FOLDER)],
            env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("0", "1")
    )  # fmt: skip
    assert first.splitlines() == second.splitlines()
    assert len(first.splitlines()) == sum(kind.built for kind in exports.FORMATS.values())


@pytest.mark.parametrize("ending", list(PACKED))
def test_file_is_packed_by_its_ending_alike_each_time(ending: str, tmp_path: Path) -> None:
    one, other = tmp_path / f"one.nq{ending}", tmp_path / f"other.nq{ending}"
    for path in (one, other):
        exports.write(small.selection(), "nquads", path)
    assert one.read_bytes() == other.read_bytes()
    plain = exports.FORMATS["nquads"].write(small.selection())
    assert len(one.read_bytes()) < len(plain) / 4
    with stream(one) as file:
        assert file.read() == plain


@pytest.mark.parametrize("ending", ["", *PACKED])
def test_disk_that_fills_in_the_middle_is_told_and_the_old_file_stands(
    ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"full.nq{ending}"
    path.write_bytes(b"old")
    program = (
        "import resource, sys; from pathlib import Path; from cardindex import exports;"
        "from cardindex.evidence import tally; from cardindex.index import Index;"
        "selection = tally(Index.open(sys.argv[1]));"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000));"
        "exports.write(selection, 'nquads', Path(sys.argv[2]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(small.FOLDER), str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr.endswith(
        f"OutputError: {path}: cannot be written: File too large; the old file stands\n"
    )
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
