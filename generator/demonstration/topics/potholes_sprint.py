"""The sprint on potholes: finished, with its final state as it was recorded and a correction that came later.

`FINAL` is what `civicstat close` wrote for June 2, 2026, when the rows still had a contractor's wrong dates
(`services.pothole_rows(corrected=False)`); a test reckons it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from topics.progress import progress_package, rows_of
from topics.services import CORRECTED, WINTER_WORK
from topics.sprints import (
    ANALYST,
    CLOSED,
    DAYS,
    HEARD,
    MEASURES,
    MILESTONES,
    ON_TIME,
    OPEN,
    ROADS,
    TARGETS,
    UPDATES,
    dates,
    measured,
)

if TYPE_CHECKING:
    from describe import Package
    from vega import VegaFiles

RECORDED = "2026-06-02"
FINAL = rows_of(
    "measure recorded date value expected attainment status target due",
    ("on-time", RECORDED, "2026-05-24", "71.9298245614", "75.8", "0.9342", "missed", "80", "2026-05-30"),
    ("median-days", RECORDED, "2026-05-24", "1", "2.3", "1.3095", "met", "2", "2026-05-30"),
    ("open", RECORDED, "2026-05-30", "18", "20", "1.0206", "met", "20", "2026-05-30"),
    ("filled", RECORDED, "2026-05-30", "982", "900", "1.0911", "met", "900", "2026-05-30"),
)


def sprint(_: VegaFiles) -> Package:
    """The package; its tables were last touched when the correction was told."""
    start, end = dates(WINTER_WORK)
    before = "2026-03-01"
    tables = {
        "goals": rows_of(
            "id title description lead",
            (
                "two-days",
                "Fill potholes within two days",
                "A pothole that somebody reports is filled before it costs a second tire.",
                ROADS,
            ),
            (
                "winter",
                "Work off what winter left",
                "Nothing reported in winter waits when spring ends.",
                "Chief, Maintenance Division",
            ),
        ),
        "measures": rows_of(
            MEASURES,
            (
                "on-time",
                "two-days",
                "Potholes filled on time",
                "%",
                "Of the requests that were promised for a week, the share closed by the day promised.",
                "effectiveness",
                "increase",
                "period",
                ANALYST,
                "R/P1W",
                "17",
                before,
                (
                    "Baltimore reports 93 percent repaired within 48 hours in fiscal year 2025 (measure 6831). "
                    "The rows here are made up."
                ),
            ),
            (
                "median-days",
                "two-days",
                "Days until a pothole is filled",
                "days",
                "Half of the requests closed in a week had waited no longer than this.",
                "efficiency",
                "decrease",
                "period",
                ANALYST,
                "R/P1W",
                "6.5",
                before,
                "",
            ),
            (
                "open",
                "winter",
                "Requests still open",
                "requests",
                "Requests that had come in and were not closed on the last day of a week.",
                "outcome",
                "decrease",
                "snapshot",
                ANALYST,
                "R/P1W",
                "117",
                before,
                "",
            ),
            (
                "filled",
                "winter",
                "Potholes filled since the sprint began",
                "potholes",
                "Every request closed from the first day of the sprint on, whenever it came in.",
                "output",
                "increase",
                "cumulative",
                "Supervisor, pothole crews",
                "R/P1W",
                "0",
                before,
                "Potholes that crews find by themselves are not in it.",
            ),
        ),
        "targets": rows_of(
            TARGETS,
            ("on-time", "80", end, start, "", ROADS),
            ("median-days", "2", end, start, "", ROADS),
            ("open", "20", end, start, "", ROADS),
            ("filled", "900", end, start, "", ROADS),
        ),
        "milestones": rows_of(
            MILESTONES,
            ("Three more crews are out", "2026-03-06", "2026-03-09", "Late: two trucks were in repair."),
            ("A contractor takes over three districts", "2026-05-01", "2026-05-04", "Districts 2, 3 and 13."),
            ("Winter's last request is closed", "2026-05-22", "2026-05-20", ""),
        ),
        "updates": rows_of(
            UPDATES,
            (
                "2026-03-09",
                "Three more crews",
                "Every crew now stays in one district until it is done.",
                "",
            ),
            (
                "2026-04-20",
                "Winter's backlog is almost gone",
                "The requests that wait fell from 127 to fewer than 20. From here on the promise of two days counts.",
                "open",
            ),
            (
                RECORDED,
                "The sprint is over",
                (
                    "More potholes were filled than planned and fewer wait. By the dates that were entered, "
                    "the share filled on time fell short of its target in the last weeks."
                ),
                "on-time",
            ),
            (
                CORRECTED.isoformat(),
                "A correction",
                (
                    "A contractor had entered the dates of bills, four days after the repair. The rows are corrected; "
                    "the final state stays as it was recorded, and this page shows both."
                ),
                "on-time",
            ),
        ),
        "heard": rows_of(
            HEARD,
            (
                "2026-03-24",
                "The same pothole opened again after a week.",
                "Crews cut the edge straight and seal it where a hole comes back, which takes longer and lasts.",
            ),
            (
                "2026-05-12",
                "The contractor was here days before the request was closed.",
                "That was right, and led to the correction of July 8.",
            ),
        ),
        "final": FINAL,
    }
    return progress_package(
        "sprint",
        "pothole-sprint",
        "Potholes filled in two days",
        [
            "A 90-day sprint in spring to fill reported potholes within the two days that are promised,",
            "and to work off what winter left.",
        ],
        tables,
        text="learnt-potholes.md",
        text_title="What was learnt",
        keywords=["sprint", "potholes", "roads"],
        theme=["Transportation"],
        said={"start": start, "end": end, "leads": [ROADS]},
        measures=measured("pothole-repairs", on_time=ON_TIME, median_days=DAYS, open=OPEN, filled=CLOSED),
        modified=CORRECTED.isoformat(),
        promise="irregular",
    )
