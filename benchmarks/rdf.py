"""RDF as text: each syntax beside the raw write of the same bytes, and the same rows by peers.

    python benchmarks/rdf.py [CLAIMS] [--peers PYTHON]

Seconds are those that one waits, on a file that is moved into its place as every file of ours is
(put on the disk, too), each the best of RUNS, in turns with the raw write of the same bytes in the
same way; behind them those of the processor, as a machine that is shared makes one wait. Memory
is the most that a process of its own had, less what it had before it began.

The peers write N-Triples of claims and citations alone, from the same two CSV files, mapped alike:
what they are asked to write is compared by its number of triples (maplib writes dates as plain
texts), and MB is the most memory that they had. maplib and morph-kgc need other
versions of pandas, pyarrow and pyoxigraph than we do: PYTHON is that of a virtual environment that
has them ("pip install maplib morph-kgc"); without it they are left out.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import made_up
import pandas as pd
import pyoxigraph as ox
import rdflib

from cardindex import rdf
from cardindex.atomic import write_behind, writing
from cardindex.evidence import tally
from cardindex.frames import texts
from cardindex.index import Index
from cardindex.rdf.lines import Lines
from cardindex.rdf.slabs import ROWS, Property, Rows, Slab, Subjects, alike, always
from cardindex.rdf.terms import OWN, TERM, TEXT, Names
from cardindex.rdf.writer import Writer

RUNS = 5
FORMATS = {
    "nquads": "N-Quads",
    "ntriples": "N-Triples",
    "turtle": "Turtle",
    "trig": "TriG",
    "jsonld": "JSON-LD",
}
BASE = "https://example.org/made-up/"
CI = rdf.NAMESPACES["ci"]
CLAIM = {"subject": OWN, "relation": TERM, "object": OWN, "when": "edtf:EDTF", "gloss": TEXT}
CITATION = {
    "claim": OWN, "source": OWN, "locator": TEXT, "stance": TERM, "chain": TEXT, "seal": TEXT,
}  # fmt: skip
PROPERTIES = {
    "subject": "rdf:subject", "relation": "rdf:predicate", "object": "rdf:object",
    "when": "ci:when", "gloss": "ci:gloss", "claim": "oa:hasBody", "source": "ci:source",
    "locator": "ci:locator", "stance": "ci:stance", "chain": "ci:chain", "seal": "ci:seal",
}  # fmt: skip
UNDER = {"subject": "entity/", "object": "entity/", "claim": "claim/", "source": "source/"}
TABLES = {"claims": ("Claim", "claim/", CLAIM), "citations": ("Citation", "citation/", CITATION)}


def main(claims: int, peers: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        made_up.write(place / "index", claims)
        one_table_each(Index.open(place / "index"), place)
        print(f"Python {platform.python_version()}, {claims:,} claims, load {os.getloadavg()[0]}\n")
        of_syntaxes(place, FORMATS)
        print(f"\nthe same claims from {claims // 2:,} sources:\n")
        made_up.write(place / "many" / "index", claims, sources=claims // 2)
        of_syntaxes(place / "many", ("nquads", "turtle"))
        head = f"{'claims and citations':22}{'triples':>10}{'seconds':>9}{'ratio':>7}{'MB':>7}"
        print(f"\n{head}\n{'-' * len(head)}", flush=True)
        first = 0.0
        for name, run in ways(place, peers).items():
            triples, seconds, memory = run().split()[-3:]
            first = first or float(seconds)
            ratio = float(seconds) / first
            print(
                f"{name:22}{int(triples):10,}{float(seconds):9.2f}{ratio:7.1f}{memory:>7}",
                flush=True,
            )


def of_syntaxes(place: Path, names: Iterable[str]) -> None:
    head = f"{'':10}{'MB':>7}{'waited':>8}{'raw write':>11}{'ratio':>7}"
    head += f"{'processor':>11}{'raw write':>11}{'more memory, MB':>17}"
    print(f"{head}\n{'-' * len(head)}", flush=True)
    for name in names:
        print(f"{FORMATS[name]:10}{apart('syntax', name, str(place))}", flush=True)


def apart(*words: str) -> str:
    """Run a part of this program in a process of its own, and return what it prints."""
    done = subprocess.run(
        [sys.executable, __file__, "--part", *words], capture_output=True, text=True, check=True
    )
    return done.stdout.rstrip("\n")


def most_memory() -> int:
    """Return the most memory that this process has had, in MB."""
    # Not by getrusage, which counts what a process had that became this one.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def syntax(name: str, place: Path) -> None:
    """Print how long a dump takes, and the raw write of its bytes."""
    selection = tally(Index.open(place / "index"))
    before = most_memory()
    path, ours, raw = place / "dump", [], []
    ours.append(timed(lambda: written(path, rdf.views(selection, "full", name))))
    memory = most_memory() - before
    data = path.read_bytes()
    pieces = [data[at : at + 8_000_000] for at in range(0, len(data), 8_000_000)]
    del data
    for _ in range(RUNS - 1):
        raw.append(timed(lambda: written(path, iter(pieces))))
        ours.append(timed(lambda: written(path, rdf.views(selection, "full", name))))
    raw.append(timed(lambda: written(path, iter(pieces))))
    size = path.stat().st_size / 1e6
    (waited, worked), (plain, least) = (map(min, zip(*runs, strict=True)) for runs in (ours, raw))
    print(
        f"{size:7.1f}{waited:8.2f}{plain:11.2f}{waited / plain:7.1f}"
        f"{worked:11.2f}{least:11.2f}{memory:17,}"
    )


def timed(work: Callable[[], None]) -> tuple[float, float]:
    """Return how long one waits for work, and how long processors are at it, in seconds."""
    before = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - before[0], time.process_time() - before[1]


def written(path: Path, pieces: Iterator[bytes]) -> None:
    with writing(path) as file:
        write_behind(file, pieces)


# The same rows by peers.


def one_table_each(index: Index, place: Path) -> None:
    """Write claims and citations as CSV files that everybody maps alike."""
    claims = index.claims.reset_index()[["id", *CLAIM]]
    claims.to_csv(place / "claims.csv", index=False)
    citations = index.citations[["id", *CITATION]]
    citations = citations.assign(stance=citations["stance"].str.title())
    citations.to_csv(place / "citations.csv", index=False)


def rows(place: Path, table: str) -> pd.DataFrame:
    return pd.read_csv(place / f"{table}.csv", dtype=str, keep_default_na=False)


def by_us(place: Path) -> int:
    writer = Writer(Lines(Names(BASE)))

    def slabs() -> Iterator[Slab]:
        for table, (class_, under, columns) in TABLES.items():
            frame = rows(place, table)
            templates = (
                always(("rdf:type", TERM, f"ci:{class_}")),
                *(
                    Property(PROPERTIES[it], kind, "ci:" if kind == TERM else UNDER.get(it, ""))
                    for it, kind in columns.items()
                ),
            )
            for start in range(0, len(frame), ROWS):
                part = frame.iloc[start : start + ROWS]
                cells = (alike(len(part)), *(texts(part[name]) for name in columns))
                yield Slab((Rows(templates, Subjects(under, texts(part["id"])), cells),))

    written(place / "ours.nt", writer.written(slabs()))
    return writer.facts


def facts(place: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield subject, predicate, kind of the object, and it; IRIs whole."""
    expand = Lines(Names(BASE)).value(PROPERTIES["stance"], TERM)
    for table, (class_, under, columns) in TABLES.items():
        predicates = {name: expand(PROPERTIES[name])[1:-1] for name in columns}
        for id_, *cells in rows(place, table).itertuples(index=False, name=None):
            subject = f"{BASE}{under}{id_}"
            yield subject, str(rdflib.RDF.type), TERM, f"{CI}{class_}"
            for (name, kind), cell in zip(columns.items(), cells, strict=True):
                if cell:
                    iri = CI + cell if kind == TERM else f"{BASE}{UNDER.get(name, '')}{cell}"
                    yield subject, predicates[name], kind, iri if kind in {OWN, TERM} else cell


