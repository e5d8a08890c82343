"""How many rows become one number: counts, sums, means, medians, percentiles, shares, different values."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from civicstat.progress.model import Origin


def amounts(origin: Origin, rows: pl.DataFrame) -> dict[Any, float]:
    """The number of each group of rows: those with the same `key`, of whose `n` it is made.

    - count, open: the rows.
    - distinct: the different values.
    - sum, mean: to the last digit that the numbers allow, whatever the order of the rows.
    - median; percentile p of n numbers in order: the one at (n − 1)·p/100, counted from nought, straight between its
      neighbours where that is no whole number (R-7, as spreadsheets and pandas have it).
    - share: 100 times the rows for which `n` is true, over all.

    Raises `OverflowError` where numbers are too large.
    """
    grouped = rows.group_by("key")
    n = pl.col("n")
    match origin.reckon:
        case "sum":
            return {key: math.fsum(numbers) for key, numbers in grouped.agg(n).iter_rows()}
        case "mean":
            return {key: math.fsum(numbers) / len(numbers) for key, numbers in grouped.agg(n).iter_rows()}
        case "share":
            return {key: 100 * of / all_ for key, of, all_ in grouped.agg(n.sum(), pl.len()).iter_rows()}
        case "median":
            found = grouped.agg(n.median())
        case "percentile":
            found = grouped.agg(n.quantile(origin.percentile / 100, interpolation="linear"))
        case "distinct":
            found = grouped.agg(n.n_unique())
        case _:
            found = grouped.agg(pl.len())
    return {key: _finite(number) for key, number in found.iter_rows()}


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise OverflowError
    return float(number)


def so_far(origin: Origin, rows: pl.DataFrame, days: Sequence[date]) -> dict[date, float]:
    """The number of all rows up to each of some days, in order; `key` is the day from which a row counts.

    A count, a sum and different values begin with nought, a mean and a share with the first row. Raises
    `OverflowError` where numbers are too large.
    """
    of: Mapping[date, float] = {}
    match origin.reckon:
        case "sum" | "mean":
            of = {key: math.fsum(numbers) for key, numbers in rows.group_by("key").agg(pl.col("n")).iter_rows()}
        case "share":
            of = dict(rows.group_by("key").agg(pl.col("n").sum()).iter_rows())
        case "distinct":
            rows = rows.group_by("n").agg(pl.col("key").min())
    counts = list(accumulate(_in_order(dict(rows.group_by("key").agg(pl.len()).iter_rows()), days)))
    if not of and origin.reckon not in ("sum", "mean", "share"):
        return {day: float(count) for day, count in zip(days, counts, strict=True)}
    parts = _in_order(of, days)
    totals = [math.fsum(parts[: i + 1]) for i in range(len(parts))]
    if origin.reckon == "sum":
        return dict(zip(days, totals, strict=True))
    times = 100 if origin.reckon == "share" else 1
    return {day: times * total / count for day, total, count in zip(days, totals, counts, strict=True) if count}


def _in_order(numbers: Mapping[date, float], days: Sequence[date]) -> list[float]:
    return [numbers.get(day, 0) for day in days]
