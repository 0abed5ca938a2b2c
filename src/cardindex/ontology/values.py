"""What a term of an ontology may be called, and what its properties may lead to."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from cardindex.characters import quoted
from cardindex.errors import nearest, suggestion
from cardindex.ontology.terms import CORE
from cardindex.suspects import Fault, mixtures, suspects
from cardindex.turtlereader import OWL, RDF, RDFS, SKOS, Document, Term

SHAPES = ("dot", "square", "diamond", "triangle", "triangleDown", "star", "hexagon")
"""The shapes of nodes that an ontology may choose from."""

FLAGS = (
    "structural",
    "abstract",
    "published",
    "identifier",
    "identifies",
    "dependence",
    "transfer",
    "reflexive",
    "naming",
    "parthood",
)
"""Properties that are true or not."""

Report = Callable[[str, str, str], None]
"""Takes the IRI of a term, a code, and what is wrong with the term and how to mend it."""

_TERMS = (
    f"{RDF}type",
    f"{RDFS}subClassOf",
    f"{RDFS}domain",
    f"{RDFS}range",
    *(f"{CORE}{name}" for name in ("family", "familyGroup")),
)
_NAMED = (f"{OWL}inverseOf",)
_TEXTS = (
    f"{RDFS}label",
    f"{SKOS}definition",
    f"{SKOS}scopeNote",
    f"{CORE}words",
    f"{CORE}inverseWords",
)
# Properties that may have several values in one language.
_MANY_TEXTS = (f"{SKOS}altLabel", f"{SKOS}hiddenLabel")
_NAMES = (f"{RDFS}label", f"{CORE}words", f"{CORE}inverseWords")
_WORDS = (
    f"{SKOS}notation",
    *(f"{CORE}{name}" for name in ("colour", "shape", "dash", "transferRole")),
)
_TRUTHS = tuple(f"{CORE}{name}" for name in FLAGS)

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_DASH = re.compile(r"[1-9]\d?( [1-9]\d?)*|")
_JOINERS = "-_.~"
# How many names are offered where none is like the unknown one.
_FEW = 25


def local_name(iri: str) -> str:
    """Return the last part of an IRI, in NFC, as tables are read."""
    last = re.split(r"[#/]", iri)[-1] if "/" in iri or "#" in iri else iri.rpartition(":")[2]
    return unicodedata.normalize("NFC", last)


def by_id(document: Document, ids: Mapping[str, str], report: Report) -> dict[str, str]:
    """Turn IRI → id round; what can be no id, and an id that two terms share, is a problem."""
    found: dict[str, str] = {}
    for iri, id_ in ids.items():
        if iri.startswith("_:"):
            message = "is defined without a name; give it an IRI, such as my:lent"
            report(iri, "malformed-term", message)
        elif not _is_word(id_):
            message = (
                f"has the id {quoted(id_)}, which cannot stand in a table; write letters, digits, "
                '"-" and "_" alone, and a letter or digit first'
            )
            report(iri, "malformed-term", message)
        elif (first := found.setdefault(id_, iri)) != iri:
            message = (
                f'has the id "{id_}", which {document.short(first)} has already; '
                "tables could not tell them apart, so rename one of them"
            )
            report(iri, "duplicate-term", message)
    return found


def _is_word(text: str) -> bool:
    """Tell whether a text is letters with their marks, digits and what joins them."""
    kinds = [unicodedata.category(char)[0] for char in text]
    joined = (kind in "LMN" or char in _JOINERS for kind, char in zip(kinds, text, strict=True))
    return bool(kinds) and kinds[0] in "LN" and all(joined)


def texts(document: Document, iri: str) -> tuple[str, str]:
    """Return label and definition; a term without a label is called by its name."""
    label = document.text_of(iri, f"{RDFS}label") or local_name(iri).replace("_", " ")
    return label, document.text_of(iri, f"{SKOS}definition")


def drawn(document: Document, iri: str, report: Report) -> tuple[str, str, str]:
    """Return colour, shape and dash, each empty where not given; all must be drawable."""
    colour, shape, dash = (
        document.first_of(iri, f"{CORE}{name}") for name in ("colour", "shape", "dash")
    )
    if colour and not _COLOUR.fullmatch(colour):
        message = (
            f'has the colour {quoted(colour)}; write it as six hexadecimal digits, like "#0c60d8"'
        )
        report(iri, "malformed-colour", message)
    if shape and shape not in SHAPES:
        hint = suggestion(shape, SHAPES) or f"; take one of {', '.join(SHAPES)}"
        report(iri, "unknown-shape", f"has the shape {quoted(shape)}{hint}")
    if not _DASH.fullmatch(dash):
        message = (
            f'has the dash {quoted(dash)}; write lengths from 1 to 99, a space between, like "6 3"'
        )
        report(iri, "malformed-dash", message)
    return colour, shape, dash


def by_name(iris: Iterable[str]) -> dict[str, str]:
    """Return terms by the last part of their IRIs."""
    return {local_name(iri): iri for iri in iris}


def nearest_term(document: Document, iri: str, choices: Mapping[str, str]) -> str:
    """Suggest, of terms ``by_name``, the one whose name is most like that of an IRI, if any is."""
    # Only the last parts are compared: whole IRIs of one namespace are all alike.
    found = nearest(local_name(iri), choices)
    return f"; did you mean {document.short(choices[found])}?" if found else ""


def listed(document: Document, iris: Collection[str]) -> str:
    """Name the terms that there are to choose from; of many the first."""
    some = ", ".join(map(document.short, list(iris)[:_FEW]))
    return f"{some} …" if len(iris) > _FEW else some


def report_values(document: Document, iris: Iterable[str], report: Report) -> None:
    """Report what the properties of terms that are in use may not lead to."""
    for iri in dict.fromkeys(iris):
        for predicate, terms in document.subjects.get(iri, {}).items():
            for code, message in _faults(document, predicate, terms):
                report(iri, code, message)


def doubts(document: Document, iris: Iterable[str]) -> Iterator[tuple[str, Fault]]:
    """Yield the IRI of a term and a warning of the characters that a text of it is made of."""
    for iri in dict.fromkeys(iris):
        for predicate in (*_TEXTS, *_MANY_TEXTS, *_WORDS):
            for term in document.subjects.get(iri, {}).get(predicate, ()):
                mixes = mixtures(term.value) if predicate in _NAMES else ()
                for fault in (*suspects(term.value), *mixes):
                    if not _is_error(fault):
                        told = f"has in its {document.short(predicate)} {fault.message}"
                        yield iri, fault._replace(message=told)


def _acting(name: str, terms: list[Term]) -> Iterator[tuple[str, str]]:
    """Yield a code and what is wrong with texts that hold what acts on a screen."""
    for fault in (fault for term in terms for fault in suspects(term.value)):
        if _is_error(fault):
            yield fault.code, f"has in its {name} {fault.message}"


def _is_error(fault: Fault) -> bool:
    return fault.severity == "error"


def _faults(document: Document, predicate: str, terms: list[Term]) -> Iterator[tuple[str, str]]:
    """Yield a code for what is wrong with what one property leads to, and how it is mended."""
    name = document.short(predicate)
    sorts = {term.sort: term for term in reversed(terms)}
    if predicate in (*_TERMS, *_NAMED):
        wrong = sorts.get("text") or sorts.get("triple")
        if not wrong and predicate in _NAMED:
            wrong = sorts.get("blank")
        if wrong:
            told = quoted(wrong.value) if wrong.sort == "text" else document.short(wrong.value)
            message = f"has the {name} {told}, which names no term; write one, like ci:Person"
            yield "malformed-property", message
    elif predicate in (*_TEXTS, *_MANY_TEXTS, *_WORDS, *_TRUTHS):
        other = next((term for term in terms if term.sort != "text"), None)
        if other:
            told = document.short(other.value)
            yield "malformed-property", f"has the {name} {told}, which is no text; write one"
        elif predicate in _TRUTHS and (value := terms[0].value) not in {"true", "false", "1", "0"}:
            message = f"has the {name} {quoted(value)}; write true or false, without marks"
            yield "malformed-property", message
        yield from _acting(name, terms)
    if predicate in (*_NAMED, *_TEXTS, *_WORDS, *_TRUTHS):
        # A text can be said once in each language.
        said = Counter(term.language.lower() for term in dict.fromkeys(terms))
        if max(said.values()) > 1:
            where = " in one language" if predicate in _TEXTS else ""
            yield "several-values", f"has more than one {name}{where}; keep one"
