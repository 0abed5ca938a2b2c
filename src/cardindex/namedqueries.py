"""Named queries: SPARQL with a title, a purpose and parameters, for those who do not write it.

A query is a file ``NAME.rq`` whose comments declare it::

    # title: All money that reached someone
    # for: Following the money; a line that is indented
    #      goes on.
    # param: who entity (required): whom it reached
    # param: least number = 2: how many at least

A parameter is ``$who`` in the query. One that is neither required nor has a default is ``UNDEF``
when it is not set, so it stands in ``VALUES ?x { $who }``. A ``year`` or ``date`` parameter also
gives its first and last day, as ``$year_first`` and ``$year_last``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from cardindex import dates, inputs
from cardindex.brief import brief
from cardindex.engine import LIMITS, bare, plain
from cardindex.errors import MalformedValue, QueryError, UnknownName
from cardindex.settings import QUERIES

if TYPE_CHECKING:
    import pandas as pd

    from cardindex.index import Index

KINDS = ("entity", "source", "claim", "year", "date", "text", "number")
"""What a parameter can be."""

DIGITS = 100
"""So many digits, before and after the point, a parameter has that is a number."""

_UNSET = "UNDEF"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
_HEADER = re.compile(r"# ?(title|for|param): *(.*)|#( {2,})(\S.*)")
_PARAMETER = re.compile(r"([a-z]\w*) ([a-z]+)(?: (\(required\))| = (\S+))?(?:: *(.*))?")


@dataclass(frozen=True)
class Parameter:
    """What a query wants to be told; ``default`` is empty where there is none."""

    name: str
    kind: str
    required: bool
    default: str
    description: str


@dataclass(frozen=True)
class NamedQuery:
    """A query of the package or of an index; ``body`` is the whole text of its file."""

    name: str
    title: str
    purpose: str
    parameters: tuple[Parameter, ...]
    body: str

    def __repr__(self) -> str:
        return brief(self, self.name, self.title, *(f"{each.name}=" for each in self.parameters))

    def text(
        self, index: Index | Callable[[], Index], values: Mapping[str, str] | None = None
    ) -> str:
        """Return the SPARQL text with its parameters set to ``values``.

        Each value is read as its parameter's kind and written as a SPARQL term. Raises UnknownName
        for a parameter, entity, source or claim that there is none of, MalformedValue for a value
        that is not of its kind, QueryError where one is missing.
        """
        given = dict(values or {})
        known = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in known:
                raise UnknownName("parameter", name, known)
        terms: dict[str, str] = {}
        for parameter in self.parameters:
            value = given.get(parameter.name, parameter.default)
            if value:
                terms |= _terms(index, parameter, value)
            elif parameter.required:
                told = f": {parameter.description}" if parameter.description else ""
                message = (
                    f'the query "{self.name}" has to be told {parameter.name} '
                    f"({parameter.kind}){told}; set {parameter.name}=…"
                )
                raise QueryError(message)
            else:
                terms[parameter.name] = _UNSET
        return _filled(self.body, terms)


def places(index: Index | Path) -> dict[str, Path]:
    """Return the files of the queries of the package and of ``index``, by name, sorted.

    A packaged query cannot be replaced by one of the index: somebody who asks for ``contested``
    would not notice. See ``hidden``. Raises QueryError where the folder of queries cannot be read.
    """
    packaged = _files(Path(__file__).with_name(QUERIES))
    return dict(sorted({**_files(_folder(index)), **packaged}.items()))


def hidden(index: Index | Path) -> dict[str, str]:
    """Say of each query of ``index`` that has a packaged one's name that it is not run."""
    packaged = _files(Path(__file__).with_name(QUERIES))
    return {
        name: (
            f'{QUERIES}/{path.name} of this index is not run: "{name}" is a query that comes with '
            "cardindex; rename the file to run it"
        )
        for name, path in sorted(_files(_folder(index)).items())
        if name in packaged
    }


def load(index: Index | Path) -> dict[str, NamedQuery]:
    """Return the queries of the package and those of ``index``, by name, sorted.

    Raises QueryError, with all that is wrong, where files cannot be read or declare what there
    is not.
    """
    found, wrong = {}, []
    for name, path in places(index).items():
        try:
            found[name] = parse(name, read(path))
        except QueryError as error:
            wrong.append(str(error))
    if wrong:
        raise QueryError("\n".join(wrong))
    return found


