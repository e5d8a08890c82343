"""Frictionless's errors in words that staff understand."""

import hashlib
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


def told(portal: Portal, rows: str | bytes | None, **resource: Any) -> list[tuple[str, str, str, str]]:
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
             "a day, such as 31.12.2025 (%d.%m.%Y)"),
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
        ("", "the size of the file is not the one that the descriptor states", "20 bytes", "5 bytes")
    ]


def test_a_key_that_stands_twice(portal: Portal) -> None:
    """A repeated key says where it stands already."""
    schema = {"fields": FIELDS, "primaryKey": ["id"]}

    assert told(portal, "id,day\n1,31.12.2025\n1,01.01.2026\n", schema=schema) == [
        (
            "row 3",
            "the row has no key of its own: it is that of row 2 again",
            "",
            "a key that no other row has",
        )
    ]


def todo(portal: Portal, rows: str | bytes, **resource: Any) -> list[str]:
    """What to do about everything that is wrong with a table of trees."""
    described = {"name": "trees", "path": "trees.csv", "schema": {"fields": FIELDS}, **resource}
    files = {"catalog/trees/datapackage.json": {"resources": [described]}, "catalog/trees/trees.csv": rows}
    [package] = parse_catalog(read_sources(portal(files)), Settings()).packages
    return [f.todo for f in scan_package(package).findings]


def test_another_encoding(portal: Portal) -> None:
    """A file in Windows-1252 says which byte is no UTF-8, in which line, what it looks like, and how to save it."""
    fields = [{"name": "id"}, {"name": "street"}]
    rows = "id,street\n1,Main\n2,Peña\n".encode("cp1252")
    described = {"encoding": "utf-8", "schema": {"fields": fields}}

    assert told(portal, rows, **described) == [
        (
            "",
            "the file can't be read with its encoding",
            'the byte F1 in line 3; the file looks like Windows-1252, where it stands for "ñ"',
            "text in UTF-8",
        )
    ]
    assert todo(portal, rows, **described) == [
        "Save the file as CSV UTF-8; in Excel: Save a Copy, CSV UTF-8 (Comma delimited)."
    ]


def test_no_such_encoding(portal: Portal) -> None:
    """An encoding that does not exist is the descriptor's mistake, not the file's."""
    [(_, message, found, _)] = told(portal, "id,day\n1,31.12.2025\n", encoding="utf-88")

    assert (message, found) == ("the descriptor names an encoding that does not exist", "utf-88")


def test_an_empty_file(portal: Portal) -> None:
    """A file without anything in it is called empty."""
    assert told(portal, "") == [("", "the file is empty", "", "the names of the columns, and rows below them")]


SEMICOLONS = "id;day\n1;31.12.2025\n2;01.01.2026\n"


@pytest.mark.parametrize(
    ("rows", "declared", "said"),
    [
        (SEMICOLONS, ",", "the cells are parted by semicolons (;), and the descriptor says commas (,)"),
        (SEMICOLONS.replace(";", "\t"), ",", "the cells are parted by tabs, and the descriptor says commas (,)"),
        (
            SEMICOLONS.replace(";", ","),
            ";",
            "the cells are parted by commas (,), and the descriptor says semicolons (;)",
        ),
    ],
    ids=["semicolons", "tabs", "commas"],
)
def test_another_delimiter(portal: Portal, rows: str, declared: str, said: str) -> None:
    """Cells that are parted otherwise than described are one problem, whatever comes of it in columns and rows."""
    assert told(portal, rows, dialect={"delimiter": declared}) == [
        ("row 1", said, " ".join(rows.partition("\n")[0].split()), "")
    ]


def test_a_wrong_label_with_a_semicolon_is_no_delimiter(portal: Portal) -> None:
    """A name that happens to hold a semicolon is a wrong name."""
    [(_, message, _, expected)] = told(portal, "id;no,day\n1,31.12.2025\n", dialect={"delimiter": ","})

    assert (message, expected) == ("the name of a column is not the one in the descriptor", '"id"')


def test_a_hash_that_is_wrong(portal: Portal) -> None:
    """A wrong hash says the one found and the one stated, and what to write in its place."""
    rows, stated = "id,day\n1,31.12.2025\n", "md5:" + "0" * 32
    right = "md5:" + hashlib.md5(rows.encode(), usedforsecurity=False).hexdigest()

    assert [(found, expected) for _, _, found, expected in told(portal, rows, hash=stated)] == [(right, stated)]
    assert f'"hash": "{right}"' in todo(portal, rows, hash=stated)[0]


