"""What the chart of a measure shows: its figures, the way that was expected, every target, and the forecast."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from civicstat.progress.changes import Change, Stretch, changes, changes_of, stretches
from civicstat.reckoning.status import line, path, start
from civicstat.reckoning.values import Observation, interim_in_force, original, set_on
from civicstat.reckoning.words import amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civicstat.progress.model import MeasureFacts
    from civicstat.reckoning.values import Forecast, Plan, Target

MOST_OBSERVATIONS = 400
"""Points that a page can carry; of more, every second, third … is drawn, the last one always."""

NOUGHT = 1e-4
"""A share of the largest figure: what is smaller is told as nought."""

AROUND = 0.5
"""How much of what was before the work and after it is shown, as a share of the time that the work takes."""


class MeasureWords(Protocol):
    """The words of a measure's chart; they stand in a template."""

    def measure_axis(self, data: MeasureData) -> str:
        """What is measured, with its unit."""

    def measure_line(self, kind: str) -> str:
        """What a line shows, for the legend."""

    def measure_mark(self, kind: str, value: str) -> str:
        """The label of a target, or of the range to keep."""

    def measure_spread(self, low: str, middle: str, high: str) -> str:
        """A value that is forecast, with its interval."""

    def measure_note(self, number: int, change: Change, amount: Any, day: Any, ahead: bool) -> str:
        """What was changed, or will be, and why."""


@dataclass(frozen=True)
class Range:
    """The lowest and the highest value to keep to over some days, the first and the last of them."""

    begins: date
    ends: date
    low: float
    high: float


@dataclass(frozen=True)
class MeasureData:
    """What the chart of a measure shows, all of it in the order of time.

    `begins` and `ends` are the first and the last day of the drawing. `expected` are the corners of the expected path,
    with a day twice where a target was changed; `earlier` what went before such a change, to its own end. `targets`
    says which one was worked towards over which days, `replaced` are those that no longer hold. All of these are as
    they are known on the day of the build; `changes` has those ahead too. `left_out` counts observations that are too
    many to draw. `band` is the range to keep to today, `ranges` are all that were to be kept to.
    """

    title: str
    unit: str
    begins: date
    ends: date
    observations: tuple[Observation, ...]
    baseline: Observation | None
    interim: tuple[Observation, ...]
    expected: tuple[Observation, ...]
    earlier: tuple[tuple[Observation, ...], ...]
    targets: tuple[Stretch, ...]
    replaced: tuple[Target, ...]
    changes: tuple[Change, ...]
    band: tuple[float, float] | None
    forecast: Forecast | None
    left_out: int = 0
    ranges: tuple[Range, ...] = ()
    today: date = date.max
    coming: tuple[Target, ...] = ()
    """The targets that are decided and hold from a day that is still ahead."""

    @property
    def promised(self) -> tuple[Target, ...]:
        """The targets that hold to their due date, each once."""
        last = {s.target: None for s in self.targets if s.ends == s.target.due}
        return tuple(t for t in last if t not in self.replaced)

    @property
    def largest(self) -> float:
        """The largest figure, whatever its sign."""
        known = [o.value for o in (*self.observations, *self.interim)] + [s.target.value for s in self.targets]
        return max(map(abs, known), default=0.0)

    def amount(self, value: float) -> str:
        """A value as the chart writes it: with the digits of the page around it, and the sign of a percentage."""
        shown = 0.0 if abs(value) < NOUGHT * self.largest else value
        return amount(shown, "%" if self.unit == "%" else "")

    def expected_on(self, day: date) -> float | None:
        """The value expected for a day, where the path says one; on the day of a change, by the new target."""
        found = None
        for one, other in zip(self.expected, self.expected[1:], strict=False):
            if one.date <= day <= other.date:
                days = (other.date - one.date).days
                share = (day - one.date).days / days if days else 1.0
                found = one.value + (other.value - one.value) * share
        return found

    def target_on(self, day: date) -> Target | None:
        """The target that was worked towards on a day."""
        return next((s.target for s in self.targets if s.begins <= day <= s.ends), None)


def measure_data(facts: MeasureFacts) -> MeasureData | None:
    """What the chart of a measure shows; None where there is neither an observation nor a target."""
    measure, plan, observations, today = facts.measure, facts.measure.plan, facts.observations, facts.standing.today
    if not observations and not plan.targets:
        return None
    begins, ends = _span(plan, observations)
    around = timedelta(days=round((ends - begins).days * AROUND))
    shown, left_out = _thinned([o for o in observations if begins - around <= o.date <= ends + around])
    first = min([begins, *(o.date for o in shown[:1])])
    last = max([ends, first + timedelta(days=1), *(o.date for o in shown[-1:])])
    told = tuple(c for c in changes_of(plan) if first <= c.day <= last)
    coming = tuple(t for t in plan.targets if t.since > today)
    # What is drawn is what was promised by today. Before the first promise holds, that is the one.
    by = max(today, min((t.since for t in plan.targets), default=today))
    whole, plan = plan, _known_by(plan, by)
    changed = tuple(c for c in changes(plan.targets) if c.day <= last)
    held = stretches(plan.targets)
    ranges = _ranges(whole, held, first, last)
    return MeasureData(
        measure.title,
        measure.unit,
        first,
        last,
        shown,
        plan.baseline if plan.baseline and first <= plan.baseline.date <= last else None,
        tuple(o for o in interim_in_force(plan.interim, by) if first <= o.date <= last),
        _way(plan, first),
        _earlier(plan, changed, first),
        tuple(Stretch(max(s.begins, first), s.ends, s.target) for s in held if s.ends >= first),
        tuple(dict.fromkeys(t for c in changed for t in c.before if t.due >= c.day)),
        told,
        whole.range_of(facts.standing.target or (plan.targets[0] if plan.targets else None)) if whole.band else None,
        facts.standing.forecast,
        left_out,
        ranges,
        today,
        tuple(t for t in coming if t.since > by),
    )


