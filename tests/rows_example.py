"""Tables for tests of what is reckoned from rows: columns as a test writes them down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import polars as pl

from civicstat.profiles import profile_field
from civicstat.tables import Category, Field, Table

_KINDS: dict[str, Any] = {
    "integer": pl.Int64,
    "year": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
    "datetime": pl.Datetime("us"),
    "time": pl.Time,
}
_READ: dict[str, Any] = {"date": date.fromisoformat, "datetime": datetime.fromisoformat, "time": time.fromisoformat}


def table(
    *, titles: dict[str, str] | None = None, labels: dict[str, dict[str, str]] | None = None, **columns: Any
) -> Table:
    """A table from (type, values) of each field; days, moments and times as ISO text. `labels` are of categories."""
    series, fields = [], []
    for name, (kind, values) in columns.items():
        read = _READ.get(kind, lambda value: value)
        cells = [read(value) if isinstance(value, str) else value for value in values]
        column = pl.Series(name, cells, dtype=_KINDS.get(kind, pl.String))
        categories = tuple(Category(value, label) for value, label in (labels or {}).get(name, {}).items())
        title = (titles or {}).get(name, "")
        series.append(column)
        profile = profile_field(column, kind)
        raw = {"name": name, "type": kind}
        fields.append(Field(name, kind, "default", title, "", "", {}, categories, profile, descriptor=raw))
    return Table.of("t", tuple(fields), pl.DataFrame(series))


def with_format(made: Table, name: str, form: str) -> Table:
    """The same table, with a format for one of its fields."""
    fields = (
        replace(f, format=form, descriptor={**f.descriptor, "format": form}) if f.name == name else f
        for f in made.fields
    )
    return replace(made, fields=tuple(fields))
