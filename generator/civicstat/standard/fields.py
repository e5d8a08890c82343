"""Fields as Frictionless reads and writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frictionless import Detector, Resource
from frictionless import Field as FrictionlessField

from civicstat.screen import Authority
from civicstat.screen.rules import Unscreenable
from civicstat.standard.quiet import quietly

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from civicstat.screen.plain import PlainField
    from civicstat.screen.rules import Reader

_HOLDS_TEXT = {"any", "string", "date", "datetime", "time", "array", "object", "geojson"}
"""The inferred types whose values keep all that their text says."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class FieldType:
    """A field as Frictionless reads it, declared or inferred; `blanks` are the texts that stand for no value."""

    name: str
    type: str
    format: str
    descriptor: Mapping[str, Any]
    blanks: tuple[str, ...] = ("",)


def fields_of(fields: Sequence[Any], schema: Any) -> tuple[FieldType, ...]:
    """Some fields of a schema: those that a table's own columns stand for, in their order."""
    found = []
    for field in fields:
        own = field.missing_values if field.has_defined("missing_values") else schema.missing_values
        found.append(FieldType(field.name, field.type, field.format, field.to_descriptor(), tuple(own)))
    return tuple(found)


def value_reader(kind: FieldType) -> Callable[[str], Any]:
    """How Frictionless reads the text of a field's cell, its constraints aside: the value, or None."""
    read = _field(kind).create_cell_reader()
    return lambda text: read(text)[0]


def value_writer(kind: FieldType) -> Callable[[Any], str]:
    """How Frictionless writes a value of a field as text."""
    write = _field(kind).create_value_writer()
    return lambda value: str(write(value))


def _field(kind: FieldType) -> Any:
    left_out = ("constraints", "example", "missingValues")
    field = FrictionlessField.from_descriptor({k: v for k, v in kind.descriptor.items() if k not in left_out})
    field.missing_values = list(kind.blanks)
    return field


def typed_rows(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[FieldType, ...], list[Row]]:
    """Rows that came without a schema (a GeoJSON file's properties), typed as Frictionless infers them.

    Text stays text, even where it looks like a number, as "02134" does: the file has numbers of its own. A column
    that holds more than one type is of `any` type, so that none of its values is lost.
    """
    if not rows:
        return (), []
    names = list(rows[0])
    cells = [[row[name] for name in names] for row in rows]
    with quietly():
        resource = Resource.from_descriptor({"name": "rows", "data": [names, *cells]})
        resource.infer()
        for field, values in zip(resource.schema.fields, zip(*cells, strict=True), strict=True):
            if field.type not in _HOLDS_TEXT and any(isinstance(value, str) for value in values):
                plain = all(isinstance(value, str | None) for value in values)
                resource.schema.set_field_type(field.name, "string" if plain else "any")
        read = resource.read_rows()
        if wrong := {name for row in read for name in row.error_cells}:
            for name in wrong:
                resource.schema.set_field_type(name, "any")
            read = resource.read_rows()
        return fields_of(resource.header.get_expected_fields(), resource.schema), [tuple(row.values()) for row in read]


def authority() -> Authority:
    """What the screen asks of Frictionless."""
    return Authority(detect_encoding, reader_of)


def reader_of(plain: PlainField) -> Reader:
    """How Frictionless reads a cell of a field, its constraints among it."""
    with quietly():
        field = FrictionlessField.from_descriptor({k: v for k, v in plain.descriptor.items() if k != "missingValues"})
        field.missing_values = list(plain.blanks)
        read = field.create_cell_reader()

    def reader(text: str) -> tuple[Any, bool]:
        try:
            value, notes = read(text)
        except Exception as error:  # Frictionless crashes on the whole table, which is its to say
            raise Unscreenable from error
        return value, not notes

    return reader


def detect_encoding(content: bytes) -> str:
    """The encoding that Frictionless takes text for when nobody declares one."""
    with quietly():
        return str(Detector().detect_encoding(content))
