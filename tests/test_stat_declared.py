"""A series of Stat meetings read from its tables, with all that may be wrong in them."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.progress.rows import Reading
from civicstat.stat.declared import read_stat
from civicstat.stat.problems import stat_problems
from progress_packages import SPRINT, SPRINT_OWN, packed, told
from stat_example import STAT, STAT_OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.findings import Finding
    from civicstat.stat.model import Stat

    Portal = Callable[[Mapping[str, Any]], Path]

FOLLOWUPS = "id,meeting,title,owner,due,started,closed,evidence,link\n"


def read(
    portal: Portal, own: Mapping[str, Any] | None = None, **tables: str | None
) -> tuple[Stat, tuple[Finding, ...]]:
    """The series of the example with some tables, or what it says of itself, put in another's place."""
    said = {"kind": "stat", "stat": own} if own is not None else STAT_OWN
    return read_stat(*packed(portal, {**STAT, **tables}, said, name="cleanstat"))


def test_a_series(portal: Portal) -> None:
    """A series without a fault is read whole, and nothing is told."""
    stat, findings = read(portal)

    assert findings == ()
    assert (stat.sponsor, stat.calendar, stat.hour) == ("Deputy Mayor for Operations", "R/P4W", time(14, 30))
    assert [(m.id, m.date, m.cancelled) for m in stat.meetings] == [
        ("may", date(2026, 5, 7), False),
        ("june", date(2026, 6, 4), False),
        ("july", date(2026, 7, 2), False),
    ]
    assert [(t.meeting, t.title, t.ask, t.lead) for t in stat.agenda] == [
        ("june", "Alleys", "Which ones?", "Chief of Maintenance")
    ]
    assert [(f.id, f.assigned, f.due, f.shown) for f in stat.followups] == [
        ("bridges", date(2026, 5, 7), date(2026, 5, 20), True),
        ("crew", date(2026, 5, 7), date(2026, 5, 28), True),
        ("alleys", date(2026, 6, 4), date(2026, 6, 25), False),
        ("paint", date(2026, 6, 4), date(2026, 8, 31), False),
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "a,may,A,Chief,2026-05-20,,2026-05-19,,",
            ("PR040", 'followups row 2, column "closed"', "closed on 2026-05-19"),
        ),
        ("a,may,A,,2026-05-20,,,,", ("PR041", 'followups row 2, column "owner"', "")),
        ("a,may,A,Chief; Clerk,2026-05-20,,,,", ("PR041", 'followups row 2, column "owner"', "Chief; Clerk")),
        ("a,may,A,Jane Smith,2026-05-20,,,,", ("PR017", 'followups row 2, column "owner"', "J… S…")),
        ("a,may,A,Chief,,,,,", ("PR043", 'followups row 2, column "due"', "")),
        ("a,may,A,Chief,2025-05-20,,,,", ("PR044", 'followups row 2, column "due"', "2025-05-20")),
        ("a,may,A,Chief,2026-05-20,,2026-05-01,Done.,", ("PR044", 'followups row 2, column "closed"', "2026-05-01")),
        (
            "a,may,A,Chief,2026-05-20,2026-05-19,2026-05-18,Done.,",
            ("PR044", 'followups row 2, column "closed"', "2026-05-18"),
        ),
        ("a,mai,A,Chief,2026-05-20,,,,", ("PR006", 'followups row 2, column "meeting"', "mai")),
        ("a,may,A,Chief,2026-05-20,,,,bridges", ("PR004", 'followups row 2, column "link"', "bridges")),
        ("a,may,A,Chief,May 20,,,,", ("PR004", 'followups row 2, column "due"', "May 20")),
    ],
)
def test_a_follow_up_with_a_fault(portal: Portal, row: str, expected: tuple[str, str, str]) -> None:
    """Every fault of a follow-up is told with its place, and the follow-up is kept: none may get lost."""
    stat, findings = read(portal, followups=f"{FOLLOWUPS}{row}\n", decisions=None)

    assert expected in told(findings)
    assert [f.title for f in stat.followups] == ["A"]


def test_an_address_of_mail_is_no_owner(portal: Portal) -> None:
    """An address of mail is told masked, and stands on no page."""
    stat, findings = read(portal, followups=f"{FOLLOWUPS}a,may,A,Clerk jane.smith@example.org,2026-05-20,,,,\n")

    [finding] = findings
    assert (finding.code, finding.message) == ("PR041", "the owner is an address of mail, which is left out")
    assert "jane" not in finding.found
    assert stat.followups[0].owner == "Clerk"


def test_a_meeting_without_a_date(portal: Portal) -> None:
    """A meeting without a date is told, and kept as one whose day is not set."""
    stat, findings = read(portal, meetings="id,date,title\nmay,2026-05-07,A\njune,2026-06-04,B\nlater,,C\n")

    assert told(findings) == [("PR042", 'meetings row 4, column "date"', "")]
    assert [(m.id, m.date) for m in stat.meetings][-1] == ("later", None)


def test_two_meetings_on_one_day(portal: Portal) -> None:
    """Two meetings on one day are told, and kept in the order of their rows."""
    stat, findings = read(portal, meetings="id,date,title\nmay,2026-06-04,A\njune,2026-06-04,B\n")

    assert ("PR047", 'meetings row 3, column "date"', "2026-06-04") in told(findings)
    assert [m.id for m in stat.meetings] == ["may", "june"]


