"""How the meetings and follow-ups of a series stand on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from civicstat.stat.model import COLOURS, Looked, MeetingFacts, Standing, StatFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from civicstat.progress.model import MeasureFacts
    from civicstat.settings import Settings
    from civicstat.stat.model import Followup, Meeting, Stat, Watched

    Measured = Callable[[str, str, date], MeasureFacts | None]

MOST_POINTS = 26
"""Of the observations that are kept for the small chart of a measure: half a year of weeks."""


def reckon_stat(stat: Stat, measured: Measured, settings: Settings, today: date) -> StatFacts:  # noqa: ARG001 - as all
    """Reckon how a series stands on `today`.

    `measured` gives a measure as it stood on a day, by the page name of its package and its id; None where there is
    none. What lies before a meeting is told as of its own day, what is to come as of today.
    """
    dated = [meeting for meeting in stat.meetings if meeting.date]
    series = _Series(stat, measured, today, tuple(dated))
    meetings = tuple(series.meeting(at) for at in range(len(dated)))
    at = next((i for i, m in enumerate(meetings) if m.when != "past" and not m.meeting.cancelled), len(meetings) - 1)
    measures, lost = series.measures(at, today) if meetings else ((), 0)
    return StatFacts(
        stat=stat,
        today=today,
        meetings=meetings,
        undated=tuple(meeting for meeting in stat.meetings if not meeting.date),
        followups=in_order(standing_on(f, today, today) for f in stat.followups),
        measures=measures,
        lost=lost,
    )


def standing_on(followup: Followup, day: date, today: date) -> Standing:
    """How a follow-up stood on a day, and how it stands today."""
    colour = followup.colour(day)
    late = (day - followup.due).days if followup.due and colour == "red" else 0
    bare = bool(followup.closed and followup.closed <= day and not followup.shown)
    return Standing(followup, day, colour, followup.colour(today), late, bare)


def in_order(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Follow-ups as a meeting goes through them: by colour, red first and green last; the longest due first."""
    return tuple(sorted(standings, key=_place))


def _place(standing: Standing) -> tuple[int, date, str]:
    return COLOURS.index(standing.colour), standing.followup.due or date.max, standing.followup.title


@dataclass(frozen=True)
class _Series:
    """A series with its meetings that have a day, in their order."""

    stat: Stat
    measured: Measured
    today: date
    dated: Sequence[Meeting]

    def meeting(self, at: int) -> MeetingFacts:
        """One meeting as of its day, or of today where it is to come."""
        meeting = self.dated[at]
        held = meeting.date or self.today
        day = min(held, self.today)
        last = self.before(at)
        since = last.date if last else None
        earlier = [f for f in self.stat.followups if f.known(day) and f.meeting != meeting.id]
        if held <= self.today:
            # What a later meeting of the same day assigned is that meeting's.
            later = {m.id for m in self.dated[at + 1 :]}
            earlier = [f for f in earlier if f.meeting not in later]
        stood = [standing_on(f, day, self.today) for f in earlier]
        own = [standing_on(f, day, self.today) for f in self.stat.followups if f.meeting == meeting.id]
        measures, lost = self.measures(at, day)
        return MeetingFacts(
            meeting=meeting,
            date=held,
            day=day,
            when="to come" if held > self.today else "today" if held == self.today else "past",
            last=next(iter(reversed(self.dated[:at])), None),
            following=next(iter(self.dated[at + 1 :]), None),
            agenda=tuple(t for t in self.stat.agenda if t.meeting == meeting.id),
            decisions=tuple(d for d in self.stat.decisions if d.meeting == meeting.id),
            carried=in_order(s for s in stood if s.open),
            done=in_order(s for s in stood if not s.open and _since(s.followup.closed, since)),
            assigned=in_order(own),
            measures=measures,
            lost=lost,
        )

    def before(self, at: int) -> Meeting | None:
        """The last meeting before one that took place."""
        earlier = (m for m in reversed(self.dated[:at]) if not m.cancelled and m.date != self.dated[at].date)
        return next((m for m in earlier if m.date and m.date <= self.today), None)

    def measures(self, at: int, day: date) -> tuple[tuple[Looked, ...], int]:
        """What a meeting looks at as it stood on a day, against the last meeting; and how many measures are gone."""
        last = self.before(at)
        found: list[Looked] = []
        lost = 0
        for watched in self.stat.measures:
            if not self.looks(at, watched):
                continue
            facts = self.measured(watched.package, watched.measure, day)
            if facts is None:
                lost += 1
                continue
            then = last.date if last and last.date and last.date < day else None
            earlier = self.measured(watched.package, watched.measure, then) if then else None
            found.append(Looked(watched, _kept(facts), _kept(earlier) if earlier else None, then))
        return tuple(found), lost

    def looks(self, at: int, watched: Watched) -> bool:
        """Whether a meeting looks at a measure. A meeting without a day bounds nothing."""
        places = {meeting.id: place for place, meeting in enumerate(self.dated)}
        return places.get(watched.begins, 0) <= at <= places.get(watched.ends, len(self.dated))


def _since(day: date | None, since: date | None) -> bool:
    """Whether a day comes after the last meeting; every day does where there was none."""
    return day is not None and (since is None or day > since)


def _kept(facts: MeasureFacts) -> MeasureFacts:
    """A measure without what no page of the series shows: rows, places, all but the last observations."""
    basis = facts.basis and replace(facts.basis, csv="", redo="", places=(), points=())
    forecast = facts.standing.forecast and replace(facts.standing.forecast, path=())
    return replace(
        facts,
        measure=replace(facts.measure, stated=()),
        observations=facts.observations[-MOST_POINTS:],
        basis=basis,
        standing=replace(facts.standing, forecast=forecast),
    )
