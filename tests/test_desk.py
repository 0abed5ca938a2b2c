"""The desk's server: whom it lets in, what it tells of texts, what it writes and refuses."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from desks import SOURCE, TALE, copied
from example import NEW, NEXT
from sites import PATIENCE, until
from starlette.testclient import TestClient

from cardindex.cli import commands
from cardindex.desk import Desk, application
from cardindex.desk.finds import amounts_in, dates_in
from cardindex.desk.guard import MOST_BYTES, POLICY, TOKEN, Keys
from cardindex.index import Index

PORT = 8765
HOME = f"http://127.0.0.1:{PORT}"


class At:
    """A desk, and somebody who asks it with the first of its tokens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = Desk.open(folder)
        self.desk.wait()
        self.keys = Keys(PORT)
        self.client = TestClient(application(self.desk, self.keys), base_url=HOME)
        self.headers = {TOKEN: self.keys.write}

    def ask(self, name: str, **query: object) -> Any:
        answer = self.client.get(f"/api/{name}", params=query, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, name: str, body: object, status: int = 200) -> Any:
        answer = self.client.post(f"/api/{name}", json=body, headers=self.headers)
        assert answer.status_code == status, answer.text
        return answer.json()


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    desk = At(copied(tmp_path))
    yield desk
    desk.desk.close()


def passage_of(words: str) -> dict[str, Any]:
    start = TALE.index(words)
    return {"reading": SOURCE, "start": start, "end": start + len(words)}


HIDING = passage_of(
    "In the spring of 1962 Nell Farrow hid in the house of Mira Brack, as the files of Bureau"
    " Nine have it."
)
CLAIM = {
    **HIDING, "subject": {"id": "mira-brack"}, "relation": "sheltered",
    "object": {"id": "nell-farrow"}, "when": "1962-21", "chain": [{"id": "bureau-nine-files"}],
}  # fmt: skip


# Whom no relation of the family has as an end.
WRONG = {"relation": "married_to", "object": {"id": "vessmark"}}


def tables(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.csv"))}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "localhost:8765"}, 421),
        ({"host": "127.0.0.1"}, 421),
        ({"host": "127.0.0.1:8766"}, 421),
        ({"host": "evil.example"}, 421),
        ({"origin": HOME}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:9"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({TOKEN: ""}, 401),
        ({TOKEN: "guess"}, 401),
        ({TOKEN: "é"}, 401),
    ],
)
def test_only_our_own_page_with_its_token_is_answered(
    at: At, headers: dict[str, str], status: int
) -> None:
    sent = {name: value.encode() for name, value in {**at.headers, **headers}.items()}
    assert at.client.get("/api/pulse", headers=sent).status_code == status


def test_page_comes_without_a_token_and_tells_nothing_of_the_index(at: At) -> None:
    answer = at.client.get("/")
    assert answer.status_code == 200
    assert "Lantern" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["cache-control"] == "no-store"
    assert at.keys.write not in answer.text


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/page/base/../../__init__.py", "/x.js"])
def test_nothing_but_the_files_of_the_page_is_served(at: At, path: str) -> None:
    assert at.client.get(path).status_code == 404


def test_second_token_looks_on_and_changes_nothing(at: At) -> None:
    before = tables(at.folder)
    at.headers = {TOKEN: at.keys.read}
    assert at.ask("state")["may"] == "read"
    at.send("judge", CLAIM)
    at.send("write/entry", CLAIM, 403)
    at.send("write/undo", {}, 403)
    assert tables(at.folder) == before


