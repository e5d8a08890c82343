"""The targets of a measure and the points on the way to them, as their rows say them, and what is doubtful in them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from civicstat.progress.changes import changes_of
from civicstat.reckoning.status import start
from civicstat.reckoning.values import (
    Observation,
    Plan,
    Target,
    Waypoint,
    current,
    in_force,
    interim_in_force,
    set_on,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civicstat.progress.cells import Row
    from civicstat.progress.rows import Reading


def tell_doubts(reading: Reading, targets: Sequence[Row], interim: Sequence[Row], plan: Plan) -> None:
    """Tell what is doubtful in a measure's targets and points on the way, though all of it counts."""
    _tell_silent(reading, "interim", interim, plan)
    _tell_beyond(reading, interim, plan)
    _tell_wrong_side(reading, targets, plan)


def targets_of(reading: Reading, rows: Sequence[Row], since: date | None) -> tuple[Target, ...]:
    """The targets of one measure by the day from which they hold; what is wrong with its rows of `targets` is told.

    `since` is the day of the baseline, before which none can be due.
    """
    held: dict[tuple[date, date], list[tuple[Row, Target]]] = defaultdict(list)
    for row in rows:
        value, due, begins = row.number_of("value"), row.day("due"), row.day("since")
        if value is None or due is None or begins is None:
            continue  # the row's cells are all there, since it was read
        late = max(begins, since) if since else begins
        if due < late:
            what = "holds" if late == begins else "has a baseline"
            reading.tell(
                "PR008",
                resource="targets",
                row=row.number,
                column="due",
                message=f"the target is due before it {what}: it is left out",
                found=due,
                expected=f"{late} or later",
            )
            reading.leave_out("targets", row)
            continue
        held[begins, due].append((row, Target(value, due, begins, row.text("why"), row.text("who"))))
    kept = []
    for (begins, due), same in sorted(held.items()):
        numbers = sorted({target.value for _, target in same})
        if len(numbers) > 1:
            for row, _ in same:
                reading.leave_out("targets", row)
                reading.tell(
                    "PR016",
                    resource="targets",
                    row=row.number,
                    column="value",
                    message="two different targets for one day, set on one day: neither counts",
                    found=f"{' and '.join(f'{n:g}' for n in numbers[:3])}, due {due}, since {begins}",
                    expected="one",
                )
            continue
        kept.append(max(same, key=lambda pair: (pair[1].why, pair[1].who)))
    told = tuple(target for _, target in kept)
    _tell_silent(reading, "targets", [row for row, _ in kept], Plan(None, told, "increase", "snapshot"))
    return told


def tell_late(reading: Reading, rows: Sequence[Row], begins: date, ends: date) -> None:
    """Tell of targets that are due when the sprint has been over for longer than it ran."""
    length = (ends - begins).days + 1
    for row in rows:
        due = row.day("due")
        if due and (due - ends).days > length:
            reading.tell(
                "PR008",
                resource="targets",
                row=row.number,
                column="due",
                message="the target is due long after the sprint has ended",
                found=due,
                expected=f"about {ends}, the sprint's last day",
                todo="Correct the day, if it is wrong: look at the year first.",
            )


def _tell_silent(reading: Reading, table: str, rows: Sequence[Row], plan: Plan) -> None:
    """Tell of changed targets, or points on the way, without a reason, or without who decided."""
    due = "date" if table == "interim" else "due"
    for change in changes_of(plan):
        missing = [name for name, text in (("why", change.why), ("who", change.who)) if not text]
        row = next((r for r in rows if any(_is_of(r, target, due) for target in change.after)), None)
        if missing and row and change.interim == (table == "interim"):
            target = next(t for t in change.after if _is_of(row, t, due))
            what = "interim target" if change.interim else "target"
            reading.tell(
                "PR018",
                resource=table,
                row=row.number,
                column=missing[0],
                message=f"the {what} was changed, and the row does not say {' or '.join(_MISSING[m] for m in missing)}",
                found=f"{target.value:g}, due {target.due}, since {target.since}",
                expected=" and ".join(f"`{name}` filled in" for name in missing),
            )


def _is_of(row: Row, target: Target, due: str) -> bool:
    """Whether a row tells a target; the one with words about it where it stands twice."""
    told = (row.number_of("value"), row.day(due), row.day("since"), row.text("why"), row.text("who"))
    return told == (target.value, target.due, target.since, target.why, target.who)


_MISSING = {"why": "why", "who": "who decided it"}


