"""What an index may hold and is rarely meant: each doubt, and what raises none."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from time import process_time

import pytest
from building import Row, cite, claim, completed, work, write

from cardindex.checks import Draft, doubts, examine
from cardindex.errors import Problem
from cardindex.ontology import load, packaged_path
from cardindex.settings import Settings
from cardindex.tables import COLUMNS, Table, columns_of

FILES = work("files", origin="a")


def codes(
    folder: Path, claims: Iterable[Row], citations: Iterable[Row] = (), sources: Iterable[Row] = ()
) -> list[tuple[str, str]]:
    """Return (where, code) of all that is said of an index but that some rows have no use.

    Each claim has a citation.
    """
    claims = list(claims)
    rows = {
        "claims": claims,
        "citations": list(citations) or [cite(each["id"], "files") for each in claims],
        "sources": list(sources) or [FILES],
    }
    write(folder, completed(rows))
    _, problems = examine(folder)
    assert all(problem.severity == "warning" for problem in problems), list(map(str, problems))
    return [(f"{problem.file}:{problem.row}", problem.code) for problem in useful(problems)]


def useful(problems: Iterable[Problem]) -> list[Problem]:
    """Leave out what is said of rows without a use, of which made-up indexes have some."""
    return [problem for problem in problems if not problem.code.startswith("unused-")]


@pytest.mark.parametrize(
    ("cells", "ties", "repeated"),
    [
        ({}, {}, True),
        ({"gloss": "In other words."}, {}, True),
        ({}, {"c2": "same c1"}, False),
        ({}, {"c1": "rival? c2"}, False),
        ({}, {"c2": "same c3"}, True),
        ({"text": "a debt"}, {}, False),
        ({"quantity": "5", "unit": "USD"}, {}, False),
        ({"when": "1970"}, {}, False),
        ({"mode": "planned"}, {}, False),
        ({"place": "d"}, {}, False),
        ({"object": "c"}, {}, False),
    ],
)
def test_claim_is_told_once_unless_it_is_tied(
    tmp_path: Path, cells: dict[str, str], ties: dict[str, str], repeated: bool
) -> None:
    place = {"id": "d", "type": "place", "label": "D", "description": ""}
    claims = [claim(id_, ties=ties.get(id_, "")) for id_ in ("c1", "c2")]
    claims[1] |= cells
    claims.append(claim("c3", "b funded c"))
    rows = {
        "claims": claims, "citations": [cite(each["id"], "files") for each in claims],
        "sources": [FILES], "entities": [place],
    }  # fmt: skip
    write(tmp_path, completed(rows))
    _, problems = examine(tmp_path)
    assert [problem.code for problem in useful(problems)] == ["repeated-claim"] * repeated


def test_each_telling_too_many_is_named_and_tied_ones_are_not(tmp_path: Path) -> None:
    claims = [claim("c1"), claim("c2"), claim("c3", ties="same c2"), claim("c4")]
    assert codes(tmp_path, claims) == [
        ("claims.csv:3", "repeated-claim"), ("claims.csv:5", "repeated-claim"),
    ]  # fmt: skip


def test_symmetric_relation_is_told_once_either_way_round(tmp_path: Path) -> None:
    claims = [claim("c1", "a met b"), claim("c2", "b met a"), claim("c3", "b urged a")]
    claims.append(claim("c4", "a urged b"))
    assert codes(tmp_path, claims) == [("claims.csv:3", "repeated-claim")]


def test_identification_and_its_mirror_are_two_claims(tmp_path: Path) -> None:
    assert codes(tmp_path, [claim("c1", "a same_as b"), claim("c2", "b same_as a")]) == []


def test_link_may_lead_to_itself_where_the_relation_says_so(tmp_path: Path) -> None:
    claims = [claim("c1", "a killed a"), claim("c2", "a regarded a"), claim("c3", "a trained a")]
    assert codes(tmp_path, claims) == [("claims.csv:4", "link-to-itself")]


@pytest.mark.parametrize(
    ("origin", "rests", "found"), [("a", "", 0), ("", "paper", 0), ("a", "paper", 1)]
)
def test_work_knows_or_retells(tmp_path: Path, origin: str, rests: str, found: int) -> None:
    sources = [FILES, work("book", origin=origin, rests_on=rests)]
    told = codes(tmp_path, [claim("c1")], [cite("c1", "book")], sources)
    assert [code for _, code in told] == ["origin-and-rests-on"] * found


def test_no_known_origin_is_said_once(tmp_path: Path) -> None:
    citations = [cite("c1", "book"), cite("c1", "paper", "book"), cite("c2", "book")]
    claims = [claim("c1"), claim("c2", "b funded c")]
    told = codes(tmp_path, claims, citations, [work("book"), work("paper")])
    assert told == [("sources.csv:0", "no-known-origin")]


def test_work_that_is_its_own_origin_is_one(tmp_path: Path) -> None:
    assert codes(tmp_path, [claim("c1")], [cite("c1", "book")], [work("book", origin="self")]) == []


def test_empty_index_needs_no_origin(tmp_path: Path) -> None:
    write(tmp_path, completed({}))
    assert examine(tmp_path)[1] == []


@pytest.mark.parametrize(
    ("dates", "chain", "found"),
    [
        ({"book": "1999", "paper": "2001"}, "paper", 1),
        ({"book": "2001", "paper": "1999"}, "paper", 0),
        # Within one year nobody can tell.
        ({"book": "1999", "paper": "1999-12-31"}, "paper", 0),
        ({"book": "1999", "paper": "2000~"}, "paper", 0),
        ({"book": "", "paper": "2001"}, "paper", 0),
        ({"book": "1999", "paper": ""}, "paper", 0),
        # By way of one that is undated, and with a place in the work.
        ({"book": "1999", "letter": "", "paper": "2001"}, "letter@3|paper@7", 1),
        ({"book": "2005", "letter": "1999", "paper": "2001"}, "letter>paper?", 1),
        ({"book": "1999", "letter": "2001", "paper": "2001"}, "letter>paper", 2),
    ],
)
def test_nobody_quotes_what_is_surely_later(
    tmp_path: Path, dates: dict[str, str], chain: str, found: int
) -> None:
    sources = [FILES, *(work(id_, date=date) for id_, date in dates.items())]
    citations = [cite("c1", "book", chain), cite("c2", "book", chain)]
    told = codes(tmp_path, [claim("c1"), claim("c2", "b funded c")], citations, sources)
    assert [code for _, code in told] == ["later-than-its-quoter"] * found


IDENTITIES = ["heron same_as ada", "heron same_as ben", "ada same_as ben"]


@pytest.mark.parametrize(
    ("words", "cells", "voices", "found"),
    [
        (IDENTITIES[:2], {}, {}, True),
        (IDENTITIES[:1], {}, {}, False),
        # All ways lead to one.
        (IDENTITIES, {}, {}, False),
        (["heron same_as ada", "heron same_as ben", "ada same_as ben", "ben same_as ada"], {}, {},
         False),
        (["heron same_as ada", "heron same_as ben", "ada same_as kim", "ben same_as lou"], {}, {},
         True),
        (IDENTITIES[:2], {"c1": {"ties": "rival c2"}}, {}, False),
        (IDENTITIES[:2], {"c1": {"ties": "rival? c2"}}, {}, True),
        (IDENTITIES[:2], {"c1": {"mode": "planned"}}, {}, False),
        (IDENTITIES[:2], {}, {"c1": ["affirms possible"]}, False),
        (IDENTITIES[:2], {}, {"c1": ["affirms", "denies"]}, False),
        (IDENTITIES[:2], {}, {"c1": ["affirms", "doubts possible"]}, True),
        # Told by two, both may be meant.
        (["heron same_as ada", "ben same_as ada"], {}, {}, False),
    ],
)  # fmt: skip
def test_who_is_said_to_be_two_is_named(
    tmp_path: Path,
    words: list[str],
    cells: dict[str, dict[str, str]],
    voices: dict[str, list[str]],
    found: bool,
) -> None:
    ids = [f"c{number}" for number, _ in enumerate(words, start=1)]
    claims = [claim(id_, said, **cells.get(id_, {})) for id_, said in zip(ids, words, strict=True)]
    citations = [
        cite(id_, "files", "", voice) for id_ in ids for voice in voices.get(id_, ["affirms"])
    ]
    told = codes(tmp_path, claims, citations)
    assert [code for _, code in told] == ["said-to-be-two"] * found


def test_doubts_of_many_rows_cost_little() -> None:
    many = 200_000
    ids = [f"c{number:06}" for number in range(many)]
    empty = [""] * many
    claims = dict.fromkeys(COLUMNS["claims"], empty) | {
        "id": ids, "subject": ids, "relation": ["funded"] * many, "object": ["b"] * many,
    }  # fmt: skip
    citations = dict.fromkeys(COLUMNS["citations"], empty) | {
        "claim": ids, "source": ["book"] * many, "chain": ["files>paper"] * many,
    }  # fmt: skip
    sources = {name: ["", "", ""] for name in COLUMNS["sources"]} | {
        "id": ["book", "files", "paper"], "date": ["2001", "1970", "1960"],
    }  # fmt: skip
    read = {"claims": claims, "citations": citations, "sources": sources}
    draft = Draft(
        Settings(title="Many", base="https://example.org/many/"),
        load(packaged_path()),
        **{
            name: Table(
                name,
                columns_of(name, columns.values()),
                range(2, len(columns[next(iter(columns))]) + 2),
            )
            for name in COLUMNS
            for columns in [read.get(name, dict.fromkeys(COLUMNS[name], ()))]
        },
    )
    started = process_time()
    told = [
        *doubts.claims_are_told_once(draft), *doubts.links_lead_to_another(draft),
        *doubts.nobody_quotes_what_is_not_yet_written(draft),
        *doubts.nobody_is_said_to_be_two(draft),
    ]  # fmt: skip
    assert told == []
    assert process_time() - started < 3  # 0.2 s on a quiet machine