def test_read_only_desk_lets_nobody_write(at: At) -> None:
    keys = Keys(PORT, read_only=True)
    client = TestClient(application(at.desk, keys), base_url=HOME)
    answer = client.post("/api/write/entry", json=CLAIM, headers={TOKEN: keys.write})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"{}", "application/x-www-form-urlencoded", 415),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"[" * 200_000, "application/json", 400),
        (b"\xff", "application/json", 400),
        (b" " * (MOST_BYTES + 1), "application/json", 413),
        (json.dumps({**CLAIM, "subject": "x"}).encode(), "application/json", 400),
        (json.dumps({**CLAIM, "start": -1}).encode(), "application/json", 400),
        (json.dumps({**CLAIM, "end": 10**8}).encode(), "application/json", 400),
        (json.dumps({**CLAIM, "relation": 7}).encode(), "application/json", 400),
        (json.dumps({**CLAIM, "chain": [{}] * 1000}).encode(), "application/json", 400),
        (json.dumps({**CLAIM, "chain": [{"id": "nowhere"}]}).encode(), "application/json", 422),
        (json.dumps({**CLAIM, "when": "x" * 30_000}).encode(), "application/json", 400),
        (json.dumps({**CLAIM, "when": "Jun-71"}).encode(), "application/json", 422),
        (json.dumps({**CLAIM, **WRONG}).encode(), "application/json", 422),
    ],
)  # fmt: skip
def test_what_is_no_entry_is_refused_in_words_and_changes_nothing(
    at: At, body: bytes, kind: str, status: int
) -> None:
    before = tables(at.folder)
    headers = {**at.headers, "content-type": kind}
    answer = at.client.post("/api/write/entry", content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]
    assert tables(at.folder) == before


