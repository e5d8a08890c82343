"""Sprints and strategies as their packages say them. What is wrong is told and left out, and the rest is read."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from civicstat import jsonschemas, lazily
from civicstat.names import slug
from civicstat.private.persons import looks_like_person
from civicstat.progress.cells import is_address
from civicstat.progress.measured import measures_of
from civicstat.progress.model import Final, Goal, Heard, Initiative, Milestone, Pillar, Sprint, Strategy, Update
from civicstat.progress.named import is_named
from civicstat.progress.rows import Reading, expected_of, todo_of
from civicstat.shapes import TEXTS, shape_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import markdown_it

    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.progress.cells import Row
    from civicstat.scan import Scan
else:
    markdown_it = lazily.load("markdown_it")

LATE_DAYS = 90
"""So long after its last day may a sprint's updates still come."""


def read_sprint(package: Package, scan: Scan) -> tuple[Sprint | None, tuple[Finding, ...]]:
    """The sprint that a package of that kind tells, and what is wrong with it; None where it has no first and last day.

    All that is wrong is told at once, also of a sprint that is left out.
    Goals and measures stand in the order of their rows, all else in the order of its dates.
    """
    reading = Reading(package, scan)
    begins, ends = _days(reading, "sprint", needed=True)
    leads, goals = _leads(reading), _goals(reading)
    measures = measures_of(reading, begins, ends)
    milestones, updates = _milestones(reading, begins), _updates(reading, begins, ends)
    heard, learnt, final = _heard(reading), reading.text_of(TEXTS["sprint"]), _final(reading, ends)
    if begins is None or ends is None:
        return None, reading.findings
    sprint = Sprint(
        package=package.name,
        title=package.title,
        purpose=package.description,
        begins=begins,
        ends=ends,
        leads=leads,
        goals=goals,
        measures=measures,
        milestones=milestones,
        updates=updates,
        heard=heard,
        learnt=learnt,
        final=final,
        recorded=is_named(package, "final"),
        simulated=package.simulated,
        withheld=reading.withheld,
        left_out=reading.left_out,
    )
    return sprint, reading.findings


def read_strategy(package: Package, scan: Scan) -> tuple[Strategy | None, tuple[Finding, ...]]:
    """The strategy that a package of that kind tells, and what is wrong with it. It is never None: gaps are shown."""
    reading = Reading(package, scan)
    begins, ends = _days(reading, "strategy", needed=False)
    pillars = tuple(
        Pillar(row.text("id"), row.text("title"), row.text("description"))
        for row in reading.apart(reading.rows("pillars"), "pillars", "pillar", keep_first=True)
    )
    goals = _goals(reading)
    initiatives = _initiatives(reading)
    measures = measures_of(reading, begins, ends)
    text = reading.text_of(TEXTS["strategy"])
    _check_links(reading, text)
    strategy = Strategy(
        package=package.name,
        title=package.title,
        purpose=package.description,
        begins=begins,
        ends=ends,
        text=text,
        pillars=pillars,
        goals=goals,
        initiatives=initiatives,
        measures=measures,
        sprints=_ties(reading),
        simulated=package.simulated,
        withheld=reading.withheld,
        left_out=reading.left_out,
    )
    return strategy, reading.findings


def _said(reading: Reading, part: str) -> Mapping[str, Any]:
    """A part of the `civicstat` property that is an object; nothing where it is not."""
    own = reading.package.descriptor.get("civicstat")
    said = own.get(part) if isinstance(own, dict) else None
    return said if isinstance(said, dict) else {}


def _days(reading: Reading, part: str, *, needed: bool) -> tuple[date | None, date | None]:
    """The first and the last day of a sprint or strategy; neither where they are out of order."""
    own = reading.package.descriptor.get("civicstat")
    if isinstance(own, dict) and part in own:
        for problem in jsonschemas.problems({part: own[part]}, "civicstat", "civicstat"):
            if not needed or not _is_about_days(problem, part):
                reading.tell(
                    "PR013",
                    pointer=problem.pointer,
                    found=problem.found,
                    expected=problem.expected,
                    todo=problem.todo,
                )
    said = _said(reading, part)
    begins, ends = (_day(said.get(name)) for name in ("start", "end"))
    absent = [name for name, day in (("start", begins), ("end", ends)) if day is None]
    if begins and ends and ends < begins:
        reading.tell(
            "PR001",
            pointer=f"civicstat.{part}.end",
            message=f"the last day is before the first, so the {part} has no days"
            + (": it is left out" if needed else ""),
            found=ends,
            expected=f"{begins} or later",
            todo="Correct the day that is wrong: look at the year first.",
        )
        return None, None
    if needed and absent:
        reading.tell(
            "PR001",
            pointer=f"civicstat.{part}.{absent[0]}" if said else f"civicstat.{part}",
            message=f"the sprint has no {' and no '.join(_ENDS[name] for name in absent)}: it is left out",
            found=said.get(absent[0], ""),
            expected="a day such as 2026-04-01",
        )
    elif not needed:
        for name in absent:
            if isinstance(said.get(name), str) and _looks_like_day(said[name]):
                reading.tell(
                    "PR001",
                    pointer=f"civicstat.{part}.{name}",
                    message="the calendar has no such day",
                    found=said[name],
                    expected="a day such as 2026-04-01",
                )
    return begins, ends


