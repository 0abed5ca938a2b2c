"""Our Web Annotations in Recogito's annotator: it loads them, and gives back what we wrote."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cardindex.cli import commands
from cardindex.index import Index
from cardindex.passages import read_texts
from cardindex.webannotations import marked, parse, to_json

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.engine("firefox")

LIBRARY = Path(__file__).with_name("recogito") / (
    "node_modules/@recogito/text-annotator/dist/text-annotator.umd.js"
)
# The library asks whether it runs in production, as bundlers answer.
LOAD = """async ([text, items, library]) => {
    globalThis.process = { env: {} };
    const content = document.createElement("div");
    content.style.whiteSpace = "pre-wrap";
    content.textContent = text;
    document.body.append(content);
    (0, eval)(library);
    const { createTextAnnotator, W3CTextFormat } = globalThis.RecogitoJS;
    const adapter = W3CTextFormat(items[0].target.source, content);
    const annotator = createTextAnnotator(content, { adapter });
    await annotator.setAnnotations(items);
    return annotator.getAnnotations();
}"""


def test_recogito_gives_back_what_we_wrote(page: Page, tmp_path: Path) -> None:
    if not LIBRARY.exists():
        pytest.fail("Recogito's annotator is not here: make test-engines fetches it by npm")
    folder = tmp_path / "index"
    assert CliRunner().invoke(commands, ["init", str(folder)]).exit_code == 0
    index = Index.open(folder)
    texts = read_texts(index, folder / "texts")
    written = list(marked(index, texts))
    page.goto("about:blank")
    text = texts["lantern-essay"].raw
    library = LIBRARY.read_text(encoding="utf-8")
    given = page.evaluate(LOAD, [text, json.loads(to_json(written)), library])
    read = list(parse(given))
    # It tells its own ten letters around a passage, and ours may be more.
    around = {"prefix": "", "suffix": ""}
    assert [replace(one, **around) for one in read] == [replace(one, **around) for one in written]
    assert all(one.prefix.endswith(other.prefix) for one, other in zip(written, read, strict=True))
