"""Which descriptors are plain: certainly valid to Frictionless, with tables that the screen can read.

A plain descriptor uses only what is listed here, in the simplest of the forms that the standard allows. Whatever else
it says, right or wrong, is Frictionless's to judge. Rules are those of its version 5.21.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

MOST_COLUMNS = 1_000
"""As everywhere in civicstat: a table with more is refused."""
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

_NAME = re.compile(r"[-a-z0-9._]+")
_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._/ -]*(?<!/)\.(csv|tsv)")
"""A file named `.csv` has no ending to Frictionless."""
_MOMENT = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ?", re.ASCII)
_HASH = re.compile(r"((sha256:)[0-9a-f]{64}|(md5:)?[0-9a-f]{32})")
_ENCODINGS = {"utf-8": "utf-8", "UTF-8": "utf-8", "utf8": "utf-8"}

CONSTRAINTS: Mapping[str, frozenset[str]] = {
    name: frozenset(("required", "unique", *more.split()))
    for name, more in {
        "string": "minLength maxLength pattern enum",
        "integer": "minimum maximum exclusiveMinimum exclusiveMaximum enum",
        "number": "minimum maximum exclusiveMinimum exclusiveMaximum enum",
        "boolean": "",
        "date": "minimum maximum exclusiveMinimum exclusiveMaximum",
        "datetime": "",
        "time": "",
        "year": "minimum maximum exclusiveMinimum exclusiveMaximum",
        "yearmonth": "",
        "any": "enum",
    }.items()
}
"""The constraints of each type that the screen knows; a field of another type, or with another one, is not plain."""

_EXCLUSIVE = {"exclusiveMinimum", "exclusiveMaximum"}
"""Words that only version 2 of the standard has."""


@dataclass(frozen=True)
class PlainField:
    """A field of a plain table. `blanks` are the texts that stand for no value; `words` those of a boolean."""

    name: str
    type: str
    format: str
    constraints: Mapping[str, Any]
    blanks: tuple[str, ...]
    words: frozenset[str] = frozenset()
    descriptor: Mapping[str, Any] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        """True where a blank is an error."""
        return bool(self.constraints.get("required"))


@dataclass(frozen=True)
class ForeignKey:
    """The fields of a foreign key, and the resource (its own name for the table itself) and fields they lead to."""

    fields: tuple[str, ...]
    resource: str
    target: tuple[str, ...]


@dataclass(frozen=True)
class PlainTable:
    """A resource whose rows the screen can look at: one CSV or TSV file with a declared schema.

    `delimiter` and `encoding` are empty where they are not declared. `said` holds what the descriptor states of the
    file: `hash`, `bytes`, `rows`, `fields`.
    """

    name: str
    path: str
    file: Path
    tabs: bool
    fields: tuple[PlainField, ...]
    delimiter: str = ""
    encoding: str = ""
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    said: Mapping[str, Any] | None = None

    def position(self, name: str) -> int:
        """The place of a field."""
        return next(place for place, one in enumerate(self.fields) if one.name == name)


def plain_package(descriptor: Mapping[str, Any], folder: Path) -> tuple[PlainTable, ...] | None:
    """The tables of a package that Frictionless certainly takes; None for one that is not wholly plain."""
    schema = descriptor.get("$schema")
    if schema not in (None, PROFILE) or not _only(descriptor, _PACKAGE):
        return None
    listed = descriptor.get("resources")
    if not isinstance(listed, list) or not listed:
        return None
    tables = [plain_table(resource, folder, second=schema is not None) for resource in listed]
    found = tuple(table for table in tables if table is not None)
    by_name = {table.name: table for table in found}
    whole = len(found) == len(tables) == len(by_name)
    keys = [key for table in found for key in table.foreign_keys]
    return found if whole and all(_leads(key, by_name) for key in keys) else None


def _leads(key: ForeignKey, tables: Mapping[str, PlainTable]) -> bool:
    """True where a foreign key leads to fields of a table that is there."""
    return key.resource in tables and set(key.target) <= {one.name for one in tables[key.resource].fields}


def plain_table(resource: Any, folder: Path, *, second: bool) -> PlainTable | None:
    """A resource as a plain table, or None; `second` says that version 2 of the standard holds."""
    if not isinstance(resource, dict) or not _only(resource, _RESOURCE):
        return None
    path, name, schema = resource.get("path"), resource.get("name"), resource.get("schema")
    dialect = _dialect(resource.get("dialect", {}))
    if not path or not name or dialect is None or not isinstance(schema, dict) or not _only(schema, _SCHEMA):
        return None
    if len(schema.get("fields", ())) > MOST_COLUMNS:
        return None
    if resource.get("type", "table") != "table" or resource.get("format", path[-3:]) != path[-3:]:
        return None
    blanks = tuple(schema.get("missingValues", ("",)))
    fields = [plain_field(raw, blanks, second=second) for raw in schema.get("fields", ())]
    sound = tuple(one for one in fields if one is not None)
    names = [one.name for one in sound]
    key = _texts(schema.get("primaryKey", []))
    keys = [_foreign_key(k, name) for k in schema.get("foreignKeys", [])]
    whole = sound and len(sound) == len(fields) == len(set(names)) and key is not None and None not in keys
    foreign = tuple(k for k in keys if k is not None)
    used = {*(key or ()), *(n for k in foreign for n in k.fields)}
    if not whole or not used <= set(names):
        return None
    said = {part: resource[part] for part in ("hash", "bytes", "rows", "fields") if part in resource}
    encoding = _ENCODINGS.get(resource.get("encoding", ""), "")
    tabs = path.endswith(".tsv")
    return PlainTable(name, path, folder / path, tabs, sound, dialect, encoding, key or (), foreign, said)


def plain_field(raw: Any, blanks: tuple[str, ...], *, second: bool) -> PlainField | None:
    """A field as a plain one, or None."""
    if not isinstance(raw, dict) or not _only(raw, _FIELD):
        return None
    kind, name = str(raw.get("type")), str(raw.get("name", ""))
    constraints, form = raw.get("constraints", {}), raw.get("format", "default")
    words = _words(raw)
    known = kind in CONSTRAINTS and constraints.keys() <= CONSTRAINTS[kind]
    later = not second and bool(_EXCLUSIVE & constraints.keys())
    usual = form == "default" or (kind in ("date", "datetime", "time") and form.startswith("%"))
    if not name or not known or later or not usual or words is None:
        return None
    return PlainField(name, kind, form, constraints, tuple(raw.get("missingValues", blanks)), words, raw)


def _words(raw: Mapping[str, Any]) -> frozenset[str] | None:
    """The words of a boolean, declared together or not at all; those of any other field are none."""
    declared = raw.keys() & {"trueValues", "falseValues"}
    if raw.get("type") != "boolean":
        return None if declared else frozenset()
    if not declared:
        return frozenset(("true", "True", "TRUE", "1", "false", "False", "FALSE", "0"))
    return frozenset((*raw["trueValues"], *raw["falseValues"])) if len(declared) == 2 else None


def _only(part: Mapping[str, Any], known: Mapping[str, Callable[[Any], bool]]) -> bool:
    """True where every property is known, and of a form that is certainly right."""
    return all(key in known and known[key](value) for key, value in part.items())


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _texts(value: Any) -> tuple[str, ...] | None:
    """One name, or several, each once; None for anything else."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        return None
    return tuple(names) if len(set(names)) == len(names) else None


