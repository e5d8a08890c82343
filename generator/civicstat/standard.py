"""The Data Package standard's verdict. The only module that calls Frictionless.

Frictionless decides what is valid and words the errors of rows and cells. What this module adds: no network,
no traceback, the place of every problem in a descriptor, and a look at each valid row while it goes by.
"""

from __future__ import annotations

import csv
import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from frictionless import Detector, Dialect, FrictionlessException, Package, Resource, Schema, system
from frictionless import Field as FrictionlessField
from frictionless import errors as frictionless_errors
from frictionless.resources import MapResource, TableResource
from jsonschema import validators
from requests import RequestException, Session

from civicstat.findings import shorten
from civicstat.jsonschemas import Problem, in_words
from civicstat.pace import Pace, Standstill, paced
from civicstat.sizes import MOST_CELL, MOST_COLUMNS, too_long, too_wide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

MAX_ERRORS = 1000
"""Frictionless stops a table at its 1,000th error, and then reports a partial table."""

_HOLDS_TEXT = {"any", "string", "date", "datetime", "time", "array", "object", "geojson"}
"""The inferred types whose values keep all that their text says."""

_SECONDS_A_BYTE = 0.5e-6
_DESCRIBING = {"catalog", "inquiry", "package", "pipeline", "resource"}
_LOOKED_AT = 100_000
_DETECT = Detector.detect_metadata_type
_DETECT_SCHEMA = Detector.detect_schema

Row = tuple[Any, ...]


@dataclass(frozen=True)
class FieldType:
    """A field as Frictionless reads it, declared or inferred; `blanks` are the texts that stand for no value."""

    name: str
    type: str
    format: str
    descriptor: Mapping[str, Any]
    blanks: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class DescriptorProblem:
    """A problem of a descriptor, and the resource whose it is (None: the package's own)."""

    problem: Problem
    resource: int | None = None


def descriptor_problems(
    descriptor: Mapping[str, Any], folder: Path, skip: frozenset[int] = frozenset()
) -> list[DescriptorProblem]:
    """Everything that keeps Frictionless from accepting a descriptor, each with its place.

    `skip` holds the places of resources that are left out, as though the descriptor did not name them.
    The parts (package, resource, dialect, schema, field) are looked at one by one, because Frictionless names
    only the property within a part. What it says of the whole comes last, so that nothing it refuses is
    passed over.
    """
    found: list[DescriptorProblem] = []
    whole = dict(descriptor)
    if not isinstance(whole.get("$schema", ""), str):
        named, expected = shorten(whole.pop("$schema")), "the address of a profile, as text"
        found.append(DescriptorProblem(Problem("$schema", named, expected, "Correct it or take it out.")))
    version = _version(whole)
    with _quietly():
        if isinstance(whole.get("resources"), list):
            kept = {i: r for i, r in enumerate(whole["resources"]) if i not in skip}
            whole["resources"] = list(kept.values())
            found += [DescriptorProblem(p) for p in _problems(Package, {**whole, "resources": []}, "", folder)]
            found += [DescriptorProblem(p) for p in _repeated_names(kept)]
            for index, resource in kept.items():
                at = f"resources[{index}]"
                found += [DescriptorProblem(p, index) for p in _resource_problems(resource, at, folder, version)]
        else:
            found += [DescriptorProblem(p) for p in _problems(Package, whole, "", folder)]
        if not found:
            found += [DescriptorProblem(p) for p in _refused(Package, whole, "", folder)]
    return found


def _version(descriptor: Mapping[str, Any]) -> Any:
    """The version of the standard that a descriptor names; None for a name that is none."""
    try:
        return Package.effective_datapackage_version(dict(descriptor), None)
    except Exception:  # noqa: BLE001 - Frictionless crashes on a `$schema` that is no address
        return None


def _resource_problems(resource: Any, at: str, folder: Path, version: Any) -> list[Problem]:
    if not isinstance(resource, dict):
        return [Problem(at, shorten(resource), "an object { … }", "Describe the resource with name and path.")]
    found: list[Problem] = []
    bare = dict(resource)
    schema = resource.get("schema")
    if isinstance(schema, dict):
        bare.pop("schema")
        fields = schema.get("fields")
        if isinstance(fields, list):
            for number, field in enumerate(fields):
                place = f"{at}.schema.fields[{number}]"
                if isinstance(field, dict):
                    found += _problems(FrictionlessField, field, place, folder, version)
        if not found:
            found += _problems(Schema, schema, f"{at}.schema", folder, version)
    if isinstance(dialect := resource.get("dialect"), dict):
        bare.pop("dialect")
        found += _problems(Dialect, dialect, f"{at}.dialect", folder, version)
    if bare.get("profile") == "tabular-data-resource" and isinstance(schema, dict):
        bare.pop("profile")
    found += _problems(Resource, bare, at, folder, version)
    return found or _refused(Resource, resource, at, folder, version)


