"""How a tracker of actions stands on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.tracker.model import OVER, GroupFacts, TrackerFacts, tally

if TYPE_CHECKING:
    from datetime import date

    from civicstat.progress.model import State
    from civicstat.settings import Settings
    from civicstat.tracker.model import Action, Tracker


def reckon_tracker(tracker: Tracker, settings: Settings, today: date) -> TrackerFacts:  # noqa: ARG001 - as its kin
    """Reckon how it stands on `today`: the days gone, its actions by group and progress, and what is late."""
    groups = tuple(
        GroupFacts(group, own, tally(own))
        for group in tracker.groups
        for own in [tuple(a for a in tracker.actions if a.group == group.id)]
        if own or group.listed
    )
    days = gone = 0
    if tracker.begins and tracker.ends:
        # Where the first day has the number 0, the last has the number of days there are: day 100 of 100.
        days = (tracker.ends - tracker.begins).days + tracker.numbered
        gone = min(max((today - tracker.begins).days + tracker.numbered, 0), days)
    state, ends = _state(tracker, today), tracker.ends
    over = ends if state == "finished" else None
    late = frozenset(a.id for a in tracker.actions if _late(a, today, ends, over))
    since = frozenset(a.id for a in tracker.actions if over and a.progress == "complete" and a.done and a.done > over)
    return TrackerFacts(tracker, state, gone, days, groups, tally(tracker.actions), late, since)


def _late(action: Action, today: date, ends: date | None, over: date | None) -> bool:
    """Whether the day set for an action has passed in vain; `over` is the last day, once the time is over.

    What was set for a day after the last is not held against the tracker.
    """
    due = action.due
    if due is None or due >= today or (ends and due > ends):
        return False
    return action.progress not in OVER or bool(over and action.progress == "complete" and _after(action.done, due))


def _after(done: date | None, due: date) -> bool:
    return done is not None and done > due


def _state(tracker: Tracker, today: date) -> State | None:
    """Planned before its first day, finished after its last one; None without days."""
    if not (tracker.begins and tracker.ends):
        return None
    if today < tracker.begins:
        return "planned"
    return "running" if today <= tracker.ends else "finished"
