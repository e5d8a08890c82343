"""Descriptors as Frictionless judges them, with the place of every problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from frictionless import Dialect, FrictionlessException, Package, Resource, Schema
from frictionless import Field as FrictionlessField
from frictionless.resources import MapResource, TableResource
from jsonschema import validators

from civicstat.findings import shorten
from civicstat.jsonschemas import Problem, in_words
from civicstat.standard.notes import problem_of
from civicstat.standard.quiet import quietly

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


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
    version = version_of(whole)
    with quietly():
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


def version_of(descriptor: Mapping[str, Any]) -> Any:
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
    return [problem_of(note.replace(f"{folder}/", ""), at, part) for note in dict.fromkeys(notes)]


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
    with quietly():
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
    version = version_of(descriptor)
    return Reading(problems, {i: resource_form(r, folder, version) for i, r in sound.items()})
