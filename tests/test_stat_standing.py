"""How meetings and follow-ups of a series stand: what is carried over, what is new, and what was looked at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.catalog import parse_catalog
from civicstat.progress.reckoned import reckon_progress
from civicstat.progress.standing import Known
from civicstat.scan import scan_package
from civicstat.settings import Settings
from civicstat.sources import read_sources
from civicstat.stat.model import Followup, Meeting, Stat, Watched
from civicstat.stat.standing import reckon_stat
from civicstat.timeliness import reckon_timeliness
from stat_example import portal_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.progress.whole import Progress
    from civicstat.stat.model import MeetingFacts, Standing, StatFacts

    Portal = Callable[[Mapping[str, Any]], Path]

TODAY = date(2026, 6, 20)


def progress(root: Path, today: date = TODAY) -> Progress:
    """Everything that a portal tells of progress."""
    packages = parse_catalog(read_sources(root), Settings()).packages
    known = [Known(p, scan_package(p), reckon_timeliness(p, today, 0.1)) for p in packages]
    return reckon_progress(known, Settings(), today)[0]


@pytest.fixture(scope="module")
def series(portal: Portal) -> StatFacts:
    """The series of the example, with the sprint that it looks at."""
    [facts] = progress(portal(portal_files())).stats
    return facts


def said(standings: tuple[Standing, ...]) -> list[tuple[str, str, str]]:
    """The id of each follow-up, its colour on the day and today's."""
    return [(s.followup.id, s.colour, s.now) for s in standings]


def test_meetings_by_day(series: StatFacts) -> None:
    """Meetings are past, today or to come, and each is told as of its own day, or of today."""
    assert [(m.meeting.id, m.when, m.day) for m in series.meetings] == [
        ("may", "past", date(2026, 5, 7)),
        ("june", "past", date(2026, 6, 4)),
        ("july", "to come", TODAY),
    ]
    assert series.next is not None
    assert series.next.meeting.id == "july"
    assert [m.meeting.id for m in series.past] == ["june", "may"]


def test_open_follow_ups_carry_over(series: StatFacts) -> None:
    """A meeting gets the follow-ups of earlier ones that were open on its day, and says which were closed since."""
    may, june, july = series.meetings

    assert (said(may.carried), said(may.assigned)) == ([], [("bridges", "white", "green"), ("crew", "white", "green")])
    assert said(june.carried) == [("crew", "red", "green")]
    assert said(june.done) == [("bridges", "green", "green")]
    assert june.carried[0].late == 7
    assert said(july.carried) == [("alleys", "yellow", "yellow"), ("paint", "white", "white")]
    assert said(july.done) == [("crew", "green", "green")]


def test_counts_add_up(series: StatFacts) -> None:
    """Every follow-up has one colour today."""
    colours = [series.count(colour) for colour in ("red", "yellow", "white", "green")]

    assert colours == [0, 1, 1, 2]
    assert sum(colours) == len(series.followups)
    assert len(series.open) == 2


def test_measures_as_they_stood(series: StatFacts) -> None:
    """A measure has the figure that was known on the day of the meeting, beside that of the meeting before."""
    figures = [
        [(one.facts.standing.judged and one.facts.standing.judged.value, one.before_day) for one in m.measures]
        for m in series.meetings
    ]

    assert figures == [[(11.5, None)], [(8.0, date(2026, 5, 7))], [(8.0, date(2026, 6, 4))]]


def test_a_target_of_later_does_not_hold_yet(portal: Portal) -> None:
    """A meeting is told with the target that held on its day, whatever was promised afterwards."""
    files = portal_files()
    files["catalog/graffiti/targets.csv"] = (
        "measure,value,due,since,why,who\ndays,5,2026-06-30,2026-04-01,,\ndays,7,2026-06-30,2026-06-01,Storms,Mayor\n"
    )

    may, june, _ = progress(portal(files)).stats[0].meetings

    targets = [m.measures[0].facts.standing.target for m in (may, june)]
    assert [t and t.value for t in targets] == [5, 7]


