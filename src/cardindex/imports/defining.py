"""What the words of a file mean, and the terms that are new: a small addition to the ontology."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cardindex import toml
from cardindex.brief import count
from cardindex.composing.ids import id_for
from cardindex.errors import UnknownName, nearest
from cardindex.imports import cells, meeting
from cardindex.imports.format import Unreadable
from cardindex.imports.found import FoundNameKind, FoundRelation
from cardindex.imports.gathering import TAKES, Gathered
from cardindex.imports.words import Meant, UnknownWords, Words, of_kinds, of_relations, plain
from cardindex.ontology import CORE, SHAPES, Vocabulary

OTHER = "other"
"""The family that is made for relations of which nothing is said of where they belong."""

_PREFIXES = {
    "ci": "https://w3id.org/cardindex#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
_HEADER = (
    "# What was added to the ontology when something was imported. Mend the words here if you like;"
    "\n# index.toml names this file as its additions.\n"
)
_CLASSES = {
    "link": "owl:ObjectProperty, ci:LinkRelation",
    "name": "owl:DatatypeProperty, ci:NameRelation",
    "measure": "owl:DatatypeProperty, ci:MeasureRelation",
    "dating": "owl:DatatypeProperty, ci:DatingRelation",
}
_NEW_KEYS = ("family", "symmetric", "label", "definition")


@dataclass
class Terms:
    """What words mean: relations (None: to be left out), and kinds by id; and what is new.

    ``added`` are statements of Turtle, ``told`` a sentence each.
    """

    relations: dict[str, Meant | None] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    added: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """What was said of new relations: the word of all, whether it is symmetric, their family."""

    relation: str = ""
    symmetric: bool = False
    family: str = ""


def define(
    found: Gathered, vocabulary: Vocabulary, mapping: Mapping[str, Any], asked: Asked
) -> Terms:
    """Say what each relation and kind of a file means.

    Raises UnknownWords where words mean nothing and nobody has said what is to be made of them,
    and Unreadable where the mapping leads to what is not there.
    """
    terms = Terms()
    family = _family(vocabulary, asked.family) if asked.family else ""
    _relations(terms, found, vocabulary, _table(mapping, "relations"), asked, family)
    _kinds(terms, found, vocabulary, _table(mapping, "kinds"))
    words = {each.id_kind for each in found.entities.values()} | found.name_kinds.keys()
    elsewhere = set(meeting.words("identifiers")["kinds"])
    words |= elsewhere & {name[1] for each in found.entities.values() for name in each.names}
    for word in sorted(words - {""} - vocabulary.name_kinds.keys()):
        terms.added[f"name:{word}"] = _name_kind(word, found.name_kinds.get(word))
    return terms


def _table(mapping: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = mapping.get(name, {})
    if not isinstance(table, dict):
        message = f"the mapping's {name} is no table; write [{name}], and below it theirs = ours"
        raise Unreadable(message)
    return {plain(word): meant for word, meant in table.items()}


def _family(vocabulary: Vocabulary, text: str) -> str:
    by_word = {plain(word): id_ for id_, each in vocabulary.families.items()
               for word in (each.label, id_)}  # fmt: skip
    if plain(text) not in by_word:
        raise UnknownName("family", text, vocabulary.families)
    return by_word[plain(text)]


def _relations(
    terms: Terms,
    found: Gathered,
    vocabulary: Vocabulary,
    table: Mapping[str, Any],
    asked: Asked,
    family: str,
) -> None:
    known = of_relations(vocabulary)
    unknown: dict[str, str] = {}
    for word in found.takes:
        if not word.strip():
            number = sum(not each.relation.strip() for each in found.claims)
            message = f"{count(number, 'row')} of the file name no relation; say --relation WORD"
            raise Unreadable(message)
        said = table.get(plain(word))
        if said is not None:
            terms.relations[word] = _mapped(terms, found, vocabulary, known, word, said, family)
            continue
        own = found.relations.get(word)
        meant = () if own and own.definition else known.meant(word)
        wished = bool(asked.relation) and plain(word) == plain(asked.relation)
        if len(meant) == 1:
            terms.relations[word] = meant[0]
            _tell_meaning(terms, vocabulary, word, meant[0], asked if wished else None)
        elif not meant and (wished or family or (own and _is_defined(own))):
            new = own or FoundRelation(word, symmetric=asked.symmetric and wished)
            terms.relations[word] = _new(terms, found, vocabulary, new, family)
        else:
            unknown[word] = " or ".join(each.id for each in meant) or known.near(word)
    if unknown:
        raise UnknownWords("relation", dict(sorted(unknown.items())), _how_relations(vocabulary))


def _is_defined(own: FoundRelation) -> bool:
    """Tell whether a file says more of a relation than that it runs both ways."""
    return bool(own.label or own.definition or own.family or own.takes != "link")


def _how_relations(vocabulary: Vocabulary) -> str:
    return (
        'say what each means in a file for --map, below a line [relations]: "theirs" = "ours", or '
        '"theirs" = {family = "FAMILY", symmetric = true} for a new one, or "theirs" = "" to leave '
        "it out; or say --family FAMILY, and all of these become new relations of that family; "
        f"families are {', '.join(vocabulary.families)}"
    )


def _tell_meaning(
    terms: Terms, vocabulary: Vocabulary, word: str, meant: Meant, asked: Asked | None
) -> None:
    relation = vocabulary.relations[meant.id]
    if plain(word) != plain(meant.id):
        turned = ", turned round" if meant.turned else ""
        terms.told.append(f'"{word}" is taken for {meant.id} ({relation.label}){turned}')
    if asked and asked.symmetric and not relation.symmetric:
        terms.told.append(f"{meant.id} is not symmetric in the ontology: --symmetric is left out")


def _mapped(  # noqa: PLR0913, PLR0917 - all that can say what a word means
    terms: Terms,
    found: Gathered,
    vocabulary: Vocabulary,
    known: Words,
    word: str,
    said: object,
    family: str,
) -> Meant | None:
    """Return what the mapping says that a relation means."""
    if said == "":
        return None
    if isinstance(said, str):
        meant = known.meant(said)
        if len(meant) == 1:
            return meant[0]
        near = known.near(said)
        offered = " or ".join(each.id for each in meant) or near
        hint = f'; did you mean "{offered}"?' if offered else ""
        message = f'[relations] "{word}": there is no relation "{said}"{hint}'
        raise Unreadable(message)
    if not isinstance(said, dict) or set(said) - set(_NEW_KEYS):
        raise Unreadable(
            f'[relations] "{word}": write the relation that it is, or of a new one '
            f"{{{', '.join(f'{key} = …' for key in _NEW_KEYS)}}}"
        )
    chosen = _family(vocabulary, str(said["family"])) if "family" in said else family
    new = FoundRelation(
        word, str(said.get("label", "")), bool(said.get("symmetric")), chosen,
        str(said.get("definition", "")),
    )  # fmt: skip
    return _new(terms, found, vocabulary, new, chosen)


def _new(
    terms: Terms, found: Gathered, vocabulary: Vocabulary, new: FoundRelation, family: str
) -> Meant:
    """Add a relation that is not there yet, and where need be a family for it."""
    id_ = id_for(plain(new.label or new.word), ()).replace("-", "_")
    if new.definition and _is_another(id_, new, vocabulary):
        # A relation may have the name of one of ours and mean another thing: "related to".
        id_ = f"{id_}_as_told"
    if id_ in vocabulary.relations:
        return Meant(id_)
    told = nearest(plain(new.family), map(plain, vocabulary.families)) if new.family else None
    own = _family(vocabulary, told) if told and plain(told) == plain(new.family) else ""
    chosen = own or family or OTHER
    if chosen == OTHER and OTHER not in vocabulary.families:
        terms.added["family"] = _OTHER_FAMILY
    kind = _kind(new, found.takes.get(new.word, ()))
    terms.added[f"relation:{id_}"] = _relation(id_, new, vocabulary, chosen, kind)
    both_ways = ", alike from either end" if new.symmetric else ""
    guessed = "; --family says another"
    if not any(guessed in each for each in terms.told):
        guessed += f" ({', '.join(vocabulary.families)})"
    terms.told.append(
        f'"{new.word}" is new: the relation {id_}{both_ways}, of the family {chosen}'
        f"{guessed if chosen == OTHER else ''}"
    )
    return Meant(id_)


def _is_another(id_: str, new: FoundRelation, vocabulary: Vocabulary) -> bool:
    """Tell whether the ontology itself has another relation of this id: otherwise defined."""
    known = vocabulary.relations.get(id_)
    return known is not None and known.iri.startswith(CORE) and known.definition != new.definition


def _kind(new: FoundRelation, takes: Collection[str]) -> str:
    """Return what kind of relation claims are of: as its definition says, or by what they have."""
    if new.takes in _CLASSES and new.takes != "link":
        return new.takes
    kinds = zip(TAKES, ("link", "measure", "name", "dating"), strict=True)
    return next((kind for cell, kind in kinds if cell in takes), "link")


def _relation(id_: str, new: FoundRelation, vocabulary: Vocabulary, family: str, kind: str) -> str:
    label = " ".join((new.label or new.word).replace("_", " ").split())
    iri = vocabulary.families[family].iri if family in vocabulary.families else ""
    symmetric = ", owl:SymmetricProperty" if new.symmetric else ""
    reflexive = "    ci:reflexive true ;\n" if new.reflexive else ""
    definition = new.definition or f"As the set that it was imported from has it: {label}."
    return (
        f"{_named(id_)} a {_CLASSES[kind]}{symmetric} ;\n"
        f"    rdfs:label {_text(label)}@en ;\n"
        f"    skos:definition {_text(definition)}@en ;\n"
        f"    ci:family {f'<{iri}>' if iri else _named(family)} ;\n{reflexive}"
        f"    ci:words {_text(new.words or label)}@en .\n"
    )


_OTHER_FAMILY = (
    f"my:{OTHER} a ci:Family ;\n"
    '    rdfs:label "Other links"@en ;\n'
    '    skos:definition "Links of imported sets that belong to no other family."@en ;\n'
    '    ci:colour "#6e6e6e" ;\n'
    "    ci:structural true .\n"
)


def _kinds(terms: Terms, found: Gathered, vocabulary: Vocabulary, table: Mapping[str, Any]) -> None:
    known = of_kinds(vocabulary)
    unknown: dict[str, str] = {}
    words = dict.fromkeys(each.kind for each in found.entities.values() if each.kind)
    for word in sorted(words):
        said = table.get(plain(word), word)
        meant = known.meant(said) if isinstance(said, str) else ()
        own = found.kinds.get(word)
        if len(meant) == 1:
            terms.kinds[word] = meant[0].id
        elif isinstance(said, dict) or (own and not meant):
            label = said.get("label", "") if isinstance(said, dict) else own.label if own else ""
            told = said.get("definition", "") if isinstance(said, dict) else ""
            told = told or (own.definition if own else "")
            wider = own.wider if own else ""
            terms.kinds[word] = _new_kind(terms, vocabulary, str(label or word), str(told), wider)
        else:
            unknown[word] = " or ".join(each.id for each in meant) or known.near(str(said))
    if unknown:
        raise UnknownWords("kind of entity", unknown, _how_kinds(vocabulary))


def _how_kinds(vocabulary: Vocabulary) -> str:
    kinds = ", ".join(id_ for id_, each in vocabulary.types.items() if not each.abstract)
    return (
        'say what each means in a file for --map, below a line [kinds]: "theirs" = "ours", or '
        f'"theirs" = {{label = "…"}} for a new one; ours are {kinds}'
    )


def _new_kind(terms: Terms, vocabulary: Vocabulary, label: str, definition: str, wider: str) -> str:
    id_ = id_for(label, ())
    if id_ not in vocabulary.types:
        told = definition or f"As the set that it was imported from has it: {label}."
        above = f"<{vocabulary.types[wider].iri}>" if wider in vocabulary.types else "ci:Entity"
        terms.added[f"kind:{id_}"] = (
            f"{_named(id_)} a owl:Class ;\n"
            f"    rdfs:subClassOf {above} ;\n"
            f"    rdfs:label {_text(label)}@en ;\n"
            f"    skos:definition {_text(told)}@en{_drawn(terms, vocabulary, wider)} .\n"
        )
        terms.told.append(f'"{label}" is new: the kind of entity {id_}')
    return id_


def _drawn(terms: Terms, vocabulary: Vocabulary, wider: str) -> str:
    """Return how a new kind is drawn: unlike the others, in the colours that families have.

    A narrower kind keeps the shape of the wider one; grey is reserved for unknown kinds.
    """
    number = len(vocabulary.types) + sum(key.startswith("kind:") for key in terms.added)
    colours = [each for each in dict.fromkeys(it.colour for it in vocabulary.families.values())
               if len({*each.lower().strip("#")}) > 1 and each[1:3] != each[3:5]]  # fmt: skip
    above = vocabulary.types.get(wider)
    shape = "" if above and not above.abstract else SHAPES[number % len(SHAPES)]
    said = {"shape": shape, "colour": colours[number % len(colours)] if colours else ""}
    return "".join(f' ;\n    ci:{name} "{value}"' for name, value in said.items() if value)


def _name_kind(word: str, own: FoundNameKind | None) -> str:
    id_ = f"{id_for(word, ())}-name"
    label = (own.label if own else "") or word
    told = (own.definition if own else "") or f"Its id in an imported set: {word}."
    return (
        f"{_named(id_)} a ci:NameKind ;\n"
        f"    rdfs:label {_text(label)}@en ;\n"
        f"    skos:definition {_text(told)}@en ;\n"
        f"    skos:notation {_text(word)} ;\n"
        "    ci:identifier true .\n"
    )


def _named(id_: str) -> str:
    return f"my:{id_}"


def _text(text: str) -> str:
    return json.dumps(cells.line(text), ensure_ascii=False)


def additions_text(there: str, added: Mapping[str, str], base: str) -> str:
    """Return the text of additions with more terms at its end; ``there``: what it says now."""
    prefixes = {**_PREFIXES, "my": f"{base}terms#"}
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in sorted(prefixes.items())]
    missing = [each for each in lines if each not in there]
    parts = [there.rstrip("\n") if there else _HEADER.rstrip("\n"), "\n".join(missing)]
    parts += [block.rstrip("\n") for block in _ordered(added)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _ordered(added: Mapping[str, str]) -> Iterator[str]:
    yield from (added[key] for key in sorted(added))


def settings_text(text: str, name: str) -> str:
    """Return the text of index.toml with a line that names the additions.

    It stands before the first table, as all keys do, and says nothing else than it said.
    """
    rows = text.splitlines()
    told = ["", "# What imported sets have added to the ontology.", f'additions = "{name}"']
    at = next((at for at, row in enumerate(rows) if re.match(r"\s*\[", row)), len(rows))
    while at and (not rows[at - 1].strip() or rows[at - 1].lstrip().startswith("#")):
        at -= 1
    grown = "\n".join([*rows[:at], *told, *rows[at:]]) + "\n"
    try:
        if toml.parsed(grown) == {**toml.parsed(text), "additions": name}:
            return grown
    except toml.MalformedToml:
        pass  # a line that looks like the head of a table may be part of a multi-line string
    return "\n".join([*told[1:], "", *rows]) + "\n"
