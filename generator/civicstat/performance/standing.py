"""How it stands on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.performance.model import PerformanceFacts

if TYPE_CHECKING:
    from datetime import date

    from civicstat.performance.model import Performance
    from civicstat.progress.model import MeasureFacts
    from civicstat.settings import Settings


def reckon_performance(performance: Performance, settings: Settings, today: date) -> PerformanceFacts:
    """Reckon how it stands on `today`."""
    return PerformanceFacts(performance)


def measure_on(performance: Performance, measure: str, settings: Settings, day: date) -> MeasureFacts | None:
    """How one of the measures stood on a day, from what was known by then; None where there is no such measure."""
    return None
