"""One package in two states: both are checked as a build checks them, and what differs is told as values."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from civicstat.charts.plan import plan_charts
from civicstat.checks import check_package, check_tables
from civicstat.private import mask_private
from civicstat.progress.readers import check_progress
from civicstat.reports.words import masked
from civicstat.review.changes import Aspect, Cell, FindingChange, PackageChange, RowsChange, ShownRow, TableChange
from civicstat.review.figures import compare_figures
from civicstat.review.promises import changed_promises
from civicstat.review.rows import Pair, compare_rows
from civicstat.review.schema import columns_of, compare_fields, said
from civicstat.scan import scan_package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from civicstat.findings import Finding
    from civicstat.model import Package, Resource
    from civicstat.review.changes import FieldChange
    from civicstat.review.schema import Column
    from civicstat.settings import Settings
    from civicstat.tables import Table

_SAID_ELSEWHERE = ("name", "resources", "civicstat")
_OF_RESOURCES_ELSEWHERE = ("name", "schema", "data", "hash", "bytes", "path")
_OF_ROWS = ("DT", "MD012", "MD013", "MD015")
"""Checks of a valid table's rows and columns."""
_OF_ALL_TABLES = ("MD011", "MD017")


@dataclass(frozen=True)
class State:
    """A package in one state, with what the catalogue found in its descriptor. Its files lie under `root`."""

    package: Package
    findings: tuple[Finding, ...]
    settings: Settings
    root: str


@dataclass(frozen=True)
class Pairing:
    """A package that was touched: what is known of it so far, and the states that can be read."""

    known: PackageChange
    old: State | None
    new: State | None
    today: date


@dataclass(frozen=True)
class _Seen:
    """A state that has been checked: its tables, those that are withheld among them, and all findings.

    `unseen` names the tables that not even the checks of privacy could look at.
    """

    package: Package
    tables: Mapping[str, Table]
    findings: tuple[Finding, ...]
    unseen: frozenset[str] = frozenset()

    @property
    def resources(self) -> tuple[Resource, ...]:
        """All that the descriptor names, what it describes against the standard too."""
        return tuple(sorted((*self.package.resources, *self.package.refused), key=lambda r: r.index))

    def can_tell(self, finding: Finding) -> bool:
        """True where a finding of an earlier state would be here too if it still held: its table has been looked at."""
        tabular = {r.name for r in self.resources if r.kind in ("table", "geojson") or r in self.package.refused}
        if not finding.resource:
            return finding.code not in _OF_ALL_TABLES or tabular <= self.tables.keys()
        if finding.resource not in tabular or finding.resource in self.tables:
            return True
        if finding.code.startswith("PV"):
            return finding.resource not in self.unseen
        if finding.code.startswith("TB"):
            return finding.resource not in {r.name for r in self.package.refused}
        return not finding.code.startswith(_OF_ROWS)


def compare_packages(pairing: Pairing) -> PackageChange:
    """What becomes of a package. Values of columns with a finding of privacy stay out of it."""
    old = _seen(pairing.old, pairing.today)
    new = _seen(pairing.new, pairing.today)
    resources = _resource_pairs(old, new)
    tables: list[TableChange] = []
    names: dict[tuple[str, str], tuple[str, str]] = {}
    fields_of: list[tuple[FieldChange, ...]] = []
    for before, after in resources:
        left, right = _columns(old, new, before, after)
        # Where one side's columns aren't known, nothing is said of them: they have not all come or gone.
        known = bool(left and right) or not (before and after)
        changes = compare_fields(left, right) if known else ()
        fields_of.append(changes)
        if before and after:
            names[before.name, ""] = (after.name, "")
            names |= {
                (before.name, f.before): (after.name, f.after)
                for f in changes
                if f.before and f.after and f.before != f.after
            }
    # What a package that is gone was found to have is nothing that this change mends.
    findings = compare_findings(old.findings if old else (), new.findings, names, new.can_tell) if new else ()
    if old:
        head = new.package if new else None
        promised = changed_promises(old.package, head, old.tables, new.tables if new else {}, pairing.today)
        findings = (*findings, *(FindingChange("new", finding) for finding in promised))
    hidden = _hidden(findings)
    for (before, after), changes in zip(resources, fields_of, strict=True):
        change = _table_change(old, new, before, after, changes, hidden)
        if change is not None:
            tables.append(change)
    return replace(
        pairing.known,
        aspects=_package_aspects(old.package, new.package) if old and new else (),
        tables=tuple(tables),
        findings=tuple(sorted((_masked(f) for f in findings), key=_order)),
    )