def _problems(kind: Any, part: Mapping[str, Any], at: str, folder: Path, version: Any = None) -> list[Problem]:
    """The problems of one part: by its JSON Schema where that tells the place, else as Frictionless says."""
    try:
        select = kind.metadata_select_class(part.get("type") if kind is not Package else None)
    except (FrictionlessException, TypeError):
        select = kind
    profile = select.metadata_ensure_profile()
    transformed = _transformed(select, part)
    structural = in_words(validators.validator_for(profile)(profile).iter_errors(transformed), at)
    return structural or _refused(kind, part, at, folder, version)


def _transformed(kind: Any, part: Mapping[str, Any]) -> dict[str, Any]:
    """The part as Frictionless sees it once older spellings are brought up to date."""
    copy = kind.metadata_retrieve(dict(part))
    try:
        kind.metadata_transform(copy)
    except Exception:  # noqa: BLE001 - a part too wrong to bring up to date is judged as it stands
        return dict(part)
    return dict(copy)


def _refused(kind: Any, part: Mapping[str, Any], at: str, folder: Path, version: Any = None) -> list[Problem]:
    """What Frictionless itself says when it refuses a part; empty when it takes it."""
    options = {"datapackage_version": version} if version else {}
    if kind in (Package, Resource):
        options["basepath"] = str(folder)
    try:
        kind.from_descriptor(dict(part), **options)
    except FrictionlessException as error:
        notes = [reason.note for reason in error.reasons] or [error.error.note]
    except Exception as error:  # noqa: BLE001 - Frictionless crashes on some descriptors
        notes = [f"the descriptor can't be understood ({type(error).__name__}: {error})"]
    else:
        return []
    return [_from_note(note, at, folder) for note in dict.fromkeys(notes)]


def _from_note(note: str, at: str, folder: Path) -> Problem:
    note = note.replace(f"{folder}/", "")
    match = re.fullmatch(r"(.*) at property '([^']*)'", note)
    if match:
        note, inner = match.groups()
        at = at + "".join(f"[{p}]" if p.isdigit() else f".{p}" for p in inner.split("/"))
    return Problem(at.removeprefix("."), shorten(note, 200), "what the Data Package standard allows", "Correct it.")


def _repeated_names(resources: Mapping[int, Any]) -> list[Problem]:
    seen: dict[str, int] = {}
    found = []
    for index, resource in resources.items():
        name = resource.get("name") if isinstance(resource, dict) else None
        if isinstance(name, str) and name in seen:
            found.append(
                Problem(
                    f"resources[{index}].name",
                    f'"{name}", which resources[{seen[name]}] has too',
                    "a name of its own for every resource",
                    "Rename one of them.",
                )
            )
        elif isinstance(name, str):
            seen[name] = index
    return found


@dataclass(frozen=True)
class ResourceForm:
    """What Frictionless takes a resource for: rows to check, map features, or a file as it is; and how it is written.

    `format`, `mediatype`, `encoding` and `compression` are declared, or told by the path.
    """

    kind: Literal["table", "geojson", "file"] = "file"
    format: str = ""
    mediatype: str = ""
    encoding: str = ""
    compression: str = ""


def resource_form(resource: Mapping[str, Any], folder: Path, version: Any = None) -> ResourceForm:
    """The form of a resource; that of a file without one, where it is too wrong to tell."""
    options = {"datapackage_version": version} if version else {}
    with _quietly():
        try:
            parsed = Resource.from_descriptor(dict(resource), basepath=str(folder), **options)
        except Exception:  # noqa: BLE001 - checked later, with its reasons
            return ResourceForm()
        kind: Literal["table", "geojson", "file"] = "file"
        if isinstance(parsed, TableResource):
            kind = "table"
        elif isinstance(parsed, MapResource) and parsed.format == "geojson":
            kind = "geojson"
        encoding = resource.get("encoding") or ""
        return ResourceForm(kind, parsed.format or "", parsed.mediatype or "", encoding, parsed.compression or "")


@dataclass(frozen=True)
class Reading:
    """What Frictionless makes of a descriptor: its problems, and the form of each resource, by its place."""

    problems: tuple[DescriptorProblem, ...]
    forms: Mapping[int, ResourceForm]


