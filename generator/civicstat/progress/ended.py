"""How measures of a sprint ended, as its table of final states has it: rows that stay, and what replaces them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from civicstat.errors import BrokenPortal, WrongUse
from civicstat.findings import shorten
from civicstat.progress.cells import number_in
from civicstat.shapes import shape_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from civicstat.model import Package

TABLE = "final"
COLUMNS = tuple(column.name for column in shape_of("sprint", TABLE).columns)
"""The columns of the final state, in the order in which they are written."""


@dataclass(frozen=True)
class Record:
    """What a table of final states holds already: its rows as texts by column, and how its lines end."""

    rows: tuple[dict[str, str], ...] = ()
    newline: str = "\n"

    @property
    def first(self) -> dict[str, dict[str, str]]:
        """By measure, the row that was recorded first."""
        found: dict[str, dict[str, str]] = {}
        for row in sorted(self.rows, key=lambda row: row.get("recorded", "")):
            found.setdefault(row.get("measure", "").strip(), row)
        return found

    def with_rows(self, fresh: Sequence[dict[str, str]], ends: date) -> tuple[list[dict[str, str]], dict[str, str]]:
        """The rows with these in the place of those of the same measures, and by measure what has become of it.

        A row that says the same as before stays, with the day on which it was recorded, if that is after the last day.
        """
        first, said = self.first, {}
        new = {row["measure"]: row for row in fresh}
        for measure, row in list(new.items()):
            was = first.get(measure)
            if was and was.get("recorded", "") > str(ends) and not _differing(was, row):
                new[measure] = was
            said[measure] = row["status"] if was is None else _became(was, new[measure])
        for measure, row in first.items():
            said.setdefault(measure, _became(row, row))
        rows, done = [], set()
        for row in self.rows:
            measure = row.get("measure", "").strip()
            if measure not in new:
                rows.append(row)
            elif measure not in done:
                rows.append(new[measure])
                done.add(measure)
        return [*rows, *(row for measure, row in new.items() if measure not in done)], said


def _differing(was: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The columns in which two rows of one measure say something else, but for the day of the record."""
    return [name for name in COLUMNS if name != "recorded" and _plain(was.get(name, "")) != _plain(now.get(name, ""))]


def _plain(cell: str) -> str:
    """A cell in one way of writing, so that 19.0 is 19."""
    number = number_in(cell)
    return " ".join(cell.casefold().split()) if number is None else f"{number:.12g}"


def _became(was: Mapping[str, str], now: Mapping[str, str]) -> str:
    """How a measure ended, and what was recorded of it before: `was missed, now met`."""
    before, after = was.get("status", ""), now.get("status", "")
    if was is now:
        return f"{after}, as recorded on {was.get('recorded', '')}"
    if _plain(before) != _plain(after):
        return f"was {before or 'blank'}, now {after}"
    names = _differing(was, now)
    changed = [f"{name} was {was.get(name) or 'blank'}, now {now.get(name) or 'blank'}" for name in names]
    return f"{after} as before; {'; '.join(changed) or 'recorded anew'}"


def read_record(file: Path, package: Package, *, listed: bool) -> Record:
    """What a file holds; nothing where there is none.

    Raises `WrongUse` where something else lies there, `BrokenPortal` where the file can't be read.
    """
    name = f"{Path(package.file).parent.as_posix()}/{file.name}"
    try:
        text = file.read_bytes().decode("utf-8-sig")
        lines = [line for line in csv.reader(io.StringIO(text, newline=""), strict=True) if any(line)]
    except FileNotFoundError:
        return Record()
    except (OSError, ValueError, csv.Error) as error:
        raise BrokenPortal(f"{name}: can't be read: {error}. Move it away, and run the command again.") from error
    if not lines:
        return Record()
    if not set(lines[0]) <= set(COLUMNS):
        what = "the table of final states" if listed else "no table of final states"
        raise WrongUse(
            f"{name}: found the columns {shorten(', '.join(lines[0]), 80)}; {what} has others: {', '.join(COLUMNS)}. "
            "Move the file away, and run the command again."
        )
    rows = tuple(dict(zip_longest(lines[0], line[: len(lines[0])], fillvalue="")) for line in lines[1:])
    return Record(rows, "\r\n" if "\r\n" in text else "\n")
