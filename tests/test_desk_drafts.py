"""Drafts judged at the desk: what waits, what an acceptance writes, what nothing overwrites."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desks import SOURCE, TALE, copied
from starlette.testclient import TestClient

from cardindex.desk import Desk, application
from cardindex.desk.guard import TOKEN, Keys
from cardindex.errors import OutputError
from cardindex.index import Index
from cardindex.passages import seal

PORT = 8766
HIDING = "Nell Farrow hid in the house of Mira Brack"
HID = {
    "source": SOURCE, "passage": HIDING, "subject": "mira-brack", "relation": "sheltered",
    "object": "Nell Farrow", "when": "1962", "chain": "bureau-nine-files", "coder": "reader-1",
}  # fmt: skip
PAID = {
    "source": SOURCE, "passage": "Pavel Orlov was paid by Ines Vidal", "subject": "Ida Quill",
    "relation": "handled", "object": "nell-farrow", "coder": "model-x",
}  # fmt: skip
UNKNOWN = {
    "source": SOURCE, "passage": "Pavel Orlov was paid", "subject": "Zoran Quist",
    "relation": "handled", "object": "nell-farrow",
}  # fmt: skip


class At:
    """A desk with drafts, and somebody who judges them there."""

    def __init__(self, folder: Path, *drafts: object) -> None:
        self.folder, self.file = folder, folder / "drafts.jsonl"
        self.file.write_text("".join(f"{json.dumps(it)}\n" for it in drafts), "utf-8")
        self.open()

    def open(self) -> None:
        self.desk = Desk.open(self.folder)
        self.desk.wait()
        self.keys = Keys(PORT)
        self.client = TestClient(
            application(self.desk, self.keys), base_url=f"http://127.0.0.1:{PORT}"
        )
        self.token = self.keys.write

    def ask(self, name: str) -> Any:
        answer = self.client.get(f"/api/{name}", headers={TOKEN: self.token})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, name: str, status: int = 200, **body: object) -> Any:
        answer = self.client.post(f"/api/{name}", json=body, headers={TOKEN: self.token})
        assert answer.status_code == status, answer.text
        return answer.json()

    def waiting(self) -> list[str]:
        return list(self.ask("drafts")["waiting"])

    def accept(self, id_: str, status: int = 200, **more: object) -> Any:
        return self.send("write/draft", status, id=id_, judgement="accepted", by="ann", **more)

    def lines(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.file.read_text("utf-8").splitlines()]

    def tables(self) -> dict[str, str]:
        return {path.name: path.read_text("utf-8") for path in sorted(self.folder.glob("*.csv"))}

    def citation(self, claim: str) -> dict[str, str]:
        citations = Index.open(self.folder).citations
        (row,) = citations[citations["claim"] == claim].to_dict("records")
        return {str(name): cell for name, cell in row.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.fixture
def at(folder: Path) -> Iterator[At]:
    found = At(folder, HID, PAID, UNKNOWN)
    yield found
    found.desk.close()


def test_accepted_draft_is_a_claim_whose_sentence_is_sealed(at: At) -> None:
    first = at.waiting()[0]
    told = at.send("draft", id=first, by="ann")
    assert told["passage"]["words"].startswith("In the spring of 1962 Nell Farrow hid")
    assert TALE[slice(*told["quote"])] == HIDING
    assert told["sentence"].startswith("Mira Brack sheltered Nell Farrow")
    saved = at.accept(first, sentence=told["sentence"])
    row = at.citation(saved["claims"][0])
    assert (row["coder"], row["chain"], row["note"]) == ("reader-1;ann", "bureau-nine-files", "")
    assert at.lines()[0] == {**HID, "judged": "accepted", "by": "ann", "citation": row["id"]}
    assert at.lines()[1:] == [PAID, UNKNOWN]
    assert row["seal"] == seal(TALE[int(row["start"]) : int(row["end"])])
    assert TALE[int(row["start"]) :].startswith("In the spring of 1962")
    assert len(at.waiting()) == 2


def test_proposer_whom_index_toml_does_not_know_stands_in_the_note(at: At) -> None:
    second = at.waiting()[1]
    row = at.citation(at.accept(second)["claims"][0])
    assert (row["coder"], row["note"]) == ("ann", "proposed by model-x")


def test_subject_whom_nobody_knows_is_added_where_the_reader_says_so(at: At) -> None:
    third = at.waiting()[2]
    told = at.send("draft", id=third, by="ann")
    (open_,) = told["open"]
    assert (open_["field"], open_["words"], open_["why"]) == ("subject", "Zoran Quist", "nobody")
    before = at.tables()
    at.accept(third, 422)
    assert at.tables() == before
    choice = next(each["value"] for each in open_["choices"] if each.get("new"))
    saved = at.accept(third, choices={"subject": choice})
    assert saved["new"] == [{"id": "zoran-quist", "label": "Zoran Quist"}]
    claim = Index.open(at.folder).claims.loc[saved["claims"][0]]
    assert claim["subject"] == "zoran-quist"
    at.send("write/undo")
    assert at.tables() == before


def test_date_of_several_readings_is_asked(folder: Path) -> None:
    at = At(folder, {**HID, "when": "spring 1962"})
    (id_,) = at.waiting()
    (open_,) = at.send("draft", id=id_)["open"]
    assert [each["value"] for each in open_["choices"]] == ["1962-21", "1962-29", ""]
    at.accept(id_, 422)
    at.accept(id_, 400, choices={"when": "1970"})
    claim = at.accept(id_, choices={"when": "1962-21"})["claims"][0]
    assert Index.open(folder).claims.at[claim, "when"] == "1962-21"
    at.desk.close()


def test_rejection_writes_no_table_and_can_be_taken_back(at: At) -> None:
    before, first = at.tables(), at.waiting()[0]
    at.send("write/draft", id=first, judgement="rejected", by="ann")
    assert at.lines()[0] == {**HID, "judged": "rejected", "by": "ann"}
    assert first not in at.waiting()
    at.accept(first, 409)
    at.send("write/draft", id=first, judgement="", by="ann")
    assert at.lines()[0] == HID
    assert at.waiting()[0] == first
    assert at.tables() == before


def test_undo_makes_the_draft_wait_again_and_redo_takes_it_back(at: At) -> None:
    before, first = at.tables(), at.waiting()[0]
    at.accept(first)
    after, line = at.tables(), at.lines()[0]
    assert at.send("write/undo")["drafts"] == [first]
    assert at.tables() == before
    assert "judged" not in at.lines()[0]
    assert at.waiting()[0] == first
    assert at.send("write/redo")["drafts"] == [first]
    assert (at.tables(), at.lines()[0]) == (after, line)
    assert first not in at.waiting()


def test_undo_counts_though_the_line_could_not_be_noted(at: At) -> None:
    first = at.waiting()[0]
    at.accept(first)
    at.desk.tables.undo()  # as if the desk had been killed before it noted that
    at.desk.close()
    at.open()
    assert at.waiting()[0] == first
    at.desk.close()


def test_claim_that_stands_already_is_not_written_twice(at: At) -> None:
    first = at.waiting()[0]
    at.accept(first)
    after = at.tables()
    at.file.write_text("".join(f"{json.dumps(it)}\n" for it in (HID, PAID)), "utf-8")
    # The line is as it was when the desk was killed between the claim and the line.
    told = at.send("draft", id=first, by="ann")
    assert told["stands"]
    assert at.accept(first)["claims"] == [told["stands"].rpartition("-")[0]]
    assert at.tables() == after
    assert at.lines()[0]["citation"] == told["stands"]
    assert at.lines()[1] == PAID


def test_what_is_cited_already_only_gets_a_citation_more(folder: Path) -> None:
    at = At(folder, {**HID, "passage": "Bureau Nine", "subject": "bureau-nine",
                     "relation": "funded", "object": "tidewater-party"})  # fmt: skip
    (id_,) = at.waiting()
    told = at.send("draft", id=id_, by="ann")
    claim = told["already"][0]["claim"]
    claims = at.tables()["claims.csv"]
    assert at.accept(id_, cites=claim)["claims"] == [claim]
    assert at.tables()["claims.csv"] == claims
    assert at.lines()[0]["citation"].startswith(f"{claim}-")
    at.desk.close()


def test_form_filled_from_a_draft_judges_it_accepted(at: At) -> None:
    first = at.waiting()[0]
    told = at.send("draft", id=first, by="ann")["form"]
    form = {
        "reading": told["reading"], "start": told["passage"]["start"],
        "end": told["passage"]["end"], "subject": {"id": told["subject"]["id"]},
        "relation": told["relation"]["id"], "object": {"id": told["object"]["id"]},
        "when": "1962-21", "chain": told["chain"], "coder": "ann", "draft": first,
    }  # fmt: skip
    saved = at.send("write/entry", **form)
    row = at.citation(saved["claims"][0])
    assert row["coder"] == "reader-1;ann"
    assert at.lines()[0]["citation"] == row["id"]
    assert Index.open(at.folder).claims.at[row["claim"], "when"] == "1962-21"


def test_line_that_cannot_be_noted_loses_no_claim(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OutputError("the disk is full")

    first = at.waiting()[0]
    monkeypatch.setattr("cardindex.drafts.marking.atomic.write_text", full)
    saved = at.accept(first)
    assert "the disk is full" in saved["unnoted"]
    monkeypatch.undo()
    assert at.lines()[0] == HID
    told = at.send("draft", id=first, by="ann")
    assert told["stands"].startswith(saved["claims"][0])


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"{", b"", b"[1]\n\n{}\nnull\n"])
def test_file_that_is_none_is_told_and_left_as_it_is(at: At, data: bytes) -> None:
    first = at.waiting()[0]
    at.accept(first)
    at.file.write_bytes(data)
    told = at.ask("drafts")
    assert told["waiting"] == []
    assert bool(told["fault"] or told["refused"]) == bool(data)
    at.accept(first, 409)
    assert at.send("write/undo")["drafts"] == []
    assert at.file.read_bytes() == data


def test_nothing_is_judged_by_nobody_nor_by_a_machine(at: At) -> None:
    before, first = at.tables(), at.waiting()[0]
    for by in ("", "reader-1", "someone"):
        told = at.send("write/draft", 400, id=first, judgement="accepted", by=by)
        assert "who" in told["error"]
    assert (at.tables(), at.lines()[0]) == (before, HID)


def test_reader_without_the_right_to_write_sees_and_judges_nothing(at: At) -> None:
    first, at.token = at.waiting()[0], at.keys.read
    assert at.send("draft", id=first)["sentence"]
    at.accept(first, 403)
    assert at.lines()[0] == HID


def test_file_changed_meanwhile_is_read_again_and_never_overwritten(at: At) -> None:
    first, second, _ = at.waiting()
    pulse = at.ask("pulse")["drafts"]
    more = {**PAID, "stance": "denies"}
    rest = f'{json.dumps(more)}\n{{"not": "a draft"}}\nno line at all\n'
    at.file.write_text(f"{json.dumps(PAID)}\n{rest}", "utf-8")
    assert at.ask("pulse")["drafts"] != pulse
    at.accept(first, 409)
    at.accept(second)
    text = at.file.read_text("utf-8")
    assert text.endswith(rest)
    assert json.loads(text.splitlines()[0])["judged"] == "accepted"


def test_draft_that_would_say_another_thing_than_was_shown_is_not_accepted(at: At) -> None:
    before = at.tables()
    at.accept(at.waiting()[0], 409, sentence="Mira Brack sheltered the moon.")
    assert at.tables() == before


def test_line_of_several_drafts_becomes_a_line_for_each(folder: Path) -> None:
    at = At(folder, {"drafts": [HID, PAID]})
    at.accept(at.waiting()[1])
    assert at.lines()[0] == HID
    assert (at.lines()[1]["passage"], at.lines()[1]["judged"]) == (PAID["passage"], "accepted")
    at.desk.close()


def test_sixty_drafts_of_which_a_third_quote_what_is_not_there(folder: Path) -> None:
    words = TALE.split()
    drafts = []
    for at_ in range(60):
        said = f"said {at_} so" if at_ % 3 == 0 else " ".join(words[at_ % 40 : at_ % 40 + 4])
        drafts.append({**HID, "passage": said, "text": f"words {at_}"})
    at = At(folder, *drafts)
    told = at.ask("drafts")
    missing = [each["line"] for each in told["refused"] if each["code"] == "not-quoted"]
    assert missing == [number + 1 for number in range(60) if number % 3 == 0]
    assert told["refused_lines"] == 20
    assert len(told["waiting"]) == 40
    for number, id_ in enumerate(told["waiting"]):
        if number % 2:
            at.send("write/draft", id=id_, judgement="rejected", by="ann")
        else:
            at.accept(id_)
    told = at.ask("drafts")
    assert (told["waiting"], told["judged"]) == ([], {"accepted": 20, "rejected": 20})
    claims = Index.open(folder).claims
    said = {it["text"] for it in at.lines() if it.get("judged") == "accepted"}
    assert said <= set(claims["text"])
    assert not {it["text"] for it in at.lines() if it.get("judged") != "accepted"} & set(
        claims["text"]
    )
    at.desk.close()
