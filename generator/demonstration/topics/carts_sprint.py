"""The sprint on recycling carts: planned, with baselines and targets and nothing to show yet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from topics.progress import progress_package, rows_of
from topics.services import UPDATED
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
    WORKS,
    dates,
    measured,
)

if TYPE_CHECKING:
    from describe import Package
    from vega import VegaFiles

WORK = (date(2027, 1, 4), date(2027, 4, 3))


def sprint(_: VegaFiles) -> Package:
    """The package: goals, measures and targets before the first day."""
    start, end = dates(WORK)
    before = "2026-11-15"
    tables = {
        "goals": rows_of(
            "id title description lead",
            (
                "two-weeks",
                "Bring every cart within two weeks",
                "Who wants to recycle gets a cart before the wish is forgotten.",
                "Chief, Bureau of Solid Waste",
            ),
            (
                "no-waiting-list",
                "End the waiting list",
                "Everybody who waits today has a cart when the sprint ends.",
                WORKS,
            ),
        ),
        "measures": rows_of(
            MEASURES,
            (
                "on-time",
                "two-weeks",
                "Carts delivered on time",
                "%",
                "Of the requests that were promised for a week, the share delivered by the day promised.",
                "effectiveness",
                "increase",
                "period",
                ANALYST,
                "R/P1W",
                "42",
                before,
                "",
            ),
            (
                "median-days",
                "two-weeks",
                "Days until a cart comes",
                "days",
                "Half of the carts delivered in a week had been waited for no longer than this.",
                "efficiency",
                "decrease",
                "period",
                ANALYST,
                "R/P1W",
                "13",
                before,
                "Working off the waiting list makes the number look worse at first.",
            ),
            (
                "waiting",
                "no-waiting-list",
                "Households that wait for a cart",
                "households",
                "Requests that had come in and were not delivered on the last day of a week.",
                "outcome",
                "decrease",
                "snapshot",
                ANALYST,
                "R/P1W",
                "121",
                before,
                "A household that asks twice counts twice.",
            ),
            (
                "delivered",
                "no-waiting-list",
                "Carts delivered since the sprint began",
                "carts",
                "Every cart delivered from the first day of the sprint on, whenever it was asked for.",
                "output",
                "increase",
                "cumulative",
                "Supervisor, cart deliveries",
                "R/P1W",
                "0",
                start,
                "",
            ),
        ),
        "targets": rows_of(
            TARGETS,
            ("on-time", "90", end, start, "", WORKS),
            ("median-days", "7", end, start, "", WORKS),
            ("waiting", "30", end, start, "", WORKS),
            ("delivered", "640", end, start, "", WORKS),
        ),
        "milestones": rows_of(
            MILESTONES,
            ("700 carts are in the yard", "2027-01-04", None, ""),
            ("Deliveries on Saturdays begin", "2027-01-16", None, ""),
            ("Half of the sprint is looked back on in public", "2027-02-18", None, "Open to all, online."),
        ),
        "heard": rows_of(
            HEARD,
            (
                "2026-10-22",
                "In a house with six apartments one cart is full after two days.",
                "The sprint counts second carts like first ones. Houses with many apartments come in a later one.",
            ),
        ),
    }
    return progress_package(
        "sprint",
        "recycling-cart-sprint",
        "A recycling cart within two weeks",
        [
            "A 90-day sprint planned for the first months of 2027, to end the waiting list for recycling carts",
            "and to bring new ones within the two weeks that are promised.",
        ],
        tables,
        keywords=["sprint", "recycling", "carts"],
        theme=["Environment"],
        said={"start": start, "end": end, "leads": [WORKS]},
        measures=measured(
            "recycling-cart-deliveries", on_time=ON_TIME, median_days=DAYS, waiting=OPEN, delivered=CLOSED
        ),
        modified=UPDATED,
    )
