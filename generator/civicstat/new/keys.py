"""Which columns tell a table's rows apart."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from civicstat.tables import column_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civicstat.new.infer import Column

_NAMED_A_KEY = re.compile(
    r"(^|[_\s-])(id|ids|guid|uuid|key|pk|oid|fid|globalid)$|[a-z]ID$|[a-z]Id$|^(objectid|globalid|geoid\d*)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(^|[_\s-])(no|nbr|num|number|code|#)$|num$|#$|code$", re.IGNORECASE)
_ORDER = re.compile(r"sort|order|rank|seq|position|index", re.IGNORECASE)
_OF_TIME = {"date", "datetime", "year", "yearmonth"}
_PART = re.compile(
    r"(^|[_\s-])(year|fy|quarter|month|week|day|period|district|ward|precinct|category|type|name)s?$", re.IGNORECASE
)
_LONG = 60
_FEW_ROWS = 10
"""In fewer, texts differ by accident."""

_LOOKED_AT = 8
_MOST_IN_KEY = 3


def primary_key(frame: pl.DataFrame, columns: Sequence[Column]) -> tuple[str, ...]:
    """The fields of the key: one column, else the fewest that together never repeat; empty where none can be trusted.

    A column may be unique today by accident, as a measurement or a title is. So a key is named like one (`id`, `code`,
    `number`), or it is the table's first column, or it puts the first columns and those of time together.
    """
    rows = frame.height
    whole = [
        c
        for c in columns
        if c.blank == 0 and c.type in {"string", "integer", *_OF_TIME} and "missingValues" not in c.field
    ]
    if singles := [c for c in whole if c.distinct == rows and _rank(c, columns) < 9]:
        return (min(singles, key=lambda c: (_rank(c, columns), columns.index(c))).name,)
    parts = [c for c in whole if c.distinct > 1 and _may_be_part(c, columns, by_place=rows >= _FEW_ROWS)][:_LOOKED_AT]
    for size in range(2, _MOST_IN_KEY + 1):
        for chosen in combinations(parts, size):
            most = 1
            for column in chosen:
                most *= column.distinct
            if most >= rows and _together(frame, chosen).n_unique() == rows:
                return tuple(c.name for c in chosen)
    return ()


def _together(frame: pl.DataFrame, chosen: Sequence[Column]) -> pl.DataFrame:
    return pl.DataFrame([column_of(frame, column.name).alias(str(n)) for n, column in enumerate(chosen)])


def _rank(column: Column, columns: Sequence[Column]) -> int:
    """How much a column looks like a key by itself: 0 most, 9 not at all."""
    if _ORDER.search(column.name):
        return 9
    if _NAMED_A_KEY.search(column.name):
        return 0 if column.type != "datetime" else 9
    first = columns[0].name == column.name
    if _NUMBERED.search(column.name):
        return 1
    if first and column.type in {"string", "date", "yearmonth", "year", "datetime"}:
        return 2
    return 3 if first else 9


def _may_be_part(column: Column, columns: Sequence[Column], *, by_place: bool) -> bool:
    """Whether a column may stand in a key beside others: places, groups and times rather than measurements.

    With `by_place`, a text among the first columns is one too, whatever its name.
    """
    if _ORDER.search(column.name):
        return False
    if column.type in _OF_TIME or any(kind.search(column.name) for kind in (_NAMED_A_KEY, _NUMBERED, _PART)):
        return True
    return by_place and column.type == "string" and columns.index(column) < 4 and len(column.example) <= _LONG