def test_rows_of_no_meeting(portal: Portal) -> None:
    """A topic and a decision that name a meeting which is not there are left out, and told."""
    stat, findings = read(portal, agenda="meeting,title\nmei,A\njune,B\n", decisions="meeting,title\nmei,A\nmay,B\n")

    assert told(findings) == [
        ("PR006", 'agenda row 2, column "meeting"', "mei"),
        ("PR006", 'decisions row 2, column "meeting"', "mei"),
    ]
    assert ([t.title for t in stat.agenda], [d.title for d in stat.decisions]) == (["B"], ["B"])
    assert dict(stat.left_out) == {"agenda": 1, "decisions": 1}


def test_an_id_that_is_the_name_of_a_file(portal: Portal) -> None:
    """A meeting whose page would have the address of a file beside it is left out, and told."""
    stat, findings = read(
        portal,
        meetings="id,date,title\nCalendar.ics,2026-04-09,A\nindex.html,2026-04-10,B\nmay,2026-05-07,C\njune,2026-06-04,D\n",
    )

    assert told(findings) == [
        ("PR005", 'meetings row 2, column "id"', "Calendar.ics"),
        ("PR005", 'meetings row 3, column "id"', "index.html"),
    ]
    assert [m.id for m in stat.meetings] == ["may", "june"]
    assert dict(stat.left_out) == {"meetings": 2}


def test_a_cancelled_meeting_decides_nothing(portal: Portal) -> None:
    """A cancelled meeting with a decision is told, and both are kept."""
    stat, findings = read(
        portal,
        meetings="id,date,title,state\nmay,2026-05-07,A,Cancelled\njune,2026-06-04,B,\n",
        followups=None,
    )

    assert told(findings) == [("PR048", 'decisions row 2, column "meeting"', "may")]
    assert [m.cancelled for m in stat.meetings] == [True, False]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, ("PR049", "civicstat.stat.sponsor", "")),
        ({"sponsor": "Jane Smith"}, ("PR017", "civicstat.stat.sponsor", "J… S…")),
        ({"sponsor": "Mayor", "calendar": "fortnightly"}, ("PR046", "civicstat.stat.calendar", "fortnightly")),
        ({"sponsor": "Mayor", "hour": "25:00"}, ("PR046", "civicstat.stat.hour", "25:00")),
        ({"sponsor": "Mayor", "minutes": 4}, ("PR013", "civicstat.stat.minutes", "4")),
        ({"sponsor": "Mayor", "room": "7"}, ("PR013", "civicstat.stat", '"room"')),
    ],
)
def test_what_the_series_says_of_itself(portal: Portal, own: dict[str, Any], expected: tuple[str, str, str]) -> None:
    """A part that can't be read is told and counts as not there."""
    stat, findings = read(portal, own)

    assert expected in [(f.code, f.pointer, f.found) for f in findings]
    assert (stat.calendar, stat.hour, stat.minutes) == ("", None, 60)


def test_measures_between_meetings(portal: Portal) -> None:
    """A measure is looked at from one meeting to another; a span that is upside down is left out, and told."""
    stat, findings = read(portal, measures="package,measure,from,until\ngraffiti,days,june,may\ngraffiti,days,june,\n")

    assert told(findings) == [("PR044", 'measures row 2, column "until"', "june to may")]
    assert [(m.package, m.measure, m.begins, m.ends) for m in stat.measures] == [("graffiti", "days", "june", "")]


def test_measures_that_are_not_there(portal: Portal) -> None:
    """A package or a measure that is not there is told with its row, and with what may be meant."""
    measures = "package,measure\ngrafitti,days\ngraffiti,day\ncleanstat,days\ngraffiti,days\n"
    own = packed(portal, {**STAT, "measures": measures}, STAT_OWN, name="cleanstat")
    sprint = packed(portal, SPRINT, SPRINT_OWN)
    stat, _ = read_stat(*own)

    found = stat_problems(stat, {"cleanstat": own, "graffiti": sprint})

    assert [(f.code, f.file, f.row, f.field, f.found, f.todo) for f in found] == [
        ("PR045", "catalog/cleanstat/measures.csv", 2, "package", "grafitti", 'Write "graffiti", if that is meant.'),
        ("PR045", "catalog/cleanstat/measures.csv", 3, "measure", "day", 'Write "days", if that is meant.'),
        (
            "PR045",
            "catalog/cleanstat/measures.csv",
            4,
            "package",
            "cleanstat",
            "Correct the name of the package or the id of the measure.",
        ),
    ]
    assert found[2].message == "a package of the kind stat has no measures: the row is left out"


@pytest.mark.parametrize("table", list(STAT))
def test_without_a_table(portal: Portal, table: str) -> None:
    """A series without one of its tables is read as far as it goes; only the meetings are missed."""
    stat, findings = read(portal, **{table: None})

    assert {f.code for f in findings} == ({"PR002"} if table == "meetings" else set())
    assert stat.title == "Graffiti"


CELLS = st.sampled_from(
    ["", "a", "may", "june", "2026-05-07", "2026-13-01", "0001-01-01", "9999-12-31", "Jane Smith", "x" * 2000, "\u202e"]
)


@given(rows=st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=4))
def test_wild_follow_ups(portal: Portal, rows: list[list[str]]) -> None:
    """Whatever stands in the table, the series is read, and every row is kept or told."""
    text = FOLLOWUPS + "".join(",".join(row) + "\n" for row in rows)

    stat, findings = read(portal, followups=text)

    kept, lost = len(stat.followups), dict(stat.left_out).get("followups", 0)
    blank = sum(not any(row) for row in rows)
    assert kept + lost == len(rows) - blank or "followups" in stat.withheld
    assert not lost or findings


def test_own_is_read_once(portal: Portal) -> None:
    """What stands under `civicstat.stat` may be of any form."""
    package, scan = packed(portal, STAT, {"kind": "stat", "stat": ["x"]}, name="cleanstat")

    assert read_stat(package, scan)[0].sponsor == ""
    assert Reading(package, scan).own() == {}
