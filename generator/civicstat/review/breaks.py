"""What a change breaks: which parts of packages are gone, and what in the head still uses them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from civicstat.review.changes import FieldChange, PackageChange, TableChange, Use
from civicstat.review.uses import Part

if TYPE_CHECKING:
    from collections.abc import Collection

    from civicstat.model import Package

Uses = dict[Part, tuple[Use, ...]]


def parts_of(change: PackageChange, old: Package | None) -> list[Part]:
    """What of a package is gone under its old name, or has another type. `old` is the package in the base."""
    found = _tables_gone(change, old)
    for table in change.tables:
        if gone := _table_gone(change, table):
            found.append(gone)
        found += [part for field in table.fields if (part := _field_part(change, table, field, old))]
    return found


def _tables_gone(change: PackageChange, old: Package | None) -> list[Part]:
    """The tables of a package that is gone, or that has another name."""
    gone = change.status in ("removed", "renamed")
    return [Part(old.name, resource.name) for resource in old.resources] if gone and old else []


def _table_gone(change: PackageChange, table: TableChange) -> Part | None:
    gone = bool(table.before) and table.before != table.after and change.status != "removed"
    return Part(change.name, table.before) if gone else None


def _field_part(change: PackageChange, table: TableChange, field: FieldChange, old: Package | None) -> Part | None:
    if not (table.before and table.after):
        return None
    alone = old is not None and len(old.resources) == 1
    match field.kind:
        case "removed" | "renamed":
            return Part(change.name, table.after, field.before, alone)
        case "retyped":
            return Part(change.name, table.after, field.after, alone, field.type)
    return None


def with_uses(change: PackageChange, old: Package | None, new: Package | None, found: Uses) -> PackageChange:
    """The change with what uses each part, and with the charts that could be drawn before and can't be now."""
    undrawn = _undrawn(change, old, new)
    drawn_no_more = {use.place for use in undrawn}
    tables = []
    for table in change.tables:
        fields = []
        for field in table.fields:
            part = _field_part(change, table, field, old)
            uses = found.get(part, ()) if part else ()
            if field.kind == "retyped":
                uses = tuple(u if u.measure else replace(u, breaks=_undraws(u, drawn_no_more)) for u in uses)
            fields.append(replace(field, uses=uses))
        gone = _table_gone(change, table)
        tables.append(replace(table, fields=tuple(fields), uses=found.get(gone, ()) if gone else ()))
    change = replace(change, tables=tuple(tables))
    known = {(use.file, use.place) for use in change.all_uses}
    own = [use for part in _tables_gone(change, old) for use in found.get(part, ())]
    return replace(change, uses=(*own, *(use for use in undrawn if (use.file, use.place) not in known)))


def _undraws(use: Use, drawn_no_more: Collection[str]) -> bool:
    """Whether another type is too much for a chart; nothing else but measures minds it."""
    return use.kind == "chart" and use.place in drawn_no_more


def _undrawn(change: PackageChange, old: Package | None, new: Package | None) -> list[Use]:
    """The charts, declared in the base too, that the head can no longer draw."""
    if old is None or new is None:
        return []
    titles = {f"civicstat.charts[{chart.index}]": chart.title for chart in new.charts or ()}
    before = {chart.title for chart in old.charts or ()}
    return [
        Use("chart", change.name, change.file, f.finding.pointer, titles.get(f.finding.pointer, ""))
        for f in change.findings
        if f.finding.code == "CH001" and f.state == "new" and titles.get(f.finding.pointer) in before
    ]
