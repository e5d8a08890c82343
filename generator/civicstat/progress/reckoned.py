"""How everything that tells of progress stands on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from civicstat.academy.standing import reckon_academy
from civicstat.performance.standing import measure_on, reckon_performance
from civicstat.progress.problems import problems
from civicstat.progress.readers import READERS
from civicstat.progress.standing import Reckoner
from civicstat.progress.whole import Progress
from civicstat.stat.standing import reckon_stat
from civicstat.tracker.standing import reckon_tracker

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from civicstat.findings import Finding
    from civicstat.progress.model import MeasureFacts, SprintFacts, State, StrategyFacts
    from civicstat.progress.standing import Known
    from civicstat.settings import Settings

_ORDER: Mapping[State, int] = {"running": 0, "planned": 1, "finished": 2}


def reckon_progress(
    packages: Sequence[Known], settings: Settings, today: date, broken: Collection[str] = ()
) -> tuple[Progress, tuple[Finding, ...]]:
    """Read every package that tells of progress, and reckon how it stands on `today`; and what is wrong with them.

    `broken` names the packages whose descriptor can't be published.
    """
    known = {one.package.name: one for one in packages}
    findings: list[Finding] = []
    read: dict[str, list[Any]] = {kind: [] for kind in READERS}
    for one in packages:
        for kind, reader in READERS.items():
            if one.package.kind == kind:
                said, found = reader(one.package, one.scan)
                read[kind] += [] if said is None else [said]
                findings += found
    scans = {name: (one.package, one.scan) for name, one in known.items()}
    findings += problems(read, scans, broken, today)
    reckoner = Reckoner(known, settings, today)
    of_sprints = sorted((reckoner.sprint(sprint.told_by(today)) for sprint in read["sprint"]), key=_order)
    by_package = {facts.sprint.package: facts for facts in of_sprints}
    several = len(read["strategy"]) > 1
    of_strategies = tuple(reckoner.strategy(strategy, by_package, several=several) for strategy in read["strategy"])
    measured = _Measured(reckoner, read, _by_name(of_sprints, of_strategies))
    progress = Progress(
        sprints=tuple(of_sprints),
        strategies=of_strategies,
        performance=tuple(reckon_performance(one, settings, today) for one in read["performance"]),
        stats=tuple(reckon_stat(one, measured, settings, today) for one in read["stat"]),
        trackers=tuple(reckon_tracker(one, settings, today) for one in read["tracker"]),
        academies=tuple(
            reckon_academy(one, settings, today, several=len(read["academy"]) > 1) for one in read["academy"]
        ),
        programmes=tuple(read["programme"]),
    )
    return progress, tuple(findings)


@dataclass(frozen=True)
class _Measured:
    """Any measure of the portal on any day, by the page name of its package and its id; None where there is none.

    Each is worked out once for a day, however many meetings look at it. `today` are those that are worked out already.
    """

    reckoner: Reckoner
    read: Mapping[str, Sequence[Any]]
    today: Mapping[tuple[str, str], MeasureFacts]
    _found: dict[tuple[str, str, date], MeasureFacts | None] = field(default_factory=dict)

    def __call__(self, package: str, measure: str, day: date) -> MeasureFacts | None:
        key = (package, measure, day)
        if key not in self._found:
            now = self.today.get((package, measure)) if day == self.reckoner.today else None
            self._found[key] = now or self._worked_out(*key)
        return self._found[key]

    def _worked_out(self, package: str, measure: str, day: date) -> MeasureFacts | None:
        for owner in (*self.read["sprint"], *self.read["strategy"]):
            if owner.package == package:
                found = next((m for m in owner.measures if m.id == measure), None)
                return self.reckoner.on(day).measure_of(owner, found) if found else None
        for performance in self.read["performance"]:
            if performance.package == package:
                return measure_on(performance, measure, self.reckoner.settings, day)
        return None


def _by_name(
    sprints: Iterable[SprintFacts], strategies: Iterable[StrategyFacts]
) -> dict[tuple[str, str], MeasureFacts]:
    """The measures of sprints and strategies by the page name of their package and their id."""
    of_sprints = {(s.sprint.package, m.measure.id): m for s in sprints for m in s.measures}
    return of_sprints | {(s.strategy.package, m.measure.id): m for s in strategies for m in s.measures}


def _order(facts: SprintFacts) -> tuple[int, int, str]:
    """Running sprints first, those that end next before others; then planned ones; then finished, the latest first."""
    sprint = facts.sprint
    day = {"running": sprint.ends, "planned": sprint.begins, "finished": sprint.ends}[facts.state].toordinal()
    return _ORDER[facts.state], -day if facts.state == "finished" else day, sprint.package
