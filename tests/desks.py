"""A desk to try: an invented index with an invented text, served on a free port of this machine."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import uvicorn
from sites import PATIENCE, until

from cardindex.desk import Desk, application
from cardindex.desk.guard import Keys

EXAMPLE = Path(__file__).resolve().parent.parent / "src" / "cardindex" / "example"

TALE = """A tale of the quays

In the spring of 1962 Nell Farrow hid in the house of Mira Brack, as the files of Bureau Nine \
have it. She stayed for a week.
Pavel Orlov was paid by Ines Vidal, says a letter of his own. Nobody asked for what.
\U0001d4afhe \u017ftation wrote to Orlaine: Ida Quill\u2019s brother, Joren Quill, had left.
\u0642\u0627\u0644 \u0627\u0644\u0642\u0628\u0637\u0627\u0646 \u0639\u0646 Tomas Brack.
</script><img src=x onerror=alert(1)> Gull Gazette, cafe\u0301 noir.
"""
SOURCE = "harbour-tale"


def copied(folder: Path) -> Path:
    """Copy the example, with one more source that has a text, to ``folder``; return the index."""
    index = folder / "index"
    shutil.copytree(EXAMPLE, index, ignore=shutil.ignore_patterns("*.py"))
    shutil.copy(EXAMPLE.parent / "ontology.ttl", index / "ontology.ttl")
    sources = index / "sources.csv"
    rows = sources.read_text("utf-8").splitlines()
    rows.append(f"{SOURCE},essay,A tale of the quays,,,1990,,paragraph,,")
    rows[1:] = sorted(rows[1:])
    sources.write_text("\n".join(rows) + "\n", "utf-8")
    (index / "texts" / f"{SOURCE}.txt").write_text(TALE, "utf-8")
    return index


@contextmanager
def served(
    folder: Path, *, read_only: bool = False, wait: bool = True
) -> Iterator[tuple[Desk, Keys]]:
    """Serve a desk on the index in ``folder`` while the block runs."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    keys = Keys(listening.getsockname()[1], read_only=read_only)
    desk = Desk.open(folder, first=not wait)
    server = uvicorn.Server(
        uvicorn.Config(application(desk, keys), log_level="error", lifespan="off")
    )
    running = Thread(target=server.run, args=([listening],), daemon=True)
    running.start()
    until(lambda: server.started)
    if wait:
        desk.wait()
    try:
        yield desk, keys
    finally:
        server.should_exit = True
        running.join(PATIENCE)
        desk.close()
        listening.close()
