"""What the demonstration's sprints share: columns, roles, and how requests are reckoned.

The form is that of Baltimore's 90-day sprints (a service, a few goals, targets that may be changed with a reason);
goals, targets, updates and what residents say are made up, and stand on the made-up rows of `services.py`. Where a
caveat names a figure of the real city, it is a fact of its published performance measures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from topics.progress import BY_PLACE

if TYPE_CHECKING:
    from datetime import date

    from describe import Json

MEASURES = "id goal title unit definition type desired interval owner refresh baseline baseline_date caveats"
TARGETS = "measure value due since why who"
MILESTONES = "title due done note"
UPDATES = "date title text measure"
HEARD = "date said outcome"

ANALYST = "Analyst, Office of Performance and Innovation"
WORKS = "Director, Department of Public Works"
ROADS = "Director, Department of Transportation"

ON_TIME: Json = {
    "reckon": "share",
    "date": "due",
    "per": "week",
    "where": [{"field": "on_time", "blank": False}],
    "of": [{"field": "on_time", "equals": "on time"}],
} | BY_PLACE
"""The share closed by the day promised, by the week in which that day fell."""

DAYS: Json = {
    "reckon": "median",
    "days": ["opened", "closed"],
    "date": "closed",
    "per": "week",
    "where": [{"field": "status", "equals": "closed"}],
} | BY_PLACE
"""The median of days from opening to closing, by the week of closing."""

OPEN: Json = {"reckon": "open", "date": "opened", "until": "closed", "per": "week"} | BY_PLACE
"""Requests open on the last day of each week."""

CLOSED: Json = {
    "reckon": "count",
    "date": "closed",
    "per": "week",
    "where": [{"field": "status", "equals": "closed"}],
} | BY_PLACE
"""Requests closed since the sprint began."""


def measured(dataset: str, **reckoned: Json) -> list[Json]:
    """What stands under `civicstat.measures`: how each measure is reckoned from a dataset."""
    return [{"measure": name.replace("_", "-"), "dataset": dataset} | how for name, how in reckoned.items()]


def dates(work: tuple[date, date]) -> tuple[str, str]:
    """The first and the last day of some work, as they are written."""
    return work[0].isoformat(), work[1].isoformat()
