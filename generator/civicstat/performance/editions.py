"""Measures from the rows of all editions of a plan: which rows are one measure, what holds, and what says otherwise."""

from __future__ import annotations

import itertools
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from civicstat.names import slug
from civicstat.performance.held import MeasureRow, measure_of
from civicstat.performance.places import plain
from civicstat.shapes import shape_of
from civicstat.shapes.yearly import YearColumn, fiscal_year, year_column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from civicstat.performance.model import AgencyMeasure
    from civicstat.performance.places import Place
    from civicstat.progress.cells import Row
    from civicstat.progress.rows import Reading

ALIKE = 0.6
"""Two titles of one agency that are as alike as this are one measure, where an id stands for several."""


def measures_of(reading: Reading, rows: Sequence[Row], place: Callable[[Row], Place]) -> tuple[AgencyMeasure, ...]:
    """Every measure of the table, in the order of its first row, and everything that is wrong told.

    Rows of one id are one measure, one row for each edition. Where an edition has an id twice, agency and title tell
    which rows belong together.
    """
    columns = _columns(reading)
    by_id: dict[str, list[MeasureRow]] = {}
    for row in rows:
        cells: dict[YearColumn, str] = {}
        for header, column in columns.items():
            if text := row.text(header):
                cells.setdefault(column, text)
        edition = " ".join(row.text("edition").split())
        found = MeasureRow(row, edition, fiscal_year(edition) or 0, place(row), cells)
        by_id.setdefault(slug(row.text("id")), []).append(found)
    taken = set(by_id)
    headers = {column: header for header, column in reversed(columns.items())}
    measures: list[AgencyMeasure] = []
    for name, same in by_id.items():
        apart = _apart(reading, same)
        for number, held in enumerate(apart):
            key = next(k for n in itertools.count(2) if (k := f"{name}-{n}") not in taken) if number else name
            taken.add(key)
            measures.append(measure_of(reading, key, held, headers, shared=len(apart) > 1))
    return tuple(measures)


def _columns(reading: Reading) -> dict[str, YearColumn]:
    """The columns of fiscal years by their headers, in the order of the file."""
    table = reading.scan.table("measures")
    ours = {reading.header("measures", column.name) for column in shape_of("performance", "measures").columns}
    names = [f.name for f in table.fields if f.name not in ours] if table else []
    return {name: column for name in names if (column := year_column(name))}


def _apart(reading: Reading, rows: Sequence[MeasureRow]) -> list[list[MeasureRow]]:
    """The rows of one id, measure by measure, each from the first edition to the last."""
    ordered = sorted(rows, key=lambda r: r.year)
    editions = [plain(r.edition) for r in ordered]
    if len(set(editions)) == len(editions):
        return [ordered]
    found: list[list[MeasureRow]] = []
    for edition in dict.fromkeys(editions):
        of_edition = [r for r in ordered if plain(r.edition) == edition]
        left: list[MeasureRow] = []
        seen: dict[tuple[str, str], MeasureRow] = {}
        for row in of_edition:
            if first := seen.get(row.signature):
                _tell_twice(reading, row, first)
                continue
            seen[row.signature] = row
            own = next((held for held in found if held[-1].signature == row.signature), None)
            if own is None:
                left.append(row)
            else:
                own.append(row)
        for row in left:
            others = [h for h in found if plain(h[-1].edition) != edition and _alike(h[-1], row) >= ALIKE]
            if others:
                max(others, key=lambda h: _alike(h[-1], row)).append(row)
            else:
                found.append([row])
        for row in list(seen.values())[1:]:
            _tell_shared(reading, row, next(iter(seen.values())))
    return found


def _alike(one: MeasureRow, other: MeasureRow) -> float:
    """How alike the titles of two rows of one agency are, from 0 to 1; 0 for two agencies."""
    (agency, title), (of_other, other_title) = one.signature, other.signature
    return SequenceMatcher(None, title, other_title).ratio() if agency == of_other else 0.0


def _tell_twice(reading: Reading, row: MeasureRow, first: MeasureRow) -> None:
    same = dict(row.cells) == dict(first.cells)
    reading.leave_out("measures", row.row)
    reading.tell(
        "PR036",
        resource="measures",
        row=row.row.number,
        column="id",
        message=f"the measure stands in this edition twice{'' if same else ', with other figures'}: "
        f"this row is left out, and row {first.row.number} holds",
        found=row.text("id"),
        expected="one row for each measure and edition",
        todo="Take out the row that is wrong.",
    )


def _tell_shared(reading: Reading, row: MeasureRow, first: MeasureRow) -> None:
    reading.tell(
        "PR036",
        resource="measures",
        row=row.row.number,
        column="id",
        message=f"another measure of this edition, in row {first.row.number}, has this id: each is shown, under an "
        "address of its own",
        found=row.text("id"),
        expected="an id that no other measure has",
    )
