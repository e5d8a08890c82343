"""All that the portal tells of how the city is run, on the day of the build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civicstat.academy.model import AcademyFacts
    from civicstat.performance.model import PerformanceFacts
    from civicstat.programme.model import Programme
    from civicstat.progress.model import SprintFacts, StrategyFacts
    from civicstat.stat.model import StatFacts
    from civicstat.tracker.model import TrackerFacts


@dataclass(frozen=True)
class Progress:
    """Every package that tells of progress: sprints running first, then planned, then finished; all else by name."""

    sprints: tuple[SprintFacts, ...] = ()
    strategies: tuple[StrategyFacts, ...] = ()
    performance: tuple[PerformanceFacts, ...] = ()
    stats: tuple[StatFacts, ...] = ()
    trackers: tuple[TrackerFacts, ...] = ()
    academies: tuple[AcademyFacts, ...] = ()
    programmes: tuple[Programme, ...] = ()

    @property
    def running(self) -> tuple[SprintFacts, ...]:
        """The sprints that run today."""
        return tuple(s for s in self.sprints if s.state == "running")
