"""The pages of Stat meetings: all series, each one, and for each meeting its agenda, its brief and its memo."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from civicstat.names import slug
from civicstat.planned import Download, Page
from civicstat.progress.publish import Missing
from civicstat.reckoning.rollup import roll_up
from civicstat.shapes.stat import DELIVERABLES
from civicstat.stat.calendars import calendar_text
from civicstat.stat.seen import Place, places_of, questions, seen
from civicstat.store import digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from civicstat.progress.whole import Progress
    from civicstat.stat.model import MeetingFacts, Stat, StatFacts
    from civicstat.stat.seen import Question, Seen

MOST_PAST = 12
"""Past meetings that stand open on a series' page; earlier ones are folded."""

_TABLES: Mapping[str, tuple[str, str]] = {
    "meetings": ("the table of meetings", "they can't be shown"),
    "agenda": ("the table of topics", "they can't be shown"),
    "measures": ("the table of measures", "what the meetings look at can't be shown"),
    "decisions": ("the table of decisions", "they can't be shown"),
    "followups": ("the table of follow-ups", "nobody can tell from this page what is open"),
}
"""By table: what residents call it, and what follows where it can't be used."""

_OF_MEETINGS = ("agenda", "measures", "decisions")
"""Tables whose rows are left out where the meeting that they name is."""


@dataclass(frozen=True)
class Fits:
    """How much of a meeting a brief of two pages holds, on letter paper as well as on A4."""

    followups: int = 11
    measures: int = 9
    topics: int = 5
    questions: int = 8


@dataclass(frozen=True)
class Cut:
    """The first of a list, as many as fit, and how many more there are."""

    shown: Sequence[Any]
    more: int


def cut(things: Sequence[Any], most: int) -> Cut:
    """A list cut to what fits. One that would lose a single entry loses two: the line that says so takes as much."""
    if len(things) <= most:
        return Cut(things, 0)
    return Cut(things[: most - 1], len(things) - most + 1)


def missing_of(stat: Stat) -> Missing:
    """What of a series can't be shown, in sentences."""
    parts = [f"{_TABLES[t][0].capitalize()} did not pass its checks, so {_TABLES[t][1]}." for t in stat.withheld]
    gone = "meetings" in {*stat.withheld, *(table for table, _ in stat.left_out)}
    rows = [_left_out(table, count, hangs=gone and table in _OF_MEETINGS) for table, count in stat.left_out]
    whole = frozenset(stat.withheld)
    return Missing(tuple(parts), tuple(rows), whole | {table for table, _ in stat.left_out}, whole)


def _left_out(table: str, count: int, *, hangs: bool) -> str:
    """What to say of rows that are left out; with `hangs` for want of a meeting, however much in order they are."""
    what = f"1 row of {_TABLES[table][0]}" if count == 1 else f"{count:,} rows of {_TABLES[table][0]}"
    if hangs and count == 1:
        return f"{what} is left out: it did not pass its checks, or its meeting can't be shown."
    if hangs:
        return f"{what} are left out: they did not pass their checks, or their meetings can't be shown."
    return f"{what} did not pass {'its checks and is' if count == 1 else 'their checks and are'} left out."


def address_of(stat: StatFacts, meeting: MeetingFacts) -> str:
    """Where a meeting's page is published."""
    return f"{stat.address}{slug(meeting.meeting.id)}/"


def plan_stat(progress: Progress, shared: Mapping[str, Any]) -> tuple[list[Page], list[Download]]:
    """The pages and the files beside them. `shared` is what every page gets (`settings`, `site`, `today`)."""
    told = [(s.stat.title, s.stat.purpose, s.stat.simulated, s.next, s.followups) for s in progress.stats]
    gaps = [(s.stat.withheld, s.stat.left_out) for s in progress.stats]
    content = digest("stats", repr(told), repr(gaps), *map(repr, shared.values()))
    context = {
        **shared,
        "stats": progress.stats,
        "meeting_address": address_of,
        "missing_of": missing_of,
        "deliverables": DELIVERABLES,
    }
    pages = [Page("stats/index.md", "stats.md", "", context, content=content)]
    downloads: list[Download] = []
    places = places_of(progress) if progress.stats else {}
    for facts in progress.stats:
        series = Series(facts, places, shared)
        pages.append(series.page())
        for meeting in facts.meetings:
            pages += series.meeting(meeting)
        zone, url = shared["settings"].time_zone, shared["site"].url
        text = calendar_text(facts, zone, url, partial(address_of, facts))
        downloads.append(Download(f"{facts.address}calendar.ics", text=text))
    return pages, downloads


