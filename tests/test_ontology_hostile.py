"""An ontology as somebody may hand it over: of any size, nesting, script and form."""

from __future__ import annotations

import os
import socket

import pytest
from ontologies import LINE, LINK, VOCABULARY, changed, changed_core, only

from cardindex import ontology, turtlereader

CHANGED = (
    "ci:Stated: the core term ci:Stated is not as cardindex ships it; take it over from the"
    " packaged ontology, and define what you need as terms of your own [core-changed]"
)


@pytest.mark.parametrize(
    "more",
    [
        # Two ways to each: more ways through than anybody could walk.
        "ci:Stated rdfs:seeAlso _:b0 .\n"
        + "".join(
            f"_:b{n} rdfs:seeAlso _:b{n + 1} ; rdfs:comment _:b{n + 1} .\n" for n in range(99)
        ),
        f"ci:Stated rdfs:seeAlso {'[ rdfs:seeAlso ' * 10_000} 1 {']' * 10_000} .",
        f"ci:Stated rdfs:seeAlso {'( ' * 10_000} 1 {')' * 10_000} .",
        f"ci:Stated rdfs:seeAlso ( {'1 ' * 10_000} ) .",
        "ci:Stated rdfs:seeAlso _:a . _:a rdfs:seeAlso _:b . _:b rdfs:seeAlso _:a .",
    ],
    ids=["shared", "nested", "nested-lists", "long-list", "circle"],
)
def test_blank_nodes_may_hang_on_core_terms_as_they_like(tmp_path, more):
    assert only(changed(tmp_path, more=more)) == f"my.ttl:{LINE}:{CHANGED}"


def test_core_is_compared_whatever_its_blank_nodes_share(tmp_path):
    # What is said twice of two nodes, and once of one that both places share, reads alike.
    shared = "my:s rdfs:isDefinedBy ci:core ; rdfs:seeAlso _:a , _:b ."
    one = changed_core(changed(tmp_path, more=f"{shared} _:a rdfs:comment 1 ."))
    other = changed_core(changed(tmp_path, more=f"{shared} _:b rdfs:comment 1 ."))
    assert one == other == ["<https://example.org/mine/s>"]


@pytest.mark.parametrize(
    ("more", "report"),
    [
        (f"my:a my:b {'<<( my:a my:b ' * 50_000}1", "is not Turtle 1.1: a statement on"),
        (f"my:a my:b {'[ my:b ' * 50_000}", "is not Turtle: Unexpected end"),
        (f"my:a my:b {'( ' * 50_000}", "is not Turtle: Unexpected end"),
        ('my:a my:b "x', "is not Turtle: Unexpected end of file"),
        ("my:a my:b <https://e.org/a b> .", "is not Turtle: Invalid IRI code point ' '"),
        ("<https://e.org/\n> my:b 1 .", r"is not Turtle: Invalid IRI code point '\n'"),
        ("my:a my:b <c> .", "is not Turtle: an IRI has no beginning such as https:"),
    ],
)  # fmt: skip
def test_text_that_does_not_end_well_is_one_line(tmp_path, more, report):
    assert only(changed(tmp_path, more=more)).startswith(f"my.ttl:{LINE}: {report}")


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "RDF/XML"),
        ("<?xml version='1.0'?>\n<Ontology/>", "XML"),
        ('{"@context": {}}', "JSON-LD"),
        ('[{"@id": "https://e.org/"}]', "JSON-LD"),
        ("<https://e.org/g> { <https://e.org/a> <https://e.org/b> 1 }", "TriG"),
        ("<https://e.org/a> <https://e.org/b> 1 <https://e.org/g> .".replace("1", '"1"'),
         "N-Quads"),
        ("@prefix : <https://e.org/> . { :a :b :c } => { :d :e :f } .", "N3"),
        ("<!DOCTYPE html><title>404</title>", "a web page"),
    ],
)  # fmt: skip
def test_other_format_is_named(tmp_path, text, called):
    path = tmp_path / "my.ttl"
    path.write_text(text, encoding="utf-8")
    assert only(path).startswith(f"my.ttl: is {called} and not Turtle; save it as Turtle")


@pytest.mark.parametrize("text", ["", " \n", "# Nothing.\n"])
def test_file_that_says_nothing_is_one_line(tmp_path, text):
    path = tmp_path / "my.ttl"
    path.write_text(text, encoding="utf-8")
    assert only(path).startswith("my.ttl: holds none of the core terms of cardindex")


