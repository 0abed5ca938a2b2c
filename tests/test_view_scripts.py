"""The page's scripts as they are joined: what keeps to the convention, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cardindex.view.scripts import ENTRIES, Unjoinable, scripts

STATIC = Path(__file__).resolve().parent.parent / "src" / "cardindex" / "view" / "static"
SCRIPTS = sorted(STATIC.rglob("*.js"))


def joined(**files: str) -> list[str]:
    """Join made-up files: ``main``, and whatever else it imports; ``a__b`` is ``a/b.js``."""
    texts = dict.fromkeys(ENTRIES, "")
    texts |= {f"{name.replace('__', '/')}.js": text for name, text in files.items()}

    def read(name: str) -> str:
        try:
            return texts[name]
        except KeyError:
            raise FileNotFoundError(name) from None

    return scripts(read)


def test_files_stand_bare_and_after_those_they_import() -> None:
    *_, main = joined(
        main='import { b } from "./model/b.js";\nb();\n',
        model__b='import { a, A } from "../base/a.js";\n\nexport function b() { return a(A); }\n',
        base__a="export const A = 1;\nexport async function a() {}\nlet mine = 2;\n",
    )
    assert re.sub(r"^const \{  \} = script\d;\n", "", main, flags=re.MULTILINE) == (
        "// base/a.js\nconst A = 1;\nasync function a() {}\nlet mine = 2;\n\n"
        "// model/b.js\n\nfunction b() { return a(A); }\n\n"
        "// main.js\nb();\n"
    )


def test_lines_of_comment_are_left_in_the_files() -> None:
    *_, main = joined(
        main="// What it is.\n\n/**\n * Of two.\n */\nconst a = 1; // no line\n  /* one */\n"
        'const b = "//"; /* a */ const c = `\n${b}`;\n/* d */ const d = 1; /* e\n*/\n',
    )
    assert main.endswith(
        '// main.js\n\nconst a = 1; // no line\nconst b = "//"; /* a */ const c = `\n${b}`;\n'
        "/* d */ const d = 1; /* e\n*/\n"
    )


def test_no_text_over_several_lines_looks_like_a_comment() -> None:
    """A template literal may go over lines, and a line of it must not be taken for a comment."""
    static = Path(scripts.__code__.co_filename).with_name("static")
    for path in static.rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        for literal in re.findall(r"`(?:[^`\\]|\\.)*`", text, re.DOTALL):
            assert not re.search(r"^[ \t]*(?://|/?\*)", literal, re.MULTILINE), (path.name, literal)


def test_import_over_several_lines_is_taken_out_whole() -> None:
    *_, main = joined(
        main='import {\n  a,\n  b,\n} from "./an-odd-name.js";\na(b);\n',
        **{"an-odd-name": "export function a() {}\nexport const b = 1;\n"},
    )
    assert main.endswith("function a() {}\nconst b = 1;\n\n// main.js\na(b);\n")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("import { a } from './a.js';", "main.js:2: \"import { a } from './a.js';\""),
        ('import { a as b } from "./a.js";', 'main.js:2: imports "a as b"'),
        ('import * as a from "./a.js";', "main.js:2: "),
        ('import a from "./a.js";', "main.js:2: "),
        ('import "./a.js";', "main.js:2: "),
        ('  import { a } from "./a.js";', "main.js:2: "),
        ('import { a } from "a.js";', "main.js:2: "),
        ('import { a } from "./a.js"', "main.js:2: "),
        ('const a = await import("./a.js");', "main.js:2: "),
        ("const here = import.meta.url;", "main.js:2: "),
        ("export default function a() {}", "main.js:2: "),
        ("export { a };", "main.js:2: "),
        ('export * from "./a.js";', "main.js:2: "),
        ("const evil = '</SCRIPT>';", 'main.js:2: "</SCRIPT"'),
        ('import { other } from "./a.js";', "main.js: a.js exports no other"),
        ('import { a } from "./none.js";', "main.js: imports none.js, which is not there"),
        ("function top() {}\nconst a = 1;", "declares a, as "),
        ("const { b, c: a } = {};", "declares a, as "),
    ],
)
def test_what_the_convention_does_not_know_is_refused(line: str, told: str) -> None:
    # The other file is imported already, as most that is wrong is wrong in some file of many.
    files = {"first": 'import { a } from "./a.js";\n', "a": "export function a() {}\n"}
    with pytest.raises(Unjoinable) as refused:
        joined(main=f"// a comment\n{line}\n", **files)
    assert told in str(refused.value)


def test_comments_may_say_what_code_may_not() -> None:
    said = "// export default is not known here\n/*\n * import(x)\n */\nrun('// ran');\n"
    *_, main = joined(main=said)
    assert "run('// ran');" in main
    # The page does without them.
    assert "export default" not in main
    assert "import(x)" not in main


def test_files_that_import_one_another_are_refused() -> None:
    with pytest.raises(Unjoinable, match=r"a\.js → b\.js → a\.js"):
        joined(
            main='import { a } from "./a.js";\n',
            a='import { b } from "./b.js";\nexport const a = 1;\n',
            b='import { a } from "./a.js";\nexport const b = 1;\n',
        )


FOLDERS = ("base", "model", "scene", "state", "drawing", "cards", "views", "controls", "")
COMPUTE = ("model", "scene", "state")


def test_a_folder_imports_only_from_itself_and_those_before_it() -> None:
    for script in SCRIPTS:
        own = script.relative_to(STATIC).parent.as_posix().removeprefix(".")
        for other in re.findall(r'from "(\.[^"]+)"', script.read_text(encoding="utf-8")):
            folder = (script.parent / other).resolve().relative_to(STATIC).parent.as_posix()
            assert FOLDERS.index(folder.removeprefix(".")) <= FOLDERS.index(own), (script, other)


def test_what_computes_touches_no_document() -> None:
    for script in SCRIPTS:
        if script.parent.name in COMPUTE:
            found = re.search(
                r"\b(document|window|location)\.\w", script.read_text(encoding="utf-8")
            )
            assert not found, script
