"""The rows behind a measure's numbers: as a CSV to take away, and as points on a map."""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from civicstat.exports.to_csv import write_rows
from civicstat.exports.values import lost_text
from civicstat.profiles import FieldProfile
from civicstat.progress.origins import ordinal
from civicstat.tables import Copy, Field, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.progress.model import Origin
    from civicstat.reckoning.values import Interval

MOST_BYTES = 50_000_000
"""Of one measure's rows as CSV; a phone takes longer for more than a resident waits."""

MOST_POINTS = 2_000
"""Points that a small map can show, and its page can carry."""

PERIOD, FIRST, LAST = "period", "first_period", "last_period"
"""Columns beside the rows: the day of the number that counts a row; of the first and of the last one, where several do.
"""

DAYS, COUNTED = "days", "counted"
"""Columns beside the rows: days between two dates; 1 where a row of a share meets its conditions, else 0."""

_DIGITS = 5
"""Of a degree: about a metre."""


def rows_csv(table: Table, rows: pl.Series, beside: Mapping[str, pl.Series], most: int = MOST_BYTES) -> tuple[str, str]:
    """Some rows of a table as CSV text, each as it stands in the table, and why there is none (one of both is empty).

    `rows` are places in the table, in the order in which they are told. `beside` are columns that stand before the
    table's own (days, numbers, whole numbers), by name; a name that a field has already gets a `_`.
    """
    if lost := lost_text(table):
        return (
            "",
            f"The rows can't be offered by themselves: no CSV file holds the values of {', '.join(lost)} as they are.",
        )
    least = len(rows) * len(table.fields) + sum(_bytes(table, field, rows) for field in table.fields)
    text = "" if least > most else _written(table, rows, beside)
    if least > most or len(text.encode()) > most:
        size = f"{most / 1e6:g} MB"
        return "", f"As a CSV file the rows take more than {size}; take the whole table from the dataset's page."
    return text, ""


def _bytes(table: Table, field: Field, rows: pl.Series) -> int:
    """At least how many bytes a field's values take, told without writing a million of them first."""
    column = table.column(field.name).gather(rows)
    if column.dtype == pl.String:
        return int(column.str.len_bytes().sum() or 0)
    each = {"date": 10, "datetime": 19}.get(field.type, 1) if field.format == "default" else 1
    return each * (len(column) - column.null_count())


def _written(table: Table, rows: pl.Series, beside: Mapping[str, pl.Series]) -> str:
    fields, columns = [], []
    for name, column in beside.items():
        free = free_name(table, name)
        kind = {pl.Date: "date", pl.Int64: "integer"}.get(column.dtype.base_type(), "number")
        fields.append(Field(free, kind, "default", "", "", "", {}, (), FieldProfile(0, 0, 0)))
        columns.append(column.alias(free))
    before = Table.of(table.resource, tuple(fields), pl.DataFrame(columns))
    copy = Copy(before.copy.read().hstack(table.copy.read()[rows]))
    written = io.BytesIO()
    write_rows(replace(table, fields=(*fields, *table.fields), copy=copy, rows=len(rows)), written)
    return written.getvalue().decode()


def free_name(table: Table, name: str) -> str:
    """A name for a column beside those of a table: one that a field has already gets a `_`, as often as it takes."""
    while table.field(name):
        name += "_"
    return name


def redoing(origin: Origin, table: Table, interval: Interval) -> str:
    """How anybody comes from the rows behind a measure to its numbers, in a sentence, with the names of the columns."""
    first, last = free_name(table, FIRST), free_name(table, LAST)
    if origin.reckon == "open":
        return (
            f"Rows whose {first} is on or before a day, and whose {last} is on or after it or blank, are the ones "
            "open at the end of that day."
        )
    if interval == "cumulative":
        which = f"The number of a day stands on the rows whose {first} is on or before it"
    else:
        which = f"The number of a day stands on the rows with that day as their {free_name(table, PERIOD)}"
    return f"{which}: {_of_them(origin, table)}."


def _of_them(origin: Origin, table: Table) -> str:
    column = free_name(table, DAYS) if origin.days else origin.field
    match origin.reckon:
        case "count":
            return "it is how many they are"
        case "share":
            return f"it is the percentage of them that has a 1 as {free_name(table, COUNTED)}"
        case "distinct":
            return f"it is how many different values of {column} they have"
        case "percentile":
            return f"it is the {ordinal(origin.percentile)} percentile of their {column}"
        case _:
            return f"it is the {origin.reckon} of their {column}"


def points(origin: Origin, table: Table, rows: pl.Series, most: int = MOST_POINTS) -> tuple[tuple[float, float], ...]:
    """(latitude, longitude) of some rows, each place once, in order; where there are too many, evenly thinned.

    The same rows give the same points, whatever their order. Rows without a place, or at nought by nought, have none.
    """
    if origin.latitude and origin.longitude:
        degrees = pl.DataFrame(
            {
                "lat": table.column(origin.latitude).gather(rows).cast(pl.Float64).round(_DIGITS),
                "lon": table.column(origin.longitude).gather(rows).cast(pl.Float64).round(_DIGITS),
            }
        )
        real = degrees.filter(
            pl.col("lat").is_between(-90, 90)
            & pl.col("lon").is_between(-180, 180)
            & ((pl.col("lat") != 0) | (pl.col("lon") != 0))
        )
        return tuple(_thinned(real.unique().sort("lat", "lon"), most).iter_rows())
    if table.mapped:
        texts = table.geometry_texts.gather(rows).drop_nulls().unique().sort().to_frame("text")
        places = (_place(json.loads(text)) for (text,) in _thinned(texts, most).iter_rows())
        return tuple(sorted({place for place in places if place}))
    return ()


def _thinned(frame: pl.DataFrame, most: int) -> pl.DataFrame:
    if frame.height <= most:
        return frame
    return frame[[i * frame.height // most for i in range(most)]]


def _place(geometry: Any) -> tuple[float, float] | None:
    """The place of a GeoJSON point; None for anything else."""
    try:
        longitude, latitude = (float(number) for number in geometry["coordinates"][:2])
    except (TypeError, KeyError, ValueError):
        return None
    here = geometry.get("type") == "Point" and math.isfinite(latitude) and math.isfinite(longitude)
    real = here and abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0, 0)
    return (round(latitude, _DIGITS), round(longitude, _DIGITS)) if real else None
