"""The checks beyond the standard: metadata (MD), sense of the data (DT), privacy (PV).

`OF_PACKAGES` and `OF_TABLES` are the visible lists; adding a check touches one file, one list and one test.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from civicstat.checks import metadata, privacy, sense
from civicstat.checks.check import Check, PackageSubject, TableSubject
from civicstat.explain import file_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.scan import Scan
    from civicstat.settings import Settings

OF_PACKAGES: tuple[Check[PackageSubject], ...] = (*metadata.CHECKS, *sense.OF_PACKAGES)
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
        for check in OF_TABLES:
            file = file_of(package, resource)
            findings += (check.finding(hit, package, resource.name, file) for hit in check.look(subject))
    refused = {f.resource for f in findings if f.withholds}
    kept = {name: table for name, table in scan.tables.items() if name not in refused}
    return replace(scan, tables=kept, withheld=scan.withheld | refused), tuple(findings)


def check_package(
    package: Package, scan: Scan, settings: Settings, today: date, found: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Look at a package as a whole, on a given day. `found` is what was found in it so far."""
    subject = PackageSubject(package, scan, settings, today, tuple(found))
    new: tuple[Finding, ...] = ()
    for check in (*OF_PACKAGES, LAST):
        hits = check.look(replace(subject, found=(*subject.found, *new)))
        new += tuple(check.finding(hit, package, "", _file(package, hit.resource)) for hit in hits)
    return new


def _file(package: Package, resource: str) -> str:
    """The file that a hit is about: that of its table, else the descriptor."""
    owner = package.resource(resource) if resource else None
    return file_of(package, owner) if owner else package.file
