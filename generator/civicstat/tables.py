"""A table: its fields, a columnar copy of its rows, and a profile of every field."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from civicstat.profiles import FieldProfile

HEAD_ROWS = 10
"""Rows that a page shows."""


@dataclass(frozen=True)
class Category:
    """One of the values that a field may have, with the words for it."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """A column: what the descriptor says of it, and what its values are like.

    `type` and `format` are Table Schema's; `constraints` are the descriptor's own.
    """

    name: str
    type: str
    format: str
    title: str
    description: str
    unit: str
    constraints: Mapping[str, Any]
    categories: tuple[Category, ...]
    profile: FieldProfile
    blanks: tuple[str, ...] = ("",)
    """The texts that stand for no value; a blank is written as the first of them."""
    descriptor: Mapping[str, Any] = field(default_factory=dict)
    """The field's own words, declared or inferred."""

    @property
    def missing(self) -> str:
        """How a blank is written."""
        return self.blanks[0] if self.blanks else ""

    @property
    def label(self) -> str:
        """The words to show: the title, else the name."""
        return self.title or self.name

    def label_of(self, value: str) -> str:
        """The category's label for `value`, else `value` itself."""
        return next((c.label for c in self.categories if c.value == value), value)


@dataclass(frozen=True)
class Copy:
    """A table's columns, in memory or in a file from which they are read when asked for.

    Beside each field's column stands, where that can't hold the values as they are (a number of more digits than a
    float has, a moment with its zone), a second one with their exact text; and one with geometries as JSON.
    """

    frame: pl.DataFrame | None = None
    file: Path | None = None

    def read(self) -> pl.DataFrame:
        """All columns, those beside the fields' own too."""
        if self.frame is not None:
            return self.frame
        assert self.file is not None  # noqa: S101 - for the type checker: one of both is there
        return _read_copy(self.file)


@lru_cache(maxsize=2)
def _read_copy(file: Path) -> pl.DataFrame:
    return pl.read_ipc(file)


def column_of(frame: pl.DataFrame, name: str) -> pl.Series:
    """The column of exactly that name, itself without one.

    Polars takes a name such as `^a$` or `*` for a pattern of names wherever it is part of an expression, which most
    methods of a frame and of a column are. So names that come from data go no further than here.
    """
    return frame.get_column(name).alias("")


_LATITUDE = re.compile(r"^(lat|latitude|y_?coord.*|point_y)$", re.IGNORECASE)
_LONGITUDE = re.compile(r"^(lon|lng|long|longitude|x_?coord.*|point_x)$", re.IGNORECASE)
_COLUMN = "\0column "
_EXACT = "\0exact "
_GEOMETRY = "\0geometry"


@dataclass(frozen=True)
class Table:
    """A valid resource's rows: its fields, and a column for each of them, in order and under its name.

    `primary_key` names the fields of the key, `references` (field, resource it points into) for each field of a
    foreign key. `head` holds the first rows as text. `mapped` is true where each row has a geometry. `lost` names the
    fields with values that their own format can't say, as a moment with seconds in a format without them.
    """

    resource: str
    fields: tuple[Field, ...]
    rows: int
    copy: Copy
    primary_key: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    head: tuple[tuple[str, ...], ...] = ()
    mapped: bool = False
    lost: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        resource: str,
        fields: tuple[Field, ...],
        columns: pl.DataFrame,
        exact: Mapping[str, pl.Series] | None = None,
        geometries: Sequence[Mapping[str, Any] | None] | None = None,
    ) -> Table:
        """A table of columns that are in memory."""
        beside = [series.alias(_EXACT + name) for name, series in (exact or {}).items()]
        if geometries is not None:
            texts = [None if g is None else json.dumps(g, ensure_ascii=False) for g in geometries]
            beside.append(pl.Series(_GEOMETRY, texts, dtype=pl.String))
        named = [series.alias(_COLUMN + series.name) for series in columns.get_columns()]
        frame = pl.DataFrame([*named, *beside])
        return cls(
            resource, fields, frame.height, Copy(frame), head=_head(fields, columns), mapped=geometries is not None
        )

    def column(self, name: str) -> pl.Series:
        """The column of one field, without a name of its own, as `column_of` gives it."""
        return column_of(self.copy.read(), _COLUMN + name)

    @property
    def columns(self) -> pl.DataFrame:
        """The fields' columns together, under their names: to be taken whole or row by row, never by an expression."""
        return pl.DataFrame([self.column(f.name).alias(f.name) for f in self.fields])

    @property
    def exact(self) -> Mapping[str, pl.Series]:
        """The exact text of the values of those fields whose column can't hold them."""
        frame = self.copy.read()
        names = [name[len(_EXACT) :] for name in frame.columns if name.startswith(_EXACT)]
        return {name: column_of(frame, _EXACT + name) for name in names}

    @property
    def geometries(self) -> tuple[Mapping[str, Any] | None, ...] | None:
        """The geometry of each row of a GeoJSON resource; None for any other."""
        if not self.mapped:
            return None
        return tuple(None if text is None else json.loads(text) for text in self.geometry_texts)

    @property
    def geometry_texts(self) -> pl.Series:
        """The geometries as GeoJSON text, of a table that has them."""
        return column_of(self.copy.read(), _GEOMETRY)

    @property
    def coordinates(self) -> tuple[Field, Field] | None:
        """The fields of latitude and longitude, told by their names and ranges, where the table has both."""
        latitude = next((f for f in self.fields if _LATITUDE.match(f.name) and _within(f, 90)), None)
        longitude = next((f for f in self.fields if _LONGITUDE.match(f.name) and _within(f, 180)), None)
        return (latitude, longitude) if latitude and longitude else None

    def field(self, name: str) -> Field | None:
        """The field of that name, if there is one."""
        return next((f for f in self.fields if f.name == name), None)

    def write_copy(self, file: Path) -> None:
        """Write all columns to a file."""
        self.copy.read().write_ipc(file, compression="lz4")

    def at(self, file: Path) -> Table:
        """The same table, whose columns are read from such a file when asked for."""
        return replace(self, copy=Copy(file=file))


def _within(field: Field, bound: float) -> bool:
    low, high = field.profile.minimum, field.profile.maximum
    return field.type in ("number", "integer") and low is not None and -bound <= low <= high <= bound


def _head(fields: Sequence[Field], columns: pl.DataFrame) -> tuple[tuple[str, ...], ...]:
    """The first rows as text, categories by their labels."""
    return tuple(
        tuple(
            field.label_of(_shown(value)) if value is not None else "" for field, value in zip(fields, row, strict=True)
        )
        for row in columns.head(HEAD_ROWS).iter_rows()
    )


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)
