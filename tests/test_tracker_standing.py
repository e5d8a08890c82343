"""How a tracker of actions stands on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from civicstat.settings import Settings
from civicstat.tracker.model import Action, Group, Tracker
from civicstat.tracker.standing import reckon_tracker


def action(name: str, group: str, progress: str, due: date | None = None) -> Action:
    """An action with what matters here."""
    return Action(name, name, group, (), progress, progress, due)


EXAMPLE = Tracker(
    "first",
    "First",
    "",
    begins=date(2027, 1, 4),
    ends=date(2027, 4, 13),
    groups=(Group("a", "A"), Group("b", "B"), Group("c", "C", listed=False)),
    actions=(
        action("1", "a", "complete", date(2027, 1, 10)),
        action("2", "a", "in progress", date(2027, 1, 10)),
        action("3", "b", "not known"),
        action("4", "b", "dropped", date(2027, 1, 10)),
        action("5", "b", "in progress", date(2027, 4, 20)),
    ),
)


@pytest.mark.parametrize(
    ("today", "numbered", "expected"),
    [
        (date(2027, 1, 3), 1, ("planned", 0, 100)),
        (date(2027, 1, 4), 1, ("running", 1, 100)),
        (date(2027, 4, 13), 1, ("running", 100, 100)),
        (date(2027, 4, 14), 1, ("finished", 100, 100)),
        (date(2027, 1, 4), 0, ("running", 0, 99)),
        (date(2027, 4, 13), 0, ("running", 99, 99)),
    ],
)
def test_days_gone(today: date, numbered: int, expected: tuple[str, int, int]) -> None:
    """Day 1 is the first day, unless the city counts from the day after."""
    facts = reckon_tracker(replace(EXAMPLE, numbered=numbered), Settings(), today)

    assert (facts.state, facts.gone, facts.days) == expected


def test_counts_add_up() -> None:
    """Every action counts once, by group and in all; a group that the table has not is shown only with actions."""
    facts = reckon_tracker(EXAMPLE, Settings(), date(2027, 2, 1))

    assert facts.counts.counts == {"complete": 1, "in progress": 2, "dropped": 1, "not known": 1}
    assert [(g.group.id, g.counts.counts) for g in facts.groups] == [
        ("a", {"complete": 1, "in progress": 1}),
        ("b", {"in progress": 1, "dropped": 1, "not known": 1}),
    ]
    assert sum(g.counts.all for g in facts.groups) == facts.counts.all == 5


@pytest.mark.parametrize(
    ("today", "late"),
    [(date(2027, 1, 10), set()), (date(2027, 1, 11), {"2"}), (date(2030, 1, 1), {"2"})],
)
def test_late(today: date, late: set[str]) -> None:
    """Late is what is due, and neither done nor dropped; once the days are over, by the last of them for good."""
    assert reckon_tracker(EXAMPLE, Settings(), today).late == late


def test_without_days() -> None:
    """A tracker without days has no bar, and its actions are late by today."""
    facts = reckon_tracker(replace(EXAMPLE, begins=None, ends=None), Settings(), date(2030, 1, 1))

    assert (facts.state, facts.gone, facts.days, facts.late) == (None, 0, 0, {"2", "5"})


FIRST, LAST, AFTER = date(2027, 1, 4), date(2027, 4, 13), date(2027, 7, 15)


@pytest.mark.parametrize(
    ("one", "today", "late", "complete", "since"),
    [
        # Due on the last day, and not done.
        (Action("1", "1", "a", (), "in progress", "", LAST), LAST, False, 0, False),
        (Action("1", "1", "a", (), "in progress", "", LAST), AFTER, True, 0, False),
        # Done when the time was over.
        (Action("1", "1", "a", (), "complete", "", LAST, date(2027, 6, 1)), AFTER, True, 0, True),
        (Action("1", "1", "a", (), "complete", "", None, date(2027, 6, 1)), AFTER, False, 0, True),
        (Action("1", "1", "a", (), "complete", "", date(2027, 6, 30), date(2027, 6, 1)), AFTER, False, 0, True),
        # Done after its day, and before the last one.
        (Action("1", "1", "a", (), "complete", "", FIRST, LAST), AFTER, True, 1, False),
        (Action("1", "1", "a", (), "complete", "", FIRST, LAST), LAST, False, 1, False),
        # Done in time, or on a day that nobody wrote down.
        (Action("1", "1", "a", (), "complete", "", LAST, LAST), AFTER, False, 1, False),
        (Action("1", "1", "a", (), "complete", "", LAST), AFTER, False, 1, False),
        # Dropped, or due after the last day.
        (Action("1", "1", "a", (), "dropped", "", FIRST), AFTER, False, 0, False),
        (Action("1", "1", "a", (), "in progress", "", date(2027, 4, 14)), AFTER, False, 0, False),
    ],
)
def test_when_the_time_is_over(one: Action, today: date, late: bool, complete: int, since: bool) -> None:
    """What counts then is what was done by the last day, and by each action's own day."""
    facts = reckon_tracker(replace(EXAMPLE, actions=(one,)), Settings(), today)

    assert (facts.late, facts.complete, facts.since) == ({"1"} if late else set(), complete, {"1"} if since else set())
