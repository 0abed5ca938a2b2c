"""cardindex text: texts made from files, listed, searched; nothing half written, nothing undone."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from pathlib import Path

import documents
import pytest
from click.testing import CliRunner, Result

import cardindex
from cardindex import ontology
from cardindex.checks import examine
from cardindex.cli import commands
from cardindex.index import Index
from cardindex.passages import read_texts, verify

EXAMPLE = Path(cardindex.__file__).parent / "example"
ESSAY = "lantern-essay"


def run(*words: object) -> Result:
    return CliRunner().invoke(commands, [*map(str, words)])


def told(result: Result) -> str:
    """Return what a command that failed says."""
    assert result.exit_code == 1, result.output
    return str(result.exception)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "index")
    shutil.copy(ontology.packaged_path(), tmp_path / "index")
    return tmp_path / "index"


def state(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder but for the journal and its lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name != ".cardindex"
    }


def add(index: Path, file: Path, source: str, *more: object) -> Result:
    return run("text", "add", file, "--source", source, "-i", index, *more)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.pdf"
    pages = [["Preface of the", "lantern."], ["It was lit by", "Quill."]]
    path.write_bytes(documents.pdf(pages, "0 << /S /r /St 4 >> 1 << /S /D /St 12 >>"))
    return path


def test_text_of_a_known_source_is_cited_by_its_pages(index: Path, book: Path) -> None:
    before = state(index)
    done = add(index, book, "lorne-1988")
    assert done.exit_code == 0, done.exception
    assert "2 pages (iv to 12)" in done.stderr
    after = state(index)
    assert {name for name in after if before.get(name) != after[name]} == {
        "texts/lorne-1988.txt", "texts/lorne-1988.units.csv",
    }  # fmt: skip
    cited = run("cite", "lorne-1988", "lit by quill", "-i", index, "--texts", index / "texts")
    assert cited.stdout.splitlines()[1].startswith("12,")


def test_new_source_comes_with_its_unit_and_passes_the_checks(index: Path, book: Path) -> None:
    done = add(index, book, "reed-2003", "--kind", "book", "--title", "Reed, again")
    assert done.exit_code == 0, done.exception
    rows = (index / "sources.csv").read_text(encoding="utf-8").splitlines()
    assert 'reed-2003,book,"Reed, again",,,,,page,,' in rows
    assert rows[1:] == sorted(rows[1:])
    assert {problem.code for problem in examine(index)[1]} == {"unused-source"}


def test_unit_of_a_source_that_has_none_is_set(index: Path, book: Path) -> None:
    done = add(index, book, "quill-interview-1979")
    assert "set the unit of quill-interview-1979 in sources.csv to page" in done.stderr
    assert Index.open(index).sources.at["quill-interview-1979", "unit"] == "page"


def test_same_text_again_changes_nothing(index: Path, book: Path) -> None:
    add(index, book, "lorne-1988")
    before = state(index)
    done = add(index, book, "lorne-1988")
    assert (done.exit_code, state(index)) == (0, before)
    assert "is this one already" in done.stdout


def test_dry_run_writes_nothing(index: Path, book: Path) -> None:
    before = state(index)
    done = add(index, book, "reed-2003", "--kind", "book", "--title", "Reed", "--dry-run")
    assert f"would write {index / 'texts' / 'reed-2003.txt'}" in done.stdout
    assert state(index) == before


def test_text_that_seals_were_made_of_is_replaced_only_if_asked(
    index: Path, tmp_path: Path
) -> None:
    before = state(index)
    essay = (index / "texts" / f"{ESSAY}.txt").read_text(encoding="utf-8")
    lines = essay.split("\n")
    other = tmp_path / "other.txt"
    # What stood in line 2 is gone, all else moves by a line.
    other.write_text("\n".join(["A new head", lines[0], "Gone.", *lines[2:]]), encoding="utf-8")
    refusal = told(add(index, other, ESSAY))
    assert "of which 3 seals were made; --replace" in refusal
    assert state(index) == before
    done = add(index, other, ESSAY, "--replace")
    assert done.exit_code == 0, done.exception
    found = verify(Index.open(index), read_texts(Index.open(index), index / "texts"))
    states = dict(found.loc[found["source"] == ESSAY, ["claim", "state"]].itertuples(index=False))
    missing = sorted(claim for claim, state_ in states.items() if state_ == "missing")
    assert missing
    count = f"{len(missing)} sealed passage" + ("s" if len(missing) > 1 else "")
    assert f"{count} not in this text, of {', '.join(missing)}: these" in done.stderr
    assert "moved:" in done.stderr


def test_all_that_is_wrong_is_told_and_nothing_written(
    index: Path, tmp_path: Path, book: Path
) -> None:
    before = state(index)
    (tmp_path / "empty.txt").touch()
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(documents.pdf([[]]))
    files = [book, tmp_path / "empty.txt", scan, tmp_path, tmp_path / "none.txt"]
    words = [*files, "--source", "New Book", "--kind", "bok", "--title", "x\u202ey"]
    said = told(run("text", "add", *words, "-i", index, "--unit", "pag"))
    for each in (
        '"New Book" is no id', 'unknown kind of source "bok"; did you mean "book"?',
        "--title holds \\u202e", 'unknown unit "pag"; did you mean "page"?', "it is empty",
        "ocrmypdf in.pdf out.pdf", "it is a folder", "No such file",
    ):  # fmt: skip
        assert each in said
    assert state(index) == before


@pytest.mark.parametrize(
    ("source", "more", "said"),
    [
        ("lantern-esay", (), 'did you mean "lantern-essay" (The Lantern Affair)? (to add it to'),
        ("reader-comment", (), 'stands in "lantern-essay", whose text holds it'),
        ("lorne-1988", ("--unit", "folio"), '"lorne-1988" counts in pages by sources.csv'),
        ("new", ("--kind", "book"), "--title is missing"),
    ],
)
def test_source_that_will_not_do(
    index: Path, book: Path, source: str, more: tuple[str, ...], said: str
) -> None:
    before = state(index)
    assert said in told(add(index, book, source, *more))
    assert state(index) == before


def test_source_may_be_called_by_its_title(index: Path, book: Path) -> None:
    done = add(index, book, "Lantern and Reed")
    assert '"Lantern and Reed" is taken for lorne-1988 (Lantern and Reed)' in done.stderr


def test_files_that_follow_on_each_other_are_counted_through(index: Path, book: Path) -> None:
    again = book.with_name("again.pdf")
    again.write_bytes(book.read_bytes())
    done = run("text", "add", book, again, "--source", "lorne-1988", "-i", index)
    assert "4 pages (1 to 4)" in done.stderr
    assert "the files number their pages alike" in done.stderr


def test_units_of_a_text_before_go_with_it(index: Path, book: Path, tmp_path: Path) -> None:
    add(index, book, "lorne-1988")
    plain = tmp_path / "plain.txt"
    plain.write_text("Other words.\n", encoding="utf-8")
    done = add(index, plain, "lorne-1988", "--replace")
    assert "its pages are not told in it" in done.stderr
    beside = index / "texts" / "lorne-1988.units.csv"
    assert beside.read_text(encoding="utf-8") == "start,unit,locator,opens\n"
    assert run("verify", "-i", index, "--texts", index / "texts").exit_code == 0


def test_folder_that_cannot_be_written_leaves_all_as_it_was(
    index: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(index)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cardindex.atomic.together._move", refuse)
    done = add(index, book, "reed-2003", "--kind", "book", "--title", "Reed")
    assert "No space left on device" in told(done)
    assert state(index) == before


def test_words_are_found_in_all_texts_as_people_type_them(index: Path, tmp_path: Path) -> None:
    memoir = tmp_path / "memoir.txt"
    memoir.write_text(
        "[p. 1] At the dock.\n[p. 2] Él vio “the Reed-\nCompany’s” infor-\nmation.\n", "utf-8"
    )
    add(index, memoir, "quill-memoir", "--unit", "page")
    found = json.loads(run("text", "find", "reed company", "-i", index, "--format", "json").stdout)
    assert [(hit["source"], hit["words"]) for hit in found] == [(ESSAY, "Reed Company")]
    for words in ('el VIO "the reed- company\'s"', "information", "at … dock"):
        [hit] = json.loads(
            run(
                "text", "find", words, "-i", index, "--source", "quill-memoir", "--format", "json"
            ).stdout
        )
        assert (hit["source"], hit["locator"]) == ("quill-memoir", "1" if "…" in words else "2")
    assert "0 places in 0 texts, of 2 at hand" in run("text", "find", "zebra", "-i", index).stderr


def test_words_around_are_whole_and_in_one_line(index: Path) -> None:
    done = run("text", "find", "reed", "-i", index, "--around", "20", "--format", "json")
    for hit in json.loads(done.stdout):
        text = (index / "texts" / f"{hit['source']}.txt").read_text(encoding="utf-8")
        around = " ".join(filter(None, (hit["before"], hit["words"], hit["after"])))
        assert f" {around} ".replace(" ,", ",").replace(" .", ".") in " ".join(
            f" {text} ".split("\n")
        ).replace(" ,", ",")
        assert max(len(hit["before"]), len(hit["after"])) <= 20


def test_list_tells_units_and_what_is_read(index: Path, book: Path) -> None:
    add(index, book, "lorne-1988")
    rows = json.loads(run("text", "list", "-i", index, "--format", "json").stdout)
    [lorne] = [row for row in rows if row["source"] == "lorne-1988"]
    assert lorne == {
        "source": "lorne-1988", "title": "Lantern and Reed", "text": "yes", "characters": 45,
        "unit": "page", "places": 2, "read": lorne["read"], "unread": 2 - lorne["read"], "seals": 0,
    }  # fmt: skip
    [memoir] = [row for row in rows if row["source"] == "quill-memoir"]
    assert (memoir["text"], memoir["places"], memoir["unread"]) == ("no", None, None)


def test_list_of_an_index_without_texts(tmp_path: Path) -> None:
    assert run("init", "--empty", tmp_path / "bare").exit_code == 0
    done = run("text", "list", "-i", tmp_path / "bare")
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 1)


# Starting


def test_empty_index_has_tables_without_rows_and_nothing_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "bare"
    assert run("init", "--empty", folder).exit_code == 0
    assert examine(folder)[1] == []
    assert {path.name for path in folder.glob("*.csv")} == {
        "entities.csv", "names.csv", "sources.csv", "claims.csv", "citations.csv", "silent.csv",
    }  # fmt: skip
    assert all(path.read_text("utf-8").count("\n") == 1 for path in folder.glob("*.csv"))
    assert {"index.toml", "ontology.ttl", "README.md"} <= {path.name for path in folder.iterdir()}


def test_index_is_begun_from_a_folder_of_files(tmp_path: Path, book: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    book.rename(files / "The Book (1988).pdf")
    (files / "Año\u202e 1.txt").write_text("One\nTwo\n", "utf-8")
    (files / "año 1.html").write_text("<html><title>A\u200bpage</title><p>One", "utf-8")
    (files / "日本.xml").write_bytes(documents.tei('<div type="document" n="3"><p>Drei</p></div>'))
    (files / "notes.xlsx").write_bytes(b"PK")
    folder = tmp_path / "new"
    done = run("init", folder, "--from-texts", files)
    assert done.exit_code == 0, done.exception
    assert "not read, as of no kind that is: notes.xlsx" in done.stderr
    opened = Index.open(folder)
    assert list(opened.sources[["kind", "title", "unit"]].itertuples(name=None)) == [
        ("ano-1", "report", "Año 1", "paragraph"),
        ("ano-1-2", "web", "A page", "paragraph"),
        ("source", "report", "The Harbour Papers", "document"),
        ("the-book-1988", "report", "The Book (1988)", "page"),
    ]
    assert {problem.code for problem in examine(folder)[1]} == {"unused-source"}
    texts = read_texts(opened, folder / "texts")
    units = texts["source"].units("document")
    assert set(texts) == set(opened.sources.index)
    assert units is not None
    assert units.names == ["3"]


def test_index_is_not_begun_where_a_file_cannot_be_read(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.txt").write_text("One", "utf-8")
    (files / "b.pdf").write_bytes(documents.pdf([["x"]], trailer=documents.LOCKED))
    (files / "c.docx").write_bytes(b"none")
    said = told(run("init", tmp_path / "new", "--from-texts", files))
    assert "b.pdf: it is locked" in said
    assert "c.docx: it is called .docx" in said
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [("none", "there is no such folder"), ("file", "is a file"), ("bare", "holds no file")],
)
def test_folder_of_texts_that_is_none(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "bare").mkdir()
    assert said in told(run("init", tmp_path / "new", "--from-texts", tmp_path / name))


def test_missing_library_is_told(index: Path, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert 'pip install "cardindex[texts]"' in told(add(index, book, "lorne-1988"))


def test_examples_of_the_docs_run(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = Path(__file__).parent.parent / "docs" / "texts.md"
    [block] = re.findall(
        r"^```sh\n(.*?)^```", docs.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    monkeypatch.chdir(tmp_path)
    Path("report.pdf").write_bytes(documents.pdf([["One"]], "0 << /S /D >>"))
    Path("edition.xml").write_bytes(documents.tei("<p>One</p>"))
    for number in (1, 2):
        Path(f"part-{number}.docx").write_bytes(documents.docx(documents.para("One")))
    for line in block.splitlines():
        done = run(*shlex.split(line)[1:], "-i", index)
        assert done.exit_code == 0, done.exception
    assert {path.name for path in (index / "texts").glob("*.txt")} == {
        f"{ESSAY}.txt", "harbour-inquiry.txt", "frus-e16.txt", "quill-memoir.txt",
    }  # fmt: skip