_ENDS = {"start": "first day", "end": "last day"}


def _is_about_days(problem: jsonschemas.Problem, part: str) -> bool:
    """True for a problem that is told with the missing days."""
    at = f"civicstat.{part}"
    return problem.pointer in (f"{at}.start", f"{at}.end") or (
        problem.pointer == at and problem.found.startswith("no ")
    )


def _looks_like_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-"


def _day(value: Any) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(value) if isinstance(value, str) and _looks_like_day(value) else None
    return None


def _leads(reading: Reading) -> tuple[str, ...]:
    listed = _said(reading, "sprint").get("leads")
    leads = []
    for index, lead in enumerate(listed if isinstance(listed, list) else []):
        if not isinstance(lead, str) or not lead.strip():
            continue
        leads.append(" ".join(lead.split()))
        if looks_like_person(lead):
            reading.tell_person(lead, pointer=f"civicstat.sprint.leads[{index}]")
    return tuple(dict.fromkeys(leads))


def _goals(reading: Reading) -> tuple[Goal, ...]:
    pillars = reading.ids.get("pillars")
    found = []
    for row in reading.apart(reading.rows("goals"), "goals", "goal", keep_first=True):
        pillar = row.text("pillar") if reading.kind == "strategy" else ""
        if pillar and pillars is not None and pillar not in pillars:
            reading.unknown(row, "goals", "pillar", pillars, "pillar")
            continue
        found.append(Goal(row.text("id"), row.text("title"), row.text("description"), row.text("lead"), pillar))
    return tuple(found)


def _initiatives(reading: Reading) -> tuple[Initiative, ...]:
    goals = reading.ids.get("goals")
    found = []
    for row in reading.apart(reading.rows("initiatives"), "initiatives", "initiative", keep_first=True):
        goal = row.text("goal")
        if goals is not None and goal not in goals:
            reading.unknown(row, "initiatives", "goal", goals, "goal")
            continue
        if goals is not None and row.text("id") in goals:
            reading.tell(
                "PR005",
                resource="initiatives",
                row=row.number,
                column="id",
                message="a goal has this id too, so links and sprints that name it are taken to mean the goal",
                found=row.text("id"),
                expected="an id that no goal has",
            )
        found.append(Initiative(row.text("id"), goal, row.text("title"), row.text("description"), row.text("lead")))
    return tuple(found)


def _milestones(reading: Reading, begins: date | None) -> tuple[Milestone, ...]:
    found = []
    for row in reading.rows("milestones"):
        due, done = row.day("due"), row.day("done")
        for name, day in (("due", due), ("done", done)):
            if day and begins and day < begins:
                reading.tell(
                    "PR008",
                    resource="milestones",
                    row=row.number,
                    column=name,
                    message=f"the milestone is {name} before the sprint begins",
                    found=day,
                    expected=f"{begins} or later",
                )
        found.append(Milestone(row.text("title"), due, done, row.text("note")))
    return tuple(sorted(found, key=lambda m: (m.due or m.done or date.max, m.title, m.note)))


def _updates(reading: Reading, begins: date | None, ends: date | None) -> tuple[Update, ...]:
    known = reading.ids.get("measures")
    last = date.fromordinal(min(ends.toordinal() + LATE_DAYS, date.max.toordinal())) if ends else None
    found = []
    for row in reading.rows("updates"):
        day, measure = row.day("date"), row.text("measure")
        if day is None:
            continue  # the row's cells are all there, since it was read
        if begins and last and not begins <= day <= last:
            reading.tell(
                "PR014",
                resource="updates",
                row=row.number,
                column="date",
                message=f"the update is dated {'before its sprint' if day < begins else 'long after its sprint'}",
                found=day,
                expected=f"{begins} to {last}",
            )
        if measure and known is not None and measure not in known:
            reading.unknown(row, "updates", "measure", known, "measure", left_out=False)
            measure = ""
        found.append(Update(day, row.text("title"), row.text("text"), measure))
    return tuple(sorted(found, key=lambda u: (u.date, u.title, u.text)))


def _heard(reading: Reading) -> tuple[Heard, ...]:
    found = []
    for row in reading.rows("heard"):
        day, link = row.day("date"), row.text("link")
        if day is None:
            continue  # the row's cells are all there, since it was read
        if link and not is_address(link):
            reading.tell(
                "PR004",
                resource="heard",
                row=row.number,
                column="link",
                message="the link is no address: it is left out",
                found=link,
                expected="an address that begins with https://",
                todo="Open the page in a browser and copy its address from there.",
            )
            link = ""
        found.append(Heard(day, row.text("said"), row.text("outcome"), link))
    return tuple(sorted(found, key=lambda h: (h.date, h.said, h.outcome)))


