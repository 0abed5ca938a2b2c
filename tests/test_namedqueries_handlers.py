"""The named query handlers, written so that it is quick, answers what its plainest text does."""

from __future__ import annotations

import random

import building
import pytest

from cardindex import namedqueries
from cardindex.engine import Wanted
from cardindex.store import Store

PLAINLY = """SELECT DISTINCT ?claim ?handler ?source ?code_name ?standing ?says
WHERE {
  VALUES ?about { $who }
  ?claim rdf:subject|rdf:object ?about .
  ?claim rdf:predicate ci:handled ;
    rdf:subject/rdfs:label ?handler ;
    rdf:object ?handled ;
    ci:standing/skos:notation ?standing ;
    rdfs:label ?says .
  ?handled rdfs:label ?source .
  OPTIONAL {
    { ?naming rdf:predicate ci:code_named ; rdf:object ?handled ; ci:text ?code_name }
    UNION
    { ?naming rdf:predicate ci:code_name ; rdf:subject ?handled ; ci:text ?code_name }
  }
}
ORDER BY ?claim ?code_name
"""


@pytest.mark.parametrize("seed", range(4))
def test_handlers_answers_as_when_it_is_asked_more_simply(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    who = ["a", "b", "c", "d", "e"]
    names = ["SAUL", 'a "b" \\ c', "two\nlines", "\u202e?x } #", "Ågren", "saul"]
    claims = []
    for number in range(60):
        one, other, name = dice.choice(who), dice.choice(who), dice.choice(names)
        words, text = dice.choice(
            [
                (f"{one} handled {other}", ""),
                (f"{one} code_named {other}", name),
                (f"{one} code_name", name),
                (f"{one} funded {other}", ""),
            ]
        )
        claims.append(building.claim(f"c{number}", words, text=text))
    cited = [
        building.cite(f"c{number}", dice.choice("st"), "", dice.choice(["affirms", "denies"]))
        for number in range(60)
    ]
    labelled = [building.entity(id_, "person", label=dice.choice(names)) for id_ in who]
    index = building.unchecked({"claims": claims, "citations": cited, "entities": labelled})
    store = Store.of(index)
    query = namedqueries.find(index, "handlers")
    plainly = namedqueries.parse("plainly", f"# param: who entity: who\n{PLAINLY}")
    graphs = [f"{index.base}graph/{name}" for name in ("claims", "vocabulary", "truthy")]
    datasets = [(), tuple(graphs), tuple(graphs[:2])]
    for values in ({}, *({"who": id_} for id_ in who)):
        for dataset in datasets:
            ours, expected = (
                store.runner.run(
                    it.text(index, values), store.prefixes, wanted=Wanted(default_graphs=dataset)
                ).body
                for it in (query, plainly)
            )
            assert ours == expected
            assert values or len(dataset) == 2 or ours.count(b"\n") > 10
