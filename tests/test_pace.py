"""Long files start first, and what was slow is told with the test that made it so."""

from __future__ import annotations

import types
from pathlib import Path

import pace


def report(node: str, when: str, duration: float) -> types.SimpleNamespace:
    return types.SimpleNamespace(nodeid=node, when=when, duration=duration)


def test_longest_file_comes_first_and_one_that_is_not_known_by_its_tests() -> None:
    nodes = ["a.py::one", "b.py::one", "c.py::one", "new.py::one", "new.py::two[a::b]"]
    seconds = {"a.py": 0.1, "b.py": 9.0, "c.py": 0.3}
    assert pace.longest_first(nodes, seconds) == ["b.py", "new.py", "c.py", "a.py"]


def test_slowest_files_are_told_with_their_slowest_tests() -> None:
    measured = pace.Pace()
    for at in range(pace.TOLD + 1):
        measured.pytest_runtest_logreport(report(f"f{at}.py::quick", "call", 1 + at))
    measured.pytest_runtest_logreport(report("f3.py::slow[a::b]", "setup", 30))
    measured.pytest_runtest_logreport(report("f3.py::slow[a::b]", "call", 10))
    _, first, *rest, last = measured.lines()
    assert first.split() == ["44.0", "2", "68%", "f3.py", "40.0", "slow[a::b]"]
    assert [line.split()[3] for line in rest] == [
        f"f{at}.py" for at in (10, 9, 8, 7, 6, 5, 4, 2, 1)
    ]
    assert last.split() == ["106.0", "12", "28%", "all", "11", "files"]


def test_what_did_not_run_is_kept_as_it_was_and_what_is_gone_is_not(tmp_path: Path) -> None:
    path = tmp_path / "tests" / "seconds.csv"
    path.parent.mkdir()
    for name in ("a.py", "b.py"):
        (tmp_path / name).touch()
    pace.keep({"b.py": 2.04, "gone.py": 1.0}, {"b.py": 3, "gone.py": 1}, path)
    pace.keep({"a.py": 1.0}, {"a.py": 1}, path)
    assert path.read_text(encoding="utf-8") == "file,seconds,tests\na.py,1.0,1\nb.py,2.0,3\n"
    assert pace.kept(path) == {"a.py": 1.0, "b.py": 2.0}
