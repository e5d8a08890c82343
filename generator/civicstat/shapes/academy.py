"""The tables of a package of the kind `academy`."""

from __future__ import annotations

from dataclasses import replace

from civicstat.shapes.measured import TARGETS
from civicstat.shapes.shape import MOST_VALUES, Column, Shape, description_column, id_column, title_column

LEVELS = ("Not begun", "Beginning", "Developing", "Established", "Leading")
"""The words for the levels 0 to 4 of data capacity, unless `civicstat.academy.levels` has others."""

COURSE = Column("course", "Course", "The id of the course.", "reading-data", required=True, refers="courses.id")

ACADEMY = (
    Shape(
        "courses",
        "Courses",
        "What is taught, and to whom.",
        (
            id_column("course", "reading-data"),
            title_column("course", "Reading data with care"),
            Column("audience", "Audience", "For whom it is.", "Staff who work with residents"),
            description_column("course", "What a number says, and what it does not."),
            Column(
                "opened", "Opened", "The day on which it opened; blank for one that is to come.", "2026-01-12", "date"
            ),
            Column("link", "Link", "Where staff enrol or learn more.", "https://example.org/academy"),
        ),
        ("id",),
        required=True,
    ),
    Shape(
        "modules",
        "Modules",
        "The parts of each course, in the order in which they are taken.",
        (
            COURSE,
            title_column("module", "Rows and columns"),
            Column("minutes", "Minutes", "How long it takes.", "30", "number"),
            description_column("module", "How a table is built."),
        ),
    ),
    Shape(
        "enrolment",
        "Enrolment",
        "How many enrolled in each course and how many completed it, period by period. Totals are reckoned.",
        (
            COURSE,
            Column("date", "Date", "The last day of the period.", "2026-03-31", "date", required=True),
            Column("enrolled", "Enrolled", "How many enrolled in the period.", "45", "number", required=True),
            Column("completed", "Completed", "How many completed the course in the period.", "12", "number"),
        ),
        most=MOST_VALUES,
    ),
    replace(
        TARGETS,
        title="Targets for enrolment",
        description="How many are to have enrolled in all, and by when. A target that changes gets a new row with the "
        "day from which it holds; the old row stays.",
        columns=(
            replace(
                COURSE,
                description="The id of the course; blank for all courses together.",
                required=False,
            ),
            Column("value", "Target", "How many are to have enrolled by then.", "200", "number", required=True),
            Column("due", "Due", "The last day for it.", "2026-12-31", "date", required=True),
            Column("since", "Since", "The day from which this target holds.", "2026-01-12", "date", required=True),
            *TARGETS.columns[-2:],
        ),
    ),
    Shape(
        "capacity",
        "Data capacity",
        "How far each agency is with its data, area by area: a row for each assessment, earlier ones stay.",
        (
            Column("agency", "Agency", "The agency’s name.", "Department of Public Works", required=True),
            Column("area", "Area", "What was assessed.", "Data quality", required=True),
            Column(
                "level",
                "Level",
                f"From 0 to 4: {', '.join(f'{n} {word.lower()}' for n, word in enumerate(LEVELS))}.",
                "2",
                "number",
                required=True,
            ),
            Column("date", "Date", "The day of the assessment.", "2026-02-27", "date", required=True),
            Column("note", "Note", "What residents should know of it.", "Two systems hold the same assets.", long=True),
        ),
    ),
    Shape(
        "facts",
        "Facts",
        "Facts from elsewhere, each with its source. They are never shown as simulated.",
        (
            Column(
                "text",
                "Fact",
                "The fact, in a sentence of your own.",
                "Five courses were open in the first year.",
                required=True,
                long=True,
            ),
            Column("source", "Source", "Where it stands: title and publisher.", "Annual report, Office of Innovation"),
            Column("link", "Link", "Where the source can be read, if it is online.", "https://example.org/report"),
            Column("date", "Date", "The day of the source.", "2026-06-30", "date"),
        ),
    ),
)
"""The tables in the order in which staff fill them in."""
