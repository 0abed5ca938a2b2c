"""Text of others that would end the process of whoever parses it is refused before."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox
import pytest

from cardindex import rdf
from cardindex.errors import CardindexError
from cardindex.imports.format import Unreadable
from cardindex.imports.rdffiles import parsed
from cardindex.nesting import (
    DEEPEST,
    Elements,
    Flat,
    Statements,
    TooDeep,
    hold_json,
    hold_turtle,
    may_be_deep,
)

MANY = 50_000  # of which the parser dies
FEW = 300  # which it reads, and which are too many


def nested(depth: int, before: str = "", within: str = "") -> bytes:
    opened, closed = f"<<( <x:a> <x:b>{within} " * depth, " )>>" * depth
    return f"{before}\n<x:a> <x:b> {opened}<x:c>{closed} .\n".encode()


def in_xml(depth: int, kind: str = "Triple", between: str = "=") -> bytes:
    told = f'<rdf:Description rdf:about="x:a"><a:b rdf:parseType{between}"{kind}">' * depth
    return (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a/"'
        b' rdf:version="1.2">' + told.encode() + b"<rdf:Description/>"
        + b"</a:b></rdf:Description>" * depth + b"</rdf:RDF>"
    )  # fmt: skip


def fed(counter: Statements | Elements, text: bytes, size: int) -> None:
    for at in range(0, len(text), size):
        counter.feed(text[at : at + size])


@pytest.mark.parametrize(
    ("before", "within"),
    [
        ("", ""),
        ("", "\n"),
        ("# \" '''", ""),
        ('# a\r<x:a> <x:b> "c" .', ""),
        ("<x:a> <x:b> '' , \"\" .", ""),
        ('<x:a> <x:b> """ " "" \\""" >> """ .', ""),
        ("<x:a> <x:b> ''' ' '' \\''' >> ''' .", ""),
        ("<x:a> <x:b> 'it is \\' >>' .", ""),
        ('<x:a> <x:b> "\\\\" .', ""),
        ("<x:a#b'c> <x:b> <x:c> .", ""),
        ("@prefix e: <x:> . e:a e:b e:it\\'s .", ""),
        ("", " # >> \n"),
        ("", " # ' >> \r"),
    ],
)
@pytest.mark.parametrize("size", [1 << 20, 7, 1])
def test_statements_within_one_another_are_counted_as_the_parser_reads_them(
    before: str, within: str, size: int
) -> None:
    text = nested(FEW, before, within)
    assert [*ox.parse(text, format=ox.RdfFormat.TURTLE)]
    with pytest.raises(TooDeep):
        fed(Statements(), text, size)
    with pytest.raises(TooDeep):
        hold_turtle(text)
    hold_turtle(nested(DEEPEST, before, within))


@pytest.mark.parametrize(
    "text",
    [
        b'<x:a> <x:b> "' + b"<<" * FEW + b'" .',
        b"<x:a> <x:b> '''" + b"' << '' " * FEW + b"''' .",
        b"# " + b"<< " * FEW + b"\n<x:a> <x:b> <x:c> .",
        nested(3) * FEW,
    ],
)
def test_what_only_looks_deep_is_read(text: bytes) -> None:
    hold_turtle(text)
    assert may_be_deep(iter([text]))
    file = Flat(io.BytesIO(text), Statements())
    assert [*ox.parse(file, format=ox.RdfFormat.TURTLE)]


def test_signs_are_counted_across_pieces() -> None:
    assert may_be_deep(iter([b"<", b"<"] * (DEEPEST + 1)))
    assert not may_be_deep(iter([b"< <"] * (DEEPEST + 1)))


def test_brackets_of_json_are_counted_outside_of_strings() -> None:
    hold_json(b"[" * DEEPEST + b"]" * DEEPEST)
    hold_json(b'{"a": "' + b"[{" * FEW + b'", "b": "\\"[["}')
    hold_json(b"[" + b"[{}]," * FEW)
    for text in (b"[{" * DEEPEST, b'["]]]", ' * FEW, b'["\\"]", ' * FEW):
        with pytest.raises(TooDeep):
            hold_json(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.ttl", nested(MANY)), ("a.nt", nested(MANY)), ("a.nq", nested(MANY)),
     ("a.trig", nested(MANY)), ("a.rdf", in_xml(MANY)),
     ("a.rdf", in_xml(MANY, "&#84;riple", " = "))],
)  # fmt: skip
def test_file_that_is_nested_too_deep_is_refused(tmp_path: Path, name: str, text: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(text)
    with pytest.raises(Unreadable, match=r"a\..*nested too deep"):
        list(parsed(path))


@pytest.mark.parametrize("kind", ["Resource", "Literal", "Collection", "Triple"])
def test_elements_of_the_usual_kinds_are_as_many_as_they_like(kind: str) -> None:
    try:
        fed(Elements(), in_xml(FEW, kind), 50)
    except TooDeep:
        assert kind == "Triple"
    else:
        assert kind != "Triple"


def test_dump_that_is_nested_too_deep_is_refused() -> None:
    with pytest.raises(CardindexError, match="cannot be read: more than"):
        rdf.read(nested(MANY))
