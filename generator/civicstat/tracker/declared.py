"""A tracker of actions as its package says it. What is wrong is told and left out, and the rest is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.progress.rows import Reading
from civicstat.tracker.model import Tracker

if TYPE_CHECKING:
    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.scan import Scan


def read_tracker(package: Package, scan: Scan) -> tuple[Tracker, tuple[Finding, ...]]:
    """What a package of that kind tells, and what is wrong with it."""
    reading = Reading(package, scan)
    read = Tracker(package.name, package.title, package.description, package.simulated)
    return read, reading.findings
