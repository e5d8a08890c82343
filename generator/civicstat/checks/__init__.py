"""The checks beyond the standard: metadata (MD), sense of the data (DT), privacy (PV).

`OF_PACKAGES` and `OF_TABLES` are the visible lists; adding a check touches one file, one list and one test.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from civicstat.checks import coordinates, metadata, privacy, sense, shrinking
from civicstat.checks.check import Check, Hit, PackageSubject, TableSubject
from civicstat.explain import file_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.scan import Scan
    from civicstat.settings import Settings

OF_PACKAGES: tuple[Check[PackageSubject], ...] = (*metadata.CHECKS, *sense.OF_PACKAGES, shrinking.far_fewer_rows)
OF_TABLES: tuple[Check[TableSubject], ...] = (*sense.OF_TABLES, *privacy.CHECKS)

LAST = metadata.unused_waiver
"""It looks at what all others have found."""

ALL: tuple[Check[PackageSubject] | Check[TableSubject], ...] = (*OF_PACKAGES, LAST, *OF_TABLES)


def check_tables(package: Package, scan: Scan, settings: Settings) -> tuple[Scan, tuple[Finding, ...]]:
    """Look at every published table: the scan without those that may not be, and everything found."""
    findings: list[Finding] = []
    for resource in package.resources:
        table = scan.table(resource.name)
        if table is None:
            continue
        subject = TableSubject(package, resource, table, settings)
        file = file_of(package, resource)
        findings += _hushed(
            check.finding(hit, package, resource.name, file) for check in OF_TABLES for hit in check.look(subject)
        )
    refused = {f.resource for f in findings if f.withholds}
    kept = {name: table for name, table in scan.tables.items() if name not in refused}
    return replace(scan, tables=kept, withheld=scan.withheld | refused), tuple(findings)


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

    `found` is what was found in it so far, `last_rows` how many rows each of its tables had when last recorded.
    """
    subject = PackageSubject(package, scan, settings, today, tuple(found), last_rows or {})
    new: tuple[Finding, ...] = ()
    for check in (*OF_PACKAGES, LAST):
        hits = check.look(replace(subject, found=(*subject.found, *new)))
        new += tuple(check.finding(hit, package, "", _file(package, hit)) for hit in hits)
    return new


def _file(package: Package, hit: Hit) -> str:
    """The file that a hit is about: that of its table, but the descriptor where it points into that."""
    owner = package.resource(hit.resource) if hit.resource and not hit.pointer else None
    return file_of(package, owner) if owner else package.file