def test_file_of_any_size_is_not_read(tmp_path):
    path = tmp_path / "my.ttl"
    with path.open("wb") as file:
        file.truncate(20_000_001)
    assert "it is larger than 20 MB" in only(path)


def test_pipe_is_no_ontology(tmp_path):
    os.mkfifo(tmp_path / "my.ttl")
    assert only(tmp_path / "my.ttl").startswith("my.ttl: cannot be read: it is a pipe")


def test_problems_name_the_file_as_they_are_told_to(tmp_path):
    path = changed(tmp_path, more="my:money a ci:Family .")
    _, (problem,) = ontology.examine(path, "../my.ttl")
    assert (problem.file, problem.row) == ("../my.ttl", LINE)


def test_imports_are_not_followed(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        more = f"<{address}> owl:imports <{address}o> ; rdfs:seeAlso <{address}s> ."
        found, told = ontology.examine(changed(tmp_path, more=more))
        assert (found.relations, told) == (VOCABULARY.relations, [])
        with pytest.raises(TimeoutError):
            server.accept()


def chain(length: int) -> str:
    """So many kinds, each below the one before."""
    links = (f"my:K{n} a owl:Class ; rdfs:subClassOf my:K{n - 1} ." for n in range(1, length))
    return "\n".join(["my:K0 a owl:Class ; rdfs:subClassOf ci:Entity .", *links])


def test_kinds_may_be_a_hundred_deep(tmp_path):
    types = ontology.load(changed(tmp_path, more=chain(100))).types
    assert types["k99"].parents == (*(f"k{n}" for n in range(98, -1, -1)), "entity")


def test_chain_of_kinds_without_end_is_one_line(tmp_path):
    assert only(changed(tmp_path, more=chain(10_000))) == (
        f"my.ttl:{LINE + 100}: my:K100 has more than 100 kinds above it, as have 9899 more; leave"
        " some between out [kinds-too-deep]"
    )


def test_kind_below_itself_is_walked_once(tmp_path):
    more = "my:A a owl:Class ; rdfs:subClassOf my:A , ci:Person . my:p rdfs:subPropertyOf my:p ."
    assert ontology.load(changed(tmp_path, more=more)).types["a"].parents == (
        "person", "agent", "entity",
    )  # fmt: skip


def test_class_of_rdfs_is_a_kind_too(tmp_path):
    more = "my:A a rdfs:Class ; rdfs:subClassOf ci:Person ."
    assert "a" in ontology.load(changed(tmp_path, more=more)).types


def test_many_problems_are_told_up_to_a_thousand(tmp_path):
    more = "\n".join(f"my:r{n} {LINK} ; ci:family my:x{n} ; ci:words 'x' ." for n in range(20_000))
    vocabulary, found = ontology.examine(changed(tmp_path, more=more))
    assert vocabulary is None
    assert len(found) == 1001
    assert found[0].message.startswith("of the problems with this file the first 1000 are told")


@pytest.mark.parametrize(
    "labels",
    [
        '"лыжи"@ru , "skis"@en , "skis"@fr',
        '"лыжи"@ru , "skis"@en-GB',
        '"лыжи"@ru , "skis"',
        '"  skis\\n"@en',
        '"skis"@fr , "Ski"@de',
    ],
)
def test_label_is_the_english_one_or_else_the_first(tmp_path, labels):
    found = ontology.load(changed(tmp_path, more=f"my:skis a ci:Family ; rdfs:label {labels} ."))
    assert found.families["skis"].label == "skis"


def test_words_are_english_where_there_are_such(tmp_path):
    more = f'my:paid {LINK} ; ci:family ci:money ; ci:words "pagó a"@es , "paid"@en .'
    assert ontology.load(changed(tmp_path, more=more)).relations["paid"].words == "paid"


def test_label_without_letters_is_no_label(tmp_path):
    more = 'my:ski_club a ci:Family ; rdfs:label " \\n" .'
    assert ontology.load(changed(tmp_path, more=more)).families["ski_club"].label == "ski club"


@pytest.mark.parametrize(
    ("name", "id_"),
    [("Ñandú", "ñandú"), ("Nandu\u0301", "nandú"), ("क्षि", "क्षि"), ("A.b-c", "a.b-c")],
)
def test_name_of_a_kind_may_be_of_any_script(tmp_path, name, id_):
    more = f"<https://example.org/mine/{name}> a owl:Class ; rdfs:subClassOf ci:Person ."
    assert id_ in ontology.load(changed(tmp_path, more=more)).types


def test_address_of_another_form_has_a_name_too(tmp_path):
    found = ontology.load(changed(tmp_path, more="<urn:mine:sports> a ci:Family ."))
    assert found.families["sports"].iri == "urn:mine:sports"


ACTS = "a character that is not to be seen, and that programs act on"
TURNS = "which turns the direction of what follows, so that a name reads as another"
USE_MARKS = "delete it; for a mark of direction use U+200E or U+200F"


@pytest.mark.parametrize(
    ("term", "told"),
    [
        (
            'my:a a ci:Family ; rdfs:label "a\u202eb" .',
            f'rdfs:label U+202E (right-to-left override), {TURNS}: "a\\u202eb"; {USE_MARKS}',
        ),
        (
            'my:a a ci:Family ; skos:definition "\\u0007" .',
            f'skos:definition U+0007, {ACTS}: "\\x07"; delete it',
        ),
        (
            f'my:a {LINK} ; ci:family ci:money ; ci:words "\u009b" .',
            f'ci:words U+009B, {ACTS}: "\\x9b"; write ›, as Windows has it, or delete it',
        ),
    ],
)
def test_character_that_acts_is_told_as_in_tables(tmp_path, term, told):
    path = changed(tmp_path, more=term)
    assert only(path) == f"my.ttl:{LINE}: my:a has in its {told} [control-character]"


@pytest.mark.parametrize(
    ("term", "told"),
    [
        (
            'my:a a ci:Family ; rdfs:label "a\u200bb" .',
            (
                "has in its rdfs:label U+200B (zero width space), which is not seen, so that two "
                'names that look alike differ: "a\\u200bb"; delete it [invisible-character]'
            ),
        ),
        (
            'my:a a ci:Family ; skos:definition "a\ufffdb" .',
            (
                "has in its skos:definition U+FFFD (replacement character), which stands for a "
                'letter that a program could not read: "a\\ufffdb"; '
                "write the letter [lost-character]"
            ),
        ),
        (
            'my:a a ci:Family ; rdfs:label "f\u0443nded" .',
            (
                'has in its rdfs:label "f\u0443nded" mixes scripts: \u0443 (U+0443) is Cyrillic '
                'among other letters; write "fynded", or leave it if it is so '
                "written [mixed-scripts]"
            ),
        ),
    ],
)
def test_doubts_about_characters_are_warnings_as_in_tables(tmp_path, term, told):
    vocabulary, problems = ontology.examine(changed(tmp_path, more=term))
    assert vocabulary is not None
    assert [(str(it), it.severity) for it in problems] == [
        (f"my.ttl:{LINE}: my:a {told}", "warning")
    ]


@pytest.mark.parametrize(
    "label", ["\u2764\ufe0f", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0646\u0645"]
)
def test_what_scripts_and_symbols_need_is_free_in_an_ontology(tmp_path, label):
    path = changed(tmp_path, more=f'my:a a ci:Family ; rdfs:label "{label}" .')
    assert ontology.examine(path)[1] == []


@pytest.mark.parametrize(
    ("more", "term"),
    [
        ("ci:Claim a ci:LinkRelation ; ci:family ci:money ; ci:words 'x' .", "ci:Claim"),
        ("ci:words a ci:Family .", "ci:words"),
        ("my:Maybe a ci:Stance ; skos:notation 'maybe' .", "<https://example.org/mine/Maybe>"),
        ("my:Sure a ci:Certainty ; skos:notation 'sure' .", "<https://example.org/mine/Sure>"),
    ],
)
def test_core_term_that_is_made_something_else_is_told_with_its_line(tmp_path, more, term):
    found = only(changed(tmp_path, more=more))
    assert found.startswith(f"my.ttl:{LINE}:{term}: the core term {term} is not as cardindex ships")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("@prefix my: <https://example.org/mine/> .\n\n  my:a my:b 1 .", 3),
        ("PREFIX m: <https://example.org/mine/>\nm:x m:y [ m:z m:a ] . m:a m:b 1 .", 2),
        ("@base <https://example.org/mine/> .\n<x> <y> '''\n<a> '''.\n<a> <b> 1 .", 4),
        ("@prefix x: <https://example.org/> .\n# x:mine\\/a\nx:mine\\/a x:b 1.5 .", 3),
        ("<https://example.org/mine/x> <https://example.org/mine/y> <https://example.org/mine/a> .",
         0),
    ],
)  # fmt: skip
def test_line_is_that_of_the_statement(tmp_path, text, line):
    path = tmp_path / "my.ttl"
    path.write_text(text, encoding="utf-8")
    assert turtlereader.read(path).line("https://example.org/mine/a") == line
