"""A series of Stat meetings as its package says it. What is wrong is told and left out, and the rest is read."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING, Any

from civicstat.names import slug
from civicstat.private.persons import looks_like_person
from civicstat.progress.addresses import address_of
from civicstat.progress.rows import Reading
from civicstat.shapes import shape_of
from civicstat.stat.model import Decision, Followup, Meeting, Stat, Topic, Watched
from civicstat.timeliness import parse_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.progress.cells import Row
    from civicstat.scan import Scan

MINUTES = 60
"""How long a meeting lasts, unless the package says otherwise."""

_ADDRESS = re.compile(r"\S+@\S+")
_SEVERAL = re.compile(r";|\n|\s/\s")


def read_stat(package: Package, scan: Scan) -> tuple[Stat, tuple[Finding, ...]]:
    """What a package of that kind tells, and what is wrong with it. It is never None: gaps are shown."""
    reading = Reading(package, scan)
    own = reading.own()
    meetings = _meetings(reading)
    by_id = {meeting.id: meeting for meeting in meetings}
    agenda, decisions = _agenda(reading, by_id), _decisions(reading, by_id)
    measures, followups = _measures(reading, by_id), _followups(reading, by_id)
    minutes = own.get("minutes")
    read = Stat(
        package=package.name,
        title=package.title,
        purpose=package.description,
        sponsor=_role(reading, own, "sponsor"),
        facilitator=_role(reading, own, "facilitator"),
        calendar=_calendar(reading, own),
        hour=_hour(reading, own),
        minutes=minutes if type(minutes) is int and 5 <= minutes <= 600 else MINUTES,
        place=_line(own, "place"),
        open=own["open"] if isinstance(own.get("open"), bool) else None,
        meetings=meetings,
        agenda=agenda,
        measures=measures,
        decisions=decisions,
        followups=followups,
        simulated=package.simulated,
        withheld=reading.withheld,
        left_out=reading.left_out,
    )
    return read, reading.findings


def _line(own: Mapping[str, Any], name: str) -> str:
    said = own.get(name)
    return " ".join(said.split()) if isinstance(said, str) else ""


def _role(reading: Reading, own: Mapping[str, Any], name: str) -> str:
    role = _line(own, name)
    if role and looks_like_person(role):
        reading.tell_person(role, pointer=f"civicstat.stat.{name}")
    elif not role and name == "sponsor":
        reading.tell("PR049", pointer="civicstat.stat.sponsor", expected="a role, such as Deputy Mayor for Operations")
    return role


def _calendar(reading: Reading, own: Mapping[str, Any]) -> str:
    said = _line(own, "calendar")
    if said and parse_interval(said) is None:
        reading.tell("PR046", pointer="civicstat.stat.calendar", found=said, expected="an interval such as R/P2W")
        return ""
    return said


def _hour(reading: Reading, own: Mapping[str, Any]) -> time | None:
    said = _line(own, "hour")
    if re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", said):
        with suppress(ValueError):
            return time.fromisoformat(said.zfill(5))
    if said:
        reading.tell(
            "PR046",
            pointer="civicstat.stat.hour",
            found=said,
            expected="an hour of 24 such as 14:30",
            todo="Write hour and minutes with a colon between them.",
        )
    return None


def _meetings(reading: Reading) -> tuple[Meeting, ...]:
    """The meetings in the order of their days; those without one last."""
    column = shape_of("stat", "meetings").column("state")
    found: list[Meeting] = []
    days: dict[date, int | None] = {}
    for row in reading.apart(reading.rows("meetings"), "meetings", "meeting", keep_first=True):
        day = row.day("date")
        if day is None:
            reading.tell(
                "PR042", resource="meetings", row=row.number, column="date", expected="a day such as 2026-10-15"
            )
        elif day in days:
            reading.tell(
                "PR047",
                resource="meetings",
                row=row.number,
                column="date",
                found=day,
                expected=f"a day other than that of row {days[day]}",
            )
        else:
            days[day] = row.number
        cancelled = reading.word(row, "meetings", column) == "cancelled"
        found.append(Meeting(row.text("id"), row.text("title"), day, row.text("summary"), cancelled))
    return tuple(sorted(found, key=lambda m: m.date or date.max))


def _meeting_of(
    reading: Reading, row: Row, table: str, known: Mapping[str, Meeting], *, left_out: bool = True
) -> Meeting | None:
    """The meeting that a row names; None, and told, where it names none that is there."""
    own = row.text("meeting")
    if own in known:
        return known[own]
    ids = reading.ids.get("meetings")
    # Of a meeting whose own row is left out, that row tells.
    if ids is not None and own not in ids:
        reading.unknown(row, table, "meeting", ids, "meeting", left_out=left_out)
    elif left_out:
        reading.leave_out(table, row)
    return None


def _agenda(reading: Reading, known: Mapping[str, Meeting]) -> tuple[Topic, ...]:
    found = []
    for row in reading.rows("agenda"):
        if meeting := _meeting_of(reading, row, "agenda", known):
            cells = (row.text(name) for name in ("title", "text", "ask", "lead"))
            found.append(Topic(meeting.id, *cells))
    return tuple(found)


def _decisions(reading: Reading, known: Mapping[str, Meeting]) -> tuple[Decision, ...]:
    found = []
    told: set[str] = set()
    for row in reading.rows("decisions"):
        if meeting := _meeting_of(reading, row, "decisions", known):
            _tell_cancelled(reading, row, "decisions", meeting, told)
            found.append(Decision(meeting.id, *(row.text(name) for name in ("title", "text", "who"))))
    return tuple(found)


def _tell_cancelled(reading: Reading, row: Row, table: str, meeting: Meeting, told: set[str]) -> None:
    """Tell once of each cancelled meeting that something was decided at."""
    if meeting.cancelled and meeting.id not in told:
        told.add(meeting.id)
        reading.tell(
            "PR048",
            resource=table,
            row=row.number,
            column="meeting",
            found=meeting.id,
            expected="a meeting that took place",
        )


def _measures(reading: Reading, known: Mapping[str, Meeting]) -> tuple[Watched, ...]:
    ids = reading.ids.get("meetings")
    found: dict[tuple[str, str, str, str], Watched] = {}
    for row in reading.rows("measures"):
        ends = [row.text("from"), row.text("until")]
        gone = [name for name, own in zip(("from", "until"), ends, strict=True) if own and own not in known]
        for name in gone:
            if ids is not None and row.text(name) not in ids:
                reading.unknown(row, "measures", name, ids, "meeting")
        if gone:
            reading.leave_out("measures", row)
            continue
        first, last = (known[own].date if own else None for own in ends)
        if first and last and last < first:
            reading.tell(
                "PR044",
                resource="measures",
                row=row.number,
                column="until",
                message="the last meeting that looks at the measure is before the first: the row is left out",
                found=f"{ends[0]} to {ends[1]}",
                expected='the earlier meeting under "from"',
            )
            reading.leave_out("measures", row)
            continue
        own = Watched(slug(row.text("package")), row.text("measure"), ends[0], ends[1], row.number)
        found.setdefault((own.package, own.measure, own.begins, own.ends), own)
    return tuple(found.values())


def _followups(reading: Reading, known: Mapping[str, Meeting]) -> tuple[Followup, ...]:
    column = shape_of("stat", "followups").column("deliverable")
    found = []
    told: set[str] = set()
    for row in reading.apart(reading.rows("followups"), "followups", "follow-up", keep_first=True):
        meeting = _meeting_of(reading, row, "followups", known, left_out=False)
        if meeting:
            _tell_cancelled(reading, row, "followups", meeting, told)
        due, started, closed = (row.day(name) for name in ("due", "started", "closed"))
        own = Followup(
            id=row.text("id"),
            title=row.text("title"),
            meeting=meeting.id if meeting else "",
            owner=_owner(reading, row),
            due=due,
            deliverable=reading.word(row, "followups", column),
            started=started,
            closed=closed,
            evidence=row.text("evidence"),
            link=address_of(reading, row, "followups"),
            note=row.text("note"),
            assigned=meeting.date if meeting else None,
        )
        _tell_days(reading, row, own)
        if own.assigned is None:
            own = replace(own, assigned=min((d for d in (due, started, closed) if d), default=None))
        found.append(own)
    return tuple(found)


def _owner(reading: Reading, row: Row) -> str:
    """The owner without addresses of mail; told where it is not one role. Of persons' names the reading tells."""
    owner = row.text("owner")
    plain = " ".join(_ADDRESS.sub("", owner).split())
    parts = [part for part in _SEVERAL.split(owner) if part.strip()]
    what = (
        "the follow-up has no owner"
        if not owner
        else "the owner is an address of mail, which is left out"
        if plain != " ".join(owner.split())
        else f"the follow-up has {len(parts)} owners"
        if len(parts) > 1
        else ""
    )
    if what:
        reading.tell(
            "PR041",
            resource="followups",
            row=row.number,
            column="owner",
            message=what,
            found=owner,
            expected="one role or office, such as Chief of Maintenance",
        )
    return plain


def _tell_days(reading: Reading, row: Row, own: Followup) -> None:
    """Tell of a follow-up without a due date, of one closed without evidence, and of days out of order."""
    if own.due is None and not own.closed:
        reading.tell("PR043", resource="followups", row=row.number, column="due", expected="a day such as 2026-10-29")
    if own.closed and not own.shown:
        reading.tell(
            "PR040",
            resource="followups",
            row=row.number,
            column="closed",
            found=f"closed on {own.closed}",
            expected='"evidence" or "link" filled in',
        )
    for name, day in (("due", own.due), ("started", own.started), ("closed", own.closed)):
        # Work may have begun before a meeting made a follow-up of it.
        if day and own.assigned and day < own.assigned and name != "started":
            _tell_order(reading, row, name, f"the follow-up is {name} before it was assigned", own.assigned)
    if own.started and own.closed and own.closed < own.started:
        _tell_order(reading, row, "closed", "the follow-up is closed before it was begun", own.started)


def _tell_order(reading: Reading, row: Row, column: str, message: str, earliest: date) -> None:
    reading.tell(
        "PR044",
        resource="followups",
        row=row.number,
        column=column,
        message=message,
        found=row.day(column),
        expected=f"{earliest} or later",
    )
