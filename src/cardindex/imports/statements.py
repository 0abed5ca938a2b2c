"""Claims as found → rows of claims and citations: ends, dates and quantities as tables have them.

Rows that say the same are one claim, also where a symmetric relation is told from either end. What
has no place in a cell goes into the note of the citation, and nowhere is it guessed at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from cardindex.checks.citations import CERTAINTIES, STANCES, locator_fault
from cardindex.checks.claims import MODES
from cardindex.editing import Row
from cardindex.errors import MalformedValue
from cardindex.imports import cells
from cardindex.imports.aside import Kept
from cardindex.imports.defining import Terms
from cardindex.imports.found import FoundCitation, FoundClaim
from cardindex.imports.gathering import Gathered
from cardindex.imports.ids import claim_id
from cardindex.imports.sorts import ends
from cardindex.lineage import parse_chain
from cardindex.ontology import Relation, Vocabulary

READ_AS = "is read as "
_UNREAD = "has no one reading: in a note"
_UNKNOWN = "is not known: in a note"

WEIGHT = "weight"
"""The unit of a number that has none."""

_ALONE = (FoundCitation(),)
_WORD_ROOM = 200


@dataclass
class Statements:
    """Claims by id, and their citations by what tells these apart, or a digest of it.

    ``mended``: dates and numbers, each as what it is, what was said, and what came of it;
    ``cited`` are the works of citations and chains, ``first_hand`` those that were read; ``same``:
    how many rows said what another had said.
    """

    claims: MutableMapping[str, Row] = field(default_factory=dict)
    citations: MutableMapping[str | bytes, Row] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)
    first_hand: set[str] = field(default_factory=set)
    mended: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    same: int = 0


@dataclass
class Stated:
    """What claims are made of: who is who, what words mean, and where it is all noted."""

    found: Gathered
    terms: Terms
    vocabulary: Vocabulary
    entities: Mapping[str, str]
    kinds: Mapping[str, str]
    sources: Mapping[str, str]
    units: Mapping[str, str]
    main: str
    origin: str
    gone: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    made: Statements = field(default_factory=Statements)
    _told: dict[str | bytes, str] = field(default_factory=dict)
    _unsaid: set[str] = field(default_factory=set)
    _fits: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def all(self) -> Statements:
        """Make the rows of all claims."""
        if self.found.large:
            self.made.claims, self.made.citations = Kept(), Kept()
        for claim in self.found.claims:
            meant = self.terms.relations[claim.relation]
            if meant is None:
                self._drop(claim, "the mapping leaves this relation out")
                continue
            relation = self.vocabulary.relations[meant.id]
            self._one(claim, relation, turned=meant.turned != claim.inverse)
        for id_ in self._unsaid:
            del self.made.claims[id_]  # none of its citations has a known stance
        return self.made

    def _drop(self, claim: FoundClaim, why: str, notes: Sequence[str] = ()) -> None:
        told = " ".join(filter(None, (claim.subject, claim.relation, claim.object or claim.text)))
        self.found.drop(claim.at, "; ".join([told, *notes]), why)

    def _one(self, claim: FoundClaim, relation: Relation, *, turned: bool) -> None:
        subject, object_ = ends(claim, relation, turned=turned)
        if not subject.strip():
            self._drop(claim, "it does not say of whom")
            return
        for end in (subject, object_):
            if end and end not in self.entities:
                why = (
                    "was deleted by hand since it was first imported" if end in self.gone
                    else "is not in the file"
                )  # fmt: skip
                self._drop(claim, f'"{end}" {why}')
                return
        if fault := self._misfit(relation, subject, object_):
            self._drop(claim, fault)
            return
        if relation.symmetric and object_ < subject:
            subject, object_ = object_, subject
        notes: list[str] = []
        row = self._cells(claim, relation, notes)
        missing = _missing(relation, row, object_)
        if missing:
            self._drop(claim, f"{relation.id} is a {relation.kind} and {missing}", notes)
            return
        told = "\x1f".join((self.origin, relation.id, subject, object_, *row))
        if claim.key:
            told = f"{self.origin}\x1fkey\x1f{claim.key}"
        self._keep(claim, told, relation.id, (subject, object_, row), notes)

    def _keep(
        self,
        claim: FoundClaim,
        told: str,
        relation: str,
        what: tuple[str, str, tuple[str, ...]],
        notes: list[str],
    ) -> None:
        subject, object_, (text, quantity, unit, when, place, mode, gloss) = what
        digest = self._brief(told)
        id_ = self._told.get(digest)
        if id_ is None:
            id_ = claim_id(told, self.made.claims)
            id_ = self.renamed.get(id_, id_)
            self._told[digest] = id_
            if id_ not in self.made.claims:
                self._unsaid.add(id_)
            self.made.claims[id_] = (
                id_, self.entities[subject], relation, self.entities[object_] if object_ else "",
                text, quantity, unit, when, self.entities[place] if place else "", mode, "", gloss,
            )  # fmt: skip
        else:
            self.made.same += 1
        for citation in claim.citations or _ALONE:
            self._cite(id_, claim, citation, notes)

    def _brief(self, told: str) -> str | bytes:
        """Return a text as a key; of a large set a digest of it."""
        if not self.found.large:
            return told
        return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def _misfit(self, relation: Relation, subject: str, object_: str) -> str:
        """Say what keeps a relation from joining these two, if anything."""
        for end, admitted, key in (
            ("subject", relation.domain, subject), ("object", relation.range, object_),
        ):  # fmt: skip
            if not admitted or not key:
                continue
            kind = self.kinds[key]
            known = self._fits.get((relation.id, end, kind))
            if known is None:
                known = "" if self.vocabulary.is_a(kind, admitted) else (
                    f"{relation.id} wants for its {end} the kind {' or '.join(admitted)}, and this "
                    f"is of the kind {kind}; map the relation or the kind to another"
                )  # fmt: skip
                self._fits[relation.id, end, kind] = known
            if known:
                return known
        return ""

    def _cells(self, claim: FoundClaim, relation: Relation, notes: list[str]) -> tuple[str, ...]:
        """Return text, quantity, unit, when, place (a key), mode and gloss."""
        text, unit = cells.lines(claim.text), cells.line(claim.unit)
        when = self._mended("date", claim.when, cells.date(claim.when), notes)
        quantity = self._mended("number", claim.quantity, cells.quantity(claim.quantity), notes)
        if relation.kind in ("name", "dating") and quantity:
            notes.append(f"number in the file: {quantity} {unit}".strip())
            quantity = unit = ""
        if relation.kind == "dating" and text:
            notes.append(f"in the file: {text}")
            text = ""
        text = self.found.fitting(claim.at, "text", text)
        gloss = self.found.fitting(claim.at, "gloss", cells.line(claim.gloss))
        if len(unit) > _WORD_ROOM:
            notes.append(f"unit in the file: {unit}")
            unit = ""
        if quantity and not unit:
            unit = WEIGHT
        if unit and not quantity:
            notes.append(f"unit in the file: {unit}")
            unit = ""
        mode = ""
        if claim.mode:
            found = cells.word(claim.mode, MODES)
            if found is None:
                notes.append(f"mode in the file: {cells.line(claim.mode)}")
                self.made.mended["mode", cells.line(claim.mode), _UNKNOWN] += 1
            mode = found or ""
        place = claim.place if claim.place in self.entities else ""
        if claim.place and not place:
            notes.append(f"place in the file: {cells.line(claim.place)}")
        return text, quantity, unit, when, place, mode, gloss

    def _mended(self, what: str, said: str, mended: str | None, notes: list[str]) -> str:
        """Return a value as tables have it; what has no one reading goes into the notes."""
        if mended is None:
            notes.append(f"{what} in the file: {cells.line(said)}")
            self.made.mended[what, cells.line(said), _UNREAD] += 1
            return ""
        if mended != said.strip():
            self.made.mended[what, cells.line(said), f"{READ_AS}{mended}"] += 1
        return mended

    def _cite(self, id_: str, claim: FoundClaim, citation: FoundCitation, notes: list[str]) -> None:
        told = [*notes, cells.line(citation.note)] if notes or citation.note else []
        source = self._source(citation.source, claim.at, told)
        chain = self._chain(citation, source, claim.at, told) if citation.chain else citation.ending
        locator = cells.line(citation.locator)
        if len(locator) > _WORD_ROOM or locator_fault(self.units.get(source), locator):
            told.append(f"place in the file: {locator}")
            locator = ""
        stance = cells.word(citation.stance or STANCES[0], STANCES)
        if stance is None:
            self._drop(claim, f'"{citation.stance}" is no stance, which is {", ".join(STANCES)}')
            return
        certainty = self._word("certainty", citation.certainty, CERTAINTIES, told)
        key = self._brief(f"{id_}\x1f{source}\x1f{locator}\x1f{chain}\x1f{stance}")
        note = "; ".join(dict.fromkeys(filter(None, told)))
        before = self.made.citations.get(key)
        if before is not None:
            surest = min(before[5], certainty, key=CERTAINTIES.index)
            note = "; ".join(sorted({*filter(None, before[10].split("; ")), *filter(None, told)}))
            certainty = surest
        note = self.found.fitting(claim.at, "note", note)
        self._unsaid.discard(id_)
        self.made.cited.add(source)
        self.made.first_hand.add(source)
        self.made.citations[key] = (
            id_, source, locator, chain, stance, certainty, "", "", "", "", note,
        )  # fmt: skip

    def _source(self, key: str, at: str, told: list[str]) -> str:
        if not key:
            return self.main
        if key in self.sources:
            return self.sources[key]
        self.found.drop(at, f"the source {key}", "it is not in the file; its key is in a note")
        told.append(f"source in the file: {cells.line(key)}")
        return self.main

    def _chain(self, citation: FoundCitation, source: str, at: str, told: list[str]) -> str:
        """Return a chain as tables write it; of works that are nowhere the keys are noted."""
        text, met = "", {source}
        for link in citation.chain:
            id_ = self.sources.get(link.source)
            if id_ is None or id_ in met:
                why = "it is not in the file" if id_ is None else "it stands in its own chain"
                self.found.drop(at, f"the source {link.source} of a chain", why)
                told.append(f"in the chain in the file: {cells.line(link.source)}")
                continue
            met.add(id_)
            place = cells.line(link.locator)
            if set(place) & set(">|@?!"):
                told.append(f"place in the file: {place}")
                place = ""
            sign = "|" if link.reported else ">" if text else ""
            text += f"{sign}{id_}{f'@{place}' if place else ''}"
            self.made.cited.add(id_)
        whole = text + (
            f">{citation.ending}" if citation.ending == "?" and text else citation.ending
        )
        try:
            parse_chain(whole)
        except MalformedValue as error:
            told.append(f"chain in the file: {whole}")
            self.found.drop(at, f"the chain {whole}", error.reason)
            return ""
        return whole

    def _word(self, what: str, said: str, known: tuple[str, ...], told: list[str]) -> str:
        if not said:
            return known[0]
        found = said if said in known else cells.word(said, known)
        if found is None:
            told.append(f"{what} in the file: {cells.line(said)}")
            self.made.mended[what, cells.line(said), _UNKNOWN] += 1
        return found or known[0]


def _missing(relation: Relation, row: tuple[str, ...], object_: str) -> str:
    """Say what a claim of this kind needs and has not, or has and cannot have."""
    if object_ and relation.kind != "link":
        return "joins no two"
    text, quantity, _, when, *_ = row
    needs = {"link": object_, "name": text, "measure": quantity, "dating": when}
    names = {"link": "object", "name": "text", "measure": "number", "dating": "date"}
    return "" if needs[relation.kind] else f"needs its {names[relation.kind]}"
