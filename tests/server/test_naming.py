"""Names of indexes and hosts, and addresses: what can stand is taken, what cannot is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cardindex.errors import CardindexError
from cardindex.server import Place, Settings, naming


def places(*names: str) -> list[Place]:
    return [Place(Path("graph"), name) for name in names]


@pytest.mark.parametrize(
    ("names", "public", "told"),
    [
        (("a", "a"), "", 'two indexes are called "a"'),
        (("", ""), "", "each needs a name"),
        (("a b", "c"), "", "cannot stand in a path"),
        (("..", "c"), "", "cannot stand in a path"),
        (("a/b", "c"), "", "cannot stand in a path"),
        (("é", "c"), "", "cannot stand in a path"),
        (("static", "c"), "", "stands for something else"),
        (("health", "c"), "", "stands for something else"),
        (("metrics", "c"), "", "stands for something else"),
        (("chile", "cuba"), "https://example.org/chile", "choose another"),
        (("",), "https://example.org/entity", "choose another"),
    ],
)
def test_a_name_that_cannot_stand_is_told(names: tuple[str, ...], public: str, told: str) -> None:
    with pytest.raises(CardindexError, match=told):
        naming.hold(places(*names), Settings(public=public))


@pytest.mark.parametrize(
    "names", [("",), ("a",), ("a", "b"), ("us-documents", "v1.2"), ("graph", "entity")]
)
def test_other_names_can(names: tuple[str, ...]) -> None:
    naming.hold(places(*names), Settings(public="https://example.org/archive"))


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        ("", ""),
        ("https://archive.example.org/", "https://archive.example.org"),
        ("https://example.org:8443/a/b/", "https://example.org:8443/a/b"),
        ("https://Bücher.example/", "https://xn--bcher-kva.example"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_a_public_address_is_taken(told: str, taken: str) -> None:
    assert naming.public(told) == taken


@pytest.mark.parametrize(
    "told",
    ["archive.example.org", "ftp://example.org", "https://", "https://example.org/?a",
     "https://example.org/#a", "https://me:secret@example.org", "https://example.org:99999",
     "https://example.org/a b", "https://example.org//a", "https://example.org/é", "//example.org"],
)  # fmt: skip
def test_what_is_no_public_address_is_told(told: str) -> None:
    with pytest.raises(CardindexError, match="is no address of a site"):
        naming.public(told)


def test_a_public_address_is_answered_to_with_its_port_and_without() -> None:
    assert naming.hosts(["B.example.org:81"], "https://a.example.org/x") == {
        "a.example.org", "a.example.org:443", "b.example.org:81",
    }  # fmt: skip
    assert naming.hosts([], "http://a.example.org:80") == {"a.example.org:80", "a.example.org"}


@pytest.mark.parametrize("told", ["https://a.example.org", "a/b", "a b", "", "a:port"])
def test_what_is_no_host_is_told(told: str) -> None:
    with pytest.raises(CardindexError, match="is no name of a host"):
        naming.hosts([told], "")


def test_indexes_of_one_base_are_found() -> None:
    bases = {
        "a": "https://example.org/x/",
        "b": "https://example.org/y/",
        "c": "https://example.org/x",
    }
    assert list(naming.sharing(bases)) == [("https://example.org/x/", ["a", "c"])]
