"""The pages of Data Academies."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.academy.model import Academy, Assessment, Course, Enrolment, Fact, Module
from civicstat.academy.publish import capacity_said, plan_academy
from civicstat.academy.standing import reckon_academy
from civicstat.model import Contact
from civicstat.progress.whole import Progress
from civicstat.reckoning.values import Target
from civicstat.render import render_page
from civicstat.settings import Settings, Site
from civicstat.shapes.academy import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable

    from civicstat.academy.model import Grid
    from civicstat.planned import Page

TODAY = date(2026, 10, 15)
MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)
OPENED, DUE = date(2026, 1, 12), date(2026, 12, 31)
ACADEMY = Academy(
    "data-academy",
    "Data Academy",
    "Courses on data for *everybody*.",
    simulated=True,
    courses=(
        Course(
            "first",
            "First steps",
            "Everybody",
            "What a table is.",
            OPENED,
            "https://example.org/enrol",
            (Module("Rows", 25, "How a table is built."), Module("Columns", 35)),
            (Enrolment(MARCH, 40, 12), Enrolment(JUNE, 22, 20)),
            (
                Target(200, DUE, OPENED, "", "Chief Data Officer"),
                Target(120, DUE, date(2026, 5, 4), "One trainer left.", "Chief Data Officer"),
            ),
        ),
        Course("next", "Next <steps>", "Analysts"),
    ),
    targets=(Target(150, DUE, OPENED, "", "Chief Data Officer"),),
    capacity=(
        Assessment("Fire", "Data quality", 2, MARCH),
        Assessment("Fire", "Data quality", 1, JUNE, "The new system lost a link."),
        Assessment("Fire", "Sharing", 0, JUNE),
        Assessment("Health", "Data quality", 4, JUNE),
    ),
    facts=(
        Fact("Five courses were open.", "Annual report, Office of Innovation", "https://example.org/r", JUNE),
        Fact("Over 550 had enrolled.", "A case study"),
    ),
)


def pages(*academies: Academy, today: date = TODAY) -> dict[str, Page]:
    """The pages of some academies on a day, by path."""
    settings = Settings(contact=Contact("Office", "office@example.org", ""))
    facts = tuple(reckon_academy(one, settings, today, several=len(academies) > 1) for one in academies)
    shared: dict[str, Any] = {
        "settings": settings,
        "site": Site("Example", "https://data.example.org/", "https://github.com/example/city"),
        "today": today,
    }
    planned, files = plan_academy(Progress(academies=facts), shared)
    assert files == []
    return {page.path: page for page in planned}


def shown(path: str = "academy/index.md", academy: Academy = ACADEMY) -> str:
    """A page of the only Academy as Markdown, without its charts."""
    return render_page(pages(academy)[path])


def grid_of(*assessments: Assessment) -> Grid:
    """The grid of some assessments."""
    grid = reckon_academy(replace(ACADEMY, capacity=assessments), Settings(), TODAY).grid
    assert grid is not None
    return grid


@pytest.mark.parametrize("path", ["academy/index.md", "academy/first/index.md", "academy/next/index.md"])
def test_pages(path: str, golden: Callable[[str, str], None]) -> None:
    """The whole, a course with a target that was changed, and one that is to come."""
    golden(f"pages/{path.removesuffix('/index.md').replace('/', '-')}.md", shown(path))


def test_no_academy_yet() -> None:
    """Without any, the page says so, and how staff begin one."""
    [page] = pages().values()

    assert page.path == "academy/index.md"
    assert "Staff begin one with <code>civicstat new academy FOLDER</code>" in render_page(page)


def test_several_academies(golden: Callable[[str, str], None]) -> None:
    """Of several, the short address lists them all, and each has addresses of its own."""
    found = pages(ACADEMY, replace(ACADEMY, package="other", title="Other", courses=(), simulated=False))

    assert list(found) == [
        "academy/index.md",
        "academy/data-academy/index.md",
        "academy/data-academy/first/index.md",
        "academy/data-academy/next/index.md",
        "academy/other/index.md",
    ]
    golden("pages/academies.md", render_page(found["academy/index.md"]))


def test_every_level_has_its_number_and_its_word() -> None:
    """No cell of the table is told by its shade alone, and what was not assessed says so."""
    table = re.search(r'<table class="cs-table cs-heat">.*?</table>', shown(), re.DOTALL)
    assert table

    cells = re.findall(r'<td class="cs-heat__cell cs-heat__cell--(\w+)">(.*?)</td>', table[0], re.DOTALL)
    told = [(level, " ".join(re.sub(r"<[^>]+>", " ", text).split())) for level, text in cells]
    assert told == [
        ("4", "4 Leading"),
        ("none", "Not assessed"),
        ("1", "1 Beginning ▼ down from 2"),
        ("0", "0 Not begun"),
    ]
    assert re.findall(r'<th scope="row">(.*?)</th>', table[0]) == ["Health", "Fire", "Average"]
    assert re.findall(r'<th scope="col"[^>]*>(?:<span>)?([^<]+)', table[0])[1:-1] == ["Data quality", "Sharing"]


def test_facts_are_cited_and_not_simulated() -> None:
    """Every fact stands with its source, and the page says that it is not made up."""
    text = shown()

    assert "Some of the numbers here are made up to show how it works; what is a fact says so." in text
    assert "These are facts, and not simulated." in text
    assert '<a href="https://example.org/r"><cite>Annual report, Office of Innovation</cite></a>' in text
    assert "<cite>A case study</cite>" in text


def test_a_changed_target_is_told() -> None:
    """The course's page says when its target was changed, from what to what, why, and who decided."""
    text = re.sub(r"<[^>]+>", "", shown("academy/first/index.md"))

    assert "The target was changed" in text
    assert "May 4, 2026: from 200 enrolments by December 31, 2026 to 120 enrolments by December 31, 2026." in text
    assert "Why: One trainer left. Decided by: Chief Data Officer" in text


