"""What a tracker of actions says in its package, as frozen values, and what is reckoned from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civicstat.names import slug
from civicstat.shapes.tracker import PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from civicstat.model import Contact
    from civicstat.progress.model import State

NOT_KNOWN = "not known"
"""The progress of an action whose word is unknown or blank: it counts too, so that counts add up."""

STEPS: tuple[str, ...] = (*PROGRESS, NOT_KNOWN)
"""All that an action's progress may be, in the order in which pages count."""

OVER = ("complete", "dropped")
"""Nothing more is to come of such actions, so that they can't be late."""


@dataclass(frozen=True)
class Group:
    """A committee, theme or priority. `listed` is false for one that the table of groups does not have."""

    id: str
    title: str
    description: str = ""
    listed: bool = True

    @property
    def key(self) -> str:
        """Its part of addresses, which no other group shares."""
        return slug(self.id) if self.id else "none"


@dataclass(frozen=True)
class Party:
    """An office that answers for actions; `id` is its abbreviation. `listed` as of a group."""

    id: str
    title: str
    link: str = ""
    listed: bool = True


@dataclass(frozen=True)
class Action:
    """What was announced: `progress` is one of `STEPS`, `written` the cell's own word.

    `group` is a group's id, `parties` are those of `Party.id`. `row` is its row in the table (the header is 1).
    """

    id: str
    title: str
    group: str
    parties: tuple[str, ...]
    progress: str
    written: str
    due: date | None = None
    done: date | None = None
    note: str = ""
    link: str = ""
    row: int = 0


@dataclass(frozen=True)
class Milestone:
    """A day to measure the way by; without a `date` where only its number is known and the first day is not."""

    title: str
    date: date | None
    note: str = ""


@dataclass(frozen=True)
class Tracker:
    """As its package says it. `package` is the package's page name.

    `numbered` is the number of the first day: 1, or 0 where the city counts from the day after. `group_word` and
    `party_word` are what the city's own table calls the groups and the parties.
    """

    package: str
    title: str
    purpose: str
    simulated: bool = False
    begins: date | None = None
    ends: date | None = None
    numbered: int = 1
    groups: tuple[Group, ...] = ()
    actions: tuple[Action, ...] = ()
    parties: tuple[Party, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    group_word: str = "Group"
    contact: Contact | None = None
    withheld: tuple[str, ...] = ()
    """The tables that can't be used, so that nothing may be said of what they would tell."""

    left_out: tuple[tuple[str, int], ...] = ()
    """By table, how many of its rows can't be used."""

    def day_number(self, day: date) -> int | None:
        """Which of the tracker's days a day is; None for a tracker without a first day."""
        return None if self.begins is None else (day - self.begins).days + self.numbered


@dataclass(frozen=True)
class Tally:
    """How many actions have come how far, by word; `all` is their number."""

    counts: Mapping[str, int]

    @property
    def all(self) -> int:
        """How many actions there are."""
        return sum(self.counts.values())

    def of(self, step: str) -> int:
        """How many have come so far."""
        return self.counts.get(step, 0)


def tally(actions: Iterable[Action]) -> Tally:
    """Count actions by their progress: each once, those whose word is not known too."""
    found = Counter(action.progress for action in actions)
    return Tally({step: found[step] for step in STEPS if found[step]})


@dataclass(frozen=True)
class GroupFacts:
    """A group with its actions, in the order of their rows, and how many have come how far."""

    group: Group
    actions: tuple[Action, ...]
    counts: Tally


@dataclass(frozen=True)
class TrackerFacts:
    """On the day of the build: `days` in all and `gone` of them, nought of a tracker without days (`state` None).

    `late` are the ids of actions whose due date, of the tracker's days, has passed and that are neither done nor
    dropped; once the time is over, also those that were done after their due date. `since` are those that became
    complete only after the last day.
    """

    tracker: Tracker
    state: State | None
    gone: int
    days: int
    groups: tuple[GroupFacts, ...]
    counts: Tally
    late: frozenset[str] = frozenset()
    since: frozenset[str] = frozenset()

    @property
    def complete(self) -> int:
        """How many actions are complete; once the time is over, how many were by then."""
        return self.counts.of("complete") - len(self.since)

    @property
    def address(self) -> str:
        """Where its page is published."""
        return f"trackers/{self.tracker.package}/"
