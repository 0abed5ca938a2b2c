"""From a form to rows: who and what is new, the claim or claims, the citation with its seal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cardindex.composing import Pick, already, chain_in_words, chain_of, claim_in_words, similar
from cardindex.desk.form import Form, Party
from cardindex.editing import (
    CLAIM,
    ENTITY,
    SOURCE,
    After,
    Change,
    Entry,
    add_citation,
    add_claim,
    add_row,
    entity_id,
    id_of,
    joined,
    source_id,
)
from cardindex.errors import CardindexError, Problem
from cardindex.passages import place, text_source

if TYPE_CHECKING:
    from cardindex.desk.holding import Desk

Cells = dict[str, str]


class Refused(CardindexError):
    """An entry that would make an error; ``problems`` are told at the fields of the form."""

    def __init__(self, problems: Sequence[Mapping[str, str]]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(each["message"] for each in problems))


class Made(NamedTuple):
    """The rows of a form: the cells of a claim and a citation, new rows, fields by new ids."""

    claim: Cells
    citation: Cells
    entities: list[Cells]
    sources: list[Cells]
    fields: dict[tuple[str, str], str]


def made(desk: Desk, form: Form) -> Made:
    """Return the rows of a form, even an incomplete one."""
    entities: list[Cells] = []
    sources: list[Cells] = []
    fields: dict[tuple[str, str], str] = {}
    ends = {name: _entity(desk, getattr(form, name), name, entities, fields)
            for name in ("subject", "object", "place")}  # fmt: skip
    source = _source(desk, form.source, "source", sources, fields)
    if not form.source and form.reading:
        source = form.reading
    if form.source.new and form.reading and form.start is not None:
        # The offsets of a work that another text contains are those of that text.
        sources[-1].setdefault("container", text_source(desk.index, form.reading))
    picks = [
        Pick(step.sign or _source(desk, step.work, f"chain {at}", sources, fields), step.reports,
             step.place)
        for at, step in enumerate(form.chain)
    ]  # fmt: skip
    claim = {**form.cells, **{name: id_ for name, id_ in ends.items() if id_}}
    citation = {
        "source": source, "locator": form.locator, "chain": chain_of(picks) if picks else "",
        "stance": form.stance, "certainty": form.certainty, "note": form.note,
        "coder": form.coder, **_sealed(desk, form),
    }  # fmt: skip
    return Made(claim, {name: cell for name, cell in citation.items() if cell}, entities, sources,
                fields)  # fmt: skip


def entry_of(desk: Desk, form: Form) -> Entry:
    """Return the entry that a form comes to. Raises CardindexError where something is missing."""
    rows = made(desk, form)
    if form.roles:
        return _event(desk, form, rows)
    if form.cites:
        first = [add_row(desk.tables, SOURCE, each) for each in rows.sources]
        entry = add_citation(desk.tables, form.cites, [rows.citation])
        return joined(entry.what, *first, entry)
    known = desk.tables.vocabulary.identifiers
    return add_claim(desk.tables, rows.claim, [rows.citation], rows.entities, rows.sources, known)


def missing(form: Form, desk: Desk) -> list[str]:
    """Return the fields that have to be filled before an entry can be checked."""
    if form.cites:
        return []
    lacking = [] if form.subject else ["subject"]
    if form.roles:
        lacking += [f"role {at}" for at, role in enumerate(form.roles)
                    if not role.party or not role.relation]  # fmt: skip
        return lacking
    relation = desk.index.vocabulary.relations.get(form.cells.get("relation", ""))
    if relation is None:
        return [*lacking, "relation"]
    if relation.kind == "link" and not form.object:
        lacking.append("object")
    return lacking


def judged(desk: Desk, form: Form) -> dict[str, Any]:
    """Return the checks of a form while it is being filled; nothing is written."""
    index = desk.index
    rows = made(desk, form)
    lacking = missing(form, desk)
    labels = {each["id"]: each.get("label", "") for each in rows.entities}
    titles = {each["id"]: each.get("title", "") for each in rows.sources}
    told: dict[str, Any] = {"missing": lacking, "problems": [], "already": [], "changes": []}
    if form.roles:
        told["sentence"] = "; ".join(
            claim_in_words(index, each, None, labels, titles).rstrip(".")
            for each in _roles(desk, form, rows, rows.claim.get("subject", ""))
        ) + "."  # fmt: skip
    else:
        told["sentence"] = claim_in_words(index, rows.claim, rows.citation, labels, titles)
    source = rows.citation.get("source", "")
    told["chain"] = chain_in_words(index, source, rows.citation.get("chain", ""), titles)
    told["similar"] = {
        name: [it.__dict__ for it in similar(index, party.new["label"])]
        for name in ("subject", "object", "place")
        if (party := getattr(form, name)).new.get("label")
    }
    subject, relation = rows.claim.get("subject", ""), rows.claim.get("relation", "")
    if not form.roles and subject and relation in index.vocabulary.relations:
        told["already"] = [
            {"claim": it.claim, "sentence": it.sentence, "how": it.how, "same_text": it.same_text}
            for it in already(
                index, subject, relation, rows.claim.get("object", ""), rows.claim.get("text", "")
            )[:6]
        ] if "object" not in lacking else []  # fmt: skip
    if not lacking:
        entry = entry_of(desk, form)
        told["what"], told["notes"] = entry.what, list(entry.notes)
        told["problems"] = problems_of(desk, entry, rows.fields)
    return told


def write(desk: Desk, form: Form) -> dict[str, Any]:
    """Write an entry; what is returned is on the disk. Raises Refused, and as ``Ledger.write``."""
    if lacking := missing(form, desk):
        raise Refused([{"field": name, "message": f"{name}: is still missing",
                        "severity": "error", "code": "missing"} for name in lacking])  # fmt: skip
    rows = made(desk, form)
    entry = entry_of(desk, form)
    errors = [each for each in problems_of(desk, entry, rows.fields)
              if each["severity"] == "error"]  # fmt: skip
    if errors:
        raise Refused(errors)
    desk.tables.write(entry)
    desk.refresh()
    claims = [each.cell("id") for each in entry.changes if each.table == CLAIM]
    cited = [each.after for each in entry.changes if each.table == "citations"]
    return {
        "what": entry.what,
        "claims": claims or [form.cites],
        "citations": [id_of(row) for row in cited if row is not None],
        "passage": [form.start, form.end] if form.start is not None else None,
        "new": [{"id": row["id"], "label": row["label"]} for row in rows.entities],
    }


def problems_of(
    desk: Desk, entry: Entry, fields: Mapping[tuple[str, str], str] | None = None
) -> list[dict[str, str]]:
    """Return what the checks say of an entry, each at the field of the form that it is of."""
    told = []
    for problem, at in desk.tables.found(entry):
        change = entry.changes[at] if at is not None and at < len(entry.changes) else None
        told.append({
            "field": _field(problem, change, fields or {}), "message": problem.message,
            "severity": problem.severity, "code": problem.code,
            "row": f"{problem.file}{f':{problem.row}' if problem.row else ''}",
        })  # fmt: skip
    return told


def _field(problem: Problem, change: Change | None, fields: Mapping[tuple[str, str], str]) -> str:
    if change is not None and change.table in (ENTITY, SOURCE):
        return fields.get((change.table, change.cell("id")), problem.column)
    return problem.column


def _entity(
    desk: Desk, party: Party, name: str, known: list[Cells], fields: dict[tuple[str, str], str]
) -> str:
    """Return the id of an entity; one that is new is put with those that are known."""

    def make(taken: list[str]) -> str:
        return entity_id(desk.tables, party.new.get("label", ""), taken)

    return _id_of(party, known, make, (ENTITY, name), fields)


def _source(
    desk: Desk, party: Party, name: str, known: list[Cells], fields: dict[tuple[str, str], str]
) -> str:
    """Return the id of a source; one that is new is put with those that are known."""

    def make(taken: list[str]) -> str:
        title, author, date = (party.new.get(column, "") for column in ("title", "author", "date"))
        return source_id(desk.tables, title, author, date, taken)

    return _id_of(party, known, make, (SOURCE, name), fields)


def _id_of(
    party: Party,
    known: list[Cells],
    make: Callable[[list[str]], str],
    field: tuple[str, str],
    fields: dict[tuple[str, str], str],
) -> str:
    """Return the id of a party: its own, that of an equal one, or a new one, not among the known.

    ``field``: the table, and the field of the form that named it.
    """
    if not party.new:
        return party.id
    for each in known:
        if {k: v for k, v in each.items() if k != "id"} == dict(party.new):
            return each["id"]
    id_ = make([each["id"] for each in known])
    known.append({"id": id_, **party.new})
    fields[field[0], id_] = field[1]
    return id_


def _sealed(desk: Desk, form: Form) -> Cells:
    """Return locator, offsets and seal of the passage, made of the text that lies here."""
    if form.start is None or form.end is None:
        return {}
    held = desk.held(form.reading)
    if not form.start < form.end <= len(held.text.raw):
        raise CardindexError("the passage is not in this text; select it again")
    found = place(held.text, form.start, form.end, held.unit)
    told = {"start": str(found.start), "end": str(found.end), "seal": found.seal}
    return told if form.locator else {"locator": found.locator, **told}


def _roles(desk: Desk, form: Form, rows: Made, event: str) -> list[Cells]:
    """Return the claims of an event, one a role; the sum stands once."""
    shared = {name: cell for name, cell in form.cells.items()
              if name in ("when", "mode")}  # fmt: skip
    if "place" in rows.claim:
        shared["place"] = rows.claim["place"]
    amount = {name: form.cells[name] for name in ("quantity", "unit") if name in form.cells}
    bearer = next((at for at, role in enumerate(form.roles) if role.sum), 0)
    claims = []
    for at, role in enumerate(form.roles):
        party = _entity(desk, role.party, f"role {at}", rows.entities, rows.fields)
        cells = {"subject": party, "relation": role.relation, "object": event, **shared}
        if role.text:
            cells["text"] = role.text
        claims.append({name: cell for name, cell in {**cells, **(amount if at == bearer else {})}
                       .items() if cell})  # fmt: skip
    return claims


def _event(desk: Desk, form: Form, rows: Made) -> Entry:
    event = rows.claim.get("subject", "")
    claims = _roles(desk, form, rows, event)
    known = desk.tables.vocabulary.identifiers
    new = [add_row(desk.tables, ENTITY, each, known) for each in rows.entities]
    new += [add_row(desk.tables, SOURCE, each) for each in rows.sources]
    entry = joined("", *new)
    ids = []
    for cells in claims:
        more = add_claim(After(desk.tables, entry), cells, [rows.citation])
        ids.append(more.changes[0].cell("id"))
        entry = joined("", entry, more)
    return joined(f"{', '.join(ids)} of {event}", entry)
