"""The tables of a package of the kind `sprint`."""

from __future__ import annotations

from civicstat.reckoning.values import STATUSES
from civicstat.shapes.measured import GOAL_OF_MEASURE, INTERIM, MEASURE, MEASURE_COLUMNS, TARGETS, VALUES
from civicstat.shapes.shape import LEAD, Column, Shape, description_column, id_column, title_column

SPRINT = (
    Shape(
        "goals",
        "Goals",
        "What the sprint is to reach.",
        (
            id_column("goal", "faster-cleaning"),
            title_column("goal", "Clean graffiti within a week"),
            description_column("goal", "Requests to remove graffiti are closed sooner."),
            LEAD,
        ),
        ("id",),
        required=True,
    ),
    Shape(
        "measures",
        "Measures",
        "How the city tells whether a goal is reached.",
        (
            id_column("measure", "median-days"),
            Column("goal", "Goal", GOAL_OF_MEASURE.description, "faster-cleaning", required=True, refers="goals.id"),
            title_column("measure", "Days until graffiti is removed"),
            *MEASURE_COLUMNS,
        ),
        ("id",),
        required=True,
    ),
    TARGETS,
    INTERIM,
    VALUES,
    Shape(
        "milestones",
        "Milestones",
        "The steps of the sprint.",
        (
            title_column("milestone", "A second crew starts"),
            Column("due", "Due", "The day by which it should be done.", "2026-05-04", "date"),
            Column("done", "Done", "The day on which it was done; blank until then.", "2026-05-03", "date"),
            Column("note", "Note", "What residents should know of it.", "The crew works weekends.", long=True),
        ),
    ),
    Shape(
        "updates",
        "Updates",
        "A dated log of what happened.",
        (
            Column("date", "Date", "The day of the update.", "2026-05-04", "date", required=True),
            title_column("update", "A second crew is out"),
            Column("text", "Text", "What happened, as Markdown.", "It works weekends.", long=True),
            Column(
                "measure",
                "Measure",
                "The id of the measure that it is about, if any.",
                "median-days",
                refers="measures.id",
            ),
        ),
    ),
    Shape(
        "heard",
        "What residents said",
        "What residents said of the sprint, and what came of it.",
        (
            Column("date", "Date", "The day on which it was said.", "2026-05-06", "date", required=True),
            Column(
                "said",
                "What was said",
                "In a sentence or two, without names.",
                "Alleys are forgotten.",
                required=True,
                long=True,
            ),
            Column("outcome", "What came of it", "What the city did.", "Alleys are on the route now.", long=True),
            Column("link", "Link", "Where it can be read.", "https://example.org/discussions/12"),
        ),
    ),
    Shape(
        "final",
        "Final state",
        "How each measure stood when the sprint ended. `civicstat close` writes it.",
        (
            MEASURE,
            Column("recorded", "Recorded", "The day on which this was written.", "2026-07-01", "date", required=True),
            Column("date", "Date", "The day of the last value.", "2026-06-30", "date"),
            Column("value", "Value", "The last value.", "4.8", "number"),
            Column("expected", "Expected", "The value expected on that day.", "5", "number"),
            Column("attainment", "Attainment", "Progress made as a share of progress expected.", "1.03", "number"),
            Column(
                "status", "Status", "How it stood.", "met", required=True, words={s: s.capitalize() for s in STATUSES}
            ),
            Column("target", "Target", "The target that held.", "5", "number"),
            Column("due", "Due", "The day by which it was to be reached.", "2026-06-30", "date"),
        ),
        written=False,
    ),
)
"""The tables of a sprint, in the order in which staff fill them in."""
