"""Everything that one package's own content gives: checks, distributions, charts. Done side by side, and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from civicstat.charts.plan import PlannedChart, plan_charts
from civicstat.checks import check_tables
from civicstat.distribute import distribute, large_files, made_files
from civicstat.executors import FAILS
from civicstat.findings import Finding, Verdict
from civicstat.misread import files_beside
from civicstat.scan import Scan, scan_package
from civicstat.store import Store, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from civicstat.distributions import Distribution, Shortfall
    from civicstat.executors import Workers
    from civicstat.model import Package
    from civicstat.settings import Settings


@dataclass(frozen=True)
class Study:
    """What came of one package: `key` names the content that it was made from."""

    key: str
    scan: Scan
    distributions: tuple[Distribution, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    charts: tuple[PlannedChart, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What was found beside the scan's own findings."""

    whole: Scan | None = None
    """The scan with the tables too that civicstat's own checks withhold, for the checks of packages alone."""

    @property
    def looked_at(self) -> Scan:
        """Every valid table, published or not."""
        return self.whole or self.scan


@dataclass(frozen=True)
class _Task:
    package: Package
    settings: Settings
    store: Store
    key: str
    scan_key: str


def study_packages(
    packages: Iterable[Package],
    settings: Settings,
    store: Store,
    workers: Workers,
    progress: Callable[[int, int], None],
) -> dict[str, Study]:
    """The study of every package by its name: from the store, or made by the workers and then kept.

    One that takes more of the processor's time than the settings allow is withheld.
    """
    seconds = settings.check_seconds
    tasks = [_task(package, settings, store) for package in packages]
    found = {task.package.name: study for task in tasks if (study := store.get(task.key)) is not None}
    missing = [task for task in tasks if task.package.name not in found]
    if missing:
        made = workers.run(_study, missing, lambda _: seconds, partial(_lost, seconds), progress)
        found |= {task.package.name: study for task, study in zip(missing, made, strict=True)}
    return {task.package.name: found[task.package.name] for task in tasks}


def _task(package: Package, settings: Settings, store: Store) -> _Task:
    """The keys of a package's work.

    Frictionless's check depends on all but the `civicstat` property, of which it judges nothing; civicstat's own
    checks of tables and the charts depend on parts of that property and on the portal's settings.
    """
    plain = {key: value for key, value in package.descriptor.items() if key != "civicstat"}
    content = [(r.index, r.kind, r.format, r.paths, r.digests, r.references) for r in package.resources]
    # Of a file that is missing it is told what lies in its place.
    missing = [p for r in package.resources for p, sha256 in zip(r.paths, r.digests, strict=False) if not sha256]
    beside = [files_beside(path, package) for path in missing]
    scan_key = store.key("scan", package.name, package.file, str(package.folder), plain, content, beside)
    said = package.descriptor.get("civicstat") or {}
    spelled = [said.get(name) for name in ("privacy", "columns", "programme")]
    own = (package.kind, package.charts, package.waivers, package.bbox, package.totals, spelled, settings)
    refused = [(r.index, r.kind, r.format, r.paths, r.digests) for r in package.refused]
    return _Task(package, settings, store, digest(scan_key, "study", *map(repr, (*own, refused))), scan_key)


def _study(task: _Task) -> Study:
    """Study one package, with whatever of it is kept already."""
    package, store = task.package, task.store
    whole, scan, findings = _checked(task)
    key = digest(task.scan_key, "distributions", repr(sorted(scan.withheld)))
    offered = store.get(key)
    if offered is None:
        offered = distribute(package, scan, store)
        if _lasts(scan):
            store.put(key, offered, made_files(offered[0]))
    distributions, shortfalls = offered
    charts, of_charts = plan_charts(package, scan)
    findings += (*of_charts, *large_files(package, distributions), *_formula_findings(package, shortfalls))
    study = Study(task.key, scan, distributions, shortfalls, charts, findings, whole)
    if _lasts(scan):
        # Checks of a later day read the copies too.
        store.put(task.key, study, (*made_files(distributions), *_copies(whole)))
    return study


