"""How every sprint and the strategy stand on a day: their measures reckoned from the catalogue's tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from civicstat.progress.conditions import OriginProblem
from civicstat.progress.model import Basis, MeasureFacts, SprintFacts
from civicstat.progress.observe import observe
from civicstat.progress.periods import period_of
from civicstat.progress.problems import dataset_of, table_of
from civicstat.progress.rolling import strategy_facts
from civicstat.reckoning.rollup import roll_up
from civicstat.reckoning.status import stand

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from civicstat.model import Package
    from civicstat.progress.model import Measure, Origin, Sprint, State, Strategy, StrategyFacts
    from civicstat.reckoning.values import Observation, Status
    from civicstat.scan import Scan
    from civicstat.settings import Settings
    from civicstat.timeliness import Timeliness


@dataclass(frozen=True)
class Known:
    """What is known of a package: its tables, and whether its data is up to date."""

    package: Package
    scan: Scan
    timeliness: Timeliness


def state_of(sprint: Sprint, today: date) -> State:
    """Planned before its first day, finished after its last one."""
    if today < sprint.begins:
        return "planned"
    return "running" if today <= sprint.ends else "finished"


@dataclass(frozen=True)
class Reckoner:
    """What measures are reckoned with: all packages by name, the portal's settings, and the day."""

    known: Mapping[str, Known]
    settings: Settings
    today: date

    def on(self, day: date) -> Reckoner:
        """The same, as of another day."""
        return replace(self, today=day)

    def sprint(self, sprint: Sprint) -> SprintFacts:
        """How a sprint stands, with all its measures."""
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
        """How a strategy stands; where there are `several`, each has an address of its own."""
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
        """How a measure stands; `window` is the time that its places and its map tell of."""
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