def read_descriptor(descriptor: Mapping[str, Any], folder: Path, skip: frozenset[int] = frozenset()) -> Reading:
    """The problems of a descriptor, and what its sound resources are; `skip` holds the places of those left out."""
    problems = tuple(descriptor_problems(descriptor, folder, skip))
    wrong = skip | {p.resource for p in problems}
    if None in wrong:
        return Reading(problems, {})
    sound = {i: r for i, r in enumerate(descriptor["resources"]) if i not in wrong}
    version = _version(descriptor)
    return Reading(problems, {i: resource_form(r, folder, version) for i, r in sound.items()})


@dataclass(frozen=True)
class CheckedResource:
    """A resource as checked: the task of Frictionless's report, and the fields of a valid table.

    `refused` says why its check was broken off for safety; the task's one error then says so too.
    """

    task: Mapping[str, Any]
    fields: tuple[FieldType, ...] = ()
    refused: Problem | None = None


def check_resources(
    descriptor: Mapping[str, Any],
    folder: Path,
    skip: frozenset[int] = frozenset(),
    take: Callable[[int, tuple[FieldType, ...], Row], None] | None = None,
    refused: Mapping[int, Problem] | None = None,
) -> tuple[tuple[Mapping[str, Any], ...], tuple[CheckedResource, ...]]:
    """Check a package as `frictionless validate` does: the errors of its descriptor, or each resource.

    `skip` holds the places of resources that are left out, as though the descriptor did not name them. `take`
    gets (place of the resource, its fields, values) for every row that goes by, valid or not. `refused` names the
    resources that are not to be read at all, and why.
    """
    unread = refused or {}
    listed = descriptor.get("resources")
    chosen = [i for i in range(len(listed)) if i not in skip] if isinstance(listed, list) else []
    kept = {**descriptor, "resources": [listed[i] for i in chosen]} if isinstance(listed, list) else descriptor
    with _quietly():
        try:
            package = Package.from_descriptor(kept, basepath=str(folder))
        except FrictionlessException as error:
            return tuple(e.to_descriptor() for e in error.to_errors()), ()
        except Exception as error:  # noqa: BLE001 - Frictionless crashes on some descriptors
            return (_crash(error),), ()
        return (), tuple(
            _refuse(resource, unread[index])
            if index in unread
            else _check_resource(resource, index, take, _reading_first(resource, package))
            for index, resource in zip(chosen, package.resources, strict=True)
        )


def _reading_first(resource: Any, package: Any) -> float:
    """The seconds that the other tables take which foreign keys lead to, and which are read before the first row."""
    if not isinstance(resource, TableResource) or not resource.schema.foreign_keys:
        return 0
    files = [Path(path) for other in package.resources if other.path for path in other.normpaths]
    return _SECONDS_A_BYTE * sum(file.stat().st_size for file in files if file.is_file())


def _looking_at(resource: Any, index: int, take: Any, pace: Pace) -> Any:
    """A callback for each row; the fields are worked out once, when the first row shows the schema."""
    if not isinstance(resource, TableResource):
        return None
    fields: tuple[FieldType, ...] = ()
    every_cell = resource.format not in ("csv", "tsv")  # whose reader looks at the length itself

    def on_row(row: Any) -> None:
        nonlocal fields
        if not fields:
            fields = _fields(resource)
        values = tuple(row.values())
        if resource.format == "parquet":  # which Frictionless reads by way of pandas, whose blanks are NaN and NaT
            values = tuple(None if value != value else value for value in values)  # noqa: PLR0124
        pace.cells += len(values) + 1
        if every_cell and any(isinstance(value, str) and len(value) > MOST_CELL for value in values):
            raise _TooMuch(too_long(f"row {row.row_number}"))
        if take is not None:
            take(index, fields, values)

    return on_row


class _TooMuch(BaseException):
    """A table is past all measure; not an `Exception`, which Frictionless takes for a fault of the data."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _bounded_schema(detector: Any, fragment: Any, *, labels: Any = None, **options: Any) -> Any:
    """A table's schema, declared or told by its first rows; one of too many columns is refused before that."""
    width = max(len(labels or ()), max(map(len, fragment), default=0))
    if width > MOST_COLUMNS:
        raise _TooMuch(too_wide("", width))
    return _DETECT_SCHEMA(detector, fragment, labels=labels, **options)


def _stands_still(resource: Any, row: int) -> Problem:
    patterns = [f.name for f in resource.schema.fields if f.constraints.get("pattern")]
    where = f"row {row + 1}" if row else ""
    if patterns:
        named = ", ".join(f'"{name}"' for name in patterns[:5])
        todo = f"Look at the patterns of {named}: one of them tries endless combinations. Write it more simply."
        return Problem(where, "a check that comes to no end", "patterns that can be decided at once", todo)
    todo = "Look for huge numbers, a row of far too many cells or a damaged file; split a large table in several."
    return Problem(where, "a check that comes to no end", "data that can be read in a reasonable time", todo)


