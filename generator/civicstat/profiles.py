"""What the values of a field are like: blanks, range, most frequent values, distribution."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl

TOP = 5
"""How many of the most frequent values are kept."""

BINS = 20
"""Into how many equal steps a field's range is cut for its distribution."""


@dataclass(frozen=True)
class Bin:
    """One step of a distribution: from `low` (included) to `high` (included in the last), with its count."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class FieldProfile:
    """A field's values. `minimum` and `maximum` are of the field's own type; texts have none.

    `top` holds (value, count) of the most frequent values, most frequent first and then by value, and is
    empty where every value stands once. `bins` holds the distribution of numbers, and of dates as days since
    1970.
    """

    rows: int
    blanks: int
    distinct: int
    minimum: Any = None
    maximum: Any = None
    mean: float | None = None
    top: tuple[tuple[str, int], ...] = ()
    bins: tuple[Bin, ...] = ()

    @property
    def values(self) -> int:
        """How many values are not blank."""
        return self.rows - self.blanks

    @property
    def blank_share(self) -> float:
        """The share of blanks, from 0 to 1."""
        return self.blanks / self.rows if self.rows else 0.0


def profile_field(column: pl.Series, kind: str) -> FieldProfile:
    """Profile one column; `kind` is its Table Schema type."""
    column = column.alias("")  # Polars takes a name like `^a$` for a pattern of names, even of a series
    if column.dtype == pl.Float64:
        column = column.fill_nan(None)
        column = pl.select(pl.when(column.is_infinite()).then(None).otherwise(column)).to_series()
    values = column.drop_nulls()
    blanks = column.len() - values.len()
    distinct = values.n_unique()
    if values.len() == 0:
        return FieldProfile(column.len(), blanks, 0)
    ordered = values.dtype.is_numeric() or values.dtype.is_temporal()
    # A year and a month are text here, and in their order: 2026-03.
    comparable = ordered or kind == "yearmonth"
    return FieldProfile(
        rows=column.len(),
        blanks=blanks,
        distinct=distinct,
        minimum=values.min() if comparable else None,
        maximum=values.max() if comparable else None,
        mean=_mean(values) if values.dtype.is_numeric() and kind != "year" else None,
        top=_top(values) if distinct < values.len() else (),
        bins=_bins(values) if ordered and distinct > 2 else (),
    )


def _mean(values: pl.Series) -> float | None:
    """The mean; None where the sum is past what a number can hold."""
    mean = float(values.mean())  # type: ignore[arg-type]
    return mean if math.isfinite(mean) else None


def _top(values: pl.Series) -> tuple[tuple[str, int], ...]:
    counted = (
        values.alias("value")
        .to_frame()
        .group_by("value")
        .agg(pl.len().alias("count"))
        .sort(["count", "value"], descending=[True, False])
        .head(TOP)
    )
    return tuple((_text(value), count) for value, count in counted.iter_rows())


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def _bins(values: pl.Series) -> tuple[Bin, ...]:
    if values.dtype == pl.Date:
        numbers = values.cast(pl.Int32).cast(pl.Float64)
    elif values.dtype.is_temporal():
        numbers = values.cast(pl.Int64).cast(pl.Float64)
    else:
        numbers = values.cast(pl.Float64)
    low, high = float(numbers.min()), float(numbers.max())  # type: ignore[arg-type]
    if not high > low:
        return ()
    whole = values.dtype.is_integer() and high - low < BINS
    steps = int(high - low) + 1 if whole else BINS
    width = 1.0 if whole else (high - low) / steps
    edges = [low + i * width for i in range(steps + 1)]
    if not math.isfinite(width) or any(a >= b for a, b in pairwise(edges)):
        return ()  # numbers too far apart, or too close, to be told apart in steps
    places = ((numbers - low) / width).floor().clip(0, steps - 1).cast(pl.Int64)
    counts = dict(places.alias("place").value_counts().iter_rows())
    return tuple(Bin(a, b, counts.get(i, 0)) for i, (a, b) in enumerate(pairwise(edges)))
