"""How every sprint and the strategy stand on a day: their measures reckoned from the catalogue's tables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from civicstat.progress.conditions import OriginProblem
from civicstat.progress.model import Basis, MeasureFacts, Sprint, SprintFacts
from civicstat.progress.observe import observe
from civicstat.progress.origins import sentence
from civicstat.progress.periods import period_of
from civicstat.progress.problems import dataset_of, table_of
from civicstat.progress.rolling import strategy_facts
from civicstat.progress.unmatched import unmatched
from civicstat.reckoning.rollup import roll_up
from civicstat.reckoning.status import stand

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from civicstat.model import Package
    from civicstat.progress.model import Measure, Origin, State, Strategy, StrategyFacts
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
    now: date | None = None
    """The day of the build, where `today` is an earlier one that is looked back to."""

    _kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    """Columns of tables that many days ask for."""

    def on(self, day: date) -> Reckoner:
        """The same as of another day, with what was known by then; of an earlier one only the observations.

        The rows behind them, by place and on the map, are for today's pages.
        """
        now = self.now or self.today
        return replace(self, today=day, now=now if day < now else None)

    def sprint(self, sprint: Sprint) -> SprintFacts:
        """How a sprint stands, with all its measures."""
        measures = tuple(self.measure_of(sprint, measure) for measure in sprint.measures)
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
        measures = tuple(self.measure_of(strategy, measure) for measure in strategy.measures)
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

    def measure_of(self, owner: Sprint | Strategy, measure: Measure) -> MeasureFacts:
        """How a measure of a sprint or a strategy stands; one of a finished sprint as it was recorded at the end.

        Of days before today what was recorded later is not known. While a sprint runs, what was recorded of it does not
        count: its last day was moved since.
        """
        window = None
        if owner.begins and owner.ends:
            # A promise that is due after the last day is judged by its own day.
            window = (owner.begins, max([owner.ends, *(t.due for t in measure.plan.targets)]))
        facts = self.measure(measure, window)
        if not isinstance(owner, Sprint) or state_of(owner, self.today) != "finished":
            return facts
        final = next((f for f in owner.final if f.measure == measure.id), None)
        if final is None:
            return replace(facts, unrecorded=_unrecorded(owner))
        return replace(facts, final=final) if self.now is None or final.recorded <= self.today else facts

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
            package.name,
            package.title,
            origin.resource,
            "",
            troubles=_troubles(known, past=self.now is not None),
            simulated=package.simulated,
        )
        table = table_of(origin, package, known.scan)
        if table is None:
            withheld = "The table that this measure stands on is not published: it did not pass its checks."
            return (), replace(basis, troubles=(withheld,))
        strange = unmatched(origin, table, self.settings.time_zone)
        lost = tuple(dict.fromkeys(one.trouble for one in sorted(strange, key=lambda one: not one.none)))
        basis = replace(basis, resource=table.resource, troubles=(*lost, *basis.troubles))
        if any(one.none for one in strange):
            return (), replace(basis, conditions=sentence(origin, table, package.title, measure.plan.interval))
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
                behind=self.now is None,
                now=self.now,
                kept=self._kept,
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


def _unrecorded(sprint: Sprint) -> str:
    """Why the record of a finished sprint does not tell how a measure ended; "" where nothing was recorded yet."""
    now = "so it is not known how this measure ended. What stands here is what the data says now."
    if "final" in sprint.withheld:
        return f"The record of how the sprint ended did not pass its checks, {now}"
    if dict(sprint.left_out).get("final"):
        return f"A row of the record of how the sprint ended did not pass its checks, {now}"
    return f"The record of how the sprint ended has no row for this measure, {now}" if sprint.recorded else ""


def _troubles(known: Known, *, past: bool = False) -> tuple[str, ...]:
    """What makes a dataset's numbers doubtful though they are there; whether it is late tells of today alone."""
    found = []
    if known.scan.withheld:
        found.append("Other tables of this dataset did not pass their checks.")
    if known.timeliness.status == "overdue" and known.timeliness.due and not past:
        due = known.timeliness.due
        found.append(f"The dataset is out of date: its update was due on {due:%B} {due.day}, {due.year}.")
    return tuple(found)
