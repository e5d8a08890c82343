"""What can be worked out from the catalogue on a given day: timeliness, charts, and what stands with what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from civicstat.checks import check_package
from civicstat.private.quoted import masked
from civicstat.programme.model import address_of
from civicstat.programme.problems import restricted_problems
from civicstat.progress.reckoned import reckon_progress
from civicstat.progress.standing import Known
from civicstat.progress.whole import Progress
from civicstat.quality import mean_quality, score
from civicstat.record import Record, read_record
from civicstat.timeliness import reckon_timeliness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from civicstat.charts.plan import PlannedChart
    from civicstat.distributions import Distribution, Shortfall
    from civicstat.findings import Finding
    from civicstat.model import Catalog, Package, Restricted
    from civicstat.quality import PortalQuality, Quality
    from civicstat.record import Scored
    from civicstat.scan import Scan
    from civicstat.settings import Settings
    from civicstat.study import Study
    from civicstat.timeliness import Timeliness

MOST_RELATED = 4


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
    quality: Quality | None = None
    scores: tuple[Scored, ...] = ()
    """What its score was before today, each from the day on which it became so."""

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
    quality: PortalQuality | None = None
    record: Record = field(default_factory=Record)
    """What was recorded of the portal before today."""

    progress: Progress = field(default_factory=Progress)
    """How sprints and the strategy stand."""

    restricted: tuple[Restricted, ...] = ()
    """The packages that are not public, of which no page may say more than how many there are."""

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
    on_time = {package.name: reckon_timeliness(package, today, settings.grace) for package in catalog.packages}
    progress, of_progress = reckon_progress(
        [Known(package, studies[package.name].scan, on_time[package.name]) for package in catalog.packages],
        settings,
        today,
        {broken.name for broken in catalog.broken},
    )
    in_progress = by_package(of_progress)
    of_progress = (*of_progress, *restricted_problems(progress.programmes, catalog.restricted))
    uses = _uses(catalog.packages)
    measured = _measured(progress)
    of_catalog = by_package(f for f in catalog.findings if not f.confidential)
    record = read_record(((package, studies[package.name].scan) for package in catalog.packages), today)
    findings = list(catalog.findings)
    packages = []
    for package in catalog.packages:
        study = studies[package.name]
        own = tuple(masked(finding) for finding in (*study.scan.findings, *study.findings))
        own += check_package(package, study.looked_at, settings, today, own, record.rows_of(package.name))
        findings += own
        known = (*of_catalog.get(package.name, ()), *own)
        timeliness = on_time[package.name]
        packages.append(
            PackageFacts(
                package=package,
                scan=study.scan,
                timeliness=timeliness,
                charts=study.charts,
                findings=(*known, *in_progress.get(package.name, ())),
                used_by=(*measured.get(package.name, ()), *uses.get(package.name, ()), *links.get(package.name, ())),
                related=related[package.name],
                distributions=study.distributions,
                shortfalls=study.shortfalls,
                quality=score(package, study.scan, known, timeliness, today),
                scores=record.scores.get(package.name, ()),
                content=study.key,
            )
        )
    quality = mean_quality((p.quality for p in packages), len(catalog.broken))
    findings += of_progress
    return Facts(today, tuple(packages), tuple(findings), quality, record, progress, catalog.restricted)


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


def _measured(progress: Progress) -> dict[str, tuple[Use, ...]]:
    """Which sprints and strategies have measures that stand on a dataset, and whose own data a package is."""
    found: dict[str, dict[Use, None]] = {
        p.package: {Use(address_of(p, progress.programmes), p.title): None} for p in progress.programmes
    }
    pages = [(Use(s.address, s.sprint.title), s.sprint.package, s.measures) for s in progress.sprints]
    pages += [(Use(s.address, s.strategy.title), s.strategy.package, s.measures) for s in progress.strategies]
    for series in progress.stats:
        for package in (series.stat.package, *(watched.package for watched in series.stat.measures)):
            found.setdefault(package, {})[Use(series.address, series.stat.title)] = None
    for use, own, measures in pages:
        for package in (own, *(m.basis.dataset for m in measures if m.basis)):
            found.setdefault(package, {})[use] = None
    return {package: tuple(uses) for package, uses in found.items()}


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
