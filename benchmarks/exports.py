"""What exports cost over made-up indexes of 10,000 and 100,000 claims.

Seconds are those of the processor; the size is that of the file. What is drawn has its places
worked out once, by the first that asks. Footnotes cost by works and not by claims, so they are
tried on the smaller index alone.
"""

from __future__ import annotations

import platform
import tempfile
from pathlib import Path
from time import process_time

import made_up

from cardindex import exports
from cardindex.index import Index

SIZES = (10_000, 100_000)
NAMES = (
    "sqlite", "gexf", "graphml", "simple-gexf", "svg", "csl", "bibtex", "edges-csv",
    "edges-parquet", "ntriples", "footnotes",
)  # fmt: skip
SLOW = frozenset({"footnotes"})


def main() -> None:
    print(f"Python {platform.python_version()}")
    for claims in SIZES:
        print(f"\n{claims:,} claims\n")
        with tempfile.TemporaryDirectory() as folder:
            index = Index.open(made_up.write(Path(folder), claims))
            for name in NAMES:
                if name not in SLOW or claims == SIZES[0]:
                    measure(index, name)


def measure(index: Index, name: str) -> None:
    format_ = exports.FORMATS[name]
    selection = exports.select(index, format_)
    before = process_time()
    data = format_.bytes_of(selection)
    seconds = process_time() - before
    print(f"{name:14}{seconds:8.2f} s{len(data) / 1e6:10.1f} MB")


if __name__ == "__main__":
    main()
