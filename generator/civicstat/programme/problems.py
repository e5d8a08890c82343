"""What is wrong between a package of the kind `programme` and others that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civicstat.findings import Finding
    from civicstat.programme.model import Programme
    from civicstat.progress.around import Known


def programme_problems(programme: Programme, packages: Known) -> tuple[Finding, ...]:
    """Everything that is wrong between packages; the programme's own is among them."""
    return ()
