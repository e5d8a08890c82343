"""Requests to reckon measures from, and origins in their table."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from civicstat.progress.model import Condition, Origin
from rows_example import table

if TYPE_CHECKING:
    from civicstat.progress.model import Reckon
    from civicstat.progress.observe import Observed

GRAFFITI = (Condition("kind", equals=("Graffiti",)),)
ON_TIME = (Condition("late", equals=("false",)),)

REQUESTS = table(
    titles={"kind": "Reason", "opened": "Opened", "closed": "Closed", "area": "Neighborhood"},
    labels={"area": {"HH": "Hampden"}},
    opened=("date", ["2026-01-01", "2026-01-02", "2026-01-05", "2026-01-20", "2026-01-21", "2026-01-28", None]),
    closed=("date", ["2026-01-03", None, "2026-01-05", "2026-01-30", "2026-01-22", None, "2026-01-28"]),
    kind=("string", ["Graffiti", "Graffiti", "Graffiti", "Graffiti", "Graffiti", "Graffiti", "Graffiti"]),
    hours=("number", [2.0, 4.0, None, 10.0, 1.0, 5.0, 9.0]),
    late=("boolean", [False, True, False, None, False, False, False]),
    area=("string", ["HH", "District 10", None, "District 9", "HH", "HH", "HH"]),
)
"""Mondays are the 5th, 12th, 19th and 26th of January. The last row was never opened."""


def origin(reckon: Reckon, **parts: Any) -> Origin:
    """An origin in these tests' tables, by week."""
    given_ = {
        "measure": "m",
        "dataset": "requests",
        "resource": "t",
        "date": "opened",
        "per": "week",
        "until": "closed",
    }
    return Origin(reckon=reckon, **{**given_, **parts})


def series(seen: Observed) -> list[tuple[str, float]]:
    """Observations as text and number."""
    return [(o.date.isoformat()[5:], round(o.value, 6)) for o in seen.observations]


FEBRUARY = date(2026, 2, 1)
"""A Sunday: the week of January 26 is over."""
