"""Agency measures as its package says it. What is wrong is told and left out, and the rest is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.performance.model import Performance
from civicstat.progress.rows import Reading

if TYPE_CHECKING:
    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.scan import Scan


def read_performance(package: Package, scan: Scan) -> tuple[Performance, tuple[Finding, ...]]:
    """What a package of that kind tells, and what is wrong with it."""
    reading = Reading(package, scan)
    read = Performance(package.name, package.title, package.description, package.simulated)
    return read, reading.findings
