"""When a target was changed, and which one was being worked towards in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from civicstat.reckoning.values import current, in_force

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civicstat.reckoning.values import Target

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """A day from which other targets hold: those that were not due yet (`before`), and what was promised instead."""

    day: date
    before: tuple[Target, ...]
    after: tuple[Target, ...]

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
    """Every change of a target that was not due yet, by day; targets that follow one that is past are no change."""
    found = []
    for day in sorted({t.since for t in targets}):
        before = tuple(t for t in in_force(targets, day - _ONE_DAY) if t.due >= day)
        after = tuple(t for t in in_force(targets, day) if t.since == day)
        if before and {t.promise for t in before} != {t.promise for t in after}:
            found.append(Change(day, before, after))
    return tuple(found)


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
