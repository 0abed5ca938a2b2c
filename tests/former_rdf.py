"""The triples of a dump as they were built one by one, of Oxigraph's terms, before they were text.

Kept as it was: what the text says, with what the ontology gives back, is held against it.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

import numpy as np
import pyoxigraph as ox
from former_terms import (
    Fact,
    Names,
    Row,
    Said,
    bounds,
    coded_by,
    count,
    decimal,
    edtf,
    statements,
    term,
)
from former_things import came_from, coders, decisions, entities, groupings, silent, sources

from cardindex import quantities
from cardindex.cards import sentence, told_via
from cardindex.evidence import Selection, tally
from cardindex.evidence.reach import roots_of_citations
from cardindex.index import Index
from cardindex.lineage import UNKNOWN, Source, parse_chain, way
from cardindex.rdf.description import GRAPHS
from cardindex.rdf.reach import reach_of
from cardindex.rdf.terms import NAMESPACES
from cardindex.ties import Tie

# The column in which a claim of each kind of relation says its matter.
_MATTER = {"link": "object", "name": "text", "measure": "quantity", "dating": "when"}


def direct(selection: Selection, names: Names) -> Iterator[Fact]:
    """Yield the direct triple of each claim that stands in the whole index, once.

    The triple is that of the claim. One of a symmetric relation is not turned round: the ontology
    says that it holds both ways.
    """
    relations = selection.index.vocabulary.relations
    standing = selection.claims[selection.claims["whole_stands"]]
    kinds = (relations[relation].kind for relation in standing["relation"])
    columns = (standing[name] for name in ("subject", "relation", *_MATTER.values()))
    facts = (
        (subject, relation, kind, dict(zip(_MATTER, matter, strict=True))[kind])
        for kind, (subject, relation, *matter) in zip(
            kinds, zip(*columns, strict=True), strict=True
        )
    )
    for subject, relation, kind, value in dict.fromkeys(facts):
        object_: ox.NamedNode | ox.Literal
        if kind == "link":
            object_ = names.of("entity", value)
        else:
            object_ = edtf(value) if kind == "dating" else ox.Literal(value)
        yield names.of("entity", subject), ox.NamedNode(relations[relation].iri), object_


_NUMBERS = (
    ("support_low", "ci:supportLow"),
    ("support_high", "ci:supportHigh"),
    ("works", "ci:works"),
    ("opposition_low", "ci:oppositionLow"),
    ("opposition_high", "ci:oppositionHigh"),
)

_CAUTIONS = (
    ("told_by_doer", "ci:toldByDoer", "ci:ToldByDoer"),
    ("told_by_concerned", "ci:toldByConcerned", "ci:ToldByConcerned"),
    ("apparent", "ci:apparent", "ci:Apparent"),
    ("circular", "ci:circular", "ci:Circular"),
    ("misquoted", "ci:misquoted", "ci:Misquoted"),
    ("overstated", "ci:overstated", "ci:Overstated"),
)


def claims(selection: Selection, names: Names) -> Iterator[Fact]:
    """Yield what is said of the selection's claims, each followed by its citations.

    Standing and all that goes with it is that of the whole index, whatever the selection struck.
    """
    index = selection.index
    vocabulary = index.vocabulary
    relations = {id_: ox.NamedNode(defined.iri) for id_, defined in vocabulary.relations.items()}
    families = {
        id_: ox.NamedNode(vocabulary.families[defined.family].iri)
        for id_, defined in vocabulary.relations.items()
    }
    citations: defaultdict[str, list[Row]] = defaultdict(list)
    citation: Row
    for citation in index.citations.itertuples():
        citations[citation.claim].append(citation)
    primaries, roots = _primaries(index), _roots(selection)
    said = statements(index, names)
    titles = dict(zip(index.sources.index, index.sources["title"], strict=True))
    places = dict(zip(index.sources.index, index.sources["container"], strict=True))
    row: Row
    for row in selection.claims.itertuples():
        iri = names.of("claim", row.Index)
        yield iri, term("rdf:type"), term("ci:Claim")
        yield iri, term("rdf:type"), term("rdf:Statement")
        yield iri, term("rdfs:label"), ox.Literal(sentence(index, _by_name(row)))
        yield iri, term("rdf:subject"), names.of("entity", row.subject)
        yield iri, term("rdf:predicate"), relations[row.relation]
        if row.object:
            yield iri, term("rdf:object"), names.of("entity", row.object)
        yield iri, term("ci:family"), families[row.relation]
        for predicate, object_ in (
            *_matter(row, names, index),
            *_time(row),
            *_ties(row, names, selection.claims.index),
            *_evidence(row, names, index),
        ):
            yield iri, predicate, object_
        for citation in citations[row.Index]:
            yield iri, term("ci:citation"), names.of("citation", citation.id)
        for citation in citations[row.Index]:
            primary = primaries[citation.source, citation.chain]
            yield from _citation(citation, names, index, primary, roots[citation.Index])
            label = _told(index, titles[citation.source], citation)
            cited = names.of("citation", citation.id)
            yield cited, term("rdfs:label"), ox.Literal(label)
            for predicate, object_ in said(citation):
                yield cited, predicate, object_
            yield from _target(citation, names, places[citation.source] or citation.source)


def _by_name(row: Row) -> Row:
    """Return a row whose cells are had by name, as a Series' are, at a tenth of the cost."""
    return row._asdict()


