"""How `make docs` makes a site of these pages: Sphinx, with MyST for Markdown and the theme Furo.

The pages are written for a forge and read well there as they are. So what only a site has is said
here and not in them: the order of its pages follows from the links on the pages for each reader,
and the reference of the Python interface is put under python.md. The site's root is the project's,
so that a link to README.md, or to a file in deploy/, leads to the same on the site and on a forge.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from pygments.lexers.special import TextLexer

import cardindex

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "cardindex"
author = "the cardindex authors"
version = release = cardindex.__version__
html_title = f"cardindex {version}"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "docs/index"
include_patterns = [
    "docs/*.md", "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md",
    "graph/README.md", "deploy/README.md", "tests/data/README.md", "tests/data/cases/README.md",
]  # fmt: skip
exclude_patterns = [".*", "src", "dist", "build", "node_modules"]

myst_heading_anchors = 4  # the anchors that a forge gives to headings
nitpicky = False  # types in signatures are named as they are, and most are not ours
highlight_language = "text"

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
add_module_names = False
python_display_short_literal_types = True

html_theme = "furo"
html_theme_options = {"source_edit_link": "", "source_view_link": ""}
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_domain_indices = False
html_use_index = False
templates_path: list[str] = []

READERS = tuple(f"docs/i-{what}" for what in ("read", "make", "analyse", "serve", "work"))
"""The pages that lead each kind of reader on; what they link to is the site's order."""

TITLED = {"README": "What it is </README>"}
"""What pages are called in the order of the site, where their own title would not tell."""

CLASSES = ("Workbench", "Slice", "Selection", "Weight", "Index", "Problem")
DIRECTIVES = {
    "open": "autofunction", "EVERYTHING": "autodata", **dict.fromkeys(CLASSES, "autoclass")
}  # fmt: skip


def reference() -> str:
    """Return what has Sphinx write the reference of all public names."""
    errors = sorted({*cardindex.__all__} - {*DIRECTIVES, "__version__"})
    lines = []
    for name in (*DIRECTIVES, *errors):
        kind = DIRECTIVES.get(name, "autoexception")
        lines.append(f".. {kind}:: cardindex.{name}")
        if kind == "autoclass":
            lines.append("   :members:")
        lines.append("")
    return "\n\n## Reference\n\n```{eval-rst}\n" + "\n".join(lines) + "```\n"


_LINK = re.compile(r"\]\(([\w./-]+\.md)(?:#[\w-]*)?\)")


def linked(page: str) -> list[str]:
    """Return the pages that a page links to, by their names, each once, in order."""
    text = (Path(__file__).parent.parent / f"{page}.md").read_text(encoding="utf-8")
    paths = (posixpath.normpath(f"{posixpath.dirname(page)}/{it}") for it in _LINK.findall(text))
    return list(dict.fromkeys(path.removesuffix(".md") for path in paths))


def order() -> dict[str, list[str]]:
    """Return the order of the site: which pages stand under which.

    A page stands under the one that is the first to link to it, and once.
    """
    placed = {root_doc, *linked(root_doc)}
    below = {root_doc: linked(root_doc)}
    for page in READERS:
        below[page] = [it for it in linked(page) if it not in placed]
        placed.update(below[page])
    return below


def complete(app: Sphinx, page: str, source: list[str]) -> None:  # noqa: ARG001 - Sphinx calls it
    """Put under a page what only the site has of it."""
    if page == "docs/python":
        source[0] += reference()
    if pages := order().get(page):
        entries = "\n".join(TITLED.get(each, f"/{each}") for each in pages)
        source[0] += f"\n\n```{{toctree}}\n:hidden:\n\n{entries}\n```\n"


def lead_in(app: Sphinx, failure: Exception | None) -> None:
    """Lead whoever opens the site's folder to its first page."""
    if failure is None:
        page = f"{root_doc}.html"
        (Path(app.outdir) / "index.html").write_text(
            f'<!doctype html><meta charset="utf-8"><title>{project}</title>'
            f'<meta http-equiv="refresh" content="0; url={page}"><a href="{page}">{project}</a>\n',
            encoding="utf-8",
        )


def setup(app: Sphinx) -> None:
    """Have Sphinx do all this; blocks of rows are shown as they are."""
    for name in ("csv", "rows"):
        app.add_lexer(name, TextLexer)
    app.connect("source-read", complete)
    app.connect("build-finished", lead_in)