def _final(reading: Reading, ends: date | None) -> tuple[Final, ...]:
    """How measures stood at the end, one for each: as it was recorded first. A second row changes nothing.

    Where one of several rows of a measure can't be read, nobody can tell which was the first, so none counts.
    """
    known, column = reading.ids.get("measures"), shape_of("sprint", "final").column("status")
    found: dict[str, Final] = {}
    second: list[Row] = []
    for row in sorted(reading.rows("final"), key=_recorded):
        measure, recorded, status = row.text("measure"), row.day("recorded"), reading.word(row, "final", column)
        if known is not None and measure not in known:
            reading.unknown(row, "final", "measure", known, "measure")
        elif recorded and status and measure in found:
            second.append(row)
        elif recorded and status:
            value, expected, attainment, target = map(row.number_of, ("value", "expected", "attainment", "target"))
            found[measure] = Final(
                measure, recorded, row.day("date"), value, expected, attainment, status, target, row.day("due")
            )
            _tell_early(reading, row, recorded, ends)
    kept = tuple(found[name] for name in sorted(found) if not reading.left_out_of("final", name))
    for row in second:
        _tell_second(reading, row, found[row.text("measure")].recorded)
    _tell_unrecorded(reading, found)
    return kept


def _tell_early(reading: Reading, row: Row, recorded: date, ends: date | None) -> None:
    """Tell of an end that was recorded before it had come."""
    if ends and recorded <= ends:
        reading.tell(
            "PR008",
            resource="final",
            row=row.number,
            column="recorded",
            message="the end was recorded before the sprint is over, so it is not shown until then",
            found=recorded,
            expected=f"a day after {ends}, the sprint's last day",
            todo="Where the sprint was extended, run civicstat close with --again once it is over, and tell residents "
            "in an update why it goes on. Else correct civicstat.sprint.end.",
        )


def _tell_second(reading: Reading, row: Row, recorded: date) -> None:
    reading.leave_out("final", row)
    reading.tell(
        "PR025",
        resource="final",
        row=row.number,
        column="measure",
        found=f"{row.text('measure')}, recorded on {row.day('recorded')}",
        expected=f"one row for each measure: that of {recorded}",
    )


def _tell_unrecorded(reading: Reading, found: Collection[str]) -> None:
    """Tell of measures whose end is not recorded, though there is a table for it; once where it has no row at all."""
    if reading.package.resource("final") is None or "final" in reading.withheld:
        return
    lost = reading.ids.get("measures", frozenset()).difference(found)
    if not found and not dict(reading.left_out).get("final"):
        reading.tell(
            "PR022",
            resource="final",
            message="the table has no row, so nobody can tell how the measures ended once the sprint is over",
            found="no row",
            expected="a row for each measure, and no such table before civicstat close has written it",
        )
        return
    for measure in sorted(name for name in lost if not reading.left_out_of("final", name)):
        reading.tell(
            "PR022",
            resource="final",
            column="measure",
            message="the table has no row for this measure, so nobody can tell how it ended",
            found=f"no row for {measure}",
            expected="a row for each measure",
        )


def _recorded(row: Row) -> tuple[date, int]:
    return row.day("recorded") or date.min, row.number or 0


def _ties(reading: Reading) -> tuple[tuple[str, str], ...]:
    """(part, page name of a sprint's package) for each row that names a part that is there, each once."""
    goals, initiatives = reading.ids.get("goals"), reading.ids.get("initiatives")
    found = []
    for row in reading.rows("sprints"):
        part = row.text("part")
        if goals is not None and initiatives is not None and part not in goals | initiatives:
            reading.unknown(row, "sprints", "part", goals | initiatives, "goal or initiative")
            continue
        found.append((part, slug(row.text("sprint"))))
    return tuple(dict.fromkeys(sorted(found)))


def _check_links(reading: Reading, text: str) -> None:
    """Tell of links such as `#id` that lead to no part of the strategy and to no heading of the text."""
    ids = [reading.ids.get(table) for table in ("pillars", "goals", "initiatives")]
    if not text or None in ids:
        return
    known = frozenset[str]().union(*(i for i in ids if i is not None))
    links, headings = _links_in(text)
    there = {slug(one) for one in (*known, *headings)}
    for link in dict.fromkeys(links):
        part = unquote(link[1:])
        if part and slug(part) not in there:
            reading.tell(
                "PR020",
                resource=TEXTS["strategy"],
                found=f"#{part}",
                expected=expected_of(known),
                todo=todo_of(part, known),
            )


def _links_in(text: str) -> tuple[list[str], list[str]]:
    """The links within the text itself, and the words of its headings."""
    links, headings = [], []
    inside = False
    for token in markdown_it.MarkdownIt("commonmark").parse(text):
        if token.type in ("heading_open", "heading_close"):
            inside = token.type == "heading_open"
        elif token.type == "inline":
            if inside:
                headings.append(token.content)
            links += list(_targets(token.children or ()))
    return links, headings


def _targets(tokens: Any) -> Iterator[str]:
    for token in tokens:
        link = token.attrGet("href")
        if isinstance(link, str) and link.startswith("#"):
            yield link
