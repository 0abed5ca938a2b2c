"""What is released: wheel and sdist of a clean checkout, and the command that they install."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from email import message_from_bytes
from functools import cache
from pathlib import Path

import pytest
from conftest import do_without

PROJECT = Path(__file__).resolve().parent.parent
OLDEST, NEWEST = "3.11", "3.13"
VERSION = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
    "version"
]
BIBLIOGRAPHY = "@book{one, title = {One}}\n"
SANE = "import ensurepip, sys, venv; print(sys.base_prefix)"
# How pip says that there is no network, which is no fault of the wheel.
NO_NETWORK = re.compile("NewConnectionError|Failed to establish|name resolution|timed out")


def tracked() -> list[str]:
    """Return the names of the files that git holds, as they are here."""
    if not shutil.which("git") or not (PROJECT / ".git").exists():
        pytest.skip("not a git checkout")
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True
    ).stdout.decode()
    return [name for name in listing.split("\0") if name and os.path.lexists(PROJECT / name)]


def checked_out(folder: Path, mode: int = 0o644, time: int | None = None) -> Path:
    """Put what git holds into a folder, with a mode and a time of its own."""
    for name in tracked():
        there = folder / name
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(PROJECT / name, there, follow_symlinks=False)
        if not there.is_symlink():
            there.chmod(mode)
        if time is not None:
            os.utime(there, (time, time), follow_symlinks=False)
    return folder


def built(source: Path, target: str, out: Path, **environment: str) -> Path:
    """Build a wheel or an sdist of a folder, as a front end has the builder do it."""
    usual = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run(
        [sys.executable, "-P", "-m", "hatchling", "build", "--target", target, "-d", str(out)],
        cwd=source, env=usual | environment, check=True, capture_output=True,
    )  # fmt: skip
    (made,) = out.iterdir()
    return made


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as file:
        return set(file.namelist())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose path has a space and a letter that is not ASCII."""
    folder = tmp_path_factory.mktemp("release") / "a clean Prüfstand"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def wheel(folder: Path) -> Path:
    return built(checked_out(folder / "checkout"), "wheel", folder / "wheel")


@pytest.fixture(scope="module")
def sdist(wheel: Path, folder: Path) -> Path:
    return built(folder / "checkout", "sdist", folder / "sdist")


# What is built


