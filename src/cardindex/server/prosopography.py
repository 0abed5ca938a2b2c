"""An index as a prosopography has it: persons, sources, statements and the factoids that join them.

A claim about a person is a statement, a citation of it a factoid. A denial or doubt is a statement
of its own, which says so in its id, its type and its text, so that nobody reads it as affirmed.
Claims without a person are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cardindex import dates, identifiers
from cardindex.cards import sentence
from cardindex.folding import folded
from cardindex.index import Index
from cardindex.server.deadlines import Deadline

KINDS = ("persons", "sources", "statements", "factoids")
"""What there is, in the words of IPIF."""

_OF = {"persons": "person", "sources": "source", "statements": "statement", "factoids": "id"}
_AFFIRMED = "affirms"
_REF = {"persons": "person-ref", "sources": "source-ref", "statements": "statement-refs"}


class Said(NamedTuple):
    """What a statement says, field by field; each end as (id, label), an empty one for none."""

    type: tuple[str, str]
    name: str
    role: str
    date: tuple[str, str]
    places: tuple[tuple[str, str], ...]
    person: tuple[str, str]
    body: tuple[str, str]
    text: str


class Prosopography:
    """All of this of one index; ``facts`` has a row for each factoid.

    Its columns: ``id, statement, claim, stance, person, source, coder, locator, note``.
    """

    def __init__(self, index: Index, day: str) -> None:
        self.index, self.day = index, day
        # All readers of files come with it: a fifth of a second, which the start is spared.
        from cardindex.imports.meeting import words  # noqa: PLC0415

        kinds, fields = (words("ipif")[each] for each in ("kinds", "fields"))
        self._member_of = fields["memberOf"]
        self._persons, self._bodies, self._places = (
            self._ids(str(kinds[each])) for each in ("person", "body", "place")
        )
        self.facts = self._facts()
        first = self.facts.drop_duplicates("statement")
        self.statements = first.set_index("statement")[["claim", "stance", "person"]]
        persons = [id_ for id_ in index.labels if id_ in self._persons]
        self.ids: Mapping[str, list[str]] = {
            "persons": persons,
            "sources": index.sources.index.tolist(),
            "statements": self.statements.index.tolist(),
            "factoids": self.facts["id"].tolist(),
        }
        self._known = {kind: frozenset(ids) for kind, ids in self.ids.items()}
        self._rows = {kind: self.facts.groupby(_OF[kind]).indices for kind in KINDS}
        self._searched: dict[str, list[str]] = {}
        self._making = Lock()

    def _ids(self, kind: str) -> frozenset[str]:
        vocabulary = self.index.vocabulary
        fits = [id_ for id_ in vocabulary.types if vocabulary.is_a(id_, (kind,))]
        entities = self.index.entities
        return frozenset(entities.index[entities["type"].isin(fits)])

    def _facts(self) -> pd.DataFrame:
        claims, citations = self.index.claims, self.index.citations
        subject = claims["subject"].where(claims["subject"].isin(list(self._persons)), "")
        object_ = claims["object"].where(claims["object"].isin(list(self._persons)), "")
        person = subject.where(subject != "", object_)
        facts = citations[["id", "claim", "stance", "source", "coder", "locator", "note"]].copy()
        facts["person"] = person.reindex(citations["claim"]).to_numpy()
        facts = facts[facts["person"] != ""].reset_index(drop=True)
        plain = facts["stance"] == _AFFIRMED
        facts["statement"] = facts["claim"].where(plain, facts["claim"] + "-" + facts["stance"])
        return facts

    def meant(self, kind: str, id_: str) -> str:
        """Return the id of what is asked for by its id or one of its ``uris``; or nothing."""
        if id_ in self._known[kind]:
            return id_
        local = id_.rpartition("/")[2]
        if local in self._known[kind] and id_ in self._uris(kind, local):
            return local
        if kind != "persons":
            return ""
        near = self._named.get(local, ()), self._named.get(id_, ())
        return next((each for each in chain(*near) if id_ in self._uris(kind, each)), "")

    @cached_property
    def _named(self) -> Mapping[str, list[str]]:
        """Which persons have a name that may be the end of an address, or an address."""
        found: dict[str, list[str]] = {}
        names = self.index.names
        for id_, name in zip(names["entity"], names["name"], strict=True):
            if id_ in self._persons:
                found.setdefault(name, []).append(id_)
        return found

    def label(self, kind: str, id_: str) -> str:
        """Return what a person or a source is called."""
        return self.index.label(id_) if kind == "persons" else self.index.titles[id_]

    def _uris(self, kind: str, id_: str) -> list[str]:
        path = {"persons": "entity", "factoids": "citation"}.get(kind, kind.removesuffix("s"))
        if kind == "statements":
            return [f"{self.index.base}claim/{id_}"] if id_ in self.index.claims.index else []
        own = f"{self.index.base}{path}/{id_}"
        return [own, *(self._identifiers.get(id_, ()) if kind == "persons" else ())]

    @cached_property
    def _identifiers(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        columns = (self.index.names[each] for each in ("entity", "name", "kind"))
        for id_, name, kind in zip(*columns, strict=True):
            iri = name if name.startswith(("http://", "https://")) else identifiers.iri(kind, name)
            if iri:
                found.setdefault(id_, []).append(iri)
        return found

    def shown(self, kind: str, id_: str, root: str) -> dict[str, Any]:
        """Return one thing as IPIF has it; ``root`` is the address of the API."""
        made = {"createdBy": self.index.title, "createdWhen": self.day}
        if kind == "factoids":
            row = self._records(self._rows[kind][id_])[0]
            return {"@id": id_, **made, "createdBy": self._coder(row["coder"]), **_refs(row, kind)}
        rows = self._rows[kind].get(id_, ())
        refs = [{"@id": row["id"], **_refs(row, kind)} for row in self._records(rows)]
        told: dict[str, Any] = {"@id": id_}
        if kind == "statements":
            told |= self._statement(id_, root)
        else:
            told["label"] = self.label(kind, id_)
        return {**told, "uris": self._uris(kind, id_), **made, "factoid-refs": refs}

    def _records(self, rows: Iterable[int]) -> list[dict[Any, Any]]:
        found: list[dict[Any, Any]] = self.facts.iloc[list(rows)].to_dict("records")
        return found

    def _coder(self, coder: str) -> str:
        return self.index.coders[coder].name if coder in self.index.coders else self.index.title

    def _statement(self, id_: str, root: str) -> dict[str, Any]:
        said = self.said(id_)

        def end(it: tuple[str, str], path: str) -> dict[str, str]:
            return {"uri": f"{path}{it[0]}", "label": it[1]}

        base = f"{self.index.base}entity/"
        fields: dict[str, Any] = {
            "statementType": {"uri": said.type[0], "label": said.type[1]},
            "name": said.name,
            "role": {"label": said.role},
            "date": {"sortdate": said.date[0], "label": said.date[1]},
            "places": [end(each, base) for each in said.places],
            "relatesToPersons": [end(said.person, f"{root}persons/")] if said.person[0] else [],
            "memberOf": end(said.body, base) if said.body[0] else {},
            "statementText": said.text,
        }
        for name in ("statementType", "role", "date"):
            fields[name] = {key: value for key, value in fields[name].items() if value}
        return {name: value for name, value in fields.items() if value}

    def said(self, id_: str) -> Said:
        """Return what a statement says. What is denied, doubted or not done is no plain fact."""
        row = self.statements.loc[[id_]].to_dict("records")[0]
        claim: Any = self.index.claims.loc[[row["claim"]]].to_dict("records")[0]
        return self._said(claim, row["stance"], row["person"])

    def _said(self, claim: Mapping[str, Any], stance: str, person: str) -> Said:
        index, none = self.index, ("", "")
        relation = index.vocabulary.relations[claim["relation"]]
        turned = claim["subject"] != person
        other = claim["subject"] if turned else claim["object"]
        plain = stance == _AFFIRMED and not claim["mode"]
        label = relation.inverse_words if turned and not relation.symmetric else relation.label
        iri = relation.iri if not turned or relation.symmetric else relation.inverse
        label += f" ({claim['mode']})" if claim["mode"] else ""
        text = claim["gloss"] or sentence(index, claim)
        if stance != _AFFIRMED:
            label, text = f"{stance}: {label}", f"This source {stance} it: {text}"
        naming = claim["relation"] in index.vocabulary.telling_names
        ends = [each for each in (claim["place"], other if other in self._places else "") if each]
        member = claim["relation"] == self._member_of and not turned and plain
        start = int(claim["earliest_start"])
        day = (
            dates.iso(start) if claim["when"] and dates.day_number(1) <= start < dates.NEVER else ""
        )
        return Said(
            (iri if plain else "", label),
            claim["text"] if naming and plain else "",
            "" if naming else claim["text"],
            (day, claim["when"]),
            tuple((each, index.label(each)) for each in dict.fromkeys(ends)),
            (other, index.label(other)) if other in self._persons else none,
            (other, index.label(other)) if member and other else none,
            text,
        )

    def found(self, kind: str, asked: Mapping[str, str], within: Deadline) -> list[str]:
        """Return the ids of a kind that filters leave, in the order of the tables.

        Raises MalformedValue for a day that is none, HTTPException past the deadline.
        """
        left = np.ones(len(self.facts), dtype=bool)
        own: frozenset[str] | None = None
        among = False
        for of in KINDS:
            fits = self._fitting(of, asked, within)
            if fits is None:
                continue
            if of == kind:
                own = fits
            else:
                among = True
                left &= self.facts[_OF[of]].isin(list(fits)).to_numpy()
        ids: Sequence[str] = self.ids[kind]
        if among:
            some = set(self.facts[_OF[kind]].to_numpy()[left].tolist())
            ids = [id_ for id_ in within.over(ids) if id_ in some]
        return [id_ for id_ in within.over(ids) if own is None or id_ in own]

    def _fitting(
        self, kind: str, asked: Mapping[str, str], within: Deadline
    ) -> frozenset[str] | None:
        """Return those of a kind that its own filters leave; None where there is no such filter."""
        tests: list[frozenset[str]] = []
        if id_ := asked.get(f"{kind.removesuffix('s')}Id"):
            tests.append(frozenset(filter(None, (self.meant(kind, id_),))))
        if kind == "statements":
            tests += self._dated(asked)
        names = (_SHORT[kind], *(FIELDS if kind == "statements" else ()))
        for name in names:
            if wanted := folded(asked.get(name, "")):
                fits = zip(self.ids[kind], self._texts(kind, name, within), strict=True)
                near = {each for each, text in within.over(fits) if wanted in text}
                tests.append(frozenset({*near, self.meant(kind, asked[name])} - {""}))
        return frozenset.intersection(*tests) if tests else None

    def _dated(self, asked: Mapping[str, str]) -> list[frozenset[str]]:
        if not (asked.get("from") or asked.get("to")):
            return []
        claims = self.index.claims.loc[self.statements["claim"]]
        fits = (claims["when"] != "").to_numpy(dtype=bool, copy=True)
        if asked.get("from"):
            fits &= claims["latest_end"].to_numpy() >= dates.window(asked["from"])[0]
        if asked.get("to"):
            fits &= claims["earliest_start"].to_numpy() <= dates.window(asked["to"])[1]
        return [frozenset(self.statements.index[fits])]

    @cached_property
    def _all_said(self) -> list[Said]:
        rows: list[dict[Any, Any]] = self.index.claims.loc[self.statements["claim"]].to_dict(
            "records"
        )
        columns = self.statements["stance"], self.statements["person"]
        return [self._said(*each) for each in zip(rows, *columns, strict=True)]

    @cached_property
    def _said_by_id(self) -> Mapping[str, Said]:
        return dict(zip(self.ids["statements"], self._all_said, strict=True))

    def _texts(self, kind: str, name: str, within: Deadline) -> list[str]:
        """Return what a filter looks through, of each of a kind; made once, then kept.

        Who asks first waits for it, others until their deadline.
        """
        if name not in self._searched:
            with within.holding(self._making):
                if name not in self._searched:
                    self._searched[name] = list(map(folded, self._made(kind, name)))
        return self._searched[name]

    def _made(self, kind: str, name: str) -> Iterator[str]:
        if name in FIELDS:
            yield from map(FIELDS[name], self._all_said)
        elif kind == "statements":
            for id_, said in self._said_by_id.items():
                yield " ".join((id_, *(of(said) for of in FIELDS.values()), said.type[1]))
        elif kind == "factoids":
            for row in self._records(range(len(self.facts))):
                yield " ".join((row["id"], self._coder(row["coder"]), row["locator"], row["note"]))
        else:
            for id_ in self.ids[kind]:
                # The base IRI is left out of the search: its words would match everything.
                yield " ".join((id_, self.label(kind, id_), *self._uris(kind, id_)[1:]))

    def sorted(self, kind: str, ids: list[str], by: str, within: Deadline) -> list[str]:
        """Return ids in the order of one of ``orders``. Raises HTTPException past the deadline."""
        if kind == "statements":
            with within.holding(self._making):
                self._said_by_id  # noqa: B018 - is made, once
        key = self.orders(kind)[by]
        keys = {id_: key(id_) for id_ in within.over(ids)}
        return sorted(ids, key=keys.__getitem__)

    def orders(self, kind: str) -> Mapping[str, Callable[[str], str]]:
        """Return by what a kind can be sorted."""
        orders: dict[str, Callable[[str], str]] = {
            "@id": str, "createdWhen": lambda _: "", "createdBy": lambda _: "",
        }  # fmt: skip
        if kind in ("persons", "sources"):
            return {**orders, "label": lambda id_: folded(self.label(kind, id_))}
        if kind == "statements":
            orders["statementText"] = lambda id_: folded(self._said_by_id[id_].text)
            orders["name"] = lambda id_: folded(self._said_by_id[id_].name)
            orders["date"] = lambda id_: self._said_by_id[id_].date[0]
            return orders

        def of(column: str) -> Callable[[str], str]:
            cells = dict(zip(self.facts["id"], self.facts[column], strict=True))
            return lambda id_: folded(cells[id_])

        coders = of("coder")
        return {**orders, "createdBy": coders, "person-ref": of("person"),
                "source-ref": of("source")}  # fmt: skip


FIELDS: Mapping[str, Callable[[Said], str]] = {
    "statementText": lambda said: said.text,
    "name": lambda said: said.name,
    "role": lambda said: said.role,
    "place": lambda said: " ".join(" ".join(each) for each in said.places),
    "relatesToPerson": lambda said: " ".join(said.person),
    "memberOf": lambda said: " ".join(said.body),
}
"""The filters by what a field of a statement says."""

_SHORT = {"persons": "p", "sources": "s", "statements": "st", "factoids": "f"}
FILTERS = frozenset(
    (*_SHORT.values(), *FIELDS, "from", "to", *(f"{kind.removesuffix('s')}Id" for kind in KINDS))
)
"""All that lists can be filtered by."""


def _refs(row: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return what a factoid joins, but for the thing itself that it is told of."""
    refs = {
        "person-ref": {"@id": row["person"]},
        "source-ref": {"@id": row["source"]},
        "statement-refs": [{"@id": row["statement"]}],
    }
    return {name: value for name, value in refs.items() if name != _REF.get(kind)}
