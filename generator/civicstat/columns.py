"""From rows, as Frictionless reads them, to a table's columns."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from civicstat.profiles import profile_field
from civicstat.screen.rules import CLOCK, FORMS
from civicstat.tables import Category, Field, Table
from civicstat.texts import loses, may_lose, text_writer, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from civicstat import standard
    from civicstat.screen import Screened
    from civicstat.screen.rules import Judge

CHUNK = 50_000
"""Rows held as Python values before they become columns."""

_DTYPES: Mapping[str, Any] = {
    "integer": pl.Int64,
    "year": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
    "datetime": pl.Datetime("us"),
    "time": pl.Time,
}

_EXACT_DIGITS = 15
_DAY = "[12][0-9]{3}-[0-9]{2}-[0-9]{2}"
_FORMS = {**FORMS, "date": _DAY, "datetime": f"{_DAY}T{CLOCK}"}
_CASTS = {kind: f"^(?:{form})$" for kind, form in _FORMS.items() if kind != "time"} | {"string": ""}
"""The forms that Polars reads as Frictionless does, but for days that the calendar has not."""
_MOMENTS = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%dT%H:%M:%S"}


class ColumnBuilder:
    """Gathers rows into columns, chunk by chunk, so that a long table is never held as Python values."""

    def __init__(self) -> None:
        """Begin without a row."""
        self._rows: list[standard.Row] = []
        self._chunks: list[pl.DataFrame] = []
        self._exact: dict[str, dict[int, pl.Series]] = {}
        """The exact texts by field and chunk, where a chunk has them."""
        self._lost: set[str] = set()

    def add(self, fields: tuple[standard.FieldType, ...], row: standard.Row) -> None:
        """Take one row, with a value for each field."""
        self._rows.append(row)
        if len(self._rows) >= CHUNK:
            self._flush(fields)

    def take(self, fields: tuple[standard.FieldType, ...], screened: Screened) -> None:
        """Take all rows of a table that was screened, whole columns at once."""
        for texts in screened.text_frames():
            series = []
            for kind, judge, named in zip(fields, screened.judges, texts.get_columns(), strict=True):
                column = named.alias("")  # Polars takes a name like `^a$` for a pattern of names, even of a series
                made = plain_column(kind, column)
                series.append(self._of_values(kind, read_all(judge, column)) if made is None else made)
            self._chunks.append(pl.DataFrame(series))

    def table(
        self, resource: str, kinds: tuple[standard.FieldType, ...], geometries: Sequence[Any] | None = None
    ) -> Table:
        """The table of all rows taken; `geometries` has one for each, where the rows are map features."""
        self._flush(kinds)
        columns = pl.concat(self._chunks, how="vertical_relaxed", rechunk=True)
        fields = tuple(_field(kind, columns[kind.name]) for kind in kinds)
        exact = {
            f.name: pl.concat(
                [self._exact[f.name].get(n, texts_of(f, chunk[f.name])) for n, chunk in enumerate(self._chunks)]
            )
            for f in fields
            if f.name in self._exact
        }
        table = Table.of(resource, fields, columns, exact, geometries)
        return replace(table, lost=tuple(f.name for f in fields if f.name in self._lost))

    def _flush(self, kinds: tuple[standard.FieldType, ...]) -> None:
        cells = zip(*self._rows, strict=True) if self._rows else [()] * len(kinds)
        series = []
        for kind, values in zip(kinds, cells, strict=False):
            series.append(self._of_values(kind, values))
        self._chunks.append(pl.DataFrame(series))
        self._rows = []

    def _of_values(self, kind: standard.FieldType, values: Sequence[Any]) -> pl.Series:
        """A column of the next chunk; what it can't hold is put aside."""
        column, exact = _column(kind, values)
        if kind.name not in self._lost and may_lose(kind) and loses(kind, values):
            self._lost.add(kind.name)
        if exact is not None:
            self._exact.setdefault(kind.name, {})[len(self._chunks)] = exact
        return column


