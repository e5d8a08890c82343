"""Checks of what repeats: whole rows, and columns that say the same thing everywhere or nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.checks.check import Hit, TableSubject, check_table
from civicstat.checks.words import counted, names_of, row_number
from civicstat.findings import shorten
from civicstat.shapes import is_progress_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civicstat.tables import Table

FEWEST_ROWS = 10
"""In a shorter table, equal cells are no sign of anything."""

MOST_BY_NATURE = 0.05
"""Where more of the rows repeat others and no column tells rows apart, the table is one in which rows do repeat."""

_UNITS = {"unit", "units", "uom", "currency", "measure", "version", "source"}
"""Words of columns that rightly say the same in every row."""


@check_table(
    "DT009",
    severity="warning",
    wrong="id,day,tons\n1,2026-03-14,12.5\n1,2026-03-14,12.5",
    right="id,day,tons\n1,2026-03-14,12.5\n2,2026-03-14,12.5",
)
def repeated_rows(subject: TableSubject) -> Iterator[Hit]:
    """Rows stand more than once.

    Every cell is the same, so the row was likely pasted or exported twice, and everything that is counted or added up
    is too high. Where two equal rows are two things, give each a number of its own. Tables without any such number, of
    which more than one row in twenty repeats another, are not reported: there it is the rule.
    """
    table = subject.table
    if table.primary_key or table.rows < 2 or not table.fields:
        return
    columns = table.columns
    if table.mapped:
        columns = columns.with_columns(table.geometry_texts.alias("\0geometry"))
    hashes = columns.hash_rows(seed=0)
    if hashes.n_unique() == table.rows:
        return
    # Hashes may agree by chance: only the rows in question are compared cell by cell.
    asked = hashes.is_duplicated()
    places = asked.arg_true()
    again = ~columns.filter(asked).to_struct("\0row").is_first_distinct()
    extra = int(again.sum())
    if not extra or (extra > MOST_BY_NATURE * table.rows and not _tells_apart(table, extra)):
        return
    index = int(places.filter(again)[0])
    first = int((hashes == hashes[index]).arg_max() or 0)
    row, like = row_number(subject.resource, index), row_number(subject.resource, first)
    pair = f"row {row:,} is row {like:,} again" if row and like else f"feature {index + 1:,} is {first + 1:,} again"
    yield Hit(
        row=row,
        found=f"{counted(extra, 'row')} of {table.rows:,} that another row says already: {pair}",
        expected="each row once",
        todo="Take out what stands twice; or add a column that tells the rows apart.",
    )


@check_table(
    "DT010",
    severity="warning",
    wrong="ward,inspector,visits\n1,,12\n2,,7",
    right="ward,visits\n1,12\n2,7",
)
def empty_column(subject: TableSubject) -> Iterator[Hit]:
    """The column is empty.

    No row has a value in it. Take it out, or say in its description when it will be filled.
    """
    if is_progress_table(subject.package.kind, subject.resource.name):
        return  # which of these columns are needed is told by the checks of progress
    for field in subject.table.fields:
        if subject.table.rows and field.profile.values == 0:
            yield Hit(
                field=field.name,
                found=counted(subject.table.rows, "blank"),
                expected="values, or no such column",
                todo="Fill it in, or take the column out of the file and the descriptor.",
            )


@check_table(
    "DT011",
    severity="warning",
    wrong="city,ward,visits\nBaltimore,1,12\nBaltimore,2,7",
    right='"spatial": "Baltimore, Maryland" in the descriptor, and in the file\n\nward,visits\n1,12\n2,7',
)
def constant_column(subject: TableSubject) -> Iterator[Hit]:
    """The column says the same in every row.

    It tells readers nothing about any one row, and may be a filter of the export that nobody meant. Say it once in the
    description and take the column out; or keep it with a waiver, where other tables need it to fit together.
    """
    if subject.package.kind == "quality":
        return  # a record of numbers, each from the day on which it changed
    for field in subject.table.fields:
        profile = field.profile
        plain = profile.distinct == 1 and profile.blanks == 0 and profile.rows >= FEWEST_ROWS
        if plain and not names_of(field) & _UNITS:
            yield Hit(
                field=field.name,
                found=f'"{shorten(profile.top[0][0], 40)}" in all {profile.rows:,} rows' if profile.top else "",
                expected="values that differ, or no such column",
                todo="Say it in the description, and take the column out.",
            )


def _tells_apart(table: Table, extra: int) -> bool:
    """True where a column tells nearly all rows apart that are no repeats, as a number of the row's own does."""
    distinct = table.rows - extra
    if distinct < FEWEST_ROWS or extra > distinct:  # each stands more than twice in the mean: none was pasted twice
        return False
    return any(field.profile.distinct >= 0.9 * distinct for field in table.fields)
