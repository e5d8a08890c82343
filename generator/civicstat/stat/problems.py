"""What is wrong between a package of the kind `stat` and others that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civicstat.findings import Finding
    from civicstat.progress.around import Known
    from civicstat.stat.model import Stat


def stat_problems(stat: Stat, packages: Known) -> tuple[Finding, ...]:
    """Everything that is wrong between packages; the stat's own is among them."""
    return ()
