"""Frictionless's errors in words that staff understand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from civicstat.catalog import parse_catalog
from civicstat.scan import scan_package
from civicstat.settings import Settings
from civicstat.sources import read_sources

Portal = Callable[[dict[str, Any]], Path]
FIELDS = [
    {"name": "id", "type": "integer", "constraints": {"minimum": 1}},
    {"name": "day", "type": "date", "format": "%d.%m.%Y"},
]


def told(portal: Portal, rows: str | None, **resource: Any) -> list[tuple[str, str, str, str]]:
    """The place, message, found and expected of everything that is wrong with a table of trees."""
    described = {"name": "trees", "path": "trees.csv", "schema": {"fields": FIELDS}, **resource}
    files: dict[str, Any] = {"catalog/trees/datapackage.json": {"resources": [described]}}
    if rows is not None:
        files["catalog/trees/trees.csv"] = rows
    [package] = parse_catalog(read_sources(portal(files)), Settings()).packages
    return [(f.place, f.message, f.found, f.expected) for f in scan_package(package).findings]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "id,day\nx,31.12.2025\n",
            (
                'row 2, column "id"',
                "the value does not fit the type of its column",
                "x",
                "a whole number, such as 1200",
            ),
        ),
        (
            "id,day\n1,2025-12-31\n",
            ('row 2, column "day"', "the value does not fit the type of its column", "2025-12-31",
             "a day in the form %d.%m.%Y"),
        ),
        (
            "id,day\n0,31.12.2025\n",
            ('row 2, column "id"', "the value breaks a rule of its column", "0", "at least 1"),
        ),
        ("id,day\n\n1,31.12.2025\n", ("row 2", "the row is blank", "", "")),
        (
            "id,day\n1,31.12.2025,9\n",
            ("row 2", "the row has more cells than there are columns", "9", ""),
        ),
        (
            "id\n1\n",
            ('column "day"', "a column that the descriptor names is missing", "", ""),
        ),
    ],
    ids=["type", "format", "constraint", "blank row", "extra cell", "missing column"],
)  # fmt: skip
def test_a_row(portal: Portal, rows: str, expected: tuple[str, str, str, str]) -> None:
    """An error of a row says its place, what is wrong, what stands there and what should."""
    assert told(portal, rows)[0] == expected


def test_a_missing_file(portal: Portal) -> None:
    """A data file that is not there is said so, without the machine's words for it."""
    assert told(portal, None) == [("", "the file is not there, or can't be opened", "", "a file at that path")]


def test_a_size_that_is_wrong(portal: Portal) -> None:
    """A stated size that the file does not have says both."""
    assert told(portal, "id,day\n1,31.12.2025\n", bytes=5) == [
        ("", "the size of the file is not the one that the descriptor states", "", 'expected is "5" and actual is "20"')
    ]


def test_a_key_that_stands_twice(portal: Portal) -> None:
    """A repeated key says where it stands already."""
    schema = {"fields": FIELDS, "primaryKey": ["id"]}

    assert told(portal, "id,day\n1,31.12.2025\n1,01.01.2026\n", schema=schema) == [
        (
            "row 3",
            "the row has no key of its own: it is the same as in the row at position 2",
            "",
            "a key that no other row has",
        )
    ]
