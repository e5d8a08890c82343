"""What a package that tells of progress is begun with, and the examples that its tables hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from civicstat.shapes import SHAPES
from civicstat.shapes.shape import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from civicstat.shapes import Kind
    from civicstat.shapes.shape import Column

Row = dict[str, str]


@dataclass(frozen=True)
class Begun:
    """What a package is begun with: kind, page name, title, first and last day, and the day on which it is begun."""

    kind: Kind
    name: str
    title: str
    start: date
    end: date
    today: date

    @property
    def days(self) -> dict[str, str]:
        """The first and the last day, as a descriptor says them."""
        return {"start": self.start.isoformat(), "end": self.end.isoformat()}

    @property
    def eve(self) -> str:
        """The day of baselines: the one before the first, or today where that is to come."""
        before = self.start - timedelta(days=1 if self.start > date.min else 0)
        return min(before, self.today).isoformat()

    def on(self, share: float) -> str:
        """A day on the way from the first to the last, by the share of the days gone."""
        return (self.start + timedelta(days=round(share * (self.end - self.start).days))).isoformat()


@dataclass(frozen=True)
class Examples:
    """What a package of one kind is begun with.

    `rows` gives the rows of each table by its name; `left_out` names the tables that most packages begin without.
    `said` is what stands under the kind's own name in the descriptor. `text` is the file of Markdown beside the tables:
    its name, its title and what it begins with. `page` is the address of the page. `still` says what else a person
    writes into the descriptor, `hints` and `last` are lines for the end of the command's report. `yearly` gives the
    columns of fiscal years that a table has beside its own, by its name.
    """

    rows: Callable[[Begun], Mapping[str, Sequence[Row]]]
    said: Callable[[Begun], Mapping[str, Any]]
    page: Callable[[Begun], str]
    left_out: tuple[str, ...] = ()
    text: tuple[str, str, str] | None = None
    still: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    last: Callable[[Begun], str] = lambda _: ""
    yearly: Callable[[Begun], Mapping[str, Sequence[Column]]] = lambda _: {}


def from_rows(*entry: str) -> tuple[str, ...]:
    """How a measure is reckoned from rows, in lines: nobody has to copy numbers that the portal can work out."""
    return (
        "A measure that rows of a dataset here can tell needs no row in values.csv. Say how under civicstat, such as",
        '  "measures": [{',
        *(f"    {line}" for line in entry),
        "  }]",
    )


def example(kind: Kind, table: str, **own: str) -> Row:
    """A row of the examples that the shape has, with values of its own; the title says that it is one."""
    shape = next(s for s in SHAPES[kind] if s.name == table)
    row = {column.name: column.example for column in shape.columns} | own
    return row | ({"title": EXAMPLE + row["title"]} if "title" in row else {})
