"""index.toml: what is read from it, and that one fault does not hide the rest."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cardindex import settings
from cardindex.settings import Coder, Settings

LEAST = 'title = "Tiny"\nbase = "https://example.org/tiny/"\n'


def read(folder: Path, text: str | bytes) -> tuple[Settings, list[tuple[int, str, str]]]:
    """Read a text as index.toml: the settings, and line, key and message of each problem."""
    data = text if isinstance(text, bytes) else text.encode()
    (folder / settings.FILE).write_bytes(data)
    found, problems = settings.read(folder)
    return found, [(problem.row, problem.column, problem.message) for problem in problems]


def test_title_and_base_are_enough(tmp_path: Path) -> None:
    found, problems = read(tmp_path, LEAST)
    assert problems == []
    assert found == Settings(title="Tiny", base="https://example.org/tiny/")


def test_all_that_can_be_said_is_read(tmp_path: Path) -> None:
    (tmp_path / "terms.ttl").touch()
    text = (
        LEAST
        + 'description = "D"\nlicence = "L"\nversion = "1"\nontology = "terms.ttl"\n'
        + 'wash = "camp"\n[coders.ann]\nname = "Ann"\nkind = "person"\n'
    )
    found, problems = read(tmp_path, text)
    assert problems == []
    assert found == Settings(
        title="Tiny",
        description="D",
        base="https://example.org/tiny/",
        licence="L",
        version="1",
        ontology=tmp_path / "terms.ttl",
        wash="camp",
        coders={"ann": Coder("Ann", "person")},
    )


def test_texts_are_composed_and_the_path_of_the_ontology_is_not(tmp_path: Path) -> None:
    loose = "e\u0301"
    (tmp_path / f"{loose}.ttl").touch()
    text = LEAST.replace("Tiny", loose) + f'ontology = "{loose}.ttl"\n'
    found, problems = read(tmp_path, f'{text}[coders.ann]\nname = "{loose}"\nkind = "person"\n')
    assert problems == []
    assert found.title == "\u00e9"
    assert found.ontology == tmp_path / f"{loose}.ttl"
    assert found.coders == {"ann": Coder("\u00e9", "person")}


def test_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + LEAST) == read(tmp_path, LEAST)


def test_carriage_returns_are_no_fault(tmp_path: Path) -> None:
    assert read(tmp_path, LEAST.replace("\n", "\r\n")) == read(tmp_path, LEAST)


@pytest.mark.parametrize("base", ["http://a.b/c#", "https://example.org/", "https://é.org/ü/"])
def test_base_that_ends_in_slash_or_hash_is_taken(tmp_path: Path, base: str) -> None:
    found, problems = read(tmp_path, f'title = "T"\nbase = "{base}"\n')
    assert (found.base, problems) == (base, [])


@pytest.mark.parametrize(
    "base", ["example.org/", "https://example.org", "https://a b/", "urn:x:", "https://a/<b>/"]
)
def test_base_that_is_no_iri_is_refused(tmp_path: Path, base: str) -> None:
    found, problems = read(tmp_path, f'title = "T"\nbase = "{base}"\n')
    assert [problem[:2] for problem in problems] == [(2, "base")]
    assert found == Settings(title="T")


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    text = 'titel = "T"\n\nbase = 3\nontology = "none.ttl"\n\n[coders]\nann = "A"\nben = 1\n'
    _, problems = read(tmp_path, text)
    assert [problem[:2] for problem in problems] == [
        (1, "titel"),
        (0, "title"),
        (3, "base"),
        (4, "ontology"),
        (6, "coders"),
        (6, "coders"),
    ]
    assert 'did you mean "title"?' in problems[0][2]


def test_what_is_right_is_read_beside_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "terms.ttl").touch()
    found, problems = read(tmp_path, 'ontology = "terms.ttl"\ntitle = ["T"]\nbase = "x"\n')
    assert len(problems) == 2
    assert found == Settings(ontology=tmp_path / "terms.ttl")


def test_what_is_washed_is_the_blocs_unless_it_is_said() -> None:
    assert Settings().wash == "bloc"


def test_nothing_is_washed_where_that_is_said(tmp_path: Path) -> None:
    found, problems = read(tmp_path, LEAST + 'wash = ""\n')
    assert (found.wash, problems) == ("", [])


def test_blocs_of_before_are_told_and_left_out(tmp_path: Path) -> None:
    found, problems = read(tmp_path, LEAST + '\n[blocs]\nA = ["kgb"]\n')
    assert found == Settings(title="Tiny", base="https://example.org/tiny/")
    assert [problem[:2] for problem in problems] == [(4, "blocs")]
    assert '"cardindex fmt --upgrade"' in problems[0][2]


def test_line_of_a_text_that_is_no_toml_is_told(tmp_path: Path) -> None:
    _, problems = read(tmp_path, LEAST + "licence = CC0\n")
    assert problems[0][0] == 3
    assert "is not TOML" in problems[0][2]


def test_text_that_ends_too_soon_is_told_at_its_end(tmp_path: Path) -> None:
    _, problems = read(tmp_path, LEAST + '[coders]\nann = ["kgb",')
    assert problems[0][0] == 4


def test_ontology_that_is_a_folder_is_none(tmp_path: Path) -> None:
    (tmp_path / "terms.ttl").mkdir()
    found, problems = read(tmp_path, LEAST + 'ontology = "terms.ttl"\n')
    assert found.ontology is None
    assert problems[0][:2] == (3, "ontology")


# What somebody may hand over.


def told(folder: Path, text: str | bytes) -> str:
    """The one problem of a text, as it is printed."""
    data = text if isinstance(text, bytes) else text.encode()
    (folder / settings.FILE).write_bytes(data)
    _, problems = settings.read(folder)
    (problem,) = problems
    assert "\n" not in str(problem)
    return str(problem)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (f"\na = {'[' * 100_000}", 2, "more than 50 brackets stand inside one another"),
        (f"a = {'{a = ' * 100_000}", 1, "more than 50 brackets stand inside one another"),
        (f"a = 1\nb = {'9' * 10_000}", 2, "a number is too long"),
        (f"a = {'1_' * 10_000}1", 1, "a number is too long"),
        (f"\n\na{'.a' * 200_000} = 1", 3, "a key of more than 50 parts is not read"),
        (f"[a{' . a' * 100_000}]", 1, "a key of more than 50 parts is not read"),
        (f'a = {{"a"{".a" * 100_000} = 1}}', 1, "a key of more than 50 parts is not read"),
        ('a = """', 1, "Unterminated string"),
        ("\n[a]\n[a]\n", 3, "Cannot declare ('a',) twice"),
        ("a = 1\na = 2\n", 2, "Cannot overwrite a value"),
        ("a = 2020-02-30\n", 1, "Invalid date or datetime"),
        ("a = 'x\x00'\n", 1, "Found invalid character '\\x00'"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_text_without_end_is_one_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    found = told(tmp_path, text)
    assert found.startswith(f"index.toml:{line}: is not TOML: {reason}")
    assert found.endswith("[malformed-settings]")


@pytest.mark.parametrize(
    "text",
    [
        f'description = """{"[" * 1000}"""',
        f"description = '{'[' * 1000}'",
        f'description = "x"  # {"[" * 1000}',
        f'description = "{"x" * 100_000}"',
        f'description = "{"9" * 10_000}"',
    ],
    ids=["in-a-text", "in-a-literal", "in-a-comment", "long", "digits"],
)
def test_text_may_hold_what_no_value_may(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, LEAST + text)[1] == []


@pytest.mark.parametrize("value", ["[]", "[[]]", "{}", "0", "1e999999", "1979-05-27", "false"])
@pytest.mark.parametrize("key", settings.TEXTS)
def test_value_of_another_sort_is_told_once(tmp_path: Path, key: str, value: str) -> None:
    lines = [line for line in LEAST.splitlines() if not line.startswith(key)]
    found = told(tmp_path, "\n".join([*lines, f"{key} = {value}"]))
    assert f'{key} is not a text; write {key} = "…"' in found


@pytest.mark.parametrize("value", ["[]", "3", '"ann"', "[[1]]", "1979-05-27"])
def test_coders_that_are_no_table_are_told_once(tmp_path: Path, value: str) -> None:
    assert "coders is not a table" in told(tmp_path, f"{LEAST}coders = {value}")


def test_key_in_another_case_is_told_how_it_is_written(tmp_path: Path) -> None:
    found = told(tmp_path, f"{LEAST}LICENCE = 'x'\n")
    assert 'unknown key "LICENCE"; keys are written in lower case: "licence"' in found
    found = told(tmp_path, f"{LEAST}[Blocs]\n")
    assert '"blocs", which "cardindex fmt --upgrade" moves' in found


def test_many_unknown_keys_are_counted(tmp_path: Path) -> None:
    text = LEAST + "".join(f"key{number} = 1\n" for number in range(10_000))
    _, problems = read(tmp_path, text)
    assert len(problems) == 21
    assert problems[-1] == (23, "key20", "and 9980 more such faults")


def test_many_faulty_coders_are_counted(tmp_path: Path) -> None:
    text = LEAST + "".join(f"[coders.A{number}]\n" for number in range(10_000))
    _, problems = read(tmp_path, text)
    assert len(problems) == 21
    assert problems[-1][2] == "and 9980 more such faults"


@pytest.mark.parametrize(
    ("base", "told_of"),
    [
        ("https://e.org/a#b/", '"#" can only be its end'),
        ("https://ann:secret@e.org/", 'names a user before "@"'),
        ("https://e.org/%zz/", "is no base IRI"),
        ("https:///a/", "is no base IRI"),
        ("https://#", "is no base IRI"),
        ("https://e.org/##", "is no base IRI"),
        ("https://e.org:port/", "is no base IRI"),
        ("https://e.org/\u200b/", "is no base IRI"),
        ("https://e.org/\u202e/", "\\u202e"),
        ("https://e.org/\ufffd/", "is no base IRI"),
        ('https://e.org/"/', "is no base IRI"),
        ("javascript:alert(1)//", "is no base IRI"),
        ("data:text/html,x/", "is no base IRI"),
        (f"https://e.org/{'x' * 10_000}/", "has 10015 characters"),
        ("https://e.org/\nx/", "is more than one line"),
    ],
)
def test_base_that_makes_no_addresses_is_refused(tmp_path: Path, base: str, told_of: str) -> None:
    assert told_of in told(tmp_path, f'title = "T"\nbase = {json.dumps(base)}\n')


@pytest.mark.parametrize("title", ['""', '"  "', '"\\n"', "'\u2003'"])
def test_title_that_says_nothing_is_missing(tmp_path: Path, title: str) -> None:
    assert "has no title" in told(tmp_path, f'title = {title}\nbase = "https://e.org/"\n')


def test_title_of_two_lines_is_told(tmp_path: Path) -> None:
    found = told(tmp_path, 'title = "a\\nb"\nbase = "https://e.org/"\n')
    assert found.startswith("index.toml:1:title: title is more than one line; write it in one")


@pytest.mark.parametrize(
    ("path", "told_of"),
    [
        ("/etc/passwd", "is no path that goes with the index"),
        ("C:/terms.ttl", "is no path that goes with the index"),
        ("terms\\own.ttl", "is no path that goes with the index"),
        ("~/terms.ttl", "is no path that goes with the index"),
        ("../../secret", "is no file of Turtle"),
        ("link.ttl", "is no file of Turtle"),
        ("claims.csv", "is no file of Turtle"),
        ("gone.ttl", "there is no file"),
        ("loop.ttl", "there is no file"),
        ("dangling.ttl", "there is no file"),
        ("a\x00b.ttl", "there is no file"),
        (f"{'x' * 5000}.ttl", "there is no file"),
        ("folder.ttl", "is a folder"),
        ("claims.csv/x.ttl", "there is no file"),
    ],
)
def test_path_that_leads_to_no_ontology_is_refused(tmp_path: Path, path: str, told_of: str) -> None:
    folder = tmp_path / "some" / "index"
    (folder / "folder.ttl").mkdir(parents=True)
    (folder / "claims.csv").touch()
    (tmp_path / "secret").touch()
    (folder / "link.ttl").symlink_to(tmp_path / "secret")
    (folder / "loop.ttl").symlink_to("loop.ttl")
    (folder / "dangling.ttl").symlink_to("nowhere.ttl")
    found = told(folder, f"{LEAST}ontology = {json.dumps(path)}\n")
    assert found.startswith("index.toml:3:ontology: ")
    assert told_of in found


def test_ontology_may_stand_above_or_be_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    folder.mkdir()
    (tmp_path / "terms.ttl").touch()
    (folder / "own.ttl").symlink_to("../terms.ttl")
    for path in ("../terms.ttl", "own.ttl", "./own.ttl"):
        found, problems = read(folder, f'{LEAST}ontology = "{path}"\n')
        assert (found.ontology, problems) == (folder / path, [])


@pytest.mark.parametrize(
    ("data", "report"),
    [
        (LEAST.encode("utf-16"), "index.toml: the file is UTF-16; save the file as UTF-8"),
        (b"\n\xff", "index.toml:2: byte 0xff is not UTF-8; save the file as UTF-8"),
        (b"#" * 1_000_001, "index.toml: cannot be read: it is larger than 1 MB"),
    ],
    ids=["utf-16", "latin-1", "large"],
)
def test_file_that_is_no_text_is_told(tmp_path: Path, data: bytes, report: str) -> None:
    assert told(tmp_path, data).startswith(report)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_of_any_system_are_no_fault(tmp_path: Path, ends: str) -> None:
    found, problems = read(tmp_path, LEAST.replace("\n", ends) + f"tilte = 1{ends}")
    assert found.title == "Tiny"
    assert [problem[:2] for problem in problems] == [(3, "tilte")]


def test_pipe_is_no_settings(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / settings.FILE)
    _, (problem,) = settings.read(tmp_path)
    assert str(problem) == (
        "index.toml: cannot be read: it is a pipe; put a file there that you may open"
        " [unreadable-file]"
    )


def test_line_of_each_key_is_kept(tmp_path: Path) -> None:
    found, _ = read(tmp_path, f'{LEAST}\n"licence" = "x"\n[coders.ann]\nname = "A"\nkind="person"')
    assert found.lines == {"title": 1, "base": 2, "licence": 4, "coders": 5}
