"""The pages of packages of the kind `academy`: one for the whole, and one for each course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from civicstat.planned import Download, Page
from civicstat.progress.publish import missing_of, views_of
from civicstat.store import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from civicstat.academy.model import AcademyFacts, Cell, CourseFacts, Grid
    from civicstat.progress.publish import MeasureView
    from civicstat.progress.whole import Progress

TABLES: Mapping[str, tuple[str, str]] = {
    "courses": ("the table of courses", "its courses can't be shown"),
    "modules": ("the table of modules", "they can't be shown"),
    "enrolment": ("the table of enrolment", "nobody can tell from this page how many enrolled"),
    "targets": ("the table of targets", "no status against a target can be given"),
    "capacity": ("the table of data capacity", "it can't be shown"),
    "facts": ("the table of facts", "they can't be shown"),
}
"""By table: what residents call it, and what follows where it can't be used."""

MOST_NAMED = 6
"""So many agencies are named in a sentence; of more, how many there are."""

MOST_STEPS = 4
"""So many steps of agencies are told one by one in a sentence; more of them the table shows."""


@dataclass(frozen=True)
class CourseView:
    """A course as the Academy's page lists it; `view` is the measure of its enrolment."""

    facts: CourseFacts
    view: MeasureView

    @property
    def open(self) -> bool:
        """Whether it has a day on which it opened."""
        return self.facts.course.opened is not None


def plan_academy(progress: Progress, shared: Mapping[str, Any]) -> tuple[list[Page], list[Download]]:
    """The pages and the files beside them. `shared` is what every page gets (`settings`, `site`, `today`)."""
    academies = progress.academies
    pages: list[Page] = []
    if len(academies) != 1:
        told = [
            (
                f.address,
                f.academy.title,
                f.academy.purpose,
                f.academy.simulated,
                len(f.courses),
                f.total,
                f.academy.withheld,
            )
            for f in academies
        ]
        content = digest(repr(told), *map(repr, shared.values()))
        context = {**shared, "academies": academies}
        pages.append(Page("academy/index.md", "academies.md", "", context, content=content))
    for facts in academies:
        pages += _pages(facts, shared, several=len(academies) > 1)
    return pages, []


def _pages(facts: AcademyFacts, shared: Mapping[str, Any], *, several: bool) -> Iterator[Page]:
    """The page of the whole, and those of its courses."""
    academy = facts.academy
    common = {
        **shared,
        "facts": facts,
        "academy": academy,
        "several": several,
        "contact": academy.contact or shared["settings"].contact,
        "missing": missing_of(academy, TABLES),
        "data": f"datasets/{academy.package}/",
    }
    content = digest(repr(facts), str(several), *map(repr, shared.values()))
    of_courses, _ = views_of([one.enrolled for one in facts.courses], "")
    [view], charts = views_of([facts.enrolled], "")
    context = {
        **common,
        "courses": tuple(CourseView(one, its) for one, its in zip(facts.courses, of_courses, strict=True)),
        "view": view,
        "charts": charts if facts.periods or facts.enrolled.measure.plan.targets else (),
        "said": tuple(capacity_said(facts.grid, academy.levels)) if facts.grid else (),
        "short": short_days(facts),
    }
    yield Page(f"{facts.address}index.md", "academy.md", academy.title, context, academy.purpose, content)
    for one in facts.courses:
        [view], charts = views_of([one.enrolled], "")
        own = {**common, "course": one.course, "one": one, "view": view, "charts": charts}
        yield Page(
            f"{one.address}index.md", "academy_course.md", one.course.title, own, one.course.description, content
        )


def short_days(facts: AcademyFacts) -> bool:
    """Whether all latest assessments are of one day, so that no cell has to name its own."""
    return facts.grid is None or facts.grid.days[0] == facts.grid.days[1]


def capacity_said(grid: Grid, levels: Sequence[str]) -> Iterator[str]:
    """What the table of data capacity says, in sentences: the weakest and the strongest area, and what moved."""
    if len(grid.areas) > 1:
        strong, weak = grid.areas[0], grid.areas[-1]
        if grid.of_area[strong] > grid.of_area[weak]:
            yield (
                f"Weakest on average: {weak}, {_average(grid.of_area[weak])}. Strongest: {strong}, "
                f"{_average(grid.of_area[strong])}. The scale goes from 0 ({levels[0]}) to {len(levels) - 1} "
                f"({levels[-1]})."
            )
        else:
            yield f"All areas are alike on average: {_average(grid.of_area[weak])}."
    again = [cell for cell in grid.cells.values() if cell.before]
    if not again:
        yield "These are the first assessments, so nothing can be said yet of what has moved."
        return
    up, down = grid.moved(1), grid.moved(-1)
    if not up and not down:
        yield "No agency has moved since the assessment before."
    for moved, way in ((up, "up"), (down, "down")):
        if moved:
            of = f"{len(moved)} of {len(grid.agencies)} agencies" if len(grid.agencies) > 1 else "The agency"
            yield f"{of} moved {way} in at least one area since the assessment before: {_moves(moved)}."


def _moves(moved: Sequence[tuple[str, Sequence[Cell]]]) -> str:
    """`Housing (Data quality from 1 to 2)`; of many steps only the agencies, of many agencies the first few."""
    if sum(len(cells) for _, cells in moved) > MOST_STEPS:
        named = ", ".join(agency for agency, _ in moved[:MOST_NAMED])
        more = len(moved) - MOST_NAMED
        return f"{named} and {more} more" if more > 0 else named
    said = []
    for agency, cells in moved:
        each = (f"{c.latest.area} from {c.before.level} to {c.latest.level}" for c in cells if c.before)
        said.append(f"{agency} ({', '.join(each)})")
    return "; ".join(said)


def _average(value: float) -> str:
    return f"{value:.1f}"
