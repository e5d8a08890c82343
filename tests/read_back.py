"""Read every download of a built portal back, and compare it with what Frictionless reads from its source.

By hand: python tests/read_back.py site catalog [NAME ...], with the names of datasets; without one, all of them.
CSV, JSON and Excel files are read with Frictionless under the published schema, Parquet with PyArrow, GeoJSON as JSON.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateutil.parser import isoparse
from frictionless import FrictionlessException, Package, Resource
from openpyxl import load_workbook
from pyarrow import parquet

from civicstat.catalog import parse_catalog
from civicstat.settings import Settings
from civicstat.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from civicstat import model

RFC_4180 = {"csv": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False}}
MOST_TOLD = 5


@dataclass(frozen=True)
class Rows:
    """A table as somebody reads it: its fields, as Frictionless has them, and its values."""

    fields: Sequence[Any]
    schema: Mapping[str, Any]
    values: Sequence[Sequence[Any]]

    @property
    def names(self) -> list[str]:
        """The fields' names."""
        return [field.name for field in self.fields]


def read_source(resource: Any) -> Rows:
    """The table of a resource, with the schema declared or inferred; keys, which name other tables, are left out."""
    with resource:
        schema = resource.schema.to_descriptor()
        fields = resource.header.get_expected_fields()
        values = [tuple(row.values()) for row in resource.row_stream]
    if resource.format == "parquet":  # pandas, through which Frictionless reads it, has NaN and NaT for blanks
        values = [tuple(None if value != value else value for value in row) for row in values]  # noqa: PLR0124
    return Rows(fields, {k: v for k, v in schema.items() if k not in ("primaryKey", "foreignKeys")}, values)


def read_form(form: str, file: Path, source: Rows) -> list[tuple[Any, ...]]:
    """The values that a download holds. Raises `AssertionError` where its columns are called otherwise."""
    if form == "parquet":
        return _parquet(file, source)
    if form == "geojson":
        return _geojson(file, source)
    if form == "json" and json.loads(file.read_text(encoding="utf-8")) == []:
        return []
    resource = {"name": "read", "path": file.name, "scheme": "file", "format": form, "schema": source.schema}
    if form == "csv":
        resource |= {"encoding": "utf-8", "dialect": RFC_4180}
    if form == "xlsx":
        assert not formulas(file), "a cell is a formula"
    with Resource.from_descriptor(
        {**resource, "type": "table"}, basepath=str(file.parent), datapackage_version="v2"
    ) as read:
        assert read.labels == source.names, read.labels
        return [tuple(row.values()) for row in read.row_stream]


def formulas(file: Path) -> list[str]:
    """The cells of a workbook that hold formulas."""
    sheet = load_workbook(file).active
    return [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def _parquet(file: Path, source: Rows) -> list[tuple[Any, ...]]:
    table = parquet.read_table(file)
    assert table.column_names == source.names, table.column_names
    columns = []
    for field, column in zip(source.fields, table.columns, strict=True):
        values = column.to_pylist()
        if field.type not in ("string", "any"):
            values = [field.read_cell(value)[0] if isinstance(value, str) else value for value in values]
        columns.append(values)
    return list(zip(*columns, strict=True))


def _geojson(file: Path, source: Rows) -> list[tuple[Any, ...]]:
    features = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)["features"]
    if not features:
        return []
    rows = [feature["properties"] for feature in features]
    assert [*rows[0]] == source.names, [*rows[0]]
    found = read_source(
        Resource.from_descriptor({"name": "read", "data": rows, "schema": source.schema}, datapackage_version="v2")
    ).values
    for feature, row in zip(features, found, strict=True):
        assert _is_placed(feature["geometry"], row), feature
    return [tuple(row) for row in found]


def _is_placed(geometry: Any, row: Sequence[Any]) -> bool:
    """True where a geometry says no more than its row does."""
    if geometry is None or any(geometry in (value, value.get("geometry")) for value in row if isinstance(value, dict)):
        return True
    numbers = [float(value) for value in row if isinstance(value, int | float | Decimal)]
    numbers += [float(part) for value in row if isinstance(value, tuple) for part in value]
    return geometry["type"] == "Point" and all(float(part) in numbers for part in geometry["coordinates"])


def differences(source: Rows, found: Sequence[Sequence[Any]], *, zones: bool = True) -> Iterator[str]:
    """Every value that differs: its row, its column and both values. Parquet's moments have no zone but UTC."""
    if len(source.values) != len(found):
        yield f"{len(found):,} rows, not {len(source.values):,}"
    for number, (expected, row) in enumerate(zip(source.values, found, strict=False), 1):
        for field, value, other in zip_longest(source.fields, expected, row):
            if plain(value, field.type, zones=zones) != plain(other, field.type, zones=zones):
                yield f"row {number}, {field.name}: {other!r}, not {value!r}"


