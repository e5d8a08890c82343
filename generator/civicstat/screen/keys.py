"""Which rows may break a key: those that share a value which has to stand once, or lead to a value that stands nowhere.

Values are compared as Frictionless reads them. A row that is not named here certainly breaks no key; of those that are,
Frictionless's own row stream decides, for which all rows that share a value are there together.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from civicstat.screen.rules import Unscreenable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from civicstat.screen.gathered import Fields, Gathered, Values
    from civicstat.screen.plain import PlainTable


def wanted(tables: Sequence[PlainTable]) -> dict[str, set[Fields]]:
    """By table, the groups of fields whose values keys are about."""
    found: dict[str, set[Fields]] = {table.name: set() for table in tables}
    names = {table.name: {one.name for one in table.fields} for table in tables}
    for table in tables:
        found[table.name] |= {(f.name,) for f in table.fields if f.constraints.get("unique")}
        if table.primary_key:
            found[table.name].add(table.primary_key)
        for key in table.foreign_keys:
            found[table.name].add(key.fields)
            if set(key.target) <= names.get(key.resource, set()):
                found[key.resource].add(key.target)
    return found


def choose_by_keys(table: PlainTable, gathered: Mapping[str, Gathered]) -> None:
    """Add to a table's chosen rows those that may break one of its keys."""
    own = gathered[table.name]
    if table.primary_key:
        own.chosen |= _repeated(own, table.primary_key, blanks=True)
    for one in table.fields:
        if one.constraints.get("unique"):
            own.chosen |= _repeated(own, (one.name,), blanks=False)
    for key in table.foreign_keys:
        other = gathered.get(key.resource)
        if other is None or not (key.target in other.lists or key.target in other.frames):
            raise Unscreenable
        own.chosen |= _lost(own, key.fields, other, key.target)


def _repeated(own: Gathered, fields: Fields, *, blanks: bool) -> set[int]:
    """The rows that share their values, and with `blanks` those that have none."""
    if fields in own.lists:
        values = own.lists[fields]
        counts = Counter(values)
        empty = (None,) * len(fields)
        if len(counts) == len(values) and (empty not in counts):
            return set()
        return {i for i, v in enumerate(values) if (counts[v] > 1 and v != empty) or (blanks and v == empty)}
    from civicstat.screen.vector import repeated  # noqa: PLC0415 - small tables do without Polars

    return repeated(own.frames[fields], blanks=blanks)


def _lost(own: Gathered, fields: Fields, other: Gathered, target: Fields) -> set[int]:
    """The rows whose values stand nowhere in the other table."""
    if fields in own.frames and target in other.frames:
        from civicstat.screen.vector import lost  # noqa: PLC0415

        return lost(own.frames[fields], other.frames[target])
    known = other.values(target)
    if fields in own.lists:
        rows: Iterable[Values] = own.lists[fields]
        return {i for i, v in enumerate(rows) if v not in known and any(part is not None for part in v)}
    from civicstat.screen.vector import lost_in  # noqa: PLC0415

    return lost_in(own.frames[fields], known)
