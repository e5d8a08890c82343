"""What a city has promised and a change would alter in place: targets, baselines, and how a sprint ended.

A target that moves gets a row of its own, and the old row stays. A row that is overwritten or taken out would make a
promise look as though it had never been another one; only the state before a pull request still tells.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from civicstat.explain import file_of
from civicstat.findings import Finding
from civicstat.progress.cells import READERS, cell_text, day_in
from civicstat.progress.rows import quoted
from civicstat.shapes import MEASURED, shape_of
from civicstat.shapes.shape import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from civicstat.model import Package
    from civicstat.tables import Table

CODE = "PR024"
"""The code of all of these findings."""

Cells = tuple[str, ...]

_TARGET = ("measure", "value", "due", "since")
_FINAL = tuple(column.name for column in shape_of("sprint", "final").columns)
_KEPT = {
    "baseline": "the baseline",
    "baseline_date": "the date of the baseline",
    "low": "the lowest value",
    "high": "the highest value",
    "desired": "the desired outcome",
}
"""Columns of `measures` that stay as they are once the work has begun, in words."""


@dataclass(frozen=True)
class _Change:
    """One promise that is not what it was: where in the head, what is said, and what to do."""

    resource: str
    message: str
    todo: str
    row: int | None = None
    field: str = ""


def changed_promises(
    old: Package, new: Package, before: Mapping[str, Table], after: Mapping[str, Table], today: date
) -> tuple[Finding, ...]:
    """What was promised by `today` and is changed or gone: warnings, since a slip may have to be corrected.

    `before` and `after` are the tables of both states by name. Rows that only come to hold after `today`, and examples
    that nobody has written over, are no promises yet. Of a table that can't be read, nothing is said.
    """
    if old.kind not in MEASURED or new.kind != old.kind:
        return ()
    base, head = _Side(old, before), _Side(new, after)
    changes = [*_of_measures(base, head, today), *_of_targets(base, head, today), *_of_final(base, head)]
    return tuple(_finding(new, change) for change in changes)


def _finding(package: Package, change: _Change) -> Finding:
    resource = package.resource(change.resource)
    return Finding(
        code=CODE,
        severity="warning",
        file=file_of(package, resource) if resource else package.file,
        package=package.name,
        resource=change.resource if resource else "",
        row=change.row if resource else None,
        field=change.field,
        message=change.message,
        todo=change.todo,
    )


@dataclass(frozen=True)
class _Side:
    """A package in one state, with its tables."""

    package: Package
    tables: Mapping[str, Table]

    def known(self, table: str) -> bool:
        """Whether the table's rows can be told: those of one that is not there are none."""
        return table in self.tables or self.package.resource(table) is None

    def rows(self, table: str, columns: tuple[str, ...]) -> list[Cells]:
        """The rows of a table in these columns, each cell in one way of writing; of a column that is gone, blanks."""
        held = self.tables.get(table)
        if held is None:
            return []
        there = {field.name for field in held.fields}
        shape = shape_of("sprint", table)
        cells = [
            [_plain(shape.column(name).type, value) for value in held.column(name).to_list()]
            if name in there
            else [""] * held.rows
            for name in columns
        ]
        return list(zip(*cells, strict=True))

    def measures(self) -> dict[str, dict[str, str]]:
        """The measures by id: title and what stays, of the first with that id."""
        columns = ("id", "title", *_KEPT)
        found: dict[str, dict[str, str]] = {}
        for row in self.rows("measures", columns):
            found.setdefault(row[0], dict(zip(columns, row, strict=True)))
        return found

    def begun(self, today: date) -> bool:
        """Whether the work has begun: unknown days have."""
        own = self.package.descriptor.get("civicstat")
        said = own.get(self.package.kind) if isinstance(own, dict) else None
        start = day_in(said.get("start")) if isinstance(said, dict) else None
        return start is None or start <= today


def _plain(kind: str, value: Any) -> str:
    """A cell in one way of writing, so that 19.0 is 19; one that can't be read as its column's type as it stands."""
    read = READERS[kind](value)
    if read is None:
        return cell_text(value)
    return f"{read:.12g}" if kind == "number" else str(read)


