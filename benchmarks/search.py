"""How fast words are found in an index, beside LIKE over the rows of the same SQLite database.

    python benchmarks/search.py FOLDER…

Each FOLDER is an index (made_up.py makes one). Both look for the same words, one of which every
second row may have, and stop at the same number of rows. LIKE folds nothing but ASCII's case, ranks
nothing and shows nothing; a search is whole: found, ranked, labelled, with snippets of the first
20. Each is the median of five, warm; the aim is 100 ms. The database is made once for each version
of an index; memory is that of the process, with the index open.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from cardindex.index import Index
from cardindex.search import MOST, Search
from cardindex.search.kept import opened

ROUNDS = 5


def main(folders: list[str]) -> None:
    """Print what each folder's index takes."""
    for folder in folders:
        _measured(Path(folder))


def _measured(folder: Path) -> None:
    index = Index.open(folder)
    print(f"{len(index.claims):,} claims; load of the machine {os.getloadavg()[0]:.1f}")
    start = perf_counter()
    search = Search.of(index)
    made = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    size = search.path.stat().st_size / 1e6
    print(f"made, or opened where it is kept: {made:.2f} s, {size:.0f} MB; peak {peak:.2f} GB")
    start = perf_counter()
    Search.of(index).close()
    print(f"opened again: {perf_counter() - start:.2f} s")
    beside = opened(search.path)
    one, other = index.entities["label"].iloc[[0, -1]]
    gloss = next(gloss for gloss in index.claims["gloss"].iloc[::-1] if gloss)
    for words in (one, one[:3], other.split()[0], "funded", "funded person", gloss, "absent"):
        like = " AND ".join("text LIKE ?" for _ in words.split())
        query = f"SELECT row FROM told WHERE {like} LIMIT {MOST}"  # noqa: S608
        parts = [f"%{word}%" for word in words.split()]
        ours = _median(lambda words=words: search.find(words))
        theirs = _median(lambda query=query, parts=parts: beside.execute(query, parts).fetchall())
        found = search.find(words)
        number = f"{found.total}{'+' if found.more else ''}"
        print(f"{words[:40]:40} {number:>6} found: search {ours:7.2f} ms, LIKE {theirs:7.2f} ms, "
              f"LIKE / search {theirs / ours:.1f}")  # fmt: skip
    beside.close()
    search.close()


def _median(run: Callable[[], object]) -> float:
    """Return the median of some runs in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        run()
        times.append(1000 * (perf_counter() - start))
    return median(times)


if __name__ == "__main__":
    main(sys.argv[1:])
