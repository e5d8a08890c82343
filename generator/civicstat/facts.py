"""What can be worked out from the catalogue on a given day: timeliness, charts, and what stands with what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import pandas as pd

from civicstat.charts.choose import choose_charts
from civicstat.charts.reckon import CannotDraw, ChartData, reckon_chart
from civicstat.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from civicstat.model import Catalog, ChartDeclaration, Package
    from civicstat.settings import Settings
    from civicstat.tables import Scan, Table

Status = Literal["on time", "due", "overdue", "unknown", "no promise"]
Evidence = Literal["modified", "commit", "none"]
MOST_RELATED = 4

_DURATION = re.compile(r"^R/P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:([\d.]+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")


@dataclass(frozen=True)
class Interval:
    """A promised interval: so many of one unit (`day`, `week`, `month`, `year`), as ISO 8601 writes it."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The day on which the next update is due. Shorter than a day counts as a day."""
        later: date = (pd.Timestamp(day) + pd.DateOffset(months=self.months, days=self.days)).date()
        return later


def parse_interval(promise: str) -> Interval | None:
    """`R/P3M` as an interval; None for `irregular`, for none, and for an interval of nothing."""
    match = _DURATION.match(promise)
    if not match:
        return None
    years, months, weeks, days, *clock = match.groups()
    whole = Interval(months=12 * int(years or 0) + int(months or 0), days=7 * int(weeks or 0) + round(float(days or 0)))
    if whole == Interval():
        shorter = any(float(part or 0) for part in (days, *clock))
        return Interval(days=1) if shorter else None
    return whole


@dataclass(frozen=True)
class Timeliness:
    """Whether a dataset keeps its promise, with the days that say so.

    `updated` is the actual update and `evidence` where it is known from. `due` is the last day on time, `overdue`
    the first day on which the update counts as overdue.
    """

    status: Status
    promise: str
    updated: date | None
    evidence: Evidence
    due: date | None = None
    overdue: date | None = None


def reckon_timeliness(package: Package, today: date, grace: float) -> Timeliness:
    """A dataset's timeliness on `today`.

    The actual update is `modified`, else the day of the last commit that changed its data, else unknown. The next
    one is due an interval later; past that day it is *due*, and *overdue* once `grace` (a share of the interval, at
    least one day) has gone by too. `modified` in the future is taken as it stands.
    """
    evidence: Evidence = "modified" if package.modified else "commit" if package.data_changed else "none"
    updated = package.modified or package.data_changed
    interval = parse_interval(package.promise)
    if interval is None:
        return Timeliness("no promise", package.promise, updated, evidence)
    if updated is None:
        return Timeliness("unknown", package.promise, None, evidence)
    due = interval.after(updated)
    overdue = due + timedelta(days=1 + max(1, round((due - updated).days * grace)))
    status: Status = "on time" if today <= due else "due" if today < overdue else "overdue"
    return Timeliness(status, package.promise, updated, evidence, due, overdue)


@dataclass(frozen=True)
class PlannedChart:
    """A chart that a page will show: its numbers in the short form, or a whole specification (`data` is None)."""

    declaration: ChartDeclaration
    data: ChartData | None
    chosen: bool
    """True where civicstat chose the chart, since the package declares none."""


@dataclass(frozen=True)
class Use:
    """Something on the portal that uses a dataset: a page's address and title."""

    address: str
    title: str


@dataclass(frozen=True)
class PackageFacts:
    """Everything known of one package on the day of the build."""

    package: Package
    scan: Scan
    timeliness: Timeliness
    charts: tuple[PlannedChart, ...]
    findings: tuple[Finding, ...]
    used_by: tuple[Use, ...] = ()
    related: tuple[Package, ...] = ()

    @property
    def rows(self) -> int:
        """Rows in all published tables."""
        return sum(table.rows for table in self.scan.tables.values())

    @property
    def withheld(self) -> bool:
        """True when nothing of the package can be published."""
        return bool(self.package.resources) and len(self.scan.withheld) == len(self.package.resources)

    @property
    def partly_withheld(self) -> bool:
        """True when some of its resources are withheld, those found wrong before the scan included."""
        return any(f.severity == "error" for f in self.findings)


@dataclass(frozen=True)
class Facts:
    """The facts of the whole portal, packages sorted by name."""

    today: date
    packages: tuple[PackageFacts, ...]
    findings: tuple[Finding, ...]


