"""What a table of a package that tells of progress is made of: its columns, what they hold, and where they lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLE = "Example: "
"""Before the texts that `civicstat new` writes for a person to write over."""

MOST_ROWS = 5_000
"""Of a table whose rows all stand on a page."""
MOST_VALUES = 500_000
"""Of a table of observations."""


@dataclass(frozen=True)
class Column:
    """One column: what it holds in words for staff, Table Schema's `type`, and an example.

    `refers` names a table and its column (`measures.id`). `long` is true for running text, `role` where an office is
    asked for rather than a person.
    """

    name: str
    title: str
    description: str
    example: str
    type: Literal["string", "number", "date"] = "string"
    required: bool = False
    words: Mapping[str, str] | None = None
    refers: str = ""
    long: bool = False
    role: bool = False


@dataclass(frozen=True)
class Shape:
    """One table. A package without a `required` one can't be shown whole; `key` names what no two rows share.

    `most` is how many rows are read. `written` is false for a table that only a command writes. `yearly` has examples
    of the columns that the table has once for each fiscal year, beside its own (`yearly.year_column` knows them).
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    required: bool = False
    most: int = MOST_ROWS
    written: bool = True
    yearly: tuple[Column, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError where there is none."""
        found = next((c for c in self.columns if c.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


def id_column(what: str, example: str) -> Column:
    """The column by which other tables name a row."""
    return Column(
        "id",
        "Id",
        f"A short name for the {what} that never changes: other tables and addresses use it.",
        example,
        required=True,
    )


def title_column(what: str, example: str) -> Column:
    """The column that says what a row is called."""
    return Column("title", "Title", f"What the {what} is called on the page.", example, required=True)


def description_column(what: str, example: str) -> Column:
    """The column that says what a row is about."""
    return Column("description", "Description", f"What the {what} is about, in a sentence or two.", example, long=True)


LEAD = Column(
    "lead", "Lead", "Who answers for it: a role or an office, not a person.", "Director of Public Works", role=True
)
