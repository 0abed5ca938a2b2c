"""Files of arrangements: what is taken from them, what is refused, and where the page has it."""

from __future__ import annotations

import base64
import gzip
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from cardindex import cli
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.view import arrangement, page

TESTS = Path(__file__).resolve().parent
HARBOUR = TESTS / "data" / "page"
CASES = json.loads((TESTS / "data" / "arrangements.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def harbour() -> Index:
    return Index.open(HARBOUR)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the command line, for its exit code and what it says on standard error."""

    def run_(*words: object) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["cardindex", *map(str, words)])
        with pytest.raises(SystemExit) as raised:
            cli.main()
        return raised.value.code, capsys.readouterr().err

    return run_


def text_of(case: dict[str, Any], base: str) -> str:
    text = case["text"] if "text" in case else json.dumps(case["file"])
    return str(text.replace("BASE", base))


@pytest.mark.parametrize("case", CASES["good"])
def test_what_a_file_says_is_taken(case: dict[str, Any], harbour: Index) -> None:
    found = arrangement.parse(text_of(case, harbour.base), harbour)
    assert list(found.pins) == case["pins"]
    assert list(found.unknown) == case["unknown"]
    assert list(found.hidden) == case.get("hidden", [])
    assert list(found.kept) == case.get("kept", [])


@pytest.mark.parametrize("case", CASES["bad"])
def test_what_is_wrong_is_one_message(case: dict[str, Any], harbour: Index) -> None:
    with pytest.raises(arrangement.BadArrangement) as caught:
        arrangement.parse(text_of(case, harbour.base), harbour)
    told = caught.value
    assert told.code == case["code"]
    if case["code"] != "not-json":
        assert told.at == case.get("at", "")
    assert re.fullmatch(r"[^\x00-\x1f\x7f-\x9f\u202a-\u202e]+; .+|.+another index.+", str(told))


def test_too_many_marks_are_refused(harbour: Index) -> None:
    places = [{"id": f"n{i}", "wide": [i, i]} for i in range(10_000)]
    text = json.dumps({"arrangement": 1, "base": harbour.base, "places": places})
    with pytest.raises(arrangement.BadArrangement, match='"places": has 10,000 marks, and may'):
        arrangement.parse(text, harbour)


@pytest.mark.parametrize(
    ("write", "told"),
    [
        (lambda file: file.write_bytes(b" " * 3_000_000), "is larger than 2 MB"),
        (lambda file: file.write_bytes(b"\n\xe9"), "line 2: byte 0xe9 is not UTF-8"),
        (lambda file: file.mkdir(), "it is a folder"),
        (lambda _: None, "cannot be read: No such file"),
        (lambda file: file.write_text("{"), "line 1, character 2: is not JSON"),
    ],
)
def test_file_that_is_none_ends_with_one_line_and_1(
    tmp_path: Path, run: Any, write: Any, told: str
) -> None:
    file = tmp_path / "arrangement.json"
    write(file)
    output = tmp_path / "page.html"
    for command in (["view", "-i", HARBOUR], ["build", HARBOUR]):
        code, said = run(*command, "-o", output, "--arrangement", file)
        assert code == 1
        (line,) = said.strip().splitlines()
        assert file.name in line
        assert told in line
        assert not output.exists()


def opening_of(html: str) -> dict[str, Any]:
    packed = re.search(r'id="data">"(.*?)"</script>', html)
    assert packed
    found: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(packed[1])))["opening"]
    return found


def test_view_puts_it_into_the_page_and_says_what_the_index_has_not(
    tmp_path: Path, harbour: Index, run: Any
) -> None:
    file, output = tmp_path / "arrangement.json", tmp_path / "page.html"
    file.write_text(text_of(CASES["good"][1], harbour.base), encoding="utf-8")
    code, said = run("view", "-i", HARBOUR, "-o", output, "--arrangement", file)
    assert code == 0
    assert '3 marks that this index has not, left out: "gone", "lost", "nobody"' in said
    html = output.read_text(encoding="utf-8")
    opening = opening_of(html)
    assert opening["pins"] == CASES["good"][1]["pins"]
    assert (opening["hidden"], opening["kept"]) == (["orlov"], ["ines"])
    assert '"whole":false' in html
    found = arrangement.read(file, harbour)
    assert page(tally(harbour), arrangement=found) == page(tally(harbour), arrangement=found)


def test_empty_arrangement_changes_nothing(harbour: Index) -> None:
    none = arrangement.parse(text_of(CASES["good"][0], harbour.base), harbour)
    assert page(tally(harbour), arrangement=none) == page(tally(harbour))
