"""Small helpers of many checks: the words of a column's name, the place of a row, counts in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from civicstat.model import Resource
    from civicstat.tables import Field

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+|%")


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, digits apart: `FY25 ActualTotal` is fy, 25, actual, total."""
    return tuple(word.lower() for word in _WORD.findall(name))


def words_in(texts: Iterable[str]) -> frozenset[str]:
    """The words of several names and texts."""
    return frozenset(word for text in texts for word in words_of(text))


def names_of(field: Field) -> frozenset[str]:
    """The words of a column's name and title."""
    return words_in((field.name, field.title))


def row_number(resource: Resource, index: int) -> int | None:
    """The number of a row, the header being row 1, from its place in the table; None for a feature on a map."""
    if resource.kind == "geojson":
        return None
    dialect = resource.descriptor.get("dialect")
    bare = isinstance(dialect, dict) and dialect.get("header") is False
    return index + (1 if bare else 2)


def first_row(resource: Resource, mask: pl.Series) -> int | None:
    """The number of the first row for which `mask` is true."""
    index = mask.fill_null(value=False).arg_max()
    return row_number(resource, index or 0)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 row`, `2,000 rows`; `many` where a plural has no s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: Sequence[str], most: int = 3) -> str:
    """The first few of a list, and how many more there are: `"a", "b" and 4 more`."""
    shown = [f'"{item}"' for item in items[:most]]
    if len(items) > most:
        return f"{', '.join(shown)} and {len(items) - most:,} more"
    return " and ".join((", ".join(shown[:-1]), shown[-1])) if len(shown) > 1 else "".join(shown)