def test_body_is_bounded_where_its_length_is_not_told(at: At) -> None:
    def parts() -> Iterator[bytes]:
        yield from (b" " * 100_000 for _ in range(MOST_BYTES // 100_000 + 2))

    headers = {**at.headers, "content-type": "application/json"}
    answer = at.client.post("/api/write/entry", content=parts(), headers=headers)
    assert answer.status_code == 413


def test_text_comes_in_pieces_that_make_it_up(at: At) -> None:
    told = at.ask("text", source=SOURCE)
    points = list(TALE)
    for start, line, units, words in told["pieces"]:
        assert "".join(points[start : start + len(words)]) == words
        assert units == [str(line)]
    assert [line for _, line, _, _ in told["pieces"]] == [1, 3, 4, 5, 6, 7]


def test_long_line_comes_in_pieces_none_of_which_is_long(at: At) -> None:
    long = "word " * 3_000 + "x" * 10_000 + "e\u0301" * 4_000
    (at.folder / "texts" / f"{SOURCE}.txt").write_text(long, "utf-8")
    at.send("reload", {})
    told = at.ask("text", source=SOURCE)["pieces"]
    assert "".join(words for *_, words in told) == long
    assert max(len(words) for *_, words in told) <= 3_000
    assert not any(words.startswith("\u0301") for *_, words in told)
    assert [units for _, _, units, _ in told if units] == [["1"]]


def test_passages_are_told_with_how_their_claims_stand(at: At) -> None:
    told = at.ask("marks", source="lantern-essay")
    assert [mark[2:] for mark in told["marks"]] == [
        ["corroborated", ["c001"]], ["contested", ["c011"]], ["contested", ["c058"]],
    ]  # fmt: skip
    assert at.ask("marks", source=SOURCE)["unread"] == ["1", "3", "4", "5", "6", "7"]


def test_text_of_other_bytes_is_shown_with_what_is_lost_and_nothing_is_sealed_anew(at: At) -> None:
    text = at.folder / "texts" / "lantern-essay.txt"
    text.write_text("A line before.\n" + text.read_text("utf-8").replace("station", "house"))
    before = tables(at.folder)
    at.send("reload", {})
    told = at.ask("marks", source="lantern-essay")
    assert (told["lost"], told["moved"]) == (["c011"], 2)
    assert tables(at.folder) == before


def test_names_are_found_in_the_text(at: At) -> None:
    named = {TALE[start:end]: ids for start, end, ids, _ in at.ask("names", source=SOURCE)["names"]}
    assert named["Nell Farrow"] == ["nell-farrow"]
    assert named["Ida Quill"] == ["ida-quill"]
    assert named["Tomas Brack"] == ["tomas-brack"]


def test_sentence_around_a_selection_is_offered_and_made_wider_and_narrower(at: At) -> None:
    at_name = TALE.index("Nell Farrow")
    told = at.ask("passage", source=SOURCE, start=at_name, end=at_name + 4)
    assert [told["start"], told["end"], told["locator"]] == [HIDING["start"], HIDING["end"], "3"]
    assert [it["labels"] for it in told["names"]][:2] == [["Nell Farrow"], ["Mira Brack"]]
    assert told["dates"][0]["readings"][0]["edtf"] == "1962-21"
    stretch = {"source": SOURCE, "start": told["start"], "end": told["end"], "side": "after"}
    wider = at.ask("passage", **stretch, how="wider")
    assert wider["words"].endswith("She stayed for a week.")
    narrow = {**stretch, "end": wider["end"], "how": "narrower"}
    assert at.ask("passage", **narrow)["seal"] == told["seal"]


def test_entry_is_on_the_disk_as_the_command_would_have_made_it(at: At, tmp_path: Path) -> None:
    other = copied(tmp_path / "other")
    told = at.send("write/entry", CLAIM)
    assert told["claims"] == [NEW]
    arguments = [
        "add", "claim", "-i", str(other), "--texts", str(other / "texts"), "--source", SOURCE,
        "--passage", "hid in the house", "--subject", "mira-brack", "--relation", "sheltered",
        "--object", "nell-farrow", "--when", "1962-21", "--chain", "bureau-nine-files",
    ]  # fmt: skip
    result = CliRunner().invoke(commands, arguments)
    assert result.exit_code == 0, result.output
    assert tables(at.folder) == tables(other)
    Index.open(at.folder)


def test_one_entry_writes_new_entities_a_new_work_the_claim_and_its_citation(at: At) -> None:
    form = {
        **passage_of("Pavel Orlov was paid by Ines Vidal, says a letter of his own."),
        "subject": {"new": {"label": "Ines Vidal", "type": "person"}}, "relation": "paid",
        "object": {"new": {"label": "Pavel Orlov", "type": "person"}},
        "chain": [{"new": {"title": "Letter of Orlov", "kind": "letter"}, "reports": True}],
    }  # fmt: skip
    relation = next(it["id"] for it in at.ask("relations", typed="paid") if it["kind"] == "link")
    before = tables(at.folder)
    told = at.send("write/entry", {**form, "relation": relation})
    assert [it["id"] for it in told["new"]] == ["ines-vidal", "pavel-orlov"]
    index = Index.open(at.folder)
    assert index.claims.at[NEW, "subject"] == "ines-vidal"
    assert index.sources.at["letter-of-orlov", "kind"] == "letter"
    cited = index.citations[index.citations["claim"] == NEW].iloc[0]
    assert (cited["chain"], cited["locator"]) == ("|letter-of-orlov", "4")
    at.send("write/undo", {})
    assert tables(at.folder) == before
    at.send("write/redo", {})
    assert "ines-vidal" in tables(at.folder)["entities.csv"]


def test_claim_that_stands_gets_a_citation_and_no_second_claim(at: At) -> None:
    form = {**HIDING, "subject": {"id": "lamp-lodge"}, "relation": "sheltered",
            "object": {"id": "nell-farrow"}}  # fmt: skip
    told = at.send("judge", form)
    assert [it["claim"] for it in told["already"]] == ["c019"]
    before = tables(at.folder)
    at.send("write/entry", {**form, "cites": "c019"})
    after = tables(at.folder)
    assert after["claims.csv"] == before["claims.csv"]
    assert after["citations.csv"].count("c019,harbour-tale,3,") == 1


def test_event_has_a_claim_a_role_and_the_sum_once(at: At) -> None:
    at.desk.wait()
    roles = {it["label"]: it["id"] for it in at.ask("state")["roles"]}
    payer, recipient = (next(id_ for label, id_ in roles.items() if word in label)
                        for word in ("payer", "recipient"))  # fmt: skip
    form = {
        **HIDING, "subject": {"new": {"label": "Payment of 1962", "type": "event"}},
        "quantity": "400", "unit": "USD", "when": "1962",
        "roles": [
            {"party": {"id": "orlaine"}, "relation": payer, "sum": False},
            {"party": {"new": {"label": "Ines Vidal", "type": "person"}}, "relation": recipient,
             "sum": True},
        ],
    }  # fmt: skip
    assert at.send("judge", form)["problems"] == []
    assert at.send("write/entry", form)["claims"] == [NEW, NEXT]
    claims = Index.open(at.folder).claims
    assert claims.loc[[NEW, NEXT], "quantity"].tolist() == ["", "400"]
    assert claims.loc[[NEW, NEXT], "object"].tolist() == ["payment-of-1962"] * 2


def test_problems_are_told_at_the_field_before_anything_is_written(at: At) -> None:
    told = at.send("judge", {**CLAIM, **WRONG, "when": "1962-13"})
    assert {it["field"] for it in told["problems"]} >= {"object", "when"}
    assert at.send("judge", {**CLAIM, "object": None})["missing"] == ["object"]
    assert at.send("judge", CLAIM)["sentence"] == (
        "Mira Brack sheltered Nell Farrow (some time in spring 1962), affirmed: "
        "A tale of the quays, 3, takes it from Files of Bureau Nine."
    )


def test_what_others_changed_on_the_disk_is_told_and_not_overwritten(at: At) -> None:
    claims = at.folder / "claims.csv"
    claims.write_text(claims.read_text("utf-8").replace("rifles", "guns"), "utf-8")
    theirs = tables(at.folder)
    assert any("guns" in line for line in at.ask("pulse")["changed"]["lines"])
    told = at.send("write/entry", CLAIM, 409)
    assert any("guns" in line for line in told["lines"])
    assert tables(at.folder) == theirs
    at.send("reload", {})
    at.send("write/entry", CLAIM)
    assert "guns" in tables(at.folder)["claims.csv"]


def test_deed_is_shown_before_it_is_done(at: At) -> None:
    deed = {"what": "rename", "kind": "entity", "id": "lamp-lodge", "to": "lodge-of-lamps"}
    before = tables(at.folder)
    told = at.send("preview", deed)
    assert any(line.startswith("+ claims.csv: c019,lodge-of-lamps") for line in told["lines"])
    assert tables(at.folder) == before
    at.send("write/deed", deed)
    assert "lamp-lodge" not in tables(at.folder)["claims.csv"]
    at.send("preview", {"what": "no such thing"}, 400)
    at.send("preview", {"what": "edit", "kind": "claim", "id": "c001", "cells": {"x": "y"}}, 400)


def test_second_desk_is_told_of_the_first(at: At) -> None:
    other = Desk.open(at.folder)
    other.wait()
    assert other.presence is not None
    assert other.presence.other is not None
    other.close()


def test_index_that_does_not_check_opens_with_its_problems_told(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    claims = folder / "claims.csv"
    broken = claims.read_text("utf-8").replace("c019,lamp-lodge,sheltered", "c019,nobody,sheltered")
    claims.write_text(broken.replace("1960/1964,", "Jun-60,", 1), "utf-8")
    at = At(folder)
    assert at.ask("pulse")["problems"] == 2
    assert sum("[unknown-end]" in it["line"] or "nobody" in it["line"]
               for it in at.ask("problems")) == 1  # fmt: skip
    assert at.ask("claims", ids="c001")[0]["standing"] == "corroborated"
    assert at.ask("claims", ids="c019") == []
    at.send("write/entry", CLAIM)
    at.desk.wait()
    assert at.ask("pulse")["problems"] == 2
    at.desk.close()


def test_index_whose_table_cannot_be_read_opens_and_says_so(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "claims.csv").write_text("no,such,table\n1,2,3\n", "utf-8")
    at = At(folder)
    assert at.ask("state")["faults"]
    at.send("write/entry", CLAIM, 400)
    at.desk.close()


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("In the spring of 1962 she left.", ["1962-21"]),
        ("Between 1961 and 1963, on 30 April 1962, they met.", ["[1961..1963]", "1962-04-30"]),
        ("He gave 1500 to the party. Between 1961 and 1963 on the quay it rained.",
         ["[1961..1963]"]),
        ("En mayo de 1964 murió.", ["1964-05"]),
        ("No year is told.", []),
    ],
)  # fmt: skip
def test_dates_in_a_passage_are_found(passage: str, found: list[str]) -> None:
    assert [it.readings[0].edtf for it in dates_in(passage)] == found


def test_amounts_in_a_passage_are_found_and_years_are_none() -> None:
    passage = "Between 1961 and 1963 it paid about forty thousand dollars, and £500, to 3 dockers."
    told = [(it.readings[0].quantity, it.readings[0].unit) for it in amounts_in(passage)]
    assert told == [("~40000", "USD"), ("500", "GBP"), ("3", "dockers")]


STATIC = Path(__file__).resolve().parent.parent / "src" / "cardindex" / "desk" / "static"
_SAID = re.compile(r'\bsay\(\s*(?:"([\w.]+)"|`([\w.]+)\$\{)')
_KEY = re.compile(r'"((?:here|notices|row)\.\w+)"')
# Keys that are put together of parts, and what stands before the parts.
_JOINED = (
    "drafts.",
    "tools.",
    "help.",
    "entry.",
    "passage.",
    "duplicates.",
    "row.",
    "notices.undo",
    "notices.redo",
)


def _written(words: Any, above: str = "") -> Iterator[str]:
    for name, part in words.items():
        if isinstance(part, dict) and not set(part) <= {"one", "other"}:
            yield from _written(part, f"{above}{name}.")
        else:
            yield f"{above}{name}"


def test_all_words_that_are_said_are_written() -> None:
    page = json.loads((STATIC.parents[1] / "view" / "static" / "text.json").read_text("utf-8"))
    written = {*_written(page), *_written(json.loads((STATIC / "text.json").read_text("utf-8")))}
    scripts = "\n".join(path.read_text("utf-8") for path in sorted(STATIC.rglob("*.js")))
    said = {one for one, _ in _SAID.findall(scripts) if one} | set(_KEY.findall(scripts))
    assert {key for key in said if key not in written} == set()
    beginnings = {part for _, part in _SAID.findall(scripts) if part}
    assert {it for it in beginnings if not any(key.startswith(it) for key in written)} == set()


def test_all_words_that_are_written_are_said() -> None:
    own = set(_written(json.loads((STATIC / "text.json").read_text("utf-8")))) - {"language"}
    scripts = "\n".join(path.read_text("utf-8") for path in sorted(STATIC.rglob("*.js")))
    left = {key for key in own if f'"{key}"' not in scripts}
    assert {key for key in left if not key.startswith(_JOINED)} == set()


def test_only_text_nodes_enter_the_page() -> None:
    scripts = {path.name: path.read_text("utf-8") for path in sorted(STATIC.rglob("*.js"))}
    parsing = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(")
    assert {name for name, text in scripts.items() if parsing.search(text)} == set()


def test_folders_import_only_what_stands_before_them() -> None:
    order = ["base", "text", "entry", "cards", "drafting", "room"]
    wrong = []
    for path in sorted(STATIC.rglob("*.js")):
        here = path.parent.name
        imported = re.findall(r'from "(?:\.\./|\./)(\w+)/', path.read_text("utf-8"))
        if here in order:
            wrong += [(path.name, it) for it in imported if order.index(it) > order.index(here)]
    assert wrong == []


def test_manual_is_the_rulings_of_the_index_and_the_manual_that_it_has(at: At) -> None:
    rulings = (at.folder / "README.md").read_text("utf-8")
    packaged = (STATIC.parents[1] / "coding.md").read_text("utf-8")
    assert at.ask("manual")["text"] == f"{rulings}\n\n{packaged}"
    (at.folder / "coding.md").write_text("# Ours\n", "utf-8")
    told = at.ask("manual")
    assert told["text"] == f"{rulings}\n\n# Ours\n"
    assert told["of"].split(", then ") == [
        str(at.folder / name) for name in ("README.md", "coding.md")
    ]


def front_page(host: str) -> bytes:
    """Return what a desk shows; nothing as long as nobody answers there."""
    with suppress(OSError), urlopen(f"http://{host}/", timeout=PATIENCE) as answer:
        return answer.read()
    return b""


def test_command_tells_its_addresses_and_ends_quietly(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    command = [sys.executable, "-m", "cardindex", "desk", str(folder), "--no-browser"]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert running.stdout is not None
    first = running.stdout.readline()
    host = re.search(r"http://(127\.0\.0\.1:\d+)/#token=[\w-]{20,}", first)
    assert host, first
    assert b'id="desk"' in until(lambda: front_page(host[1]))
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert running.returncode == 0
    assert (err, "Traceback" in out) == ("", False)
