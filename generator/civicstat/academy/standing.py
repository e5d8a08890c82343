"""How a Data Academy stands on a day: enrolment so far against its targets, and data capacity by agency and area."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from statistics import fmean
from typing import TYPE_CHECKING

from civicstat.academy.model import AcademyFacts, Assessment, Cell, CourseFacts, Grid, Period
from civicstat.names import slug
from civicstat.progress.model import Measure, MeasureFacts
from civicstat.reckoning.status import stand
from civicstat.reckoning.values import Observation, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from civicstat.academy.model import Academy, Course, Enrolment
    from civicstat.reckoning.values import Target, Thresholds
    from civicstat.settings import Settings

UNIT = "enrolments"
"""What enrolment counts: who enrols in two courses counts twice."""

DEFINITION = "Every enrolment since {since}, period after period added up. Who enrols in two courses counts twice."
_ONE_DAY = timedelta(days=1)


def reckon_academy(academy: Academy, settings: Settings, today: date, *, several: bool = False) -> AcademyFacts:
    """Reckon how it stands on `today`; where there are `several` academies, each has an address of its own.

    Enrolment and assessments of later days are not known yet.
    """
    address = f"academy/{academy.package}/" if several else "academy/"
    courses = tuple(
        _course(course, f"{address}{slug(course.id)}/", academy, settings.thresholds, today)
        for course in academy.courses
    )
    periods = _together([course.enrolment for course in academy.courses], today)
    opened = min((c.opened for c in academy.courses if c.opened), default=None)
    lost = sum(count for table, count in academy.left_out if table in ("enrolment", "targets"))
    measure = _measure("enrolled", "Enrolled so far, all courses together", periods, academy.targets, opened)
    enrolled = _judged(measure, _troubles(academy, lost), settings.thresholds, today)
    grid = _grid([one for one in academy.capacity if one.date <= today])
    return AcademyFacts(academy, courses, enrolled, periods, grid, settings.thresholds, address)


def _course(course: Course, address: str, academy: Academy, thresholds: Thresholds, today: date) -> CourseFacts:
    periods = _together([course.enrolment], today)
    measure = _measure(course.id, "Enrolled so far", periods, course.targets, course.opened)
    troubles = _troubles(academy, course.lost)
    return CourseFacts(course, periods, _judged(measure, troubles, thresholds, today), address)


def _together(enrolment: Iterable[Sequence[Enrolment]], today: date) -> tuple[Period, ...]:
    """What came in the periods of some courses that end on one day, up to today, with the totals so far."""
    by_day: dict[date, list[Enrolment]] = defaultdict(list)
    for one in (one for periods in enrolment for one in periods if one.date <= today):
        by_day[one.date].append(one)
    found: list[Period] = []
    enrolled, completed, of = 0, None, 0
    for day, same in sorted(by_day.items()):
        new = sum(one.enrolled for one in same)
        known = [one.completed for one in same if one.completed is not None]
        done = sum(known) if known else None
        enrolled += new
        of += sum(one.enrolled for one in same if one.completed is not None)
        completed = (completed or 0) + done if done is not None else completed
        found.append(Period(day, new, done, enrolled, completed, of))
    return tuple(found)


def _measure(
    name: str, title: str, periods: Sequence[Period], targets: tuple[Target, ...], opened: date | None
) -> Measure:
    """The measure of enrolment so far.

    The way to the first target starts from the total on the eve of the day from which it holds, so that what came in
    years before is not counted as progress towards it; from nought where it holds from the opening on.
    """
    stated = tuple(Observation(period.date, float(period.all_enrolled)) for period in periods)
    first = min((target.since for target in targets), default=None)
    before = [o for o in stated if first and o.date < first]
    baseline = Observation(first - _ONE_DAY, before[-1].value) if first and before else None
    plan = Plan(
        baseline=baseline,
        targets=targets,
        desired="increase",
        interval="cumulative",
        begins=None if baseline else opened if first is None or (opened and opened <= first) else first,
    )
    since = f"{opened:%B} {opened.day}, {opened.year}" if opened else "it opened"
    return Measure(name, title, plan, unit=UNIT, definition=DEFINITION.format(since=since), stated=stated)


def _judged(measure: Measure, troubles: tuple[str, ...], thresholds: Thresholds, today: date) -> MeasureFacts:
    standing = stand(measure.plan, measure.stated, today, thresholds)
    return MeasureFacts(replace(measure, troubles=troubles), measure.stated, standing)


def _troubles(academy: Academy, lost: int) -> tuple[str, ...]:
    """What of enrolment and its targets can't be used, in a sentence each, for residents."""
    found = []
    if "courses" in academy.withheld:
        found.append("The table of courses can’t be used, so its enrolment can’t be shown.")
    elif "enrolment" in academy.withheld:
        found.append("The table of enrolment did not pass its checks, so there is no figure.")
    if "targets" in academy.withheld:
        found.append("The table of targets did not pass its checks, so no status against a target can be given.")
    if lost:
        rows = "A row" if lost == 1 else f"{lost:,} rows"
        found.append(
            f"{rows} of enrolment or targets did not pass {'its' if lost == 1 else 'their'} checks: the figures may be "
            "too low, and the target not the latest."
        )
    return tuple(found)


def _grid(assessments: Sequence[Assessment]) -> Grid | None:
    """The latest level of each agency in each area, and the one before; None without any assessment."""
    held: dict[tuple[str, str], list[Assessment]] = defaultdict(list)
    for one in sorted(assessments, key=lambda a: a.date):
        held[one.agency, one.area].append(one)
    if not held:
        return None
    cells = {key: Cell(own[-1], own[-2] if len(own) > 1 else None) for key, own in held.items()}
    of_agency, of_area = ({name: _average(cells, at, name) for name in {key[at] for key in cells}} for at in (0, 1))
    history = sorted(assessments, key=lambda a: (a.agency.casefold(), a.area.casefold(), a.date))
    return Grid(_ranked(of_agency), _ranked(of_area), cells, of_agency, of_area, tuple(history))


def _average(cells: dict[tuple[str, str], Cell], at: int, name: str) -> float:
    return fmean(cell.latest.level for key, cell in cells.items() if key[at] == name)


def _ranked(averages: dict[str, float]) -> tuple[str, ...]:
    """Names from the highest average to the lowest, those with one average by name."""
    return tuple(sorted(averages, key=lambda name: (-averages[name], name.casefold())))