def _columns(
    old: _Seen | None, new: _Seen | None, before: Resource | None, after: Resource | None
) -> tuple[Sequence[Column], Sequence[Column]]:
    """The columns of a table in both states: both as the descriptors declare them where one can't be read."""
    left = old.tables.get(before.name) if old and before else None
    right = new.tables.get(after.name) if new and after else None
    if before and after and (left is None or right is None):
        declared = columns_of(before, None), columns_of(after, None)
        if all(declared):
            return declared
    return columns_of(before, left) if before else (), columns_of(after, right) if after else ()


def _seen(state: State | None, today: date) -> _Seen | None:
    """Check a state as a build does."""
    if state is None:
        return None
    package, settings = state.package, state.settings
    scan = scan_package(package)
    usable, found = check_tables(package, scan, settings)
    _, of_charts = plan_charts(package, usable) if package.charts else ((), [])
    found = (*state.findings, *scan.findings, *found, *of_charts)
    found += check_package(package, scan, settings, today, found)
    found += check_progress(package, scan)
    public = [f for f in found if not f.confidential]
    return _Seen(package, scan.tables, tuple(_without(state.root, finding) for finding in public), usable.unseen)


def _without(root: str, finding: Finding) -> Finding:
    """The finding without the folder that its state happens to lie in."""
    message, found = (text.replace(f"{root}/", "") for text in (finding.message, finding.found))
    return replace(finding, message=message, found=found)


def _resource_pairs(old: _Seen | None, new: _Seen | None) -> list[tuple[Resource | None, Resource | None]]:
    """Resources of the head with those of the base: of one name, or else of one file or one content."""
    before = list(old.resources) if old else []
    after = list(new.resources) if new else []
    named = {r.name: r for r in before}
    free = [r for r in before if r.name not in {a.name for a in after}]
    pairs: list[tuple[Resource | None, Resource | None]] = []
    for resource in after:
        match = named.get(resource.name)
        if match is None:
            match = next((r for r in free if _same_file(r, resource)), None)
            if match:
                free.remove(match)
        pairs.append((match, resource))
    return [*pairs, *((resource, None) for resource in free)]


def _same_file(old: Resource, new: Resource) -> bool:
    same = bool(old.paths) and old.paths == new.paths
    return same or (bool(old.digests) and all(old.digests) and old.digests == new.digests)


def _hidden(findings: Iterable[FindingChange]) -> set[tuple[str, str]]:
    """(resource, field) of what may be private, by the head's names; an empty name stands for all."""
    return {(f.finding.resource, f.finding.field) for f in findings if f.private}


