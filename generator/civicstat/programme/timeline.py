"""The release timeline: what is published, planned and late, by quarter of the fiscal year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from civicstat.progress.periods import period_of

if TYPE_CHECKING:
    from civicstat.programme.standing import Inventory, Shown
    from civicstat.progress.periods import Period


@dataclass(frozen=True)
class Quarter:
    """A quarter of the fiscal year: what was released in it, and what was to be released in it and is not yet.

    `number` is 1 to 4 within the fiscal year, which is called after the year in which it ends.
    """

    period: Period
    year: int
    number: int
    released: tuple[Shown, ...] = ()
    planned: tuple[Shown, ...] = ()
    late: tuple[Shown, ...] = ()

    @property
    def total(self) -> int:
        """All of them."""
        return len(self.released) + len(self.planned) + len(self.late)


@dataclass(frozen=True)
class Timeline:
    """The quarters in which there is something, in their order.

    `undated` are published without a known day, `someday` planned without one. `most` is the longest quarter.
    """

    quarters: tuple[Quarter, ...]
    undated: tuple[Shown, ...]
    someday: tuple[Shown, ...]

    @property
    def most(self) -> int:
        """How many the fullest quarter has; 1 at least."""
        return max((q.total for q in self.quarters), default=1)


def timeline(inventory: Inventory, fiscal_year_start: int = 1) -> Timeline:
    """The releases of an inventory by quarter. `fiscal_year_start` is the first month of the fiscal year, 1 to 12."""
    held: dict[Period, dict[str, list[Shown]]] = {}
    undated: list[Shown] = []
    someday: list[Shown] = []
    for shown in inventory.entries:
        entry = shown.entry
        day = entry.released if shown.standing == "published" else entry.planned
        if shown.standing not in ("published", "planned", "late"):
            continue
        if day is None:
            # Of what may not be published no day is known here.
            (undated if shown.standing == "published" else someday).append(shown)
            continue
        quarter = held.setdefault(period_of(day, "quarter", fiscal_year_start), {})
        quarter.setdefault("released" if shown.standing == "published" else shown.standing, []).append(shown)
    quarters = tuple(
        _quarter(period, held[period], fiscal_year_start) for period in sorted(held, key=lambda p: p.begins)
    )
    return Timeline(quarters, tuple(undated), tuple(someday))


def _quarter(period: Period, held: dict[str, list[Shown]], fiscal_year_start: int) -> Quarter:
    year = period_of(period.begins, "fiscal year", fiscal_year_start)
    number = ((period.begins.month - fiscal_year_start) % 12) // 3 + 1

    def of(name: str) -> tuple[Shown, ...]:
        by_day = sorted(held.get(name, ()), key=lambda s: (s.entry.released or s.entry.planned, s.entry.title))
        return tuple(by_day)

    return Quarter(period, year.ends.year, number, of("released"), of("planned"), of("late"))
