"""When a target was changed, and which one was being worked towards in between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from civicstat.reckoning.values import Target, Waypoint, current, in_force, set_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civicstat.reckoning.values import Observation, Plan

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """A day from which other targets hold: those that were not due yet (`before`), and what was promised instead.

    `interim` is true where these are points on the way to a target, each as a target that is due on its day.
    """

    day: date
    before: tuple[Target, ...]
    after: tuple[Target, ...]
    interim: bool = False

    @property
    def why(self) -> str:
        """The reasons that were given, each once."""
        return " ".join(dict.fromkeys(t.why for t in self.after if t.why))

    @property
    def who(self) -> str:
        """The roles that decided, each once."""
        return ", ".join(dict.fromkeys(t.who for t in self.after if t.who))


@dataclass(frozen=True)
class Stretch:
    """The days, first and last, over which a target was the one being worked towards."""

    begins: date
    ends: date
    target: Target


def changes(targets: Sequence[Target]) -> tuple[Change, ...]:
    """Every change of a target that was not due yet, by day; targets that follow one that is past are no change.

    Where the one that is past had itself taken the place of a target that is still to come, that one is what the new
    target changes: 100 by December that became 60 by October, and after October 80 by December, are two changes.
    """
    found = []
    earlier: list[tuple[Target, ...]] = []
    for day in sorted({t.since for t in targets}):
        after = tuple(t for t in in_force(targets, day) if t.since == day)
        before = _replaced(earlier, day)
        if before and {t.promise for t in before} == {t.promise for t in after}:
            # Back to what was promised first, from what is past and had taken its place in between.
            before = () if before[0] in earlier[-1] else earlier[-1]
        if before:
            found.append(Change(day, before, after))
        earlier.append(after)
    return tuple(found)


def _replaced(earlier: Sequence[tuple[Target, ...]], day: date) -> tuple[Target, ...]:
    """Of the targets set together on earlier days, the newest that are not yet due on a day: no older one counts."""
    ahead = (tuple(t for t in together if t.due >= day) for together in reversed(earlier))
    return next(filter(None, ahead), ())


def changes_of(plan: Plan) -> tuple[Change, ...]:
    """Every change of a plan's targets and of the points on the way to them, by day; of one day the targets first."""
    points = tuple(_as_target(p, plan) for p in plan.interim)
    moved = (replace(change, interim=True) for change in changes(points))
    return tuple(sorted((*changes(plan.targets), *moved), key=lambda change: change.day))


def _as_target(point: Observation, plan: Plan) -> Target:
    """A point on the way as a promise for its day; one without `since` is as old as the plan."""
    first = min((t.since for t in plan.targets), default=point.date)
    since = set_on(point) or min(first, plan.begins or first, point.date)
    why, who = (point.why, point.who) if isinstance(point, Waypoint) else ("", "")
    return Target(point.value, point.date, since, why, who)


def stretches(targets: Sequence[Target]) -> tuple[Stretch, ...]:
    """What was worked towards from the first day on which a target held to the last due date, in order."""
    starts = sorted({t.since for t in targets} | {t.due + _ONE_DAY for t in targets})
    found: list[Stretch] = []
    for at, begins in enumerate(starts):
        target = current(in_force(targets, begins), begins)
        if target is None or target.due < begins:
            continue
        ends = min(target.due, starts[at + 1] - _ONE_DAY) if at + 1 < len(starts) else target.due
        if found and found[-1].target == target and found[-1].ends + _ONE_DAY == begins:
            found[-1] = Stretch(found[-1].begins, ends, target)
        else:
            found.append(Stretch(begins, ends, target))
    return tuple(found)
