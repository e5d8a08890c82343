"""The tables of a package of the kind `strategy`."""

from __future__ import annotations

from civicstat.shapes.measured import GOAL_OF_MEASURE, INTERIM, MEASURE_COLUMNS, TARGETS, VALUES
from civicstat.shapes.shape import LEAD, Column, Shape, description_column, id_column, title_column

STRATEGY = (
    Shape(
        "pillars",
        "Pillars",
        "The parts of the strategy.",
        (
            id_column("pillar", "clean-streets"),
            title_column("pillar", "Clean and healthy streets"),
            description_column("pillar", "Streets on which people like to walk."),
        ),
        ("id",),
        required=True,
    ),
    Shape(
        "goals",
        "Goals",
        "What each pillar is to reach.",
        (
            id_column("goal", "faster-cleaning"),
            Column("pillar", "Pillar", "The id of its pillar.", "clean-streets", required=True, refers="pillars.id"),
            title_column("goal", "Clean graffiti within a week"),
            description_column("goal", "Requests to remove graffiti are closed sooner."),
            LEAD,
        ),
        ("id",),
        required=True,
    ),
    Shape(
        "initiatives",
        "Initiatives",
        "What the city does for each goal.",
        (
            id_column("initiative", "second-crew"),
            Column("goal", "Goal", "The id of its goal.", "faster-cleaning", required=True, refers="goals.id"),
            title_column("initiative", "A second crew"),
            description_column("initiative", "Five more people, on weekends too."),
            LEAD,
        ),
        ("id",),
    ),
    Shape(
        "measures",
        "Measures",
        "How the city tells whether a goal is reached or an initiative works. Each names one or the other.",
        (
            id_column("measure", "median-days"),
            GOAL_OF_MEASURE,
            Column(
                "initiative",
                "Initiative",
                "The id of the initiative that it measures.",
                "second-crew",
                refers="initiatives.id",
            ),
            title_column("measure", "Days until graffiti is removed"),
            *MEASURE_COLUMNS,
        ),
        ("id",),
    ),
    TARGETS,
    INTERIM,
    VALUES,
    Shape(
        "sprints",
        "Sprints",
        "Which sprints work for which part of the strategy.",
        (
            Column("part", "Part", "The id of a goal or an initiative.", "second-crew", required=True),
            Column("sprint", "Sprint", "The name of the sprint's package.", "sprint-graffiti", required=True),
        ),
    ),
)
"""The tables of a strategy, from the whole to its parts."""
