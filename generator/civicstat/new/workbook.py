"""Excel workbooks: the sheets that hold tables, and every cell as the text that says its value.

A sheet is published as CSV, so that a change of it can be read line by line in a pull request. Nothing of a value is
lost on the way: days and times are written as ISO 8601 says, numbers with all their digits and with the leading zeros
that their format shows.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.utils import get_column_letter

from civicstat.errors import WrongUse
from civicstat.findings import shorten
from civicstat.model import Resource
from civicstat.names import slug
from civicstat.new.sources import SourceTable, frame_of, header_row, listed, looks_like_data, tidied
from civicstat.new.titles import readable_title
from civicstat.sizes import MOST_COLUMNS, file_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

MOST_CELLS = 5_000_000
"""Of a sheet: a larger one takes gigabytes of memory, and Excel itself writes it as CSV in a moment."""

MISTAKES = ("#REF!", "#NAME?", "#VALUE!", "#NULL!", "#NUM!")
"""Cells that show an error of the sheet; `#N/A` and `#DIV/0!` stand for no value."""

_PRECISE = 15


@dataclass(frozen=True)
class _Grid:
    """A sheet's cells as text, from its first to its last that says something, and what they look like."""

    cells: list[list[str]]
    formats: list[list[str]]
    across: frozenset[int]
    """The rows (from 0) in which cells are merged side by side."""
    filled: frozenset[int]
    """The columns (from 0) in which cells were merged downwards, below row `1`."""
    imprecise: frozenset[int]


def read_workbook(
    file: Path, sheets: Sequence[str], choose: Callable[[list[str]], list[str]] | None = None
) -> tuple[SourceTable, ...]:
    """The tables of a workbook's sheets: those named (or numbered from 1), else the only one that holds anything.

    Where several do, `choose` is asked for their names; without it they are listed. Raises `WrongUse`.
    """
    resource = Resource(0, "workbook", "", "", "table", "xlsx", "", "", "", (file.name,), {}, (file,))
    if problem := file_problem(resource):
        raise WrongUse(f"{file.name}: {problem}")
    book = _open(file, values=True)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and _holds_rows(sheet)]
    if not sheets and len(shown) > 1:
        if choose is None:
            names = ", ".join(f'"{s.title}" ({s.max_row:,} rows)' for s in shown)
            raise WrongUse(
                f"{file.name}: holds several sheets: {names}. Name one with --sheet; several "
                "--sheet make several tables."
            )
        sheets = choose([sheet.title for sheet in shown])
    chosen = [_sheet(file, book, name) for name in sheets] if sheets else shown
    if not chosen:
        raise WrongUse(f"{file.name}: no sheet that is shown holds a table: names of columns, and rows below them.")
    formulas = _open(file, values=False) if _has_formulas(file) else None
    hidden = [f'"{s.title}"' for s in book.worksheets if s.sheet_state != "visible"]
    notes = [f"Hidden sheets are not published: {', '.join(hidden)}."] if hidden and not sheets else []
    alone = len(chosen) == 1
    tables = [_table(file, sheet, formulas, alone=alone) for sheet in chosen]
    return (_noted(tables[0], notes), *tables[1:])


def _noted(table: SourceTable, notes: list[str]) -> SourceTable:
    return replace(table, notes=(*table.notes, *notes))


