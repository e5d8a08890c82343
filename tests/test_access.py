"""Which packages may be shown at all."""

from typing import Any

import pytest

from civicstat.access import LEVELS, NotPublic, access_of
from civicstat.jsonschemas import Problem

ROWS = {"resources": [{"name": "calls", "path": "calls.csv"}]}
SPELLING = ("one of " + ", ".join(f'"{level}"' for level in LEVELS), "Use one of these words, spelled so.")


@pytest.mark.parametrize(
    "descriptor",
    [
        {},
        ROWS,
        {**ROWS, "civicstat": {}},
        {**ROWS, "civicstat": {"accessLevel": "public"}},
        {**ROWS, "description": "non-public", "resources": [{"name": "non-public", "path": "a.csv"}]},
    ],
    ids=["empty", "nothing said", "empty civicstat", "public", "only a word"],
)
def test_public(descriptor: dict[str, Any]) -> None:
    """A package is public when it says so or says nothing."""
    assert access_of(descriptor) is None


@pytest.mark.parametrize(
    ("descriptor", "level"),
    [
        ({"civicstat": {"accessLevel": "non-public"}}, "non-public"),
        ({"civicstat": {"accessLevel": "restricted public"}}, "restricted public"),
        ({"accessLevel": "non-public"}, "non-public"),
        ({"resources": [{"name": "a", "civicstat": {"accessLevel": "non-public"}}]}, "non-public"),
        ({"resources": [{"name": "a", "accessLevel": "restricted public"}]}, "restricted public"),
        ({"accessLevel": "public", "civicstat": {"accessLevel": "non-public"}}, "non-public"),
    ],
    ids=["sensitive", "protected", "at the top", "on a resource", "on a resource, at its top", "two levels"],
)
def test_not_public(descriptor: dict[str, Any], level: str) -> None:
    """A package is not public when a level says so, wherever it stands."""
    assert NotPublic(level, rows=False) == access_of(descriptor)


@pytest.mark.parametrize(
    ("descriptor", "pointer", "found"),
    [
        ({"civicstat": {"accessLevel": "nonpublic"}}, "civicstat.accessLevel", "nonpublic"),
        ({"civicstat": {"accessLevel": "Public"}}, "civicstat.accessLevel", "Public"),
        ({"civicstat": {"accessLevel": ["public"]}}, "civicstat.accessLevel", "['public']"),
        ({"civicstat": {"accessLevel": None}}, "civicstat.accessLevel", "None"),
        ({"civicstat": {"access-level": "secret"}}, "civicstat.access-level", "secret"),
        ({"civicstat": "public transport"}, "civicstat", "public transport"),
        ({"civicstat": None}, "civicstat", "None"),
        ({"resources": [{}, {"civicstat": []}]}, "resources[1].civicstat", "[]"),
    ],
)
def test_what_cannot_be_understood_is_not_public(descriptor: dict[str, Any], pointer: str, found: str) -> None:
    """A level that can't be understood hides the package, and the place is told."""
    access = access_of(descriptor)

    assert access == NotPublic("not known", rows=False, problems=(Problem(pointer, found, *SPELLING),))


@pytest.mark.parametrize("place", ["acessLevel", "acces", "AccessLevel"])
def test_a_misspelt_word_is_not_public(place: str) -> None:
    """A level that is not public counts under whatever word it stands."""
    access = access_of({"civicstat": {place: "non-public"}})

    problem = Problem(
        f"civicstat.{place}",
        '"non-public"',
        '"accessLevel" before such a value',
        "Correct the word before it.",
    )
    assert NotPublic("non-public", rows=False, problems=(problem,)) == access


@pytest.mark.parametrize(
    ("resources", "rows"),
    [
        ([], False),
        ([{"name": "calls", "schema": {"fields": []}}], False),
        ([{"name": "calls", "path": "calls.csv"}], True),
        ([{"name": "calls", "data": []}], True),
        (["calls.json"], True),
        ("calls.csv", True),
    ],
)
def test_rows(resources: Any, rows: bool) -> None:
    """A package that is not public holds rows when a resource has data or a path, or can't be understood."""
    assert NotPublic("non-public", rows) == access_of({"accessLevel": "non-public", "resources": resources})
