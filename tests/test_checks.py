"""Every fault gives the report that stands beside it, word for word; what is right gives none."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from building import cite, claim, completed, write
from hypothesis import given, settings
from hypothesis import strategies as st

from cardindex import checks, ontology, tables
from cardindex.checks import examine
from cardindex.checks.codes import CODES
from cardindex.errors import InvalidIndex
from cardindex.index import Index

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "tests" / "data"
REPORT = "report.txt"
ADDED = "added-to-ontology.ttl"

# Where codes are given to problems.
YIELDING = (
    *sorted((PROJECT / "src/cardindex/checks").glob("*.py")),
    *sorted((PROJECT / "src/cardindex/lineage").glob("*.py")),
    *(
        PROJECT / "src/cardindex" / f"{name}.py"
        for name in (
            "dates/mistakes", "ontology/core", "ontology/reading", "ontology/relations",
            "ontology/values", "quantities", "settings",
            "tables/bibliography", "tables/parquets", "tables/reading", "tables/writing",
            "turtlereader",
        )
    ),
)  # fmt: skip
KEBAB = re.compile(r"[a-z]+(?:-[a-z]+)+")
# Kebab-case texts in those modules that are no codes.
NO_CODES = {"utf-8", "utf-8-sig", "utf-16", "not-a-code"}


def cases(folder: str) -> list[Path]:
    return sorted(path for path in (DATA / folder).iterdir() if path.is_dir())


def code_of(case: Path) -> str:
    return case.name.partition("--")[0]


def report(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the lines that `cardindex check` prints of a case, without the name of the folder."""
    folder = tmp_path / case.name
    shutil.copytree(case, folder)
    if (folder / ADDED).exists():
        text = ontology.packaged_path().read_text(encoding="utf-8")
        added = (folder / ADDED).read_text(encoding="utf-8")
        (folder / "ontology.ttl").write_text(text + added, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _, problems = examine(Path(case.name))
    told = {"error": "", "warning": "warning: "}
    lines = [f"{told[problem.severity]}{problem}" for problem in problems]
    return [_of_what_was_added(line) for line in lines] if (folder / ADDED).exists() else lines


def _of_what_was_added(line: str) -> str:
    """Return a line with its place in what a case adds, wherever the shipped ontology ends."""
    ends = ontology.packaged_path().read_text(encoding="utf-8").count("\n")
    return re.sub(r"^ontology\.ttl:(\d+)", lambda at: f"{ADDED}:{int(at[1]) - ends}", line)


def expected(case: Path) -> list[str]:
    path = case / REPORT
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


@pytest.mark.parametrize(
    "case", [*cases("invalid"), *cases("several"), *cases("valid")], ids=lambda case: case.name
)
def test_index_gives_its_report(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert report(case, tmp_path, monkeypatch) == expected(case)


@pytest.mark.parametrize("case", cases("invalid"), ids=lambda case: case.name)
def test_index_with_a_fault_has_its_code(case: Path) -> None:
    codes = {line.rpartition("[")[2].removesuffix("]") for line in expected(case)}
    assert code_of(case) in codes


@pytest.mark.parametrize("case", cases("valid"), ids=lambda case: case.name)
def test_valid_index_has_warnings_at_most(case: Path) -> None:
    assert all(line.startswith("warning: ") for line in expected(case))


def test_every_code_has_an_index_that_gives_it() -> None:
    assert {code_of(case) for case in cases("invalid")} == set(CODES)


def test_every_code_is_documented() -> None:
    text = (PROJECT / "docs" / "problems.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", text, re.MULTILINE)
    assert {code: sentence.replace("\\|", "|") for code, sentence in rows} == CODES


def test_every_code_that_a_module_gives_is_explained() -> None:
    found = {text for path in YIELDING if path.name != "codes.py" for text in codes_in(path)}
    assert found == set(CODES)


def codes_in(path: Path) -> set[str]:
    """Return the kebab-case texts of a module; of an f-string, the codes that it can come to."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z]+"
                for part in node.values
            ]
            found |= {code for code in CODES if re.fullmatch("".join(parts), code)}
        if isinstance(node, ast.Constant) and KEBAB.fullmatch(str(node.value)):
            found.add(node.value)
    return found - NO_CODES


@pytest.mark.parametrize("code", CODES)
def test_explanation_says_what_is_wrong_and_how_to_mend_it(code: str) -> None:
    assert re.fullmatch(r"[A-Z].+: .+\.", CODES[code])


def test_folder_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    draft, problems = examine(tmp_path / "nowhere")
    assert draft is None
    message = 'there is no such folder; "cardindex init DIR" makes a new index [no-index]'
    assert list(map(str, problems)) == [f"{tmp_path}/nowhere: {message}"]


def test_file_is_no_index(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").touch()
    _, problems = examine(tmp_path / "claims.csv")
    assert [problem.message for problem in problems] == [
        "is a file; name the folder that holds index.toml and the tables"
    ]


@pytest.mark.parametrize("case", cases("valid"), ids=lambda case: case.name)
def test_valid_index_opens(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report(case, tmp_path, monkeypatch)
    index = Index.open(case.name)
    assert len(index.claims) == len(tables.read(case, "claims")[0])


def test_index_with_problems_does_not_open() -> None:
    with pytest.raises(InvalidIndex) as raised:
        Index.open(DATA / "several" / "ten-lines-wrong")
    assert str(raised.value).splitlines() == expected(DATA / "several" / "ten-lines-wrong")


def test_warnings_do_not_keep_an_index_from_opening() -> None:
    assert len(Index.open(DATA / "invalid" / "not-canonical--spreadsheet").claims) == 3


@pytest.mark.parametrize("code", ["looped-rests-on", "circular", "misquoted", "overstated"])
def test_finding_about_how_sources_report_does_not_keep_an_index_from_opening(code: str) -> None:
    lines = expected(DATA / "invalid" / code)
    assert all(line.startswith("warning: ") for line in lines)
    assert len(Index.open(DATA / "invalid" / code).claims) == 3


def test_quotation_names_both_rows_and_leaves_out_what_the_quoted_work_only_reports(
    tmp_path: Path,
) -> None:
    """The row to compare with is one in which the quoted work speaks itself."""
    citations = [
        cite("c1", "book", "files"), cite("c1", "files", "|cable"),
        cite("c1", "files", "", "denies"), cite("c2", "book", "files"),
        cite("c2", "files", "|cable", "denies"),
    ]  # fmt: skip
    rows = completed({"claims": [claim("c1"), claim("c2", "a funded c")], "citations": citations})
    rows["sources"][0]["origin"] = "a"
    write(tmp_path, rows)
    _, problems = examine(tmp_path)
    # The header is line 1: book, files that deny, files that report; and then c2.
    (found,) = [problem for problem in problems if problem.code == "misquoted"]
    assert (found.row, found.column) == (2, "chain")
    assert "book has it that files affirms c1, but on line 3 files denies it" in found.message


def test_a_check_that_is_registered_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def grumble(draft: checks.Draft):
        yield draft.claims.problem(0, "id", "not-a-code", "I do not like it; like it")

    monkeypatch.setattr(checks, "CHECKS", [*checks.CHECKS, grumble])
    _, problems = examine(DATA / "valid" / "smallest")
    assert list(map(str, problems)) == ["claims.csv:2:id: I do not like it; like it [not-a-code]"]


EXAMPLE = PROJECT / "src" / "cardindex" / "example"
junk = st.one_of(
    st.sampled_from(["", ";", "a;", "c001", "self", "ada", "?", ">", "|", "a>b|?", "!", "a!",
                     "4-Mar", "1e5", "[..]", "../..", "~", "1..", "12-9", "part c001;part c001",
                     "-", '"', "\n", "\ufeff", "\x00"]),
    st.text(max_size=6),
)  # fmt: skip


@settings(max_examples=30)  # each copies and opens a whole index
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(tables.COLUMNS)), st.integers(0, 9), st.integers(0, 99), junk
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_stands_in_a_cell_ends_in_a_report(
    edits: list[tuple[str, int, int, str]],
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(shutil.copytree(EXAMPLE, Path(name) / "index"))
        (folder / "ontology.ttl").symlink_to(ontology.packaged_path())
        for table, column, row, text in edits:
            rows = [list(cells) for cells in tables.read(EXAMPLE, table)[0].rows()]
            cells = rows[row % len(rows)]
            cells[column % len(cells)] = text
            path = folder / f"{table}.csv"
            path.write_text(tables.render(table, rows), encoding="utf-8", newline="")
        opens_or_reports(folder)


@settings(max_examples=30)
@given(
    st.sampled_from(["index.toml", "ontology.ttl", *(f"{name}.csv" for name in tables.COLUMNS)]),
    st.integers(0, 10_000),
    st.integers(0, 40),
    st.binary(max_size=6),
)
def test_whatever_bytes_stand_in_a_file_end_in_a_report(
    file: str, at: int, length: int, data: bytes
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(shutil.copytree(EXAMPLE, Path(name) / "index"))
        shutil.copy(ontology.packaged_path(), folder / "ontology.ttl")
        before = (folder / file).read_bytes()
        at %= len(before)
        (folder / file).write_bytes(before[:at] + data + before[at + length :])
        opens_or_reports(folder)


def opens_or_reports(folder: Path) -> None:
    _, problems = examine(folder)
    assert all(str(problem).endswith(f"[{problem.code}]") for problem in problems)
    assert {problem.code for problem in problems} <= set(CODES)
    if all(problem.severity == "warning" for problem in problems):
        assert Index.open(folder)
    else:
        with pytest.raises(InvalidIndex):
            Index.open(folder)
