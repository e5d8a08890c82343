"""How agency measures stand on a day: each fiscal year against its own target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from math import fsum
from typing import TYPE_CHECKING, Literal

from civicstat.names import slug
from civicstat.performance.calendar import Calendar
from civicstat.performance.figures import cell_of, says_nothing
from civicstat.performance.model import PerformanceFacts, Stood, Tally, YearStanding
from civicstat.progress.model import Measure, MeasureFacts
from civicstat.reckoning.rollup import roll_up
from civicstat.reckoning.status import stand
from civicstat.reckoning.values import Observation, Plan, Target, by_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from civicstat.performance.model import AgencyMeasure, Figure, Performance, Unjudged
    from civicstat.reckoning.values import Interval, Thresholds
    from civicstat.settings import Settings

QUARTERS = ("q1", "q2", "q3", "q4")
WAIT = timedelta(days=183)
"""So long into a fiscal year without a figure does the status stay that of the year before: quarters are told late."""

STALE = timedelta(days=366)
"""So long after its last figure is a year that was never closed told as stale."""

_ONE_DAY = timedelta(days=1)

REASONS: Mapping[Unjudged, str] = {
    "retired": "The measure is retired: it is kept no more.",
    "two units": "Its figures are in two units, so they can’t be held against a target.",
    "no direction": "No desired outcome is stated, so nobody can say whether more or less is better.",
    "no range": "It is to be maintained, and the range to keep is not stated.",
    "unclear quarters": "The quarters of an earlier year don’t fit its figure, so this year’s can’t be judged.",
    "no number": "Its target is no number, so its figures can’t be held against it.",
    "no interval": "What a quarter’s figure stands for is not stated, so only whole years are judged.",
}
"""Why a measure is not judged, in a sentence for residents."""


def reckon_performance(performance: Performance, settings: Settings, today: date) -> PerformanceFacts:
    """Reckon how it stands on `today`."""
    return PerformanceFacts(performance, tuple(stood_on(m, settings, today) for m in performance.measures))


def tally(measures: Iterable[Stood]) -> Tally:
    """How measures stand, counted."""
    found = tuple(measures)
    return Tally(
        roll_up(m.standing.status for m in found if m.standing),
        sum(m.status == "no target" for m in found),
        sum(m.status == "not judged" for m in found),
        sum(m.status == "retired" for m in found),
    )


def measure_on(performance: Performance, measure: str, settings: Settings, day: date) -> MeasureFacts | None:
    """How one of the measures stood on a day, from what was known by then; None where there is no such measure.

    `measure` is an id; where several measures share one, that of the first in the table, and the last part of its
    page's address for any other. Known are the figures of years and quarters that had ended.
    """
    key = slug(measure)
    found = next((m for m in performance.measures if m.key == key), None)
    if found is None:
        return None
    stood = stood_on(found, settings, day)
    judge = _Judge(found, Calendar(settings.fiscal_year_start), settings.thresholds, day)
    judged = stood.year.year if stood.standing and stood.year else None
    plan = (judge.plan(judged) if judged else None) or Plan(None, (), found.desired or "increase", judge.interval)
    years = ([judged] if judged else []) if judge.total else found.years
    seen = by_day(o for year in years for o in judge.observed(year))
    standing = stood.standing or stand(plan, seen, day, settings.thresholds)
    measured = Measure(
        id=found.key,
        title=found.title,
        plan=plan,
        unit=found.unit,
        definition=found.definition or found.formula,
        owner=found.owner,
        type=found.type,
        caveats=found.note,
        stated=seen,
        row=found.row or 0,
        troubles=(REASONS[stood.reason],) if stood.reason else (),
    )
    return MeasureFacts(measured, seen, standing)


def stood_on(measure: AgencyMeasure, settings: Settings, day: date) -> Stood:
    """How a measure stands on a day.

    Its status is that of the latest fiscal year with a target that has begun. While that year has no figure yet, for
    half of it, it is that of the year before. A target of an earlier year than last year's is no promise any more.
    """
    judge = _Judge(measure, Calendar(settings.fiscal_year_start), settings.thresholds, day)
    reason = judge.reason
    years = () if reason else tuple(judge.year(year) for year in judge.promised)
    last = judge.last
    if measure.retired:
        return Stood(measure, "retired", reason="retired", last=last, years=years)
    now = judge.calendar.year_of(day)
    current = [year for year in judge.promised if year >= now - 1]
    if not current:
        return Stood(measure, "no target", last=last, years=years)
    if reason:
        return Stood(measure, "not judged", reason=reason, last=last)
    chosen = years[-1]
    new = day - judge.calendar.begins(now) < WAIT and not judge.observed(now)
    waiting = chosen.year == now and new and len(current) > 1
    if waiting:
        chosen = years[-2]
    if chosen.standing is None:
        return Stood(measure, "not judged", chosen, chosen.reason, last, waiting, years)
    return Stood(measure, chosen.standing.status, chosen, "", last, waiting, years)


@dataclass(frozen=True)
class _Judge:
    """A measure on a day, and how fiscal years and shares of progress are reckoned."""

    measure: AgencyMeasure
    calendar: Calendar
    thresholds: Thresholds
    day: date

    @property
    def reason(self) -> Unjudged | Literal[""]:
        """Why no year of it can be judged; empty where years can."""
        measure = self.measure
        if measure.form == "two units":
            return "two units"
        if not measure.desired:
            return "no direction"
        return "no range" if measure.desired == "maintain" and measure.band is None else ""

    @property
    def promised(self) -> tuple[int, ...]:
        """The fiscal years that have begun and have a target, be it in words such as `12-14`; `N/A` is none."""
        own = self.measure
        begun = (year for year in own.years if self.calendar.begins(year) <= self.day)
        return tuple(y for y in begun if (f := own.figure(y, "target")) and not says_nothing(f.text))

    @property
    def last(self) -> Figure | None:
        """The newest figure of a year or a quarter that has ended, a year's before that of its last quarter."""
        seen = [f for f in self.measure.figures if f.part != "target" and cell_of(f.text) and self.ended(f) <= self.day]
        return max(seen, key=lambda f: (self.ended(f), f.part == "actual"), default=None)

    def ended(self, figure: Figure) -> date:
        """The last day that a figure is for."""
        return self.calendar.ends_part(figure.year, figure.part)

    @property
    def total(self) -> bool:
        """Whether its quarters are added up. Percentages never are: each is a level."""
        return self.measure.interval == "cumulative" and self.measure.unit != "%"

    @property
    def interval(self) -> Interval:
        """What its observations are: a level on a day for percentages that are called cumulative."""
        if self.measure.interval == "cumulative" and not self.total:
            return "snapshot"
        return self.measure.interval or "period"

    def observed(self, year: int) -> tuple[Observation, ...]:
        """What is known of a fiscal year: its quarters, as running totals or levels, and the year itself."""
        own, quarters = self.measure, []
        for part in QUARTERS if own.interval and not own.uneven else ():
            value = own.value(year, part)
            if value is None and self.total:
                break  # without a quarter the sum of those after it says nothing
            if value is not None:
                quarters.append((part, value))
        values = [value for _, value in quarters]
        seen = {
            self.calendar.ends_part(year, part): fsum(values[: n + 1]) if self.total else value
            for n, (part, value) in enumerate(quarters)
        }
        if (actual := own.value(year, "actual")) is not None:
            seen[self.calendar.ends(year)] = actual
        return by_day(Observation(ended, value) for ended, value in seen.items() if ended <= self.day)

    def plan(self, year: int) -> Plan | None:
        """The promise of one fiscal year; None where it has none.

        A total starts from nought. A level is held against the target itself, since that is meant for the whole year.
        """
        own, begins, ends = self.measure, self.calendar.begins(year), self.calendar.ends(year)
        value = own.value(year, "target")
        if value is None or not own.desired:
            return None
        target = Target(value, ends, begins)
        return Plan(None, (target,), own.desired, self.interval, band=own.band, begins=begins)

    def year(self, year: int) -> YearStanding:
        """How a fiscal year with a target stands, or stood in the end."""
        begins, ends = self.calendar.begins(year), self.calendar.ends(year)
        plan, seen = self.plan(year), self.observed(year)
        own = self.measure.value(year, "actual") is not None
        closed = bool(seen) and seen[-1].date == ends and (own or self.interval != "period")
        if plan is None:
            return YearStanding(year, ends, None, reason="no number")
        if not seen and any(self._known(year, part) for part in QUARTERS):
            reason: Unjudged = "unclear quarters" if self.measure.uneven else "no interval"
            return YearStanding(year, ends, None, plan, reason=reason)
        if self.day <= ends or closed or not seen:
            standing = stand(plan, seen, self.day, self.thresholds)
            return YearStanding(year, ends, standing, plan, final=self.day > ends and closed)
        # The year is over, and its own figure is to come: it is told as on the eve of its end.
        eve = max(begins, ends - _ONE_DAY)
        early = [replace(o, date=min(o.date, eve)) for o in seen]
        standing = stand(plan, early, eve, self.thresholds)
        standing = replace(standing, today=self.day, judged=seen[-1], observation=seen[-1])
        if self.day - ends > STALE:
            since = ends + STALE + _ONE_DAY
            old = replace(standing, status="stale", stale_since=since, reason="last observation is too old")
            return YearStanding(year, ends, old, plan)
        return YearStanding(year, ends, replace(standing, reason="last figure is to come"), plan)

    def _known(self, year: int, part: str) -> bool:
        """Whether a quarter has a number and has ended."""
        return self.measure.value(year, part) is not None and self.calendar.ends_part(year, part) <= self.day
