"""The shared cases: small indexes, questions, and Python's answers in the form of the cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from building import cite, claim, entity, index, work

from cardindex.evidence import Selection, tally, weigh
from cardindex.finding import found as find
from cardindex.index import Index
from cardindex.measures.money import flows
from cardindex.network import best_paths
from cardindex.slices import EVERYTHING, Slice

Ask = dict[str, Any]

CASES = Path(__file__).resolve().parent / "data" / "cases"
FLAGS = (
    "told_by_doer", "told_by_concerned", "apparent", "circular", "misquoted", "overstated",
)  # fmt: skip


def case_of(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return case


def made(case: dict[str, Any], folder: Path) -> Index:
    return index(
        folder,
        [claim(id_, words, **dict(*cells)) for id_, words, *cells in case["claims"]],
        [cite(*citation) for citation in case["citations"]],
        [work(id_, **cells) for id_, cells in case["sources"]],
        entities=[
            entity(id_, kind, **({"label": label[0]} if label else {}))
            for id_, (kind, *label) in _listed(case.get("entities", {}))
        ],
        names=[
            {"entity": id_, "name": name, "kind": "alias"} for id_, name in case.get("names", [])
        ],
    )


def _listed(entities: dict[str, str | list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield (id, [kind, label]) of entities; of most, no label is given."""
    for id_, told in entities.items():
        yield id_, [told] if isinstance(told, str) else told


def answer(made_up: Index, ask: Ask) -> Ask:
    """Return Python's answer, in the form of the cases."""
    told = {
        name: frozenset(value) if isinstance(value, list) else value
        for name, value in ask.get("slice", {}).items()
    }
    everything = {"standings": EVERYTHING.standings, "modes": EVERYTHING.modes}
    selection = tally(made_up, Slice(**(everything | told)))
    found: Ask = {
        "claims": {
            str(row.Index): [
                row.standing, row.stands, row.support_low, row.support_high, row.works,
                row.opposition_low, row.opposition_high, list(row.roots),
                [flag for flag in FLAGS if getattr(row, flag)],
            ]
            for row in selection.claims.itertuples()
        },
        "links": {
            f"{row.subject} {row.relation} {row.object}": [
                row.standing, row.stands, row.support_low, row.support_high, list(row.roots),
            ]
            for row in selection.links.itertuples()
        },
        "totals": {
            f"{row.unit} {row.mode}".strip(): [
                row.low, "open" if row.high == float("inf") else row.high,
            ]
            for row in selection.totals.itertuples()
        },
        "flows": {
            f"{row.subject} {row.object} {row.unit} {row.mode}".strip(): [
                row.low, "open" if row.high == float("inf") else row.high,
            ]
            for row in flows(selection).itertuples()
        },
    }  # fmt: skip
    if selection.slice.identities:
        found["folded"] = dict(selection.folded)
        found["unfolded"] = {id_: list(ends) for id_, ends in selection.unfolded.items()}
        found["identifications"] = {
            f"{row.subject} {row.relation} {row.object}": list(row.identifications)
            for row in selection.links.itertuples()
            if row.identifications
        }
    if "find" in ask:
        kinds = ("entity", "claim", "source")
        found["found"] = [f"{it.kind} {it.id}" for it in find(made_up, ask["find"], kinds)]
    if "path" in ask:
        found["paths"] = paths(selection, *ask["path"])
    if "strike" in ask:
        by_when = {name: told[name] for name in ("said_by", "published_by") if name in told}
        within = replace(EVERYTHING, **by_when, surely=told.get("surely", False))
        weight = weigh(made_up, ask["strike"], within)
        found["strike"] = {
            "falls": list(weight.falls),
            "clears": list(weight.clears),
            "weakens": list(weight.weakens),
            "lost_pairs": [list(pair) for pair in weight.lost_pairs],
            "orphaned": list(weight.orphaned),
        }
    return found


def paths(selection: Selection, one: str, other: str) -> list[Ask]:
    return [
        {
            "ids": [one, *(hop.end for hop in path.hops)],
            "weakest": f"{path.weakest.start} {path.weakest.relation} {path.weakest.end}",
        }
        for path in best_paths(selection, one, other)
    ]
