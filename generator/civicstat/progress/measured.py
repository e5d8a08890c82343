"""The measures of a sprint or a strategy as their package says them, with plans, origins and stated values."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from civicstat import jsonschemas
from civicstat.progress.aimed import interim_of, targets_of, tell_doubts, tell_late, tell_two
from civicstat.progress.conditions import condition
from civicstat.progress.model import Measure, Origin
from civicstat.progress.rows import expected_of, todo_of
from civicstat.reckoning.values import Observation, Plan
from civicstat.shapes import shape_of
from civicstat.timeliness import parse_interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from civicstat.progress.cells import Row
    from civicstat.progress.rows import Reading
    from civicstat.reckoning.values import Desired, Interval

NO_REFRESH = ("", "irregular")
"""What promises nothing."""

_INDEX = re.compile(r"civicstat\.measures\[(\d+)\]")


def measures_of(reading: Reading, begins: date | None, ends: date | None) -> tuple[Measure, ...]:
    """The measures that can be used, in the order of their rows; what is wrong is told to `reading`.

    `begins` and `ends` are the first and the last day of the work. The goals, and initiatives, have been read before.
    """
    rows = reading.apart(reading.rows("measures"), "measures", "measure", keep_first=False)
    targets, interim, values = (_by_measure(reading, table) for table in ("targets", "interim", "values"))
    origins = _origins(reading)
    found = []
    for row in rows:
        own = row.text("id")
        measure = _measure(reading, row, (targets[own], interim[own]), begins, ends)
        if measure is None:
            continue
        stated = tuple(_observations(reading, "values", values[own]))
        measure = _with_values(reading, measure, origins.get(own), stated)
        found.append(replace(measure, troubles=_troubles(reading, measure)))
    return tuple(found)


def _troubles(reading: Reading, measure: Measure) -> tuple[str, ...]:
    """What of a measure can't be used, in a sentence each, for residents."""
    found = []
    if "targets" in reading.withheld:
        found.append("The table of targets did not pass its checks, so no status against a target can be given.")
    if lost := reading.left_out_of("targets", measure.id):
        what = "A target of this measure" if lost == 1 else f"{lost} targets of this measure"
        found.append(f"{what} did not pass {_ITS[lost == 1]} checks: what is shown may not be the latest promise.")
    if measure.origin:
        return tuple(found)
    if measure.id in reading.undeclared:
        found.append("What this measure is reckoned from is not described as it should be, so it has no figure.")
    if "values" in reading.withheld:
        found.append("The table of values did not pass its checks, so there is no figure.")
    elif lost := reading.left_out_of("values", measure.id):
        what = "A figure of this measure" if lost == 1 else f"{lost} figures of this measure"
        found.append(f"{what} did not pass {_ITS[lost == 1]} checks, and {'is' if lost == 1 else 'are'} left out.")
    return tuple(found)


_ITS = {True: "its", False: "their"}


def refresh_days(promise: str) -> int | None:
    """The most days that a promised interval has: 31 for a month, 366 for a year; None for no promise."""
    interval = parse_interval(promise)
    if interval is None:
        return None
    years, months = divmod(interval.months, 12)
    return 366 * years + 31 * months + interval.days


def _by_measure(reading: Reading, table: str) -> dict[str, list[Row]]:
    """The rows of a table by the measure that they name, where there is one."""
    known = reading.ids.get("measures")
    found: dict[str, list[Row]] = defaultdict(list)
    for row in reading.rows(table):
        own = row.text("measure")
        if known is not None and own not in known:
            reading.unknown(row, table, "measure", known, "measure")
        found[own].append(row)
    return found


