"""Parquet, with the types of the table's schema."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
from pyarrow import parquet

from civicstat.distributions import Shortfall
from civicstat.exports.values import geometry_name

if TYPE_CHECKING:
    from pathlib import Path

    from civicstat.tables import Field, Table

ROWS_TOGETHER = 20_000
"""Rows of a group: a reader who wants a few rows loads one group, not the file."""

MOST_PRECISION = 38
"""Digits of the longest decimal that readers of Parquet know (decimal128)."""


def write_parquet(table: Table, to: Path) -> tuple[bool, tuple[Shortfall, ...]]:
    """Write a table as Parquet: whole numbers, numbers, booleans, days, moments and times by their type, else text.

    Numbers of more digits than a float holds become decimals; moments with a zone are in UTC. What has no type of
    that kind stands as text, and is told.
    """
    if not table.fields:
        return False, ()
    exact = table.exact
    # Arrow refuses a column whose name has a zero byte: names come in at the end.
    arrays = {f.name: _typed(f, table.column(f.name), exact.get(f.name)) for f in table.fields}
    texts = [name for name, array in arrays.items() if array is None or table.column(name).dtype == pl.String]
    if lost := tuple(name for name in texts if name in table.lost):
        return False, (Shortfall(table.resource, "parquet", "format", lost),)
    told = tuple(name for name, array in arrays.items() if array is None)
    arrays |= {name: _texts(exact[name]) for name in told}
    if table.mapped:
        arrays[geometry_name(table)] = _texts(table.geometry_texts)
    parquet.write_table(pa.table(arrays), to, row_group_size=ROWS_TOGETHER, compression="snappy")
    return True, (Shortfall(table.resource, "parquet", "as text", told),) if told else ()


def _typed(field: Field, column: pl.Series, exact: pl.Series | None) -> pa.Array | None:
    """A column by its type; None where that can't hold its values."""
    if exact is None or column.dtype == pl.Int64:
        if field.type == "year":
            return column.cast(pl.Int32).to_arrow()
        return _texts(column) if column.dtype == pl.String else column.to_arrow()
    if field.type in ("integer", "number"):
        return _decimals(exact, field.descriptor.get("decimalChar") or ".")
    zoned = exact.drop_nulls().str.contains(r"(Z|[+-]\d\d:?\d\d(:?\d\d)?)$").all()
    if field.type == "datetime" and zoned and not column.is_in([datetime.min, datetime.max]).any():  # noqa: DTZ901
        return column.dt.replace_time_zone("UTC").to_arrow()
    return None


def _texts(column: pl.Series) -> pa.ChunkedArray:
    parts = (column.slice(start, ROWS_TOGETHER) for start in range(0, column.len(), ROWS_TOGETHER))
    return pa.chunked_array([part.to_arrow().cast(pa.string()) for part in parts], pa.string())


def _decimals(texts: pl.Series, sign: str) -> pa.Array | None:
    values = [None if text is None else Decimal(text.replace(sign, ".")) for text in texts]
    before = after = 0
    for value in values:
        if value is not None:
            _, digits, exponent = value.as_tuple()
            if not isinstance(exponent, int):  # infinity and what is no number
                return None
            after = max(after, -exponent)
            before = max(before, len(digits) + exponent)
    if before + after > MOST_PRECISION or after > MOST_PRECISION:
        return None
    return pa.array(values, pa.decimal128(max(1, before + after), after))
