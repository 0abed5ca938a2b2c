"""cardindex import: the formats listed, words asked for at a terminal, what was dropped listed."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from importing import files

from cardindex.cli.meanings import asking
from cardindex.imports import FORMATS, Wishes
from cardindex.imports.words import UnknownWords
from cardindex.ontology import load, packaged_path

EDGES = "source,relation,target,when\nAnn Fox,knew,Bo Penn,1652\nBo Penn,zzz,Cy Fell,12.3.71\n"
MAP = '[relations]\nknew = {family = "alliance", symmetric = true}\n"zzz" = ""\n'


@pytest.fixture
def edges(tmp_path: Path) -> Path:
    path = tmp_path / "edges.csv"
    path.write_text(EDGES, encoding="utf-8")
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    return path


def test_without_a_format_all_are_listed(run) -> None:
    shown = run("import").out
    assert all(name in shown for name in FORMATS)


def test_unknown_words_stop_it_and_nothing_is_written(edges: Path, run) -> None:
    new = edges.with_name("new")
    done = run("import", "csv", edges, "-o", new)
    assert done.code == 1
    assert 'unknown relation "zzz"' in done.err
    assert "--family" in done.err
    assert not new.exists()


def test_mapping_mends_it_and_what_is_left_out_is_listed(edges: Path, run) -> None:
    new = edges.with_name("new")
    told = ("import", "csv", edges, "--map", edges.with_name("map.toml"))
    assert run(*told, "-o", new, "--dry-run").code == 0
    assert not new.exists()
    done = run(*told, "-o", new)
    assert done.code == 0, done.err
    listed = (new / "dropped.csv").read_text("utf-8").splitlines()
    assert listed[0] == "at,what,why"
    assert listed[1].endswith(",Bo Penn zzz Cy Fell,the mapping leaves this relation out")
    before = files(new)
    assert run(*told, "--source", "edges", "-i", new).out == "nothing to change\n"
    assert files(new) == before


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("import", "cvs", "x"), 1, 'unknown format "cvs"; did you mean "csv"?'),
        (("import", "csv", "-o", "new"), 2, "name the file to import"),
        (("import", "csv", "x", "-o", "new", "-i", "graph"), 2, "exclude each other"),
        (("import", "csv", "edges.csv", "--map", "edges.csv", "-o", "new"), 1, "is not TOML"),
        (("import", "csv", "edges.csv", "--map", "none.toml", "-o", "new"), 1, "cannot be read"),
        (("import", "csv", "edges.csv", "--source-kind", "tome", "-o", "new"), 1, "kind of source"),
        (("import", "csv", "edges.csv", "--family", "kin", "-o", "new"), 1, 'unknown family "kin"'),
        (("import", "csv", "edges.csv", "-i", "nowhere"), 1, "there is no such folder"),
    ],
)
def test_what_cannot_be_done_is_told(
    words: tuple[str, ...],
    code: int,
    told: str,
    edges: Path,
    run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(edges.parent)
    done = run(*words)
    assert done.code == code
    assert told in done.err
    assert not Path("new").exists()


def test_words_are_asked_for_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["funded", "new", "kinship", "-"])
    monkeypatch.setattr(click, "prompt", lambda *_, **__: next(answers))
    monkeypatch.setattr(click, "confirm", lambda *_, **__: True)
    met = []

    def work(wishes: Wishes) -> Wishes:
        met.append(wishes)
        if not wishes.mapping.get("relations"):
            raise UnknownWords("relation", {"fundd": "funded", "wed_": "", "zzz": ""}, "how")
        return wishes

    done = asking(work, Wishes(), load(packaged_path()), asked=True)  # type: ignore[arg-type]
    assert done.mapping == {  # type: ignore[attr-defined]
        "relations": {
            "fundd": "funded",
            "wed_": {"family": "kinship", "symmetric": True},
            "zzz": "",
        }
    }
    with pytest.raises(UnknownWords):
        asking(work, Wishes(), load(packaged_path()), asked=False)  # type: ignore[arg-type]
