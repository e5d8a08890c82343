"""The days and moments that a table's fields hold, as the city's own calendar has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from civicstat.tables import Field, Table

DATED = ("date", "datetime")
"""The types of fields that hold days."""

COARSE = {"yearmonth": ("month", "quarter", "fiscal year"), "year": ("fiscal year",)}
"""The types of fields that hold longer times, and the periods that they can be told by."""


def moments_of(table: Table, field: Field, time_zone: str = "UTC") -> pl.Series:
    """A field of dates or moments as moments, blank for a blank.

    A day begins at midnight. Moments with a zone are those of the clocks in `time_zone`, the city's; moments without
    one are taken to be so already.
    """
    column = table.column(field.name)
    if column.dtype == pl.Datetime and field.name in table.exact and time_zone != "UTC":
        column = column.dt.replace_time_zone("UTC").dt.convert_time_zone(time_zone).dt.replace_time_zone(None)
    return column.cast(pl.Datetime("us")).alias("")


def days_of(table: Table, field: Field, fiscal_year_start: int = 1, time_zone: str = "UTC") -> pl.Series:
    """The day of each value of a field of days, moments, months or years, blank for a blank.

    A month stands for its first day, a year for the first day of the fiscal year of that name.
    """
    if field.type == "yearmonth":
        return table.column(field.name).str.strptime(pl.Date, "%Y-%m", strict=False).alias("")
    if field.type == "year":
        before = int(fiscal_year_start > 1)
        first = pl.date(pl.col("") - before, fiscal_year_start, 1)
        return table.column(field.name).to_frame().select(first).to_series().alias("")
    return moments_of(table, field, time_zone).dt.date().alias("")


def lasted(
    table: Table,
    since: Field,
    until: Field,
    time_zone: str = "UTC",
    past: Callable[[pl.Series], pl.Series] | None = None,
) -> pl.Series:
    """The days between two fields, whole ones and parts, blank where one of both is; below nought for a wrong order.

    `past` makes blank what was not known yet.
    """
    zoned = [field.name in table.exact for field in (since, until)]
    # Time that passed, not what clocks show: the night in which they are changed is an hour shorter.
    zone = "UTC" if all(zoned) else time_zone
    begins, ends = moments_of(table, since, zone), moments_of(table, until, zone)
    if past is not None:
        begins, ends = past(begins), past(ends)
    return (ends - begins).dt.total_microseconds().cast(pl.Float64) / 86_400_000_000.0
