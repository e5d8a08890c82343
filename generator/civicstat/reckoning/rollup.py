"""Many measures' statuses as one: counted, never averaged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civicstat.reckoning.values import Status

RULE = (
    "Every measure counts once, under its own status: nothing is averaged, and nothing weighs more than another. "
    "Measures that are met or on track count together as on track; missed ones with those off track. A measure with "
    "no observations, stale ones or no target counts as without data, a planned one as not started, and a goal or "
    "initiative without any measure as just that."
)
"""How `Counts` come about, in words for staff and residents."""


@dataclass(frozen=True)
class Counts:
    """How many measures have each status, and how many goals or initiatives have no measure (`without_measure`)."""

    met: int = 0
    on_track: int = 0
    at_risk: int = 0
    off_track: int = 0
    missed: int = 0
    stale: int = 0
    no_data: int = 0
    no_target: int = 0
    not_started: int = 0
    without_measure: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Two parts as one."""
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))

    def of(self, status: Status) -> int:
        """How many measures have a status."""
        return int(getattr(self, status.replace(" ", "_")))

    @property
    def measures(self) -> int:
        """How many measures were counted."""
        return int(sum(getattr(self, f.name) for f in fields(Counts))) - self.without_measure

    @property
    def well(self) -> int:
        """Measures that are met or on track."""
        return self.met + self.on_track

    @property
    def behind(self) -> int:
        """Measures that are off track or missed."""
        return self.off_track + self.missed

    @property
    def without_data(self) -> int:
        """Measures that can't be judged: no observations, stale ones, or no target."""
        return self.no_data + self.stale + self.no_target

    @property
    def judged(self) -> int:
        """Measures that can be judged."""
        return self.well + self.at_risk + self.behind


def roll_up(statuses: Iterable[Status], *, without_measure: int = 0) -> Counts:
    """The statuses of a goal's or pillar's measures, counted.

    Every measure counts once, under its own status: nothing is averaged, and nothing weighs more than another.
    Measures that are met or on track count together as on track; missed ones with those off track. A measure with no
    observations, stale ones or no target counts as without data, a planned one as not started, and a goal or
    initiative without any measure (`without_measure`) as just that.
    """
    found = Counter(status.replace(" ", "_") for status in statuses)
    return Counts(**found, without_measure=without_measure)