@dataclass(frozen=True)
class Series:
    """One series with what its pages need: where measures are told in full, and what every page gets."""

    facts: StatFacts
    places: Mapping[tuple[str, str], Place]
    shared: Mapping[str, Any]

    def page(self) -> Page:
        """The page of the series."""
        facts = self.facts
        measures = seen(facts.measures, self.places)
        context = {
            **self._context(measures),
            "lost": facts.lost,
            "past": cut(facts.past, MOST_PAST),
            "older": facts.past[MOST_PAST - 1 :] if len(facts.past) > MOST_PAST else (),
            "counts": roll_up(m.facts.status for m in measures),
        }
        told = [(m.meeting, m.date, m.when, len(m.decisions), len(m.assigned)) for m in facts.meetings]
        content = self._content("series", told, facts.undated, facts.followups, measures, facts.lost)
        stat = facts.stat
        return Page(f"{facts.address}index.md", "stat.md", stat.title, context, stat.purpose, content)

    def meeting(self, meeting: MeetingFacts) -> list[Page]:
        """The pages of a meeting: the page itself; unless it is cancelled a brief, and once it is held a memo."""
        facts, address = self.facts, address_of(self.facts, meeting)
        measures = seen(meeting.measures, self.places)
        asked = questions(meeting, measures)
        context = {
            **self._context(measures),
            "meeting": meeting,
            "address": address,
            "lost": meeting.lost,
            "asked": asked,
            "counts": roll_up(m.facts.status for m in measures),
        }
        content = self._content("meeting", meeting, measures)
        title = f"{facts.stat.title}: {meeting.meeting.title}"
        pages = [Page(f"{address}index.md", "stat_meeting.md", title, context, content=content)]
        if not meeting.meeting.cancelled:
            pages.append(self.brief(meeting, measures, asked, content))
            if meeting.when != "to come":
                path = f"{address}memo/index.md"
                pages.append(Page(path, "stat_memo.md", f"Memo: {title}", context, content=content))
        return pages

    def brief(self, meeting: MeetingFacts, measures: Sequence[Seen], asked: Sequence[Question], content: str) -> Page:
        """The brief of a meeting: as much of it as two pages hold, what matters most first."""
        missing = missing_of(self.facts.stat)
        # What says that something is missing takes the place of some follow-ups.
        fits = Fits(followups=9) if missing.parts or missing.rows else Fits()
        worst = sorted(measures, key=lambda m: (m.moved != "worse", m.status in ("met", "on track", "not started")))
        # All where they fit, in their own order; of too many, those that are behind.
        chosen = measures if len(measures) <= fits.measures else worst
        address = address_of(self.facts, meeting)
        context = {
            **self._context(measures),
            "meeting": meeting,
            "address": address,
            "lost": meeting.lost,
            "followups": cut(meeting.carried, fits.followups),
            "seen": cut(chosen, fits.measures),
            "topics": cut(meeting.agenda, fits.topics),
            "asked": cut(asked, fits.questions),
        }
        title = f"Brief: {self.facts.stat.title}, {meeting.meeting.title}"
        return Page(f"{address}brief/index.md", "stat_brief.md", title, context, content=content)

    def _context(self, measures: Sequence[Seen]) -> dict[str, Any]:
        facts = self.facts
        return {
            **self.shared,
            "facts": facts,
            "stat": facts.stat,
            "missing": missing_of(facts.stat),
            "titles": {m.meeting.id: (m.meeting.title, address_of(facts, m)) for m in facts.meetings}
            | {m.id: (m.title, "") for m in facts.undated},
            "meeting_address": address_of,
            "deliverables": DELIVERABLES,
            "measures": measures,
            "simulated": facts.stat.simulated or any(m.made_up for m in measures),
            "all_simulated": facts.stat.simulated and all(m.made_up for m in measures),
        }

    def _content(self, *own: Any) -> str:
        """The key of everything that a page shows."""
        facts, stat = self.facts, self.facts.stat
        common = (stat.package, stat.title, stat.purpose, stat.sponsor, stat.facilitator, stat.calendar, stat.hour)
        more = (stat.minutes, stat.place, stat.open, stat.simulated, stat.withheld, stat.left_out)
        days = [(m.meeting.id, m.meeting.title, m.date) for m in facts.meetings]
        return digest(repr(common), repr(more), repr(days), repr(own), *map(repr, self.shared.values()))