@pytest.mark.parametrize(
    ("assessments", "said"),
    [
        (
            (Assessment("Fire", "Quality", 1, JUNE), Assessment("Fire", "Sharing", 3, JUNE)),
            [
                (
                    "Weakest on average: Quality, 1.0. Strongest: Sharing, 3.0. The scale goes from 0 (Not begun) to "
                    "4 (Leading)."
                ),
                "These are the first assessments, so nothing can be said yet of what has moved.",
            ],
        ),
        (
            (Assessment("Fire", "Quality", 1, MARCH), Assessment("Fire", "Quality", 1, JUNE)),
            ["No agency has moved since the assessment before."],
        ),
        (
            (Assessment("Fire", "Quality", 1, MARCH), Assessment("Fire", "Quality", 3, JUNE)),
            ["The agency moved up in at least one area since the assessment before: Fire (Quality from 1 to 3)."],
        ),
        (
            tuple(
                Assessment(f"Agency {n}", "Quality", level + (n > 1), day)
                for n in range(10)
                for level, day in ((2, MARCH), (2 if n else 1, JUNE))
            )
            + tuple(Assessment(f"Agency {n}", "Quality", 4, TODAY) for n in range(1, 9)),
            [
                (
                    "8 of 10 agencies moved up in at least one area since the assessment before: Agency 1, Agency 2, "
                    "Agency 3, Agency 4, Agency 5, Agency 6 and 2 more."
                ),
                (
                    "1 of 10 agencies moved down in at least one area since the assessment before: Agency 0 (Quality "
                    "from 2 to 1)."
                ),
            ],
        ),
    ],
)
def test_what_the_table_says(assessments: tuple[Assessment, ...], said: list[str]) -> None:
    """The weakest and the strongest area, and which agencies moved, in words."""
    assert list(capacity_said(grid_of(*assessments), LEVELS)) == said


def test_what_is_missing_is_said() -> None:
    """A table that is withheld is told at the top, and where its part would stand."""
    text = shown(
        academy=replace(ACADEMY, capacity=(), courses=(), withheld=("courses", "capacity"), left_out=(("facts", 1),))
    )

    assert "The table of courses did not pass its checks, so its courses can&#39;t be shown." in text
    assert "1 row of the table of facts did not pass its checks and is left out." in text
    assert "How far agencies are with their data can’t be shown." in text
    assert "The courses can’t be shown." in text