def _table_change(
    old: _Seen | None,
    new: _Seen | None,
    before: Resource | None,
    after: Resource | None,
    fields: tuple[FieldChange, ...],
    hidden: set[tuple[str, str]],
) -> TableChange | None:
    """What becomes of a resource; None where nothing does."""
    left = old.tables.get(before.name) if old and before else None
    right = new.tables.get(after.name) if new and after else None
    here = TableChange(before.name if before else "", after.name if after else "", fields)
    if before is None or after is None:
        one = left or right
        return replace(here, size=(one.rows, len(one.fields)) if one else None)
    here = replace(here, aspects=_resource_aspects(before, after))
    content = (before.digests, before.descriptor.get("data")) != (after.digests, after.descriptor.get("data"))
    plain = not (fields or here.aspects or before.name != after.name)
    if left is None or right is None:
        if not content and plain:
            return None
        refused = new is not None and after in new.package.refused
        return replace(here, unread=_CANT_BE_READ if refused else _unread(before, after, left, right))
    renamed = {f.after: f.before for f in fields if f.before and f.after}
    pairs = [
        Pair(known, field, bool(hidden & {("", ""), (after.name, ""), (after.name, field.name)}))
        for field in right.fields
        if (known := left.field(renamed.get(field.name, field.name))) is not None
        and (field.name in renamed or field.name not in [f.after for f in fields if not f.before])
    ]
    if plain and not content:
        return None
    rows = compare_rows(left, right, pairs)
    secret = tuple(pair.after.name for pair in pairs if pair.hidden)
    return replace(here, rows=_masked_rows(rows), figures=compare_figures(left, right, pairs, rows.key), hidden=secret)


_CANT_BE_READ = (
    "The rows aren't compared: the table can't be read now, because the descriptor describes it in a way that the "
    "standard does not allow."
)


def _unread(before: Resource, after: Resource, left: Table | None, right: Table | None) -> str:
    """Why rows can't be compared."""
    if after.kind == "remote" or before.kind == "remote":
        return "The file lies elsewhere; what is in it isn't known here."
    if after.kind == "file" and before.kind == "file":
        return "The file is another one. It is no table, so its content isn't compared."
    if right is None:
        return "The rows aren't compared: the new file can't be read as a table, or its rows break the schema."
    if left is None:
        return "The rows aren't compared: the file as it was can't be read as a table, or its rows broke the schema."
    return ""


def _package_aspects(old: Package, new: Package) -> tuple[Aspect, ...]:
    """What the descriptors say differently of the package as a whole."""
    found = _differences(old.descriptor, new.descriptor, _SAID_ELSEWHERE)
    before, after = old.descriptor.get("civicstat"), new.descriptor.get("civicstat")
    before, after = (own if isinstance(own, dict) else {} for own in (before, after))
    return (*found, *_differences(before, after, ()))


def _resource_aspects(old: Resource, new: Resource) -> tuple[Aspect, ...]:
    """What the descriptors say differently of a resource, its columns apart."""
    paths = [Aspect("path", ", ".join(old.paths), ", ".join(new.paths))] if old.paths != new.paths else []
    before, after = (r.descriptor.get("schema") for r in (old, new))
    before, after = (schema if isinstance(schema, dict) else {} for schema in (before, after))
    return (
        *paths,
        *_differences(old.descriptor, new.descriptor, _OF_RESOURCES_ELSEWHERE),
        *_differences(before, after, ("fields",)),
    )


def _differences(old: Mapping[str, Any], new: Mapping[str, Any], without: Sequence[str]) -> tuple[Aspect, ...]:
    return tuple(
        Aspect(str(key), said(old.get(key)), said(new.get(key)))
        for key in dict.fromkeys([*old, *new])
        if key not in without and old.get(key) != new.get(key)
    )


