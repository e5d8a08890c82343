"""A Data Academy as its package says it, and what is told of one that is spoilt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.academy.declared import read_academy
from civicstat.academy.model import Assessment, Course, Enrolment, Fact, Module
from civicstat.reckoning.values import Target
from civicstat.shapes.academy import LEVELS
from progress_packages import packed, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.academy.model import Academy
    from civicstat.findings import Finding

    Portal = Callable[[Mapping[str, Any]], Path]

ACADEMY: dict[str, str | None] = {
    "courses": "id,title,audience,opened\nfirst,First steps,Everybody,2026-01-12\nnext,Next steps,Analysts,\n",
    "modules": "course,title,minutes,description\nfirst,Rows,20,How a table is built.\nfirst,Columns,,\n",
    "enrolment": "course,date,enrolled,completed\nfirst,2026-06-30,5,8\nfirst,2026-03-31,12,3\n",
    "targets": (
        "course,value,due,since,why,who\n,80,2026-12-31,2026-01-12,,CDO\n"
        ",60,2026-12-31,2026-06-01,One course came late.,CDO\nfirst,40,2026-12-31,2026-01-12,,CDO\n"
    ),
    "capacity": "agency,area,level,date,note\nFire,Quality,1,2025-05-30,\nFire,Quality,2,2026-05-29,Checked.\n",
    "facts": "text,source,link,date\nFive courses.,Annual report,https://example.org/r,2026-06-30\n",
}


def read(
    portal: Portal, said: Mapping[str, Any] | None = None, **tables: str | None
) -> tuple[Academy, tuple[Finding, ...]]:
    """The Academy with some tables of a test's own, and what is told of it."""
    return read_academy(*packed(portal, ACADEMY | tables, {"kind": "academy", "academy": said or {}}, name="academy"))


def test_it_reads_as_it_is_written(portal: Portal) -> None:
    """Courses with their modules, enrolment by date, targets of one and of all, capacity and facts."""
    academy, findings = read(portal)

    day, due = date(2026, 1, 12), date(2026, 12, 31)
    assert findings == ()
    assert academy.courses == (
        Course(
            "first",
            "First steps",
            "Everybody",
            opened=day,
            modules=(Module("Rows", 20, "How a table is built."), Module("Columns")),
            enrolment=(Enrolment(date(2026, 3, 31), 12, 3), Enrolment(date(2026, 6, 30), 5, 8)),
            targets=(Target(40, due, day, "", "CDO"),),
        ),
        Course("next", "Next steps", "Analysts"),
    )
    assert academy.targets == (
        Target(80, due, day, "", "CDO"),
        Target(60, due, date(2026, 6, 1), "One course came late.", "CDO"),
    )
    assert academy.capacity == (
        Assessment("Fire", "Quality", 1, date(2025, 5, 30)),
        Assessment("Fire", "Quality", 2, date(2026, 5, 29), "Checked."),
    )
    assert academy.facts == (Fact("Five courses.", "Annual report", "https://example.org/r", date(2026, 6, 30)),)
    assert (academy.levels, academy.withheld, academy.left_out) == (LEVELS, (), ())


ENROLMENT = "course,date,enrolled,completed\n"
CAPACITY = "agency,area,level,date\n"


