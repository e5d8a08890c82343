"""What reads each kind of package that tells of progress, and all that is wrong with one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civicstat.academy.declared import read_academy
from civicstat.performance.declared import read_performance
from civicstat.programme.declared import read_programme
from civicstat.progress.declared import read_sprint, read_strategy
from civicstat.progress.problems import problems
from civicstat.stat.declared import read_stat
from civicstat.tracker.declared import read_tracker

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.progress.around import Known
    from civicstat.scan import Scan
    from civicstat.shapes import Kind

    Reader = Callable[[Package, Scan], tuple[Any, tuple[Finding, ...]]]

READERS: Mapping[Kind, Reader] = {
    "sprint": read_sprint,
    "strategy": read_strategy,
    "performance": read_performance,
    "stat": read_stat,
    "tracker": read_tracker,
    "academy": read_academy,
    "programme": read_programme,
}
"""By kind, what reads its packages and tells what is wrong in them; None where nothing can be read."""


def check_progress(
    package: Package,
    scan: Scan,
    packages: Known | None = None,
    broken: Collection[str] = (),
    today: date | None = None,
) -> tuple[Finding, ...]:
    """Everything that is wrong with one package of a kind that tells of progress; nothing for any other.

    What is wrong between packages is looked for where `packages` are given; it need not be among them itself. What is
    overdue is told where `today` is given.
    """
    reader = next((read for kind, read in READERS.items() if kind == package.kind), None)
    if reader is None:
        return ()
    read, found = reader(package, scan)
    if packages is None or read is None:
        return found
    known = {**packages, package.name: (package, scan)}
    return (*found, *problems({package.kind: [read]}, known, broken, today))
