"""What a series of Stat meetings says in its package, as frozen values, and what is reckoned from it.

Nothing here reads a file or reckons anything but the colour of a follow-up, which is a matter of its days alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    import datetime
    from datetime import date, time

    from civicstat.progress.model import MeasureFacts

Colour = Literal["red", "yellow", "white", "green"]
"""How a follow-up stands: overdue; in progress; not due and not begun; closed with evidence."""
COLOURS: tuple[Colour, ...] = get_args(Colour)

When = Literal["past", "today", "to come"]


def colour_of(
    day: date,
    *,
    due: date | None,
    started: date | None = None,
    closed: date | None = None,
    evidence: bool = False,
) -> Colour:
    """The colour of a follow-up on a day, worked out from its own days (DESIGN.md, section 7).

    *Green* from the day on which it was closed with evidence; else *red* from the day after it was due; else *yellow*
    from the day on which work began; else *white*. What was closed without evidence is not done: it is yellow until it
    is overdue. Days after `day` are not known yet. On a later day it is never further back in the order white, yellow,
    red, green.
    """
    if closed and closed <= day and evidence:
        return "green"
    if due and due < day:
        return "red"
    begun = min((d for d in (started, closed) if d), default=None)
    return "yellow" if begun and begun <= day else "white"


@dataclass(frozen=True)
class Meeting:
    """A meeting of the series; `date` is None where its day is not set."""

    id: str
    title: str
    date: date | None = None
    summary: str = ""
    """Markdown: what came of it, or why it was cancelled."""

    cancelled: bool = False


@dataclass(frozen=True)
class Topic:
    """A priority topic on the agenda of a meeting; `ask` is the question to ask, `lead` a role."""

    meeting: str
    title: str
    text: str = ""
    ask: str = ""
    lead: str = ""


@dataclass(frozen=True)
class Watched:
    """A measure that meetings look at: its package's page name, its id, and the first and the last such meeting."""

    package: str
    measure: str
    begins: str = ""
    ends: str = ""
    row: int | None = None
    """Its row in the table (the header is 1), to name in findings."""


@dataclass(frozen=True)
class Decision:
    """What was decided at a meeting; `who` is a role."""

    meeting: str
    title: str
    text: str = ""
    who: str = ""


@dataclass(frozen=True)
class Followup:
    """What an owner (a role) undertook to bring. `meeting` is empty where it names none that is there.

    `assigned` is the day of that meeting; where it is not known, the first day of its own.
    """

    id: str
    title: str
    meeting: str = ""
    owner: str = ""
    due: date | None = None
    deliverable: str = ""
    started: date | None = None
    closed: date | None = None
    evidence: str = ""
    link: str = ""
    note: str = ""
    assigned: date | None = None

    @property
    def shown(self) -> bool:
        """Whether there is evidence, in words or at an address."""
        return bool(self.evidence or self.link)

    def colour(self, day: date) -> Colour:
        """Its colour on a day."""
        return colour_of(day, due=self.due, started=self.started, closed=self.closed, evidence=self.shown)

    def known(self, day: date) -> bool:
        """Whether it had been assigned by a day."""
        return self.assigned is None or self.assigned <= day


@dataclass(frozen=True)
class Stat:
    """A series as its package says it. `package` is the package's page name; `sponsor` and `facilitator` are roles.

    `calendar` is an interval such as `R/P2W`, `hour` when meetings begin by the city's clocks, `minutes` how long they
    last, `place` where they are; `open` whether residents may come. Meetings stand in the order of their days, those
    without one last; all else in the order of its rows.
    """

    package: str
    title: str
    purpose: str
    sponsor: str = ""
    facilitator: str = ""
    calendar: str = ""
    hour: time | None = None
    minutes: int = 60
    place: str = ""
    open: bool | None = None
    meetings: tuple[Meeting, ...] = ()
    agenda: tuple[Topic, ...] = ()
    measures: tuple[Watched, ...] = ()
    decisions: tuple[Decision, ...] = ()
    followups: tuple[Followup, ...] = ()
    simulated: bool = False
    withheld: tuple[str, ...] = ()
    """The tables that can't be used, so that nothing may be said of what they would tell."""

    left_out: tuple[tuple[str, int], ...] = ()
    """By table, how many of its rows can't be used."""


@dataclass(frozen=True)
class Standing:
    """A follow-up on a day: its colour then and on the day of the build, and how many days it was overdue then.

    `bare` is true where it was closed by then without evidence.
    """

    followup: Followup
    day: date
    colour: Colour
    now: Colour
    late: int = 0
    bare: bool = False

    @property
    def open(self) -> bool:
        """Whether it was still open then: anything but green."""
        return self.colour != "green"


@dataclass(frozen=True)
class Looked:
    """A measure as it stood on the day of a meeting, and on that of the last one that looked at it too."""

    watched: Watched
    facts: MeasureFacts
    before: MeasureFacts | None = None
    before_day: date | None = None


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting with all that was on its table.

    `day` is the one that figures and colours are of: the meeting's own, or today where it is to come. `carried` are
    follow-ups of earlier meetings that were open then, `done` those that were closed with evidence since the last
    meeting, `assigned` the meeting's own. `last` and `following` are its neighbours in the series that have a day.
    """

    meeting: Meeting
    date: date
    day: datetime.date
    when: When
    last: Meeting | None
    following: Meeting | None
    agenda: tuple[Topic, ...]
    decisions: tuple[Decision, ...]
    carried: tuple[Standing, ...]
    done: tuple[Standing, ...]
    assigned: tuple[Standing, ...]
    measures: tuple[Looked, ...]
    lost: int = 0
    """How many measures that it looks at are not there."""


@dataclass(frozen=True)
class StatFacts:
    """A series on the day of the build: meetings by day, `undated` ones apart, and every follow-up as it stands."""

    stat: Stat
    today: date
    meetings: tuple[MeetingFacts, ...] = ()
    undated: tuple[Meeting, ...] = ()
    followups: tuple[Standing, ...] = ()
    measures: tuple[Looked, ...] = ()
    """Those that the next meeting looks at, or the last one, as they stand today."""

    lost: int = 0

    @property
    def address(self) -> str:
        """Where its page is published."""
        return f"stats/{self.stat.package}/"

    @property
    def to_come(self) -> tuple[MeetingFacts, ...]:
        """Meetings of today and later ones, the next first."""
        return tuple(m for m in self.meetings if m.when != "past")

    @property
    def past(self) -> tuple[MeetingFacts, ...]:
        """Meetings before today, the last first."""
        return tuple(m for m in reversed(self.meetings) if m.when == "past")

    @property
    def next(self) -> MeetingFacts | None:
        """The next meeting that takes place."""
        return next((m for m in self.to_come if not m.meeting.cancelled), None)

    @property
    def open(self) -> tuple[Standing, ...]:
        """Every follow-up that is open today."""
        return tuple(s for s in self.followups if s.open)

    def count(self, colour: Colour) -> int:
        """How many of its follow-ups have a colour today."""
        return sum(s.colour == colour for s in self.followups)
