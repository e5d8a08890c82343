"""A Data Academy: made-up courses, enrolment and data capacity, and facts about Baltimore's own with their sources.

The facts are told in words of their own, each with where it stands. Three reports of March 2023 on the Academy's
opening were read for them. The number of courses, their modules, the month of the opening and the number enrolled are
those of a case study of the city's data strategy, whose address is not known; so the fact has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from topics.progress import progress_package, rows_of

if TYPE_CHECKING:
    from describe import Package
    from vega import VegaFiles

    from topics.progress import Cells

CHIEF = "Chief Data Officer"

COURSES = rows_of(
    "id title audience description opened",
    ("first-steps", "First steps with data", "Everybody who works for the city",
     "What a table is, what a number leaves out, and whom to ask.", "2025-02-03"),
    ("sound-reading", "Reading a chart soundly", "Staff who report to managers or residents",
     "From a chart to a sentence that holds: comparing, doubting, telling.", "2025-02-03"),
    ("clean-tables", "Tables that others can use", "Staff who keep a spreadsheet",
     "One row for one thing, one column for one fact, and nothing private in either.", "2025-09-08"),
    ("asking-well", "Asking a question that data can answer", "Managers and supervisors",
     "What to ask before a meeting, and what to do with the answer.", "2026-01-12"),
    ("fair-numbers", "Who is missing from the numbers", "Analysts and planners",
     "Places and people that data sees less of, and what follows for a decision.", "2026-09-14"),
)  # fmt: skip
MODULES = rows_of(
    "course title minutes description",
    ("first-steps", "Rows and columns", "20", "How a table is built, and how to read one aloud."),
    ("first-steps", "Where numbers come from", "25", "Counting, asking, measuring: each with its own mistakes."),
    ("first-steps", "Personal data stays home", "25", "What must never be in a file that is passed on."),
    ("sound-reading", "One chart, one sentence", "30", ""),
    ("sound-reading", "More than what?", "30", "Comparing with last year, with a promise, with a neighborhood."),
    ("sound-reading", "When not to believe it", "35", "Few rows, changed rules, missing months."),
    ("sound-reading", "Telling residents", "25", ""),
    ("clean-tables", "One thing in a row", "30", ""),
    ("clean-tables", "Dates, blanks and units", "40", "The three causes of most corrections."),
    ("clean-tables", "Names that stay", "25", ""),
    ("clean-tables", "A dictionary for a table", "30", ""),
    ("clean-tables", "Handing it over", "25", "From a spreadsheet to the portal."),
    ("asking-well", "What would you do with the answer?", "25", ""),
    ("asking-well", "A measure and its promise", "35", ""),
    ("asking-well", "Follow-ups that end", "30", "One owner, one day, one thing to show."),
    ("fair-numbers", "Who calls, and who does not", "35", ""),
    ("fair-numbers", "Small places, large swings", "30", ""),
    ("fair-numbers", "Deciding all the same", "40", ""),
)  # fmt: skip

ENDS = ("2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30", "2026-09-30")
COUNTS = {
    "first-steps": ((58, 9), (44, 31), (29, 27), (37, 22), (64, 33), (41, 44), (26, 30)),
    "sound-reading": ((21, 2), (26, 12), (17, 19), (22, 14), (31, 18), (27, 21), (15, 19)),
    "clean-tables": (None, None, (14, 0), (33, 11), (24, 19), (18, 16), (12, 13)),
    "asking-well": (None, None, None, None, (29, 6), (16, 14), (9, 8)),
    "fair-numbers": (None, None, None, None, None, None, (7, 0)),
}
"""By course and quarter: how many enrolled, and how many completed."""

TARGETS = rows_of(
    "course value due since why who",
    ("", "500", "2025-12-31", "2025-02-03", "", CHIEF),
    ("", "350", "2025-12-31", "2025-08-01",
     "Three courses instead of five opened in the first year: two had to be written anew after a trial.", CHIEF),
    ("", "800", "2026-12-31", "2026-01-01", "", CHIEF),
    ("first-steps", "320", "2026-12-31", "2026-01-01", "", CHIEF),
    ("sound-reading", "150", "2026-12-31", "2026-01-01", "", CHIEF),
    ("clean-tables", "140", "2026-12-31", "2026-01-01", "", CHIEF),
    ("asking-well", "90", "2026-12-31", "2026-01-12", "", "City Administrator"),
)  # fmt: skip

AREAS = ("Inventory", "Data quality", "Documentation", "Sharing and publishing", "Use in decisions")
LEVELS = {
    "Public works": ("23233", "34233"),
    "Transportation": ("22132", "33133"),
    "Health": ("33324", "33434"),
    "Housing": ("12112", "22122"),
    "Recreation and parks": ("11011", "12011"),
    "Fire": ("12102", "11102"),
    "Finance": ("32223", "33324"),
}
"""By agency: the level in each area in May 2025 and in May 2026."""

ASSESSED = ("2025-05-30", "2026-05-29")
NOTES = {
    ("Fire", "Data quality", "2026-05-29"): "The new dispatch system lost the link between calls and stations for now.",
    ("Public works", "Data quality", "2026-05-29"): "Checks run each night since the winter.",
    ("Recreation and parks", "Documentation", "2026-05-29"): "No table has a dictionary yet.",
}

OPENING = "2023-03-09"
FACTS = rows_of(
    "text source link date",
    (
        (
            "Baltimore’s Data Academy opened in January 2023. It has five courses, of three to five modules each, and "
            "over 550 people had enrolled when the case study was written."
        ),
        "Case study of the City of Baltimore’s citywide data strategy",
        None,
        None,
    ),
    (
        (
            "Any employee of the City of Baltimore may take its courses. They are online, and were made together with "
            "the Bloomberg Center for Government Excellence at Johns Hopkins University."
        ),
        "Baltimore Data Academy training program launches, The Daily Record",
        "https://thedailyrecord.com/2023/03/09/baltimore-data-academy-training-program-launches/",
        OPENING,
    ),
    (
        (
            "In its first two weeks more than 100 employees registered for one of the first two courses, and more than "
            "30 courses were completed."
        ),
        "Baltimore launches data academy for city staff, Cities Today",
        "https://cities-today.com/baltimore-launches-data-academy-for-city-staff",
        "2023-03-13",
    ),
    (
        "The mayor had committed to such training in his Action Plan of December 2021.",
        "City launches Baltimore Data Academy training program for city employees, CBS News Baltimore",
        "https://www.cbsnews.com/baltimore/news/city-launches-baltimore-data-academy-training-program-for-city-employees/",
        None,
    ),
)


def academy(_: VegaFiles) -> Package:
    """Five courses, their enrolment against a target that was changed, data capacity twice, and four facts."""
    return progress_package(
        "academy",
        "data-academy",
        "Data Academy",
        [
            "Courses on data for everybody who works for the city, how many took them,",
            "and how far each agency is with its data.",
        ],
        {
            "courses": COURSES,
            "modules": MODULES,
            "enrolment": _enrolment(),
            "targets": TARGETS,
            "capacity": _capacity(),
            "facts": FACTS,
        },
        keywords=["training", "data literacy", "data capacity"],
        theme=["Government"],
        said={"levels": ["Not begun", "Beginning", "Developing", "Established", "Leading"]},
        measures=[],
        modified="2026-10-05",
        sources=tuple({"title": f["source"], **({"path": f["link"]} if f["link"] else {})} for f in FACTS),
        promise="R/P3M",
        temporal="2025-02-03/2026-09-30",
    )


def _enrolment() -> list[Cells]:
    return [
        {"course": course, "date": day, "enrolled": str(both[0]), "completed": str(both[1])}
        for course, counts in COUNTS.items()
        for day, both in zip(ENDS, counts, strict=True)
        if both
    ]


def _capacity() -> list[Cells]:
    return [
        {"agency": agency, "area": area, "level": level, "date": day, "note": NOTES.get((agency, area, day), "")}
        for day, at in zip(ASSESSED, (0, 1), strict=True)
        for agency, both in LEVELS.items()
        for area, level in zip(AREAS, both[at], strict=True)
    ]