def _measure(
    reading: Reading,
    row: Row,
    own: tuple[Sequence[Row], Sequence[Row]],
    begins: date | None,
    ends: date | None,
) -> Measure | None:
    """One measure without its values; None, and told, where nothing can be said with it. `own`: targets and interim."""
    shape = shape_of(reading.kind, "measures")
    desired, interval, kind = (
        reading.word(row, "measures", shape.column(name)) for name in ("desired", "interval", "type")
    )
    placed = _placed(reading, row)
    band, right = _band(reading, row, desired, targeted=bool(own[0]))
    if not (desired and interval and placed and right):
        reading.leave_out("measures", row)
        return None
    goal, initiative = placed
    baseline, since = _baseline(reading, row, own[0], begins, ends)
    told = targets_of(reading, own[0], since)
    if reading.kind == "sprint" and begins and ends:
        tell_late(reading, own[0], begins, ends)
    if told and baseline is None and desired != "maintain" and interval != "cumulative":
        reading.tell("PR009", resource="measures", row=row.number, column="baseline", expected="the value at the start")
    promise, days = _refresh(reading, row)
    plan = Plan(
        baseline=baseline,
        targets=told,
        desired=cast("Desired", desired),
        interval=cast("Interval", interval),
        interim=interim_of(reading, own[1], since, told),
        band=band,
        refresh_days=days,
        begins=begins,
    )
    tell_doubts(reading, own[0], own[1], plan)
    return Measure(
        id=row.text("id"),
        title=row.text("title"),
        plan=plan,
        goal=goal,
        initiative=initiative,
        unit=row.text("unit"),
        definition=row.text("definition"),
        owner=row.text("owner"),
        type=kind,
        refresh=promise,
        caveats=row.text("caveats"),
        row=row.number or 0,
    )


def _refresh(reading: Reading, row: Row) -> tuple[str, int | None]:
    """The promise of a measure and the most days that it allows; nothing, and told, for one that can't be read."""
    promise = row.text("refresh")
    days = refresh_days(promise)
    if days is None and promise not in NO_REFRESH:
        reading.tell(
            "PR019",
            resource="measures",
            row=row.number,
            column="refresh",
            found=promise,
            expected="an interval such as R/P1W",
        )
        return "", None
    return promise, days


def _placed(reading: Reading, row: Row) -> tuple[str, str] | None:
    """The goal and the initiative of a measure, of which one is filled; None, and told, where neither is there."""
    goal = row.text("goal")
    initiative = row.text("initiative") if reading.kind == "strategy" else ""
    column = "initiative" if initiative else "goal"
    table, what = ("initiatives", "initiative") if initiative else ("goals", "goal")
    known = reading.ids.get(table)
    if not (goal or initiative):
        reading.tell(
            "PR006",
            resource="measures",
            row=row.number,
            column="goal",
            message="the measure names neither a goal nor an initiative: it is left out",
            expected="the id of the one that it measures",
        )
        return None
    if known is not None and row.text(column) not in known:
        reading.unknown(row, "measures", column, known, what)
        return None
    return ("", initiative) if initiative else (goal, "")


def _band(reading: Reading, row: Row, desired: str, *, targeted: bool) -> tuple[tuple[float, float] | None, bool]:
    """The band of a measure to maintain, and False where it is of no use."""
    if desired != "maintain":
        return None, True
    low, high = row.number_of("low"), row.number_of("high")
    if low is not None and high is not None and low <= high:
        return (low, high), True
    neither = low is None and high is None
    missing = "high" if high is None else "low"
    message = (
        f"a measure to maintain has no band, so it is {'held to exactly its target' if targeted else 'left out'}"
        if neither
        else "the band is upside down: the measure is left out"
        if low is not None and high is not None
        else f'the band of a measure to maintain has no value under "{missing}": the measure is left out'
    )
    reading.tell(
        "PR010",
        resource="measures",
        row=row.number,
        column="low" if neither or high is not None else missing,
        message=message,
        found="" if low is None or high is None else f"low {low:g}, high {high:g}",
        expected="the lowest value under `low`, the highest under `high`",
    )
    return None, neither and targeted


def _baseline(
    reading: Reading, row: Row, targets: Sequence[Row], begins: date | None, ends: date | None
) -> tuple[Observation | None, date | None]:
    """The baseline, and the day from which a target can be due."""
    value, day = row.number_of("baseline"), row.day("baseline_date")
    if day and ends and day > ends:
        reading.tell(
            "PR008",
            resource="measures",
            row=row.number,
            column="baseline_date",
            message="the baseline is of a day after the last one",
            found=day,
            expected=f"{ends} or earlier",
        )
    if value is None:
        return None, day
    since = day or begins or min((s for t in targets if (s := t.day("since"))), default=None)
    return (Observation(since, value), since) if since else (None, None)