def _known_by(plan: Plan, day: date) -> Plan:
    """A plan without what comes to hold after a day."""
    targets = tuple(t for t in plan.targets if t.since <= day)
    interim = tuple(p for p in plan.interim if (set_on(p) or day) <= day)
    return replace(plan, targets=targets, interim=interim)


def _ranges(plan: Plan, held: Sequence[Stretch], first: date, last: date) -> tuple[Range, ...]:
    """The ranges to keep to, each over its days; one that stays as it is goes on to the end."""
    if plan.desired != "maintain" or plan.band is None:
        return ()
    found: list[Range] = []
    for stretch in held:
        low, high = plan.range_of(stretch.target) or plan.band
        if found and (found[-1].low, found[-1].high) == (low, high):
            continue
        begins = stretch.begins if found else first
        found[-1:] = [replace(found[-1], ends=begins)] if found else []
        found.append(Range(begins, last, low, high))
    return tuple(found) or (Range(first, last, *plan.band),)


def _span(plan: Plan, observations: Sequence[Observation]) -> tuple[date, date]:
    """From when to when the work goes; without a target, from the first observation to the last."""
    if not plan.targets:
        return observations[0].date, observations[-1].date
    begin = start(plan)
    begins = begin.date if begin else plan.begins or min(t.since for t in plan.targets)
    ends = max(t.due for t in plan.targets)
    return min(begins, ends), ends


def _thinned(observations: Sequence[Observation]) -> tuple[tuple[Observation, ...], int]:
    step = max(1, -(-len(observations) // MOST_OBSERVATIONS))
    kept = tuple(observations[(len(observations) - 1) % step :: step]) if observations else ()
    return kept, len(observations) - len(kept)


def _way(plan: Plan, first: date) -> tuple[Observation, ...]:
    """The expected path from a day on; none where it is the target itself all the way."""
    corners = _from(path(plan), first) if plan.targets else ()
    level = {c.value for c in corners} == {t.value for t in plan.targets}
    return () if level and len({c.value for c in corners}) == 1 else corners


def _from(corners: Sequence[Observation], first: date) -> tuple[Observation, ...]:
    """The corners from a day on; the line that leads over that day begins there."""
    found = [c for c in corners if c.date >= first]
    before = [c for c in corners if c.date < first]
    if before and found and found[0].date > first:
        one, other = before[-1], found[0]
        share = (first - one.date).days / (other.date - one.date).days
        found.insert(0, replace(other, date=first, value=one.value + (other.value - one.value) * share))
    return tuple(found)


def _earlier(plan: Plan, changed: Sequence[Change], first: date) -> tuple[tuple[Observation, ...], ...]:
    """What was promised before each change, and first expected, from that day on to its own due date."""
    made: list[tuple[Observation, ...]] = [
        (Observation(max(change.day, first), target.value), Observation(target.due, target.value))
        for change in changed
        for target in change.before
        if target.due > max(change.day, first)
    ]
    if changed and plan.desired != "maintain":
        rest = _from(line(plan.as_promised(), original(plan.targets)), max(changed[0].day, first))
        made += [rest] if len(rest) > 1 else []
    return tuple(made)


def numbers(data: MeasureData, words: MeasureWords) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The numbers of the chart, day by day: what happened, what was expected, the target, and the forecast."""
    values = {o.date: o.value for o in data.observations}
    led = {day: (low, middle, high) for day, low, middle, high in (data.forecast.path if data.forecast else ())}
    days = {*values, *(t.due for t in (*data.replaced, *data.promised)), *(c.day for c in data.changes)}
    days |= {c.date for c in data.expected} | {o.date for o in data.interim} | {t.due for t in data.coming}
    rows = []
    for day in sorted(days):
        target, wanted = data.target_on(day), data.expected_on(day)
        spread = led.get(day) if day not in values else None
        rows.append(
            (
                day_in_words(day),
                data.amount(values[day]) if day in values else "",
                data.amount(wanted) if wanted is not None else "",
                data.amount(target.value) if target else "",
                words.measure_spread(*map(data.amount, spread)) if spread else "",
            )
        )
    head = tuple(str(words.measure_line(kind)) for kind in ("day", "actual", "expected", "target", "forecast"))
    kept = [at for at in range(len(head)) if at == 0 or any(row[at] for row in rows)]
    return tuple(head[at] for at in kept), tuple(tuple(row[at] for at in kept) for row in rows)


def day_in_words(day: date) -> str:
    """A day as all pages write it: `March 5, 2026`."""
    return f"{day:%B} {day.day}, {day.year}"