def _open(file: Path, *, values: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(file, data_only=values)
    except Exception as error:
        raise WrongUse(
            f"{file.name}: can't be read as an Excel workbook ({shorten(str(error))}). If it has a password, take it "
            "out; save it again as .xlsx, or save the sheet as CSV."
        ) from error


def _holds_rows(sheet: Any) -> bool:
    return sheet.max_row > 1 or any(cell.value is not None for cell in sheet[1])


def _sheet(file: Path, book: Any, name: str) -> Any:
    names = [sheet.title for sheet in book.worksheets]
    if name in names:
        return book[name]
    if name.isdigit() and 1 <= int(name) <= len(names):
        return book.worksheets[int(name) - 1]
    raise WrongUse(f'{file.name}: --sheet: found "{name}", expected one of {", ".join(names)}, or its number.')


def _has_formulas(file: Path) -> bool:
    with zipfile.ZipFile(file) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(re.search(rb"<f[ >/]", archive.read(name)) for name in parts)


def _table(file: Path, sheet: Any, formulas: Any, *, alone: bool) -> SourceTable:
    place = f'{file.name}, sheet "{sheet.title}"'
    if sheet.max_row * sheet.max_column > MOST_CELLS or sheet.max_column > MOST_COLUMNS * 4:
        last = f"{get_column_letter(sheet.max_column)}{sheet.max_row}"
        raise WrongUse(
            f"{place}: reaches to cell {last}, which is too much to read. Delete the empty rows and columns after the "
            "table, or save the sheet as CSV and name that file."
        )
    _refuse_broken(place, sheet, formulas)
    grid = _grid(sheet)
    if not grid.cells:
        raise WrongUse(f"{place}: is empty.")
    first = header_row(grid.cells)
    below = first
    while below - 1 in grid.across and below < len(grid.cells):  # a name over several columns, and theirs below it
        below += 1
    labels = _labels(grid.cells[first - 1 : below])
    rows = grid.cells[below:]
    names, rows, notes = tidied(labels, rows, below + 1)
    if not rows:
        raise WrongUse(f"{place}: holds the names of columns, but no row of data.")
    if len(names) > MOST_COLUMNS:
        raise WrongUse(f"{place}: found {len(names):,} columns, expected at most {MOST_COLUMNS:,}.")
    notes += _notes(sheet, grid, labels, first, below)
    of_column = {label: [row[at] for row in grid.formats[below:]] for at, label in enumerate(labels)}
    units = {name: unit for name in names if (unit := _unit(of_column.get(name, [])))}
    for name in names:
        if any("%" in form for form in of_column.get(name, [])):
            notes.append(
                f'Column "{name}" is shown as percent; the workbook holds shares of one (0.15), and so does the table.'
            )
    name = slug(file.stem if alone else sheet.title)
    title = readable_title(file.stem if alone else sheet.title)
    return SourceTable(name, title, f"{name}.csv", frame_of(names, rows), units=units, notes=tuple(notes))


def _refuse_broken(place: str, sheet: Any, formulas: Any) -> None:
    """Stop where a formula has no result, or an error for one: its value can't be known."""
    unknown = []
    if formulas is not None:
        unknown = [
            cell.coordinate
            for row in formulas[sheet.title].iter_rows()
            for cell in row
            if cell.data_type == "f" and sheet[cell.coordinate].value is None
        ]
    if unknown:
        raise WrongUse(
            f"{place}: the results of {len(unknown):,} formulas are not in the file ({', '.join(unknown[:5])} …). Open "
            "it in Excel or LibreOffice, save it, and try again; or save the sheet as CSV."
        )
    wrong = [
        f"{cell.coordinate} ({cell.value})"
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" and cell.value in MISTAKES
    ]
    if wrong:
        raise WrongUse(
            f"{place}: {len(wrong):,} cells hold an error in place of a value: {', '.join(wrong[:10])}. Correct the "
            "formulas, or empty the cells."
        )


def _grid(sheet: Any) -> _Grid:
    """All cells as text; merged ones all hold the value that is shown over them."""
    rows = list(sheet.iter_rows())
    only_days = _columns_of_days(rows)
    cells, formats, imprecise = [], [], set()
    for row in rows:
        cells.append([_text(cell, only_day=at in only_days) for at, cell in enumerate(row)])
        formats.append([str(cell.number_format or "") if _is_number(cell.value) else "" for cell in row])
        imprecise |= {at for at, cell in enumerate(row) if _is_number(cell.value) and abs(cell.value) >= 10**_PRECISE}
    across, filled = set(), set()
    for merged in sheet.merged_cells.ranges:
        value = cells[merged.min_row - 1][merged.min_col - 1]
        for row in range(merged.min_row - 1, merged.max_row):
            for column in range(merged.min_col - 1, merged.max_col):
                cells[row][column] = value
            if merged.max_col > merged.min_col and value:
                across.add(row)
        if merged.max_row > merged.min_row and value:
            filled.add(merged.min_col - 1)
    width = max((at + 1 for row in cells for at, cell in enumerate(row) if cell), default=0)
    height = max((at + 1 for at, row in enumerate(cells) if any(row)), default=0)
    return _Grid(
        [row[:width] for row in cells[:height]],
        [row[:width] for row in formats[:height]],
        frozenset(across),
        frozenset(filled),
        frozenset(imprecise),
    )


def _columns_of_days(rows: Sequence[Sequence[Any]]) -> set[int]:
    """The columns (from 0) whose moments are all at midnight: they hold days."""
    moments: dict[int, bool] = {}
    for row in rows:
        for at, cell in enumerate(row):
            if isinstance(cell.value, datetime):
                moments[at] = moments.get(at, True) and cell.value.time() == time()
    return {at for at, midnight in moments.items() if midnight}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(cell: Any, *, only_day: bool) -> str:  # noqa: PLR0911 - one for each kind of value
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _number(value, str(cell.number_format or ""))
        case datetime():
            return value.date().isoformat() if only_day else _whole_seconds(value).isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return _duration(value)
    return str(value)


def _whole_seconds(value: datetime) -> datetime:
    """A moment without the crumbs that Excel leaves, which stores days and their parts as one number."""
    crumbs = value.microsecond % 1000
    rounded = value + timedelta(microseconds=-crumbs if crumbs < 500 else 1000 - crumbs)
    return rounded.replace(tzinfo=None)


def _number(value: float, form: str) -> str:
    """A number with all its digits, and the zeros and hyphens that a format of nothing else shows (`00000-0000`)."""
    plain = re.sub(r'\\(-)|"(-)"', "-", form.partition(";")[0])
    if re.fullmatch(r"0[0-]+", plain) and value >= 0 and float(value).is_integer():
        digits = str(int(value)).zfill(plain.count("0"))
        if len(digits) == plain.count("0"):
            left = iter(digits)
            return "".join(next(left) if mark == "0" else mark for mark in plain)
    if isinstance(value, int) or (value.is_integer() and abs(value) < 10**_PRECISE):
        return str(int(value))
    return f"{Decimal(repr(value)):f}"


def _duration(value: timedelta) -> str:
    """A length of time as ISO 8601 writes it, which is how Table Schema does."""
    sign = "-" if value < timedelta() else ""
    minutes, seconds = divmod(abs(value).total_seconds(), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{sign}PT{hours}H{minutes}M{seconds:g}S"


def _labels(rows: Sequence[Sequence[str]]) -> list[str]:
    """The names of columns: where they stand in two rows, the words of both."""
    return [
        " ".join(dict.fromkeys(" ".join(row[at].split()) for row in rows if row[at].strip()))
        for at in range(len(rows[0]))
    ]


def _notes(sheet: Any, grid: _Grid, labels: list[str], first: int, last: int) -> list[str]:
    notes = []
    if first > 1:
        above = "; ".join(
            shorten(" ".join(dict.fromkeys(filter(None, row))), 60) for row in grid.cells[: first - 1] if any(row)
        )
        notes.append(f'The names of the columns stand in row {first}. What stands above is left out: "{above}".')
    if last > first:
        notes.append(f"The names of the columns stand in rows {first} to {last}; they are joined.")
    if looks_like_data(labels):
        notes.append(
            "The first row holds numbers, not names. If it is data, put a row with the columns' names above it."
        )
    if merged := [labels[at] for at in sorted(grid.filled) if at < len(labels) and labels[at]]:
        notes.append(f"Merged cells: their value stands in every row they covered ({', '.join(merged)}).")
    if unsure := [labels[at] for at in sorted(grid.imprecise) if at < len(labels)]:
        notes.append(
            f"Excel keeps 15 digits of a number, and those of {', '.join(unsure)} have more: the last may be wrong in "
            "the workbook already. Format the column as text and enter them again."
        )
    hidden = [
        letter
        for letter, column in sheet.column_dimensions.items()
        if column.hidden and column.min and column.min <= sheet.max_column
    ]
    if hidden:
        notes.append(f"Columns that are hidden in the sheet ARE in the table: look at {', '.join(sorted(hidden))}.")
    if rows := sorted(number for number, row in sheet.row_dimensions.items() if row.hidden and number <= sheet.max_row):
        notes.append(f"Rows that are hidden or filtered out in the sheet ARE in the table: {listed(rows)}.")
    return notes


def _unit(formats: Sequence[str]) -> str:
    """The currency that every number of a column is shown with."""
    used = {form for form in formats if form}
    signs = {
        match.group() if (match := re.search(r"[$€£¥](?!-)", re.sub(r"\[\$([^\]-]*)[^\]]*\]", r"\1", f))) else ""
        for f in used
    }
    return signs.pop() if len(signs) == 1 else ""