def _observations(reading: Reading, table: str, rows: Sequence[Row]) -> list[Observation]:
    """The values of one measure by date; a day with two different ones counts as without any."""
    held: dict[date, list[tuple[Row, float]]] = defaultdict(list)
    for row in rows:
        day, value = row.day("date"), row.number_of("value")
        if day is not None and value is not None:
            held[day].append((row, value))
    found = []
    for day, same in sorted(held.items()):
        numbers = sorted({value for _, value in same}) if len(same) > 1 else [same[0][1]]
        if len(numbers) == 1:
            found.append(Observation(day, numbers[0]))
            continue
        tell_two(reading, table, [row for row, _ in same], numbers, day)
    return found


def _with_values(reading: Reading, measure: Measure, origin: Origin | None, stated: tuple[Observation, ...]) -> Measure:
    """The measure with where its values come from; told where that is nowhere, or two places."""
    if origin and origin.reckon == "share":
        measure = replace(measure, plan=replace(measure.plan, limits=(0.0, 100.0)))
    if origin and stated:
        reading.tell(
            "PR012",
            resource="measures",
            row=measure.row or None,
            column="id",
            message="the measure is both reckoned from rows and stated in the table of values: the rows count",
            found=measure.id,
            expected="one of both",
            todo="Delete its rows from `values`, or its entry under `civicstat.measures`.",
        )
        return replace(measure, origin=origin)
    if not origin and not stated:
        reading.tell(
            "PR012",
            resource="measures",
            row=measure.row or None,
            column="id",
            message="the measure has no values: it is neither declared nor in the table of values",
            found=measure.id,
            expected="an entry under `civicstat.measures`, or rows in `values`",
        )
    return replace(measure, origin=origin, stated=stated)


def _origins(reading: Reading) -> Mapping[str, Origin]:
    """The declarations of the descriptor by measure, without those that break their form."""
    own = reading.package.descriptor.get("civicstat")
    listed = own.get("measures") if isinstance(own, dict) else None
    if listed is None:
        return {}
    wrong: set[int] = set()
    for problem in jsonschemas.problems({"measures": listed}, "civicstat", "civicstat"):
        match = _INDEX.match(problem.pointer)
        if not match:
            listed = []
        else:
            wrong.add(int(match[1]))
            reading.undeclared.add(_named(listed, int(match[1])))
        reading.tell(
            "PR013",
            pointer=problem.pointer,
            message="this declaration breaks its form: it counts as not there",
            found=problem.found,
            expected=problem.expected,
            todo=problem.todo,
        )
    found: dict[str, Origin] = {}
    known = reading.ids.get("measures")
    for index, raw in enumerate(listed):
        if index in wrong:
            continue
        measure = str(raw["measure"]).strip()
        at = f"civicstat.measures[{index}].measure"
        if known is not None and measure not in known:
            reading.tell(
                "PR006",
                pointer=at,
                message="there is no measure with this id",
                found=measure,
                expected=expected_of(known),
                todo=todo_of(measure, known),
            )
        elif measure in found:
            reading.tell(
                "PR012",
                pointer=at,
                message="the measure is declared twice: the first declaration counts",
                found=measure,
                expected="one declaration for each measure",
                todo="Take one of them out.",
            )
        else:
            found[measure] = _origin(measure, raw, index)
    return found


def _named(listed: Sequence[Any], index: int) -> str:
    """The measure that a broken declaration names; empty for none."""
    raw = listed[index] if index < len(listed) else None
    return str(raw.get("measure", "")).strip() if isinstance(raw, dict) else ""


def _origin(measure: str, raw: Mapping[str, Any], index: int) -> Origin:
    """An entry of `civicstat.measures` that keeps to its form."""
    days = raw.get("days")
    return Origin(
        measure=measure,
        dataset=raw["dataset"].strip(),
        resource=raw.get("resource", "").strip(),
        reckon=raw["reckon"],
        date=raw["date"],
        per=raw["per"],
        field=raw.get("field", ""),
        days=(days[0], days[1]) if days else None,
        until=raw.get("until", ""),
        percentile=float(raw.get("percentile", 50)),
        where=tuple(map(condition, raw.get("where", ()))),
        of=tuple(map(condition, raw.get("of", ()))),
        by=tuple(raw.get("by", ())),
        latitude=raw.get("latitude", ""),
        longitude=raw.get("longitude", ""),
        index=index,
    )
