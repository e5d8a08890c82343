"""The examples with which a package of the kind `stat` begins."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from civicstat.new.begun import Examples, example

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civicstat.new.begun import Begun, Row

WEEKS = 2
"""From one meeting to the next."""


def _days(begun: Begun) -> Sequence[date]:
    """The days of the first three meetings."""
    last = date.max.toordinal()
    return [date.fromordinal(min(begun.start.toordinal() + 7 * WEEKS * n, last)) for n in range(3)]


def _stat_rows(begun: Begun) -> dict[str, list[Row]]:
    first, second, third = _days(begun)
    begun_on = min(first + timedelta(days=1), second)
    held = first < begun.today
    of_first, of_second = {"meeting": first.isoformat()}, {"meeting": second.isoformat()}

    def meeting(day: date, title: str, summary: str = "") -> Row:
        own = day.isoformat()
        return example("stat", "meetings", id=own, date=own, title=title, summary=summary, state="")

    followup = example(
        "stat",
        "followups",
        **of_first,
        due=second.isoformat(),
        started=begun_on.isoformat() if begun_on <= begun.today else "",
        closed="",
        evidence="",
        link="",
    )
    return {
        "meetings": [
            meeting(first, "Where we stand", "What came of the meeting, in a few sentences." if held else ""),
            meeting(second, "Requests on bridges"),
            *([meeting(third, "What a season showed")] if third > second else []),
        ],
        "agenda": [example("stat", "agenda", **of_second)],
        "measures": [],
        "decisions": [example("stat", "decisions", **of_first)] if held else [],
        "followups": [followup],
    }


def _said(_: Begun) -> dict[str, Any]:
    return {"calendar": f"R/P{WEEKS}W", "hour": "14:30", "minutes": 60}


STAT = Examples(
    rows=_stat_rows,
    said=_said,
    page=lambda begun: f"stats/{begun.name}/",
    still=(
        "the sponsor: under civicstat.stat, who holds the meetings and decides",
        "the measures to look at: in measures.csv a package (sprint, strategy, agency measures) and a measure's id",
    ),
    last=lambda begun: f"Before a meeting: civicstat brief {begun.name} next, which prints two pages to bring along.",
)
