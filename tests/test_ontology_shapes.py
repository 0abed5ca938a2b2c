"""The shapes of the ontology: they pass what is whole, and find what is broken."""

from __future__ import annotations

import pytest
import rdflib
import shacl
from ontologies import PACKAGED, TEXT

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


EXAMPLE = """
@prefix c: <https://example.org/claim/> .
@prefix e: <https://example.org/entity/> .
@prefix s: <https://example.org/source/> .
@prefix z: <https://example.org/citation/> .

e:ann a ci:Person , ci:Entity ; rdfs:label "Ann" ; dcterms:description "A person." ;
    ci:otherName <https://example.org/entity/ann#name-1> .
<https://example.org/entity/ann#name-1> a ci:Name ;
    skosxl:literalForm "Anna"@en ; ci:nameKind ci:AliasName .
e:club a ci:ArmedGroup , ci:Entity ; rdfs:label "Club" .
<https://example.org/grouping/bloc/1> a ci:Grouping ; ci:scheme "bloc" ;
    rdfs:label "Some" ; skos:member e:ann , e:club .
s:book a ci:Source ; ci:sourceKind ci:BookSource ; dcterms:title "Book" ; dcterms:creator e:ann ;
    dcterms:date "1999"^^edtf:EDTF ; ci:locatorUnit "page" ; ci:restsOn s:files .
s:files a ci:Source ; ci:sourceKind ci:ArchiveSource ; dcterms:title "Files" ; ci:origin e:club .
c:c1 a ci:Claim ; rdf:subject e:club ; rdf:predicate ci:funded ; rdf:object e:ann ;
    ci:quantity "10..20" ; ci:low 10.0 ; ci:high 20.0 ; ci:unit "USD" ; ci:when "1970"^^edtf:EDTF ;
    ci:earliestStart "1970-01-01"^^xsd:date ; ci:latestStart "1970-12-31"^^xsd:date ;
    ci:earliestEnd "1970-01-01"^^xsd:date ; ci:latestEnd "1970-12-31"^^xsd:date ;
    ci:mode ci:Planned ; ci:same c:c1b ; ci:citation z:z1 .
c:c1b a ci:Claim ; rdf:subject e:club ; rdf:predicate ci:funded ;
    rdf:object e:ann ; ci:citation z:z1b .
c:c2 a ci:Claim ; rdf:subject e:ann ; rdf:predicate ci:nickname ; ci:text "Nan" ;
    ci:citation z:z2 .
c:c3 a ci:Claim ; rdf:subject e:club ; rdf:predicate ci:size ;
    ci:quantity "~50" ; ci:unit "persons" ; ci:citation z:z3 .
c:c4 a ci:Claim ; rdf:subject e:ann ; rdf:predicate ci:born ;
    ci:when "1930~"^^edtf:EDTF ; ci:citation z:z4 .
z:z1 oa:hasTarget <https://example.org/citation/z1#target> .
<https://example.org/citation/z1#target> a oa:SpecificResource ; oa:hasSource s:book ;
    oa:hasSelector <https://example.org/citation/z1#selector> .
<https://example.org/citation/z1#selector> a oa:TextPositionSelector ;
    oa:start "3"^^xsd:nonNegativeInteger ; oa:end "9"^^xsd:nonNegativeInteger .
"""


def example() -> str:
    """The example with what all of its claims and citations have in common written out."""
    parts = [TEXT, EXAMPLE]
    for claim in ("1", "1b", "2", "3", "4"):
        parts.append(
            f"c:c{claim} ci:standing ci:SingleRoot ; ci:stands true ; ci:works 1 ;"
            f" ci:supportLow 1 ; ci:supportHigh 1 .\n"
            f"z:z{claim} a ci:Citation ;"
            f" ci:source s:book ; ci:speaker s:book ; ci:root e:club ; ci:stance ci:Affirms ;"
            f" ci:certainty ci:Stated ; prov:hadPrimarySource s:files .\n"
        )
        if claim != "1":
            parts.append(
                f"z:z{claim} oa:hasTarget <https://example.org/citation/z{claim}#target> .\n"
                f"<https://example.org/citation/z{claim}#target> a oa:SpecificResource ;"
                f" oa:hasSource s:book .\n"
            )
    return "".join(parts)


def messages(data: rdflib.Graph, shapes: rdflib.Graph) -> set[str]:
    _, report, _ = shacl.validate(data, shacl_graph=shapes, inplace=True)
    return {str(message) for message in report.objects(None, SH.resultMessage)}


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(PACKAGED)


def test_shapes_pass_what_is_whole(shapes):
    assert messages(rdflib.Graph().parse(data=example()), shapes) == set()