def _column(kind: standard.FieldType, values: Sequence[Any]) -> tuple[pl.Series, pl.Series | None]:
    """The values as a column, and their exact text where the column can't hold them."""
    dtype = _DTYPES.get(kind.type, pl.String)
    whole = True
    cells = values
    if dtype == pl.Int64 and any(isinstance(v, int) and not -(2**63) <= v < 2**63 for v in values):
        dtype, whole = pl.Float64, False
    if dtype == pl.Float64:
        cells = [None if v is None else _float(v) for v in values]
        whole = whole and all(v is None or _holds(f, v) for f, v in zip(cells, values, strict=True))
    elif dtype == pl.Datetime("us"):
        cells = [_naive(v) for v in values]
        whole = all(v is None or v.tzinfo is None for v in values)
    elif dtype == pl.Time:
        cells = [None if v is None else v.replace(tzinfo=None) for v in values]
        whole = all(v is None or v.tzinfo is None for v in values)
    elif dtype == pl.String and kind.type != "string":
        write = text_writer(kind)
        cells = [None if v is None else write(v) for v in values]
    column = pl.Series(kind.name, cells, dtype=dtype)
    if dtype in (pl.Int64, pl.Float64):
        # A form with numbers would write -99.0 as -99, which may stand for no value in this table.
        numbers = _numbers(kind.blanks)
        whole = whole and not (numbers and column.alias("").cast(pl.Float64).is_in(numbers).any())
    if whole:
        return column, None
    write = text_writer(kind)
    return column, pl.Series(kind.name, [None if v is None else write(v) for v in values], dtype=pl.String)


def read_all(judge: Judge, texts: pl.Series) -> list[Any]:
    """The values of texts, each different one read once."""
    known = {text: judge.value(text) for text in texts.unique()}
    return [known[text] for text in texts]


def plain_column(kind: standard.FieldType, texts: pl.Series) -> pl.Series | None:
    """The column of texts that are all in the usual form of their type, or blank; None where values have to be read.

    A number of at most fifteen digits is what a float says, to its last digit.
    """
    if kind.format != "default" or kind.type not in _CASTS or _numbers(kind.blanks):
        return None
    filled = pl.select(pl.when(~texts.is_in(list(kind.blanks))).then(texts)).to_series()
    values = filled.drop_nulls()
    short = kind.type != "number" or bool((values.str.len_bytes() <= _EXACT_DIGITS).all())
    if not short or not values.str.contains(_CASTS[kind.type]).all():
        return None
    if kind.type in _MOMENTS:
        moments = filled.str.strptime(_DTYPES[kind.type], _MOMENTS[kind.type], strict=False)
        return moments.alias(kind.name) if moments.null_count() == filled.null_count() else None
    return (filled if kind.type == "string" else filled.cast(_DTYPES[kind.type])).alias(kind.name)


def _numbers(texts: Sequence[str]) -> list[float]:
    """The numbers among texts."""
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(float(text))
    return found


def _float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
    except ValueError:  # a NaN that refuses to be compared
        return math.nan


def _holds(number: float, value: Any) -> bool:
    """True where a float says what the value says, to its last digit."""
    if not math.isfinite(number):
        return isinstance(value, float) or (isinstance(value, Decimal) and not value.is_finite())
    return isinstance(value, float) or Decimal(repr(number)) == value


def _naive(value: datetime | None) -> datetime | None:
    """A moment without its zone: in UTC where it had one, so that moments of one column compare."""
    if value is None or value.tzinfo is None:
        return value
    try:
        return (value - value.utcoffset()).replace(tzinfo=None)  # type: ignore[operator]
    except OverflowError:  # a moment of the first or the last day there is
        return datetime.min if value.year == 1 else datetime.max  # noqa: DTZ901 - columns have no zones


def _field(kind: standard.FieldType, column: pl.Series) -> Field:
    raw = kind.descriptor
    categories = [
        Category(str(c.get("value", "")), str(c.get("label") or c.get("value", "")))
        if isinstance(c, dict)
        else Category(str(c), str(c))
        for c in raw.get("categories") or []
    ]
    return Field(
        name=kind.name,
        type=kind.type,
        format=kind.format,
        title=str(raw.get("title") or ""),
        description=str(raw.get("description") or ""),
        unit=str(raw.get("unit") or ""),
        constraints=raw.get("constraints") or {},
        categories=tuple(categories),
        profile=profile_field(column, kind.type),
        blanks=kind.blanks,
        descriptor=raw,
    )