def _told(index: Index, title: str, citation: Row) -> str:
    """Return a citation in words: the work, the place in it, and whom it has it from."""
    place = f", {citation.locator}" if citation.locator else ""
    via = told_via(index, citation.chain)
    return f"{title}{place} ({via})" if via else f"{title}{place}"


def _matter(row: Row, names: Names, index: Index) -> Iterator[Said]:
    if row.text:
        yield term("ci:text"), ox.Literal(row.text)
    if row.quantity:
        quantity = quantities.parse(row.quantity)
        yield term("ci:quantity"), ox.Literal(row.quantity)
        yield term("ci:low"), decimal(f"{quantity.low:f}")
        if quantity.high is not None:
            yield term("ci:high"), decimal(f"{quantity.high:f}")
        yield term("ci:unit"), ox.Literal(row.unit)
    if row.place:
        yield term("ci:place"), names.of("entity", row.place)
    if row.mode:
        yield term("ci:mode"), ox.NamedNode(index.vocabulary.modes[row.mode])
    if row.gloss:
        yield term("ci:gloss"), ox.Literal(row.gloss)


def _time(row: Row) -> Iterator[Said]:
    """Yield the date and its four days; a bound that is open has no day and is left out."""
    if not row.when:
        return
    yield term("ci:when"), edtf(row.when)
    yield from bounds(row)


def _ties(row: Row, names: Names, present: Collection[str]) -> Iterator[Said]:
    """Yield ties to claims that are here as well, and all of them as the table writes them."""
    ties: tuple[Tie, ...] = row.tied
    for tie in dict.fromkeys(ties):
        if tie.claim in present:
            predicate = f"ci:perhaps{tie.kind.title()}" if tie.perhaps else f"ci:{tie.kind}"
            yield term(predicate), names.of("claim", tie.claim)
    if row.ties:
        yield term("ci:tieList"), ox.Literal(row.ties)


def _evidence(row: Row, names: Names, index: Index) -> Iterator[Said]:
    yield term("ci:standing"), ox.NamedNode(index.vocabulary.standings[row.whole_standing])
    yield term("ci:stands"), ox.Literal(bool(row.whole_stands))
    for root in row.whole_roots:
        yield term("ci:root"), names.root(root)
    for column, predicate in _NUMBERS:
        yield term(predicate), ox.Literal(int(getattr(row, f"whole_{column}")))
    flags = [bool(getattr(row, f"whole_{column}")) for column, _, _ in _CAUTIONS]
    for flag, (_, predicate, _) in zip(flags, _CAUTIONS, strict=True):
        yield term(predicate), ox.Literal(flag)
    # A store finds the few of a concept at once, and looks through all claims for those of "true".
    for flag, (_, _, concept) in zip(flags, _CAUTIONS, strict=True):
        if flag:
            yield term("ci:caution"), term(concept)


