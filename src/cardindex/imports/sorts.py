"""What kind of entity each is: what the file says, or what fits all that is claimed of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from cardindex.errors import UnknownName
from cardindex.imports.defining import Terms
from cardindex.imports.found import FoundClaim
from cardindex.imports.gathering import Gathered
from cardindex.imports.words import of_kinds
from cardindex.ontology import CORE, Relation, Vocabulary

_USUAL = f"{CORE}Person"


def kinds(
    found: Gathered, terms: Terms, vocabulary: Vocabulary, wished: str, known: Mapping[str, str]
) -> tuple[dict[str, str], Counter[str]]:
    """Return kinds by keys, and how many were taken for a kind that nobody has named.

    ``wished``: the kind of all of which the file says nothing; ``known``: of those in the index.
    """
    told = {
        key: known.get(key) or (terms.kinds[each.kind] if each.kind else "")
        for key, each in found.entities.items()
    }
    silent = {key for key, kind in told.items() if not kind}
    if not silent:
        return told, Counter()
    if wished:
        meant = of_kinds(vocabulary).meant(wished)
        if len(meant) != 1:
            concrete = [id_ for id_, each in vocabulary.types.items() if not each.abstract]
            raise UnknownName("kind of entity", wished, concrete)
        return {**told, **dict.fromkeys(silent, meant[0].id)}, Counter()
    types = [each for each in vocabulary.types.values() if not each.abstract]
    order = sorted(types, key=lambda each: each.iri != _USUAL)
    usual = order[0].id
    fitting = dict.fromkeys(silent, usual)
    for key, demands in _demands(found, terms, vocabulary, silent, usual).items():
        fits = (each.id for each in order if all(vocabulary.is_a(each.id, it) for it in demands))
        fitting[key] = next(fits, usual)
    return {**told, **fitting}, Counter(fitting.values())


def ends(claim: FoundClaim, relation: Relation, *, turned: bool) -> tuple[str, str]:
    """Return the keys of subject and object as the relation has them."""
    if turned and relation.kind == "link":
        return claim.object, claim.subject
    return claim.subject, claim.object


def _demands(
    found: Gathered, terms: Terms, vocabulary: Vocabulary, silent: set[str], usual: str
) -> dict[str, set[tuple[str, ...]]]:
    """Return what relations want of entities of unknown kind, where the usual one is not it."""
    picky = {}
    for word, meant in terms.relations.items():
        relation = vocabulary.relations[meant.id] if meant else None
        wants = (relation.domain, relation.range) if relation else ()
        if any(kinds and not vocabulary.is_a(usual, kinds) for kinds in wants):
            picky[word] = relation, meant
    demands: dict[str, set[tuple[str, ...]]] = {}
    wanting = {key for claim in found.claims if claim.relation in picky
               for key in (claim.subject, claim.object) if key in silent}  # fmt: skip
    for claim in found.claims if wanting else ():
        meant = terms.relations[claim.relation]
        if meant is None:
            continue
        relation = vocabulary.relations[meant.id]
        turned = meant.turned != claim.inverse
        for key, kinds in zip(
            ends(claim, relation, turned=turned), (relation.domain, relation.range), strict=True
        ):
            if key in wanting and kinds:
                demands.setdefault(key, set()).add(kinds)
    return demands