def test_a_renamed_file(portal: Portal) -> None:
    """Where a file is missing, the one of its folder that nothing names is told, the likeliest first."""
    files: dict[str, Any] = {
        "catalog/trees/datapackage.json": {
            "resources": [{"name": "trees", "path": "trees.csv"}, {"name": "kinds", "path": "kinds.csv"}]
        },
        "catalog/trees/kinds.csv": "id\n1\n",
        "catalog/trees/about.json": "{}",
        "catalog/trees/trees-2025.csv": "id\n1\n",
    }
    [package] = parse_catalog(read_sources(portal(files)), Settings()).packages

    [finding] = scan_package(package).findings

    assert finding.found == "in its folder, not named by the descriptor: trees-2025.csv, about.json"
    assert finding.todo == (
        'If it is trees-2025.csv: rename that to trees.csv, or write "path": "trees-2025.csv" in the descriptor.'
    )


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ({"constraints": {"pattern": "[A-Z]{2}-[0-9]{4}"}}, '2 capital letters, "-" and 4 digits ([A-Z]{2}-[0-9]{4})'),
        (
            {"constraints": {"pattern": "[A-Z]{2}-[0-9]{4}"}, "example": "SR-1200"},
            "the form [A-Z]{2}-[0-9]{4}, such as SR-1200",
        ),
        ({"constraints": {"pattern": "(?:a|b)+"}}, "the form (?:a|b)+"),
        ({"type": "boolean"}, "one of true, True, TRUE, 1, false, False, FALSE, 0"),
        ({"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}, "one of yes, no"),
        ({"format": "email"}, "an e-mail address, such as opendata@example.org"),
        ({"type": "number", "decimalChar": ","}, "a number, such as 12,5"),
    ],
    ids=["pattern", "pattern with an example", "pattern that is not simple", "boolean", "words", "e-mail", "comma"],
)
def test_what_was_expected(portal: Portal, field: dict[str, Any], expected: str) -> None:
    """What a cell should be is told with an example or in words, never in a formula alone where there is a way."""
    schema = {"fields": [{"name": "code", **field}]}

    assert [words for *_, words in told(portal, "code\nxx\n", schema=schema)] == [expected]


def test_a_word_for_nothing(portal: Portal) -> None:
    """A cell that says in words that there is nothing may be blank."""
    assert todo(portal, "id,day\nn/a,31.12.2025\n") == [
        'Leave the cell blank, or name "n/a" under "missingValues" in the schema.'
    ]


def test_a_column_less(portal: Portal) -> None:
    """A column taken out from among others is one problem, though every later one stands in another's place."""
    fields = [{"name": "id", "type": "integer"}, {"name": "kind"}, {"name": "girth", "type": "number"}, {"name": "at"}]

    assert told(portal, "id,girth,at\n1,12.5,Main\nx,80,Main\n", schema={"fields": fields}) == [
        ('column "kind"', "a column that the descriptor names is missing", "", ""),
        ('row 3, column "id"', "the value does not fit the type of its column", "x", "a whole number, such as 1200"),
    ]


def test_another_order(portal: Portal) -> None:
    """Columns in another order are one problem."""
    assert told(portal, "day,id\n31.12.2025,1\n") == [
        ("", "the columns stand in another order than in the descriptor", "day, id", "id, day")
    ]


def test_a_table_that_is_not_there(portal: Portal) -> None:
    """A reference to a table that the package does not have names those that it has."""
    keys = [{"fields": ["id"], "reference": {"resource": "kinds", "fields": ["id"]}}]
    schema = {"fields": FIELDS, "foreignKeys": keys}

    assert told(portal, "id,day\n1,31.12.2025\n", schema=schema) == [
        ("", "the table refers to one that the package does not have", '"kinds"', 'one of "trees"')
    ]


def test_days_of_a_spreadsheet(portal: Portal) -> None:
    """A column of days that a spreadsheet wrote anew is told of once; a few such cells are told of one by one."""
    schema = {"fields": [{"name": "id", "type": "integer"}, {"name": "day", "type": "date"}]}
    many = "".join(f"{n},{n}/3/2026\n" for n in range(1, 10))
    few = "".join(f"{n},2026-03-0{n}\n" for n in range(1, 8))

    assert told(portal, f"id,day\n{many}x,2026-03-01\n", schema=schema) == [
        (
            'row 2, column "day"',
            "a spreadsheet has written the days of this column in its own way",
            "1/3/2026, and 8 more like it",
            "days such as 2026-03-31",
        ),
        ('row 11, column "id"', "the value does not fit the type of its column", "x", "a whole number, such as 1200"),
    ]
    alone = told(portal, f"id,day\n{few}8,1/3/2026\n9,2/3/2026\n10,3/3/2026\n", schema=schema)
    assert [(place, found) for place, _, found, _ in alone] == [
        ('row 9, column "day"', "1/3/2026"),
        ('row 10, column "day"', "2/3/2026"),
        ('row 11, column "day"', "3/3/2026"),
    ]
