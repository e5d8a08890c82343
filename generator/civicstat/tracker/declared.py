"""A tracker of actions as its package says it. What is wrong is told and left out, and the rest is read."""

from __future__ import annotations

import re
from datetime import timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING

from civicstat.checks.words import counted
from civicstat.progress.addresses import address_of
from civicstat.progress.cells import day_in
from civicstat.progress.rows import Reading, expected_of, todo_of
from civicstat.shapes.tracker import PROGRESS, SPELLINGS
from civicstat.tracker.model import NOT_KNOWN, Action, Group, Milestone, Party, Tracker
from civicstat.tracker.parties import Parties

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.progress.cells import Row
    from civicstat.scan import Scan

_WORDS: Mapping[str, str] = {said: word for word, spellings in SPELLINGS.items() for said in spellings}

MOST_DAYS = 36_600
"""A hundred years: a number of a day beyond is a slip, and might lead beyond the calendar."""


def read_tracker(package: Package, scan: Scan) -> tuple[Tracker, tuple[Finding, ...]]:
    """What a package of that kind tells, and what is wrong with it.

    Groups, actions and parties stand in the order of their rows, milestones in the order of time.
    """
    reading = Reading(package, scan)
    begins, ends, numbered = _days(reading)
    groups = [
        Group(row.text("id"), row.text("title"), row.text("description"))
        for row in reading.apart(reading.rows("groups"), "groups", "group", keep_first=True)
    ]
    parties = Parties(_listed_parties(reading))
    rows = reading.apart(reading.rows("actions"), "actions", "action", keep_first=True)
    placed = _placed(reading, rows, groups)
    actions = tuple(_action(reading, row, placed[index], parties, begins) for index, row in enumerate(rows))
    _tell_parties(reading, parties)
    milestones = _milestones(reading, begins, ends, numbered)
    read = Tracker(
        package=package.name,
        title=package.title,
        purpose=package.description,
        simulated=package.simulated,
        begins=begins,
        ends=ends,
        numbered=numbered,
        groups=tuple(groups),
        actions=actions,
        parties=(*parties.listed, *(party for party, _ in parties.named.values())),
        milestones=milestones,
        group_word=_group_word(reading),
        contact=package.contact,
        withheld=reading.withheld,
        left_out=reading.left_out,
    )
    return read, reading.findings


def _days(reading: Reading) -> tuple[date | None, date | None, int]:
    """The first and the last day, neither where they are no span of days; and the number of the first day."""
    own = reading.own()
    numbered = 0 if own.get("firstDay") == 0 and own.get("firstDay") is not False else 1
    begins, ends = (day_in(own.get(name)) for name in ("start", "end"))
    said = [name for name in ("start", "end") if isinstance(own.get(name), str)]
    # What is no text, or not of the form of a day, is told as a fault of the form.
    for name, day in (("start", begins), ("end", ends)):
        if day is None and name in said and re.fullmatch(r"\d{4}-\d\d-\d\d", own[name]):
            reading.tell(
                "PR053",
                pointer=f"civicstat.tracker.{name}",
                message="the calendar has no such day, so the tracker is shown without days",
                found=own[name],
                expected="a day such as 2027-01-04",
            )
    if begins and ends and ends < begins:
        reading.tell(
            "PR053",
            pointer="civicstat.tracker.end",
            message="the last day is before the first, so the tracker is shown without days",
            found=ends,
            expected=f"{begins} or later",
        )
        return None, None, numbered
    absent = [name for name in ("start", "end") if name not in own]
    if len(absent) == 1 and (begins or ends):
        which = {"start": "first", "end": "last"}[absent[0]]
        reading.tell(
            "PR053",
            pointer=f"civicstat.tracker.{absent[0]}",
            message=f"the tracker has no {which} day, so it is shown without days",
            expected="a day such as 2027-01-04",
            todo="Write it, or take the other day out too.",
        )
    return (begins, ends, numbered) if begins and ends else (None, None, numbered)


def _listed_parties(reading: Reading) -> tuple[Party, ...]:
    rows = reading.apart(reading.rows("parties"), "parties", "party", keep_first=True)
    return tuple(
        Party(row.text("id"), row.text("title"), address_of(reading, row, "parties", bare=True)) for row in rows
    )


def _group_word(reading: Reading) -> str:
    """What the city's own table calls the groups: the label of the column, such as `Committee`."""
    table = reading.scan.table("actions")
    field = table.field(reading.header("actions", "group")) if table else None
    return " ".join(field.label.split()) if field and field.label != "group" else "Group"


