"""A tracker of actions as its package says it, and what is told of one that is spoilt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.tracker.declared import read_tracker
from civicstat.tracker.model import Action, Group, Milestone, Party
from progress_packages import packed, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.findings import Finding
    from civicstat.tracker.model import Tracker

    Portal = Callable[[Mapping[str, Any]], Path]

TRACKER: dict[str, str | None] = {
    "groups": "id,title,description\ntrust,Building public trust,From the top down.\nyouth,Our youth,\n",
    "actions": (
        "id,group,title,parties,progress,due,done,note,link\n"
        "1,trust,Restore recycling.,DPW,Completed,2027-02-01,2027-01-29,On all routes.,https://example.org/a\n"
        '2,Our Youth,Open two courts.,"Recreation and Parks, DPW", in  PROGRESS ,2027-03-01,,,\n'
        "3,youth,Hire a director.,,Not Yet Started,,,,\n"
    ),
    "parties": "id,title,link\nDPW,Public Works,publicworks.example.org\nRP,Recreation & Parks,\n",
    "milestones": "title,date,day\nThe end,2027-04-13,\nHalf,,50\nThe beginning,2027-01-04,1\n",
}
DAYS = {"start": "2027-01-04", "end": "2027-04-13"}


def read(portal: Portal, said: Mapping[str, Any] = DAYS, **tables: str | None) -> tuple[Tracker, tuple[Finding, ...]]:
    """The tracker with some tables and days of a test's own, and what is told of it."""
    return read_tracker(*packed(portal, TRACKER | tables, {"kind": "tracker", "tracker": said}, name="first"))


def with_action(**cells: str) -> str:
    """A table of one action with some cells of its own."""
    row = {"id": "1", "group": "trust", "title": "Restore recycling.", "parties": "DPW", "progress": "complete"} | cells
    return f"{','.join(row)}\n{','.join(row.values())}\n"


