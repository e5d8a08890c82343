"""Scan each table once: Frictionless's verdict, a columnar copy, and what is wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from civicstat import sizes, standard
from civicstat.columns import ColumnBuilder
from civicstat.explain import explain_task, file_of
from civicstat.findings import Finding, Verdict, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.jsonschemas import Problem
    from civicstat.model import Package, Resource
    from civicstat.tables import Table


@dataclass(frozen=True)
class Scan:
    """What came of scanning one package: the verdict, the usable tables, what is wrong with the rest."""

    package: str
    verdict: Verdict
    tables: Mapping[str, Table]
    withheld: frozenset[str]
    findings: tuple[Finding, ...]
    unseen: frozenset[str] = frozenset()
    """Tables that not even the checks of privacy could look at, or not to their end."""

    def table(self, resource: str) -> Table | None:
        """The table of that resource, if it is published."""
        return self.tables.get(resource)


def scan_package(package: Package, *, tables_too: bool = True, most_errors: int = standard.MAX_ERRORS) -> Scan:
    """Check every resource of a package and, if wanted, copy the tables that are valid.

    Resources that the catalogue has already found wrong are not in `package.resources` and stay out of the
    check. A table's check ends at `most_errors`.
    """
    known = {resource.index: resource for resource in package.resources}
    here = {i: r for i, r in known.items() if r.kind != "remote"}
    skip = frozenset(i for i in range(len(package.descriptor["resources"])) if i not in here)
    copies = {i: ColumnBuilder() for i, r in here.items() if r.kind == "table"}

    def take(index: int, fields: tuple[standard.FieldType, ...], row: standard.Row) -> None:
        if index in copies:
            copies[index].add(fields, row)

    refused = {i: problem for i, r in here.items() if (problem := sizes.file_problem(r))}
    looking = take if tables_too else None
    errors, checked = standard.check_resources(package.descriptor, package.folder, skip, looking, refused, most_errors)
    findings = [_descriptor_finding(package, error) for error in errors]
    tables: dict[str, Table] = {}
    withheld = set()
    for resource, check in zip(here.values(), checked, strict=False):
        task = check.task
        if not task["valid"]:
            withheld.add(resource.name)
            if check.refused:
                findings.append(_refused_finding(package, resource, check.refused))
                continue
        findings += told_of(package, resource, task)
        if not task["valid"]:
            continue
        if resource.kind == "table" and tables_too:
            try:
                if check.screened:
                    copies[resource.index].take(check.fields, check.screened)
                tables[resource.name] = _table(resource, copies[resource.index], check.fields)
            except UnicodeEncodeError as error:
                withheld.add(resource.name)
                findings.append(_broken_text(package, resource, error))
        elif resource.kind == "geojson" and tables_too:
            table, wrong = geojson_table(package, resource)
            if wrong:
                withheld.add(resource.name)
                findings.append(wrong)
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


def told_of(package: Package, resource: Resource, task: Mapping[str, Any]) -> list[Finding]:
    """What Frictionless's task on a resource says, as findings."""
    errors = explain_task(task, package, resource)
    return [*errors, *(_warning_finding(package, resource, text) for text in task["warnings"])]


def _table(resource: Resource, built: ColumnBuilder, kinds: tuple[standard.FieldType, ...]) -> Table:
    schema = resource.descriptor.get("schema")
    schema = schema if isinstance(schema, dict) else {}
    table = built.table(resource.name, kinds)
    key = schema.get("primaryKey", [])
    return replace(
        table, primary_key=(key,) if isinstance(key, str) else tuple(key), references=tuple(_references(schema))
    )


def _references(schema: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, resource it points into), for each field of each foreign key; `""` is the table itself."""
    found = []
    for key in schema.get("foreignKeys", []):
        names = key["fields"] if isinstance(key["fields"], list) else [key["fields"]]
        found += [(name, key["reference"].get("resource", "")) for name in names]
    return found


def geojson_table(package: Package, resource: Resource) -> tuple[Table | None, Finding | None]:
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
    if len(names) > sizes.MOST_COLUMNS:
        return None, _refused_finding(package, resource, sizes.too_wide("", len(names)))
    rows = [{name: _plain(row.get(name)) for name in names} for row in properties] if names else []
    for number, cells in enumerate(rows):
        if any(isinstance(value, str) and len(value) > sizes.MOST_CELL for value in cells.values()):
            return None, _refused_finding(package, resource, sizes.too_long(f"features[{number}]"))
    kinds, values = standard.typed_rows(rows)
    kinds = tuple(replace(kind, descriptor={**kind.descriptor, **_words(resource, kind.name)}) for kind in kinds)
    builder = ColumnBuilder()
    try:
        for row in values:
            builder.add(kinds, row)
        return builder.table(resource.name, kinds, geometries), None
    except UnicodeEncodeError as error:
        return None, _broken_text(package, resource, error)


def _words(resource: Resource, name: str) -> dict[str, Any]:
    """What the descriptor says of a property of map features, for which the standard has no schema to check."""
    schema = resource.descriptor.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    said = [one for one in fields or () if isinstance(one, dict) and one.get("name") == name]
    shown = ("title", "description", "unit", "categories")
    return {word: said[0][word] for word in shown if word in said[0]} if said else {}


def _broken_text(package: Package, resource: Resource, error: UnicodeEncodeError) -> Finding:
    """JSON can name half a character, which no file can hold."""
    return Finding(
        code="TB001",
        severity="error",
        file=package.file,
        package=package.name,
        resource=resource.name,
        message="holds text that is not Unicode",
        found=ascii(error.object[error.start : error.end]),
        expected="whole characters",
        todo="Export the file again.",
    )


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _descriptor_finding(package: Package, error: Mapping[str, Any]) -> Finding:
    problem = standard.problem_of(error.get("note") or error["message"], "", package.descriptor)
    return Finding(
        code="DP002",
        severity="error",
        file=package.file,
        package=package.name,
        pointer=problem.pointer,
        message="the descriptor breaks the Data Package standard",
        found=problem.found,
        expected=problem.expected,
        todo=problem.todo,
    )


def _refused_finding(package: Package, resource: Resource, problem: Problem) -> Finding:
    return Finding(
        code="TB004",
        severity="error",
        file=file_of(package, resource),
        package=package.name,
        resource=resource.name,
        pointer=problem.pointer,
        message="can't be read within reason",
        found=problem.found,
        expected=problem.expected,
        todo=problem.todo,
    )


def _warning_finding(package: Package, resource: Resource, text: str) -> Finding:
    _, partial, limit = text.partition("reached error limit: ")
    return Finding(
        code="TB002",
        severity="warning",
        file=package.file,
        package=package.name,
        resource=resource.name,
        message=f"only the first {int(limit):,} problems are listed; there are more" if partial else text,
    )