def plain(value: Any, kind: str = "", *, zones: bool = True) -> Any:  # noqa: PLR0911 - one for each type
    """A value so that two that mean the same are equal, and no others; what has no type is its text."""
    if value is None:
        return None
    if kind == "any":
        return json.dumps(value, default=str) if isinstance(value, bool | dict | list) else str(value)
    if isinstance(value, bool | str):
        return type(value).__name__, value
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
        return "number", "nan" if number.is_nan() else number
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC) if value.year not in (1, 9999) else value, value.utcoffset() if zones else None
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def map_differences(file: Path, form: str, features: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What differs between a map's features and a table made of them."""
    names = list(dict.fromkeys(name for feature in features for name in feature.get("properties") or {}))
    read = _plain_table(file, form)
    assert read[0][:-1] == [name or f"field{number}" for number, name in enumerate(names, 1)], read[0]
    if len(read) - 1 != len(features):
        yield f"{len(read) - 1:,} rows, not {len(features):,}"
    for number, (feature, row) in enumerate(zip(features, read[1:], strict=False), 1):
        expected = [*((feature.get("properties") or {}).get(name) for name in names), feature.get("geometry")]
        for name, value, other in zip(read[0], expected, row, strict=True):
            if not means(value, other):
                yield f"row {number}, {name}: {other!r}, not {value!r}"


def _plain_table(file: Path, form: str) -> list[list[Any]]:
    """The names and the cells of a file, without a schema."""
    if form == "csv":
        with file.open(encoding="utf-8", newline="") as opened:
            return list(csv.reader(opened))
    if form == "xlsx":
        return [list(row) for row in load_workbook(file).active.iter_rows(values_only=True)]
    table = parquet.read_table(file)
    return [table.column_names, *map(list, zip(*(column.to_pylist() for column in table.columns), strict=True))]


def means(value: Any, other: Any) -> bool:  # noqa: PLR0911 - one for each type
    """True where a cell says what a value of JSON says: as itself, as text, or as a day or a moment."""
    if value in (None, ""):
        return other in (None, "")
    if isinstance(value, dict | list):
        return bool(json.loads(other) == value)
    if isinstance(value, bool):
        return other in (value, json.dumps(value))
    if isinstance(value, str):
        if other == value:
            return True
        with suppress(ValueError):
            moment = isoparse(other) if isinstance(other, str) else other
            said = isoparse(value)
            return moment in (said, said.date()) if isinstance(moment, date | datetime) else moment == said.time()
        return isinstance(other, time) and value.startswith(other.isoformat())
    return plain(Decimal(str(other))) == plain(value)


def check_dataset(folder: Path, package: model.Package) -> Iterator[tuple[str, list[str]]]:
    """Each file that a dataset's page offers, with what is wrong with it; what is right is told in its words."""
    published = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    sources = Package.from_descriptor(dict(package.descriptor), basepath=str(package.folder))
    here = [r for r in published["resources"] if not _is_remote(r)]
    judged = Package.from_descriptor({**published, "resources": here}, basepath=str(folder)).validate()
    invalid = judged.flatten(["name", "rowNumber", "fieldName", "note"])
    yield f"{folder.name}/datapackage.json: valid", [f"Frictionless says {row}" for row in invalid]
    for described in here:
        own = package.resource(described["name"])
        assert own is not None
        offered = described.get("civicstat", {}).get("downloads", [])
        for file, digest in zip(_originals(folder, described), own.digests, strict=True):
            problems = [] if file.suffix == ".zip" or _sha256(file) == digest else ["not the city's own bytes"]
            yield f"{folder.name}/files/{file.relative_to(folder / 'files')}: {file.stat().st_size:,} bytes", problems
        for file in described.get("civicstat", {}).get("files", []):
            yield f"{folder.name}/{file['path']}: bytes and hash as told", list(_sizes(folder, file))
        if "hash" in described:
            yield f"{folder.name}/{described['path']}: bytes and hash as told", list(_sizes(folder, described))
        source = read_source(sources.get_resource(own.name)) if offered and own.kind == "table" else None
        features = _features(own) if offered and own.kind == "geojson" else []
        for form in offered:
            problems = list(_sizes(folder, form))
            file = folder / form["path"]
            try:
                if source:
                    found = read_form(form["format"], file, source)
                    problems += differences(source, found, zones=form["format"] != "parquet")
                else:
                    problems += map_differences(file, form["format"], features)
            except (AssertionError, FrictionlessException, ValueError) as error:
                problems.append(str(error))
            rows = len(source.values) if source else len(features)
            yield f"{folder.name}/{form['path']}: {rows:,} rows, same values", problems


def _is_remote(described: Mapping[str, Any]) -> bool:
    return "://" in str(described.get("path", ""))


def _originals(folder: Path, described: Mapping[str, Any]) -> list[Path]:
    paths = described.get("path", [])
    return [
        folder / path for path in [*([paths] if isinstance(paths, str) else paths), *described.get("extrapaths", [])]
    ]


def _sizes(folder: Path, told: Mapping[str, Any]) -> Iterator[str]:
    file = folder / told["path"]
    if told.get("bytes", file.stat().st_size) != file.stat().st_size:
        yield f"{file.stat().st_size} bytes, not {told['bytes']}"
    if told["hash"] != f"sha256:{_sha256(file)}":
        yield "another hash than datapackage.json tells"


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _features(resource: model.Resource) -> list[Mapping[str, Any]]:
    raw = resource.descriptor.get("data")
    if resource.files:
        raw = json.loads(resource.files[0].read_text(encoding="utf-8-sig"))
    return list(raw["features"]) if raw else []


def check_site(site: Path, catalog: Path, names: Iterable[str] = ()) -> Iterator[tuple[str, list[str]]]:
    """Each file of the named datasets of a portal, or of all, with what is wrong with it."""
    packages = {p.name: p for p in parse_catalog(read_sources(catalog.resolve().parent), Settings()).packages}
    for name in list(names) or sorted(packages):
        if name not in packages or not (site / "datasets" / name / "datapackage.json").is_file():
            yield f"{name}: here", ["there is no such dataset in the catalogue, or it is not published"]
            continue
        yield from check_dataset(site / "datasets" / name, packages[name])


def main(words: Sequence[str]) -> int:
    """Check a portal, and print a line for each file. 1 where something differs."""
    failed = 0
    for line, problems in check_site(Path(words[0]), Path(words[1]), words[2:]):
        failed += bool(problems)
        told = [f"{line.split(': ')[0]}: {len(problems):,} differences", *(f"  {p}" for p in problems[:MOST_TOLD])]
        print("\n".join(told) if problems else line)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