ORDERED = (
    "The earliest start is not after the latest start, and the latest start and the earliest end "
    "are not after the latest end."
)
FAULTS = [
    ("", "e:ann rdfs:label 'Anna' .", "An entity has exactly one label, a plain string."),
    ("e:ann a ci:Person", "", "An entity is of a kind that the ontology defines below ci:Entity."),
    ("e:ann a ci:Person", "e:ann a ci:Agent .",
     "An entity is of a kind that the ontology defines below ci:Entity."),
    ("", "e:ann dcterms:description 'Another.' .", "An entity has at most one description."),
    ("", "e:ann ci:otherName e:club .", "Other names are of the class ci:Name."),
    ("<https://example.org/entity/ann#name-1> skosxl:literalForm 'Anna'@en", "",
     "A name has exactly one literal form."),
    ("<https://example.org/entity/ann#name-1> ci:nameKind ci:AliasName", "",
     "A name is of exactly one kind."),
    ("e:ann ci:otherName <https://example.org/entity/ann#name-1>", "",
     "A name is that of exactly one entity."),
    ("", "<https://example.org/grouping/bloc/1> skos:member s:book .",
     "A grouping has members, and they are entities."),
    ("s:book ci:sourceKind ci:BookSource", "s:book ci:sourceKind ci:Planned .",
     "A source is of exactly one kind."),
    ("s:book dcterms:title 'Book'", "", "A source has exactly one title."),
    ("", "s:book dcterms:creator s:files .", "The authors of a source are entities."),
    ("", "s:files dcterms:date '1999' .", "A source has at most one date, in EDTF."),
    ("", "s:files ci:origin s:files .", "A source has at most one origin, an entity or itself."),
    ("", "s:files ci:restsOn e:ann .", "What a source rests on is a source."),
    ("", "s:files ci:container e:ann .", "A source stands in at most one other source."),
    ("c:c1 rdf:subject e:club", "", "A claim has exactly one subject, an entity."),
    ("c:c1 rdf:predicate ci:funded", "c:c1 rdf:predicate ci:funded_by .",
     "A claim has exactly one relation, and the ontology defines it."),
    ("c:c1 rdf:object e:ann", "", "A claim of a link has an object."),
    ("c:c1 rdf:object e:ann", "c:c1 rdf:object s:book .",
     "A claim has at most one object, an entity."),
    ("c:c2 ci:text 'Nan'", "", "A claim of a name has a text and no object."),
    ("", "c:c2 rdf:object e:club .", "A claim of a name has a text and no object."),
    ("c:c3 ci:quantity '~50'", "",
     "A claim of a measure has a quantity with its unit and no object."),
    ("", "c:c3 rdf:object e:ann .",
     "A claim of a measure has a quantity with its unit and no object."),
    ("c:c4 ci:when '1930~'^^edtf:EDTF", "",
     "A claim of a dating has a date, no object and no quantity."),
    ("", "c:c4 rdf:object e:club .", "A claim of a dating has a date, no object and no quantity."),
    ("c:c1 ci:unit 'USD'", "", "A quantity has a unit, and a unit a quantity."),
    ("", "c:c2 ci:unit 'USD' .", "A quantity has a unit, and a unit a quantity."),
    ("c:c1 ci:low 10.0", "c:c1 ci:low 21.0 .",
     "The low bound of a quantity is a decimal, and not above the high one."),
    ("", "c:c2 ci:when '1970' .", "A claim has at most one date, in EDTF."),
    ("c:c1 ci:latestStart '1970-12-31'^^xsd:date", "c:c1 ci:latestStart '1971-12-31'^^xsd:date .",
     ORDERED),
    ("", "c:c2 ci:mode ci:Stated .", "A claim has at most one mode."),
    ("", "c:c2 ci:perhapsRival z:z1 .", "Claims are tied to claims."),
    ("c:c2 ci:standing ci:SingleRoot", "", "A claim has exactly one standing."),
    ("", "c:c2 ci:standing ci:Denied .", "A claim has exactly one standing."),
    ("c:c2 ci:citation z:z2", "", "A claim has a citation: no edge without a source."),
    ("", "c:c1 ci:citation z:z2 .", "A citation speaks to exactly one claim, which lists it."),
    ("", "z:z9 a ci:Citation .", "A citation speaks to exactly one claim, which lists it."),
    ("", "z:z2 ci:position '3-9' .",
     "A citation has at most one position, as RFC 5147 writes it."),
    ("", "c:c2 ci:oppositionLow 2 ; ci:oppositionHigh 1 .",
     "A claim has at most one low opposition, which is not above the high one."),
    ("z:z2 ci:source s:book", "", "A citation has exactly one source."),
    ("z:z2 ci:stance ci:Affirms", "", "A citation has exactly one stance."),
    ("", "z:z2 ci:stance ci:Denies .", "A citation has exactly one stance."),
    ("z:z2 ci:certainty ci:Stated", "z:z2 ci:certainty ci:Affirms .",
     "A citation has exactly one certainty."),
    ("", "z:z2 ci:speaker e:club .", "The speakers of a citation are sources."),
    ("", "z:z2 ci:locator '1' , '2' .", "A citation has at most one locator."),
    ("", "z:z2 ci:root c:c1 .", "The roots of a citation are entities or sources."),
    ("", "z:z2 ci:leansOn s:book , s:files .", "A citation leans on at most one work."),
    ("", "z:z2 ci:leansOn e:ann .", "A citation leans on at most one work."),
    ("<https://example.org/citation/z1#target> oa:hasSource s:book", "",
     "A target lies in exactly one source."),
    ("<https://example.org/citation/z1#selector> oa:end '9'^^xsd:nonNegativeInteger", "",
     "A selector has exactly one end."),
    ("<https://example.org/citation/z1#selector> oa:end '9'^^xsd:nonNegativeInteger",
     "<https://example.org/citation/z1#selector> oa:end '2'^^xsd:nonNegativeInteger .",
     "A selector has exactly one start, and it lies before the end."),
]  # fmt: skip


@pytest.mark.parametrize(("gone", "new", "message"), FAULTS)
def test_shapes_find_what_is_broken(shapes, gone, new, message):
    data = rdflib.Graph().parse(data=example() + new)
    if gone:
        prefixes = "\n".join(f"@prefix {p}: <{n}> ." for p, n in data.namespaces())
        for triple in rdflib.Graph().parse(data=f"{prefixes}\n{gone} ."):
            assert triple in data
            data.remove(triple)
    assert message in messages(data, shapes)
