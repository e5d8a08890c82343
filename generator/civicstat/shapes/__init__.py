"""The tables of packages that tell of progress, as data: what is read, checked, written and explained.

A column's `words` are the only values that it may have, `refers` the column that its values stand in. What a row means
is civicstat's to check, so that one wrong word leaves one row out; types and keys are the standard's, which withholds
the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from civicstat.shapes.academy import ACADEMY
from civicstat.shapes.performance import PERFORMANCE
from civicstat.shapes.programme import PROGRAMME
from civicstat.shapes.sprint import SPRINT
from civicstat.shapes.stat import STAT
from civicstat.shapes.strategy import STRATEGY
from civicstat.shapes.tracker import TRACKER

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from civicstat.shapes.shape import Column, Shape

Kind = Literal["sprint", "strategy", "performance", "stat", "tracker", "academy", "programme"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""The kinds of packages that have such tables (`civicstat.kind`)."""

MEASURED: tuple[Kind, ...] = ("sprint", "strategy")
"""The kinds whose measures may be reckoned from rows of other packages (`civicstat.measures`)."""

WITH_MEASURES: tuple[Kind, ...] = (*MEASURED, "performance")
"""The kinds whose measures a Stat meeting may look at."""

SHAPES: Mapping[Kind, tuple[Shape, ...]] = {
    "sprint": SPRINT,
    "strategy": STRATEGY,
    "performance": PERFORMANCE,
    "stat": STAT,
    "tracker": TRACKER,
    "academy": ACADEMY,
    "programme": PROGRAMME,
}
TEXTS: Mapping[Kind, str] = {"sprint": "learnt", "strategy": "text"}
"""The resource of a kind that holds Markdown beside the tables; most kinds have none."""


TOLD_BY_READERS = ("civicstat.measures", "civicstat.columns", *(f"civicstat.{kind}" for kind in KINDS))
"""What such a package says of itself beside its tables: its faults are told where that is read (PR013)."""


def is_progress_table(package_kind: str, table: str) -> bool:
    """True for one of the tables that make a package a sprint or a strategy, whose columns civicstat defines."""
    return any(shape.name == table for kind in KINDS if kind == package_kind for shape in SHAPES[kind])


def role_columns(package_kind: str, table: str) -> frozenset[str]:
    """The columns of a progress table that hold roles rather than persons; none of any other table."""
    shapes = [s for kind in KINDS if kind == package_kind for s in SHAPES[kind] if s.name == table]
    return frozenset(column.name for shape in shapes for column in shape.columns if column.role)


def shape_of(kind: Kind, table: str) -> Shape:
    """The shape of a kind's table. Raises KeyError where it has none of that name."""
    found = next((s for s in SHAPES[kind] if s.name == table), None)
    if found is None:
        raise KeyError(table)
    return found


def schema_of(
    kind: Kind, table: str, beside: Collection[str] | None = None, yearly: Sequence[Column] = ()
) -> dict[str, Any]:
    """The Table Schema of a kind's table, as `civicstat new` writes it; a new object on every call.

    `yearly` are its columns for fiscal years, which stand behind its own. `beside` names the tables of the package, all
    of the kind's where it is None: only to these may foreign keys lead. Words are told as `categories`, which no tool
    takes for a rule. Raises KeyError for a table that the kind has not.
    """
    shape = shape_of(kind, table)
    there = {s.name for s in SHAPES[kind]} if beside is None else set(beside)
    schema: dict[str, Any] = {"fields": [_field(column) for column in (*shape.columns, *yearly)]}
    if shape.key:
        schema["primaryKey"] = list(shape.key)
    keys = []
    for column in shape.columns:
        owner, _, name = column.refers.partition(".")
        if owner in there:
            keys.append({"fields": [column.name], "reference": {"resource": owner, "fields": [name]}})
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.title,
        "description": column.description,
        "example": column.example,
    }
    if column.words:
        field["categories"] = [{"value": value, "label": label} for value, label in column.words.items()]
    if column.required:
        field["constraints"] = {"required": True}
    return field