def by_rdflib(place: Path) -> int:
    graph = rdflib.Graph()
    edtf = rdflib.URIRef(f"{rdf.NAMESPACES['edtf']}EDTF")
    for subject, predicate, kind, value in facts(place):
        if kind in {OWN, TERM}:
            object_: rdflib.term.Node = rdflib.URIRef(value)
        else:
            object_ = rdflib.Literal(value, datatype=None if kind == TEXT else edtf)
        graph.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), object_))
    graph.serialize(place / "rdflib.nt", format="nt", encoding="utf-8")
    return len(graph)


def by_oxigraph(place: Path) -> int:
    edtf, count = ox.NamedNode(f"{rdf.NAMESPACES['edtf']}EDTF"), 0

    def triples() -> Iterator[ox.Triple]:
        nonlocal count
        for subject, predicate, kind, value in facts(place):
            count += 1
            if kind in {OWN, TERM}:
                object_: ox.NamedNode | ox.Literal = ox.NamedNode(value)
            else:
                object_ = ox.Literal(value) if kind == TEXT else ox.Literal(value, datatype=edtf)
            yield ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), object_)

    ox.serialize(triples(), place / "oxigraph.nt", format=ox.RdfFormat.N_TRIPLES)
    return count


MINE: dict[str, Callable[[Path], int]] = {
    "cardindex": by_us, "Oxigraph, terms": by_oxigraph, "rdflib": by_rdflib,
}  # fmt: skip