def compare_findings(
    old: Sequence[Finding],
    new: Sequence[Finding],
    names: Mapping[tuple[str, str], tuple[str, str]],
    can_tell: Callable[[Finding], bool] = lambda _: True,
) -> tuple[FindingChange, ...]:
    """Which findings are new, fixed and standing; `names` leads from (resource, field) of the base to the head's.

    What is no longer found is fixed where the head's state `can_tell`, and else unseen.

    A finding stands where the same one was there before, if need be in another row. What one place has only one of on
    either side stands too, in other words; but of privacy, other words are news: there may be more of it.
    Cells that Frictionless refuses are told one by one, so that another cell is another finding.
    """
    moved = [_moved(finding, names) for finding in old]
    open_old, open_new = dict(enumerate(moved)), dict(enumerate(new))
    matched: dict[int, int] = {}
    marks: tuple[Callable[[Finding], Any], ...] = (
        lambda f: (f.code, f.resource, f.field, f.pointer, f.row, f.message, f.found),
        lambda f: (f.code, f.resource, f.field, f.message, f.found),
        lambda f: (f.code, f.resource, f.field, f.message),
        lambda f: (f.code, f.resource, f.field, f.pointer),
    )
    for mark in marks:
        known = _by_mark(open_old, mark)
        for key, places in _by_mark(open_new, mark).items():
            there = known.get(key, [])
            if mark in marks[2:] and (len(there) != 1 or len(places) != 1 or _of_a_cell(new[places[0]])):
                continue
            for a, b in zip(there, places, strict=False):
                matched[b] = a
                del open_old[a], open_new[b]
    found = []
    for place, finding in enumerate(new):
        if place not in matched:
            found.append(FindingChange("new", finding))
            continue
        was = moved[matched[place]]
        same = (was.message, was.found, was.withholds) == (finding.message, finding.found, finding.withholds)
        more = finding.code.startswith("PV") and _more(was, finding)
        found.append(FindingChange("new" if more else "standing", finding, None if same else was))
    found += [FindingChange("fixed" if can_tell(finding) else "unseen", finding) for finding in open_old.values()]
    return tuple(found)


def _more(was: Finding, now: Finding) -> bool:
    """True where there may be private data that was not there: more cells, or as many and the first is another."""
    if not (was.cells and now.cells):
        return was.found != now.found
    return now.cells > was.cells or (now.cells == was.cells and _first(was) != _first(now))


def _first(finding: Finding) -> str:
    """What a finding of privacy quotes, masked, behind how many cells it is about."""
    return re.split(r" values?(?:: |, the first )", finding.found, maxsplit=1)[-1]


def _of_a_cell(finding: Finding) -> bool:
    return finding.row is not None and finding.code.startswith("TB")


def _by_mark(findings: Mapping[int, Finding], mark: Callable[[Finding], Any]) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = defaultdict(list)
    for place, finding in findings.items():
        found[mark(finding)].append(place)
    return found


def _moved(finding: Finding, names: Mapping[tuple[str, str], tuple[str, str]]) -> Finding:
    """A finding of the base under the head's names."""
    resource = names.get((finding.resource, ""), (finding.resource, ""))[0]
    field = names.get((finding.resource, finding.field), ("", finding.field))[1]
    return replace(finding, resource=resource, field=field)


def _order(change: FindingChange) -> tuple[Any, ...]:
    """Privacy first, then what withholds, then by place."""
    f = change.finding
    state = ("new", "standing", "unseen", "fixed").index(change.state)
    return (state, not change.private, not f.withholds, f.code, f.resource, f.field, f.row or 0, f.pointer, f.message)


def _masked(change: FindingChange) -> FindingChange:
    """The same with whatever may tell of a person masked: some messages quote cells."""
    return replace(change, finding=_mask(change.finding), was=_mask(change.was) if change.was else None)


def _mask(finding: Finding) -> Finding:
    quoted = masked(finding)
    return replace(quoted, message=mask_private(quoted.message), found=mask_private(quoted.found))


def _masked_rows(rows: RowsChange) -> RowsChange:
    return replace(
        rows,
        shown_changed=tuple(map(_masked_row, rows.shown_changed)),
        shown_added=tuple(map(_masked_row, rows.shown_added)),
        shown_removed=tuple(map(_masked_row, rows.shown_removed)),
    )


def _masked_row(row: ShownRow) -> ShownRow:
    return replace(row, key=tuple(map(_masked_cell, row.key)), cells=tuple(map(_masked_cell, row.cells)))


def _masked_cell(cell: Cell) -> Cell:
    old, new = (None if text is None else mask_private(text) for text in (cell.old, cell.new))
    return replace(cell, old=old, new=new)