def test_an_empty_academy() -> None:
    """A package that has only been begun gives a page without figures, and no sentence about nothing."""
    text = shown(academy=Academy("data-academy", "Data Academy", ""))

    assert "No course has been written down yet." in text
    assert "## Enrolment" not in text
    assert "## Data capacity" not in text


def plain(text: str) -> str:
    """A page's words without its markup."""
    return " ".join(re.sub(r"<[^>]+>", "", text).split())


def test_no_course_is_no_missing_enrolment() -> None:
    """With the table of courses withheld, the page doesn't say that there is no figure yet."""
    text = plain(shown(academy=replace(ACADEMY, courses=(), withheld=("courses",))))

    assert "The table of courses can’t be used, so its enrolment can’t be shown." in text
    assert "None yet" not in text
    assert "No data" not in text


@pytest.mark.parametrize(
    ("completed", "tile", "course"),
    [
        ((12, 20), "32 courses completed, 52% of those begun", "32 completed (52%) by June 30, 2026."),
        ((None, 9), "9 courses completed, known for 22 of 62 enrol", "9 completed (known for 22 of 62 enrolments) by"),
        ((None, 1), "1 course completed, known for 22 of 62 enrolments", "1 completed (known for 22 of 62 enrolments)"),
        ((None, None), "62 enrolled by June 30, 2026", "How many completed it is not known."),
    ],
)
def test_the_share_that_completed(completed: tuple[int | None, int | None], tile: str, course: str) -> None:
    """Of some periods nobody may know how many completed: then there is no percentage of all."""
    enrolment = (Enrolment(MARCH, 40, completed[0]), Enrolment(JUNE, 22, completed[1]))
    academy = replace(ACADEMY, courses=(replace(ACADEMY.courses[0], enrolment=enrolment),))

    assert tile in plain(shown(academy=academy))
    assert course in plain(shown("academy/first/index.md", academy))


@pytest.mark.parametrize(
    ("missing", "tile", "card"),
    [
        ({}, "2 courses, 2 modules", "No modules yet"),
        ({"left_out": (("modules", 1),)}, "2 courses, at least 2 modules", "Modules can’t be shown"),
    ],
)
def test_modules_that_are_missing(missing: dict[str, Any], tile: str, card: str) -> None:
    """Modules are counted as far as they can be read."""
    text = plain(shown(academy=replace(ACADEMY, **missing)))

    assert tile in text
    assert card in text


def test_no_modules_can_be_counted() -> None:
    """Without the table of modules none is counted, neither for all courses nor for one."""
    courses = tuple(replace(course, modules=()) for course in ACADEMY.courses)
    academy = replace(ACADEMY, courses=courses, withheld=("modules",))

    assert "0 modules" not in plain(shown(academy=academy))
    assert "No modules yet" not in plain(shown(academy=academy))
    assert "Length Not known" in plain(shown("academy/first/index.md", academy).replace("</dt>", "</dt> "))
    assert "Not known yet" not in shown("academy/first/index.md", academy)


@pytest.mark.parametrize(
    ("opened", "said"),
    [
        (OPENED, "No enrolment has been recorded."),
        (TODAY, "No enrolment has been recorded."),
        (DUE, "Nobody has enrolled yet: the course is to come."),
        (None, "Nobody has enrolled yet: the course is to come."),
    ],
)
def test_a_course_without_enrolment(opened: date | None, said: str) -> None:
    """Of a course that is open, a table without rows doesn't tell that nobody came."""
    academy = replace(ACADEMY, courses=(Course("first", "First steps", opened=opened),))

    assert said in shown("academy/first/index.md", academy)
    assert ("Nobody has enrolled" in said) == ("Nobody has enrolled" in shown("academy/first/index.md", academy))


def test_courses_that_can_not_be_counted_among_several() -> None:
    """In the list of several, one whose courses are withheld is not said to have none."""
    found = pages(ACADEMY, replace(ACADEMY, package="other", courses=(), withheld=("courses",)))
    text = render_page(found["academy/index.md"])

    assert "Its courses can’t be shown" in text
    assert "0 courses" not in text
