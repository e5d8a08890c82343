"""The values in a measure's conditions that its table knows nothing of: a category that was renamed, a slip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from civicstat.progress.conditions import OriginProblem, mask
from civicstat.progress.model import Condition
from civicstat.texts import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from civicstat.progress.model import Origin
    from civicstat.tables import Field, Table

CLOSED = ("boolean", "date", "datetime", "time", "year", "yearmonth")
"""Types whose values can be foreseen: that no row has one yet says nothing of a slip."""

MOST_KNOWN = 200
"""Values of a column among which one is looked for that may be meant."""


@dataclass(frozen=True)
class Unmatched:
    """A value of a condition that no row has, and that is not among the field's categories either.

    `place` is the part of the declaration, as `where[0].equals`; `label` the field's, for residents; `known` are values
    that may be meant. With `none` the condition can't be met by any row.
    """

    place: str
    value: str
    field: str
    label: str
    known: tuple[str, ...]
    none: bool

    @property
    def trouble(self) -> str:
        """What it means for the measure, in a sentence for residents."""
        what = f"No row of the dataset has “{self.value}” under {self.label}, which this measure asks for"
        return f"{what}, so it can’t be reckoned." if self.none else f"{what}: its figures may be wrong."


def unmatched(origin: Origin, table: Table, time_zone: str = "UTC") -> tuple[Unmatched, ...]:
    """The values of a measure's conditions that its table does not know; none of conditions that can't be read."""
    found: list[Unmatched] = []
    for name, conditions in (("where", origin.where), ("of", origin.of)):
        for index, condition in enumerate(conditions):
            field = table.field(condition.field)
            if field is None or field.type in CLOSED or not (table.rows or field.categories):
                continue
            for kind, values in (("equals", condition.equals), ("differs", condition.differs)):
                lost = [value for value in values if not _known(value, field, table, time_zone)]
                none = kind == "equals" and len(lost) == len(values)
                places = (f"{name}[{index}].{kind}{f'[{values.index(v)}]' if len(values) > 1 else ''}" for v in lost)
                known = _values(field, table) if lost else ()
                found += [
                    Unmatched(place, value, field.name, field.label, known, none)
                    for place, value in zip(places, lost, strict=True)
                ]
    return tuple(found)


def _known(value: str, field: Field, table: Table, time_zone: str) -> bool:
    if value in _declared(field):
        return True
    try:
        return bool(mask(Condition(field.name, equals=(value,)), table, time_zone).any())
    except OriginProblem:
        return True  # that it can't be a value of the field is told elsewhere


def _declared(field: Field) -> Sequence[str]:
    enum = field.constraints.get("enum")
    return [*(c.value for c in field.categories), *(map(str, enum) if isinstance(enum, list) else ())]


def _values(field: Field, table: Table) -> tuple[str, ...]:
    """Values that the field has: its categories first, then those of its rows."""
    texts: Iterator[str] = iter(texts_of(field, table.column(field.name)).drop_nulls().unique().sort().to_list())
    return tuple(dict.fromkeys([*_declared(field), *texts]))[:MOST_KNOWN]
