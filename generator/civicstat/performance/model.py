"""What a package of agency measures says, as frozen values, and what is reckoned from it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from civicstat.reckoning.rollup import Counts
    from civicstat.reckoning.values import Desired, Interval, Plan, Standing
    from civicstat.shapes.yearly import Part

Form = Literal["as written", "fractions", "two units"]
"""How a measure's numbers are read: as they stand; percentages of which some stand as fractions, such as 0.97 for 97%;
or not at all, since they are in two units."""

Unjudged = Literal["retired", "two units", "no direction", "no range", "unclear quarters", "no interval", "no number"]
"""Why a measure that has figures and targets is not judged."""

PART_NAMES: Mapping[Part, str] = {
    "target": "fiscal year {}",
    "q1": "Q1 of fiscal year {}",
    "q2": "Q2 of fiscal year {}",
    "q3": "Q3 of fiscal year {}",
    "q4": "Q4 of fiscal year {}",
    "actual": "fiscal year {}",
}
"""The time that a figure is for, in words."""


@dataclass(frozen=True)
class Agency:
    """An agency. `key` is its part of an address; `listed` is false for one that only measures name."""

    key: str
    id: str
    title: str
    description: str = ""
    lead: str = ""
    listed: bool = True


@dataclass(frozen=True)
class Service:
    """A service; `agency` is the key of its agency, empty where it has none."""

    key: str
    id: str
    title: str
    agency: str = ""
    description: str = ""
    listed: bool = True


@dataclass(frozen=True)
class Figure:
    """A cell of a fiscal year: `text` as published, and its `value` in the measure's unit; None for what is no number.

    `edition` and `row` tell where it stands (the header is row 1).
    """

    year: int
    part: Part
    text: str
    value: float | None
    edition: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Edition:
    """An edition of the plan that has a measure, with its fiscal year and the row.

    `said` is what it says in other words than what holds, by the title of each column; figures stand elsewhere.
    """

    name: str
    year: int | None
    row: int | None
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class AgencyMeasure:
    """A measure as the latest edition of the plan has it; what earlier ones say otherwise stands beside it.

    - `key` is its part of an address, `agency` and `service` are keys of those.
    - `type`, `desired` and `interval` are known words, or empty; `words` has what was published in place of one that is
      not known, by column.
    - `unit` is as a number is shown with it (`%`, `$`, `days`), `unit_said` as it was published.
    - `figures` are those that hold, by year and part; `others` those of other editions that say something else.
    - `form` is how the numbers are read, `troubles` what is wrong, in sentences for residents.
    - `uneven` is true where the quarters of a total don't fit the year's own figure.
    """

    key: str
    id: str
    title: str
    agency: str = ""
    service: str = ""
    type: str = ""
    desired: Desired | Literal[""] = ""
    interval: Interval | Literal[""] = ""
    words: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    unit_said: str = ""
    definition: str = ""
    formula: str = ""
    source: str = ""
    owner: str = ""
    equity: bool = False
    retired: bool = False
    note: str = ""
    band: tuple[float, float] | None = None
    edition: str = ""
    editions: tuple[Edition, ...] = ()
    figures: tuple[Figure, ...] = ()
    others: tuple[Figure, ...] = ()
    form: Form = "as written"
    uneven: bool = False
    row: int | None = None
    troubles: tuple[str, ...] = ()

    @functools.cached_property
    def by_place(self) -> Mapping[tuple[int, str], Figure]:
        """The figures that hold, by year and part."""
        return {(f.year, f.part): f for f in self.figures}

    @functools.cached_property
    def years(self) -> tuple[int, ...]:
        """The fiscal years of which it has a cell, in their order."""
        return tuple(sorted({f.year for f in self.figures}))

    def figure(self, year: int, part: str) -> Figure | None:
        """The figure of a part of a year; None for a blank cell."""
        return self.by_place.get((year, part))

    def value(self, year: int, part: str) -> float | None:
        """The number of a part of a year; None for a blank, and for what is no number."""
        found = self.figure(year, part)
        return found.value if found else None


@dataclass(frozen=True)
class Performance:
    """As its package says it. `package` is the package's page name; agencies and services stand by their titles."""

    package: str
    title: str
    purpose: str
    simulated: bool = False
    agencies: tuple[Agency, ...] = ()
    services: tuple[Service, ...] = ()
    measures: tuple[AgencyMeasure, ...] = ()
    rows: int = 0
    """Of the table of measures, in all editions."""

    editions: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class YearStanding:
    """How a measure stood in a fiscal year that has a target. `ends` is its last day.

    `final` is true where the year is over, and its own figure there. `standing` is None where the year can't be judged,
    for `reason`.
    """

    year: int
    ends: date
    standing: Standing | None
    plan: Plan | None = None
    final: bool = False
    reason: Unjudged | Literal[""] = ""


@dataclass(frozen=True)
class Stood:
    """A measure on a day: the fiscal year that its status is of, or why there is none.

    `status` is a status of `reckoning`, or `not judged`, or `retired`. `year` is None without a year to judge. `last`
    is the newest figure of a year or a quarter that had ended by then. `waiting` is true where a newer year has begun
    that has no figure yet. `years` are all years with a target that had begun.
    """

    measure: AgencyMeasure
    status: str
    year: YearStanding | None = None
    reason: Unjudged | Literal[""] = ""
    last: Figure | None = None
    waiting: bool = False
    years: tuple[YearStanding, ...] = ()

    @property
    def standing(self) -> Standing | None:
        """The standing that its status is from; None without one, and for a retired measure."""
        return self.year.standing if self.year else None


@dataclass(frozen=True)
class Tally:
    """How measures stand, counted and never averaged; `judged` has those of a year, the others stand beside."""

    judged: Counts
    no_target: int = 0
    unjudged: int = 0
    retired: int = 0

    @property
    def measures(self) -> int:
        """How many measures were counted."""
        return self.judged.measures + self.no_target + self.unjudged + self.retired


@dataclass(frozen=True)
class PerformanceFacts:
    """On the day of the build. `several` is true where the portal has more packages of the kind."""

    performance: Performance
    measures: tuple[Stood, ...] = ()

    @functools.cached_property
    def by_agency(self) -> Mapping[str, tuple[Stood, ...]]:
        """The measures that name each agency, by its key."""
        return _grouped((stood.measure.agency, stood) for stood in self.measures)

    @functools.cached_property
    def by_service(self) -> Mapping[str, tuple[Stood, ...]]:
        """The measures of each service, by its key."""
        return _grouped((stood.measure.service, stood) for stood in self.measures)


def _grouped(pairs: Iterable[tuple[str, Stood]]) -> dict[str, tuple[Stood, ...]]:
    found: dict[str, list[Stood]] = {}
    for key, stood in pairs:
        found.setdefault(key, []).append(stood)
    return {key: tuple(held) for key, held in found.items()}