def interim_of(
    reading: Reading, rows: Sequence[Row], since: date | None, targets: Sequence[Target]
) -> tuple[Observation, ...]:
    """The points on the way to the targets, those that lie on it; `since` is the day of the baseline."""
    held: dict[tuple[date | None, date], list[tuple[Row, Observation]]] = defaultdict(list)
    last = max((target.due for target in targets), default=None)
    for row in rows:
        day, value, begins = row.day("date"), row.number_of("value"), row.day("since")
        if day is None or value is None:
            continue  # the row's cells are all there, since it was read
        early = max((d for d in (since, begins) if d), default=day)
        if day < early or (last and day > last):
            late = begins and day < begins
            reading.tell(
                "PR008",
                resource="interim",
                row=row.number,
                column="date",
                message=(
                    "the interim target is of a day before it holds: it is left out"
                    if late
                    else "the interim target is not on the way to the target: it is left out"
                ),
                found=day,
                expected=f"{early} or later" if day < early else f"{last} or earlier",
            )
            reading.leave_out("interim", row)
            continue
        point = Waypoint(day, value, begins, row.text("why"), row.text("who")) if begins else Observation(day, value)
        held[begins, day].append((row, point))
    found = []
    for (_, day), same in sorted(held.items(), key=lambda item: (item[0][0] or date.min, item[0][1])):
        numbers = sorted({point.value for _, point in same})
        if len(numbers) == 1:
            found.append(max((point for _, point in same), key=_said))
        else:
            tell_two(reading, "interim", [row for row, _ in same], numbers, day)
    return tuple(found)


def _said(point: Observation) -> tuple[str, str]:
    return (point.why, point.who) if isinstance(point, Waypoint) else ("", "")


def _tell_beyond(reading: Reading, rows: Sequence[Row], plan: Plan) -> None:
    """Tell of points on the way that ask for more than the target that they lead to, on the day when both hold."""
    if plan.desired == "maintain":
        return
    sign = -1 if plan.desired == "decrease" else 1
    days = sorted({*(t.since for t in plan.targets), *(day for p in plan.interim if (day := set_on(p)))})
    told: set[date] = set()
    for on in days:
        targets = in_force(plan.targets, on)
        for point in interim_in_force(plan.interim, on):
            target = current(targets, point.date)
            if target is None or point.date < on or point.date in told or target.due < point.date:
                continue
            if sign * (point.value - target.value) <= 0:
                continue
            own = (point.date, point.value, set_on(point))
            row = next((r for r in rows if (r.day("date"), r.number_of("value"), r.day("since")) == own), None)
            told.add(point.date)
            reading.tell(
                "PR027",
                resource="interim",
                row=row.number if row else None,
                column="value",
                found=f"{point.value:g} on {point.date}",
                expected=f"{target.value:g} or {'more' if sign < 0 else 'less'}: the target due {target.due}",
            )


def _tell_wrong_side(reading: Reading, rows: Sequence[Row], plan: Plan) -> None:
    """Tell of targets that lie behind where the measure started, or outside its band.

    A nearer one below the baseline is no slip where the newest goes beyond it: last year may have been a good one.
    """
    newest = max(plan.targets, key=lambda t: (t.since, t.due), default=None)
    if newest is None:
        return
    rising, begin = plan.desired == "increase", start(plan)
    if plan.desired == "maintain":
        if plan.band is None:
            return
        low, high = plan.band
        message = "the target lies outside the band that the measure is to stay in"
        wrong, expected = not low <= newest.value <= high, f"{low:g} to {high:g}"
    elif begin is None or (plan.interval == "cumulative" and not rising):
        return  # a total that is to stay below its target begins below it
    else:
        message = "the target lies on the wrong side of the baseline"
        wrong = newest.value < begin.value if rising else newest.value > begin.value
        expected = f"{begin.value:g} or {'more' if rising else 'less'}, for a measure to {plan.desired}"
    row = next((r for r in rows if _is_of(r, newest, "due")), None)
    if wrong and row:
        found = f"{newest.value:g}"
        reading.tell(
            "PR028", resource="targets", row=row.number, column="value", message=message, found=found, expected=expected
        )


def tell_two(reading: Reading, table: str, rows: Sequence[Row], numbers: Sequence[float], day: date) -> None:
    """Leave out rows that say different things of one day."""
    for row in rows:
        reading.leave_out(table, row)
        reading.tell(
            "PR015",
            resource=table,
            row=row.number,
            column="value",
            message="two different values for one day: neither counts",
            found=f"{' and '.join(f'{n:g}' for n in numbers[:3])} on {day}",
            expected="one value",
        )
