"""Rows that still stand as `civicstat new` wrote them, though the word "Example" was taken out of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from civicstat.new.begun import Begun
from civicstat.new.examples import EXAMPLES
from civicstat.progress.cells import READERS, cell_text, day_in
from civicstat.shapes import SHAPES
from civicstat.shapes.shape import EXAMPLE
from civicstat.shapes.yearly import year_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from civicstat.progress.cells import Row
    from civicstat.shapes import Kind
    from civicstat.shapes.shape import Column, Shape

_PREFIX = EXAMPLE.strip().casefold()
_ENOUGH = 2
"""So many cells have to be as they came, one of them a text: a title alone may well be a city's own."""


@dataclass(frozen=True)
class Unwritten:
    """A row that nobody has written over: where it stands, and what it says."""

    table: str
    row: Row
    column: str
    said: str


def is_example(text: str) -> bool:
    """Whether a text begins as the ones that `civicstat new` writes for a person to write over."""
    return text.casefold().startswith(_PREFIX)


def unwritten(kind: Kind, descriptor: Mapping[str, Any], held: Mapping[str, Sequence[Row]]) -> tuple[Unwritten, ...]:
    """The rows of a package that are those of a new one of its kind, but for days and for the word that marks them.

    A row of texts is, where its title, its longer texts and its numbers are all as they came. A row of numbers that
    names another one (a target, a value) is, where the other one's title or text is as it came, or where its own days
    are too; the `descriptor` has the first and the last day of the package. Rows that still bear the word, and those
    that belong to one that does, are left out: the word itself is told of.
    """
    begins, ends = _days(kind, descriptor)
    begun = Begun(kind, "", "", begins, ends, begins)
    examples = EXAMPLES[kind].rows(begun)
    shapes = {shape.name: shape for shape in SHAPES[kind]}
    known = _Known(
        marked={(table, row.cells.get("id", "")) for table, rows in held.items() for row in rows if _marked(row)},
        alike=_alike(shapes, examples, held),
    )
    found = []
    for table, rows in held.items():
        shape, own = shapes[table], examples.get(table, ())
        columns = [c for c in shape.columns if c.name == "title" or c.long or c.type == "number"]
        for row in rows:
            if _marked(row):
                continue
            if any(_same_texts(columns, one, row.cells) for one in own):
                column = next(c.name for c in columns if c.type == "string" and row.cells[c.name])
                found.append(Unwritten(table, row, column, row.text(column)))
            elif any(_same_numbers(shape, one, row.cells, known) for one in own):
                said = [_plain(c, row.cells[c.name]) for c in shape.columns if c.refers or c.type == "number"]
                column = next(c.name for c in shape.columns if c.type == "number")
                found.append(Unwritten(table, row, column, ", ".join(text for text in said if text)))
    return tuple(found)


def _days(kind: Kind, descriptor: Mapping[str, Any]) -> tuple[date, date]:
    """The first and the last day that a package says; any, where it says none or some at the edge of the calendar."""
    own = descriptor.get("civicstat")
    said = own.get(kind) if isinstance(own, dict) else None
    begins, ends = (day_in(said.get(name)) if isinstance(said, dict) else None for name in ("start", "end"))
    usual = begins and ends and date(1900, 1, 1) <= begins <= ends <= date(2900, 1, 1)
    return (begins, ends) if begins and ends and usual else (date(2000, 1, 1), date(2000, 12, 31))


@dataclass(frozen=True)
class _Known:
    """What rows may name: (table, id) of rows `marked` as examples, and the ids `alike` to that of an example."""

    marked: set[tuple[str, str]]
    alike: Mapping[tuple[str, str], set[str]]


def _alike(
    shapes: Mapping[str, Shape], examples: Mapping[str, Sequence[Mapping[str, str]]], held: Mapping[str, Sequence[Row]]
) -> dict[tuple[str, str], set[str]]:
    """By table and id of an example, the ids of the rows with a text of it."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for table, rows in held.items():
        texts = [c for c in shapes[table].columns if c.name == "title" or c.long]
        for one in examples.get(table, ()):
            for row in rows if "id" in one else ():
                if any(one[c.name] and _plain(c, one[c.name]) == _plain(c, row.cells[c.name]) for c in texts):
                    found[table, one["id"]].add(row.text("id"))
    return found


def _marked(row: Row) -> bool:
    return any(isinstance(cell, str) and is_example(cell) for cell in row.cells.values())


def _plain(column: Column, cell: Any) -> str:
    """A cell in one way of writing, without the word that marks an example."""
    value = READERS[column.type](cell)
    if value is None:
        return ""
    if column.type == "number":
        return f"{value:.12g}"
    text = " ".join(str(value).casefold().split())
    return text.removeprefix(_PREFIX).strip()


def _same_texts(columns: Sequence[Column], one: Mapping[str, str], cells: Mapping[str, Any]) -> bool:
    """Whether title, longer texts and numbers are those of an example, with enough of them to tell."""
    said = [(_plain(c, one[c.name]), c) for c in columns]
    filled, yearly = [c for text, c in said if text], _yearly(one)
    if len(filled) + len(yearly) < _ENOUGH or all(c.type == "number" for c in filled):
        return False
    return yearly == _yearly(cells) and all(text == _plain(c, cells[c.name]) for text, c in said)


def _yearly(cells: Mapping[str, Any]) -> list[str]:
    """What stands in the columns of fiscal years, by year: in another year the columns have other names."""
    named = sorted((year, cell_text(cells[name])) for name in cells if (year := year_column(name)))
    return [text for _, text in named if text]


def _same_numbers(shape: Shape, one: Mapping[str, str], cells: Mapping[str, Any], known: _Known) -> bool:
    """Whether a row of numbers is that of an example, and what it names or its days are too."""
    refers = [c for c in shape.columns if c.refers and one[c.name]]
    numbers = [c for c in shape.columns if c.type == "number" and one[c.name]]
    if not refers or not numbers or any(c.name == "title" for c in shape.columns):
        return False
    compared = [c for c in shape.columns if c.type == "number" or c.role]
    if any(_plain(c, one[c.name]) != _plain(c, cells[c.name]) for c in compared):
        return False
    tables = {c.name: c.refers.partition(".")[0] for c in refers}
    if any((tables[c.name], cells[c.name]) in known.marked for c in refers):
        return False
    if all(cells[c.name] in known.alike.get((tables[c.name], one[c.name]), ()) for c in refers):
        return True
    days = [c for c in shape.columns if c.type == "date" and one[c.name]]
    return bool(days) and all(_plain(c, one[c.name]) == _plain(c, cells[c.name]) for c in (*refers, *days))
