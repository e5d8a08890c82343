"""What a Data Academy says in its package, as frozen values, and what is reckoned from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from civicstat.shapes.academy import LEVELS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from datetime import date

    from civicstat.model import Contact
    from civicstat.progress.model import MeasureFacts
    from civicstat.reckoning.values import Target, Thresholds


@dataclass(frozen=True)
class Module:
    """A part of a course; `minutes` is how long it takes, None where that is not said."""

    title: str
    minutes: float | None = None
    description: str = ""


@dataclass(frozen=True)
class Enrolment:
    """A period of a course, by its last day: how many enrolled in it and how many completed; None is not known."""

    date: date
    enrolled: int
    completed: int | None = None


@dataclass(frozen=True)
class Course:
    """A course with its modules and its enrolment, by date. `opened` is None for one that is to come."""

    id: str
    title: str
    audience: str = ""
    description: str = ""
    opened: date | None = None
    link: str = ""
    modules: tuple[Module, ...] = ()
    enrolment: tuple[Enrolment, ...] = ()
    targets: tuple[Target, ...] = ()
    lost: int = 0
    """How many rows of its enrolment and its targets are left out."""


@dataclass(frozen=True)
class Assessment:
    """How far an agency is in an area on a day: `level` is a whole number from 0 to 4."""

    agency: str
    area: str
    level: int
    date: date
    note: str = ""


@dataclass(frozen=True)
class Fact:
    """A fact from elsewhere: `source` is title and publisher, `date` the source's own day."""

    text: str
    source: str
    link: str = ""
    date: datetime.date | None = None


@dataclass(frozen=True)
class Academy:
    """As its package says it. `package` is the package's page name; `targets` are for all courses together.

    `levels` are the words for the levels 0 to 4. Courses, modules and facts stand in the order of their rows.
    """

    package: str
    title: str
    purpose: str
    simulated: bool = False
    courses: tuple[Course, ...] = ()
    targets: tuple[Target, ...] = ()
    capacity: tuple[Assessment, ...] = ()
    facts: tuple[Fact, ...] = ()
    levels: tuple[str, ...] = LEVELS
    contact: Contact | None = None
    withheld: tuple[str, ...] = ()
    """The tables that can't be used, so that nothing may be said of what they would tell."""

    left_out: tuple[tuple[str, int], ...] = ()
    """By table, how many of its rows can't be used."""


@dataclass(frozen=True)
class Period:
    """A period of a course, or of all: what came in it, and the totals so far; None is not known.

    `known` is how many of all that enrolled so far did so in periods of which it is known how many completed.
    """

    date: date
    enrolled: int
    completed: int | None
    all_enrolled: int
    all_completed: int | None
    known: int = 0

    @property
    def share(self) -> float | None:
        """Of those of whom it is known, how many percent completed; None where that would say nothing."""
        if not self.known or self.all_completed is None or self.all_completed > self.known:
            return None
        return 100 * self.all_completed / self.known


@dataclass(frozen=True)
class CourseFacts:
    """A course on the day of the build. `enrolled` is the measure of its enrolment, with plan and standing."""

    course: Course
    periods: tuple[Period, ...]
    enrolled: MeasureFacts
    address: str

    @property
    def minutes(self) -> float | None:
        """How long all modules take; None where not every one says it."""
        known = [m.minutes for m in self.course.modules if m.minutes is not None]
        return sum(known) if known and len(known) == len(self.course.modules) else None

    @property
    def total(self) -> Period | None:
        """The last period, with the totals so far."""
        return self.periods[-1] if self.periods else None


@dataclass(frozen=True)
class Cell:
    """An agency in an area: its latest assessment, and the one before, if there is one."""

    latest: Assessment
    before: Assessment | None = None

    @property
    def change(self) -> int:
        """By how many levels it moved since the assessment before; nought where there is none."""
        return self.latest.level - self.before.level if self.before else 0


@dataclass(frozen=True)
class Grid:
    """Data capacity by agency (rows) and area (columns), each from the highest average level to the lowest.

    `cells` are by (agency, area), those that were assessed. `history` has every assessment up to today, by agency,
    area and date.
    """

    agencies: tuple[str, ...]
    areas: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    of_agency: Mapping[str, float]
    of_area: Mapping[str, float]
    history: tuple[Assessment, ...] = ()

    def cell(self, agency: str, area: str) -> Cell | None:
        """An agency in an area; None where it was not assessed."""
        return self.cells.get((agency, area))

    @property
    def days(self) -> tuple[date, date]:
        """The days of the earliest and of the latest assessment among those that are shown."""
        days = [cell.latest.date for cell in self.cells.values()]
        return min(days), max(days)

    def moved(self, way: int) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
        """The agencies that moved up (`way` 1) or down (−1), each with the cells that did."""
        found = []
        for agency in self.agencies:
            own = [self.cells[agency, area] for area in self.areas if (agency, area) in self.cells]
            if moved := tuple(cell for cell in own if cell.change * way > 0):
                found.append((agency, moved))
        return tuple(found)


@dataclass(frozen=True)
class AcademyFacts:
    """On the day of the build. `enrolled` is the measure of enrolment in all courses together, period by period."""

    academy: Academy
    courses: tuple[CourseFacts, ...]
    enrolled: MeasureFacts
    periods: tuple[Period, ...]
    grid: Grid | None
    thresholds: Thresholds
    address: str = "academy/"

    @property
    def total(self) -> Period | None:
        """The last period of all courses, with the totals so far."""
        return self.periods[-1] if self.periods else None
