"""Scan each table once: Frictionless's verdict, a columnar copy, and a profile of every field."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from civicstat import standard
from civicstat.explain import explain
from civicstat.findings import Finding, Verdict, shorten
from civicstat.profiles import FieldProfile, profile_field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from civicstat.model import Package, Resource

CHUNK = 50_000
"""Rows held as Python values before they become columns."""


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

    @property
    def label(self) -> str:
        """The words to show: the title, else the name."""
        return self.title or self.name

    def label_of(self, value: str) -> str:
        """The category's label for `value`, else `value` itself."""
        return next((c.label for c in self.categories if c.value == value), value)


@dataclass(frozen=True)
class Table:
    """The rows of a valid resource: `columns` has one column a field, in order and under its name.

    `geometries` holds a GeoJSON resource's geometry of each row. `primary_key` names the fields of the key.
    """

    resource: str
    fields: tuple[Field, ...]
    columns: pl.DataFrame
    primary_key: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    geometries: tuple[Mapping[str, Any] | None, ...] | None = None

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.columns.height

    def field(self, name: str) -> Field | None:
        """The field of that name, if there is one."""
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True)
class Scan:
    """What came of scanning one package: the verdict, the usable tables, what is wrong with the rest."""

    package: str
    verdict: Verdict
    tables: Mapping[str, Table]
    withheld: frozenset[str]
    findings: tuple[Finding, ...]

    def table(self, resource: str) -> Table | None:
        """The table of that resource, if it is published."""
        return self.tables.get(resource)


def scan_package(package: Package) -> Scan:
    """Check every resource of a package and copy the tables that are valid.

    Resources that the catalogue has already found wrong are not in `package.resources` and stay out of the
    check.
    """
    known = {resource.index: resource for resource in package.resources}
    here = {i: r for i, r in known.items() if r.kind != "remote"}
    skip = frozenset(i for i in range(len(package.descriptor["resources"])) if i not in here)
    copies = {i: _ColumnBuilder() for i, r in here.items() if r.kind == "table"}

    def take(index: int, fields: tuple[standard.FieldType, ...], row: standard.Row) -> None:
        if index in copies:
            copies[index].add(fields, row)

    errors, checked = standard.check_resources(package.descriptor, package.folder, skip, take)
    findings = [_descriptor_finding(package, error) for error in errors]
    tables: dict[str, Table] = {}
    withheld = set()
    for resource, check in zip(here.values(), checked, strict=False):
        task = check.task
        if not task["valid"]:
            withheld.add(resource.name)
            findings += [explain(error, package, resource) for error in task["errors"]]
            findings += [_warning_finding(package, resource, text) for text in task["warnings"]]
            continue
        findings += [_warning_finding(package, resource, text) for text in task["warnings"]]
        if resource.kind == "table":
            tables[resource.name] = _table(resource, copies[resource.index], check.fields)
        elif resource.kind == "geojson":
            table, problem = _geojson_table(package, resource)
            if problem:
                withheld.add(resource.name)
                findings.append(problem)
            elif table:
                tables[resource.name] = table
    if errors:
        withheld |= {resource.name for resource in here.values()}
    return Scan(
        package.name,
        Verdict(errors, tuple(check.task for check in checked)),
        tables,
        frozenset(withheld),
        tuple(findings),
    )


def _table(resource: Resource, built: _ColumnBuilder, kinds: tuple[standard.FieldType, ...]) -> Table:
    schema = resource.descriptor.get("schema")
    schema = schema if isinstance(schema, dict) else {}
    columns = built.finish(kinds)
    key = schema.get("primaryKey", [])
    return Table(
        resource.name,
        tuple(_field(kind, columns[kind.name]) for kind in kinds),
        columns,
        (key,) if isinstance(key, str) else tuple(key),
        tuple(_references(schema)),
    )


