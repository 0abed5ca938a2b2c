"""Drafts as the page shows them: which wait, and one of them read back beside its passage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from cardindex import dates, quantities
from cardindex.composing import relations_for
from cardindex.desk import entering, offering
from cardindex.desk.draftform import Gone, filled
from cardindex.desk.form import Form, Party, mapping, text_in
from cardindex.drafts.holding import REASONS
from cardindex.editing import CLAIM, id_of
from cardindex.errors import MalformedValue
from cardindex.settings import MACHINE
from cardindex.tables import COLUMNS

if TYPE_CHECKING:
    from cardindex.desk.holding import Desk
    from cardindex.desk.pile import Waiting
    from cardindex.drafts import Placed

_MOST_REFUSED = 500


def pile_of(desk: Desk) -> Waiting:
    """Return the drafts that wait now. Raises CardindexError where there is no index."""
    texts = {source: held.text for source, held in desk.texts.items()}
    return desk.pile.waiting(desk.index, texts, desk.tables)


def waiting(desk: Desk) -> dict[str, Any]:
    """Return which drafts wait, in their order, how many were judged, and what was refused."""
    if desk.reading is None or desk.ledger is None or desk.phase != "ready":
        return {"waiting": [], "judged": {}, "refused": [], "refused_lines": 0, "counts": [],
                "fault": ""}  # fmt: skip
    found = pile_of(desk)
    return {
        "waiting": list(found.by_id),
        "judged": dict(found.judged),
        "refused": [
            {"line": it.row, "field": it.column, "code": it.code, "message": it.message}
            for it in found.held.refused[:_MOST_REFUSED]
        ],
        "refused_lines": len({it.row for it in found.held.refused}),
        "counts": [{"n": n, "why": REASONS.get(code, code)}
                   for code, n in found.held.counts.items()],
        "fault": found.fault,
    }  # fmt: skip


def one_of(desk: Desk, id_: str) -> Placed:
    """Return a draft that waits, by its digest. Raises Gone."""
    one = pile_of(desk).by_id.get(id_)
    if one is None:
        raise Gone("this draft no longer waits: it was judged, or its line was changed meanwhile")
    return one


def told(desk: Desk, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return one draft: its place in the text, what it would say, and what is to be asked of it.

    Of one that no longer waits, or is not what was shown, only that: ``gone``.
    """
    choices = mapping(sent.get("choices") or {}, "choices")
    try:
        one = one_of(desk, text_in(sent, "id"))
        plain, asked = filled(desk, one, choices)
    except Gone as error:
        return {"gone": str(error)}
    form = signed(desk, one, plain, text_in(sent, "by"))
    judged = entering.judged(desk, form)
    passage = offering.passage(desk, {
        "source": form.reading, "start": str(form.start), "end": str(form.end), "how": "exact",
    })  # fmt: skip
    return {
        **judged,
        "id": one.draft.digest, "line": one.line, "draft": asdict(one.draft), "times": one.times,
        "reading": form.reading, "title": desk.titles.get(one.draft.source, one.draft.source),
        "quote": [one.place.start, one.place.end], "passage": passage,
        "open": [each._asdict() for each in asked], "coder": form.coder, "note": form.note,
        "stands": "" if judged["missing"] else standing(desk, form),
        "form": fields(desk, plain, passage),
    }  # fmt: skip


def signed(desk: Desk, one: Placed, form: Form, by: str) -> Form:
    """Return a form with its coder: the machine that proposed it and ``by``, who accepts it.

    A proposer that is no machine of index.toml is named in the note.
    """
    coders, proposer = desk.tables.settings.coders, one.draft.coder
    if proposer in coders and coders[proposer].kind == MACHINE:
        return replace(form, coder=f"{proposer};{by}" if by else "")
    words = f"proposed by {proposer}" if proposer else "proposed as a draft"
    if words in form.note:
        return replace(form, coder=by)
    return replace(form, coder=by, note="; ".join(filter(None, (form.note, words))))


def standing(desk: Desk, form: Form) -> str:
    """Return the citation, by any coder, that says all of this of the same words; or nothing."""
    rows = entering.made(desk, form)
    if rows.entities or rows.sources:
        return ""
    cited = _said("citations", rows.citation)
    claimed = _said("claims", rows.claim)
    for row in desk.tables.rows("citations"):
        if _says(row, cited):
            claim = desk.tables.row(CLAIM, row[0])
            if claim is not None and _says(claim, claimed):
                return id_of(row)
    return ""


# Columns in which two rows may differ and still say the same.
_ASIDE = frozenset(("id", "claim", "ties", "gloss", "coder", "note"))


def _said(table: str, cells: Mapping[str, str]) -> list[tuple[int, str]]:
    """Return what a row says, by the places of its columns."""
    return [(at, cells.get(name, "")) for at, name in enumerate(COLUMNS[table])
            if name not in _ASIDE]  # fmt: skip


def _says(row: tuple[str, ...], said: list[tuple[int, str]]) -> bool:
    return all(row[at] == cell for at, cell in said)


def fields(desk: Desk, form: Form, passage: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form as the page has it, with labels: what the ordinary card is filled with."""
    index, cells = desk.index, form.cells
    relation = index.vocabulary.relations[cells["relation"]]
    offered = relations_for(index, typed=relation.label)
    work = form.source.id if form.source.id != form.reading else ""
    steps = [
        {"id": step.work.id, "sign": step.sign, "reports": step.reports, "place": step.place,
         "label": index.titles.get(step.work.id, step.sign)}
        for step in form.chain
    ]  # fmt: skip
    return {
        "reading": form.reading, "passage": passage,
        "source": {"id": work, "label": index.titles[work]} if work else None,
        **{name: _party(desk, getattr(form, name)) for name in ("subject", "object", "place")},
        "relation": next((it.__dict__ for it in offered if it.id == relation.id), None),
        "date": _labelled(dates.in_words, "edtf", cells.get("when", "")),
        "amount": _labelled(quantities.in_words, "quantity", cells.get("quantity", ""),
                            cells.get("unit", "")),
        "chain": steps, "stance": form.stance, "certainty": form.certainty,
        "text": cells.get("text", ""), "mode": cells.get("mode", ""),
        "gloss": cells.get("gloss", ""), "note": form.note,
    }  # fmt: skip


def _party(desk: Desk, party: Party) -> dict[str, Any] | None:
    if party.new:
        label, kind = party.new.get("label", ""), party.new.get("type", "")
        return {"new": dict(party.new), "label": label, "type": kind}
    if not party.id:
        return None
    kind = str(desk.index.entities.at[party.id, "type"])
    return {"id": party.id, "label": desk.index.labels[party.id], "type": kind}


def _labelled(in_words: Any, name: str, value: str, unit: str = "") -> dict[str, str] | None:  # noqa: ANN401 - of a date or a quantity
    if not value:
        return None
    try:
        words = in_words(value)
    except MalformedValue:
        words = value
    return {name: value, "unit": unit, "label": f"{words} {unit}".strip()}
