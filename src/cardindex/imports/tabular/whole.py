"""The tables of some files → what they say: lists of nodes first, then links and matrices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cardindex.errors import nearest, suggestion
from cardindex.imports.format import Unreadable
from cardindex.imports.found import Dropped, Found, Guessed, Wishes
from cardindex.imports.tabular import books, links, matrix, nodes, texts
from cardindex.imports.tabular.columns import Mapped, meanings
from cardindex.imports.tabular.counted import counted
from cardindex.imports.tabular.ends import Ends, unlisted
from cardindex.imports.tabular.foreign import refuse
from cardindex.imports.tabular.shapes import Table, table
from cardindex.imports.tabular.sheets import Sheet
from cardindex.imports.tabular.spells import DAY_FIRST, MONTH_FIRST
from cardindex.imports.tabular.words import plain

_ORDERS = ("", DAY_FIRST, MONTH_FIRST)
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read(paths: Sequence[Path], wishes: Wishes, *, books_: bool) -> Iterator[Found]:
    """Yield what tables say; raises Unreadable, with all that is wrong, before anything is yielded.

    ``books_``: the files are workbooks, else CSV. A list of nodes may be either.
    """
    mapped = mapping(wishes)
    tables: list[Table] = []
    left: list[Dropped | Guessed] = []
    for path in paths:
        if books_:
            found, more = _book(path, wishes, mapped)
            tables += found
            left += more
        else:
            data = texts.contents(path)
            refuse(path, data, "CSV")
            tables.append(table(texts.sheet(path, data, wishes), mapped))
    tables += _listed(paths, wishes, mapped, books_=books_)
    _usable(tables, mapped, wishes)
    yield from left
    yield from everything(tables, wishes)


def everything(tables: Sequence[Table], wishes: Wishes) -> Iterator[Found]:
    """Yield what tables say that were found usable."""
    ends = Ends()
    order = wishes.mapping.get("dates", {}).get("order", "")
    tables = counted(tables)
    for each in tables:
        yield from each.sheet.told
    for each in tables:
        if each.shape == "nodes" and each.columns:
            ends.listed = f"{ends.listed} and {each.sheet.name}" if ends.listed else each.sheet.name
            yield from nodes.entities(each.sheet, each.columns, ends, order or each.order)
    for each in tables:
        if each.shape == "links" and each.columns:
            yield from links.claims(each.sheet, each.columns, ends, wishes, order or each.order)
        elif each.shape == "matrix":
            yield from matrix.claims(each.sheet, each.header, ends, wishes.relation)
    yield from unlisted(ends)


def mapping(wishes: Wishes) -> Mapped:
    """Return what [columns] of the mapping says; raises Unreadable for what means nothing here."""
    said = wishes.mapping.get("columns", {})
    problems = []
    found: dict[str, tuple[str, ...]] = {}
    for meaning, headings in said.items() if isinstance(said, Mapping) else ():
        if meaning not in meanings():
            hint = suggestion(meaning, meanings()) or f"; one of {', '.join(meanings())}"
            problems.append(f'the mapping: [columns] knows no "{meaning}"{hint}')
        listed = headings if isinstance(headings, list) else [headings]
        if not all(isinstance(each, str) for each in listed):
            problems.append(
                f"the mapping: [columns] {meaning} is a heading, or a list of headings, in "
                f'quotation marks: {meaning} = "Name of the column"'
            )
        found[meaning] = tuple(map(str, listed))
    if not isinstance(said, Mapping):
        problems.append('the mapping: [columns] is a table: from = "Who", to = "Whom"')
    dates = wishes.mapping.get("dates", {})
    if not isinstance(dates, Mapping) or dates.get("order", DAY_FIRST) not in _ORDERS:
        problems.append(
            "the mapping: [dates] says in which order days and months stand: order = "
            f'"{DAY_FIRST}" or "{MONTH_FIRST}"'
        )
    if not isinstance(wishes.mapping.get("certainty", {}), Mapping):
        problems.append('the mapping: [certainty] is a table: "fairly sure" = "probable"')
    if problems:
        raise Unreadable("\n".join(problems))
    return found


def _book(
    path: Path, wishes: Wishes, mapped: Mapped
) -> tuple[list[Table], list[Dropped | Guessed]]:
    """Return the tables of a workbook: its lists of nodes, and the first of links or a matrix."""
    found = [table(each, mapped) for each in books.sheets(path, texts.contents(path), wishes.sheet)]
    if len(found) == 1:
        return found, []
    chosen: list[Table] = []
    told: list[Dropped | Guessed] = []
    for each in found:
        linked = each.shape in {"links", "matrix"} and each.sure
        if (
            not each.shape
            or not each.sure
            or (linked and any(one.shape in {"links", "matrix"} for one in chosen))
        ):
            why = (
                "links are read of one sheet at a time"
                if linked
                else "it is no table that is known"
            )
            how = f'read it by itself: --sheet "{each.sheet.name}"'
            told.append(Dropped(each.sheet.name, f'the sheet "{each.sheet.name}"', f"{why}; {how}"))
        elif each.shape == "nodes" and wishes.nodes:
            why = "the nodes are those of --nodes"
            told.append(Dropped(each.sheet.name, f'the sheet "{each.sheet.name}"', why))
        else:
            chosen.append(each)
            told.append(
                Guessed(f'{path.name}: the sheet "{each.sheet.name}" is a list of {each.shape}')
            )
    return (chosen, told) if chosen else (found[:1], told)


def _listed(paths: Sequence[Path], wishes: Wishes, mapped: Mapped, *, books_: bool) -> list[Table]:
    """Return the list of nodes that --nodes names: a file, or a sheet of a workbook."""
    if not wishes.nodes:
        return []
    path = Path(wishes.nodes)
    if books_ and not path.exists():
        for each in paths:
            data = texts.contents(each)
            if wishes.nodes.casefold() in map(str.casefold, books.names(each, data)):
                return [
                    table(found, mapped, "nodes")
                    for found in books.sheets(each, data, wishes.nodes)
                ]
    data = texts.contents(path)
    if data.startswith(_BOOKS):
        sheets: list[Sheet] = books.sheets(path, data)
        found = [table(each, mapped, "nodes") for each in sheets]
        return [each for each in found if each.shape] or found[:1]
    refuse(path, data, "CSV")
    alike = Wishes(encoding=wishes.encoding) if not books_ else Wishes()
    return [table(texts.sheet(path, data, alike), mapped, "nodes")]


def _usable(tables: Sequence[Table], mapped: Mapped, wishes: Wishes) -> None:
    """Raise Unreadable for tables of which nobody knows what they are, and for idle mappings."""
    problems = [_unknown(each) for each in tables if not each.shape]
    headings = list(dict.fromkeys(heading for each in tables for heading in each.header if heading))
    known = {*headings, *map(plain, headings)}
    for meaning, wanted in mapped.items():
        for heading in wanted:
            if heading not in known and plain(heading) not in known:
                near = nearest(heading, headings)
                hint = f'; did you mean "{near}"?' if near else ""
                problems.append(
                    f'the mapping: [columns] {meaning} = "{heading}" is no column{hint}; the '
                    f"columns are {_quoted(headings)}"
                )
    problems += [problem for each in tables for problem in _silent(each, wishes) if not problems]
    if problems:
        raise Unreadable("\n".join(problems))


def _silent(each: Table, wishes: Wishes) -> Iterator[str]:
    """Yield what is wrong with links of which nothing says how people are linked."""
    says = each.columns and each.columns.places.keys() & {"relation", "type", "edge_label"}
    if each.shape not in {"links", "matrix"} or wishes.relation or says:
        return
    yield links.unsaid(each.sheet.name, each.header if each.shape == "links" else ())


def _unknown(each: Table) -> str:
    if each.header and not any(map(plain, each.header)):
        return f"{each.sheet.name}: it is no table: its first row has no word in it"
    if not each.sure:
        return (
            f"{each.sheet.name}: which column says who its nodes are is not known; its columns are "
            f"{_quoted(each.header)}. Head them Id and Label, or say it in a file for --map: "
            f'[columns] id = "{_column(each.header, 0)}", label = "{_column(each.header, 1)}"'
        )
    return (
        f"{each.sheet.name}: which columns are the two ends of a link is not known; its columns "
        f"are {_quoted(each.header)}. Head them Source and Target, or say it in a file for --map: "
        f'[columns] from = "{_column(each.header, 0)}", to = "{_column(each.header, 1)}"; a list '
        'of nodes has a column Id, Label or Name ([columns] label = "…")'
    )


def _column(header: Sequence[str], at: int) -> str:
    return header[at] if at < len(header) and header[at] else "…"


def _quoted(headings: Sequence[str]) -> str:
    shown = ", ".join(f'"{each}"' for each in headings[:_MOST] if each)
    return f"{shown} …" if len(headings) > _MOST else shown


_MOST = 40
