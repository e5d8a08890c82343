"""A table as it was found in a file, before anything is known of what its columns mean."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from civicstat.errors import WrongUse
from civicstat.tables import column_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_LOOKED_AT = 50


@dataclass(frozen=True)
class SourceTable:
    """A table: its `columns` as text (null where blank), and what the descriptor has to say of its file.

    `origin` is the file that is copied byte for byte as `path`; where there is none, the columns are written as CSV.
    `properties` are the resource's own (format, encoding, dialect …). `units` are those that a spreadsheet's number
    formats say, `types` those that a GeoJSON file's values have. `notes` tell what a person should look at.
    """

    name: str
    title: str
    path: str
    columns: pl.DataFrame
    origin: Path | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    mapped: bool = False
    """True for a GeoJSON file, whose rows are its features."""


def header_row(records: Sequence[Sequence[str]]) -> int:
    """The number of the record that names the columns; 1 unless titles stand above them.

    Titles are told by their few cells: fewer than half of what the widest of the first rows has.
    """
    filled = [_filled(record) for record in records[:_LOOKED_AT]]
    widest = max(filled, default=0)
    if widest < 2 or not filled or filled[0] * 2 > widest:
        return 1
    for number, count in enumerate(filled, 1):
        if count * 2 > widest:
            cells = [cell for cell, _ in groupby(cell.strip() for cell in records[number - 1]) if cell]
            return number if len(set(cells)) == len(cells) and not any(map(_numeric, cells)) else 1
    return 1


def _filled(record: Sequence[str]) -> int:
    """How many cells say something; a title that is merged over all of them counts once."""
    cells = [cell for cell in record if cell.strip()]
    return 1 if len(set(cells)) == 1 else len(cells)


def _numeric(cell: str) -> bool:
    try:
        float(cell.replace(",", "").strip("$%"))
    except ValueError:
        return False
    return not (len(cell) == 4 and cell.isdigit())  # a year may name a column


def label_problems(labels: Sequence[str]) -> list[str]:
    """What is wrong with the names of columns: blanks and repetitions."""
    found = [f"column {number} has no name" for number, label in enumerate(labels, 1) if not label]
    twice = [label for label, count in Counter(filter(None, labels)).items() if count > 1]
    places = {label: [n for n, other in enumerate(labels, 1) if other == label] for label in twice}
    return found + [f'columns {listed(numbers)} are all called "{label}"' for label, numbers in places.items()]


def looks_like_data(labels: Sequence[str]) -> bool:
    """True where no cell of the header is a name: it is a first row of numbers."""
    return bool(labels) and all(_numeric(label) for label in labels)


def tidied(
    labels: Sequence[str], rows: Sequence[Sequence[str]], first: int
) -> tuple[list[str], list[list[str]], list[str]]:
    """A table without blank rows and blank columns, each column with a name of its own, and notes on what was done.

    `first` is the row number of the first of `rows`. Raises `WrongUse` where a row has more cells than there are
    columns.
    """
    width = len(labels)
    wide = [first + at for at, row in enumerate(rows) if any(cell.strip() for cell in row[width:])]
    if wide:
        raise WrongUse(
            f"rows {listed(wide)} have more cells than there are columns. Look for a comma that should be in quotes, "
            "or name the columns in the first row."
        )
    padded = [[*row[:width], *[""] * (width - len(row))] for row in rows]
    kept = [row for row in padded if any(cell.strip() for cell in row)]
    columns = [at for at in range(width) if labels[at] or any(row[at].strip() for row in kept)]
    notes = []
    if gone := len(padded) - len(kept):
        notes.append(f"{gone:,} blank row{'s are' if gone > 1 else ' is'} left out.")
    if gone := width - len(columns):
        notes.append(f"{gone:,} blank column{'s are' if gone > 1 else ' is'} left out.")
    names: list[str] = []
    for at in columns:
        name = base = labels[at] or f"column_{at + 1}"
        number = 2
        while name in names or (name != labels[at] and name in labels):
            name, number = f"{base}_{number}", number + 1
        if name != labels[at]:
            was = "the same name as another" if labels[at] else "no name"
            notes.append(f'Column {at + 1} had {was}; it is "{name}".')
        names.append(name)
    return names, [[row[at] for at in columns] for row in kept], notes


def frame_of(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> pl.DataFrame:
    """Rows of text as columns, null where a cell is empty; short rows are filled up, long ones cut."""
    width = len(labels)
    padded = (row if len(row) == width else [*row[:width], *[""] * (width - len(row))] for row in rows)
    columns = list(zip(*padded, strict=True)) or [()] * width
    return blanks_as_null(
        pl.DataFrame([pl.Series(n, c, dtype=pl.String) for n, c in zip(labels, columns, strict=True)])
    )


def blanks_as_null(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with null for every empty text."""
    return pl.DataFrame([_filled_or_null(column_of(frame, name)).alias(name) for name in frame.columns])


def _filled_or_null(texts: pl.Series) -> pl.Series:
    return pl.select(pl.when(texts != "").then(texts)).to_series()


def write_csv(frame: pl.DataFrame, file: Path) -> None:
    """Columns of text as CSV: UTF-8, commas, lines that end as git likes them."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(frame.columns)
        writer.writerows(frame.iter_rows())


def listed(numbers: Sequence[int], most: int = 10) -> str:
    """Row numbers in words: `3, 4 and 17`."""
    shown = [f"{number:,}" for number in numbers[:most]]
    if len(numbers) > most:
        return f"{', '.join(shown)} and {len(numbers) - most:,} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
