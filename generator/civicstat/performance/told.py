"""What is wrong with a table of measures as a whole: its headers, blanks around words, words in several spellings."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from civicstat.checks.words import counted, listed, row_number
from civicstat.performance.places import plain
from civicstat.progress.cells import cell_text
from civicstat.shapes import SHAPES
from civicstat.shapes.yearly import looks_yearly, year_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civicstat.progress.cells import Row
    from civicstat.progress.rows import Reading
    from civicstat.shapes.yearly import YearColumn

_IN_WORDS = {"actual": "figure", "target": "target", "q1": "first quarter", "q2": "second quarter"}
_IN_WORDS |= {"q3": "third quarter", "q4": "fourth quarter"}
_SPELT = ("type", "desired", "interval", "unit", "equity", "retired")
"""The columns of measures that hold a few words over and over."""


def part_in_words(column: YearColumn) -> str:
    """What a column of a fiscal year holds: `the target of fiscal year 2026`."""
    return f"the {_IN_WORDS[column.part]} of fiscal year {column.year}"


def tell_headers(reading: Reading) -> None:
    """Tell of headers that may be meant for a fiscal year, and of two columns that tell of the same."""
    table = reading.scan.table("measures")
    if table is None:
        return
    ours = {reading.header("measures", c.name) for shape in SHAPES["performance"] for c in shape.columns}
    first: dict[YearColumn, str] = {}
    for name in (f.name for f in table.fields if f.name not in ours):
        column = year_column(name)
        if column and column in first:
            reading.tell(
                "PR037",
                resource="measures",
                column=name,
                message=f'two columns hold {part_in_words(column)}: where both are filled in, "{first[column]}" holds',
                found=f'"{first[column]}" and "{name}"',
                expected="one column",
                todo="Take out the one that is wrong.",
            )
        elif column:
            first[column] = name
        elif looks_yearly(name):
            reading.tell(
                "PR003",
                resource="measures",
                column=name,
                message="the column is not read, though its name looks like that of a fiscal year",
                expected='a name such as "FY 26 Target", "FY 26 Q1" or "FY 26 Actual"',
                todo="Rename it, if it is meant to be read.",
            )


def tell_edges(reading: Reading) -> None:
    """Tell of cells with blanks around or within what they say that nobody sees, once for each column."""
    for shape in SHAPES["performance"]:
        table, resource = reading.scan.table(shape.name), reading.package.resource(shape.name)
        if table is None or resource is None:
            continue
        there = {f.name for f in table.fields}
        for column in (reading.header(shape.name, c.name) for c in shape.columns if not c.long):
            texts = table.column(column) if column in there else None
            if texts is None or texts.dtype != pl.String:
                continue
            found = [(n, text) for n, text in enumerate(texts) if text and text != " ".join(text.split())]
            if found:
                number, text = found[0]
                reading.tell(
                    "PR039",
                    resource=shape.name,
                    row=row_number(resource, number),
                    column=_own(reading, shape.name, column),
                    message="blanks stand before, behind or doubled within "
                    + ("this cell" if len(found) == 1 else f"{counted(len(found), 'cell')} of the column"),
                    found=re.sub(r"\s", "·", text),
                    expected="one blank between words, and none at the edges; here each is a dot",
                )


def _own(reading: Reading, table: str, header: str) -> str:
    """Our name of a column, from the file's."""
    shape = next(s for s in SHAPES["performance"] if s.name == table)
    return next(c.name for c in shape.columns if reading.header(table, c.name) == header)


def tell_spellings(reading: Reading, rows: Sequence[Row]) -> None:
    """Tell of words that stand in one column in several spellings, such as `Count` beside `count`, once for each."""
    for column in _SPELT:
        spelt: dict[str, Counter[str]] = {}
        for row in rows:
            if text := cell_text(row.text(column)):
                spelt.setdefault(plain(text), Counter())[text] += 1
        for same in spelt.values():
            if len(same) > 1:
                (usual, _), *others = same.most_common()
                rare = {text for text, _ in others}
                first = next(row for row in rows if cell_text(row.text(column)) in rare)
                reading.tell(
                    "PR039",
                    resource="measures",
                    row=first.number,
                    column=column,
                    message=f"{counted(sum(n for _, n in others), 'cell')} of the column "
                    f"{'spells' if sum(n for _, n in others) == 1 else 'spell'} a word in another way than most",
                    found=listed(sorted(rare), 5),
                    expected=f'"{usual}"',
                )
