"""A Data Academy as its package says it. What is wrong is told and left out, and the rest is read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from civicstat.academy.model import Academy, Assessment, Course, Enrolment, Fact, Module
from civicstat.names import slug
from civicstat.progress.addresses import address_of
from civicstat.progress.aimed import targets_of
from civicstat.progress.rows import Reading, expected_of, todo_of
from civicstat.shapes.academy import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.progress.cells import Row
    from civicstat.scan import Scan

ALL = ""
"""Stands for all courses together, where a target names none."""

_MOST_ENROLLED = 10_000_000
"""More people than any city has on its payroll."""


def read_academy(package: Package, scan: Scan) -> tuple[Academy, tuple[Finding, ...]]:
    """What a package of that kind tells, and what is wrong with it.

    Courses, modules and facts stand in the order of their rows, enrolment and assessments in that of their dates.
    """
    reading = Reading(package, scan)
    levels = _levels(reading)
    courses = reading.apart(reading.rows("courses"), "courses", "course", keep_first=True)
    modules, enrolment = (_by_course(reading, table) for table in ("modules", "enrolment"))
    targets = _by_course(reading, "targets", blank=True)
    read = Academy(
        package=package.name,
        title=package.title,
        purpose=package.description,
        simulated=package.simulated,
        courses=tuple(
            _course(reading, row, (modules[row.text("id")], enrolment[row.text("id")], targets[row.text("id")]))
            for row in courses
        ),
        targets=targets_of(reading, targets[ALL], None),
        capacity=_capacity(reading, levels),
        facts=_facts(reading),
        levels=levels,
        contact=package.contact,
        withheld=reading.withheld,
        left_out=reading.left_out,
    )
    return read, reading.findings


def _levels(reading: Reading) -> tuple[str, ...]:
    """The package's own words for the levels, where they keep to their form; else the usual ones."""
    said = reading.own().get("levels")
    if isinstance(said, list) and len(said) == len(LEVELS) and all(isinstance(w, str) and w.strip() for w in said):
        return tuple(" ".join(word.split()) for word in said)
    return LEVELS


def _by_course(reading: Reading, table: str, *, blank: bool = False) -> Mapping[str, list[Row]]:
    """The rows of a table by the course that they name, where it is there; a `blank` one may stand for all."""
    known = reading.ids.get("courses")
    found: dict[str, list[Row]] = defaultdict(list)
    for row in reading.rows(table):
        own = row.text("course")
        if known is None or own in known or (blank and not own):
            found[own].append(row)
            continue
        reading.leave_out(table, row)
        reading.tell(
            "PR055",
            resource=table,
            row=row.number,
            column="course",
            message="there is no course with this id: the row is left out",
            found=own,
            expected=expected_of(known) + (", or blank for all courses" if blank else ""),
            todo=todo_of(own, known),
        )
    return found


def _course(reading: Reading, row: Row, own: tuple[Sequence[Row], Sequence[Row], Sequence[Row]]) -> Course:
    """One course; `own` are its rows of modules, enrolment and targets."""
    modules, enrolment, targets = own
    opened, before = row.day("opened"), _lost(reading)
    counted = _enrolment(reading, enrolment, opened)
    told = targets_of(reading, targets, None)
    return Course(
        id=row.text("id"),
        title=row.text("title"),
        audience=row.text("audience"),
        description=row.text("description"),
        opened=opened,
        link=address_of(reading, row, "courses"),
        modules=tuple(_module(reading, one) for one in modules),
        enrolment=counted,
        targets=told,
        lost=_lost(reading) - before,
    )


def _lost(reading: Reading) -> int:
    """How many rows of enrolment and targets have been left out so far."""
    return sum(count for table, count in reading.left_out if table in ("enrolment", "targets"))


def _module(reading: Reading, row: Row) -> Module:
    minutes = row.number_of("minutes")
    if minutes is not None and minutes <= 0:
        reading.tell(
            "PR004",
            resource="modules",
            row=row.number,
            column="minutes",
            message="a module can't take this long: it is shown without",
            found=f"{minutes:g}",
            expected="minutes, more than nought",
        )
        minutes = None
    return Module(row.text("title"), minutes, row.text("description"))


