"""What the forms share: a table's values as text, as JSON, and the name of a column of geometries."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import polars as pl

from civicstat.texts import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civicstat.tables import Field, Table

MOST_CELLS = 1_000_000
"""Past this, JSON and Excel files open slowly or not at all in what residents have; CSV and Parquet stay."""

MOST_DIGITS = 2**53
"""Whole numbers that every reader of JSON keeps (RFC 8259, section 6)."""

_HALF = re.compile(r"\\ud[89a-f]", re.IGNORECASE)
_NESTED = ("array", "object", "geojson")


def text_columns(table: Table) -> pl.DataFrame:
    """Every column as text in its field's own format, so that the table's schema describes it; blanks are null."""
    exact = table.exact
    texts = (exact[f.name] if f.name in exact else texts_of(f, table.column(f.name)) for f in table.fields)
    return pl.DataFrame([column.alias(f.name) for f, column in zip(table.fields, texts, strict=True)])


def geometry_name(table: Table) -> str:
    """The name of the column of geometries beside a map's properties, whatever these are called."""
    name = "geometry"
    while table.field(name):
        name += "_"
    return name


def json_rows(table: Table) -> tuple[Iterator[str], tuple[str, ...]]:
    """Each row as the text of a JSON object, and the fields that stand as text in it.

    Numbers, booleans and nested values are as JSON has them; numbers that it has no form for, or which its readers
    would round, stand as text in their field's own format, as do days, moments and all else.
    """
    texts, exact = text_columns(table), table.exact
    told, parts = [], []
    for field in table.fields:
        plain = texts[field.name].to_list()
        values = None if field.name in exact else _as_json(field, table.column(field.name), plain)
        if values is None:
            values = [None if text is None else json.dumps(text, ensure_ascii=False) for text in plain]
            if field.type in ("integer", "number", "year", *_NESTED):
                told.append(field.name)
        name = json.dumps(field.name, ensure_ascii=False)
        parts.append([f"{name}: {'null' if value is None else value}" for value in values])
    return ("{" + ", ".join(row) + "}" for row in zip(*parts, strict=True)), tuple(told)


def _as_json(field: Field, column: pl.Series, texts: list[str | None]) -> list[Any] | None:
    """A column's values as JSON; None where they have to stand as text."""
    if field.type in _NESTED:
        return texts if all(text is None or is_json(text) for text in texts) else None
    values = column.drop_nulls()
    if column.dtype == pl.Boolean:
        return [None if value is None else "true" if value else "false" for value in column.to_list()]
    if column.dtype == pl.Int64 and values.is_between(-MOST_DIGITS, MOST_DIGITS).all():
        return column.to_list()
    if column.dtype == pl.Float64 and values.is_finite().all():
        return [_whole(value) for value in column.to_list()]
    if column.dtype == pl.String and field.type not in ("integer", "number"):
        return [None if text is None else json.dumps(text, ensure_ascii=False) for text in texts]
    return None


def is_json(text: str) -> bool:
    """False for what not every reader takes for JSON: NaN, the infinities, and halves of characters."""
    if _HALF.search(text):
        return False
    if "NaN" not in text and "Infinity" not in text:
        return True
    found: list[str] = []
    json.loads(text, parse_constant=found.append)
    return not found


def _whole(number: float | None) -> float | int | None:
    """A number without a fraction as a whole one, where nothing is lost by it: 12 rather than 12.0."""
    if number is None or not number.is_integer() or abs(number) >= MOST_DIGITS or str(number) == "-0.0":
        return number
    return int(number)


def lost_text(table: Table) -> tuple[str, ...]:
    """The fields that a form which writes them as text can't hold, since no text is read back as their values."""
    blank = (f.name for f in table.fields if not f.blanks and table.column(f.name).null_count())
    return (*table.lost, *(name for name in blank if name not in table.lost))
