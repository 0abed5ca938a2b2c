"""A tally on a cluster of one machine: Sail, all cores, against a GROUP BY by hand and a laptop.

    python benchmarks/cluster.py [CLAIMS [ROUNDS]]

The index is made up in Parquet by NumPy, with two citations a claim. The same engine runs one
GROUP BY over the same files that counts origins and stances alone, and writes that; past AT_MOST
claims it would take more memory than there is, and is left out. The laptop's
tally is measured on 200,000 claims in one process, from CSV as users have it. Seconds of processors
are told beside those of the clock, as a machine may be busy with other things.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from cardindex import cluster, ontology
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.ontology import Relation
from cardindex.tables import COLUMNS

SETTINGS = 'title = "Made up"\nbase = "https://example.org/made-up/"\n'
A_FILE = 500_000  # claims
ON_THE_LAPTOP = 200_000
AT_MOST = 20_000_000  # claims
MOST_SOURCES = 200_000
KIND = "organisation"
WORDS = ("", "asked", "planned")

BY_HAND = """
    SELECT claim, count(DISTINCT nullif(origin, '')) AS roots,
           max(stance = 'affirms' AND certainty <> 'possible') AS affirmed,
           max(stance = 'denies' AND certainty <> 'possible') AS denied
    FROM citations JOIN sources ON source = id GROUP BY claim
"""

SERVER = """
import sys, time
from pysail.spark import SparkConnectServer
server = SparkConnectServer()
server.start(background=True)
print(server.listening_address[1], flush=True)
sys.stdin.read()
"""


def numbered(prefix: str, numbers: np.ndarray[Any, Any]) -> pa.Array:
    """Return ``prefix`` with each number behind it."""
    return pc.binary_join_element_wise(prefix, pa.array(numbers).cast(pa.string()), "")


def chosen(
    dice: np.random.Generator, words: list[str], shares: list[float], count: int
) -> pa.Array:
    return pa.array(words).take(pa.array(dice.choice(len(words), count, p=shares)))


def table(name: str, count: int, **columns: pa.Array) -> pa.Table:
    nothing = pa.array(np.repeat("", count))
    return pa.table({column: columns.get(column, nothing) for column in COLUMNS[name]})


def links_of(kind: str) -> list[Relation]:
    """Return the relations that may lead from one entity of a kind to another."""
    vocabulary = ontology.load(ontology.packaged_path())
    return [
        it
        for it in vocabulary.relations.values()
        if it.kind == "link"
        and all(not ends or vocabulary.is_a(kind, ends) for ends in (it.domain, it.range))
    ]


def make(folder: Path, claims: int, seed: int = 1971) -> None:
    """Write an index of so many claims, in files of A_FILE claims."""
    dice = np.random.default_rng(seed)
    entities, sources = max(claims // 20, 100), min(max(claims // 50, 100), MOST_SOURCES)
    for name in ("claims", "citations"):
        (folder / f"{name}.parquet").mkdir(parents=True)
    (folder / "index.toml").write_text(SETTINGS, encoding="utf-8")
    links = links_of(KIND)
    plain = [it.id for it in links if not it.dependence]
    binding = [it.id for it in links if it.dependence]
    at = np.arange(sources)
    origin = numbered("e", dice.integers(entities, size=sources))
    kinds = dice.choice(3, sources, p=[0.5, 0.2, 0.3])
    origins = pc.choose(pa.array(kinds), origin, "self", "")
    rests = pc.if_else((kinds == 2) & (at > 0), numbered("s", dice.integers(np.maximum(at, 1))), "")
    written = table("sources", sources, id=numbered("s", at), origin=origins, rests_on=rests,
                    kind=pa.array(np.repeat("book", sources)),
                    title=numbered("Work ", at))  # fmt: skip
    pq.write_table(written, folder / "sources.parquet")
    who = numbered("e", np.arange(entities))
    kind = pa.array(np.repeat(KIND, entities))
    written = table("entities", entities, id=who, type=kind, label=who)
    pq.write_table(written, folder / "entities.parquet")
    pq.write_table(table("names", 0), folder / "names.parquet")
    for start in range(0, claims, A_FILE):
        count = min(A_FILE, claims - start)
        some = np.arange(start, start + count)
        relation = chosen(dice, [*plain, *binding], [0.995 / len(plain)] * len(plain)
                          + [0.005 / len(binding)] * len(binding), count)  # fmt: skip
        tie = chosen(dice, ["", "rival c", "same c", "part c"], [0.985, 0.005, 0.005, 0.005], count)
        other = pa.array(dice.integers(np.maximum(some, 1))).cast(pa.string())
        ties = pc.if_else(pc.equal(tie, ""), "", pc.binary_join_element_wise(tie, other, ""))
        subject = dice.integers(entities, size=count)
        object_ = (subject + dice.integers(1, entities, size=count)) % entities
        written = table(
            "claims", count, id=numbered("c", some), subject=numbered("e", subject),
            relation=relation, object=numbered("e", object_), ties=ties,
            mode=chosen(dice, list(WORDS), [0.94, 0.03, 0.03], count),
            gloss=numbered("Claim ", some),
        )  # fmt: skip
        pq.write_table(written, folder / "claims.parquet" / f"{start:012}.parquet")
        cited = np.repeat(some, 2)
        pq.write_table(
            citations(dice, cited, sources), folder / "citations.parquet" / f"{start:012}.parquet"
        )


def citations(dice: np.random.Generator, claim: np.ndarray[Any, Any], sources: int) -> pa.Table:
    count = len(claim)
    source = dice.integers(sources, size=count)
    one, two = ((source + dice.integers(1 + part, sources // 2 + part, count)) % sources
                for part in (0, sources // 2))  # fmt: skip
    first, second = numbered("s", one), numbered("s", two)
    both = pc.binary_join_element_wise(first, second, ">")
    length = dice.choice(3, count, p=[0.5, 0.4, 0.1])
    chain = pc.choose(pa.array(length), "", first, both)
    return table(
        "citations", count, claim=numbered("c", claim), source=numbered("s", source), chain=chain,
        locator=pa.array(np.arange(count)).cast(pa.string()),
        stance=chosen(dice, ["affirms", "denies", "doubts"], [0.9, 0.06, 0.04], count),
        certainty=chosen(dice, ["stated", "probable", "possible"], [0.8, 0.12, 0.08], count),
    )  # fmt: skip


def as_csv(source: Path, folder: Path) -> Path:
    """Write an index in Parquet as CSV."""
    folder.mkdir()
    shutil.copy(source / "index.toml", folder)
    for name in ("entities", "names", "sources", "claims", "citations"):
        pa.csv.write_csv(pq.read_table(source / f"{name}.parquet"), folder / f"{name}.csv")
    return folder


def laptop(folder: Path, claims: int) -> tuple[float, float]:
    """Return what processors spend on open and tally, and on the tally alone, in seconds."""
    os.environ["CARDINDEX_CACHE"] = "off"
    make(folder / "small", claims)
    source = as_csv(folder / "small", folder / "csv")
    start = time.process_time()
    index = Index.open(source)
    opened = time.process_time()
    tally(index)
    return time.process_time() - start, time.process_time() - opened


def peak(process: int) -> float:
    """Return the most memory that a process has held, in GB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line) / 1e6


