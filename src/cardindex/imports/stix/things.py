"""Objects of STIX that are of the world → entities, with names, ids elsewhere and attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cardindex.imports.found import FoundClaim, FoundEntity
from cardindex.imports.meeting import Losses, Meeting, words
from cardindex.imports.stix.gathering import ASIDE, SAYINGS, WORKS, Catalogue, references
from cardindex.imports.stix.objects import Object, dicts, label_of, plain, span, text, texts
from cardindex.imports.stix.saying import reference_citations
from cardindex.imports.stix.works import named_here

_PROPERTIES: Mapping[str, Any] = words("stix")["properties"]
_FAMILY: str = words("stix")["family"]
_SEEN = (("first_seen", "last_seen"), ("first_observed", "last_observed"))
_TAKEN = frozenset(
    {
        "name", "description", "external_references", "identity_class", "kill_chain_phases",
        "x_mitre_first_seen_citation", "x_mitre_last_seen_citation",
        *_PROPERTIES["names"], *_PROPERTIES["attributes"], *_PROPERTIES["bookkeeping"],
        *(key for pair in _SEEN for key in pair),
    }
)  # fmt: skip
_UNTAKEN = {
    "object_marking_refs": "who may be shown what has no place here: see to it yourself",
    "granular_markings": "who may be shown what has no place here: see to it yourself",
    "confidence": "certainty is of a claim, and this object makes none",
}


def is_thing(type_: str) -> bool:
    """Tell whether objects of a type are entities: all that are no work and say nothing of two."""
    return type_ not in WORKS and type_ not in SAYINGS and type_ not in ASIDE


def entity(one: Object, catalogue: Catalogue, meeting: Meeting, at: str) -> FoundEntity:
    """Return an object as an entity."""
    word = text(one, "identity_class") or one["type"] if one["type"] == "identity" else one["type"]
    custom = f'An object of the type "{word}", which the file defines itself.'
    label = label_of(one, _PROPERTIES["labels"])
    return FoundEntity(
        one["id"],
        label,
        meeting.kind(word, word.removeprefix("x-").replace("-", " "), custom),
        plain(text(one, "description")),
        tuple(_names(one, label, catalogue, meeting)),
        tuple(dict.fromkeys(_attributes(one))),
        "stix",
        at,
    )


def claims_of(one: Object, meeting: Meeting, at: str) -> Iterator[FoundClaim]:
    """Yield what an object says of itself: when it was seen, and which others belong to it.

    Whether the others are there is for the caller to see.
    """
    for first, last in _SEEN:
        when = span(text(one, first), text(one, last))
        if when:
            said = text(one, "x_mitre_first_seen_citation"), text(one, "x_mitre_last_seen_citation")
            refs = reference_citations(references(one), " ".join(said), cited_only=True)
            word = meeting.relation("seen").word
            yield FoundClaim(one["id"], word, when=when, citations=tuple(refs), at=at)
    for key in _refs(one):
        word = key.removesuffix("_refs").removesuffix("_ref").replace("_", "-")
        label = word.removeprefix("x-mitre-").replace("-", " ")
        told = f'What the property "{key}" of an object names.'
        met = meeting.relation(word, label=label, definition=told, family=_FAMILY)
        for ref in texts(one, key):
            yield FoundClaim(one["id"], met.word, ref, inverse=met.inverse, at=at)


def untaken(one: Object, losses: Losses, name: str) -> None:
    """Count the properties that an entity has no place for."""
    refs = set(_refs(one))
    for key, value in one.items():
        if key in _TAKEN or key in refs or value in (None, "", [], {}):
            continue
        why = _UNTAKEN.get(key, "an entity has no place for it")
        losses.count(name, f'property "{key}" of {one["type"]}', why)
    described = sum(not text(ref, "external_id") for ref in references(one))
    if described:
        why = (
            "they tell what a description rests on, which is no claim; those of relations are kept"
        )
        losses.count(name, f"references of {one['type']}", why, described)


def _refs(one: Object) -> list[str]:
    return [
        key
        for key in one
        if key.endswith(("_ref", "_refs"))
        and key not in {"created_by_ref", "object_marking_refs", "x_mitre_modified_by_ref"}
        and any("--" in ref for ref in texts(one, key))
    ]


def _names(
    one: Object, label: str, catalogue: Catalogue, meeting: Meeting
) -> Iterator[tuple[str, str, str]]:
    seen = {label}
    for key in _PROPERTIES["names"]:
        for alias in texts(one, key):
            if alias not in seen:
                seen.add(alias)
                yield alias, "", ""
    for name, language in catalogue.translations.get(one["id"], ()):
        yield name, "translation", language
    for id_, by in dict.fromkeys(named_here(references(one))):
        word = "-".join(re.findall("[a-z0-9]+", by.lower()))
        if word:
            yield id_, meeting.name_kind(word, by, f"Its id in {by}."), ""


def _attributes(one: Object) -> Iterator[tuple[str, str]]:
    for key in _PROPERTIES["attributes"]:
        for value in texts(one, key):
            yield key.removeprefix("x_mitre_").replace("_", "-"), value
    for phase in dicts(one, "kill_chain_phases"):
        if text(phase, "phase_name"):
            yield "kill-chain-phase", text(phase, "phase_name")