def test_the_end_as_it_was_recorded(portal: Portal) -> None:
    """A measure stands as it was recorded at the end of its sprint from the day on which that was done."""
    files = portal_files()
    final = "measure,recorded,date,value,expected,attainment,status,target,due\n"
    files["catalog/graffiti/final.csv"] = f"{final}days,2026-06-10,2026-05-31,9,,,missed,5,2026-06-30\n"
    descriptor = files["catalog/graffiti/datapackage.json"].replace("2026-06-30", "2026-06-05")
    files["catalog/graffiti/datapackage.json"] = descriptor.replace(
        '"resources": [', '"resources": [{"name": "final", "path": "final.csv"}, '
    )

    may, june, july = progress(portal(files)).stats[0].meetings

    assert [m.measures[0].facts.status == "missed" for m in (may, june, july)] == [False, False, True]


DAYS = tuple(date(2026, 1, 1 + n) for n in range(0, 28, 4))
MEETINGS = tuple(Meeting(f"m{n}", f"M {n}", day) for n, day in enumerate(DAYS))
SOME = st.none() | st.dates(date(2026, 1, 1), date(2026, 2, 10))
FOLLOWUP = st.builds(
    lambda at, due, started, closed, evidence: Followup(
        "", "F", f"m{at}", due=due, started=started, closed=closed, evidence=evidence, assigned=DAYS[at]
    ),
    st.integers(0, len(DAYS) - 1),
    SOME,
    SOME,
    SOME,
    st.sampled_from(["", "Done."]),
)


def reckon(stat: Stat, today: date) -> tuple[StatFacts, list[tuple[str, str, date]]]:
    """The series, and which measures were asked for."""
    asked: list[tuple[str, str, date]] = []

    def measured(package: str, measure: str, day: date) -> None:
        asked.append((package, measure, day))

    return reckon_stat(stat, measured, Settings(), today), asked


@given(followups=st.lists(FOLLOWUP, max_size=8), today=st.dates(date(2026, 1, 1), date(2026, 2, 10)))
def test_nothing_open_is_lost(followups: list[Followup], today: date) -> None:
    """At every meeting what was assigned before is carried over, or closed with evidence by then: nothing else."""
    stat = Stat("s", "S", "", meetings=MEETINGS, followups=tuple(followups))

    facts, _ = reckon(stat, today)

    for meeting in facts.meetings:
        earlier = [f for f in followups if f.assigned and f.assigned < meeting.date and f.assigned <= meeting.day]
        closed = [f for f in earlier if f.closed and f.closed <= meeting.day and f.evidence]
        assert len(meeting.carried) == len(earlier) - len(closed)
        assert all(s.open and s.day == meeting.day for s in meeting.carried)
        assert len(meeting.done) <= len(closed)
    _each_is_told_as_done_once(facts, today)


def _each_is_told_as_done_once(facts: StatFacts, today: date) -> None:
    """What was closed between two meetings that were held is told at the second one alone."""
    held: list[MeetingFacts] = [m for m in facts.meetings if m.date <= today]
    done = [id(s.followup) for m in held for s in m.done]
    assert len(done) == len(set(done))


def test_a_measure_between_two_meetings() -> None:
    """A measure is asked for at the meetings that look at it, never for a day to come; what is gone is counted."""
    watched = Watched("p", "days", "m1", "m2")
    stat = Stat("s", "S", "", meetings=MEETINGS, measures=(watched,))

    facts, asked = reckon(stat, date(2026, 1, 7))

    assert [m.lost for m in facts.meetings] == [0, 1, 1, 0, 0, 0, 0]
    assert {day for _, _, day in asked} == {DAYS[1], date(2026, 1, 7)}


def test_a_cancelled_meeting_is_not_the_last_one() -> None:
    """What changed is told since the last meeting that took place."""
    meetings = (
        Meeting("a", "A", DAYS[0]),
        Meeting("b", "B", DAYS[1], "Storm.", cancelled=True),
        Meeting("c", "C", DAYS[2]),
    )
    done = Followup("f", "F", "a", closed=DAYS[1], evidence="Done.", assigned=DAYS[0])

    facts, _ = reckon(Stat("s", "S", "", meetings=meetings, followups=(done,)), date(2026, 2, 1))

    assert [len(m.done) for m in facts.meetings] == [0, 1, 1]


def test_a_series_without_meetings() -> None:
    """It stands all the same, with its follow-ups."""
    facts, _ = reckon(Stat("s", "S", "", followups=(Followup("f", "F"),)), TODAY)

    assert (facts.meetings, facts.next, len(facts.open)) == ((), None, 1)
