"""How the figures of a table move: blanks, distinct values, range, sum and mean of each column."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from civicstat.review.changes import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from civicstat.review.rows import Pair
    from civicstat.tables import Field, Table

_DIGITS = 10
"""Of a value that is shown."""

_DECIMALS = 10
"""Of a sum, at most: those past the decimals of the column itself are the noise of adding."""

_DIGITS_OF_MEANS = 6


def compare_figures(old: Table, new: Table, pairs: Sequence[Pair], key: Sequence[str] = ()) -> tuple[Figure, ...]:
    """Every figure that differs, of the columns that both states have.

    The range of a hidden column is not told; nor is the sum of a column of the `key`, which means nothing.
    """
    found = []
    for pair in pairs:
        before = dict(_figures(pair.before, old.column(pair.before.name)))
        after = dict(_figures(pair.after, new.column(pair.after.name)))
        for what in dict.fromkeys([*before, *after]):
            pair_of = before.get(what, ""), after.get(what, "")
            if pair_of[0] == pair_of[1] or not all(pair_of):
                continue
            if what in ("sum", "mean") and pair.after.name in key:
                continue
            if pair.hidden and what not in ("blanks", "different values"):
                found.append(Figure(pair.after.name, what, "", "", hidden=True))
            else:
                found.append(Figure(pair.after.name, what, *pair_of))
    return tuple(found)


def _figures(field: Field, column: pl.Series) -> Iterator[tuple[str, str]]:
    profile = field.profile
    yield "blanks", f"{profile.blanks:,}"
    yield "different values", f"{profile.distinct:,}"
    if profile.minimum is not None:
        yield "range", f"{_short(profile.minimum, field)} – {_short(profile.maximum, field)}"
    if field.type in ("integer", "number") and column.dtype.is_numeric() and profile.values:
        yield "sum", _number(_sum(column), decimals=_decimals(column))
        if profile.mean is not None:
            yield "mean", _number(profile.mean, _DIGITS_OF_MEANS)


def _sum(column: pl.Series) -> float:
    """The sum: exact for whole numbers, however many."""
    if column.dtype == pl.Int64:
        low, high = column.min(), column.max()
        assert isinstance(low, int)  # noqa: S101 - for the type checker: the column has values
        assert isinstance(high, int)  # noqa: S101
        if max(abs(low), abs(high)) * column.len() < 2**63:
            return int(column.sum())
    finite = column.cast(pl.Float64)
    return float(finite.filter(finite.is_finite()).sum())


def _decimals(column: pl.Series) -> int | None:
    """The most decimals that a value of a column has; None where a value is too large or too small to write them."""
    if column.dtype != pl.Float64:
        return 0
    texts = column.filter(column.is_finite()).unique().cast(pl.String)
    if texts.str.contains("e", literal=True).any():
        return None
    behind = texts.str.extract(r"\.([0-9]+)$").str.len_chars().max()
    return min(behind, _DECIMALS) if isinstance(behind, int) else 0


def _short(value: Any, field: Field) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value) if field.type == "year" else _number(value)
    return str(value)


def _number(value: float, digits: int = _DIGITS, decimals: int | None = None) -> str:
    """A number with commas and without noise: to so many `decimals`, or else so many digits."""
    if isinstance(value, int):
        return f"{value:,}"
    if not math.isfinite(value):
        return "no number"
    rounded = float(f"{value:.{digits}g}") if decimals is None else round(value, decimals)
    if rounded == int(rounded) and abs(rounded) < 1e15:
        return f"{int(rounded):,}"
    size = abs(rounded)
    # A float's own shortest text has no digit too many; formatting it to a number of decimals has.
    return f"{rounded:.{digits}g}" if size >= 1e15 or size < 1e-4 else f"{Decimal(repr(rounded)):,f}"
