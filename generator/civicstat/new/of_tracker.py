"""The examples with which a package of the kind `tracker` begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.new.begun import Examples, example

if TYPE_CHECKING:
    from civicstat.new.begun import Begun, Row


def _tracker_rows(begun: Begun) -> dict[str, list[Row]]:
    group, party = example("tracker", "groups"), example("tracker", "parties")
    own = {"group": group["id"], "parties": party["id"]}
    days = (begun.end - begun.start).days
    return {
        "groups": [group],
        "actions": [
            example("tracker", "actions", id="1", **own, progress="in progress", due=begun.on(2 / 3), done="", link=""),
            example(
                "tracker",
                "actions",
                id="2",
                title="Name a contact for every neighborhood.",
                **own,
                progress="not started",
                due=begun.on(1),
                done="",
                note="",
                link="",
            ),
        ],
        "parties": [party | {"link": ""}],
        "milestones": [
            example("tracker", "milestones", date=begun.on(0.5), day=str(round(0.5 * days) + 1), note=""),
            example("tracker", "milestones", title="The time is over", date=begun.on(1), day=str(days + 1), note=""),
        ],
    }


TRACKER = Examples(
    rows=_tracker_rows,
    said=lambda begun: begun.days,
    page=lambda begun: f"trackers/{begun.name}/",
    hints=(
        "A list that you keep already can stay as it is. Put its file in place of actions.csv, and say under civicstat",
        'how its columns are called, such as "columns": {"actions": {"title": "Action", "progress": "Status"}}.',
    ),
)