@pytest.mark.parametrize(
    ("table", "text", "expected", "lost"),
    [
        ("modules", "course,title\nfrst,Rows\n", [("PR055", 'modules row 2, column "course"', "frst")], 1),
        ("enrolment", f"{ENROLMENT}frst,2026-03-31,1,0\n", [("PR055", 'enrolment row 2, column "course"', "frst")], 1),
        (
            "targets",
            "course,value,due,since\nfrst,9,2026-12-31,2026-01-12\n",
            [("PR055", 'targets row 2, column "course"', "frst")],
            1,
        ),
        (
            "enrolment",
            f"{ENROLMENT}first,2025-03-31,9,0\n",
            [("PR056", 'enrolment row 2, column "date"', "2025-03-31")],
            0,
        ),
        (
            "enrolment",
            f"{ENROLMENT}next,2026-03-31,9,0\n",
            [("PR056", 'enrolment row 2, column "date"', "2026-03-31")],
            0,
        ),
        (
            "enrolment",
            f"{ENROLMENT}first,2026-03-31,9,2\nfirst,2026-06-30,1,9\n",
            [("PR057", 'enrolment row 3, column "completed"', "11 completed of 10 enrolled by 2026-06-30")],
            0,
        ),
        (
            "enrolment",
            f"{ENROLMENT}first,2026-03-31,-9,0\n",
            [("PR057", 'enrolment row 2, column "enrolled"', "-9")],
            1,
        ),
        (
            "enrolment",
            f"{ENROLMENT}first,2026-03-31,9,0.5\n",
            [("PR057", 'enrolment row 2, column "completed"', "0.5")],
            1,
        ),
        (
            "enrolment",
            f"{ENROLMENT}first,2026-03-31,9,0\nfirst,2026-03-31,9,0\n",
            [("PR057", 'enrolment row 3, column "date"', "2026-03-31")],
            0,
        ),
        (
            "enrolment",
            f"{ENROLMENT}first,2026-03-31,9,0\nfirst,2026-03-31,8,0\n",
            [
                ("PR057", 'enrolment row 2, column "date"', "2026-03-31"),
                ("PR057", 'enrolment row 3, column "date"', "2026-03-31"),
            ],
            2,
        ),
        ("capacity", f"{CAPACITY}Fire,Quality,5,2026-05-29\n", [("PR058", 'capacity row 2, column "level"', "5")], 1),
        (
            "capacity",
            f"{CAPACITY}Fire,Quality,1.5,2026-05-29\n",
            [("PR058", 'capacity row 2, column "level"', "1.5")],
            1,
        ),
        (
            "capacity",
            f"{CAPACITY}Fire,Quality,1,2026-05-29\nfire,quality,2,2026-05-29\n",
            [
                ("PR058", 'capacity row 2, column "level"', "1 and 2 on 2026-05-29"),
                ("PR058", 'capacity row 3, column "level"', "1 and 2 on 2026-05-29"),
            ],
            2,
        ),
        (
            "facts",
            "text,source,link\nFive courses.,,https://example.org\n",
            [("PR059", 'facts row 2, column "source"', "Five courses.")],
            1,
        ),
        (
            "facts",
            "text,source,link\nFive courses.,A report,example\n",
            [("PR004", 'facts row 2, column "link"', "example")],
            0,
        ),
        ("modules", "course,title,minutes\nfirst,Rows,0\n", [("PR004", 'modules row 2, column "minutes"', "0")], 0),
        (
            "targets",
            "course,value,due,since,why,who\n,9,2026-12-31,2026-01-12,,\n,8,2026-12-31,2026-06-01,,CDO\n",
            [("PR018", 'targets row 3, column "why"', "8, due 2026-12-31, since 2026-06-01")],
            0,
        ),
    ],
)
def test_what_is_wrong_is_told(
    portal: Portal, table: str, text: str, expected: list[tuple[str, str, str]], lost: int
) -> None:
    """Each fault of a row has its finding, and leaves out at most its own row."""
    academy, findings = read(portal, **{table: text})

    assert told(findings) == expected
    assert academy.left_out == (((table, lost),) if lost else ())
    assert len(academy.courses) == 2


def test_lost_rows_are_counted_with_their_course(portal: Portal) -> None:
    """A course knows how many rows of its own enrolment and targets are left out, and of no other's."""
    enrolment = f"{ENROLMENT}first,2026-03-31,-1,0\nfirst,2026-06-30,5,0\nnext,2026-06-30,1,0\nelse,2026-06-30,1,0\n"

    academy, _ = read(portal, enrolment=enrolment)

    assert [(c.id, c.lost, len(c.enrolment)) for c in academy.courses] == [("first", 1, 1), ("next", 0, 1)]
    assert academy.left_out == (("enrolment", 2),)


@pytest.mark.parametrize(
    ("said", "levels", "codes"),
    [
        ({"levels": ["None", "Some", "Half", "Most", "All"]}, ("None", "Some", "Half", "Most", "All"), []),
        ({"levels": ["Low", "High"]}, LEVELS, ["PR013"]),
        ({"levels": [1, 2, 3, 4, 5]}, LEVELS, ["PR013"] * 5),
        ({"level": []}, LEVELS, ["PR013"]),
    ],
)
def test_levels(portal: Portal, said: dict[str, Any], levels: tuple[str, ...], codes: list[str]) -> None:
    """The city's own words for the levels are used where there are five of them."""
    academy, findings = read(portal, said)

    assert academy.levels == levels
    assert [f.code for f in findings] == codes


def test_without_courses_nothing_breaks(portal: Portal) -> None:
    """Without the table of courses all rows that name one are told of once, and capacity and facts stay."""
    academy, findings = read(portal, courses=None)

    assert [f.code for f in findings] == ["PR002"]
    assert (academy.courses, academy.withheld) == ((), ("courses",))
    assert (len(academy.capacity), len(academy.facts), len(academy.targets)) == (2, 1, 2)
