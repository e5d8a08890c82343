"""The Data Package standard's verdict. The only module that calls Frictionless.

Frictionless decides what is valid and words the errors of rows and cells. What this module adds: no network,
no traceback, the place of every problem in a descriptor, and a look at each valid row while it goes by.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from frictionless import Dialect, FrictionlessException, Package, Resource, Schema, system
from frictionless import Field as FrictionlessField
from frictionless import errors as frictionless_errors
from frictionless.resources import MapResource, TableResource
from jsonschema import validators
from requests import RequestException, Session

from civicstat.findings import shorten
from civicstat.jsonschemas import Problem, in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

MAX_ERRORS = 1000
"""Frictionless stops a table at its 1,000th error, and then reports a partial table."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class FieldType:
    """A field as Frictionless reads it, declared or inferred."""

    name: str
    type: str
    format: str
    descriptor: Mapping[str, Any]


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


def resource_kind(resource: Mapping[str, Any], folder: Path) -> Literal["table", "geojson", "file"]:
    """What Frictionless takes a valid resource for: rows to check, map features, or a file as it is."""
    with _quietly():
        try:
            parsed = Resource.from_descriptor(dict(resource), basepath=str(folder))
        except Exception:  # noqa: BLE001 - checked later, with its reasons
            return "file"
        if isinstance(parsed, TableResource):
            return "table"
        return "geojson" if isinstance(parsed, MapResource) and parsed.format == "geojson" else "file"


def resource_format(resource: Mapping[str, Any], folder: Path) -> tuple[str, str, str, str]:
    """Format, media type, encoding and compression of a resource, declared or told by its path."""
    with _quietly():
        try:
            parsed = Resource.from_descriptor(dict(resource), basepath=str(folder))
        except Exception:  # noqa: BLE001 - checked later, with its reasons
            return "", "", "", ""
        return (
            parsed.format or "",
            parsed.mediatype or "",
            resource.get("encoding") or "",
            parsed.compression or "",
        )


@dataclass(frozen=True)
class CheckedResource:
    """A resource as checked: the task of Frictionless's report, and the fields of a valid table."""

    task: Mapping[str, Any]
    fields: tuple[FieldType, ...] = ()


def check_resources(
    descriptor: Mapping[str, Any],
    folder: Path,
    skip: frozenset[int] = frozenset(),
    take: Callable[[int, tuple[FieldType, ...], Row], None] | None = None,
) -> tuple[tuple[Mapping[str, Any], ...], tuple[CheckedResource, ...]]:
    """Check a package as `frictionless validate` does: the errors of its descriptor, or each resource.

    `skip` holds the places of resources that are left out, as though the descriptor did not name them. `take`
    gets (place of the resource, its fields, values) for every row that goes by, valid or not.
    """
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
            _check_resource(resource, _taker(resource, index, take))
            for index, resource in zip(chosen, package.resources, strict=True)
        )


def _taker(resource: Any, index: int, take: Any) -> Any:
    """A callback for each row; the fields are worked out once, when the first row shows the schema."""
    if take is None or not isinstance(resource, TableResource):
        return None
    fields: tuple[FieldType, ...] = ()

    def on_row(row: Any) -> None:
        nonlocal fields
        if not fields:
            fields = _fields(resource)
        take(index, fields, tuple(row.values()))

    return on_row


def _fields(resource: Any) -> tuple[FieldType, ...]:
    return tuple(FieldType(f.name, f.type, f.format, f.to_descriptor()) for f in resource.schema.fields)


def _check_resource(resource: Any, on_row: Any) -> CheckedResource:
    try:
        report = resource.validate(limit_errors=MAX_ERRORS, **({"on_row": on_row} if on_row else {}))
        task = report.tasks[0].to_descriptor() if report.tasks else None
        if task is None:
            task = _task(resource, [error.to_descriptor() for error in report.errors])
    except FrictionlessException as error:
        task = _task(resource, [e.to_descriptor() for e in error.to_errors()])
    except Exception as error:  # noqa: BLE001 - Frictionless crashes on some data
        task = _task(resource, [_crash(error)])
    tabular = isinstance(resource, TableResource) and task["valid"]
    return CheckedResource(task, _fields(resource) if tabular else ())


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
    """Rows that came without a schema (a GeoJSON file's properties), typed as Frictionless infers them."""
    taken: list[Row] = []
    fields: list[tuple[FieldType, ...]] = []

    def take(_: int, kinds: tuple[FieldType, ...], row: Row) -> None:
        fields[:] = [kinds]
        taken.append(row)

    with _quietly():
        resource = Resource.from_descriptor({"name": "rows", "data": list(rows)})
        _check_resource(resource, _taker(resource, 0, take))
    return (fields[0] if fields else ()), taken


class _NoNetwork(Session):
    """A session that reaches nothing: a build reads what is in the repository, and nothing else."""

    def request(self, method: Any, url: Any, *_: Any, **__: Any) -> Any:  # noqa: ARG002 - its name is fixed
        raise RequestException(f"{shorten(str(url))} is not fetched; copy the file into the package")


@contextmanager
def _quietly() -> Iterator[None]:
    import warnings  # noqa: PLC0415 - only here

    with system.use_context(http_session=_NoNetwork()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