def table(index: Index | Path) -> pd.DataFrame:
    """Return the queries of an index as a frame: ``title, purpose, parameters`` by name."""
    import pandas as pd  # noqa: PLC0415 - who runs one query does without

    rows = {
        name: (each.title, each.purpose, tuple(param.name for param in each.parameters))
        for name, each in load(index).items()
    }
    columns = ["title", "purpose", "parameters"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("name")


def find(index: Index | Path, name: str) -> NamedQuery:
    """Return one query, whatever is wrong with others.

    Raises UnknownName where there is none of the name, QueryError as ``load`` does.
    """
    known = places(index)
    if name not in known:
        raise UnknownName("query", name, known)
    return parse(name, read(known[name]))


def parse(name: str, body: str) -> NamedQuery:
    """Read the declarations of a query. Raises QueryError where one is malformed."""
    body = plain(body)
    found: dict[str, list[str]] = {"title": [], "for": [], "param": []}
    last = ""
    for line in body.split("\n"):
        match = _HEADER.fullmatch(line.rstrip())
        if match is None:
            last = ""
        elif match[1]:
            last = match[1]
            found[last].append(match[2])
        elif last:
            found[last][-1] += f" {match[4]}"
    parameters = tuple(_parameter(name, text) for text in found["param"])
    _hold_against(name, body, parameters)
    title = " ".join(found["title"]) or name
    return NamedQuery(name, title, " ".join(found["for"]), parameters, body)


def read(path: Path) -> str:
    """Return the text of a query's file. Raises QueryError where it is no text, or too long."""
    return inputs.text(path, LIMITS.text, "query", QueryError)


def _folder(index: Index | Path) -> Path:
    return (index if isinstance(index, Path) else index.path) / QUERIES


def _files(folder: Path) -> dict[str, Path]:
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix == ".rq")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise QueryError(f"{folder}: cannot be read: {error.strerror or error}") from error
    return {path.stem: path for path in found}


def _parameter(query: str, text: str) -> Parameter:
    match = _PARAMETER.fullmatch(text)
    if match is None:
        raise QueryError(
            f'query "{query}": "{text}" declares no parameter; write '
            '"# param: who entity (required): whom it is about"'
        )
    name, kind, required, default, description = match.groups()
    if kind not in KINDS:
        error = UnknownName("kind of parameter", kind, KINDS)
        raise QueryError(f'query "{query}": {error}; the kinds are {", ".join(KINDS)}')
    return Parameter(name, kind, bool(required), default or "", description or "")


def _hold_against(query: str, body: str, parameters: tuple[Parameter, ...]) -> None:
    """See to it that the query declares every ``$name`` that it uses."""
    declared = {name for parameter in parameters for name in _names(parameter)}
    for match in _USED.finditer(bare(body)):
        if match[1] not in declared:
            raise QueryError(
                f'query "{query}": ${match[1]} is not declared; add a line "# param: {match[1]} '
                f'entity (required): …", or write ?{match[1]} for a variable'
            )


def _names(parameter: Parameter) -> tuple[str, ...]:
    name = parameter.name
    if parameter.kind in {"year", "date"}:
        return name, f"{name}_first", f"{name}_last"
    return (name,)


_USED = re.compile(r"\$(\w+)")


def _filled(body: str, terms: Mapping[str, str]) -> str:
    """Put terms in the place of parameters, wherever these are no part of a string or comment."""
    parts, end = [], 0
    for match in _USED.finditer(bare(body)):
        parts += [body[end : match.start()], terms.get(match[1], _UNSET)]
        end = match.end()
    return "".join((*parts, body[end:]))


def _terms(index: Index | Callable[[], Index], parameter: Parameter, value: str) -> dict[str, str]:
    """Return what stands for a parameter, as SPARQL writes it."""
    name, kind = parameter.name, parameter.kind
    if kind in {"entity", "source", "claim"}:
        # The index is opened only for parameters that name something: it takes half a second.
        from cardindex import rdf  # noqa: PLC0415
        from cardindex.finding import taken  # noqa: PLC0415

        opened = index() if callable(index) else index
        return {name: str(rdf.Names(opened.base).of(kind, taken(opened, value, (kind,)).id))}
    if kind == "text":
        return {name: _text(name, value)}
    try:
        return {name: _number(value)} if kind == "number" else _times(name, kind, value)
    except MalformedValue as error:
        raise MalformedValue(value, f"{name} is a {kind}; {error.reason}") from error


def _text(name: str, value: str) -> str:
    try:
        return str(ox.Literal(value))
    except ValueError as error:  # the engine's message for text that is no Unicode
        raise MalformedValue(value, f"{name} has half a character in it; write UTF-8") from error


def _number(value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise MalformedValue(value, "write digits, with a point for decimals, such as 2 or 0.5")
    # 1e999999 would be written out as a million digits.
    if len(number.as_tuple().digits) > DIGITS or abs(number.adjusted()) > DIGITS:
        raise MalformedValue(value, f"write at most {DIGITS} digits before and after the point")
    return f'"{number:f}"^^<{_XSD}decimal>'


def _times(name: str, kind: str, value: str) -> dict[str, str]:
    if kind == "year" and not re.fullmatch(r"-?[0-9]{4}", value):
        raise MalformedValue(value, "write a year of four digits, such as 1971, or -0043 for 44 BC")
    first, last = dates.window(value)
    own = f'"{int(value)}"^^<{_XSD}integer>' if kind == "year" else _date(value)
    return {name: own, f"{name}_first": _day(first), f"{name}_last": _day(last)}


def _date(text: str) -> str:
    return str(ox.Literal(text, datatype=ox.NamedNode(_EDTF)))


def _day(day: dates.Day) -> str:
    # An open bound becomes the first or the last day: nothing in an index lies beyond them.
    return f'"{dates.iso(min(max(day, dates.FIRST), dates.LAST))}"^^<{_XSD}date>'
