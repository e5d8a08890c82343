"""Checks of percentages: a share written as 0.969 in one row and as 87.9 in another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from civicstat.checks.check import Hit, TableSubject, check_table
from civicstat.checks.words import counted, first_row, names_of, row_number, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civicstat.tables import Field, Table

PERCENT = {"percent", "percentage", "percentages", "pct", "prozent", "%"}
"""Words for hundredths, in units and names."""

_UNIT_COLUMN = {"unit", "units", "uom", "measure", "format", "percent", "count", "kind", "type"}
"""Words in the name of a column that says of each row what is counted in it."""

MOST_UNITS = 50
"""A column of more different values is none of units."""

FEWEST_PERCENT = 3
"""So many percentages show what the column's rows usually hold."""

VALLEY = 0.25
"""Where shares are written in two ways, few values lie between the two heaps: at most so many for each in the smaller.

Percentages alone thin out towards zero instead, and those from 1 to 5 outnumber those below 1."""

FEWEST_FRACTIONS, SHARE_OF_ROWS = 3, 0.05
"""From so many fractions on, heap and valley say enough; of fewer, their decimals have to tell them apart too."""


@check_table(
    "DT006",
    severity="warning",
    wrong="unit,2024,2025\npercent,0.969,87.9",
    right="unit,2024,2025\npercent,96.9,87.9",
)
def mixed_shares(subject: TableSubject) -> Iterator[Hit]:
    """Percentages and fractions stand mixed in one column.

    `0.969` and `87.9` both mean a share, but one has to be multiplied by 100 first: sums, means and charts of the
    column are wrong. A spreadsheet makes the mistake by itself, where some cells are formatted as percent and others
    are not. Looked at are columns whose unit or name says percent, rows whose own column of units does, and columns
    with percent signs.
    """
    table = subject.table
    units = _percent_rows(table)
    for field in table.fields:
        if field.type not in ("number", "string"):
            continue
        column = table.column(field.name)
        signed = pl.repeat(value=False, n=len(column), eager=True)
        if field.type == "string":
            if not _is_numeric(column):
                continue
            signed = column.str.contains("%", literal=True).fill_null(value=False)
        if _says_percent(field) or (units is None and signed.any()):
            asked = pl.repeat(value=True, n=len(column), eager=True)
        elif units is not None:
            asked = units | signed
        else:
            continue
        yield from _mixed(subject, field.name, column, asked, signed)


def _mixed(subject: TableSubject, name: str, column: pl.Series, asked: pl.Series, signed: pl.Series) -> Iterator[Hit]:
    """What to report of a column; `asked` are the rows whose values are shares, `signed` those with a percent sign."""
    values = _numbers(column)
    fractions = asked & ~signed & (values > 0) & (values < 1)
    percents = asked & ((values >= 5) | (signed & (values >= 1)))
    between = asked & ~signed & (values > 1) & (values < 5)
    low, high, valley = (int(mask.sum() or 0) for mask in (fractions, percents, between))
    if not low or high < FEWEST_PERCENT or valley > VALLEY * min(low, high):
        return
    few = low < max(FEWEST_FRACTIONS, SHARE_OF_ROWS * (low + high))
    if few and _decimals(values, fractions) < _decimals(values, percents) + 2:
        return
    index, other = fractions.fill_null(value=False).arg_max() or 0, percents.fill_null(value=False).arg_max() or 0
    at = row_number(subject.resource, other)
    yield Hit(
        field=name,
        row=first_row(subject.resource, fractions),
        found=f"{column[index]} beside {column[other]}{f' in row {at:,}' if at else ''}; "
        f"{counted(low, 'value')} of {low + high + valley:,} below 1",
        expected="all as percentages (96.9), or all as fractions (0.969)",
        todo="Multiply the fractions by 100, and say percent in the unit.",
    )


def _says_percent(field: Field) -> bool:
    return bool(PERCENT & set(words_of(field.unit)) if field.unit else PERCENT & names_of(field))


def _percent_rows(table: Table) -> pl.Series | None:
    """The rows that a column of units says are percentages; None where there is no such column."""
    for field in table.fields:
        if field.type == "string" and 0 < field.profile.distinct <= MOST_UNITS and names_of(field) & _UNIT_COLUMN:
            column = table.column(field.name)
            words = [value for value in column.unique().drop_nulls().to_list() if value.strip().casefold() in PERCENT]
            if words:
                return column.is_in(words).fill_null(value=False)
    return None


def _is_numeric(column: pl.Series) -> bool:
    """True for a column of texts that are mostly numbers, by its first thousand."""
    some = column.drop_nulls().head(1000)
    return len(some) > 0 and _numbers(some).null_count() * 2 <= len(some)


def _numbers(column: pl.Series) -> pl.Series:
    """Texts such as `64.98%`, `$2,992` and `0.969` as numbers; null for any other."""
    if column.dtype == pl.String:
        column = column.str.strip_chars().str.replace_all(r"[%$€£,\s]", "")
    return column.cast(pl.Float64, strict=False)


def _decimals(values: pl.Series, mask: pl.Series) -> float:
    """How many decimals the values have, in the median."""
    texts = values.filter(mask.fill_null(value=False)).unique().cast(pl.String)
    median = texts.str.extract(r"\.(\d*[1-9])0*$").str.len_chars().fill_null(0).median()
    return float(median) if isinstance(median, int | float) else 0.0