def _fields(resource: Any) -> tuple[FieldType, ...]:
    """The fields in the order of the table's own columns, which `fieldsMatch` lets differ from the schema's."""
    found = []
    for field in resource.header.get_expected_fields():
        own = field.missing_values if field.has_defined("missing_values") else resource.schema.missing_values
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


def _check_resource(resource: Any, index: int, take: Any, more_seconds: float = 0) -> CheckedResource:
    if resource.datatype in _DESCRIBING:
        # Frictionless would read what it describes, wherever that lies.
        todo = 'Give the package a folder of its own in the catalogue, or say "type": "json" to offer a plain file.'
        return _refuse(resource, Problem("path", "a description of other data", "data", todo))
    pace, row = Pace(), 0
    try:
        with paced(more_seconds) as pace:
            on_row = _looking_at(resource, index, take, pace)
            report = resource.validate(limit_errors=MAX_ERRORS, **({"on_row": on_row} if on_row else {}))
        task = report.tasks[0].to_descriptor() if report.tasks else None
        if task is None:
            task = _task(resource, [error.to_descriptor() for error in report.errors])
    except Standstill:
        row = resource.stats.rows or 0
        return _refuse(resource, _stands_still(resource, row))
    except _TooMuch as refusal:
        return _refuse(resource, refusal.problem)
    except FrictionlessException as error:
        task = _task(resource, [e.to_descriptor() for e in error.to_errors()])
    except MemoryError:
        raise  # told by the process that has run out of it
    except Exception as error:  # noqa: BLE001 - Frictionless crashes on some data
        task = _task(resource, [_crash(error)])
    if any("field larger than field limit" in (error.get("note") or "") for error in task["errors"]):
        return _refuse(resource, too_long(""))
    tabular = isinstance(resource, TableResource) and task["valid"]
    return CheckedResource(task, _fields(resource) if tabular else ())


def _refuse(resource: Any, problem: Problem) -> CheckedResource:
    """A resource that is not read, or not to its end, as an error of Frictionless's report."""
    note = f"it holds {problem.found}, expected {problem.expected}"
    error: Mapping[str, Any] = frictionless_errors.SourceError(note=note).to_descriptor()
    return CheckedResource(_task(resource, [error]), refused=problem)


def _task(resource: Any, errors: list[Mapping[str, Any]]) -> dict[str, Any]:
    stats = {"errors": len(errors), "warnings": 0, "seconds": 0.0}
    return {
        "name": resource.name,
        "type": resource.type or resource.datatype or "file",
        "valid": False,
        "place": resource.place,
        "labels": [],
        "stats": stats,
        "warnings": [],
        "errors": errors,
    }


def _crash(error: Exception) -> Mapping[str, Any]:
    note = f"it can't be read ({type(error).__name__}: {shorten(str(error), 160)})"
    described: Mapping[str, Any] = frictionless_errors.SourceError(note=note).to_descriptor()
    return described


def typed_rows(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[FieldType, ...], list[Row]]:
    """Rows that came without a schema (a GeoJSON file's properties), typed as Frictionless infers them.

    Text stays text, even where it looks like a number, as "02134" does: the file has numbers of its own. A column
    that holds more than one type is of `any` type, so that none of its values is lost.
    """
    if not rows:
        return (), []
    names = list(rows[0])
    cells = [[row[name] for name in names] for row in rows]
    with _quietly():
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
        return _fields(resource), [tuple(row.values()) for row in read]


def _kind_of_file(source: Any, *, format: str | None = None) -> str | None:  # noqa: A002 - its name is fixed
    """What Frictionless takes a JSON or YAML file for. YAML is read so slowly that a long file is not looked at."""
    if isinstance(source, str) and format == "yaml":
        with suppress(OSError):
            if Path(source).stat().st_size > _LOOKED_AT:
                return None
    kind: str | None = _DETECT(source, format=format)
    return kind


class _NoNetwork(Session):
    """A session that reaches nothing: a build reads what is in the repository, and nothing else."""

    def request(self, method: Any, url: Any, *_: Any, **__: Any) -> Any:  # noqa: ARG002 - its name is fixed
        raise RequestException(f"{shorten(str(url))} is not fetched; copy the file into the package")


@contextmanager
def _quietly() -> Iterator[None]:
    import warnings  # noqa: PLC0415 - only here

    Detector.detect_metadata_type = staticmethod(_kind_of_file)
    Detector.detect_schema = _bounded_schema
    assert system.plugins  # noqa: S101 - loaded now, since one sets the limit so high that an open quote takes all memory
    csv.field_size_limit(MOST_CELL)
    with system.use_context(http_session=_NoNetwork()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
