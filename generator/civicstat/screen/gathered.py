"""What screening a table brings together: the rows that are not certain, and the values that keys are about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    import polars as pl

Fields = tuple[str, ...]
Values = tuple[Any, ...]


@dataclass
class Gathered:
    """A table's rows as screened: how many, and which of them (counted from 0) Frictionless has to look at.

    `lists` and `frames` hold the values of groups of fields, a row for each row, in one form or the other.
    """

    rows: int
    chosen: set[int]
    lines: bool
    """Whether each record is certainly one line."""

    lists: Mapping[Fields, list[tuple[Hashable, ...]]] = field(default_factory=dict)
    frames: Mapping[Fields, pl.DataFrame] = field(default_factory=dict)

    def values(self, fields: Fields) -> set[Values]:
        """The different values of a group of fields, but for rows without any."""
        if fields in self.lists:
            found: Iterable[Values] = self.lists[fields]
        else:
            found = self.frames[fields].unique().rows()
        return {value for value in found if any(part is not None for part in value)}