def test_it_reads_as_it_is_written(portal: Portal) -> None:
    """Groups by id or title, progress in any of its spellings, several parties, days by date or number."""
    tracker, findings = read(portal)

    assert findings == ()
    assert (tracker.begins, tracker.ends, tracker.numbered) == (date(2027, 1, 4), date(2027, 4, 13), 1)
    assert tracker.groups == (
        Group("trust", "Building public trust", "From the top down."),
        Group("youth", "Our youth"),
    )
    assert tracker.parties == (
        Party("DPW", "Public Works", "https://publicworks.example.org"),
        Party("RP", "Recreation & Parks"),
    )
    assert tracker.actions == (
        Action(
            "1",
            "Restore recycling.",
            "trust",
            ("DPW",),
            "complete",
            "Completed",
            date(2027, 2, 1),
            date(2027, 1, 29),
            "On all routes.",
            "https://example.org/a",
            2,
        ),
        Action("2", "Open two courts.", "youth", ("RP", "DPW"), "in progress", "in  PROGRESS", date(2027, 3, 1), row=3),
        Action("3", "Hire a director.", "youth", (), "not started", "Not Yet Started", row=4),
    )
    assert tracker.milestones == (
        Milestone("The beginning", date(2027, 1, 4)),
        Milestone("Half", date(2027, 2, 22)),
        Milestone("The end", date(2027, 4, 13)),
    )
    assert tracker.group_word == "Group"


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (
            {"actions": with_action(progress="nearly there")},
            [("PR050", 'actions row 2, column "progress"', "nearly there")],
        ),
        ({"actions": with_action(progress="")}, [("PR050", 'actions row 2, column "progress"', "")]),
        ({"actions": with_action(group="trst")}, [("PR051", 'actions row 2, column "group"', "trst")]),
        ({"actions": with_action(group="")}, [("PR051", 'actions row 2, column "group"', "")]),
        (
            {"actions": with_action(parties="Ethics Board")},
            [("PR052", 'actions row 2, column "parties"', "Ethics Board")],
        ),
        ({"actions": with_action(due="2026-02-01")}, [("PR053", 'actions row 2, column "due"', "2026-02-01")]),
        ({"actions": with_action(done="2026-12-31")}, [("PR053", 'actions row 2, column "done"', "2026-12-31")]),
        (
            {"actions": with_action(progress="Blocked", done="2027-01-31")},
            [("PR054", 'actions row 2, column "done"', "Blocked, done on 2027-01-31")],
        ),
        ({"actions": with_action(link="example.org/x")}, [("PR004", 'actions row 2, column "link"', "example.org/x")]),
        (
            {"milestones": "title,date\nToo late,2028-02-01\n"},
            [("PR053", 'milestones row 2, column "date"', "2028-02-01")],
        ),
        (
            {"milestones": "title,date,day\nHalf,2027-02-22,49\n"},
            [("PR053", 'milestones row 2, column "day"', "day 49, 2027-02-22")],
        ),
        ({"milestones": "title,day\nHalf,49.5\n"}, [("PR053", 'milestones row 2, column "date"', "day 49.5")]),
        ({"milestones": "title,day\nNever,9999999\n"}, [("PR053", 'milestones row 2, column "date"', "day 1e+07")]),
        (
            {"parties": "id,title,link\nDPW,Public Works,not one\n"},
            [("PR004", 'parties row 2, column "link"', "not one")],
        ),
    ],
    ids=lambda value: value[0][0] if isinstance(value, list) else next(iter(value)),
)
def test_what_is_wrong_is_told(portal: Portal, tables: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    """Each fault of a row has one finding, and no row is lost for it."""
    if "parties" not in tables and "actions" not in tables:
        tables = {**tables, "actions": with_action()}
    if "parties" in tables:
        tables = {**tables, "actions": with_action()}

    tracker, findings = read(portal, **tables)

    assert told(findings) == expected
    assert len(tracker.actions) == 1
    assert tracker.left_out == ()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, []),
        ({"start": "2027-04-13", "end": "2027-01-04"}, [("PR053", "civicstat.tracker.end", "2027-01-04")]),
        ({"start": "2027-01-04"}, [("PR053", "civicstat.tracker.end", "")]),
        ({"end": "2027-04-13"}, [("PR053", "civicstat.tracker.start", "")]),
        ({"start": "2027-02-30", "end": "2027-04-13"}, [("PR053", "civicstat.tracker.start", "2027-02-30")]),
        ({"start": 7, "end": "2027-04-13"}, [("PR013", "civicstat.tracker.start", "7")]),
        ({**DAYS, "firstDay": 3}, [("PR013", "civicstat.tracker.firstDay", "3")]),
    ],
)
def test_days(portal: Portal, said: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    """A tracker may do without days; a day that can't be is told, and the actions stay."""
    tracker, findings = read(portal, said, milestones=None)

    assert told(findings) == expected
    assert len(tracker.actions) == 3
    assert (tracker.begins is None) == ("firstDay" not in said)


def test_a_first_day_of_nought(portal: Portal) -> None:
    """Where the first day counts as day 0, day 49 is one day later than where it counts as day 1."""
    milestones = "title,date,day\nHalf,2027-02-22,49\n"

    tracker, findings = read(portal, {**DAYS, "firstDay": 0}, milestones=milestones)

    assert findings == ()
    assert tracker.day_number(date(2027, 1, 4)) == 0


def test_unknown_groups_stand_behind_the_others(portal: Portal) -> None:
    """Actions of groups that the table does not have keep their own heading, and nothing is lost."""
    actions = "id,group,title,progress\n1,roads,A,done\n2,,B,done\n3,trust,C,done\n4,Roads,D,done\n"

    tracker, _ = read(portal, actions=actions)

    assert [(g.id, g.title, g.listed) for g in tracker.groups[2:]] == [("roads", "roads", False), ("", "", False)]
    assert [a.group for a in tracker.actions] == ["roads", "", "trust", "roads"]


def test_without_a_table_of_groups_the_words_are_the_groups(portal: Portal) -> None:
    """The groups are then what the actions say, and nothing is told of them; so with parties."""
    tracker, findings = read(portal, groups=None, parties=None)

    assert findings == ()
    assert [(g.title, g.listed) for g in tracker.groups] == [("trust", True), ("Our Youth", True), ("youth", True)]
    assert [p.title for p in tracker.parties] == ["DPW", "Recreation and Parks"]


def test_a_party_in_many_rows_is_told_once(portal: Portal) -> None:
    """One slip in a hundred rows is one finding, which says in how many."""
    rows = "".join(f"{n},trust,Action {n},Publc Works,done\n" for n in range(100))

    _, findings = read(portal, actions=f"id,group,title,parties,progress\n{rows}")

    assert told(findings) == [("PR052", 'actions row 2, column "parties"', "Publc Works (also in 99 rows below)")]
    assert findings[0].todo == 'Write "Public Works", if that is meant.'


def test_two_actions_of_one_id(portal: Portal) -> None:
    """Both would have one address: the first is kept, and the second counted as left out."""
    tracker, findings = read(portal, actions="id,group,title,progress\na,trust,A,done\nA,trust,B,done\n")

    assert [a.title for a in tracker.actions] == ["A"]
    assert tracker.left_out == (("actions", 1),)
    assert [code for code, _, _ in told(findings)] == ["PR005"]


def test_without_actions_nothing_breaks(portal: Portal) -> None:
    """A package without its main table tells so, and is shown without."""
    tracker, findings = read(portal, actions=None)

    assert [code for code, _, _ in told(findings)] == ["PR002"]
    assert (tracker.actions, tracker.withheld) == ((), ("actions",))


@pytest.mark.parametrize("groups", [None, "id,title\na-b,First\nnone,Second\n"])
def test_no_two_groups_share_an_address(portal: Portal, groups: str | None) -> None:
    """Names that are written apart are groups apart, each with an address of its own, and so is no name at all."""
    actions = "id,group,title,progress\n" + "".join(
        f"{n},{name},An action.,complete\n" for n, name in enumerate(("A/B", "A B", "A_B", "", "None", "A/B"))
    )

    tracker, _ = read(portal, groups=groups, actions=actions)

    keys = [group.key for group in tracker.groups]
    assert len(set(keys)) == len(keys) >= 5
    titles = {group.id: group.title for group in tracker.groups}
    placed = [titles[action.group] for action in tracker.actions]
    assert placed == ["A/B", "A B", "A_B", "", "Second" if groups else "None", "A/B"]
