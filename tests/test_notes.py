"""What Frictionless notes of a descriptor, in words; each note made by Frictionless itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from civicstat.standard import descriptor_problems

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = [{"name": "id", "type": "integer"}, {"name": "kind"}]


def problems(tmp_path: Path, package: dict[str, Any], **resource: Any) -> list[tuple[str, str, str, str]]:
    """Place, found, expected and what to do of everything that Frictionless refuses in a table of trees."""
    described = {"name": "trees", "path": "trees.csv", "schema": {"fields": FIELDS}, **resource}
    told = descriptor_problems({"resources": [described], **package}, tmp_path)
    return [(p.problem.pointer, p.problem.found, p.problem.expected, p.problem.todo) for p in told]


NAME = "a name of small letters a to z, digits and the signs - . _ / only"
KNOWN = "string, integer, number, boolean, date, datetime, time, year, yearmonth, duration, geopoint, geojson, list, array, object, any"  # noqa: E501


@pytest.mark.parametrize(
    ("package", "resource", "expected"),
    [
        ({"name": "Bad Name"}, {}, ("name", '"Bad Name"', NAME, 'For example: "bad-name".')),
        ({}, {"name": "BadName"}, ("resources[0].name", '"BadName"', NAME, 'For example: "bad-name".')),
        (
            {},
            {"schema": {"fields": FIELDS, "primaryKey": ["ID"]}},
            ("resources[0].schema.primaryKey", '"ID"', 'the names of columns: "id", "kind"', 'Did you mean "id"?'),
        ),
        (
            {},
            {"schema": {"fields": FIELDS, "primaryKey": ["zz"]}},
            ("resources[0].schema.primaryKey", '"zz"', 'the names of columns: "id", "kind"', "Correct the name."),
        ),
        (
            {},
            {"schema": {"fields": FIELDS, "foreignKeys": [
                {"fields": ["knd"], "reference": {"resource": "", "fields": ["id"]}}
            ]}},
            ("resources[0].schema.foreignKeys", '"knd"', 'the names of columns: "id", "kind"', 'Did you mean "kind"?'),
        ),
        (
            {},
            {"schema": {"fields": [{"name": "id", "type": "interger"}]}},
            ("resources[0].schema.fields[0].type", '"interger"', f"one of {KNOWN}", 'Did you mean "integer"?'),
        ),
        (
            {},
            {"schema": {"fields": [{"name": "id", "type": "text"}]}},
            ("resources[0].schema.fields[0].type", '"text"', f"one of {KNOWN}", 'Did you mean "string"?'),
        ),
        (
            {},
            {"schema": {"fields": [{"name": "on", "type": "boolean", "constraints": {"max": 1}}]}},
            (
                "resources[0].schema.fields[0].constraints.max",
                '"max"',
                "a rule that a boolean column can have: required, enum, unique",
                "Take it out.",
            ),
        ),
        (
            {},
            {"schema": {"fields": [{"name": "id"}, {"name": "id"}]}},
            (
                "resources[0].schema.fields",
                '"id" more than once',
                "a name of its own for every column",
                "Rename one of them. The first row of the file has to have the same names.",
            ),
        ),
        (
            {},
            {"dialect": {"delimiter": 5}},
            ("resources[0].dialect.delimiter", "5", "text", "Correct the value."),
        ),
        (
            {"licenses": [{"title": "Open"}]},
            {},
            (
                "licenses[0]",
                'no "name" and no "path"',
                "its short name, or its address",
                'Add it, such as "name": "CC-BY-4.0".',
            ),
        ),
        (
            {"created": "yesterday"},
            {},
            (
                "created",
                '"yesterday"',
                "a day and a time, such as 2026-03-31T14:05:00Z",
                "Correct it or take it out.",
            ),
        ),
        (
            {"contributors": [{"title": "A", "email": "nope"}]},
            {},
            (
                "contributors[0].email",
                '"nope"',
                "an e-mail address, such as opendata@example.org",
                "Correct it or take it out.",
            ),
        ),
        (
            {},
            {"missingValues": ["-"]},
            ("resources[0].missingValues", '"missingValues" here', '"missingValues" under "schema"', "Move it there."),
        ),
    ],
    ids=[
        "package name", "resource name", "key by case", "key", "foreign key", "misspelt type", "another type",
        "constraint", "names twice", "dialect", "licence", "created", "e-mail", "elsewhere",
    ],
)  # fmt: skip
def test_in_words(
    tmp_path: Path, package: dict[str, Any], resource: dict[str, Any], expected: tuple[str, str, str, str]
) -> None:
    """A note says where it is, what stands there, what may, and the nearest right word where there is one."""
    assert problems(tmp_path, package, **resource) == [expected]