def _foreign_key(raw: Any, own: str) -> ForeignKey | None:
    if not isinstance(raw, dict) or raw.keys() != {"fields", "reference"} or not isinstance(raw["reference"], dict):
        return None
    reference = raw["reference"]
    fields, target = _texts(raw["fields"]), _texts(reference.get("fields"))
    resource = reference.get("resource", "")
    if not fields or not target or len(fields) != len(target) or not isinstance(resource, str):
        return None
    return ForeignKey(fields, resource or own, target) if reference.keys() <= {"resource", "fields"} else None


def _dialect(raw: Any) -> str | None:
    """The delimiter of a dialect that says no more than that; empty for none."""
    if not isinstance(raw, dict):
        return None
    inner = raw["csv"] if raw.keys() == {"csv"} else raw
    if not isinstance(inner, dict) or not inner.keys() <= {"delimiter"} or None in inner.values():
        return None
    delimiter = inner.get("delimiter")
    return delimiter if delimiter in (",", ";", "|", "\t") else "" if delimiter is None else None


def _texts_of(most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and len(value) <= most and all(map(_text, value))


def _objects(*required: str) -> Callable[[Any], bool]:
    """A list of objects with texts, each with at least one of the `required` ones; e-mail addresses are not plain."""

    def plain(value: Any) -> bool:
        return isinstance(value, list) and all(
            isinstance(item, dict)
            and item.keys() <= {"name", "title", "path", "version"}
            and all(map(_text, item.values()))
            and (not required or any(item.get(key) for key in required))
            for item in value
        )

    return plain


def _size(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _bound(value: Any) -> bool:
    return isinstance(value, int | float | str) and not isinstance(value, bool) and str(value) not in ("nan", "inf")


def _length(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _pattern(value: Any) -> bool:
    """True for a pattern that compiles, as Frictionless compiles it; one with flags of its own does not.

    What Python warns of is left to Frictionless, which is called with no warnings shown.
    """
    if not isinstance(value, str) or "(?" in value:
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(f"^{value}$")
    except (re.error, OverflowError, RecursionError, Warning):
        return False
    return True


_CONSTRAINT_FORMS: Mapping[str, Callable[[Any], bool]] = {
    "required": lambda value: isinstance(value, bool),
    "unique": lambda value: isinstance(value, bool),
    "minLength": _length,
    "maxLength": _length,
    "pattern": _pattern,
    "enum": lambda value: (
        isinstance(value, list) and bool(value) and all(isinstance(v, str | int | float) for v in value)
    ),
    "minimum": _bound,
    "maximum": _bound,
    "exclusiveMinimum": _bound,
    "exclusiveMaximum": _bound,
}
_BLANKS = _texts_of(100)
_FIELD: Mapping[str, Callable[[Any], bool]] = {
    "name": _text,
    "type": _text,
    "title": _text,
    "description": _text,
    "format": _text,
    "unit": lambda _: True,
    "categories": lambda _: True,
    "categoriesOrdered": lambda _: True,
    "civicstat": lambda _: True,
    "constraints": lambda value: isinstance(value, dict) and _only(value, _CONSTRAINT_FORMS),
    "missingValues": _BLANKS,
    "trueValues": _texts_of(100),
    "falseValues": _texts_of(100),
}
_SCHEMA: Mapping[str, Callable[[Any], bool]] = {
    "fields": lambda value: isinstance(value, list),
    "missingValues": _BLANKS,
    "primaryKey": lambda _: True,
    "foreignKeys": lambda value: isinstance(value, list),
    "fieldsMatch": lambda value: value == "exact",
}
_RESOURCE: Mapping[str, Callable[[Any], bool]] = {
    "name": lambda value: isinstance(value, str) and bool(_NAME.fullmatch(value)),
    "type": _text,
    "title": _text,
    "description": _text,
    "path": lambda value: isinstance(value, str) and bool(_PATH.fullmatch(value)) and ".." not in value,
    "format": _text,
    "mediatype": _text,
    "encoding": lambda value: isinstance(value, str) and value in _ENCODINGS,
    "dialect": lambda value: isinstance(value, dict),
    "schema": lambda value: isinstance(value, dict),
    "sources": _objects(),
    "licenses": _objects("name", "path"),
    "hash": lambda value: isinstance(value, str) and bool(_HASH.fullmatch(value)),
    "bytes": _size,
    "rows": _size,
    "fields": _size,
    "civicstat": lambda _: True,
}
_PACKAGE: Mapping[str, Callable[[Any], bool]] = {
    "$schema": _text,
    "profile": lambda value: value == "data-package",
    "name": lambda value: isinstance(value, str) and bool(_NAME.fullmatch(value)),
    "id": _text,
    "title": _text,
    "description": _text,
    "homepage": _text,
    "version": _text,
    "created": lambda value: isinstance(value, str) and bool(_MOMENT.fullmatch(value)),
    "keywords": _texts_of(1000),
    "licenses": _objects("name", "path"),
    "sources": _objects(),
    "contributors": _objects(),
    "resources": lambda value: isinstance(value, list),
    "civicstat": lambda _: True,
}
