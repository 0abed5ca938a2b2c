"""cardindex annotate: sealed passages as W3C Web Annotations."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.options import FOLDER, default_texts_option, index_option, meant, texts_of
from cardindex.cli.printing import echo, echo_data


@click.command("annotate", short_help="Write sealed passages as Web Annotations.")
@index_option
@default_texts_option
@click.option("--source", default="", help="Only citations of this work.")
@click.option("-o", "--output", type=FOLDER, help="The file to write; standard output without it.")
def command(index: Path, texts: Path | None, source: str, output: Path | None) -> None:
    """Write each citation whose seal holds as a W3C Web Annotation, as annotators load them.

    An annotation quotes the passage and tells its offsets; its bodies name the claim, say it in
    words and hold its fields. What an annotator gives back is read by "cardindex drafts". The
    passages are in the file: it may go where the text may go.

    \b
    Example: cardindex annotate --texts ../texts -o essay.jsonld
    """
    from cardindex.atomic import write_text
    from cardindex.cli.output import count
    from cardindex.index import Index
    from cardindex.passages import read_texts
    from cardindex.webannotations import marked, to_json

    opened = Index.open(index)
    wanted = meant(opened, source, "source") if source else ""
    passages = list(marked(opened, read_texts(opened, texts_of(index, texts)), wanted))
    if output:
        write_text(output, to_json(passages))
    else:
        echo_data(to_json(passages))
    of = opened.citations if not wanted else opened.citations[opened.citations["source"] == wanted]
    left = len(of) - len(passages)
    echo(f"{count(len(passages), 'annotation')}; {count(left, 'citation')} without a seal that "
         "holds left out", err=True)  # fmt: skip