def test_wheel_of_another_place_time_and_mode_has_the_same_bytes(
    wheel: Path, tmp_path: Path
) -> None:
    elsewhere = checked_out(tmp_path / "elsewhere", mode=0o600, time=1_000_000_000)
    again = built(elsewhere, "wheel", tmp_path / "out", PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_sdist_of_another_place_time_and_mode_has_the_same_bytes(
    sdist: Path, tmp_path: Path
) -> None:
    elsewhere = checked_out(tmp_path / "elsewhere", mode=0o600, time=1_000_000_000)
    again = built(elsewhere, "sdist", tmp_path / "out", PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    assert again.name == sdist.name
    assert again.read_bytes() == sdist.read_bytes()


def test_wheel_of_the_sdist_is_the_wheel_of_the_checkout(
    wheel: Path, sdist: Path, tmp_path: Path
) -> None:
    with tarfile.open(sdist) as file:
        file.extractall(tmp_path, filter="data")
    again = built(tmp_path / f"cardindex-{VERSION}", "wheel", tmp_path / "out")
    assert again.read_bytes() == wheel.read_bytes()


def test_wheel_holds_the_package_and_its_licences_and_nothing_else(wheel: Path) -> None:
    about = f"cardindex-{VERSION}.dist-info"
    package = {name.removeprefix("src/") for name in tracked() if name.startswith("src/")}
    licences = {f"{about}/licenses/{name}" for name in ("LICENSE", "LICENSE-DATA")}
    words = {f"{about}/{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt")}
    assert names_in(wheel) == package | licences | words


def test_sdist_holds_what_git_holds(sdist: Path) -> None:
    with tarfile.open(sdist) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert names == {*tracked(), "PKG-INFO"}


def test_wheel_says_what_pyproject_says(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        about = message_from_bytes(file.read(f"cardindex-{VERSION}.dist-info/METADATA"))
    assert (about["Name"], about["Version"]) == ("cardindex", VERSION)
    assert about["License-Expression"] == "MIT"
    told = about.get_payload(decode=True)
    assert isinstance(told, bytes)
    assert told.decode() == (PROJECT / "README.md").read_text(encoding="utf-8")


# What is installed


@dataclass(frozen=True)
class Installed:
    """cardindex in an environment of its own, as pipx keeps it: a link on PATH leads there."""

    home: Path

    @property
    def python(self) -> Path:
        return self.home / "venvs" / "cardindex" / "bin" / "python"

    def __call__(self, *words: str, program: str = "cardindex") -> subprocess.CompletedProcess[str]:
        """Run a program in a folder that has nothing of cardindex's, and nothing else on PATH."""
        work = self.home / "work"
        work.mkdir(exist_ok=True)
        environment = {"HOME": str(self.home), "PATH": str(self.home / "bin"), "LANG": "C.UTF-8"}
        return subprocess.run(
            [shutil.which(program, path=environment["PATH"]) or program, *words], cwd=work,
            env=environment, check=False, capture_output=True, text=True, timeout=300,
        )  # fmt: skip

    def must(self, *words: str) -> str:
        done = self(*words)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), (words, done.stderr)
        return done.stdout


def words_of(line: str) -> list[str]:
    """Return the words of a command; INDEX stands for the index, in whose name is a space."""
    return ["my index" if word == "INDEX" else word for word in line.split()]


@cache
def python_of(version: str) -> Path | None:
    """Find a Python by its version: this one, one on PATH, or one that pyenv keeps."""
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        return Path(sys.base_prefix, "bin", f"python{version}")
    name = f"python{version}"
    places = [None]
    if shutil.which("pyenv"):
        kept = subprocess.run(
            ["pyenv", "whence", name], check=False, capture_output=True, text=True
        )
        places += kept.stdout.split()
    for place in places:
        environment = os.environ | ({"PYENV_VERSION": place} if place else {})
        try:
            done = subprocess.run(
                [name, "-c", SANE], env=environment, check=False, capture_output=True, text=True
            )
        except FileNotFoundError:
            continue
        if done.returncode == 0:
            return Path(done.stdout.strip(), "bin", name)
    return None


def locked() -> str:
    """Return the packages of the lock as constraints: versions without their hashes."""
    text = (PROJECT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    return "\n".join(re.findall(r"^[\w.-]+==[^\s;]+", text, re.MULTILINE)) + "\n"


def pip(python: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the pip of this environment on that of another Python."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "pip", "--python", str(python), *words],
        check=False, capture_output=True, text=True,
    )  # fmt: skip


def install(version: str, wheel: Path, home: Path) -> Installed:
    python = python_of(version)
    if python is None:
        pytest.skip(f"no Python {version} with ensurepip on PATH or in pyenv to install into")
    venv, bin_ = home / "venvs" / "cardindex", home / "bin"
    bin_.mkdir(parents=True)
    # As pipx has it: one pip for all environments, which would take seconds to put into each.
    subprocess.run(
        [python, "-m", "venv", "--without-pip", str(venv)], check=True, capture_output=True
    )
    constraints = home / "constraints.txt"
    constraints.write_text(locked(), encoding="utf-8")
    done = pip(
        venv / "bin" / "python", "install", "--quiet", "--no-compile",
        "--only-binary", ":all:", "--constraint", str(constraints), str(wheel),
    )  # fmt: skip
    if done.returncode and NO_NETWORK.search(done.stderr):
        do_without("no network to install from")
    assert done.returncode == 0, done.stderr
    (bin_ / "cardindex").symlink_to(venv / "bin" / "cardindex")
    return Installed(home)


@pytest.fixture(scope="module")
def kept(folder: Path, wheel: Path):
    """What is installed, by the Python that it is installed into: made when first asked for."""

    @cache
    def of(version: str) -> Installed:
        return install(version, wheel, folder / f"Python {version}")

    return of


@pytest.fixture(scope="module", params=[OLDEST, NEWEST])
def installed(request: pytest.FixtureRequest, kept) -> Installed:
    """The wheel in a fresh environment without extras, with an index of one's own beside it."""
    made = kept(request.param)
    if not (made.home / "work" / "my index").exists():
        made.must("init", "my index")
    return made


def test_version_is_the_one_that_was_built(installed: Installed) -> None:
    assert installed.must("--version") == f"cardindex {VERSION}\n"
    as_module = installed("-m", "cardindex", "--version", program=str(installed.python))
    assert as_module.stdout == f"cardindex {VERSION}\n"


def test_no_package_is_missing_and_none_disagrees(installed: Installed) -> None:
    done = pip(installed.python, "check")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "line",
    [
        "check INDEX",
        "show ida-quill -i INDEX",
        "query -i INDEX",
        "query contested -i INDEX",
        "weigh -i INDEX",
        "find ida -i INDEX",
        "path ida-quill mira-brack -i INDEX",
        "rank betweenness -i INDEX",
        "rank pagerank -i INDEX",
        "whole -i INDEX",
        "timeline --told -i INDEX",
        "cover lorne-1988 -i INDEX",
        "fmt --check INDEX",
    ],
)
def test_command_works_on_an_index_of_ones_own(line: str, installed: Installed) -> None:
    told = installed.must(*words_of(line))
    assert told or line.startswith("fmt")


def test_view_is_one_page(installed: Installed) -> None:
    installed.must("view", "-i", "my index", "-o", "my index.html")
    page = (installed.home / "work" / "my index.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "ida-quill" in page or "Ida Quill" in page


def test_workbook_goes_out_and_comes_back(installed: Installed) -> None:
    installed.must("export", "xlsx", "-i", "my index", "-o", "book.xlsx")
    told = installed.must("import", "xlsx", "book.xlsx", "-i", "my index")
    assert "nothing" in told or "no " in told


def test_python_opens_it(installed: Installed) -> None:
    code = "import cardindex; print(cardindex.open('my index').network())"
    done = installed("-c", code, program=str(installed.python))
    assert done.returncode == 0, done.stderr
    assert "MultiDiGraph" in done.stdout


@pytest.mark.parametrize(
    ("extra", "line"),
    [
        ("citations", "export footnotes -i INDEX -o notes.md --style apa"),
        ("cluster", "cluster tally --spark sc://127.0.0.1:1 --in INDEX --out tally"),
        ("desk", "desk INDEX --no-browser"),
        ("imports", "import bibtex works.bib -o library"),
        ("plots", "rank degree -i INDEX --plot ranks.png"),
        ("serve", "serve INDEX"),
        ("texts", "init library --from-texts texts"),
    ],
)
def test_what_an_extra_is_for_says_so(extra: str, line: str, installed: Installed) -> None:
    work = installed.home / "work"
    (work / "works.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    (work / "texts").mkdir(exist_ok=True)
    (work / "texts" / "page.html").write_text("<p>One.</p>\n", encoding="utf-8")
    done = installed(*words_of(line))
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert f'pip install "cardindex[{extra}]"' in done.stderr


def test_what_is_built_is_the_same_on_the_oldest_and_the_newest_python(kept) -> None:
    contents = []
    for version in (OLDEST, NEWEST):
        installed = kept(version)
        installed.must("init", "equal")
        installed.must("build", "equal", "-o", "equal-built")
        built_ = installed.home / "work" / "equal-built"
        contents.append({path.name: path.read_bytes() for path in built_.iterdir()})
    oldest, newest = contents
    assert oldest.keys() == newest.keys()
    assert [name for name in oldest if oldest[name] != newest[name]] == []