def _citation(
    row: Row, names: Names, index: Index, primary: str, roots: tuple[str, ...]
) -> Iterator[Fact]:
    iri = names.of("citation", row.id)
    vocabulary = index.vocabulary
    yield iri, term("rdf:type"), term("ci:Citation")
    yield iri, term("rdf:type"), term("oa:Annotation")
    yield iri, term("oa:hasBody"), names.of("claim", row.claim)
    yield iri, term("oa:hasTarget"), names.inside("citation", row.id, "target")
    yield iri, term("ci:source"), names.of("source", row.source)
    if row.locator:
        yield iri, term("ci:locator"), ox.Literal(row.locator)
    yield iri, term("ci:stance"), ox.NamedNode(vocabulary.stances[row.stance])
    yield iri, term("ci:certainty"), ox.NamedNode(vocabulary.certainties[row.certainty])
    if row.chain:
        yield iri, term("ci:chain"), ox.Literal(row.chain)
    for work in dict.fromkeys(row.speakers):
        yield iri, term("ci:speaker"), names.of("source", work)
    yield from _ground(row, iri, names, roots)
    for work in dict.fromkeys(parse_chain(row.chain).sources):
        yield iri, term("prov:wasDerivedFrom"), names.of("source", work)
    if primary:
        yield iri, term("prov:hadPrimarySource"), names.of("source", primary)
    if row.seal:
        yield iri, term("ci:seal"), ox.Literal(row.seal)
    for predicate, coder in coded_by(row.coder, names):
        yield iri, predicate, coder
    if row.note:
        yield iri, term("ci:note"), ox.Literal(row.note)


def _ground(row: Row, iri: ox.NamedNode, names: Names, roots: tuple[str, ...]) -> Iterator[Fact]:
    """Yield what a citation leans on, what it goes back to, and what is wrong with it."""
    for root in roots:
        yield iri, term("ci:root"), names.root(root)
    if row.leans_on:
        yield iri, term("ci:leansOn"), names.of("source", row.leans_on)
    for flag, concept in ((row.misquoted, "ci:Misquoted"), (row.overstated, "ci:Overstated")):
        if flag:
            yield iri, term("ci:caution"), term(concept)


def _target(row: Row, names: Names, work: str) -> Iterator[Fact]:
    """Yield where a citation points: into the text of ``work``, by position where that is known."""
    target = names.inside("citation", row.id, "target")
    yield target, term("rdf:type"), term("oa:SpecificResource")
    yield target, term("oa:hasSource"), names.of("source", work)
    if row.start >= 0:
        selector = names.inside("citation", row.id, "selector")
        yield target, term("oa:hasSelector"), selector
        yield selector, term("rdf:type"), term("oa:TextPositionSelector")
        yield selector, term("oa:start"), count(row.start)
        yield selector, term("oa:end"), count(row.end)


def _roots(selection: Selection) -> list[tuple[str, ...]]:
    """Return the roots that each citation of the index goes back to while nothing is struck."""
    return roots_of_citations(selection.evidence, np.ones(len(selection.index.citations), bool))


def _primaries(index: Index) -> dict[tuple[str, str], str]:
    """Return for each source and chain the work whose makers knew at first hand, or nothing.

    It is the work in which lineage finds the root: the end of the chain, ``rests_on`` followed.
    """
    columns = (index.sources[name] for name in ("authors", "origin", "rests"))
    about = {
        id_: Source(*cells)
        for id_, cells in zip(index.sources.index, zip(*columns, strict=True), strict=True)
    }
    found: dict[tuple[str, str], str] = {}
    cells = (index.citations[name] for name in ("source", "chain"))
    for source, chain in dict.fromkeys(zip(*cells, strict=True)):
        taken = way(source, parse_chain(chain), about)
        found[source, chain] = (*taken.works, *taken.rests)[-1] if taken.root != UNKNOWN else ""
    return found


_VOCABULARIES = ("ci", "dcterms", "oa", "prov", "rdf", "rdfs", "skos", "skosxl")
_SPDX = re.compile(r"[A-Za-z0-9.+-]+")


