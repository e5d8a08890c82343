"""How every sprint and the strategy stand on a day: their measures reckoned from the catalogue's tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from civicstat.progress.conditions import OriginProblem
from civicstat.progress.declared import read_sprint, read_strategy
from civicstat.progress.model import Basis, MeasureFacts, Progress, SprintFacts
from civicstat.progress.observe import observe
from civicstat.progress.periods import period_of
from civicstat.progress.problems import dataset_of, problems, table_of
from civicstat.progress.rolling import strategy_facts
from civicstat.reckoning.rollup import roll_up
from civicstat.reckoning.status import stand

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.progress.model import Measure, Origin, Sprint, State, Strategy, StrategyFacts
    from civicstat.reckoning.values import Observation, Status
    from civicstat.scan import Scan
    from civicstat.settings import Settings
    from civicstat.timeliness import Timeliness

SPRINT, STRATEGY = "sprint", "strategy"
"""The kinds of packages that tell of progress (`civicstat.kind`)."""

_ORDER: Mapping[State, int] = {"running": 0, "planned": 1, "finished": 2}


@dataclass(frozen=True)
class Known:
    """What is known of a package: its tables, and whether its data is up to date."""

    package: Package
    scan: Scan
    timeliness: Timeliness


def reckon_progress(
    packages: Sequence[Known], settings: Settings, today: date, broken: Collection[str] = ()
) -> tuple[Progress, tuple[Finding, ...]]:
    """Read every sprint and strategy, and reckon how they stand on `today`; and what is wrong with them.

    `broken` names the packages whose descriptor can't be published.
    """
    known = {one.package.name: one for one in packages}
    findings: list[Finding] = []
    sprints: list[Sprint] = []
    strategies: list[Strategy] = []
    for one in packages:
        if one.package.kind == SPRINT:
            sprint, found = read_sprint(one.package, one.scan)
            sprints += [sprint] if sprint else []
            findings += found
        elif one.package.kind == STRATEGY:
            strategy, found = read_strategy(one.package, one.scan)
            strategies += [strategy] if strategy else []
            findings += found
    scans = {name: (one.package, one.scan) for name, one in known.items()}
    findings += problems(sprints, strategies, scans, broken)
    reckoner = _Reckoner(known, settings, today)
    of_sprints = sorted((reckoner.sprint(sprint) for sprint in sprints), key=_order)
    by_package = {facts.sprint.package: facts for facts in of_sprints}
    several = len(strategies) > 1
    of_strategies = tuple(reckoner.strategy(strategy, by_package, several=several) for strategy in strategies)
    return Progress(tuple(of_sprints), of_strategies), tuple(findings)


def _order(facts: SprintFacts) -> tuple[int, int, str]:
    """Running sprints first, those that end next before others; then planned ones; then finished, the latest first."""
    sprint = facts.sprint
    day = {"running": sprint.ends, "planned": sprint.begins, "finished": sprint.ends}[facts.state].toordinal()
    return _ORDER[facts.state], -day if facts.state == "finished" else day, sprint.package


def state_of(sprint: Sprint, today: date) -> State:
    """Planned before its first day, finished after its last one."""
    if today < sprint.begins:
        return "planned"
    return "running" if today <= sprint.ends else "finished"


@dataclass(frozen=True)
class _Reckoner:
    """What measures are reckoned with: all packages by name, the portal's settings, and the day."""

    known: Mapping[str, Known]
    settings: Settings
    today: date

    def sprint(self, sprint: Sprint) -> SprintFacts:
        window = (sprint.begins, sprint.ends)
        final = {one.measure: one for one in sprint.final}
        measures = tuple(
            replace(self.measure(measure, window), final=final.get(measure.id)) for measure in sprint.measures
        )
        days = (sprint.ends - sprint.begins).days + 1
        return SprintFacts(
            sprint=sprint,
            state=state_of(sprint, self.today),
            gone=min(max((self.today - sprint.begins).days + 1, 0), days),
            days=days,
            measures=measures,
            thresholds=self.settings.thresholds,
            counts=roll_up(m.status for m in measures),
        )

    def strategy(self, strategy: Strategy, sprints: Mapping[str, SprintFacts], *, several: bool) -> StrategyFacts:
        window = (strategy.begins, strategy.ends) if strategy.begins and strategy.ends else None
        measures = tuple(self.measure(measure, window) for measure in strategy.measures)
        quarter = period_of(self.today, "quarter", self.settings.fiscal_year_start)
        quarter_end = quarter.begins - timedelta(days=1)
        tied = {package for _, package in strategy.sprints}
        of_sprints = [m for name, facts in sprints.items() if name in tied for m in facts.measures]
        # By identity, since two packages may each have a measure of one id.
        before = {id(m): self._status_on(quarter_end, m) for m in (*measures, *of_sprints)}
        address = f"strategy/{strategy.package}/" if several else "strategy/"
        facts = strategy_facts(strategy, measures, before, sprints, quarter_end, self.settings.thresholds, address)
        return replace(facts, measures=measures)

    def _status_on(self, day: date, facts: MeasureFacts) -> Status:
        """How a measure stood on an earlier day: as it was recorded by then, else as its observations by then say."""
        if facts.final and facts.final.recorded <= day:
            return facts.status
        return stand(facts.measure.plan, facts.observations, day, self.settings.thresholds).status

    def measure(self, measure: Measure, window: tuple[date, date] | None) -> MeasureFacts:
        observations, basis = measure.stated, None
        if measure.origin:
            observations, basis = self._observed(measure, measure.origin, window)
        standing = stand(measure.plan, observations, self.today, self.settings.thresholds)
        return MeasureFacts(measure, tuple(o for o in observations if o.date <= self.today), standing, basis)

    def _observed(
        self, measure: Measure, origin: Origin, window: tuple[date, date] | None
    ) -> tuple[tuple[Observation, ...], Basis]:
        """The observations that the rows give, and where they come from; none where the rows can't be read."""
        known = self.known.get(dataset_of(origin, self.known))
        if known is None:
            gone = "The dataset that this measure stands on is not on the portal."
            return (), Basis(origin.dataset, origin.dataset, origin.resource, "", troubles=(gone,))
        package = known.package
        basis = Basis(
            package.name, package.title, origin.resource, "", troubles=_troubles(known), simulated=package.simulated
        )
        table = table_of(origin, package, known.scan)
        if table is None:
            withheld = "The table that this measure stands on is not published: it did not pass its checks."
            return (), replace(basis, troubles=(withheld,))
        basis = replace(basis, resource=table.resource)
        try:
            seen = observe(
                origin,
                table,
                until=self.today,
                fiscal_year_start=self.settings.fiscal_year_start,
                window=window,
                interval=measure.plan.interval,
                title=package.title,
                known_until=package.modified,
                time_zone=self.settings.time_zone,
            )
        except OriginProblem:
            unread = "The table does not have what this measure asks of it, so it can't be reckoned."
            return (), replace(basis, troubles=(*basis.troubles, unread))
        return seen.observations, replace(
            basis,
            conditions=seen.conditions,
            rows=seen.rows,
            csv=seen.csv,
            redo=seen.redo,
            places=seen.places,
            points=seen.points,
            span=seen.span,
            before=seen.before,
            notes=seen.notes,
        )


def _troubles(known: Known) -> tuple[str, ...]:
    """What makes a dataset's numbers doubtful though they are there."""
    found = []
    if known.scan.withheld:
        found.append("Other tables of this dataset did not pass their checks.")
    if known.timeliness.status == "overdue" and known.timeliness.due:
        due = known.timeliness.due
        found.append(f"The dataset is out of date: its update was due on {due:%B} {due.day}, {due.year}.")
    return tuple(found)
