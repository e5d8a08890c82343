"""The record of scores: a data package of the portal's own, to which `civicstat record` adds a day at a time.

It has three tables. `portal` has a row for each day. `datasets` and `tables` have a row for a dataset's scores and for
a table's rows only on days on which they are not what they were, so that the record of a thousand datasets stays
small: the last row before a day is what held on that day. A build only reads it, and only what lies before its own
day; a portal without a record, or with one that can't be read, has no history and is otherwise whole.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from civicstat.charts.plan import PlannedChart
from civicstat.charts.reckon import ChartData, Point
from civicstat.model import ChartDeclaration
from civicstat.quality import FORMULA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from civicstat.model import Package
    from civicstat.scan import Scan
    from civicstat.tables import Field, Table

FOLDER = "catalog/portal-quality"
"""Where the record lies, relative to the portal's root."""

DESCRIPTOR = "datapackage.json"
KIND = "quality"
"""What the descriptor's `civicstat.kind` says of it."""

COUNTS = ("findings", "waived")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "portal": ("date", "score", *FORMULA, "datasets", "withheld", "overdue", "rows", *COUNTS),
    "datasets": ("date", "package", "score", *FORMULA, *COUNTS),
    "tables": ("date", "package", "table", "rows"),
}
"""The columns of its tables, by the table's name, which is also that of its file."""

MOST_DAYS = 400
"""Days that the portal's chart shows one by one; of a longer record it shows the last day of each month."""


@dataclass(frozen=True)
class Scored:
    """A score on a day on which it became another one."""

    day: date
    score: int


@dataclass(frozen=True)
class Record:
    """What was recorded before a day.

    `days` is the portal's score on each day, in order. `scores` has a dataset's scores by its name, `rows` the rows
    that a table had last, by its dataset's name and its own. `fields` are those of the portal's days and scores, with
    the words for them. `package` is the name of the record's own page.
    """

    package: str = ""
    days: tuple[tuple[date, float], ...] = ()
    scores: Mapping[str, tuple[Scored, ...]] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    fields: tuple[Field, Field] | None = None

    def rows_of(self, package: str) -> Mapping[str, int]:
        """The rows that each table of a dataset had last."""
        return self.rows.get(package, {})


def read_record(scanned: Iterable[tuple[Package, Scan]], today: date) -> Record:
    """The record before `today`, from among a portal's packages; an empty one where no valid one is there."""
    for package, scan in scanned:
        if package.kind == KIND:
            return _record(package, scan, today)
    return Record()


def _record(package: Package, scan: Scan, today: date) -> Record:
    portal, datasets, tables = (scan.table(name) for name in COLUMNS)
    days = sorted((row["date"], float(row["score"])) for row in _before(portal, ("date", "score"), today))
    scores: dict[str, tuple[Scored, ...]] = {}
    for row in _before(datasets, ("date", "package", "score"), today):
        scores[row["package"]] = (*scores.get(row["package"], ()), Scored(row["date"], row["score"]))
    rows = _last_rows(_before(tables, ("date", "package", "table", "rows"), today))
    axes = (portal.field("date"), portal.field("score")) if portal and days else (None, None)
    return Record(package.name, tuple(days), scores, rows, (axes[0], axes[1]) if axes[0] and axes[1] else None)


def _before(table: Table | None, columns: Sequence[str], today: date) -> Iterator[dict[str, Any]]:
    """The complete rows of the days before `today`, in order; none of a table that has not these columns."""
    if table is None or any((f := table.field(name)) is None or f.type not in _types(name) for name in columns):
        return
    frame = table.columns.select(columns).drop_nulls().sort("date", maintain_order=True)
    yield from frame.filter(frame["date"] < today).iter_rows(named=True)


def _types(column: str) -> tuple[str, ...]:
    return {"date": ("date",), "rows": ("integer",), "score": ("integer", "number")}.get(column, ("string",))


def _last_rows(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["package"], {})[row["table"]] = row["rows"]
    return found


def read_rows(root: Path, today: date) -> Mapping[str, Mapping[str, int]]:
    """The rows that each table had last before `today`, straight from the record's file under a portal's `root`.

    For checks without a build. What can't be read counts as not there: the record's own check says what is wrong.
    """
    folder = root / FOLDER
    try:
        kind = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8-sig"))["civicstat"]["kind"]
        with (folder / "tables.csv").open(encoding="utf-8-sig", newline="") as file:
            rows: list[dict[str, Any]] = [
                {**row, "date": date.fromisoformat(row["date"]), "rows": int(row["rows"])}
                for row in csv.DictReader(file)
                if row["package"] and row["table"]
            ]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, csv.Error):
        return {}
    before = [row for row in rows if row["date"] < today] if kind == KIND else []
    return _last_rows(sorted(before, key=lambda row: row["date"]))


def trend(record: Record, today: date, score: float | None) -> PlannedChart | None:
    """The chart of the portal's score, today's at its end; None where there is but one day to show."""
    days = [*record.days, *([(today, score)] if score is not None else [])]
    if record.fields is None or len(days) < 2:
        return None
    if len(days) > MOST_DAYS:
        days = list({(day.year, day.month): (day, points) for day, points in days}.values())
    declaration = ChartDeclaration(title="", resource="portal", type="line", x="date", y="score")
    points = tuple(Point(datetime(day.year, day.month, day.day), value) for day, value in days)  # noqa: DTZ001 - a day has no zone
    x, y = record.fields
    data = ChartData(declaration, "time", x, y, None, "", "", points, len(points), domain=(0, 100))
    return PlannedChart(declaration, data, chosen=True)