def reckon_facts(
    catalog: Catalog,
    scans: Mapping[str, Scan],
    settings: Settings,
    today: date,
    links: Mapping[str, Sequence[Use]],
) -> Facts:
    """Work out the facts of every package. `links` tells which hand-written pages lead to which dataset."""
    related = _related(catalog.packages)
    uses = _uses(catalog.packages)
    findings = list(catalog.findings)
    packages = []
    for package in catalog.packages:
        scan = scans[package.name]
        charts, chart_findings = plan_charts(package, scan)
        findings += [*scan.findings, *chart_findings]
        packages.append(
            PackageFacts(
                package=package,
                scan=scan,
                timeliness=reckon_timeliness(package, today, settings.grace),
                charts=charts,
                findings=tuple(f for f in findings if f.package == package.name and not f.confidential),
                used_by=(*uses.get(package.name, ()), *links.get(package.name, ())),
                related=related[package.name],
            )
        )
    return Facts(today, tuple(packages), tuple(findings))


def plan_charts(package: Package, scan: Scan) -> tuple[tuple[PlannedChart, ...], list[Finding]]:
    """The charts of a package, declared or chosen; what can't be drawn becomes a finding, and the rest stands."""
    tables = [scan.tables[r.name] for r in package.resources if r.name in scan.tables]
    chosen = package.charts is None
    planned: list[PlannedChart] = []
    findings: list[Finding] = []
    for declaration in choose_charts(tables) if package.charts is None else package.charts:
        try:
            planned.append(_plan(declaration, tables, chosen))
        except CannotDraw as error:
            # A chart of a withheld table goes with it; that is no fault of the chart.
            withheld = scan.withheld and declaration.resource in (*scan.withheld, "")
            if not chosen and not withheld:
                findings.append(chart_finding(package, declaration, str(error)))
    return tuple(planned), findings


def chart_finding(package: Package, chart: ChartDeclaration, why: str) -> Finding:
    """A declared chart that can't be drawn."""
    return Finding(
        code="CH001",
        severity="warning",
        file=package.file,
        package=package.name,
        pointer=f"civicstat.charts[{chart.index}]",
        message=f"this chart is left out: {why}",
        expected="a chart that its table can answer",
        todo="Correct the chart, or take it out.",
    )


def _plan(declaration: ChartDeclaration, tables: Sequence[Table], chosen: bool) -> PlannedChart:
    if declaration.spec is not None:
        if not tables:
            raise CannotDraw("none of the package's tables is published")
        return PlannedChart(declaration, None, chosen)
    name = declaration.resource
    if not name and len(tables) > 1:
        raise CannotDraw(f'"resource" is missing; the tables are {", ".join(t.resource for t in tables)}')
    table = next((t for t in tables if t.resource == name or not name), None)
    if table is None:
        known = ", ".join(t.resource for t in tables) or "none"
        raise CannotDraw(f'its resource "{name}" is no published table of this package; those are: {known}')
    data = reckon_chart(replace(declaration, resource=table.resource), table)
    if not data.points:
        raise CannotDraw("no row has a value for it")
    return PlannedChart(declaration, data, chosen)


def _uses(packages: Iterable[Package]) -> dict[str, list[Use]]:
    """Which packages name another one of the portal among their sources."""
    known = {p.name: p for p in packages}
    found: dict[str, list[Use]] = {}
    for package in known.values():
        for source in package.sources:
            name = source.path.rstrip("/").rsplit("/", 1)[-1]
            points_here = re.search(r"(^|/)datasets/[^/]+/?$", source.path) and "://" not in source.path
            if points_here and name in known and name != package.name:
                found.setdefault(name, []).append(Use(f"datasets/{package.name}/", package.title))
    return found


def _related(packages: Sequence[Package]) -> dict[str, tuple[Package, ...]]:
    """For each package, the few that share the most with it: topics count two, keywords and agency one."""

    def traits(package: Package) -> dict[tuple[str, str], int]:
        return {
            **{("topic", t.casefold()): 2 for t in package.topics},
            **{("keyword", k.casefold()): 1 for k in package.keywords},
            **({("agency", package.publisher.name.casefold()): 1} if package.publisher else {}),
        }

    holders: dict[tuple[str, str], list[int]] = {}
    all_traits = [traits(p) for p in packages]
    for index, own in enumerate(all_traits):
        for trait in own:
            holders.setdefault(trait, []).append(index)
    found = {}
    for index, own in enumerate(all_traits):
        scores: dict[int, int] = {}
        for trait, weight in own.items():
            # A trait that half the portal shares says nothing, and would make this quadratic.
            if len(holders[trait]) <= 50:
                for other in holders[trait]:
                    scores[other] = scores.get(other, 0) + weight
        scores.pop(index, None)
        best = sorted(scores, key=lambda i: (-scores[i], packages[i].name))[:MOST_RELATED]
        found[packages[index].name] = tuple(packages[i] for i in best)
    return found
