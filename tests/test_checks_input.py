"""What people hand over: other files in its place, odd characters and sizes, what is meant."""

# ruff: noqa: RUF001 - letters that look like others are among it

from __future__ import annotations

import os
import re
import shutil
import socket
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from building import SETTINGS, cite, claim, completed, entity, rendered, write
from hypothesis import given, settings
from hypothesis import strategies as st

from cardindex import ontology, tables
from cardindex.checks import examine, limits
from cardindex.cli.fmt import _canonical as canonical_texts
from cardindex.differences import differences
from cardindex.errors import Problem
from cardindex.index import Index
from cardindex.tables import COLUMNS, bibliography

KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FILES = [*(f"{name}.csv" for name in COLUMNS), bibliography.FILE]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a small valid index."""
    rows = {"claims": [claim("c1", "ada funded ben")], "citations": [cite("c1", "book")]}
    write(tmp_path / "index", completed(rows))
    return tmp_path / "index"


def told(folder: Path, file: str = "") -> list[tuple[int, str, str]]:
    """Return row, column and code of the problems of a file, or of all."""
    _, problems = examine(folder)
    chosen = [problem for problem in problems if not file or problem.file == file]
    return [(problem.row, problem.column, problem.code) for problem in chosen]


def messages(folder: Path, code: str) -> list[str]:
    return [problem.message for problem in examine(folder)[1] if problem.code == code]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("kind", ["pipe", "device", "socket", "folder", "link to a device"])
def test_what_is_no_file_is_told_in_one_line_at_once(folder: Path, file: str, kind: str) -> None:
    path = folder / file
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as end:
            end.bind(os.path.relpath(path))
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    named = kind.rpartition(" ")[2]
    found = [problem for problem in examine(folder)[1] if problem.file == file]
    assert [problem.code for problem in found] == ["unreadable-file"]
    assert f"is a {named}" in found[0].message


@pytest.mark.parametrize("file", FILES)
def test_link_that_leads_nowhere_is_told(folder: Path, file: str) -> None:
    (folder / file).unlink(missing_ok=True)
    (folder / file).symlink_to("nowhere")
    found = [problem for problem in examine(folder)[1] if problem.file == file]
    assert [problem.message.partition(";")[0] for problem in found] == [
        "is a link to a file that is not there"
    ]


def test_link_to_a_file_is_as_good_as_the_file(folder: Path) -> None:
    shutil.move(folder / "names.csv", folder.parent / "elsewhere.csv")
    (folder / "names.csv").symlink_to(folder.parent / "elsewhere.csv")
    assert told(folder, "names.csv") == []


@pytest.mark.parametrize("file", ["silent.csv", bibliography.FILE])
def test_file_without_end_is_not_read(folder: Path, file: str) -> None:
    with (folder / file).open("wb") as handle:
        handle.truncate(3_000_000_000)
    assert told(folder, file) == [(0, "", "unreadable-file")]


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000, "nowhere/at/all"])
def test_folder_of_an_odd_name_is_no_index(path: str) -> None:
    assert told(Path(path)) == [(0, "", "no-index")]


def test_folder_that_may_not_be_entered_is_said_to_be_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", refuse)
    (problem,) = examine(folder)[1]
    assert problem.message.startswith("cannot be entered: Permission denied; ")


TABLE = "entity,name,kind,language\n"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n" * 9, b'"' * 9, b'"', b"\x00", b"\x00" * 9999, b"\xff\xfe", b"\xef\xbb\xbf", b",",
        b"," * 100_000, b"\r" * 9, b"sep=;", b"sep=;\n", b'"sep=,"\n',
        f"{TABLE}{'a' * 200_000}".encode(), f'{TABLE}a,"{"b" * 200_000}",alias,\n'.encode(),
        f"{TABLE}{',' * 100_000}x\n".encode(), f'{TABLE}"{"b" * 300_000}'.encode(),
        b"entity," * 99_999 + b"name\n", b"\xed\xa0\x80,x\n",
    ],
    ids=lambda data: f"{len(data)} bytes",
)  # fmt: skip
def test_table_of_nothing_but_oddities_ends_in_few_lines(folder: Path, data: bytes) -> None:
    (folder / "names.csv").write_bytes(data)
    found = told(folder, "names.csv")
    assert 0 < len(found) < 10


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        ("sep=;\nentity;name;kind;language\nada;A;alias;\n", 3),
        ('"sep=;"\r\nentity;name;kind;language\r\nada;A;alias;\r\n', 3),
        ("\ufeffsep=\t\nentity\tname\tkind\tlanguage\nada\tA\talias\t\n", 3),
        ("SEP=,\nentity,name,kind,language\nada,A,alias,\n", 3),
        ("sep=,,,\nentity,name,kind,language\nada,A,alias,\n", 3),
        ("sep=|\nentity|name|kind|language\nada|A|alias|\n", 3),
    ],
)
def test_line_for_excel_is_absorbed_and_counted(header: str, lines: int) -> None:
    table, problems = tables.parse("names", header.encode())
    assert problems == []
    assert table is not None
    assert list(table.lines) == [lines]
    assert tables.canonical(table) == TABLE + "ada,A,alias,\n"
    assert "sep=" in str(tables.form_problem(table))


@pytest.mark.parametrize("header", ["ID,Type,Label,Description", " id , TYPE ,Label,description "])
def test_header_in_capitals_is_told_from_none(folder: Path, header: str) -> None:
    (folder / "entities.csv").write_text(f"{header}\nada,person,Ada,\n", encoding="utf-8")
    found = messages(folder, "unknown-column")
    assert found
    assert all(
        re.fullmatch(r'unknown column "\w+"; write "[a-z]+", in small letters', it) for it in found
    )
    assert messages(folder, "missing-header") + messages(folder, "missing-column") == []


@pytest.mark.parametrize(
    ("above", "line"), [("People and bodies,,,,\n", 2), ("A title\n\n", 3), ("x;y\n,,\nz\n", 4)]
)
def test_header_below_a_title_is_told_by_its_line(folder: Path, above: str, line: int) -> None:
    path = folder / "entities.csv"
    path.write_text(above + path.read_text(encoding="utf-8"), encoding="utf-8")
    message = f"the first line is no header, which is line {line}: delete what is above it"
    found = [problem for problem in examine(folder)[1] if problem.file == "entities.csv"]
    assert [problem.message for problem in found] == [message]


def test_claim_id_with_a_letter_that_looks_like_another_is_mended_to_that(tmp_path: Path) -> None:
    rows = {"claims": [claim("\u04417", "ada funded ben")], "citations": []}
    write(tmp_path, completed(rows))
    found = [problem for problem in examine(tmp_path)[1] if problem.code == "malformed-id"]
    assert [problem.message[-10:] for problem in found] == ['write "c7"']


def test_header_in_other_words_is_not_to_be_kept_below_the_right_one(folder: Path) -> None:
    (folder / "entities.csv").write_text("Kennung,Art,Name,Notiz\n", encoding="utf-8")
    (found,) = messages(folder, "missing-header")
    assert "or in its place if it is a header in other words: id,type,label" in found


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("entities", "label", "x" * (limits.NAME + 1)),
        ("entities", "description", "x" * (limits.TEXT + 1)),
        ("claims", "gloss", "x" * (limits.TEXT + 1)),
        ("claims", "unit", "x" * (limits.WORD + 1)),
        ("citations", "locator", "x" * (limits.WORD + 1)),
        ("citations", "chain", ">".join(["book"] * 3000)),
        ("claims", "ties", ";".join(["same c1"] * 3000)),
        ("sources", "title", "x" * (limits.NAME + 1)),
        ("silent", "reason", "x" * (limits.TEXT + 1)),
        ("groups", "value", "x" * (limits.NAME + 1)),
    ],
)
def test_cell_has_room_for_what_it_is_for(
    tmp_path: Path, table: str, column: str, value: str
) -> None:
    rows = {
        "claims": [claim("c1", "ada funded ben")], "citations": [cite("c1", "book")],
        "silent": [{"source": "book", "locator": "1", "reason": "r"}],
        "groups": [{"entity": "ada", "scheme": "bloc", "value": "v"}],
    }  # fmt: skip
    full = completed(rows)
    full[table][0][column] = value
    write(tmp_path, full)
    assert "too-long" in {
        code for _, found, code in told(tmp_path, f"{table}.csv") if found == column
    }


@pytest.mark.parametrize("digits", [20, 5000])
@pytest.mark.parametrize("column", ["start", "end"])
def test_offset_without_end_is_too_large(tmp_path: Path, column: str, digits: int) -> None:
    sealed = {"start": "1", "end": "2", "seal": f"1:{'a' * 64}", column: "9" * digits}
    rows = {"claims": [claim("c1")], "citations": [cite("c1", "book", **sealed)]}
    write(tmp_path, completed(rows))
    assert (2, column, "too-large") in told(tmp_path, "citations.csv")


@pytest.mark.parametrize(
    ("locator", "said"),
    [
        ("346-49", 'write "346-349"'), ("14-12", 'write "12-14"'), ("p. 14", 'write "14"'),
        ("pp. 346–349", 'write "346-349"'), ("12 and 14", 'write "12,14"'), ("fol. 3", "write 72,"),
        ("13r", "write 72,"), ("9" * 5000, "mend the number"), ("1-99999999999", "mend the number"),
        ("1-20000", "names more than 10,000 pages"), ("i" * 21, "write 72,"),
    ],
)  # fmt: skip
def test_locator_that_is_none_is_told_which_was_meant(
    tmp_path: Path, locator: str, said: str
) -> None:
    rows = {
        "claims": [claim("c1")], "citations": [cite("c1", "book", locator=locator)],
        "sources": [{"id": "book", "kind": "book", "title": "Book", "unit": "page"}],
    }  # fmt: skip
    write(tmp_path, completed(rows))
    _, problems = examine(tmp_path)
    assert any(said in problem.message for problem in problems if problem.column == "locator")


@pytest.mark.parametrize(
    "text",
    ["👨\u200d👩\u200d👧", "❤\ufe0f", "می\u200cخواهم", "אבג\u200fabc", "葛\U000e0100飾",
     "🏴\U000e0067\U000e0062\U000e007f",
     "1\ufe0f\u20e3", "\u1820\u180b", "line\nfeed and\ttab", "Ωmega", "﷽"],
)  # fmt: skip
def test_what_scripts_and_symbols_need_is_free(tmp_path: Path, text: str) -> None:
    rows = {"claims": [claim("c1", "ada funded ben")], "citations": [cite("c1", "book")]}
    write(tmp_path, completed({"entities": [entity("ada", description=text)], **rows}))
    assert [code for _, column, code in told(tmp_path) if column == "description"] == []


CODES_OF = {
    "control-character": "\x1b\x9b\x07\x7f\u202e\u2067\u061c\uffff",
    "invisible-character": "\u200b\u00ad\u2060\ufeff\u3164\u2028\ufe0f\U000e0041",
    "lost-character": "\ufffd",
    "private-character": "\ue000\U0010fffd\ufdd0\U0001ffff",
}
TEXTS = [
    ("entities", "label"), ("entities", "description"), ("names", "name"), ("sources", "title"),
    ("sources", "note"), ("claims", "text"), ("claims", "gloss"), ("citations", "note"),
    ("groups", "value"), ("groups", "note"), ("silent", "reason"), ("decisions", "why"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("char", "code", "table", "column"),
    [(char, code, "entities", "label") for code, chars in CODES_OF.items() for char in chars]
    + [("\x1b", "control-character", *place) for place in TEXTS],
)
def test_character_is_named_in_every_text_and_never_printed(
    tmp_path: Path, char: str, code: str, table: str, column: str
) -> None:
    rows = {
        "claims": [claim("c1", "ada funded ben")], "citations": [cite("c1", "book")],
        "names": [{"entity": "ada", "name": "A", "kind": "alias"}],
        "silent": [{"source": "book", "locator": "1", "reason": "r"}],
        "groups": [{"entity": "ada", "scheme": "bloc", "value": "v"}],
        "decisions": [{"one": "ada", "other": "ben", "decision": "not", "who": "ann", "why": "w"}],
    }  # fmt: skip
    full = completed(rows)
    full[table][0][column] = f"al{char}lende"
    write(tmp_path, full, f'{SETTINGS}[coders.ann]\nname = "Ann"\nkind = "person"\n')
    found = [it for it in examine(tmp_path)[1] if (it.file, it.column) == (f"{table}.csv", column)]
    assert [problem.code for problem in found] == [code]
    assert f"U+{ord(char):04X}" in found[0].message
    assert char not in str(found[0])


@pytest.mark.parametrize("key", ["title", "description", "licence", "version"])
def test_characters_of_the_settings_are_named(folder: Path, key: str) -> None:
    lines = {"title": "Made up", "base": "https://example.org/made-up/", key: "a\\u202eb"}
    text = "".join(f'{key} = "{value}"\n' for key, value in lines.items())
    (folder / "index.toml").write_text(text, encoding="utf-8")
    line = [*lines].index(key) + 1
    assert (line, key, "control-character") in told(folder, "index.toml")


def test_characters_of_the_vocabulary_are_named(folder: Path) -> None:
    text = ontology.packaged_path().read_text(encoding="utf-8")
    odd = text.replace('rdfs:label "funded"@en', 'rdfs:label "fun\\u202eded"@en', 1)
    assert odd != text
    (folder / "ontology.ttl").write_text(odd, encoding="utf-8")
    (folder / "index.toml").write_text(SETTINGS + 'ontology = "ontology.ttl"\n', encoding="utf-8")
    assert [code for _, _, code in told(folder, "ontology.ttl")] == ["control-character"]


def test_ontology_in_a_folder_of_its_own_is_named_with_a_line(folder: Path) -> None:
    text = ontology.packaged_path().read_text(encoding="utf-8")
    odd = text.replace('rdfs:label "funded"@en', 'rdfs:label "fun\\u200bded"@en', 1)
    (folder / "own").mkdir()
    (folder / "own" / "words.ttl").write_text(odd, encoding="utf-8")
    (folder / "index.toml").write_text(SETTINGS + 'ontology = "own/words.ttl"\n', encoding="utf-8")
    line = text[: text.index('rdfs:label "funded"@en')].count("\n")
    assert told(folder, "own/words.ttl") == [(line, "", "invisible-character")]


def test_query_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "queries" / "folder.rq").mkdir(parents=True)
    (folder / "queries" / "other.rq").write_bytes(b"SELECT *\n{ ?s ?p '\xe9' }")
    assert told(folder, "queries/folder.rq") == [(0, "", "unreadable-file")]
    assert told(folder, "queries/other.rq") == [(2, "", "bad-encoding")]


@pytest.mark.parametrize(
    ("coder", "message"),
    [
        ("ann;", '"ann;" has a semicolon with nobody beside it; write "ann"'),
        (";", '";" has a semicolon with nobody beside it; name a coder, or leave the field empty'),
        ("bob;", 'unknown coder "bob"; add it to index.toml: [coders.bob]'),
        ("ANN", 'unknown coder "ANN"; did you mean "ann"?'),
        (
            "Bob B.",
            (
                'unknown coder "Bob B."; an id is lower-case letters and digits joined by hyphens, '
                "and stands in index.toml"
            ),
        ),
        (
            "m1;ann;ann",
            (
                '"m1;ann;ann" is not one person, nor a machine and a person; name one, such as '
                '"m1;ann", and others in a note'
            ),
        ),
    ],
)
def test_coder_that_is_none_is_mended_by_what_can_be_one(
    tmp_path: Path, coder: str, message: str
) -> None:
    full = completed({"claims": [claim("c1", "ada funded ben")], "citations": [cite("c1", "book")]})
    full["citations"][0]["coder"] = coder
    known = (("ann", "person"), ("m1", "machine"))
    coders = "".join(f'[coders.{id_}]\nname = "N"\nkind = "{kind}"\n' for id_, kind in known)
    write(tmp_path, full, SETTINGS + coders)
    found = [problem for problem in examine(tmp_path)[1] if problem.column == "coder"]
    assert [problem.message for problem in found] == [message]


def test_what_a_cell_says_ten_times_is_told_once(tmp_path: Path) -> None:
    full = completed({"claims": [claim("c1", "ada funded ben")], "citations": [cite("c1", "book")]})
    full["citations"][0]["chain"] = ">".join(["nobody"] * 10)
    write(tmp_path, full)
    found = [problem for problem in examine(tmp_path)[1] if problem.code == "unknown-source"]
    assert len(found) == 1


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_bibliography_takes_every_line_end_and_a_mark(end: str, mark: str) -> None:
    entries = [{"id": "a", "type": "book"}, {"id": "b", "type": "book"}]
    text = bibliography.canonical(entries)
    found, problems = bibliography.parse((mark + text.replace("\n", end)).encode())
    assert problems == []
    assert found is not None
    assert list(found.entries) == entries
    assert list(found.lines) == [2, 6]
    assert bibliography.form_problem(found) is not None


def test_keys_that_differ_by_normal_form_alone_stand_twice() -> None:
    data = '[{"id": "a", "type": "book", "\u00e9": 1, "e\u0301": 2}]'.encode()
    found, problems = bibliography.parse(data)
    assert found is None
    assert "twice" in problems[0].message


@pytest.mark.parametrize(
    "data", ["\ufeff[]".encode("utf-16-le"), b"\xff", "[]".encode("utf-16-be")]
)
def test_bibliography_of_another_encoding_is_told(data: bytes) -> None:
    assert [problem.code for problem in bibliography.parse(data)[1]] == ["bad-encoding"]


loose = st.text(
    st.sampled_from(
        "aAé\u0301\u0308\u0338\u212b\u037e\u1fef\u2000,;\"'\n >=<\u00a0\x85\r\u1100\u1161ｱ"
    ),
    max_size=5,
)


@settings(max_examples=60)
@given(st.lists(st.tuples(loose, loose), max_size=5), st.lists(loose, min_size=3, max_size=3))
def test_what_is_found_before_fmt_is_found_after(
    names: list[tuple[str, str]], texts: list[str]
) -> None:
    """A table is read as fmt would write it: the same errors, and the same frames."""
    rows = completed(
        {
            "claims": [claim("c1", "ada funded ben", gloss=texts[0], text=texts[1])],
            "citations": [cite("c1", "book", note=texts[2])],
            "names": [{"entity": "ada", "name": f"n{one}", "kind": "alias", "language": two}
                      for one, two in names],
        }
    )  # fmt: skip
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, rows)
        for file, text in rendered(rows).items():
            (folder / f"{file}.csv").write_bytes(text.encode())
        before, frames = found_in(folder)
        for path, text in canonical_texts(folder, None, upgrade=False)[0].items():
            path.write_bytes(text.encode())
        after, again = found_in(folder)
        assert after == before
        assert "not-canonical" not in {problem.code for problem in examine(folder)[1]}
        for one, other in zip(frames, again, strict=True):
            pd.testing.assert_frame_equal(one, other)


def found_in(folder: Path) -> tuple[list[tuple[str, str, str]], list[pd.DataFrame]]:
    """Return the errors without their rows, which fmt may move, and the frames without lines."""
    _, problems = examine(folder)
    errors = [it for it in problems if it.severity == "error"]
    found = sorted((it.file, it.column, it.code) for it in errors)
    if errors:
        return found, []
    index = Index.open(folder)
    frames = [getattr(index, name) for name in COLUMNS]
    return found, [frame.drop(columns="line") for frame in frames]


def test_indexes_that_differ_by_normal_form_alone_do_not_differ(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        rows = completed(
            {
                "entities": [entity("ada", label=unicodedata.normalize(form, "Ángel Ñúñez"))],
                "claims": [claim("c1", "ada funded ben")],
                "citations": [cite("c1", "book")],
            }
        )
        write(tmp_path / form, rows)
    one, other = (Index.open(tmp_path / form) for form in ("NFC", "NFD"))
    assert one.entities.drop(columns="line").equals(other.entities.drop(columns="line"))
    assert differences(one, other).empty


odd_ids = st.one_of(
    st.text(min_size=1, max_size=12),
    st.text(st.sampled_from("aAbé_- .К\u0430ксßœł'’1"), min_size=1, max_size=8),
)


@settings(max_examples=60)
@given(st.lists(odd_ids, min_size=1, max_size=6, unique=True))
def test_ids_that_are_offered_pass_together(ids: list[str]) -> None:
    """Whoever writes what is offered has no problem with ids any more."""
    rows = completed({"claims": [claim("c1", "ada funded ben")], "citations": [cite("c1", "book")]})
    rows["entities"] += [entity(id_, label="x") for id_ in ids]
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, rows)
        offered = dict(offers(examine(folder)[1], folder))
        for row in rows["entities"]:
            stripped = unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", row["id"]).strip())
            row["id"] = offered.get(stripped, row["id"])
        write(folder, rows)
        left = [it for it in examine(folder)[1] if it.code in {"malformed-id", "duplicate-id"}]
        assert all('; write "' not in problem.message for problem in left)
        assert all(KEBAB.fullmatch(id_) and len(id_) <= limits.WORD for id_ in offered.values())


def offers(problems: Iterable[Problem], folder: Path) -> Iterable[tuple[str, str]]:
    """Yield each id that is none, as it was read, and the one that is offered for it."""
    table, _ = tables.read(folder, "entities")
    assert table is not None
    at = dict(zip(table.lines, table["id"], strict=True))
    for problem in problems:
        mend = re.search(r'; write "([^"]*)"', problem.message)
        if problem.code == "malformed-id" and mend:
            yield at[problem.row], mend[1]
