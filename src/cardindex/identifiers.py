"""Identifiers elsewhere (Wikidata, VIAF …): their form, their IRI, and how to mend them."""

from __future__ import annotations

import re
from typing import NamedTuple


class Scheme(NamedTuple):
    """One kind of identifier: what it looks like, and what it is an end of.

    ``loose`` finds it within what people paste: an address, a prefix, other case.
    """

    called: str
    form: re.Pattern[str]
    namespace: str
    loose: re.Pattern[str]
    letter: str
    example: str


SCHEMES = {
    "wikidata": Scheme(
        "item of Wikidata",
        re.compile(r"Q[1-9][0-9]{0,11}"),
        "http://www.wikidata.org/entity/",
        re.compile(
            r"(?:.*wikidata\.org/(?:wiki|entity)/(?:Special:EntityPage/|Item:)?|wd:|wikidata:?)?"
            r"\s*q?[\s:]*0*(?P<number>[1-9][0-9]{0,11})(?:\.(?:json|rdf|ttl|nt))?/?(?:[?#].*)?",
            re.IGNORECASE,
        ),
        "Q",
        "Q42",
    ),
    "viaf": Scheme(
        "number of VIAF",
        re.compile(r"[1-9][0-9]{0,21}"),
        "http://viaf.org/viaf/",
        re.compile(
            r"(?:.*viaf\.org/(?:[a-z]{2}/)?viaf/|viaf)?(?:\s*id)?[\s:]*0*(?P<number>[1-9][0-9]{0,21})"
            r"(?:/(?:#.*|[a-z0-9._-]*/?)?)?(?:[?#].*)?",
            re.IGNORECASE,
        ),
        "",
        "113230702",
    ),
}
"""The kinds that have an address of their own, by the word that names.csv has for them."""


def iri(kind: str, name: str) -> str:
    """Return the IRI that an identifier stands for; nothing where it is none."""
    scheme = SCHEMES.get(kind)
    return scheme.namespace + name if scheme and scheme.form.fullmatch(name) else ""


def meant(kind: str, text: str) -> str:
    """Return the identifier that a text holds, as it should be written; or nothing."""
    scheme = SCHEMES[kind]
    found = scheme.loose.fullmatch(text.strip())
    return scheme.letter + found["number"] if found else ""
