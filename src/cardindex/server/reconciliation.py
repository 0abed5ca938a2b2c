"""Reconciliation Service API 0.2: rows of a table are matched with entities, as OpenRefine asks.

https://reconciliation-api.github.io/specs/0.2/
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cardindex.finding import found
from cardindex.server import extending
from cardindex.server.answers import JSON, as_json
from cardindex.server.deadlines import Deadline, bounded
from cardindex.server.embedding import HEIGHT, WIDTH
from cardindex.server.matching import MOST, Asked, Candidate, Matcher
from cardindex.server.protocol import FORM, pairs
from cardindex.server.site import public, served_of, site_of
from cardindex.server.slicing import digits

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.index import Index
    from cardindex.server.served import Served

_AT_ONCE = 100  # queries
_LIMIT = 5  # candidates, where none is asked for
_OFFERED = 20
_LONGEST = 1000  # letters of a name, or of a value
_TOLD = 50  # properties of a query, and values of one
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*", re.ASCII)
_FIELDS = frozenset(("query", "type", "limit", "properties", "type_strict"))
_PAIRS = 100  # of an address, or of a form
_HOME = "/reconcile"


def routes() -> list[BaseRoute]:
    """Return where rows are matched, and what helps to ask."""
    methods = ["GET", "HEAD", "POST"]
    paths = {_HOME: _answer, f"{_HOME}/": _answer, f"{_HOME}/suggest/entity": _entities,
             f"{_HOME}/suggest/property": _properties, f"{_HOME}/suggest/type": _types,
             f"{_HOME}/properties": _proposed}  # fmt: skip
    return [Route(path, _told(answer), methods=methods) for path, answer in paths.items()]


def _told(answer: Any) -> Any:  # noqa: ANN401 - a function of a request and what it says
    """Answer in JSON, or as a script that calls back; mistakes likewise in JSON."""

    async def told(request: Request) -> Response:
        try:
            said = await _said(request)
            callback = _callback(request, said)
            body = as_json(await run_in_threadpool(answer, request, said)).content
        except HTTPException as error:
            body = as_json({"status": "error", "error": error.detail}).content
            return Response(body, error.status_code, error.headers, media_type=JSON)
        if callback:
            script = json.dumps(json.loads(body))  # ASCII only: U+2028 would end a line of a script
            return Response(f"/**/{callback}({script});", media_type="text/javascript")
        return Response(body, media_type=JSON)

    return told


def _callback(request: Request, said: Mapping[str, str]) -> str:
    """Return the function that is to be called, if any. Raises HTTPException.

    What is a script can be read by a page of any site, whatever is said of sharing.
    """
    callback = said.get("callback", "")
    if callback and not site_of(request).settings.is_public:
        raise HTTPException(403, "only a public site calls back (--public); ask without callback")
    if callback and not (len(callback) < 100 and _CALLBACK.fullmatch(callback)):
        raise HTTPException(400, "callback is the name of a function, with dots in it")
    return callback


async def _said(request: Request) -> dict[str, str]:
    """Return what address and form say, the first of each name."""
    told = pairs(request.scope["query_string"], "the address", _PAIRS)
    if request.method == "POST":
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media != FORM:
            raise HTTPException(415, "queries are sent as a form: queries=…")
        told += pairs(await request.body(), "the form", _PAIRS)
    said: dict[str, str] = {}
    for name, value in told:
        said.setdefault(name, value)
    return said


def matcher(served: Served) -> Matcher:
    """Return what matches for an index; once, then kept."""
    return Matcher(served.everything)


def _answer(request: Request, said: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON
    if "queries" in said:
        queries = _object(said["queries"], "queries")
        with bounded(request) as within:
            return _matches(request, queries, within)
    if "extend" in said:
        served = served_of(request)
        asked = extending.read(_object(said["extend"], "extend"))
        with bounded(request) as within:
            return extending.extended(served.part(matcher), asked, within)
    if "query" in said:
        raise HTTPException(400, "one query alone was of an older version; send queries={…}")
    if request.method == "POST":
        raise HTTPException(400, "there is nothing asked; send queries={…} or extend={…}")
    return manifest(request)


def manifest(request: Request) -> dict[str, Any]:
    """Return what the service is, and where its parts are."""
    index, root = served_of(request).index, public(request)
    home = f"{root.rstrip('/')}{_HOME}"
    types = index.vocabulary.types
    first = next(iter(types.values()), None)
    space = re.sub(r"[^#/]*$", "", first.iri) if first else index.base
    suggest = {
        kind: {"service_url": home, "service_path": f"/suggest/{kind}"}
        for kind in ("entity", "property", "type")
    }
    used = dict.fromkeys(index.entities["type"].unique().tolist())
    return {
        "versions": ["0.2"],
        "name": index.title,
        "identifierSpace": f"{index.base}entity/",
        "schemaSpace": space,
        "defaultTypes": [{"id": id_, "name": types[id_].label} for id_ in used],
        "view": {"url": f"{root}entity/{{{{id}}}}"},
        "preview": {"url": f"{root}embed/entity/{{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": home, "service_path": "/properties"},
            "property_settings": [
                {"name": "limit", "label": "Limit", "type": "number", "default": 0,
                 "help_text": "So many values of each row at most; 0 for all."},
            ],
        },
    }  # fmt: skip


def _object(text: str, name: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
        json.dumps(told, ensure_ascii=False).encode("utf-8")  # lone surrogates are no text
    except (ValueError, RecursionError):
        raise HTTPException(400, f"{name} is no JSON") from None
    if not isinstance(told, dict):
        raise HTTPException(400, f"{name} is an object in JSON: {{…}}")
    return told


def _matches(request: Request, queries: Mapping[str, Any], within: Deadline) -> dict[str, Any]:
    if len(queries) > _AT_ONCE:
        raise HTTPException(400, f"{_AT_ONCE} queries are answered at once, not {len(queries):,}")
    index = served_of(request).index
    asked = {key: _asked(index, key, query) for key, query in queries.items()}
    matching = served_of(request).part(matcher)
    return {
        key: {"result": [_shown(index, each) for each in matching.candidates(query, within)]}
        for key, query in asked.items()
    }


def _asked(index: Index, key: str, query: Any) -> Asked:  # noqa: ANN401 - JSON
    """Read one query. Raises HTTPException with what is wrong with it."""
    where = f'the query "{key[:50]}"'
    if not isinstance(query, dict) or not query.keys() <= _FIELDS:
        raise HTTPException(400, f"{where} is an object of {', '.join(sorted(_FIELDS))} alone")
    text = query.get("query", "")
    told = _properties_of(query.get("properties", []), where)
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise HTTPException(400, f"{where} asks for a text of at most {_LONGEST:,} letters")
    if "query" not in query and not told:
        raise HTTPException(400, f"{where} has neither query nor properties")
    if query.get("type_strict", "any") not in ("any", "should", "all"):
        raise HTTPException(400, f"type_strict of {where} is any, should or all")
    limit = query.get("limit", _LIMIT)
    whole = isinstance(limit, (int, float)) and not isinstance(limit, bool)
    if not whole or not 0 < limit < float("inf"):
        raise HTTPException(400, f"limit of {where} is a number above 0")
    types = _types_of(index, query.get("type"), where)
    return Asked(text, types, told, max(1, min(int(limit), MOST)))


def _types_of(index: Index, told: Any, where: str) -> tuple[str, ...] | None:  # noqa: ANN401
    """Return the kinds of entity that will do; None for any."""
    if told is None or told in ("", []):
        return None
    some = [told] if isinstance(told, str) else told
    if not isinstance(some, list) or len(some) > _TOLD or not all(
        isinstance(each, str) for each in some
    ):  # fmt: skip
        raise HTTPException(400, f"type of {where} is an id, or a list of ids")
    by_iri = {each.iri: id_ for id_, each in index.vocabulary.types.items()}
    return tuple(by_iri.get(str(each), str(each)) for each in some)


def _properties_of(told: Any, where: str) -> tuple[tuple[str, tuple[str, ...]], ...]:  # noqa: ANN401
    if not isinstance(told, list) or len(told) > _TOLD:
        raise HTTPException(400, f"properties of {where} is a list of at most {_TOLD}")
    read = []
    for each in told:
        if not isinstance(each, dict) or not isinstance(each.get("pid"), str) or "v" not in each:
            raise HTTPException(400, f"a property of {where} is an object of pid and v")
        values = each["v"] if isinstance(each["v"], list) else [each["v"]]
        if len(values) > _TOLD:
            raise HTTPException(400, f"a property of {where} has at most {_TOLD} values")
        read.append((each["pid"], tuple(_value(value, where) for value in values)))
    return tuple(read)


def _value(value: Any, where: str) -> str:  # noqa: ANN401 - JSON
    told = value.get("id") if isinstance(value, dict) else value
    if not isinstance(told, (str, int, float)) or len(str(told)) > _LONGEST:
        raise HTTPException(
            400, f"a value of {where} is a text, a number, true, false or an object with an id"
        )
    return str(told)


def _shown(index: Index, each: Candidate) -> dict[str, Any]:
    kind = str(index.entities.at[each.id, "type"])
    return {
        "id": each.id,
        "name": index.label(each.id),
        "description": str(index.entities.at[each.id, "description"]),
        "score": each.score,
        "match": each.match,
        "type": [{"id": kind, "name": index.vocabulary.types[kind].label}],
        "features": [
            {"id": "name", "value": each.name},
            {"id": "properties", "value": each.shared},
        ],
    }


def _entities(request: Request, said: Mapping[str, str]) -> dict[str, Any]:
    index, text, first = served_of(request).index, *_typed(said)
    result = []
    for each in found(index, text)[first : first + _OFFERED] if text else []:
        kind = index.vocabulary.types[str(index.entities.at[each.id, "type"])]
        said_of = str(index.entities.at[each.id, "description"])
        result.append({"id": each.id, "name": each.label, "description": said_of,
                       "notable": [{"id": kind.id, "name": kind.label}]})  # fmt: skip
    return {"result": result}


def _types(request: Request, said: Mapping[str, str]) -> dict[str, Any]:
    index, text, first = served_of(request).index, *_typed(said)
    types = index.vocabulary.types
    ids = [each.id for each in found(index, text, ("type",))] if text else list(types)
    some = [types[id_] for id_ in ids[first : first + _OFFERED]]
    return {
        "result": [
            {"id": each.id, "name": each.label, "description": each.definition,
             "broader": [{"id": up, "name": types[up].label} for up in each.parents[:1]]}
            for each in some
        ]
    }  # fmt: skip


def _properties(request: Request, said: Mapping[str, str]) -> dict[str, Any]:
    index, text, first = served_of(request).index, *_typed(said)
    fits = extending.called(index, text)
    return {"result": [each._asdict() for each in fits[first : first + _OFFERED]]}


def _typed(said: Mapping[str, str]) -> tuple[str, int]:
    """Return the beginning of a name that was typed, and how many hits were shown before."""
    return said.get("prefix", "").strip()[:200], _number(said, "cursor", "hits")


def _number(said: Mapping[str, str], name: str, of: str) -> int:
    """Return how many of something are told; 0 unless any are."""
    found = digits(said.get(name) or "0", 6)
    if found is None:
        raise HTTPException(400, f"{name} is a number of {of}")
    return found


def _proposed(request: Request, said: Mapping[str, str]) -> dict[str, Any]:
    """Answer which properties entities of a kind have, the most frequent first."""
    limit = _number(said, "limit", "properties")
    return extending.proposed(served_of(request).part(matcher), said.get("type", ""), limit)