def forget_peak(process: int) -> None:
    """Have ``peak`` count from now on."""
    Path(f"/proc/{process}/clear_refs").write_text("5", encoding="utf-8")


def seconds(process: int) -> float:
    """Return the seconds that processors have spent on a process."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Took(NamedTuple):
    """Seconds by the clock, and those of processors in the engine."""

    clock: float
    engine: float


def timed(work: Callable[[], object], process: int) -> Took:
    clock, engine = time.perf_counter(), seconds(process)
    work()
    return Took(time.perf_counter() - clock, seconds(process) - engine)


def by_hand(spark: cluster.Session, source: str, out: str) -> None:
    for name in ("citations", "sources"):
        spark.read.parquet(f"{source}/{name}.parquet").createOrReplaceTempView(name)
    spark.sql(BY_HAND).write.parquet(out)


def measure(folder: Path, claims: int, rounds: int) -> None:
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    make(folder / "in", claims)
    size = sum(path.stat().st_size for path in (folder / "in").rglob("*.parquet")) / 1e9
    print(f"{claims:,} claims, {2 * claims:,} citations, {size:.1f} GB of Parquet; "
          f"{cores} cores, load {load:.1f} at the start")  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert server.stdout  # noqa: S101
    address, source = f"sc://127.0.0.1:{server.stdout.readline().strip()}", str(folder / "in")
    try:
        with cluster.connected(address) as spark:
            hand = None
            if claims <= AT_MOST:
                hand = timed(lambda: by_hand(spark, source, f"{folder}/hand"), server.pid)
                print(f"one GROUP BY by hand: {hand.clock:.1f} s, of processors {hand.engine:.1f} "
                      f"s; {peak(server.pid):.1f} GB at most", flush=True)  # fmt: skip
                forget_peak(server.pid)
            out, only = f"{folder}/out", ("standings",)
            took = timed(lambda: cluster.tally(
                spark, source, out, outputs=only, spread=cluster.Spread(rounds=rounds)
            ), server.pid)  # fmt: skip
            ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
            print(f"tally in {rounds} rounds: {took.clock:.1f} s, of processors {took.engine:.1f} "
                  f"s; {peak(server.pid):.1f} GB at most in the engine, {ours:.1f} here",
                  flush=True)  # fmt: skip
            if hand:
                print(f"tally / GROUP BY: {took.clock / hand.clock:.1f}, by processors "
                      f"{took.engine / hand.engine:.1f}")  # fmt: skip
    finally:
        server.kill()
        server.wait()
    shutil.rmtree(folder / "in")
    few = min(claims, ON_THE_LAPTOP)
    whole, alone = laptop(folder, few)
    each = took.engine / claims
    print(f"processors, for a million claims: cluster {each * 1e6:.1f} s; laptop, open and tally "
          f"{whole / few * 1e6:.1f} s, tally alone {alone / few * 1e6:.1f} s "
          f"({few:,} claims)")  # fmt: skip
    print(f"cluster / laptop: {each / (whole / few):.2f} with opening the tables, as the cluster "
          f"does, {each / (alone / few):.2f} without")  # fmt: skip


if __name__ == "__main__":
    told = [int(word) for word in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), told[0] if told else 10_000_000, told[1] if len(told) > 1 else 1)