def _enrolment(reading: Reading, rows: Sequence[Row], opened: date | None) -> tuple[Enrolment, ...]:
    """The periods of one course that can be counted, by date."""
    by_day: dict[date, list[tuple[Row, Enrolment]]] = defaultdict(list)
    for row in rows:
        day, enrolled, completed = row.day("date"), *(_whole(reading, row, name) for name in ("enrolled", "completed"))
        if day is None or enrolled is None or enrolled < 0 or (completed or 0) < 0:
            reading.leave_out("enrolment", row)
            continue
        if opened is None or day < opened:
            reading.tell(
                "PR056",
                resource="enrolment",
                row=row.number,
                column="date",
                message="" if opened else "the course has no opening day, and has enrolment",
                found=day,
                expected=f"{opened} or later" if opened else "a course with a day under `opened`",
            )
        by_day[day].append((row, Enrolment(day, enrolled, completed)))
    found = []
    for day, same in sorted(by_day.items()):
        if len({one for _, one in same}) > 1:
            for row, _ in same:
                reading.leave_out("enrolment", row)
                reading.tell(
                    "PR057",
                    resource="enrolment",
                    row=row.number,
                    column="date",
                    message="the course has other numbers for the same day: neither row counts",
                    found=day,
                    expected="one row for each course and day",
                    todo="Keep the right row, and delete the other one.",
                )
            continue
        found.append(same[0][1])
        for row, _ in same[1:]:
            reading.tell(
                "PR057",
                resource="enrolment",
                row=row.number,
                column="date",
                message="the same row stands here before: it counts once",
                found=day,
                expected="one row for each course and day",
                todo="Delete it.",
            )
    _tell_completed(reading, found, {day: same[0][0] for day, same in by_day.items()})
    return tuple(found)


def _whole(reading: Reading, row: Row, column: str) -> int | None:
    """A number of people; None for a blank, and −1, told, for what can't be one."""
    number = row.number_of(column)
    if number is None:
        return None
    if 0 <= number <= _MOST_ENROLLED and number == int(number):
        return int(number)
    reading.tell(
        "PR057",
        resource="enrolment",
        row=row.number,
        column=column,
        message="this can't be a number of people: the row is left out",
        found=f"{number:g}",
        expected="a whole number, nought or more",
        todo="Correct the number.",
    )
    return -1


def _tell_completed(reading: Reading, periods: Sequence[Enrolment], rows: Mapping[date, Row]) -> None:
    """Tell of the first day by which more had completed a course than had enrolled in it."""
    enrolled = completed = 0
    for period in periods:
        enrolled, completed = enrolled + period.enrolled, completed + (period.completed or 0)
        if completed > enrolled:
            reading.tell(
                "PR057",
                resource="enrolment",
                row=rows[period.date].number,
                column="completed",
                message="more have completed the course than have enrolled in it",
                found=f"{completed:,} completed of {enrolled:,} enrolled by {period.date}",
                expected=f"at most {enrolled:,}",
            )
            return


def _capacity(reading: Reading, levels: Sequence[str]) -> tuple[Assessment, ...]:
    """Every assessment that has a place on the scale, by date. Names that differ only in case or signs are one."""
    names: dict[tuple[str, str], str] = {}
    held: dict[tuple[str, str, date], list[tuple[Row, Assessment]]] = defaultdict(list)
    for row in reading.rows("capacity"):
        level, day = row.number_of("level"), row.day("date")
        if level is None or day is None:
            continue  # the row's cells are all there, since it was read
        if not (0 <= level < len(levels) and level == int(level)):
            reading.leave_out("capacity", row)
            reading.tell(
                "PR058",
                resource="capacity",
                row=row.number,
                column="level",
                message="the level is outside the scale: the row is left out",
                found=f"{level:g}",
                expected=f"a whole number from 0 ({levels[0]}) to {len(levels) - 1} ({levels[-1]})",
            )
            continue
        agency, area = (
            names.setdefault((column, slug(row.text(column))), row.text(column)) for column in ("agency", "area")
        )
        held[agency, area, day].append((row, Assessment(agency, area, int(level), day, row.text("note"))))
    found = []
    for (_, _, day), same in held.items():
        if len({one.level for _, one in same}) == 1:
            found.append(max((one for _, one in same), key=lambda one: one.note))
            continue
        for row, _ in same:
            reading.leave_out("capacity", row)
            reading.tell(
                "PR058",
                resource="capacity",
                row=row.number,
                column="level",
                message="the agency has another level in this area on the same day: neither counts",
                found=f"{' and '.join(str(n) for n in sorted({one.level for _, one in same})[:3])} on {day}",
                expected="one level",
                todo="Keep the right row, and delete the other one.",
            )
    return tuple(sorted(found, key=lambda one: (one.date, one.agency, one.area)))


def _facts(reading: Reading) -> tuple[Fact, ...]:
    found = []
    for row in reading.rows("facts"):
        link = address_of(reading, row, "facts")
        if not row.text("source"):
            reading.leave_out("facts", row)
            reading.tell(
                "PR059",
                resource="facts",
                row=row.number,
                column="source",
                message="the fact has no source: it is left out",
                found=row.text("text"),
                expected="title and publisher of the source",
            )
            continue
        found.append(Fact(row.text("text"), row.text("source"), link, row.day("date")))
    return tuple(found)
