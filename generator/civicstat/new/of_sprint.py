"""The examples with which a sprint begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.new.begun import Examples, example, from_rows
from civicstat.shapes.shape import EXAMPLE

if TYPE_CHECKING:
    from civicstat.new.begun import Begun, Row

# Comments are on no page: until somebody writes below them, the pages say that there is nothing yet.
_LEARNT = """\
<!--
Write below, when the sprint ends: what worked, what did not, and what is done differently from now on.
What stands between these signs is on no page.
-->
"""


def _sprint_rows(begun: Begun) -> dict[str, list[Row]]:
    first, last, eve = begun.on(0), begun.on(1), begun.eve
    goal = example("sprint", "goals")
    measured = example("sprint", "measures", goal=goal["id"], baseline_date=eve, low="", high="")
    kept = example(
        "sprint",
        "measures",
        id="answered",
        goal=goal["id"],
        title="Calls answered within a minute",
        unit="percent",
        definition="Of the calls to 311 in a week, the share answered within 60 seconds.",
        desired="maintain",
        baseline="92",
        baseline_date=eve,
        low="90",
        high="100",
        caveats="",
    )
    return {
        "goals": [goal],
        "measures": [measured, kept],
        "targets": [
            example("sprint", "targets", measure=measured["id"], due=last, since=first, why=""),
            example("sprint", "targets", measure="answered", value="95", due=last, since=first, why=""),
        ],
        "values": [
            example("sprint", "values", measure=measured["id"], date=eve, value="12"),
            example("sprint", "values", measure="answered", date=eve, value="92"),
        ],
        "milestones": [example("sprint", "milestones", due=begun.on(1 / 3), done="")],
        # There is nothing to tell before the first day.
        "updates": [example("sprint", "updates", date=first, measure=measured["id"])]
        if begun.start <= begun.today
        else [],
        "heard": [
            example(
                "sprint",
                "heard",
                date=min(first, begun.today.isoformat()),
                said=EXAMPLE + "Alleys are forgotten.",
                link="",
            )
        ],
    }


SPRINT = Examples(
    rows=_sprint_rows,
    said=lambda begun: {**begun.days, "leads": ["Director of Public Works"]},
    page=lambda begun: f"sprints/{begun.name}/",
    left_out=("interim", "final"),
    text=("learnt.md", "What was learnt", _LEARNT),
    still=("who leads it, as roles or offices: civicstat.sprint.leads",),
    hints=from_rows(
        '"measure": "median-days", "dataset": "graffiti", "reckon": "median",',
        '"days": ["opened", "closed"], "date": "closed", "per": "week"',
    ),
    last=lambda begun: f"After the last day: civicstat close {begun.name}, which records how it ended.",
)