def _placed(reading: Reading, rows: Sequence[Row], groups: list[Group]) -> list[str]:
    """The id of each action's group. Groups that only actions name are added to `groups`, behind the others.

    Without a table of groups every word of the column is one; beside it, what it does not have is told.
    """
    there = tuple(groups)
    table = bool(there) or "groups" in reading.withheld
    known = {_plain(name): group.id for group in reversed(groups) for name in (group.title, group.id)}
    taken = {group.key for group in groups}
    placed = []
    for row in rows:
        named = row.text("group")
        own = known.get(_plain(named)) if named else None
        if own is None:
            if there:
                reading.tell(
                    "PR051",
                    resource="actions",
                    row=row.number,
                    column="group",
                    message="" if named else "an action names no group",
                    found=named,
                    expected=expected_of(group.title for group in there),
                    todo=todo_of(named, [name for g in there for name in (g.id, g.title)]),
                )
            # Names that are written apart may have one address, as `A/B` and `A-B`.
            tries = (
                Group(f"{named}{k}", named, listed=not table)
                for k in ("", *(f" {n}" for n in range(2, len(taken) + 3)))
            )
            new = next(group for group in tries if group.key not in taken)
            own = known[_plain(named)] = new.id
            taken.add(new.key)
            groups.append(new)
        placed.append(own)
    return placed


def _action(reading: Reading, row: Row, group: str, parties: Parties, begins: date | None) -> Action:
    due, done = row.day("due"), row.day("done")
    for name, day in (("due", due), ("done", done)):
        if day and begins and day < begins:
            reading.tell(
                "PR053",
                resource="actions",
                row=row.number,
                column=name,
                message=f"the action is {name} before the tracker's first day",
                found=day,
                expected=f"{begins} or later",
            )
    written = row.text("progress")
    progress = _progress(reading, row, written)
    if done and progress not in ("complete", NOT_KNOWN):
        reading.tell(
            "PR054",
            resource="actions",
            row=row.number,
            column="done",
            found=f"{written}, done on {done}",
            expected="`complete`, or no day",
        )
    return Action(
        id=row.text("id"),
        title=row.text("title"),
        group=group,
        parties=parties.of(row.text("parties"), row.number),
        progress=progress,
        written=written,
        due=due,
        done=done,
        note=row.text("note"),
        link=address_of(reading, row, "actions"),
        row=row.number or 0,
    )


def _progress(reading: Reading, row: Row, written: str) -> str:
    """How far an action is, whatever the case of its word; not known, and told, for any other word."""
    word = " ".join(written.split()).casefold()
    if word in _WORDS:
        return _WORDS[word]
    near = get_close_matches(word, _WORDS, 1, 0.8)
    reading.tell(
        "PR050",
        resource="actions",
        row=row.number,
        column="progress",
        message="an unknown word for an action's progress: it is shown as it is written" if written else "",
        found=written,
        expected="one of " + ", ".join(f'"{w}"' for w in PROGRESS),
        todo=f'Write "{_WORDS[near[0]]}", if that is meant.' if near else "",
    )
    return NOT_KNOWN


def _tell_parties(reading: Reading, parties: Parties) -> None:
    """Tell of each party that the table does not have, at the first row that names it; nothing without a table."""
    if not parties.listed:
        return
    known = [name for party in parties.listed for name in (party.id, party.title)]
    for party, rows in parties.named.values():
        more = len(set(rows)) - 1
        reading.tell(
            "PR052",
            resource="actions",
            row=rows[0],
            column="parties",
            found=party.title + (f" (also in {counted(more, 'row')} below)" if more else ""),
            expected="ids or names of the table of parties, with commas between them",
            todo=todo_of(party.title, known),
        )


def _milestones(reading: Reading, begins: date | None, ends: date | None, numbered: int) -> tuple[Milestone, ...]:
    found = []
    for row in reading.rows("milestones"):
        day, number = row.day("date"), row.number_of("day")
        counted_day = _day_of(number, begins, numbered)
        if day is None and counted_day is None:
            reading.tell(
                "PR053",
                resource="milestones",
                row=row.number,
                column="date",
                message="the milestone has no date, and no day can be told from its number",
                found="" if number is None else f"day {number:g}",
                expected="a date, or the number of a day beside the tracker's first day",
                todo="Write the date.",
            )
        elif day and number is not None and begins and counted_day != day:
            reading.tell(
                "PR053",
                resource="milestones",
                row=row.number,
                column="day",
                message="the number of the milestone's day is not that of its date: the date counts",
                found=f"day {number:g}, {day}",
                expected=f"day {(day - begins).days + numbered}",
                todo="Correct the one that is wrong. Where the first day counts as day 0, say so: "
                "civicstat.tracker.firstDay.",
            )
        day = day or counted_day
        if day and begins and ends and not begins <= day <= ends:
            reading.tell(
                "PR053",
                resource="milestones",
                row=row.number,
                column="date" if row.day("date") else "day",
                message="the milestone is outside the tracker's days",
                found=day,
                expected=f"{begins} to {ends}",
            )
        found.append((day, row.number or 0, Milestone(row.text("title"), day, row.text("note"))))
    far = max((day for day, _, _ in found if day), default=None)
    return tuple(one for _, _, one in sorted(found, key=lambda m: (m[0] is None, m[0] or far, m[1])))


def _day_of(number: float | None, begins: date | None, numbered: int) -> date | None:
    """The date of a day's number; None for what is no whole number of a day in this century."""
    if number is None or begins is None or number != int(number) or not 0 <= number <= MOST_DAYS:
        return None
    try:
        return begins + timedelta(days=int(number) - numbered)
    except OverflowError:
        return None


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").replace("&", " and ").split())
