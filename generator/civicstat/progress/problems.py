"""What is wrong between packages: measures whose rows can't be reckoned, and sprints that a strategy names in vain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from civicstat.checks.words import listed, row_number
from civicstat.explain import file_of
from civicstat.findings import Finding, shorten
from civicstat.names import slug
from civicstat.programme.problems import programme_problems
from civicstat.progress import origins
from civicstat.progress.cells import cell_text
from civicstat.progress.model import Sprint
from civicstat.progress.rows import Reading, expected_of, quoted, todo_of
from civicstat.progress.troubles import BY_CODE
from civicstat.progress.unmatched import unmatched
from civicstat.shapes import MEASURED, is_progress_table
from civicstat.stat.problems import stat_problems

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Mapping, Sequence
    from datetime import date

    from civicstat.model import Package
    from civicstat.progress.around import Known
    from civicstat.progress.model import Measure, Origin, Strategy
    from civicstat.scan import Scan
    from civicstat.tables import Table


def problems(
    read: Mapping[str, Sequence[Any]], packages: Known, broken: Collection[str] = (), today: date | None = None
) -> tuple[Finding, ...]:
    """Everything that is wrong between packages, and what is overdue in them on `today`, where that is given.

    `read` has what was read, by kind; its packages are among `packages`. `broken` names those whose descriptor can't be
    published.
    """
    found: list[Finding] = []
    sprints: Sequence[Sprint] = read.get("sprint", ())
    strategies: Sequence[Strategy] = read.get("strategy", ())
    owners: list[Sprint | Strategy] = [*sprints, *strategies]
    for owner in owners:
        package = packages[owner.package][0]
        for measure in owner.measures:
            if measure.origin:
                found += _of_origin(package, measure, measure.origin, packages, broken)
        if today:
            found += _to_come(owner, *packages[owner.package], today)
    for strategy in strategies:
        found += _of_sprints(strategy, packages)
    for stat in read.get("stat", ()):
        found += stat_problems(stat, packages)
    programmes = read.get("programme", ())
    for programme in programmes:
        found += programme_problems(programme, packages, today, broken, [p for p in programmes if p is not programme])
    return tuple(found)


def dataset_of(origin: Origin, names: Container[str]) -> str:
    """The page name of the package that a measure is reckoned from; empty where it is not among `names`."""
    return next((name for name in (origin.dataset, slug(origin.dataset)) if name in names), "")


def table_of(origin: Origin, package: Package, scan: Scan) -> Table | None:
    """The table that a measure is reckoned from; None where it is gone or withheld, or where several might be meant."""
    name = resource_of(origin, package)
    return scan.table(name) if name else None


def resource_of(origin: Origin, package: Package) -> str:
    """The name of the resource that a measure's origin names; empty where there is none, or more than one."""
    if origin.resource:
        return origin.resource if package.resource(origin.resource) else ""
    tables = tables_of(package)
    return tables[0] if len(tables) == 1 else ""


def tables_of(package: Package) -> list[str]:
    """The tables of a package that hold rows of its own, not those that make it a sprint or a strategy."""
    tables = (r.name for r in package.resources if r.kind in ("table", "geojson"))
    return [name for name in tables if not is_progress_table(package.kind, name)]


def _of_origin(
    package: Package, measure: Measure, origin: Origin, packages: Known, broken: Collection[str]
) -> Iterator[Finding]:
    """What keeps a measure from being reckoned."""

    def told(place: str, message: str, found: str, expected: str, todo: str = "", code: str = "PR011") -> Finding:
        message = f"can't be reckoned: {message}" if code == "PR011" else message
        return Finding(
            code=code,
            severity="warning",
            file=package.file,
            package=package.name,
            pointer=f"civicstat.measures[{origin.index}].{place}",
            message=f'the measure "{quoted(measure.id)}" {message}',
            found=quoted(found),
            expected=shorten(expected, 200),
            todo=todo or BY_CODE[code].todo,
        )

    name = dataset_of(origin, packages)
    if not name:
        if {origin.dataset, slug(origin.dataset)} & set(broken):
            message, todo = "the descriptor of its dataset has errors", "Mend the dataset's descriptor."
        else:
            message, todo = "its dataset is not in the catalogue", todo_of(slug(origin.dataset), packages)
        yield told("dataset", message, origin.dataset, "the name of a package in the catalogue", todo)
        return
    held, scan = packages[name]
    if scan is None:
        return
    resource, tables = resource_of(origin, held), tables_of(held)
    if not resource:
        expected = f"one of {listed(tables, 5)}" if tables else "a dataset with a table"
        if origin.resource:
            message, todo = "its table is not in the dataset", todo_of(origin.resource, tables)
        else:
            message = f"its dataset has {len(tables) or 'no'} tables"
            todo = 'Add "resource" with the name of the table.' if tables else ""
        yield told("resource", message, origin.resource, expected, todo)
        return
    table = scan.table(resource)
    if table is None:
        if resource not in scan.withheld:  # of one that is withheld, the dataset's own findings tell
            yield told("resource", "its resource is no table with rows", resource, "a table, such as a CSV file")
        return
    for one in origins.problems(origin, table, measure.plan.interval):
        yield told(one.place or "reckon", one.message, one.found, one.expected, one.todo)
    for lost in unmatched(origin, table):
        message = f'asks for a value that no row has under "{lost.field}"'
        message += ", so it can't be reckoned" if lost.none else ": its figures may be wrong"
        yield told(lost.place, message, lost.value, expected_of(lost.known), todo_of(lost.value, lost.known), "PR026")


