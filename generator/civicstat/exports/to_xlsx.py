"""Excel workbooks, within their limits."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from civicstat.distributions import Shortfall
from civicstat.exports.values import MOST_CELLS, geometry_name, text_columns
from civicstat.tables import column_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from civicstat.tables import Table

# Excel's own limits: https://support.microsoft.com/en-us/office/excel-specifications-and-limits
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_CHARACTERS = 32_767
FIRST_DAY = date(1900, 3, 1)
"""The first day that all programs count alike: Excel believes in a February 29, 1900."""

_DOUBLES = (2.3e-308, 9.9e307)
"""What Excel's numbers lie between: https://learn.microsoft.com/en-us/office/troubleshoot/excel/floating-point-arithmetic-inaccurate-result"""

_MADE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""When every workbook was made: the same rows give the same bytes."""

_UNWRITABLE = r"[\x00-\x08\x0b-\x1f\x{FFFE}\x{FFFF}]|_x[0-9A-Fa-f]{4}_"
"""What a workbook writes in a way of its own, which not every reader undoes."""

_FORMS = {pl.Date: "yyyy-mm-dd", pl.Datetime: "yyyy-mm-dd hh:mm:ss", pl.Time: "hh:mm:ss"}


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet whose numbers are written to their last digit, as Excel does, and not to the sixteenth."""

    def _xml_number_element(self, number: float, attributes: Iterable[tuple[str, Any]] = ()) -> None:
        told = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{told}><v>{number!r}</v></c>")


def write_xlsx(table: Table, to: Path) -> tuple[bool, tuple[Shortfall, ...]]:
    """Write a table as a workbook of one sheet. Text is text, whatever it begins with: no cell is a formula."""
    if not table.fields:
        return False, ()
    if table.rows + 1 > MOST_ROWS or table.rows * len(table.fields) > MOST_CELLS:
        return False, (Shortfall(table.resource, "xlsx", "size"),)
    if len(table.fields) + table.mapped > MOST_COLUMNS:
        return False, (Shortfall(table.resource, "xlsx", "columns"),)
    exact = table.exact
    typed = {
        f.name: column
        for f in table.fields
        if f.name not in exact and (column := _typed(table.column(f.name))) is not None
    }
    if lost := tuple(name for name in table.lost if name not in typed):
        return False, (Shortfall(table.resource, "xlsx", "format", lost),)
    texts = text_columns(table)
    if table.mapped:
        texts = texts.with_columns(table.geometry_texts.alias(geometry_name(table)))
    written = [name for name in texts.columns if name not in typed]
    for why, test in (("long text", _too_long), ("characters", _unwritable)):
        wrong = tuple(name for name in written if test(column_of(texts, name)))
        wrong += tuple(name for name in texts.columns if test(pl.Series([name])) and name not in wrong)
        if wrong:
            return False, (Shortfall(table.resource, "xlsx", why, wrong),)  # type: ignore[arg-type]
    _write(to, table.resource, {name: typed.get(name, texts[name]) for name in texts.columns})
    plain = {f.name for f in table.fields if table.column(f.name).dtype != pl.String}
    told = tuple(name for name in written if name in plain)
    return True, (Shortfall(table.resource, "xlsx", "as text", told),) if told else ()


def _typed(column: pl.Series) -> pl.Series | None:  # noqa: PLR0911 - one for each type
    """A column by its type; None where Excel has no such type, or can't hold its values."""
    values = column.drop_nulls()
    if column.dtype == pl.String:
        return None
    if column.dtype == pl.Int64:
        # More digits than a double holds, which is what Excel makes of every number.
        return column if values.is_between(-(10**15), 10**15).all() else None
    if column.dtype == pl.Float64:
        return column if ((values == 0) | values.abs().is_between(*_DOUBLES)).all() else None
    if column.dtype == pl.Boolean:
        return column
    # A moment is kept as days and a fraction, from which readers take thousandths of a second.
    if column.dtype != pl.Date and (values.dt.nanosecond() % 1_000_000 != 0).any():
        return None
    if column.dtype == pl.Time:
        return column
    return column if values.len() == 0 or values.dt.date().min() >= FIRST_DAY else None  # type: ignore[operator]


def _too_long(texts: pl.Series) -> bool:
    # Excel counts a sign outside the first 65,536, such as most emoji, as two.
    length = texts.str.len_chars() + texts.str.count_matches(r"[\x{10000}-\x{10FFFF}]")
    return bool((length > MOST_CHARACTERS).any())


def _unwritable(texts: pl.Series) -> bool:
    """True where a text would come back as another one; an empty text comes back as a blank."""
    return bool((texts.str.contains(_UNWRITABLE) | (texts == "")).any())


def _write(to: Path, title: str, columns: Mapping[str, pl.Series]) -> None:
    options = {"constant_memory": True, "tmpdir": str(to.parent), "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(str(to), options) as book:
        book.set_properties({"created": _MADE})
        head, blank = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(_sheet_name(title), _Sheet)
        sheet.freeze_panes(1, 0)
        writers = [_writer(sheet, column, book) for column in columns.values()]
        for number, (name, column) in enumerate(columns.items()):
            longest = max((len(str(value)) for value in column.head(200) if value is not None), default=0)
            sheet.set_column(number, number, min(48, max(9, longest, len(name)) + 2))
        for number, name in enumerate(columns):
            sheet.write_string(0, number, name, head)
        for row, values in enumerate(zip(*(column.to_list() for column in columns.values()), strict=True), 1):
            for number, value in enumerate(values):
                if value is not None:
                    writers[number](row, number, value)
            if not any(value is not None for value in values):
                sheet.write_blank(row, 0, None, blank)  # else a last row of nothing would not be there


def _writer(sheet: Any, column: pl.Series, book: Any) -> Callable[[int, int, Any], Any]:
    if column.dtype == pl.String:
        return sheet.write_string  # type: ignore[no-any-return]
    if column.dtype == pl.Boolean:
        return sheet.write_boolean  # type: ignore[no-any-return]
    if column.dtype.is_numeric():
        return sheet.write_number  # type: ignore[no-any-return]
    form = book.add_format({"num_format": _FORMS[column.dtype.base_type()]})
    return lambda row, place, value: sheet.write_datetime(row, place, value, form)


def _sheet_name(name: str) -> str:
    """A name that Excel takes for a sheet: 31 characters, some signs left out, no apostrophe at its ends."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]", " ", name)
    short = plain.encode("utf-16-le", "replace")[:62].decode("utf-16-le", "ignore").strip(" '")
    return short if short and short.lower() != "history" else "data"