TOLD = """
import resource, sys, time
from pathlib import Path
place, before = Path(sys.argv[1]), time.perf_counter()
triples = run(place)
seconds = time.perf_counter() - before
memory = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
memory = (memory + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024
print(triples, seconds, memory)
"""

MAPLIB = '''
import polars as pl
from maplib import Model
IRI, TEXT = "ottr:IRI", "xsd:string"
PREFIXES = """@prefix ci: <https://w3id.org/cardindex#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix t: <urn:t#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix ottr: <http://ns.ottr.xyz/0.4/> .
"""

def run(place):
    model = Model()
    for table, (class_, under, columns) in TABLES.items():
        kinds = {c: IRI if k in ("own", "term") else TEXT for c, k in columns.items()}
        takes = ["ottr:IRI ?id", *(f"? {kind} ?{c}" for c, kind in kinds.items())]
        says = [f"ottr:Triple(?id, rdf:type, ci:{class_})"]
        says += [f"ottr:Triple(?id, {PROPERTIES[c]}, ?{c})" for c in columns]
        head, body = ", ".join(takes), ", ".join(says)
        model.add_template(f"{PREFIXES} t:{class_} [{head}] :: {{ {body} }} .")
        frame = pl.read_csv(place / f"{table}.csv", infer_schema=False)
        iri = lambda name, before: (pl.lit(before) + pl.col(name)).alias(name)
        frame = frame.with_columns(iri("id", BASE + under), *(
            iri(c, "https://w3id.org/cardindex#" if k == "term" else BASE + UNDER[c])
            for c, k in columns.items() if k in ("own", "term")
        ))
        model.map(f"urn:t#{class_}", frame)
    model.write(str(place / "maplib.nt"), format="ntriples")
    return sum(1 for _ in (place / "maplib.nt").open("rb"))
'''

MORPH = '''
import morph_kgc
PREFIXES = """@prefix ci: <https://w3id.org/cardindex#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> . @prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> . @prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""

def objects(columns):
    for name, kind in columns.items():
        if kind in ("own", "term"):
            before = "https://w3id.org/cardindex#" if kind == "term" else BASE + UNDER[name]
            yield name, f'rr:template "{before}{{{name}}}"'
        else:
            typed = "" if kind == "xsd:string" else f" ; rr:datatype {kind}"
            yield name, f'rml:reference "{name}"{typed}'

def run(place):
    rules = [PREFIXES]
    for table, (class_, under, columns) in TABLES.items():
        said = "".join(
            f" ; rr:predicateObjectMap [ rr:predicate {PROPERTIES[c]} ; rr:objectMap [ {how} ] ]"
            for c, how in objects(columns)
        )
        rules.append(
            f'<urn:{table}> rml:logicalSource [ rml:source "{place / (table + ".csv")}" ; '
            f'rml:referenceFormulation ql:CSV ] ; rr:subjectMap [ '
            f'rr:template "{BASE}{under}{{id}}" ; rr:class ci:{class_} ]{said} .\\n'
        )
    (place / "rules.ttl").write_text("".join(rules))
    config = "[CONFIGURATION]\\nlogging_level: ERROR\\n[DataSource]\\nmappings: "
    triples = morph_kgc.materialize_set(f"{config}{place / 'rules.ttl'}\\n")
    with (place / "morph.nt").open("w", encoding="utf-8") as file:
        file.writelines(f"{triple} .\\n" for triple in triples)
    return len(triples)
'''


def ways(place: Path, peers: str) -> dict[str, Callable[[], str]]:
    """Return who maps the rows, and what runs it and tells triples, seconds and memory."""
    found: dict[str, Callable[[], str]] = {
        name: lambda name=name: apart("rows", name, str(place)) for name in MINE
    }
    shared = "".join(
        f"{name} = {value!r}\n"
        for name, value in
        {"BASE": BASE, "UNDER": UNDER, "PROPERTIES": PROPERTIES, "TABLES": TABLES}.items()
    )  # fmt: skip
    for name, program in (("maplib", MAPLIB), ("morph-kgc", MORPH)) if peers else ():

        def run(text: str = shared + program + TOLD) -> str:
            done = subprocess.run(
                [peers, "-c", text, str(place)], capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise SystemExit(done.stderr)
            return done.stdout

        found[name] = run
    return found


def part(kind: str, name: str, place: Path) -> None:
    """Do what a process of its own is asked for."""
    if kind == "syntax":
        syntax(name, place)
        return
    before = time.perf_counter()
    triples = MINE[name](place)
    print(triples, time.perf_counter() - before, most_memory())


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("claims", type=int, nargs="?", default=100_000)
    parser.add_argument("--peers", default="")
    parser.add_argument("--part", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        part(given.part[0], given.part[1], Path(given.part[2]))
    else:
        main(given.claims, given.peers)