def _of_measures(base: _Side, head: _Side, today: date) -> Iterator[_Change]:
    """Measures that are gone with their targets, and what stays in those that are there."""
    if not (base.known("measures") and head.known("measures") and base.begun(today)):
        return
    old, new = base.measures(), head.measures()
    places = {row[0]: number for number, row in reversed(list(enumerate(head.rows("measures", ("id",)), 2)))}
    for own, was in old.items():
        if _example(was):
            continue
        if own not in new:
            yield _Change(
                "measures",
                f"the measure {quoted(own)} was taken out: its targets are on no page any more",
                "Put its rows back. If the city has given it up, say so in an update.",
            )
            continue
        for name, words in _KEPT.items():
            if (before := was[name]) and before != (now := new[own][name]):
                became = f"became {quoted(now)}" if now else "was taken out"
                yield _Change(
                    "measures",
                    f"{words} of {quoted(own)} was changed in place: {quoted(before)} {became}",
                    "Put it back. If it was a slip, tell residents in an update what it was, and why it was corrected.",
                    places.get(own),
                    name,
                )


def _of_targets(base: _Side, head: _Side, today: date) -> Iterator[_Change]:
    """Targets that held by today and whose row is another one, or gone."""
    if not (base.known("targets") and head.known("targets")):
        return
    measures = base.measures()
    there = head.measures() if head.known("measures") else measures
    rows = head.rows("targets", _TARGET)
    old = Counter(base.rows("targets", _TARGET))
    lost = list((old - Counter(rows)).elements())
    fresh = dict(Counter(rows) - old)
    places = {row: number for number, row in reversed(list(enumerate(rows, 2)))}
    for row in lost:
        measure, value, due, since = row
        begins = day_in(since)
        gone_whole = measure in measures and measure not in there and base.begun(today)
        if begins is None or begins > today or _example(measures.get(measure, {})) or gone_whole:
            continue
        now = next((r for r in fresh if r[0] == measure and _differing(row, r) == 1), None)
        if now is None:
            yield _Change(
                "targets",
                f"the target of {quoted(measure)}, {quoted(value)} by {quoted(due)}, was taken out",
                "Put the row back: old targets stay beside new ones, so that residents see each change.",
            )
            continue
        del fresh[now]
        place = next(n for n in (1, 2, 3) if row[n] != now[n])
        what = ("", "", "the day by which it is due: ", "the day from which it holds: ")[place]
        yield _Change(
            "targets",
            f"the target of {quoted(measure)} was changed in place: {what}{quoted(row[place])} became "
            f"{quoted(now[place])}",
            f"Put the old row back, and add a row with today's date, {today}, under since, the new value, and why.",
            places.get(now),
            _TARGET[place],
        )


def _differing(row: Cells, other: Cells) -> int:
    return sum(a != b for a, b in zip(row, other, strict=True))


def _of_final(base: _Side, head: _Side) -> Iterator[_Change]:
    """What was recorded at the end of a sprint, and is another or gone."""
    if base.package.kind != "sprint" or not (base.known("final") and head.known("final")):
        return
    rows = head.rows("final", _FINAL)
    lost = list((Counter(base.rows("final", _FINAL)) - Counter(rows)).elements())
    places = {row[0]: (number, row) for number, row in reversed(list(enumerate(rows, 2)))}
    todo = (
        "Put the row back: what was recorded at the end stays, and corrections show beside it. If civicstat close "
        "--again wrote it for a last figure that was still to come, say so in the pull request."
    )
    for row in lost:
        number, now = places.get(row[0], (None, None))
        said = f"what was recorded at the end of {quoted(row[0])} was"
        if now is None:
            yield _Change("final", f"{said} taken out", todo)
            continue
        place = next((n for n, pair in enumerate(zip(row, now, strict=True)) if pair[0] != pair[1] and n != 1), 1)
        became = f"{quoted(row[place]) or 'a blank'} became {quoted(now[place]) or 'a blank'}"
        yield _Change("final", f"{said} changed: {_FINAL[place]} {became}", todo, number, _FINAL[place])


def _example(measure: Mapping[str, str]) -> bool:
    return measure.get("title", "").casefold().startswith(EXAMPLE.strip().casefold())
