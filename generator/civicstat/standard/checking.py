"""The verdict on a package's resources: screened where they can be, by Frictionless in all that is not certain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frictionless import FrictionlessException, Package
from frictionless import errors as frictionless_errors
from frictionless.resources import TableResource

from civicstat.findings import shorten
from civicstat.jsonschemas import Problem
from civicstat.pace import Pace, Standstill, paced
from civicstat.screen import Screened, screen_tables
from civicstat.screen.plain import plain_table
from civicstat.sizes import MOST_CELL, too_long
from civicstat.standard.driven import Driven, read_up_to
from civicstat.standard.fields import FieldType, Row, authority, fields_of
from civicstat.standard.quiet import TooMuch, quietly

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MAX_ERRORS = 1000
"""Frictionless stops a table at its 1,000th error, and then reports a partial table."""

_SECONDS_A_BYTE = 0.5e-6
_DESCRIBING = {"catalog", "inquiry", "package", "pipeline", "resource"}


@dataclass(frozen=True)
class CheckedResource:
    """A resource as checked: the task of Frictionless's report, and the fields of a valid table.

    `refused` says why its check was broken off for safety; the task's one error then says so too.
    """

    task: Mapping[str, Any]
    fields: tuple[FieldType, ...] = ()
    refused: Problem | None = None
    screened: Screened | None = None
    """The table as screened; none of its rows has gone by."""


def check_resources(
    descriptor: Mapping[str, Any],
    folder: Path,
    skip: frozenset[int] = frozenset(),
    take: Callable[[int, tuple[FieldType, ...], Row], None] | None = None,
    refused: Mapping[int, Problem] | None = None,
    most_errors: int = MAX_ERRORS,
    screened: Mapping[str, Screened] | None = None,
) -> tuple[tuple[Mapping[str, Any], ...], tuple[CheckedResource, ...]]:
    """Check a package as `frictionless validate` does: the errors of its descriptor, or each resource.

    `skip` holds the places of resources that are left out, as though the descriptor did not name them. `take`
    gets (place of the resource, its fields, values) for every row that goes by, valid or not, of a table that was
    not screened. `refused` names the resources that are not to be read at all, and why. A table's check ends at
    `most_errors`. `screened` holds the tables that were screened already.
    """
    unread = refused or {}
    listed = descriptor.get("resources")
    chosen = [i for i in range(len(listed)) if i not in skip] if isinstance(listed, list) else []
    kept = {**descriptor, "resources": [listed[i] for i in chosen]} if isinstance(listed, list) else descriptor
    with quietly():
        try:
            package = Package.from_descriptor(kept, basepath=str(folder))
            if any(isinstance(part, str) for r in kept["resources"] for part in (r.get("schema"), r.get("dialect"))):
                # As Frictionless does before all else: the files that hold them are read when they are asked for.
                for resource in package.resources:
                    _ = resource.schema
                package.to_descriptor(validate=True)
        except FrictionlessException as error:
            return tuple(e.to_descriptor() for e in error.to_errors()), ()
        except Exception as error:  # noqa: BLE001 - Frictionless crashes on some descriptors
            return (_crash(error),), ()
        read = [kept["resources"][number] for number, index in enumerate(chosen) if index not in unread]
        seen = _screened(read, folder) if screened is None else screened
        return (), tuple(
            _refuse(resource, unread[index])
            if index in unread
            else _check_screened(resource, index, seen[resource.name], most_errors)
            if resource.name in seen
            else _check_resource(resource, index, take, most_errors, _reading_first(resource, package))
            for index, resource in zip(chosen, package.resources, strict=True)
        )


def _screened(resources: Sequence[Any], folder: Path) -> dict[str, Screened]:
    """What the screen makes of the tables that are plain; none where two resources share a name."""
    tables = [table for resource in resources if (table := plain_table(resource, folder, second=True))]
    return screen_tables(tables, authority())


def _check_screened(resource: Any, index: int, screened: Screened, most_errors: int) -> CheckedResource:
    """Check a table that was screened: there is nothing left to do, or Frictionless looks at the chosen rows."""
    if screened.clean:
        return CheckedResource(screened.task(), fields_of(resource.schema.fields, resource.schema), screened=screened)
    resource.__class__ = Driven
    resource._screened = screened  # noqa: SLF001 - a name that Frictionless does not mind
    checked = _check_resource(resource, index, None, most_errors)
    if not any(warning.startswith("reached error limit") for warning in checked.task["warnings"]):
        fields = fields_of(resource.schema.fields, resource.schema)
        return replace(checked, fields=fields, screened=screened) if checked.task["valid"] else checked
    end = screened.end_of(checked.task["stats"]["rows"] - 1)
    if end is None:
        # How many bytes Frictionless has read by then is told only by reading them.
        resource.__class__ = TableResource
        return _check_resource(resource, index, None, most_errors)
    return replace(checked, task=read_up_to(checked.task, screened, end))


def _reading_first(resource: Any, package: Any) -> float:
    """The seconds that the other tables take which foreign keys lead to, and which are read before the first row."""
    try:
        if not isinstance(resource, TableResource) or not resource.schema.foreign_keys:
            return 0
    except FrictionlessException:  # of a schema in a file of its own, which is told when the table is checked
        return 0
    files = [Path(path) for other in package.resources if other.path for path in other.normpaths]
    return _SECONDS_A_BYTE * sum(map(_size, files))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except (OSError, ValueError):  # none, or none that a file could have
        return 0


def _looking_at(resource: Any, index: int, take: Any, pace: Pace) -> Any:
    """A callback for each row; the fields are worked out once, when the first row shows the schema."""
    if not isinstance(resource, TableResource):
        return None
    fields: tuple[FieldType, ...] = ()
    every_cell = resource.format not in ("csv", "tsv")  # whose reader looks at the length itself

    def on_row(row: Any) -> None:
        nonlocal fields
        if not fields:
            fields = fields_of(resource.header.get_expected_fields(), resource.schema)
        values = tuple(row.values())
        if resource.format == "parquet":  # which Frictionless reads by way of pandas, whose blanks are NaN and NaT
            values = tuple(None if value != value else value for value in values)  # noqa: PLR0124
        pace.cells += len(values) + 1
        if every_cell and any(isinstance(value, str) and len(value) > MOST_CELL for value in values):
            raise TooMuch(too_long(f"row {row.row_number}"))
        if take is not None:
            take(index, fields, values)

    return on_row


def _stands_still(resource: Any, row: int) -> Problem:
    patterns = [f.name for f in resource.schema.fields if f.constraints.get("pattern")]
    where = f"row {row + 1}" if row else ""
    if patterns:
        named = ", ".join(f'"{name}"' for name in patterns[:5])
        todo = f"Look at the patterns of {named}: one of them tries endless combinations. Write it more simply."
        return Problem(where, "a check that comes to no end", "patterns that can be decided at once", todo)
    todo = "Look for huge numbers, a row of far too many cells or a damaged file; split a large table in several."
    return Problem(where, "a check that comes to no end", "data that can be read in a reasonable time", todo)


def _check_resource(resource: Any, index: int, take: Any, most_errors: int, more_seconds: float = 0) -> CheckedResource:
    if resource.datatype in _DESCRIBING:
        # Frictionless would read what it describes, wherever that lies.
        todo = 'Give the package a folder of its own in the catalogue, or say "type": "json" to offer a plain file.'
        return _refuse(resource, Problem("path", "a description of other data", "data", todo))
    pace, row = Pace(), 0
    try:
        with paced(more_seconds) as pace:
            on_row = _looking_at(resource, index, take, pace)
            report = resource.validate(limit_errors=most_errors, **({"on_row": on_row} if on_row else {}))
        task = _described(report.tasks[0]) if report.tasks else None
        if task is None:
            task = _task(resource, [error.to_descriptor() for error in report.errors])
    except Standstill:
        row = resource.stats.rows or 0
        return _refuse(resource, _stands_still(resource, row))
    except TooMuch as refusal:
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
    return CheckedResource(task, fields_of(resource.header.get_expected_fields(), resource.schema) if tabular else ())


def _described(task: Any) -> dict[str, Any]:
    """A task as Frictionless describes it, its errors copied once only."""
    described: dict[str, Any] = task.metadata_export(exclude=["errors"])
    return {**described, "errors": [error.to_descriptor() for error in task.errors]}


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
