"""A Data Academy as its package says it. What is wrong is told and left out, and the rest is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.academy.model import Academy
from civicstat.progress.rows import Reading

if TYPE_CHECKING:
    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.scan import Scan


def read_academy(package: Package, scan: Scan) -> tuple[Academy, tuple[Finding, ...]]:
    """What a package of that kind tells, and what is wrong with it."""
    reading = Reading(package, scan)
    read = Academy(package.name, package.title, package.description, package.simulated)
    return read, reading.findings