def _copies(scan: Scan) -> tuple[str, ...]:
    """The SHA-256 of the kept files that hold a scan's tables, by which they are called."""
    return tuple(table.copy.file.name for table in scan.tables.values() if table.copy.file)


def check_content(package: Package, settings: Settings, store: Store) -> tuple[Scan, tuple[Finding, ...]]:
    """Scan and check a package, or take from the store what came of it for the same content.

    Gives the scan as it is, with the tables that the checks withhold, and what the checks found.
    """
    whole, _, findings = _checked(_task(package, settings, store))
    return whole, findings


def _scanned(task: _Task) -> Scan:
    scan = task.store.get(task.scan_key)
    return scan if scan is not None else _keep_scan(scan_package(task.package), task)


def _checked(task: _Task) -> tuple[Scan, Scan, tuple[Finding, ...]]:
    """The scan, the scan without the tables that civicstat's own checks withhold, and what these found."""
    scan = _scanned(task)
    key = digest(task.key, "checks")
    kept: tuple[frozenset[str], frozenset[str], tuple[Finding, ...]] | None = task.store.get(key)
    if kept is None:
        usable, findings = check_tables(task.package, scan, task.settings)
        kept = usable.withheld, usable.unseen, findings
        if _lasts(scan):
            task.store.put(key, kept)
    withheld, unseen, findings = kept
    whole = replace(scan, unseen=unseen)
    tables = {name: table for name, table in scan.tables.items() if name not in withheld}
    return whole, replace(whole, tables=tables, withheld=withheld), findings


def _lasts(scan: Scan) -> bool:
    """False where a check was broken off: on a better day, or a faster machine, it may come to its end."""
    return not any(finding.code == "TB004" for finding in scan.findings)


def _keep_scan(scan: Scan, task: _Task) -> Scan:
    """The scan with its tables' columns in files of the store."""
    tables, held = {}, []
    for name, table in scan.tables.items():
        new = task.store.new_file()
        table.write_copy(new)
        sha256 = task.store.keep(new)
        held.append(sha256)
        tables[name] = table.at(task.store.file(sha256))
    kept = replace(scan, tables=tables)
    if _lasts(scan):
        task.store.put(task.scan_key, kept, tuple(held))
    return kept


def _formula_findings(package: Package, shortfalls: Iterable[Shortfall]) -> list[Finding]:
    return [
        Finding(
            code="TB003",
            severity="warning",
            file=package.file,
            package=package.name,
            resource=shortfall.resource,
            field=name,
            message="has cells that a spreadsheet may run as formulas when it opens the CSV file",
            found="text that begins with =, +, - or @",
            expected="text that begins with a letter or a digit",
            todo="Look at those cells. In the Excel file they are plain text; the page tells readers so.",
        )
        for shortfall in shortfalls
        if shortfall.why == "formulas"
        for name in shortfall.fields
    ]


def _lost(seconds: float, task: _Task, reason: str) -> Study:
    """A package whose work came to no end: all of it is withheld."""
    package = task.package
    here = frozenset(r.name for r in package.resources if r.kind != "remote")
    return Study(task.key, Scan(package.name, Verdict(), {}, here, lost_findings(package, reason, seconds)))


def lost_findings(package: Package, reason: str, seconds: float) -> tuple[Finding, ...]:
    """What to tell of a package whose check came to no end: an error for each of its resources."""
    expected = f"data that is read and checked in {seconds:.0f} seconds, and in less than 3 GB of memory"
    todo = "Look for a damaged file; split large tables in several, or allow more `checkSeconds` in portal.yml."
    if reason.startswith(FAILS):
        expected = "a check that comes to its end, whatever the data is"
        todo = "This is a fault of civicstat, not yours: report it to whoever runs the portal, with this message."
    return tuple(
        Finding(
            code="TB004",
            severity="error",
            file=package.file,
            package=package.name,
            resource=resource.name,
            message=f"could not be checked to its end: {reason}",
            expected=expected,
            todo=todo,
        )
        for resource in package.resources
        if resource.kind != "remote"
    )
