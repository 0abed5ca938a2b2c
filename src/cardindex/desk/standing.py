"""The state of the desk for its page: the index, its problems, changes, and choices."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardindex import inputs
from cardindex.desk import mending, offering, reading
from cardindex.editing import diff_lines

if TYPE_CHECKING:
    from cardindex.desk.holding import Desk

_MOST_PROBLEMS = 500
_MOST_LINES = 200
_RULINGS, _MANUAL = "README.md", "coding.md"
_LONGEST_MANUAL = 2_000_000  # bytes


def state(desk: Desk) -> dict[str, Any]:
    """Return all that the page needs at its start; more of it once the index is read."""
    told: dict[str, Any] = {
        "title": desk.folder.name, "folder": str(desk.folder), "coders": [],
        "texts_folder": str(desk.texts_folder), "texts": reading.texts(desk), **pulse(desk),
    }  # fmt: skip
    if desk.reading is None:
        return told
    index = desk.reading.index
    vocabulary = index.vocabulary
    return told | {
        "title": index.title or desk.folder.name,
        "coders": [
            {"id": id_, "name": it.name, "kind": it.kind} for id_, it in index.coders.items()
        ],
        "types": [
            {"id": it.id, "label": it.label, "definition": it.definition, "colour": it.colour,
             "shape": it.shape}
            for it in vocabulary.types.values()
            if not it.abstract
        ],
        "source_kinds": list(vocabulary.source_kinds),
        "modes": list(vocabulary.modes),
        "roles": offering.roles(desk),
        "with_parties": offering.with_parties(desk),
        "counts": {"claims": len(index.claims), "entities": len(index.entities)},
    }  # fmt: skip


def pulse(desk: Desk) -> dict[str, Any]:
    """Return what may have changed since the last request; small, as the page asks often."""
    changed = desk.ledger.changed_on_disk() if desk.ledger is not None else None
    other = desk.presence.other if desk.presence is not None else None
    told: dict[str, Any] = {
        "phase": desk.phase,
        "version": desk.reading.version if desk.reading else 0,
        "problems": len(desk.problems),
        "faults": desk.faults,
        "other": other,
        "changed": None,
        "drafts": str(desk.pile.stamp or ""),
        **mending.history(desk),
    }
    if changed is not None:
        lines = [*map(str, changed.problems), *diff_lines(changed.changes)]
        told["changed"] = {"lines": lines[:_MOST_LINES], "more": max(len(lines) - _MOST_LINES, 0)}
    return told


def problems(desk: Desk) -> list[dict[str, str]]:
    """Return what is wrong with the index, the errors first."""
    told = desk.reading.problems if desk.reading is not None else desk.problems
    ordered = sorted(told, key=lambda it: it.severity != "error")
    return [{"line": str(it), "severity": it.severity} for it in ordered[:_MOST_PROBLEMS]]


def reloaded(desk: Desk) -> dict[str, Any]:
    """Take in what is on the disk now."""
    desk.reload()
    desk.wait()
    return pulse(desk)


def manual(desk: Desk) -> dict[str, str]:
    """Return the rulings of the index, if it has any, and the coding manual, its own or ours."""
    there = [path for path in (desk.folder / _RULINGS, desk.folder / _MANUAL) if path.is_file()]
    texts = [_read(path) for path in there]
    told = [str(path) for path in there]
    if desk.folder / _MANUAL not in there:
        texts.append(files("cardindex").joinpath(_MANUAL).read_text(encoding="utf-8"))
        told.append("the manual that cardindex has")
    return {"text": "\n\n".join(texts), "of": ", then ".join(told)}


def _read(path: Path) -> str:
    try:
        return inputs.decoded(inputs.contents(path, _LONGEST_MANUAL))
    except (OSError, inputs.Undecodable) as error:
        return f"{path} cannot be read: {error}"
