"""What the open data programme says in its package, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Programme:
    """As its package says it. `package` is the package's page name."""

    package: str
    title: str
    purpose: str
    simulated: bool = False
