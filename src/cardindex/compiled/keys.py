"""The key of a compiled index: a hash of all files that it follows from, and of what reads them."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from cardindex import atomic, inputs, ontology, settings, tables
from cardindex.errors import InvalidIndex
from cardindex.settings import QUERIES, QUERY

FORM = 1
"""The version of this format; another number gives other keys."""

_LIBRARIES = ("numpy", "pandas", "pyarrow", "pyoxigraph")
_PACKAGE = Path(__file__).resolve().parent.parent
_SIZE = 20  # bytes of a hash

# In two threads, as hashing lets go of Python's lock; more would not be quicker than the disk.
_THREADS = 2


class Key(NamedTuple):
    """What an index is known by in the cache, and what of its files tells that they changed."""

    text: str
    seen: tuple[tuple[str, int, int, int], ...]


def key(folder: Path) -> Key | None:
    """Return the key of the index in ``folder``; None where it cannot be read (checks say why).

    What a killed run had promised to move there is moved first; see ``atomic.finish``.
    """
    atomic.finish(folder)
    try:
        paths = dict(_read_by(folder))
        looks = _looks(paths)
        with ThreadPoolExecutor(_THREADS) as threads:
            hashes = list(threads.map(_hash, paths.values()))
    except (OSError, InvalidIndex, ValueError):
        return None
    whole = blake2b(_reader().encode(), digest_size=_SIZE)
    for name, found in zip(paths, hashes, strict=True):
        whole.update(f"\0{len(name)} {name}\0".encode("utf-8", "surrogateescape") + found)
    return Key(whole.hexdigest(), looks)


def seen(folder: Path) -> tuple[tuple[str, int, int, int], ...] | None:
    """Return what tells that the files of an index changed, as its key has it; reads no table.

    None where the index cannot be read. Nothing is written, and nothing moved.
    """
    try:
        return _looks(dict(_read_by(folder)))
    except (OSError, InvalidIndex, ValueError):
        return None


def _read_by(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file that an index follows from, and what it is here."""
    yield settings.FILE, folder / settings.FILE
    told, problems = settings.read(folder)
    if any(problem.severity == "error" for problem in problems):
        raise InvalidIndex(problems)
    packaged = ontology.packaged_path()
    named = {"packaged": packaged, "ontology": told.ontology or packaged}
    if told.additions is not None:
        named["additions"] = told.additions
    for name, path in named.items():
        # Problems name an ontology by its ending and by whether it is the packaged one.
        yield f"{name} {path.suffix} {path.samefile(packaged)}", path
    for name in tables.COLUMNS:
        for path in (folder / f"{name}{ending}" for ending in tables.ENDINGS):
            if path.is_symlink() or path.exists():
                yield path.name, path
    bibliography = folder / tables.bibliography.FILE
    if bibliography.is_symlink() or bibliography.exists():
        yield bibliography.name, bibliography
    for path in sorted((folder / QUERIES).glob(QUERY)):
        yield f"{QUERIES}/{path.name}", path


def _looks(paths: Mapping[str, Path]) -> tuple[tuple[str, int, int, int], ...]:
    found = ((name, path.stat()) for name, path in paths.items())
    return tuple((name, it.st_size, it.st_mtime_ns, it.st_ino) for name, it in found)


def _hash(path: Path) -> bytes:
    """Return the hash of a file, read a piece at a time."""
    found = blake2b(digest_size=_SIZE)
    with inputs.opened(path) as file:
        while data := file.read(1 << 20):
            found.update(data)
    return found.digest()


@cache
def _reader() -> str:
    """Name what reads an index: this version, to the letter, and the libraries that it leans on."""
    code = blake2b(digest_size=_SIZE)
    for path in sorted(_PACKAGE.rglob("*.py")):
        if not path.relative_to(_PACKAGE).parts[0].startswith(_OTHERS):
            code.update(f"\0{path.relative_to(_PACKAGE)}\0".encode() + path.read_bytes())
    libraries = [f"{name} {version}" for name, version in _versions().items()]
    python = f"{sys.version_info[:2]} {sys.byteorder} {unicodedata.unidata_version}"
    return "\n".join([f"form {FORM}", code.hexdigest(), python, *libraries])


# Rooms whose code does not affect a compiled index; all others are hashed, to be safe.
_OTHERS = (
    "cachewriter", "cli", "desk", "drafts", "editing", "exports", "extraction", "imports",
    "measures", "merging", "passages", "pushing", "remote", "sentences", "server", "sourcetexts",
    "view", "workbooks",
)  # fmt: skip


def _versions() -> dict[str, str]:
    """Return the versions of the libraries, by the folders that their installers leave.

    importlib.metadata would read them out of texts, which takes longer than all else here.
    """
    found = dict.fromkeys(_LIBRARIES, "")
    for folder in sys.path:
        with suppress(OSError):
            for left in Path(folder).iterdir():
                name, _, version = left.stem.partition("-")
                if name in found and left.suffix in {".dist-info", ".egg-info"}:
                    found[name] = found[name] or version
    return found
