"""The pages of packages of the kind `tracker`: one for each, and the list of them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from civicstat.names import slug
from civicstat.planned import Download, Page
from civicstat.progress.publish import missing_of
from civicstat.store import digest
from civicstat.tracker.model import STEPS, tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from civicstat.progress.whole import Progress
    from civicstat.tracker.model import Action, Milestone, Party, Tally, TrackerFacts

TABLES: Mapping[str, tuple[str, str]] = {
    "groups": ("the table of groups", "actions stand under the names that they give themselves"),
    "actions": ("the table of actions", "nobody can tell from this page what was announced"),
    "parties": ("the table of parties", "who answers for an action is shown as it is written there"),
    "milestones": ("the table of milestones", "they can't be shown"),
}
"""By table: what residents call it, and what follows where it can't be used."""

WAY = 1000
"""How long the line of days is drawn."""


@dataclass(frozen=True)
class ActionView:
    """An action as its page lists it: `anchor` is its id there, `late` whether its due date has passed in vain.

    `done` is the day on which it was done; `unclear` one that can't be, since it is to come or the action not complete.
    """

    action: Action
    anchor: str
    parties: tuple[Party, ...]
    late: bool
    done: date | None
    unclear: date | None

    @property
    def party_slugs(self) -> str:
        """Its parties, for the filter."""
        return " ".join(slug(party.id) for party in self.parties)


@dataclass(frozen=True)
class GroupView:
    """A group as a page shows it, with its actions and counts; `name` is the one to show, `anchor` its part's id."""

    name: str
    key: str
    description: str
    actions: tuple[ActionView, ...]
    counts: Tally


@dataclass(frozen=True)
class PartyView:
    """A party that answers for actions, and how many of these have come how far."""

    party: Party
    key: str
    counts: Tally


@dataclass(frozen=True)
class MilestoneView:
    """A milestone: the number of its day, how far along the line of days it lies, and whether that day has come.

    `at` is from 0 to `WAY`; None for one outside the days, or of a tracker without any.
    """

    milestone: Milestone
    number: int | None
    at: float | None
    passed: bool


def plan_tracker(progress: Progress, shared: Mapping[str, Any]) -> tuple[list[Page], list[Download]]:
    """The pages and the files beside them. `shared` is what every page gets (`settings`, `site`, `today`)."""
    context = {**shared, "trackers": progress.trackers, "steps": STEPS}
    told = [
        (f.address, f.state, f.gone, f.days, f.counts, f.complete, f.tracker.title, f.tracker.purpose)
        for f in progress.trackers
    ]
    days = [(f.tracker.begins, f.tracker.ends, f.tracker.simulated, f.tracker.withheld) for f in progress.trackers]
    content = digest(repr(told), repr(days), *map(repr, shared.values()))
    pages = [Page("trackers/index.md", "trackers.md", "", context, content=content)]
    pages += [_page(facts, shared) for facts in progress.trackers]
    return pages, []


def _page(facts: TrackerFacts, shared: Mapping[str, Any]) -> Page:
    tracker = facts.tracker
    context = {
        **shared,
        "facts": facts,
        "tracker": tracker,
        "steps": [step for step in STEPS if facts.counts.of(step)],
        "groups": tuple(_groups(facts, shared["today"])),
        "parties": _parties(facts),
        "milestones": tuple(_milestones(facts, shared["today"])),
        "way": WAY,
        "contact": tracker.contact or shared["settings"].contact,
        "missing": missing_of(tracker, TABLES),
        "data": f"datasets/{tracker.package}/",
    }
    content = digest(repr(facts), *map(repr, shared.values()))
    return Page(f"{facts.address}index.md", "tracker.md", tracker.title, context, tracker.purpose, content)


def _groups(facts: TrackerFacts, today: date) -> Iterator[GroupView]:
    """The groups with their actions, those that the table has not behind the others."""
    parties = {party.id: party for party in facts.tracker.parties}
    for own in sorted(facts.groups, key=lambda g: not g.group.listed):
        views = tuple(
            ActionView(
                action,
                f"action-{slug(action.id)}",
                tuple(parties[one] for one in action.parties),
                action.id in facts.late,
                action.done if clear else None,
                None if clear else action.done,
            )
            for action in own.actions
            for clear in [action.progress == "complete" and action.done is not None and action.done <= today]
        )
        word = facts.tracker.group_word
        name = own.group.title or f"Without a {word[:1].lower()}{word[1:]}"
        yield GroupView(name, own.group.key, own.group.description, views, own.counts)


def _parties(facts: TrackerFacts) -> tuple[PartyView, ...]:
    """The parties that answer for actions, those with most first."""
    actions = facts.tracker.actions
    found = [
        PartyView(party, slug(party.id), tally(a for a in actions if party.id in a.parties))
        for party in facts.tracker.parties
    ]
    return tuple(sorted((v for v in found if v.counts.all), key=lambda v: (-v.counts.all, v.party.title.casefold())))


def _milestones(facts: TrackerFacts, today: date) -> Iterator[MilestoneView]:
    tracker = facts.tracker
    for one in tracker.milestones:
        at = None
        if one.date and tracker.begins and tracker.ends and tracker.begins <= one.date <= tracker.ends:
            at = round(WAY * (one.date - tracker.begins).days / max((tracker.ends - tracker.begins).days, 1), 1)
        number = tracker.day_number(one.date) if one.date else None
        yield MilestoneView(one, number, at, bool(one.date and one.date <= today))
