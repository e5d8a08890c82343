"""What can be worked out from the catalogue on a given day: timeliness, charts, and what stands with what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from dateutil.relativedelta import relativedelta

from civicstat.checks import check_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from civicstat.charts.plan import PlannedChart
    from civicstat.distributions import Distribution, Shortfall
    from civicstat.findings import Finding
    from civicstat.model import Catalog, Package
    from civicstat.scan import Scan
    from civicstat.settings import Settings
    from civicstat.study import Study

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
        later: date = day + relativedelta(months=self.months, days=self.days)
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
    distributions: tuple[Distribution, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    content: str = ""
    """The key of the content that all this was made from, the day and the neighbours apart."""

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
        return any(f.withholds for f in self.findings)


@dataclass(frozen=True)
class Facts:
    """The facts of the whole portal, packages sorted by name."""

    today: date
    packages: tuple[PackageFacts, ...]
    findings: tuple[Finding, ...]

    def knowing(self, found: Iterable[Finding]) -> Facts:
        """The same facts with more findings, those of a package with it."""
        own = by_package(found)
        packages = (replace(p, findings=(*p.findings, *own.get(p.package.name, ()))) for p in self.packages)
        return replace(self, packages=tuple(packages), findings=(*self.findings, *sum(own.values(), ())))


def by_package(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    """Findings by the package that they speak of; `""` for none."""
    found: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        found[finding.package] = (*found.get(finding.package, ()), finding)
    return found


def reckon_facts(
    catalog: Catalog,
    studies: Mapping[str, Study],
    settings: Settings,
    today: date,
    links: Mapping[str, Sequence[Use]],
) -> Facts:
    """Work out the facts of every package. `links` tells which hand-written pages lead to which dataset."""
    related = _related(catalog.packages)
    uses = _uses(catalog.packages)
    of_catalog = by_package(f for f in catalog.findings if not f.confidential)
    findings = list(catalog.findings)
    packages = []
    for package in catalog.packages:
        study = studies[package.name]
        own = (*study.scan.findings, *study.findings)
        own += check_package(package, study.scan, settings, today, own)
        findings += own
        packages.append(
            PackageFacts(
                package=package,
                scan=study.scan,
                timeliness=reckon_timeliness(package, today, settings.grace),
                charts=study.charts,
                findings=(*of_catalog.get(package.name, ()), *own),
                used_by=(*uses.get(package.name, ()), *links.get(package.name, ())),
                related=related[package.name],
                distributions=study.distributions,
                shortfalls=study.shortfalls,
                content=study.key,
            )
        )
    return Facts(today, tuple(packages), tuple(findings))


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
