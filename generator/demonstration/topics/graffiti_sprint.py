"""The sprint on graffiti: it runs, and is on track."""

from __future__ import annotations

from typing import TYPE_CHECKING

from topics.progress import progress_package, rows_of
from topics.services import AUTUMN_WORK, UPDATED
from topics.sprints import (
    ANALYST,
    CLOSED,
    DAYS,
    HEARD,
    MEASURES,
    MILESTONES,
    ON_TIME,
    OPEN,
    TARGETS,
    UPDATES,
    WORKS,
    dates,
    measured,
)

if TYPE_CHECKING:
    from describe import Package
    from vega import VegaFiles


def sprint(_: VegaFiles) -> Package:
    """Runs, and is on track."""
    start, end = dates(AUTUMN_WORK)
    before = "2026-09-20"
    tables = {
        "goals": rows_of(
            "id title description lead",
            (
                "sooner",
                "Remove graffiti sooner",
                "A request is answered within the seven days that the city promises.",
                WORKS,
            ),
            (
                "catch-up",
                "Work off what has waited longest",
                "What piled up over the summer is removed before winter, when paint no longer holds.",
                "Chief, Bureau of Solid Waste",
            ),
        ),
        "measures": rows_of(
            MEASURES,
            (
                "on-time",
                "sooner",
                "Requests answered on time",
                "%",
                "Of the requests that were promised for a week, the share closed by the day promised.",
                "effectiveness",
                "increase",
                "period",
                ANALYST,
                "R/P1W",
                "50",
                before,
                "A request closed without a visit counts as closed. Requests by telephone and by app count alike.",
            ),
            (
                "median-days",
                "sooner",
                "Days until graffiti is removed",
                "days",
                "Half of the requests closed in a week had waited no longer than this.",
                "efficiency",
                "decrease",
                "period",
                ANALYST,
                "R/P1W",
                "10",
                before,
                "Closing old requests makes the number look worse for a week or two.",
            ),
            (
                "open",
                "catch-up",
                "Requests still open",
                "requests",
                "Requests that had come in and were not closed on the last day of a week.",
                "outcome",
                "decrease",
                "snapshot",
                ANALYST,
                "R/P1W",
                "132",
                before,
                "",
            ),
            (
                "removed",
                "catch-up",
                "Requests closed since the sprint began",
                "requests",
                "Every request closed from the first day of the sprint on, whenever it came in.",
                "output",
                "increase",
                "cumulative",
                "Supervisor, graffiti crews",
                "R/P1W",
                "0",
                before,
                (
                    "Baltimore counts alleys, streets and graffiti together: 44,821 requests in fiscal year 2025 "
                    "(performance measure 6611). The rows here are made up, and fewer."
                ),
            ),
        ),
        "targets": rows_of(
            TARGETS,
            ("on-time", "82", end, start, "", WORKS),
            ("median-days", "4", end, start, "", WORKS),
            ("open", "45", end, start, "", WORKS),
            ("removed", "1050", end, start, "", WORKS),
        ),
        "milestones": rows_of(
            MILESTONES,
            (
                "A second crew is trained and equipped",
                "2026-09-25",
                "2026-09-23",
                "Four people came over from mowing.",
            ),
            (
                "Requests are sorted by route, not by number",
                "2026-10-09",
                "2026-10-13",
                "A working day late: October 12 was Columbus Day.",
            ),
            ("Paint that holds in the cold is in stock", "2026-11-06", "2026-11-04", ""),
            ("Half of the sprint is looked back on in public", "2026-11-13", "2026-11-12", "Open to all, online."),
            ("Crews keep the new routes after the sprint", "2026-12-18", None, ""),
        ),
        "updates": rows_of(
            UPDATES,
            (
                "2026-09-23",
                "Two crews instead of one",
                "A second crew began two days early, with requests that have waited **more than three weeks**.",
                "open",
            ),
            (
                "2026-10-13",
                "Routes in place of numbers",
                (
                    "Crews now drive a neighborhood at a time and close what they pass, old or new. "
                    "The map of routes is what made the difference so far."
                ),
                "",
            ),
            (
                "2026-11-05",
                "Half as many requests wait",
                (
                    "The backlog is half of what it was in September. Much of what is left is on bridges, "
                    "where a lane has to be closed for the work."
                ),
                "open",
            ),
            (
                "2026-11-12",
                "Looking back on half of the sprint",
                (
                    "Requests are answered sooner in every district, but not to the same degree: "
                    "the table by district shows where the next weeks have to be spent."
                ),
                "on-time",
            ),
        ),
        "heard": rows_of(
            HEARD,
            (
                "2026-10-01",
                "Alleys are forgotten: crews see only what faces the street.",
                "Since October 13 the routes run through alleys that are wide enough for the truck.",
            ),
            (
                "2026-10-20",
                "A mural that neighbors wanted was painted over.",
                "Crews carry a list of murals now. The office for the arts adds to it on request.",
            ),
            (
                "2026-11-12",
                "Closed should mean clean: one request was closed with the wall still painted.",
                "Supervisors look at one closed request in twenty. What they find will be told here.",
            ),
        ),
    }
    return progress_package(
        "sprint",
        "graffiti-sprint",
        "Graffiti gone within a week",
        [
            "A 90-day sprint to answer requests to remove graffiti within the seven days that are promised,",
            "and to work off those that have waited longest.",
        ],
        tables,
        text="learnt-graffiti.md",
        text_title="What is being learnt",
        keywords=["sprint", "graffiti", "cleaning"],
        theme=["Public works"],
        said={"start": start, "end": end, "leads": [WORKS, "Director, Office of Performance and Innovation"]},
        measures=measured("graffiti-removal-requests", on_time=ON_TIME, median_days=DAYS, open=OPEN, removed=CLOSED),
        modified=UPDATED,
    )
