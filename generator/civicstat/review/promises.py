"""What a city has promised and a change would alter in place: targets, baselines, days, and how a sprint ended.

A target that moves gets a row of its own, and the old row stays. A row that is overwritten or taken out would make a
promise look as though it had never been another one; only the state before a pull request still tells.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from civicstat.explain import file_of
from civicstat.findings import Finding
from civicstat.progress.cells import READERS, cell_text, day_in
from civicstat.progress.named import header_of
from civicstat.progress.rows import quoted
from civicstat.progress.unwritten import is_example
from civicstat.shapes import MEASURED, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from civicstat.model import Package
    from civicstat.tables import Table

CODE = "PR024"
"""The code of all of these findings."""

Cells = tuple[str, ...]

_TARGETS: Mapping[str, tuple[str, ...]] = {
    "targets": ("measure", "value", "due", "since"),
    "interim": ("measure", "value", "date", "since"),
}
"""By table, the columns of a promised value; each is what the measure, the value, the day and its beginning are."""

_NOT_RECKONED = ("by", "latitude", "longitude")
"""What a declaration says of places: another one gives the same numbers."""

_FINAL = tuple(column.name for column in shape_of("sprint", "final").columns)
_IN_ORDER = ("status", *(name for name in _FINAL if name not in ("measure", "recorded", "status")), "recorded")
"""The columns of a recorded end, those first that say most of how a measure ended."""

_KEPT = {
    "baseline": "the baseline",
    "baseline_date": "the date of the baseline",
    "low": "the lowest value",
    "high": "the highest value",
    "desired": "the desired outcome",
    "interval": "the interval",
    "unit": "the unit",
    "refresh": "the refresh promise",
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
    pointer: str = ""


def changed_promises(
    old: Package, new: Package | None, before: Mapping[str, Table], after: Mapping[str, Table], today: date
) -> tuple[Finding, ...]:
    """What was promised by `today` and is changed or gone: warnings, since a slip may have to be corrected.

    `before` and `after` are the tables of both states by name; `new` is None for a package that is gone. Rows that only
    come to hold after `today`, and examples that nobody has written over, are no promises yet. Of a table that can't be
    read, nothing is said.
    """
    if old.kind not in MEASURED:
        return ()
    base = _Side(old, before)
    if new is None or new.kind != old.kind:
        return _gone(base, new, today)
    head = _Side(new, after)
    changes = [
        *_of_days(base, head, today),
        *_of_measures(base, head, today),
        *_of_origins(base, head, today),
        *_of_targets(base, head, "targets", today),
        *_of_targets(base, head, "interim", today),
        *_of_final(base, head),
    ]
    return tuple(_finding(new, change) for change in changes)


def hidden_promises(old: Package) -> tuple[Finding, ...]:
    """That a package with promises is not public any more. Nothing of what it says is told."""
    if old.kind not in MEASURED:
        return ()
    return (_lost(old, f"the {old.kind} is no longer public: what it promised is on no page any more"),)


def _gone(base: _Side, new: Package | None, today: date) -> tuple[Finding, ...]:
    """That a package with promises is gone, or of another kind: one finding for all of them; none where it has none."""
    kind = base.package.kind
    measures = base.measures()
    targets = [
        row
        for row in base.rows("targets", _TARGETS["targets"])
        if _held(row, base, today) and not _example(measures.get(row[0], {}))
    ]
    ends = Counter(row[-1] for row in base.rows("final", ("measure", "status"))) if kind == "sprint" else Counter()
    parts = [_counted(len(targets), "target")] if targets else []
    if ends:
        words = ", ".join(f"{number} {quoted(status)}" for status, number in sorted(ends.items()))
        parts.append(f"{_counted(ends.total(), 'recorded end')} ({words})")
    if not parts:
        return ()
    what = f"the {kind} was taken out" if new is None else f"the {kind} became a package of the kind {new.kind}"
    return (_lost(new or base.package, f"{what}: {' and '.join(parts)} are on no page any more"),)


def _lost(package: Package, message: str) -> Finding:
    return Finding(
        code=CODE,
        severity="warning",
        file=package.file,
        package=package.name,
        message=message,
        todo="Put it back: what a city has promised stays on its page, kept or not. If it has another name now, list "
        "the old one in its civicstat.formerNames.",
    )


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _finding(package: Package, change: _Change) -> Finding:
    resource = package.resource(change.resource)
    return Finding(
        code=CODE,
        severity="warning",
        file=file_of(package, resource) if resource else package.file,
        package=package.name,
        resource=change.resource if resource else "",
        row=change.row if resource else None,
        field=header_of(package, change.resource, change.field) if change.field else "",
        pointer=change.pointer,
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
            [_plain(shape.column(name).type, value) for value in held.column(header).to_list()]
            if (header := header_of(self.package, table, name)) in there
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

    @property
    def own(self) -> Mapping[str, Any]:
        """What the descriptor says under `civicstat`."""
        own = self.package.descriptor.get("civicstat")
        return own if isinstance(own, dict) else {}

    def day(self, name: str) -> date | None:
        """The first or the last day of the work, `start` or `end`."""
        said = self.own.get(self.package.kind)
        return day_in(said.get(name)) if isinstance(said, dict) else None

    def begun(self, today: date) -> bool:
        """Whether the work has begun: unknown days have."""
        start = self.day("start")
        return start is None or start <= today

    def origins(self) -> dict[str, tuple[int, Mapping[str, Any]]]:
        """By measure, the place of its declaration and what makes its numbers; of several the first."""
        listed = self.own.get("measures")
        found: dict[str, tuple[int, Mapping[str, Any]]] = {}
        for index, entry in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(entry, dict):
                said = {key: value for key, value in entry.items() if key not in _NOT_RECKONED}
                found.setdefault(str(entry.get("measure", "")).strip(), (index, said))
        return found


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


def _of_days(base: _Side, head: _Side, today: date) -> Iterator[_Change]:
    """The first and the last day of work that has begun."""
    if not base.begun(today):
        return
    for name, words in (("start", "first"), ("end", "last")):
        was, now = base.day(name), head.day(name)
        if was and was != now:
            yield _Change(
                "",
                f"the {words} day of the {base.package.kind} was moved: {was} {f'became {now}' if now else 'is gone'}",
                "Put it back. If the city has decided so, tell residents in an update what it was, why it was moved, "
                "and who decided.",
                pointer=f"civicstat.{base.package.kind}.{name}",
            )


def _of_origins(base: _Side, head: _Side, today: date) -> Iterator[_Change]:
    """From which rows measures are reckoned, and how: a looser condition makes a better number of the same rows."""
    if not base.begun(today):
        return
    old, new, measures = base.origins(), head.origins(), base.measures()
    stated = {row[0] for row in base.rows("values", ("measure",))}
    there = head.measures() if head.known("measures") else measures
    todo = "Put it back. If it was wrong, tell residents in an update what is counted now, and why that was changed."
    for own in dict.fromkeys([*old, *new]):
        (_, was), (index, now) = old.get(own, (0, {})), new.get(own, (0, {}))
        if was == now or not (was or own in stated) or own not in there or _example(measures.get(own, {})):
            continue
        said = f"how {quoted(own)} is reckoned was changed in place: "
        if not (was and now):
            what = "its values came from the table, and now from rows" if now else "its declaration was taken out"
            yield _Change("", said + what, todo, pointer=f"civicstat.measures[{index}]" if now else "civicstat")
            continue
        for key in dict.fromkeys([*was, *now]):
            if was.get(key) != now.get(key):
                before, after = (_as_said(side.get(key)) for side in (was, now))
                yield _Change(
                    "", f"{said}{key} {before} became {after}", todo, pointer=f"civicstat.measures[{index}].{key}"
                )


def _as_said(value: Any) -> str:
    """A part of a declaration as it stands in the descriptor."""
    if value is None:
        return "nothing"
    return quoted(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _held(row: Cells, side: _Side, today: date) -> bool:
    """Whether a promised value held by today; one without a day holds from the beginning of the work."""
    begins = day_in(row[3])
    return begins <= today if begins else not row[3] and side.begun(today)


def _of_targets(base: _Side, head: _Side, table: str, today: date) -> Iterator[_Change]:
    """Targets, or points on the way to them, that held by today and whose row is another one, or gone."""
    if not (base.known(table) and head.known(table)):
        return
    columns, what = _TARGETS[table], "target" if table == "targets" else "interim target"
    measures = base.measures()
    there = head.measures() if head.known("measures") else measures
    rows = head.rows(table, columns)
    old = Counter(base.rows(table, columns))
    lost = list((old - Counter(rows)).elements())
    fresh = dict(Counter(rows) - old)
    places = {row: number for number, row in reversed(list(enumerate(rows, 2)))}
    for row in lost:
        measure, value, day, _ = row
        gone_whole = measure in measures and measure not in there and base.begun(today)
        if not _held(row, base, today) or _example(measures.get(measure, {})) or gone_whole:
            continue
        now = next((r for r in fresh if r[0] == measure and _differing(row, r) == 1), None)
        if now is None:
            yield _Change(
                table,
                f"the {what} of {quoted(measure)}, {quoted(value)} by {quoted(day)}, was taken out",
                "Put the row back: old targets stay beside new ones, so that residents see each change.",
            )
            continue
        del fresh[now]
        place = next(n for n in (1, 2, 3) if row[n] != now[n])
        part = ("", "", "the day by which it is due: ", "the day from which it holds: ")[place]
        yield _Change(
            table,
            f"the {what} of {quoted(measure)} was changed in place: {part}{quoted(row[place]) or 'a blank'} became "
            f"{quoted(now[place]) or 'a blank'}",
            f"Put the old row back, and add a row with today's date, {today}, under since, the new value, and why.",
            places.get(now),
            columns[place],
        )


def _differing(row: Cells, other: Cells) -> int:
    return sum(a != b for a, b in zip(row, other, strict=True))


def _of_final(base: _Side, head: _Side) -> Iterator[_Change]:
    """What was recorded at the end of a sprint, and is another, gone, or followed by a second row."""
    if base.package.kind != "sprint" or not (base.known("final") and head.known("final")):
        return
    rows, old = head.rows("final", _FINAL), base.rows("final", _FINAL)
    lost = list((Counter(old) - Counter(rows)).elements())
    fresh = list((Counter(rows) - Counter(old)).elements())
    places = {row: number for number, row in reversed(list(enumerate(rows, 2)))}
    todo = (
        "Put the row back: what was recorded at the end stays, and corrections show beside it. If civicstat close "
        "--again wrote it for a last figure that was still to come, say so in the pull request."
    )
    for row in lost:
        said = f"what was recorded at the end of {quoted(row[0])} was"
        now = next((one for one in fresh if one[0] == row[0]), None)
        if now is None:
            yield _Change("final", f"{said} taken out", todo)
            continue
        fresh.remove(now)
        changed = [name for name in _IN_ORDER if row[_FINAL.index(name)] != now[_FINAL.index(name)]]
        parts = [
            f"{name} {quoted(row[_FINAL.index(name)]) or 'a blank'} became "
            f"{quoted(now[_FINAL.index(name)]) or 'a blank'}"
            for name in changed[:2]
        ]
        yield _Change("final", f"{said} changed: {', '.join(parts)}", todo, places[now], changed[0])
    known, status = {row[0] for row in old}, _FINAL.index("status")
    for row in fresh:
        if row[0] in known:
            yield _Change(
                "final",
                f"a second end of {quoted(row[0])} was added to what was recorded: {quoted(row[status])}",
                "Take the row out: what was recorded first stays, and corrections show beside it.",
                places[row],
                "measure",
            )


def _example(measure: Mapping[str, str]) -> bool:
    return is_example(measure.get("title", ""))