def _references(schema: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, resource it points into), for each field of each foreign key; `""` is the table itself."""
    found = []
    for key in schema.get("foreignKeys", []):
        names = key["fields"] if isinstance(key["fields"], list) else [key["fields"]]
        found += [(name, key["reference"].get("resource", "")) for name in names]
    return found


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
    )


def _geojson_table(package: Package, resource: Resource) -> tuple[Table | None, Finding | None]:
    """The features of a GeoJSON file as rows of their properties; None for one that holds a bare geometry."""
    try:
        raw = (
            json.loads(resource.files[0].read_text(encoding="utf-8-sig"))
            if resource.files
            else resource.descriptor["data"]
        )
        features = raw["features"] if raw.get("type") == "FeatureCollection" else []
        properties = [feature.get("properties") or {} for feature in features]
        geometries = tuple(feature.get("geometry") for feature in features)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        finding = Finding(
            code="TB001",
            severity="error",
            file=package.file,
            package=package.name,
            resource=resource.name,
            message="can't be read as GeoJSON",
            found=shorten(str(error)),
            expected="a FeatureCollection",
            todo="Export the file again.",
        )
        return None, finding
    if not features:
        return None, None
    names = list(dict.fromkeys(name for row in properties for name in row))
    rows = [{name: _plain(row.get(name)) for name in names} for row in properties] if names else []
    kinds, values = standard.typed_rows(rows)
    builder = _ColumnBuilder()
    for row in values:
        builder.add(kinds, row)
    columns = builder.finish(kinds)
    fields = tuple(_field(kind, columns[kind.name]) for kind in kinds)
    return Table(resource.name, fields, columns, geometries=geometries), None


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _descriptor_finding(package: Package, error: Mapping[str, Any]) -> Finding:
    return Finding(
        code="DP002",
        severity="error",
        file=package.file,
        package=package.name,
        message=error["message"],
        found=error.get("note", ""),
        expected="what the Data Package standard allows",
        todo="Correct the descriptor.",
    )


def _warning_finding(package: Package, resource: Resource, text: str) -> Finding:
    partial = text.startswith("reached error limit")
    return Finding(
        code="TB002",
        severity="warning",
        file=package.file,
        package=package.name,
        resource=resource.name,
        message=f"only the first {standard.MAX_ERRORS:,} problems are listed; there are more" if partial else text,
    )


_DTYPES: Mapping[str, Any] = {
    "integer": pl.Int64,
    "year": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
    "datetime": pl.Datetime("us"),
    "time": pl.Time,
}


class _ColumnBuilder:
    """Gathers rows into columns, chunk by chunk, so that a long table is never held as Python values."""

    def __init__(self) -> None:
        self._rows: list[standard.Row] = []
        self._chunks: list[pl.DataFrame] = []

    def add(self, fields: tuple[standard.FieldType, ...], row: standard.Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= CHUNK:
            self._flush(fields)

    def finish(self, fields: tuple[standard.FieldType, ...]) -> pl.DataFrame:
        self._flush(fields)
        return pl.concat(self._chunks, how="vertical_relaxed", rechunk=True)

    def _flush(self, fields: tuple[standard.FieldType, ...]) -> None:
        cells = zip(*self._rows, strict=True) if self._rows else [()] * len(fields)
        series = [_column(field, values) for field, values in zip(fields, cells, strict=False)]
        self._chunks.append(pl.DataFrame(series))
        self._rows = []


def _column(field: standard.FieldType, values: Sequence[Any]) -> pl.Series:
    dtype = _DTYPES.get(field.type, pl.String)
    if dtype == pl.Int64 and any(isinstance(v, int) and not -(2**63) <= v < 2**63 for v in values):
        dtype = pl.Float64
    if dtype == pl.Float64:
        return pl.Series(field.name, [None if v is None else float(v) for v in values], dtype=dtype)
    if dtype == pl.Datetime("us"):
        return pl.Series(field.name, [_naive(v) for v in values], dtype=dtype)
    if dtype == pl.Time:
        values = [None if v is None else v.replace(tzinfo=None) for v in values]
    if dtype == pl.String:
        return pl.Series(field.name, [None if v is None else _text(v) for v in values], dtype=dtype)
    return pl.Series(field.name, values, dtype=dtype)


def _naive(value: datetime | None) -> datetime | None:
    """A moment without its zone: in UTC where it had one, so that moments of one column compare."""
    if value is None or value.tzinfo is None:
        return value
    return (value - value.utcoffset()).replace(tzinfo=None)  # type: ignore[operator]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    if isinstance(value, tuple):  # a month of a year, or a point
        month = all(isinstance(part, int) for part in value)
        return "-".join(f"{part:02d}" for part in value) if month else ",".join(map(_text, value))
    return format(value, "f") if isinstance(value, Decimal) else str(value)