def description(
    index: Index, names: Names, sizes: Mapping[str, int], entities: int
) -> Iterator[Fact]:
    """Yield the description of a dump whose graphs have these ``sizes`` in triples.

    ``entities`` is how many entities are described in it.
    """
    dataset = ox.NamedNode(index.base)
    for predicate, object_ in (*_about(index), *_figures(index, sizes, entities)):
        yield dataset, predicate, object_
    for name in sizes:
        yield dataset, term("void:subset"), names.of("graph", name)
    for name, triples in sizes.items():
        graph = names.of("graph", name)
        yield graph, term("rdf:type"), term("void:Dataset")
        yield graph, term("dcterms:title"), ox.Literal(name)
        yield graph, term("dcterms:description"), ox.Literal(GRAPHS[name])
        yield graph, term("void:triples"), ox.Literal(triples)


def _about(index: Index) -> Iterator[Said]:
    yield term("rdf:type"), term("dcat:Dataset")
    yield term("rdf:type"), term("void:Dataset")
    yield term("dcterms:title"), ox.Literal(index.title)
    if index.description:
        yield term("dcterms:description"), ox.Literal(index.description)
    if index.licence:
        yield _licence(index.licence)
    if index.version:
        yield term("dcat:version"), ox.Literal(index.version)
    yield term("dcterms:conformsTo"), ox.NamedNode(NAMESPACES["ci"].rstrip("#"))


def _figures(index: Index, sizes: Mapping[str, int], entities: int) -> Iterator[Said]:
    yield term("void:uriSpace"), ox.Literal(index.base)
    for prefix in _VOCABULARIES:
        yield term("void:vocabulary"), ox.NamedNode(NAMESPACES[prefix])
    yield term("void:entities"), ox.Literal(entities)
    # Of the graphs, not counting this description of them.
    yield term("void:triples"), ox.Literal(sum(sizes.values()))


def _licence(text: str) -> Said:
    """Return the licence as a document: an address as given, or that of its SPDX name."""
    if text.startswith(("http://", "https://")):
        try:
            return term("dcterms:license"), ox.NamedNode(text)
        except ValueError:
            return term("dcterms:rights"), ox.Literal(text)
    if _SPDX.fullmatch(text):
        return term("dcterms:license"), ox.NamedNode(f"https://spdx.org/licenses/{text}")
    return term("dcterms:rights"), ox.Literal(text)


Dump = Literal["full", "truthy"]


def quads(index: Index | Selection, kind: Dump = "full") -> Iterator[ox.Quad]:
    """Yield the quads of a dump, in its order."""
    selection = tally(index) if isinstance(index, Index) else index
    return _quads(_facts(selection, Names(selection.index.base), kind))


def _quads(facts: Iterable[tuple[Fact, str]]) -> Iterator[ox.Quad]:
    graphs: dict[str, ox.DefaultGraph | ox.NamedNode] = {"": ox.DefaultGraph()}
    for fact, graph in facts:
        if graph not in graphs:
            graphs[graph] = ox.NamedNode(graph)
        yield ox.Quad(*fact, graphs[graph])


def _facts(selection: Selection, names: Names, kind: Dump) -> Iterator[tuple[Fact, str]]:
    """Yield every triple of a dump with the IRI of its graph, which is empty for the default."""
    index, reach = selection.index, reach_of(selection, truthy=kind == "truthy")
    graphs: dict[str, tuple[Iterator[Fact], ...]] = {
        "truthy": (entities(index, names, reach.entities), direct(selection, names))
    }
    if kind == "full":
        graphs["sources"] = (sources(index, names, reach.sources),)
        graphs["claims"] = (claims(selection, names),)
    sizes = dict.fromkeys(graphs, 0)
    for name, parts in graphs.items():
        graph = names.of("graph", name).value
        for part in parts:
            for fact in part:
                sizes[name] += 1
                yield fact, graph
    for fact in description(index, names, sizes, len(reach.entities)):
        yield fact, ""
    own = [groupings(index, names, reach.entities)]
    if kind == "full":
        own.append(coders(index, names))
        own += (said(selection, names) for said in (silent, decisions, came_from))
    for fact in itertools.chain(*own):
        yield fact, ""