_HAPPENED = {
    "milestones": ("done", "the milestone is done on a day that is still to come: it counts as not done"),
    "updates": ("date", "the update is dated after today: it is left out until then"),
    "heard": ("date", "this was said on a day that is still to come: it is left out until then"),
    "values": ("date", "the value is of a day that is still to come: it does not count until then"),
}
"""By table of what has happened, the column of its day, and what is said of one after today."""


def _to_come(owner: Sprint | Strategy, package: Package, scan: Scan | None, today: date) -> Iterator[Finding]:
    """What has happened by its table, and on a day after today by its date."""
    if scan is None:
        return
    reading = Reading(package, scan)
    for table, (column, message) in _HAPPENED.items():
        if any(day > today for day in _days_in(owner, table)):
            # Read once more for the rows' places: what else is wrong in them has been told before.
            rows = [row for row in reading.rows(table) if (day := row.day(column)) and day > today]
            told = Reading(package, scan)
            for row in rows:
                told.tell(
                    "PR029",
                    resource=table,
                    row=row.number,
                    column=column,
                    message=message,
                    found=row.day(column),
                    expected=f"{today} or earlier",
                )
            yield from told.findings


def _days_in(owner: Sprint | Strategy, table: str) -> Iterator[date]:
    """The days on which something happened by one of its tables."""
    if table == "values":
        yield from (o.date for measure in owner.measures for o in measure.stated)
    elif isinstance(owner, Sprint):
        days: dict[str, list[date | None]] = {
            "milestones": [m.done for m in owner.milestones],
            "updates": [u.date for u in owner.updates],
            "heard": [h.date for h in owner.heard],
        }
        yield from (day for day in days[table] if day)


def _of_sprints(strategy: Strategy, packages: Known) -> Iterator[Finding]:
    """Rows of the table `sprints` whose sprint is not there."""
    package, scan = packages[strategy.package]
    sprints = {name for name, (other, _) in packages.items() if other.kind == "sprint"}
    rows = _rows(scan.table("sprints")) if scan else {}
    resource = package.resource("sprints")
    for part, sprint in strategy.sprints:
        if sprint in sprints:
            continue
        other = packages.get(sprint)
        index = rows.get((part, sprint))
        yield Finding(
            code="PR006",
            severity="warning",
            file=file_of(package, resource) if resource else package.file,
            package=strategy.package,
            resource="sprints",
            row=row_number(resource, index) if resource and index is not None else None,
            field="sprint",
            message="this package is no sprint" if other else "there is no such sprint",
            found=f"{sprint}, of the kind {other[0].kind}" if other else quoted(sprint),
            expected=expected_of(sprints),
            todo=todo_of(sprint, sprints) or "Correct the name, or add the sprint to the catalogue.",
        )


def _rows(table: Table | None) -> dict[tuple[str, str], int]:
    """The place of the first row that ties a part to a sprint."""
    if table is None:
        return {}
    columns = [table.column(name).to_list() for name in ("part", "sprint")]
    found: dict[tuple[str, str], int] = {}
    for index, (part, sprint) in enumerate(zip(*columns, strict=True)):
        found.setdefault((cell_text(part), slug(cell_text(sprint))), index)
    return found


def datasets_named(package: Package) -> frozenset[str]:
    """The page names of the packages whose rows a sprint's or strategy's measures are reckoned from, there or not."""
    own = package.descriptor.get("civicstat")
    listed = own.get("measures") if package.kind in MEASURED and isinstance(own, dict) else None
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    return frozenset(slug(entry["dataset"]) for entry in entries if isinstance(entry.get("dataset"), str))
