"""The page's scripts: ES modules in files of their own, joined into three inline scripts.

They are the script in the head, which takes the reader's colours, the one that paints the first
picture as soon as the browser has read so far, and all the rest. No tool joins them, only a
convention: each file imports by lines of the form ``import { a, b } from "./file.js";``, of names
that the other file exports, and exports by the word ``export`` before a declaration. The lines and
the word are taken out, and the files stand one after another, each after those it imports; so no
two of them may declare the same name. Comments stay in the files: they are a sixth of them, and no
reader of a page reads them. What does not keep to this is refused: a page with it would
never wake, and nothing would say why.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

ENTRIES = ("head.js", "first.js", "main.js")
"""What runs in the head, what after the frame of the page, and what once all of it is read."""

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.\.?/[^"\n]+)";\n', re.MULTILINE)
_EXPORT = re.compile(
    r"^export (?=(?:async )?(?:function\*? |const |let |class )[\w$])", re.MULTILINE
)
_DECLARED = re.compile(
    r"^(export )?(?:async )?(?:function\*?|const|let|var|class) +"
    r"(?:([\w$]+)|[{\[]([^=]*?)[}\]] =)",
    re.MULTILINE,
)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
# Any other use of the words of modules.
_LEFT = re.compile(r"^[ \t]*((?:import|export)\b.*)|(?=\bimport\s*[(.])(.*)", re.MULTILINE)
_COMMENT = re.compile(r"^\s*(?://|/?\*).*", re.MULTILINE)
# Lines of comment alone; they stay in the files, and not in the page.
_REMARK = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)\n", re.MULTILINE | re.DOTALL)
_ENDS_SCRIPT = re.compile(r"</script|<!--", re.IGNORECASE)


class Module(NamedTuple):
    """A file as far as joining sees it.

    ``imports``: file → names; ``declares``: name at the top level → line; ``bare``: its text
    without the words of a module, and without lines of comment.
    """

    name: str
    imports: dict[str, list[str]]
    exports: list[str]
    declares: dict[str, int]
    bare: str


class Unjoinable(ValueError):
    """A script that keeps not to the convention; the message names file and line."""


def scripts(read: Callable[[str], str] | None = None) -> list[str]:
    """Return the texts of the scripts, one for each of ``ENTRIES``.

    Each has what its entry imports and no script before it has had, and hands what it exports to
    those after it. ``read`` gives the text of a file by its path; without it, the package's own.
    Raises Unjoinable.
    """
    modules = _modules(read or static)
    texts: list[str] = []
    joined: list[str] = []
    handed: list[str] = []
    for entry in ENTRIES:
        own = [name for name in _in_order(entry, modules) if name not in joined]
        joined += own
        text = "\n".join([*handed, *(f"// {name}\n{modules[name].bare}" for name in own)])
        if entry != ENTRIES[-1]:
            names = [name for file in own for name in modules[file].exports]
            exports, script = f"{{ {', '.join(names)} }}", f"script{len(texts)}"
            text = f'const {script} = (() => {{\n"use strict";\n{text}\nreturn {exports};\n}})();'
            handed.append(f"const {exports} = {script};")
        texts.append(text)
    _refuse_equal_names(modules)
    return texts


@cache
def static(name: str) -> str:
    """Return the text of a file under ``static/``."""
    return files("cardindex.view").joinpath("static", name).read_text(encoding="utf-8")


def _modules(read: Callable[[str], str]) -> dict[str, Module]:
    """Return the entries and all that they import, by path."""
    found: dict[str, Module] = {}
    wanted = [(name, "the page") for name in ENTRIES]
    while wanted:
        name, by = wanted.pop()
        if name in found:
            continue
        try:
            text = read(name)
        except OSError:
            raise Unjoinable(f"{by}: imports {name}, which is not there") from None
        found[name] = _module(name, text)
        wanted += [(other, name) for other in found[name].imports]
    for module in found.values():
        for other, names in module.imports.items():
            if missing := [name for name in names if name not in found[other].exports]:
                raise Unjoinable(f"{module.name}: {other} exports no {missing[0]}")
    return found


def _module(name: str, text: str) -> Module:
    imports: dict[str, list[str]] = {}
    for found in _IMPORT.finditer(text):
        names = [part.strip() for part in found[1].split(",") if part.strip()]
        for part in names:
            if not _NAME.fullmatch(part):
                raise _refused(name, text, found.start(), f'imports "{part}", which is no name')
        other = posixpath.normpath(posixpath.join(posixpath.dirname(name), found[2]))
        imports.setdefault(other, []).extend(names)
    # Line ends stay, so that errors name the right line.
    kept = _IMPORT.sub(lambda found: "\n" * found[0].count("\n"), text)
    code = _COMMENT.sub(lambda found: " " * len(found[0]), _EXPORT.sub(_spaces, kept))
    if left := _LEFT.search(code):
        raise _refused(name, code, left.start(), f'"{left[0].strip()}" is no such line')
    if end := _ENDS_SCRIPT.search(text):
        raise _refused(name, text, end.start(), f'"{end[0]}" would end the script')
    exports, declares = [], {}
    for exported, one, line in _declared(text):
        declares[one] = line
        if exported:
            exports.append(one)
    bare = _REMARK.sub("", _EXPORT.sub("", _IMPORT.sub("", text)))
    return Module(name, imports, exports, declares, bare)


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _declared(text: str) -> Iterator[tuple[bool, str, int]]:
    """Yield what is declared at the top level: whether for others too, its name, its line."""
    for found in _DECLARED.finditer(text):
        for name in _NAME.findall(found[2] or re.sub(r"[\w$]+ *:", "", found[3])):
            yield bool(found[1]), name, text.count("\n", 0, found.start()) + 1


def _in_order(entry: str, modules: dict[str, Module]) -> list[str]:
    """Return an entry and all that it imports, each after those it imports itself."""
    order: list[str] = []

    def place(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise Unjoinable(f"{name}: imports itself by way of {' → '.join((*above, name))}")
        for other in modules[name].imports:
            if other not in order:
                place(other, (*above, name))
        order.append(name)

    place(entry, ())
    return order


def _refuse_equal_names(modules: dict[str, Module]) -> None:
    known: dict[str, str] = {}
    for module in modules.values():
        for name, line in module.declares.items():
            if name in known:
                raise Unjoinable(
                    f"{module.name}:{line}: declares {name}, as {known[name]} does; name one anew"
                )
            known[name] = f"{module.name}:{line}"


def _refused(name: str, text: str, at: int, wrong: str) -> Unjoinable:
    line = text.count("\n", 0, at) + 1
    return Unjoinable(
        f'{name}:{line}: {wrong}; write import {{ a, b }} from "./file.js"; or export before a '
        "declaration"
    )
