"""Made-up rows of city services, the same on every run: nothing here is a record of any city.

What is drawn: how many requests come in on a day (Poisson; fewer at weekends, more in the service's season), and where
(a circle of `areas.py`, some busier than others). What is reckoned: crews work on weekdays that are no holiday and
close so many requests a day, drawn from those that wait; the longer one has waited, the sooner its turn comes.
Backlogs, late answers and the difference that another crew makes follow from that. Of Python's generator of random
numbers only `random()` is used, which the language promises to keep; the seeds stand beside the services.
"""

from __future__ import annotations

import math
from bisect import bisect
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING

from topics.areas import AREAS, Area

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LAST = date(2026, 11, 22)
"""The last day with rows: the day before the demonstration's own."""

HOLIDAYS = frozenset(
    date(2026, month, day)
    for month, day in (
        (1, 1), (1, 19), (2, 16), (5, 25), (6, 19), (7, 3), (9, 7), (10, 12), (11, 11),
    )
) | {date(2025, 11, 11), date(2025, 11, 27), date(2025, 12, 25)}  # fmt: skip
"""Holidays of the United States on which crews stay at home."""

METRES = 111_132
"""In a degree of latitude."""


@dataclass(frozen=True)
class Request:
    """A request or a piece of work: when it came, by when it was to be done, when it was, and where."""

    opened: date
    due: date
    area: Area
    latitude: float
    longitude: float
    closed: date | None = None


class Dice:
    """Draws, from one seed."""

    def __init__(self, seed: int) -> None:
        """Begin with a seed."""
        self._random = Random(seed)  # noqa: S311 - nothing secret
        weights = [0.3 + 1.7 * self.part() ** 2 for _ in AREAS]
        self._areas = list(accumulate(weights))
        self._near = {district: self.between(0.5, 1.6) for district in range(1, 15)}

    def part(self) -> float:
        """A number from 0 to 1, which it never is."""
        return self._random.random()

    def between(self, low: float, high: float) -> float:
        """A number between two."""
        return low + (high - low) * self.part()

    def turn(self, area: Area, waited: int) -> float:
        """A request's place in a day's queue, the highest first.

        Drawn with a weight (Efraimidis and Spirakis, 2006) that grows as it waits, and is higher in some districts.
        """
        return self.part() ** (1 / (self._near[area.district] * (1 + waited / 15)))

    def count(self, mean: float) -> int:
        """How many come, where `mean` come on average (Poisson, by Knuth's method)."""
        limit, product, number = math.exp(-mean), self.part(), 0
        while product > limit:
            product *= self.part()
            number += 1
        return number

    def place(self) -> tuple[Area, float, float]:
        """An area, busier ones more often, with a latitude and a longitude within it."""
        area = AREAS[bisect(self._areas, self.part() * self._areas[-1])]
        distance, angle = area.radius * math.sqrt(self.part()), 2 * math.pi * self.part()
        north = distance * math.cos(angle) / METRES
        east = distance * math.sin(angle) / METRES / math.cos(math.radians(area.latitude))
        return area, round(area.latitude + north, 4), round(area.longitude + east, 4)


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def works(day: date) -> bool:
    """Whether crews work on a day."""
    return day.weekday() < 5 and day not in HOLIDAYS


def season(day: date, peak: date, swing: float) -> float:
    """A factor around 1 that is highest once a year, by `swing`."""
    return 1 + swing * math.cos(2 * math.pi * (day - peak).days / 365.25)


def requests(
    dice: Dice, first: date, *, arrive: Callable[[date], float], crews: Callable[[date], float], due: int
) -> list[Request]:
    """The requests of a service from its first day to `LAST`, in the order in which they came.

    `arrive` gives how many come on a weekday, `crews` how many are closed on a day of work; `due` is the days promised.
    """
    done: list[Request] = []
    waiting: list[Request] = []
    room = 0.0
    for day in days(first, LAST):
        mean = arrive(day) * (0.45 if day.weekday() >= 5 else 1)
        new = [Request(day, day + timedelta(days=due), *dice.place()) for _ in range(dice.count(mean))]
        if works(day):
            room += crews(day) * dice.between(0.8, 1.2)
            turns = sorted(
                ((dice.turn(r.area, (day - r.opened).days), at) for at, r in enumerate(waiting)), reverse=True
            )
            chosen = {at for _, at in turns[: int(room)]}
            done += [replace(waiting[at], closed=day) for at in sorted(chosen)]
            waiting = [r for at, r in enumerate(waiting) if at not in chosen]
            room = min(room - len(chosen), 2.0)
        waiting += new
    return sorted([*done, *waiting], key=lambda r: (r.opened, r.latitude, r.longitude))
