"""The examples with which a strategy begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.new.begun import Examples, example, from_rows

if TYPE_CHECKING:
    from civicstat.new.begun import Begun, Row

# Comments are on no page: until somebody writes below them, the pages say that there is nothing yet.
_STRATEGY = """\
<!--
Write the strategy below, in plain words, with a heading for each part, such as:

## Clean and healthy streets

A link such as [less litter](#less-litter) leads to the page of the goal, pillar or initiative with that id.
What stands between these signs is on no page.
-->
"""


def _strategy_rows(begun: Begun) -> dict[str, list[Row]]:
    first, last, eve = begun.on(0), begun.on(1), begun.eve
    goal, measure = {"goal": "less-litter"}, {"measure": "littered-blocks"}
    measured = example(
        "strategy",
        "measures",
        **goal,
        id="littered-blocks",
        title="Blocks with litter",
        initiative="",
        unit="percent",
        definition="Of the blocks that inspectors look at in a quarter, the share with litter.",
        type="outcome",
        owner="Chief inspector",
        refresh="R/P3M",
        baseline_date=eve,
        low="",
        high="",
        caveats="Alleys are not looked at.",
    )
    gap = example(
        "strategy",
        "goals",
        id="more-trees",
        pillar="clean-streets",
        title="More trees",
        description="A goal without a measure yet: the page says so.",
    )
    return {
        "pillars": [example("strategy", "pillars", id="clean-streets")],
        "goals": [
            example(
                "strategy",
                "goals",
                id="less-litter",
                pillar="clean-streets",
                title="Less litter",
                description="Fewer blocks have litter when inspectors come.",
            ),
            gap,
        ],
        "initiatives": [example("strategy", "initiatives", **goal)],
        "measures": [measured],
        "targets": [example("strategy", "targets", **measure, due=last, since=first, why="")],
        "values": [example("strategy", "values", **measure, date=eve, value="12")],
    }


STRATEGY = Examples(
    rows=_strategy_rows,
    said=lambda begun: begun.days,
    page=lambda _: "strategy/",
    left_out=("interim", "sprints"),
    text=("strategy.md", "The strategy", _STRATEGY),
    still=('the sprints that work for it: a table "sprints" (part, sprint), once there are any',),
    hints=from_rows(
        '"measure": "littered-blocks", "dataset": "block-inspections", "reckon": "share",',
        '"of": [{"field": "litter", "equals": "yes"}], "date": "inspected", "per": "quarter"',
    ),
)
