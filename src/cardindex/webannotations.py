"""W3C Web Annotations ↔ marked passages: what a citation says, at the words that it is read from.

The model is that of https://www.w3.org/TR/annotation-model/: a target with a TextQuoteSelector and
a TextPositionSelector (in code points), a body that names the claim, one that says it in words,
and one with the fields of a draft as JSON, so that what comes back says as much as what went out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cardindex.cards import sentence
from cardindex.index import Index
from cardindex.passages import Text, seal, text_source
from cardindex.rdf import Names

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

_AROUND = 32  # characters of context on either side, by which a quotation is found again
_LISTS = ("items", "first")
_OF_CLAIM = (
    "subject", "relation", "object", "text", "quantity", "unit", "when", "place", "mode", "gloss",
)  # fmt: skip
_OF_CITATION = ("stance", "certainty", "chain", "note", "coder")


@dataclass(frozen=True)
class Annotation:
    """One marked passage: ``exact`` are its words, at ``start`` to ``end`` of the source's text.

    ``claim``: the IRI of what it is said to state; ``told``: that in words; ``said``: the fields
    of a draft that say it. All three are empty where a passage is only marked.
    """

    id: str
    source: str
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    claim: str = ""
    told: str = ""
    said: tuple[tuple[str, str], ...] = ()


def marked(index: Index, texts: Mapping[str, Text], source: str = "") -> Iterator[Annotation]:
    """Yield an annotation for each citation whose passage stands where its seal was made.

    ``source``: only those of this work. They come in the order of the citations.
    """
    names = Names(index.base)
    for row in index.citations.itertuples(index=False):
        text = texts.get(text_source(index, str(row.source)))
        if text is not None and row.seal and source in ("", row.source):
            yield from _annotation(index, names, text, row)


def _annotation(index: Index, names: Names, text: Text, row: Any) -> Iterator[Annotation]:  # noqa: ANN401 - a row of citations
    exact = text.raw[row.start : row.end]
    if seal(exact) != row.seal:
        return
    claim = index.claims.loc[row.claim]
    said = {name: str(claim[name]) for name in _OF_CLAIM}
    said |= {name: str(getattr(row, name)) for name in _OF_CITATION}
    yield Annotation(
        id=names.of("citation", row.id).value,
        source=names.of("source", row.source).value,
        exact=exact,
        prefix=text.raw[max(row.start - _AROUND, 0) : row.start],
        suffix=text.raw[row.end : row.end + _AROUND],
        start=int(row.start),
        end=int(row.end),
        claim=names.of("claim", row.claim).value,
        told=sentence(index, claim),
        said=tuple((name, value) for name, value in said.items() if value),
    )


def to_json(passages: Iterable[Annotation]) -> str:
    """Return annotations as JSON-LD: an array, which annotators load as it is."""
    return json.dumps([_as_object(one) for one in passages], ensure_ascii=False, indent=1) + "\n"


def _as_object(one: Annotation) -> dict[str, Any]:
    quote = {"exact": one.exact, "prefix": one.prefix, "suffix": one.suffix}
    bodies: list[dict[str, str]] = []
    if one.claim:
        bodies.append({"type": "SpecificResource", "purpose": "linking", "source": one.claim})
    if one.told:
        bodies.append(_text("text/plain", one.told))
    if one.said:
        bodies.append(_text("application/json", json.dumps(dict(one.said), ensure_ascii=False)))
    return {
        "@context": CONTEXT,
        "id": one.id,
        "type": "Annotation",
        "body": bodies,
        "target": {
            "type": "SpecificResource",
            "source": one.source,
            "selector": [
                {"type": "TextQuoteSelector", **quote},
                {"type": "TextPositionSelector", "start": one.start, "end": one.end},
            ],
        },
    }


def _text(form: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": "describing", "format": form, "value": value}


def is_annotation(found: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    """Tell whether a JSON value is an annotation, or a list, page or collection of them."""
    if isinstance(found, list):
        return bool(found) and is_annotation(found[0])
    if not isinstance(found, Mapping):
        return False
    kinds = _listed(found.get("type"))
    return any(
        isinstance(kind, str) and kind.startswith("Annotation") for kind in kinds
    ) or "anno.jsonld" in str(found.get("@context", ""))


def parse(found: Any) -> Iterator[Annotation]:  # noqa: ANN401 - whatever JSON holds
    """Yield the annotations in a JSON value that quote words of a text.

    What has no quotation, or says nothing that we know, has empty fields: nothing is left out
    here. Of several targets each is an annotation of its own.
    """
    if isinstance(found, list):
        for one in found:
            yield from parse(one)
        return
    if not isinstance(found, Mapping):
        return
    inside = next((found[name] for name in _LISTS if name in found), None)
    if inside is not None:
        yield from parse(inside)
        return
    bodies = [body for body in _listed(found.get("body")) if isinstance(body, Mapping)]
    claim = next((body.get("source", "") for body in bodies if "source" in body), "")
    texts = [body for body in bodies if body.get("type") == "TextualBody"]
    told = next((b.get("value", "") for b in texts if b.get("format") == "text/plain"), "")
    said = next(filter(None, (_said(body) for body in texts)), {})
    for target in _listed(found.get("target")):
        yield _of_target(found, target, (_words(claim), _words(told), said))


def _of_target(found: Mapping[str, Any], target: Any, body: tuple[str, str, Any]) -> Annotation:  # noqa: ANN401
    claim, told, said = body
    source = target.get("source", "") if isinstance(target, Mapping) else target
    selectors = _listed(target.get("selector")) if isinstance(target, Mapping) else []
    by_kind = {one.get("type"): one for one in selectors if isinstance(one, Mapping)}
    quote, position = by_kind.get("TextQuoteSelector", {}), by_kind.get("TextPositionSelector", {})
    if isinstance(source, Mapping):
        source = source.get("id", "")
    return Annotation(
        id=_words(found.get("id")),
        source=_words(source),
        exact=_words(quote.get("exact")),
        prefix=_words(quote.get("prefix")),
        suffix=_words(quote.get("suffix")),
        start=_number(position.get("start")),
        end=_number(position.get("end")),
        claim=claim,
        told=told,
        said=tuple(said.items()),
    )


def _said(body: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of a draft in a body; none where it is something else."""
    if body.get("format") != "application/json":
        return {}
    try:
        value = json.loads(_words(body.get("value")))
    except (ValueError, RecursionError):
        return {}
    return {k: v for k, v in value.items() if isinstance(v, str)} if isinstance(value, dict) else {}


def source_id(iri: str) -> str:
    """Return the id of the source whose text an annotation is of: the end of its address."""
    return iri.rpartition("/")[2].removesuffix(".txt")


def _listed(value: Any) -> list[Any]:  # noqa: ANN401
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _words(value: Any) -> str:  # noqa: ANN401
    return value if isinstance(value, str) else ""


def _number(value: Any) -> int:  # noqa: ANN401
    return value if isinstance(value, int) and not isinstance(value, bool) else -1
