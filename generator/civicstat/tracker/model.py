"""What a tracker of actions says in its package, as frozen values, and what is reckoned from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tracker:
    """As its package says it. `package` is the package's page name."""

    package: str
    title: str
    purpose: str
    simulated: bool = False


@dataclass(frozen=True)
class TrackerFacts:
    """On the day of the build."""

    tracker: Tracker
