"""The checks beyond the standard: metadata (MD), sense of the data (DT), privacy (PV).

`OF_PACKAGES` and `OF_TABLES` are the visible lists; adding a check touches one file, one list and one test.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from civicstat.asitis import open_as_it_is
from civicstat.checks import coordinates, metadata, privacy, sense, shrinking
from civicstat.checks.check import Check, Hit, PackageSubject, TableSubject, let_pass
from civicstat.explain import file_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.scan import Scan
    from civicstat.settings import Settings

OF_PACKAGES: tuple[Check[PackageSubject], ...] = (*metadata.CHECKS, *sense.OF_PACKAGES, shrinking.far_fewer_rows)
OF_TABLES: tuple[Check[TableSubject], ...] = (*sense.OF_TABLES, *privacy.CHECKS)

LAST = metadata.unused_waiver
"""It looks at what all others have found."""

_QUOTING = {"DT001", "MD011"}
"""The checks of packages that quote cells; the others quote the descriptor, names and numbers of rows."""

ALL: tuple[Check[PackageSubject] | Check[TableSubject], ...] = (*OF_PACKAGES, LAST, *OF_TABLES)


def check_tables(package: Package, scan: Scan, settings: Settings) -> tuple[Scan, tuple[Finding, ...]]:
    """Look at every table: the scan without those that may not be published, and everything found.

    A table that is valid is looked at by every check. One that is not is opened all the same, as far as it can be, and
    looked at for privacy: the file lies where everybody can read it. Those that can't be opened are `unseen`.
    """
    by_table: list[list[Finding]] = []
    unseen: set[str] = set()
    too_much = {f.resource for f in scan.findings if f.code == "TB004"}
    for resource in (*package.resources, *package.refused):
        table = scan.table(resource.name)
        if table is not None:
            by_table.append(_look(TableSubject(package, resource, table, settings), OF_TABLES))
        elif resource.name in too_much:
            unseen.add(resource.name)
        elif resource.name in scan.withheld or resource in package.refused:
            opened = open_as_it_is(package, resource)
            unseen.update(() if opened.whole else (resource.name,))
            subjects = [TableSubject(package, opened.resource, one, settings) for one in opened.tables]
            by_table.append(_each_once(f for subject in subjects for f in _look(subject, privacy.CHECKS)))
    waived = iter(let_pass([f for found in by_table for f in found], package))
    findings = [f for found in by_table for f in _hushed(islice(waived, len(found)))]
    refused = {f.resource for f in findings if f.withholds}
    kept = {name: table for name, table in scan.tables.items() if name not in refused}
    known = refused & {resource.name for resource in package.resources}
    checked = replace(scan, tables=kept, withheld=scan.withheld | known, unseen=frozenset(unseen))
    return checked, tuple(findings)


def _look(subject: TableSubject, checks: Iterable[Check[TableSubject]]) -> list[Finding]:
    package, resource = subject.package, subject.resource
    file = file_of(package, resource)
    return [check.finding(hit, package, resource.name, file) for check in checks for hit in check.look(subject)]


def _each_once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding of each kind and column: a column may have been looked at in two parts."""
    found: dict[tuple[str, ...], Finding] = {}
    for finding in findings:
        found.setdefault((finding.code, finding.resource, finding.field, finding.message, finding.pointer), finding)
    return list(found.values())


def _hushed(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in one table, quoting no cell of a column that must not be public.

    Checks of privacy mask what they find; others don't know what they quote. Where a finding of privacy is about the
    whole row, or a place on the map, none quotes anything.
    """
    found = list(findings)
    private = {f.field for f in found if f.withholds and f.code.startswith("PV")}
    if not private:
        return found
    quiet = {f.field for f in found} if "" in private else private
    places = {check.code for check in (coordinates.outside_place, coordinates.swapped, coordinates.zero)}
    return [
        f if f.code.startswith("PV") or not (f.field in quiet or f.code in places) else replace(f, found="")
        for f in found
    ]


def check_package(
    package: Package,
    scan: Scan,
    settings: Settings,
    today: date,
    found: Iterable[Finding],
    last_rows: Mapping[str, int] | None = None,
) -> tuple[Finding, ...]:
    """Look at a package as a whole, on a given day.

    `scan` has every valid table, those among them that civicstat's own checks withhold: what is wrong with them is
    told at once. `found` is what was found so far, `last_rows` how many rows each table had when last recorded.
    """
    subject = PackageSubject(package, scan, settings, today, tuple(found), last_rows or {})
    private = {(f.resource, f.field) for f in subject.found if f.withholds and f.code.startswith("PV")}
    new: tuple[Finding, ...] = ()
    for check in (*OF_PACKAGES, LAST):
        hits = check.look(replace(subject, found=(*subject.found, *new)))
        told = [check.finding(hit, package, "", _file(package, hit)) for hit in hits]
        new += tuple(_quoting_nobody(finding, private) for finding in let_pass(told, package))
    return new


def _quoting_nobody(finding: Finding, private: Collection[tuple[str, str]]) -> Finding:
    """The finding without its quotation, where that may be of a column that must not be public."""
    if not private or finding.code not in _QUOTING:
        return finding
    quoted = [place for place in private if finding.resource in ("", place[0])]
    by_field = {field for _, field in quoted}
    return replace(finding, found="") if by_field & {"", finding.field} or (by_field and not finding.field) else finding


def _file(package: Package, hit: Hit) -> str:
    """The file that a hit is about: that of its table, but the descriptor where it points into that."""
    owner = package.resource(hit.resource) if hit.resource and not hit.pointer else None
    return file_of(package, owner) if owner else package.file
