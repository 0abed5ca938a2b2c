"""The meaning of every code of a Problem, and how to mend it."""

from __future__ import annotations

CODES: dict[str, str] = {
    # The folder and index.toml
    "no-index": (
        "The folder is not there, is a file, or holds no index: name another, or make an index "
        'with "cardindex init DIR".'
    ),
    "missing-settings": "There is no index.toml: write one that gives at least title and base.",
    "malformed-settings": (
        "The file index.toml is not TOML, or a key in it is unknown, missing or of the wrong "
        "kind: write what the message shows."
    ),
    "blocs-in-settings": (
        'The blocs stand in index.toml, as they did before: run "cardindex fmt --upgrade", which '
        "moves them to groups.csv, or move them by hand."
    ),
    "unknown-scheme": (
        "A warning: groups.csv has no row of the scheme that wash in index.toml names: mend the "
        "word there, or write rows of it."
    ),
    # Files
    "missing-table": (
        "One of the five tables that every index has is not there: write it, be it with a header "
        "alone."
    ),
    "unreadable-file": (
        "A file cannot be opened, or a folder has its name: put a file there that you may read."
    ),
    "bad-encoding": "A file is not UTF-8: save it as such, which spreadsheets call CSV UTF-8.",
    "missing-header": "A table is empty, or its first line is no header: put the header above it.",
    "malformed-csv": (
        "A quotation mark is left open or stands bare: put the cell in quotation marks and "
        "write those inside it twice."
    ),
    "malformed-parquet": (
        "A table in Parquet cannot be read, or has a column that is not of texts, or cells that "
        "are null: write all columns as texts, empty where there is nothing."
    ),
    "two-files": "A table stands there as CSV and as Parquet: take one of the two away.",
    "passage-column": (
        "A warning: citations.csv has a column of passages, as it may while one codes: "
        '"cardindex fmt --texts" makes locator, offsets and seal of each, and takes it away.'
    ),
    "unknown-column": "A table has a column that it should not have: rename or delete it.",
    "missing-column": (
        "A table lacks a column: add it, with a cell in each row, which may be empty; where all "
        'indexes lacked it once, "cardindex fmt --upgrade" does.'
    ),
    "repeated-column": "A table has a column twice: keep one of the two.",
    "ragged-row": (
        "A row has more or fewer cells than the header: put a cell that holds a comma in "
        "quotation marks, and give each column its comma."
    ),
    "too-long": (
        "A cell is longer than whatever its column is for: shorten it, or close a quotation mark "
        "that was left open. An id has at most 200 characters, a claim's 40, a name, a title "
        "or a chain 2,000, a list of ids 10,000, a text 100,000."
    ),
    "too-large": (
        "A number is larger than anything that it could count, or a table wider than any: write "
        "what was meant. An offset has at most 12 digits, a locator numbers up to 999,999 and "
        "10,000 places, a table 100 columns."
    ),
    "control-character": (
        "A text holds a character that programs act on, or that turns the direction of what "
        "follows: delete it."
    ),
    "invisible-character": (
        "A warning: a text holds a character that is not seen, so that what looks alike differs: "
        "delete it. Joiners and marks of direction that scripts need (ZWJ, ZWNJ, LRM, RLM) are "
        "free."
    ),
    "lost-character": (
        "A warning: a text holds U+FFFD, which stands for a letter that a program could not read: "
        "write the letter."
    ),
    "private-character": (
        "A warning: a text holds a character that each font shows as it likes: write what it "
        "stands for."
    ),
    "mixed-scripts": (
        "A warning: a word of a name mixes scripts, such as a Cyrillic letter among Latin ones: "
        "write it in one, or leave it if it is so written."
    ),
    "not-canonical": (
        "A warning: the order of rows, spacing, quoting or the form of the file is not the one "
        'form that tables have: run "cardindex fmt".'
    ),
    # Ids and references
    "missing-value": "A cell without which its row says nothing is empty: fill it.",
    "malformed-id": (
        "An id is not in lower-case kebab, or a claim's is not a letter and a number: write it so."
    ),
    "duplicate-id": "Two rows have one id: give one of them another.",
    "duplicate-name": "An entity is given the same name twice: delete one of them.",
    "duplicate-row": (
        "Two rows of a table without ids are about the same thing: delete one of them."
    ),
    "unknown-entity": "No row of entities.csv has this id: mend the id, or add the entity.",
    "unknown-source": "No row of sources.csv has this id: mend the id, or add the source.",
    "unknown-claim": "No row of claims.csv has this id: mend the id, or add the claim.",
    "uncited-claim": "A claim has no citation: say in citations.csv who makes it, or delete it.",
    "unknown-kind": (
        "A kind of entity, source, name, unit or entry of the bibliography does not exist, or "
        "only groups others: take one of those offered, or define a kind of entity in the ontology."
    ),
    "malformed-list": 'A cell of several values has a ";" too many, or a value twice: delete it.',
    "malformed-identifier": (
        "What is said to be an identifier of Wikidata or VIAF is none, and would link to nothing: "
        "write it alone, Q42 or a number."
    ),
    "unused-entity": (
        "A warning: an entity stands in no claim, group, decision or source: say something of it, "
        "or delete it."
    ),
    "unused-source": (
        "A warning: a source is neither cited nor named by another or in a chain: cite it, list "
        "in silent.csv what was read of it, or delete it."
    ),
    "malformed-language": (
        "The language of a name is no BCP 47 tag: write one such as es or ru-Latn, or empty the "
        "cell."
    ),
    # Claims
    "unknown-relation": "The ontology does not define this relation: mend the word, or define it.",
    "wrong-domain": (
        "The subject is of a kind that the relation does not take: take another relation, or "
        "mend the kind."
    ),
    "wrong-range": (
        "The object is of a kind that the relation does not take: take another relation, or "
        "mend the kind."
    ),
    "missing-object": "A link does not say to whom: name an entity in object.",
    "missing-text": "A name claim does not say the name: write it in text.",
    "missing-quantity": "A measure does not say how much: write it in quantity, with its unit.",
    "missing-when": "A dating does not say when: write a date in when.",
    "unexpected-object": (
        "A name, measure or dating has an object: empty the cell, or take a relation that links."
    ),
    "unexpected-value": (
        "A name, measure or dating has a text or a quantity that it has no place for: empty the "
        "cell."
    ),
    "malformed-date": (
        "A date is not in the profile of EDTF that is read: write it as the message shows."
    ),
    "interval-reversed": "A span ends before it starts: swap its ends.",
    "mangled-date": (
        "A spreadsheet has made something else of a date, or a date of something else: write "
        "back what stood there, and have the column formatted as text."
    ),
    "malformed-quantity": (
        "A quantity is no number, hedged number or range: write it as the message shows."
    ),
    "range-reversed": "The first bound of a quantity is the greater: swap the two.",
    "missing-unit": "A quantity has no unit: write a currency code or a plural noun in unit.",
    "unit-without-quantity": "A unit has no quantity: give the number, or empty the cell.",
    "unknown-mode": "A mode is none that we know: take one, or empty the cell if it was so.",
    "malformed-tie": "A tie is not rival, same or part and a claim id: write it so.",
    "tie-to-itself": "A claim is tied to itself: delete the tie.",
    "repeated-tie": "A tie is written at the other claim already: delete one of the two.",
    "looped-part": "A claim is part of itself by way of others: delete one of the ties.",
    "repeated-claim": (
        "A warning: two claims say the same and are not tied: put their citations under one and"
        " delete the other, or tie them."
    ),
    "link-to-itself": (
        "A warning: a link leads from an entity to itself, which its relation does not allow: "
        "name the other end, or take another relation."
    ),
    "said-to-be-two": (
        "A warning: somebody is said to be two who are not said to be one, and is folded into "
        "neither: tie the claims as rival, or add the claim that makes one of them the other."
    ),
    # Citations and sources
    "duplicate-citation": (
        "Two citations of a claim agree in source, locator, chain, stance and coder: delete one of "
        "them."
    ),
    "unknown-stance": "A stance is not affirms, denies or doubts: write one of them.",
    "unknown-certainty": "A certainty is not stated, probable or possible: write one of them.",
    "malformed-locator": (
        "A locator does not count in the unit of its source, or runs backwards: write it as the "
        "message shows."
    ),
    "malformed-chain": "A chain is not source ids joined by > or |: write it as the message shows.",
    "looped-chain": "A chain comes back to a work that it has named: name each work once.",
    "looped-rests-on": (
        "A warning: works rest on each other in a circle, so that none has it from anywhere: take "
        "out the link that the sources do not bear out, if there is one."
    ),
    "circular": (
        "A warning: who follows the citations of a claim comes back to a work. Mend the chain if "
        "it was misread; if the sources do report in a circle, leave it, and the claim is marked."
    ),
    "misquoted": (
        "A warning: a citation has it that a work says one thing, and that work itself says the "
        "other. Mend the row that was misread, or leave both."
    ),
    "overstated": (
        "A warning: a citation states what the work that it quotes has only as possible. Mend the "
        "row that was misread, or leave both."
    ),
    "looped-container": "A work stands in itself by way of others: empty one of the containers.",
    "malformed-offset": (
        "Start or end is no whole number: write how many characters of the text stand before "
        "the place."
    ),
    "reversed-offsets": "A passage ends where it starts, or before: mend start or end.",
    "malformed-seal": 'A seal is no length, colon and SHA-256: take it from "cardindex cite".',
    "incomplete-seal": (
        'One of start, end and seal is empty: fill it from "cardindex cite", or empty all three.'
    ),
    "origin-and-rests-on": (
        "A warning: a work is said both to record what its origin knew and to have it from "
        "others: empty origin or rests_on."
    ),
    "no-known-origin": (
        "A warning: no source has an origin, so that no root is known and nothing can be "
        'corroborated: write whose own knowledge a work records, or "self" for a work that '
        "reports its makers' own inquiry."
    ),
    "later-than-its-quoter": (
        "A warning: a work of a chain is later than a work that has it from there: mend one of "
        "the dates, or the chain."
    ),
    "unknown-coder": (
        "Index.toml has no coder of this id: mend the id, or add the coder under [coders]."
    ),
    "machine-alone": (
        "A machine is named without a person: write after it who has read and accepted what it "
        "proposed."
    ),
    "malformed-coder": (
        "A coder is not one person, nor a machine and a person after it: write one of the two."
    ),
    # What an index may have besides
    "malformed-scheme": (
        "A scheme of groups is no lower-case word, or is called kind: give it another name."
    ),
    "unknown-decision": "A decision is not same, not or unsure: write one of them.",
    "unknown-end": (
        "What is decided on is neither an entity nor a claim: mend the id, or add what is missing."
    ),
    "unlike-ends": (
        "A decision is of a claim and an entity, or of one with itself: name two entities, or two "
        "claims."
    ),
    "unknown-row": (
        "There is no such table, or no such row in it, to have come from elsewhere: mend the word, "
        "or delete the row."
    ),
    "malformed-bibliography": (
        "The bibliography is no array of objects with the id of a source and a type each: write "
        "what the message shows."
    ),
    # The ontology
    "malformed-ontology": "The ontology is not Turtle: mend the place that the message names.",
    "core-changed": (
        "A core term of the ontology is not as cardindex ships it: take it over from the "
        "packaged ontology, and define what you need as terms of your own."
    ),
    "malformed-term": (
        "A term has no IRI, or one whose last part cannot stand in a table: give it a name of "
        "letters, digits, hyphens and underscores."
    ),
    "malformed-property": (
        "A property of a term leads to what it cannot lead to, such as a text where a term is "
        "wanted: write what the message shows."
    ),
    "several-values": (
        "A property is said more than once of a term that can have one, or one in each language: "
        "keep one."
    ),
    "kinds-too-deep": (
        "A kind of entity has more than a hundred kinds above it: leave some of those between out."
    ),
    "duplicate-term": "Two terms have one local name, by which tables know them: rename one.",
    "relation-without-kind": (
        "A relation is no link, name, measure or dating, or more than one of them: give it one."
    ),
    "relation-without-family": "A relation has no family, or more than one: give it one.",
    "relation-without-words": (
        "A relation has no words to stand between subject and object in a sentence: give it "
        "ci:words."
    ),
    "concept-without-word": (
        "A kind of source or name, or the like, has no word by which tables know it: give it "
        "skos:notation."
    ),
    "unknown-family": "A relation has a family that is not defined: mend the word, or define it.",
    "unknown-family-group": (
        "A family is in a group that is not defined: mend the word, or define it."
    ),
    "too-many-family-groups": (
        "More groups of families are defined than colours can be told apart: join two of them."
    ),
    "unknown-class": (
        "A domain or range is no kind of entity: define it as a class below ci:Entity."
    ),
    "several-domains": (
        "A relation has several domains, which would mean all at once: join them in an owl:unionOf."
    ),
    "several-ranges": (
        "A relation has several ranges, which would mean all at once: join them in an owl:unionOf."
    ),
    "malformed-colour": 'A colour is not six hexadecimal digits: write it like "#0c60d8".',
    "malformed-dash": 'A dash is not lengths in pixels: write it like "6 3".',
    "property-of-links": (
        "A relation that leads to no other entity has a property that only links can have: make "
        "it a link, or take the property out."
    ),
    "dependence-without-agents": (
        "A relation says that its ends are one witness, but one of them need not be an agent, "
        "who alone can know: make domain and range ci:Agent, or kinds below it."
    ),
    "unknown-transfer-role": "A part in a payment does not exist: take one of those offered.",
    "unknown-shape": "A shape cannot be drawn: take one of those offered.",
}
"""Each code, with one sentence on what it means and how to mend it."""
