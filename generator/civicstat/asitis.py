"""A table that is not valid, opened all the same: as columns of text, for the checks of privacy alone.

One wrong cell withholds a table; it must not keep anybody from being told that the file, which lies in a public
repository, holds telephone numbers. Nothing of what is made here is kept, shown or published.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import polars as pl

from civicstat import standard
from civicstat.columns import ColumnBuilder
from civicstat.private import find_private
from civicstat.private.persons import looks_like_person
from civicstat.private.stories import is_street_address
from civicstat.profiles import profile_field
from civicstat.scan import geojson_table
from civicstat.tables import Field, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from civicstat.model import Package, Resource

BEYOND = "(cells past the last column)"
"""The name of a column of all that stands in a row behind its last column."""

_NUMBERS = {"integer": pl.Int64, "number": pl.Float64}
_LONGEST_NAME = 200


@dataclass(frozen=True)
class AsItIs:
    """What of a table could be read: `tables` with its cells, and whether that is all of it, `whole`.

    The first table has every column; in one whose type is a number, the cells that are one. The second, where it is
    needed, has the other cells of those columns, as text. `resource` says where its rows stand in the file.
    """

    resource: Resource
    tables: tuple[Table, ...] = ()
    whole: bool = False


def open_as_it_is(package: Package, resource: Resource) -> AsItIs:
    """The rows of a resource that is not valid, as far as they can be read.

    Every row is held as text while this is looked at, as those of a valid table are held as values.
    """
    if resource.kind == "geojson":
        table, problem = geojson_table(package, resource)
        return AsItIs(resource, (table,) if table else (), whole=problem is None)
    if resource.kind != "table":
        return AsItIs(resource)
    fields = _declared(resource)
    reading = _Reading(fields, _blanks(resource))
    whole = standard.read_rows(resource.descriptor, package.folder, reading.take)
    if not whole and resource.format in ("csv", "tsv"):
        again = _Reading(fields, _blanks(resource))
        whole = standard.read_rows(resource.descriptor, package.folder, again.take, bytewise=True)
        reading = again if again.rows > reading.rows else reading
    if not reading.rows:
        return AsItIs(resource, whole=whole)
    if reading.headless:
        dialect = resource.descriptor.get("dialect")
        bare = {**(dialect if isinstance(dialect, dict) else {}), "header": False}
        resource = replace(resource, descriptor={**resource.descriptor, "dialect": bare})
    return AsItIs(resource, _typed(reading.table(resource.name), fields), whole)


def _declared(resource: Resource) -> tuple[Mapping[str, Any], ...]:
    """The fields that the descriptor describes, as far as they are any."""
    schema = resource.descriptor.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return tuple(f if isinstance(f, dict) else {} for f in fields) if isinstance(fields, list) else ()


def _blanks(resource: Resource) -> frozenset[str]:
    """The texts that stand for no value anywhere in the table."""
    schema = resource.descriptor.get("schema")
    said = schema.get("missingValues") if isinstance(schema, dict) else None
    texts = said if isinstance(said, list) else [""]
    return frozenset(str(text.get("value", "") if isinstance(text, dict) else text) for text in texts) | {""}


class _Reading:
    """Gathers rows as columns of text, under the names of their labels."""

    def __init__(self, fields: Sequence[Mapping[str, Any]], blanks: frozenset[str]) -> None:
        self.rows = 0
        self.headless = False
        """True where the first row is no header: none of its cells is the name of a field."""
        self._fields, self._blanks = fields, blanks
        self._builder = ColumnBuilder()
        self._kinds: tuple[standard.FieldType, ...] = ()

    def take(self, labels: tuple[str, ...], cells: Sequence[Any]) -> None:
        """Take one row, of a table with such labels."""
        if not self._kinds:
            self._begin(labels, len(cells))
        self._add(cells)

    def table(self, name: str) -> Table:
        """The table of all rows taken."""
        return self._builder.table(name, self._kinds)

    def _begin(self, labels: tuple[str, ...], width: int) -> None:
        known = {str(field.get("name")): field for field in self._fields}
        self.headless = bool(known and labels) and not known.keys() & set(labels)
        width = len(labels) or max(width, len(self._fields))
        names: list[str] = []
        for place in range(width):
            label = labels[place].strip() if place < len(labels) else ""
            if label not in known and (not label or self.headless or _tells_of_person(label)):
                # A label that is a cell of somebody's row must not stand in a message.
                own = self._fields[place].get("name") if place < len(self._fields) else None
                label = own if isinstance(own, str) and own else f"column {place + 1}"
            label = label[:_LONGEST_NAME]
            while label in (*names, BEYOND):
                label += "_"
            names.append(label)
        own_words = [{"name": name, **_words(known.get(name, {}))} for name in (*names, BEYOND)]
        self._kinds = tuple(standard.FieldType(words["name"], "string", "default", words) for words in own_words)
        if self.headless:
            self._add(labels)

    def _add(self, cells: Sequence[Any]) -> None:
        width = len(self._kinds) - 1
        texts = [_text(cell) for cell in cells]
        row = [None if text is None or text in self._blanks else text for text in texts[:width]]
        beyond = " ".join(filter(None, texts[width:])) or None
        self._builder.add(self._kinds, (*row, *[None] * (width - len(row)), beyond))
        self.rows += 1


def _words(field: Mapping[str, Any]) -> dict[str, Any]:
    """What a field says of itself that may tell of what is in it."""
    return {key: field[key] for key in ("title", "description") if isinstance(field.get(key), str)}


def _tells_of_person(label: str) -> bool:
    return bool(find_private(label)) or looks_like_person(label) or is_street_address(label)


def _text(value: Any) -> str | None:
    """A cell as text; NUL characters, of which a misread file may be full, are left out."""
    if type(value) is str and value.isascii() and "\0" not in value:  # nearly every cell of a large file
        return value.strip()
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)
    text = text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\0", "").strip()


def _typed(table: Table, fields: Sequence[Mapping[str, Any]]) -> tuple[Table, ...]:
    """The columns of numbers as numbers, as in a valid table; and what in them is none, in a table of its own."""
    kinds = {str(field.get("name")): str(field.get("type")) for field in fields}
    made: list[tuple[Field, pl.Series]] = []
    rest: list[tuple[Field, pl.Series]] = []
    for field in table.fields:
        texts = table.column(field.name)
        kind = kinds.get(field.name, "")
        if field.name == BEYOND and not field.profile.values:
            continue
        if kind in _NUMBERS:
            numbers = texts.cast(_NUMBERS[kind], strict=False)
            odd = pl.select(pl.when(numbers.is_null()).then(texts)).to_series()
            if odd.drop_nulls().len():
                rest.append((replace(field, profile=profile_field(odd, "string")), odd))
            if numbers.drop_nulls().len():
                made.append((replace(field, type=kind, profile=profile_field(numbers, kind)), numbers))
        else:
            made.append((field, texts))
    return tuple(_table(table.resource, columns) for columns in (made, rest) if columns)


def _table(name: str, columns: Sequence[tuple[Field, pl.Series]]) -> Table:
    frame = pl.DataFrame([series.alias(field.name) for field, series in columns])
    return Table.of(name, tuple(field for field, _ in columns), frame)
